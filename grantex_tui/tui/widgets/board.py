"""The accounts side by side: the first line, their sum, and the panels, one of which is chosen."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color, ColorParseError
from textual.message import Message
from textual.strip import Strip

from grantex_tui.layout.board import Panel, board_lines, label_cells, panel_lines, panel_of
from grantex_tui.layout.board_grid import Grid, grid_of
from grantex_tui.layout.board_sum import board_heading, sum_lines
from grantex_tui.layout.lines import Ink, StyledLine
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.terminal.filters import OnlyAscii
from grantex_tui.tui.themes import TEXT_CONTRAST, away_from
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.board import AccountContent, BoardContent
from grantex_tui.view.board_sum import SumContent

UNTINTED: Final = Style()


class BoardHeading(Cells[BoardContent]):
    """How the board is sorted and scaled, and how fresh it is."""

    def lay_out(self, view: BoardContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        return board_heading(view, cells)


class BoardSum(Cells[SumContent]):
    """The sum of all accounts."""

    def lay_out(self, view: SumContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        only_ascii = any(isinstance(line_filter, OnlyAscii) for line_filter in self.app.get_line_filters())
        return sum_lines(view, cells, rows, self.step, None if only_ascii else large_digits)


class Board(Cells[BoardContent]):
    """A panel an account, as many as there is room for, the chosen one among them."""

    class Chosen(Message):
        """A click chose the account of this index."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Scrolled(Message):
        """The wheel turned by so many rows of panels."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: dict[str, tuple[Panel, tuple[StyledLine, ...]]] = {}

    def lay_out(self, view: BoardContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        grid, step, ink = grid_of(len(view.accounts), view.chosen, cells, rows, self.step), self.step, self.ink
        return board_lines(cells, grid, lambda index: self._draw(panel_of(view, index, grid, step, ink)))

    def _draw(self, panel: Panel) -> tuple[StyledLine, ...]:
        """A panel is laid out anew only where it changed."""
        known = self._drawn.get(panel.account.name)
        if known is None or known[0] != panel:
            known = self._drawn[panel.account.name] = (panel, panel_lines(panel))
        return known[1]

    @property
    def grid(self) -> Grid | None:
        """Where the panels stand; None before there are any."""
        if self.view is None or not self.size:
            return None
        return grid_of(len(self.view.accounts), self.view.chosen, *self.size, self.step)

    def render_line(self, y: int) -> Strip:
        """With each label in its account's colour."""
        strip, grid = super().render_line(y), self.grid
        if grid is None or self.view is None or self.ink is Ink.TEXTURE or self.app.current_theme.ansi:
            return strip
        for index in range(grid.first, grid.last):
            account = self.view.accounts[index]
            row, start, end = label_cells(self.view, index, grid, self.step)
            if row == y and account.colour and start < end <= strip.cell_length:
                label = Strip(Segment.apply_style(strip.crop(start, end), post_style=self._tint(account)))
                strip = Strip.join([strip.crop(0, start), label, strip.crop(end, strip.cell_length)])
        return strip

    def _tint(self, account: AccountContent) -> Style:
        """The account's colour, moved away from the ground as far as text needs it; none that is no colour."""
        variables = self.app.theme_variables
        try:
            wanted, ground = Color.parse(account.colour), Color.parse(variables["background"])
            seen = away_from(ground, wanted, Color.parse(variables["foreground"]), TEXT_CONTRAST)
        except ColorParseError:
            return UNTINTED
        return Style(color=seen.rich_color)

    def on_click(self, event: events.Click) -> None:
        index = self.grid.at(event.x, event.y) if self.grid else None
        if index is not None:
            self.post_message(self.Chosen(index))

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Scrolled(1))

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Scrolled(-1))
