"""What the user should know beside the figures; takes no room while there is nothing."""

from __future__ import annotations

from typing import Final

from grantex_tui import layout
from grantex_tui.notices_view import Notice
from grantex_tui.spans import Line
from grantex_tui.widgets.cells import Cells

MAX_ROWS: Final = 3
SMALL_ROWS: Final = 1


class Notices(Cells[tuple[Notice, ...]]):
    """Shows notices, the gravest first, on as few lines as they need."""

    def lay_out(self, view: tuple[Notice, ...], cells: int, rows: int) -> tuple[Line, ...]:
        return layout.notices(view, cells, rows)

    def watch_view(self) -> None:
        self._take_room()
        super().watch_view()

    def on_resize(self) -> None:
        self._take_room()
        super().on_resize()

    def _take_room(self) -> None:
        """As many rows as there are lines; a small window spares one."""
        width, height = self.app.size
        full = layout.size_of(width, height) not in (layout.Size.TINY, layout.Size.SMALL)
        lines = layout.notices(self.view or (), width, MAX_ROWS if full else SMALL_ROWS)
        self.set_class(not lines, "-empty")
        if lines and self.styles.height is not None and self.styles.height.value != len(lines):
            self.styles.height = len(lines)
