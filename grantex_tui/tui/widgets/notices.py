"""What the user should know beside the figures; takes no room while there is nothing."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.breakpoints import LARGE
from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.notices import notices_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.notices import Notice

MAX_ROWS: Final = 3
SMALL_ROWS: Final = 1


class Notices(Cells[tuple[Notice, ...]]):
    """Shows notices, the gravest first, on as few lines as they need."""

    def lay_out(self, view: tuple[Notice, ...], cells: int, rows: int) -> tuple[StyledLine, ...]:
        return notices_lines(view, cells, rows)

    def watch_view(self) -> None:
        self._take_room()
        super().watch_view()

    def on_resize(self) -> None:
        self._take_room()
        super().on_resize()

    def _take_room(self) -> None:
        """As many rows as there are lines; a small window spares one."""
        rows = MAX_ROWS if self.step in LARGE else SMALL_ROWS
        lines = self.lay_out(self.view, self.app.size.width, rows) if self.view else ()
        self.set_class(not lines, "-empty")
        if lines and self.styles.height is not None and self.styles.height.value != len(lines):
            self.styles.height = len(lines)
