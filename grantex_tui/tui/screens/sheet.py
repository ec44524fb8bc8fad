"""The frame of all that opens on top of the dashboard: a title and the keys in a border, scrolled, closed by Esc and q.

What stands in it, subclasses know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.key_hints import SheetHints
from grantex_tui.tui.keys import Keys, Place
from grantex_tui.tui.stylesheets import stylesheets
from grantex_tui.view.key_hints import KeyHint
from grantex_tui.view.wordings import Wordings

R = TypeVar("R")

ROOM: Final = (60, 20)
"""Columns and rows of a window from which on a sheet leaves some of the dashboard visible."""

FRAME_CELLS: Final = 76
"""As `sheet.tcss` has it."""

CORNERS: Final = 6
"""Cells of a border that no words can have."""


class Framed(ModalScreen[R], Generic[R], inherit_bindings=False):
    """Shows `body()` in a border that says `title` and, of the keys that are `bound`, those of `said`."""

    CSS_PATH = stylesheets("sheet")
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (ROOM[0], "-broad")]  # noqa: RUF012 (Textual's own declaration)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ROOM[1], "-high")]  # noqa: RUF012

    said: ClassVar[SheetHints]

    def __init__(self, bound: Keys) -> None:
        super().__init__()
        self.bound = bound

    @property
    def title_words(self) -> Wordings:
        """What the sheet is, from long to short."""
        raise NotImplementedError

    def body(self) -> Widget:
        """What stands in the border."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield self.body()

    def on_mount(self) -> None:
        self.renew()  # what came while it was opened

    def on_resize(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Title and keys, as far as there is room for them."""
        cells = max(min(self.app.size.width, FRAME_CELLS) - CORNERS, 0)
        title = next((words for words in self.title_words if len(words) <= cells), self.title_words[-1])
        for frame in self.query(VerticalScroll):
            frame.border_title = Content.styled(title, "bold")
            frame.border_subtitle = key_words(self.said.hints(self.bound), cells)


class Sheet(Framed[None], inherit_bindings=False):
    """A framed sheet that keys scroll."""

    BINDINGS = bindings(Place.SHEET)

    def action_scroll_lines(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_scroll_pages(self, pages: int) -> None:
        scrolled = self.query_one(VerticalScroll)
        scrolled.scroll_relative(y=pages * scrolled.size.height, animate=False)

    def action_scroll_to_end(self, direction: int) -> None:
        scrolled = self.query_one(VerticalScroll)
        scrolled.scroll_to(y=scrolled.max_scroll_y if direction > 0 else 0, animate=False)


def key_words(hints: Sequence[KeyHint], cells: int) -> Content:
    """As many as fit; the highest ranks give way first."""
    for kept in range(len(hints), 0, -1):
        said = [hint for hint in hints if hint.rank < kept]
        shown = Content("  ").join(Content.assemble((hint.keys, "bold $foreground"), f" {hint.does}") for hint in said)
        if shown.cell_length <= cells:
            return shown
    return Content("")
