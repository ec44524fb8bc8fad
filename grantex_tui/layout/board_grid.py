"""Where the accounts' panels stand: how many side by side, how high, and which of them are in sight. Pure.

Panels are equally wide and equally high, so that equal figures are equal bars on one scale. Pages do not overlap but
for the last one: choosing an account beside the one before writes little.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.layout.breakpoints import LARGE, Breakpoint
from grantex_tui.layout.lines import MARGIN

PANEL_CELLS: Final = 39
"""A panel with thirty bars of one cell, weeks set apart."""

BROAD_CELLS: Final = 64
"""A panel with thirty bars of two cells: where there is room for it, fewer stand side by side."""

BROAD_ROWS: Final = 8
"""Rows of a panel that is broad."""

MOST_ROWS: Final = 16
"""Rows of a panel beyond which bars are only far to look at."""


class Grid(Struct, frozen=True):
    """`count` panels, `columns` beside each other, each of `cells` × `rows`; `shown` rows of them from `first` on.

    `margin`: blank cells before the first; `spare`: more cells that the last beside each other has. `first`: an index
    among all accounts.
    """

    count: int
    columns: int
    cells: int
    rows: int
    shown: int
    first: int
    margin: int
    spare: int

    @property
    def last(self) -> int:
        """The index after the last panel in sight."""
        return min(self.first + self.columns * self.shown, self.count)

    @property
    def page(self) -> int:
        """Panels in sight at once."""
        return self.columns * self.shown

    def width(self, index: int) -> int:
        """Cells of the panel, so that together they are as wide as there is room."""
        return self.cells + (self.spare if index % self.columns == self.columns - 1 else 0)

    def place(self, index: int) -> tuple[int, int]:
        """The cell and the row at which a panel in sight begins."""
        row, column = divmod(index - self.first, self.columns)
        return self.margin + column * self.cells, row * self.rows

    def at(self, x: int, y: int) -> int | None:
        """The index of the panel at this cell; None beside them."""
        row, column = y // self.rows, (x - self.margin) // self.cells
        if 0 <= x - self.margin - self.columns * self.cells < self.spare:
            column = self.columns - 1
        index = self.first + row * self.columns + column
        inside = 0 <= column < self.columns and 0 <= row < self.shown
        return index if inside and index < self.count else None


def least_rows(step: Breakpoint) -> int:
    """Rows of a panel at least: with a border and two rows of bars, without a border, or on a line."""
    if step in LARGE:
        return 5
    return 3 if step in (Breakpoint.SMALL, Breakpoint.MEDIUM) else 1


def grid_of(count: int, chosen: int, cells: int, rows: int, step: Breakpoint) -> Grid:
    """The panels on `cells` × `rows` cells, with the `chosen` one in sight."""
    least = least_rows(step)
    inner = max(cells - 2 * MARGIN, 1) if step in LARGE else cells
    columns = _columns(count, inner, rows) if step in LARGE else 1
    lines = -(-count // columns)
    shown = max(min(rows // least, lines), 1)
    height = min(rows // shown, MOST_ROWS) if step in LARGE else min(rows // shown, least)
    page = chosen // columns // shown
    first_line = max(min(page * shown, lines - shown), 0)
    width, spare = divmod(inner, columns)
    margin = (cells - inner) // 2
    return Grid(count, columns, width, max(height, 1), shown, first_line * columns, margin, spare)


def _columns(count: int, cells: int, rows: int) -> int:
    """As few as are all in sight at once, if that makes them broad; else as many as have room for thirty bars."""
    most = max(cells // PANEL_CELLS, 1)
    for columns in range(1, most):
        if cells // columns >= BROAD_CELLS and -(-count // columns) * BROAD_ROWS <= rows:
            return columns
    return min(most, count)
