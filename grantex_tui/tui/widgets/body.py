"""The body of a sheet: as high as what it says, for the frame around it scrolls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from textual.geometry import Size

from grantex_tui.layout.lines import Role, StyledLine
from grantex_tui.layout.sheet import NO_OTHERS, sheet_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.sheet import SheetContent

V = TypeVar("V")

FRAME_ROWS: Final = 4
"""A border and a blank row, above and below."""


class Body(Cells[V]):
    """Shows `view`; grows and shrinks with it."""

    def __init__(self, view: V) -> None:
        super().__init__(id="body")
        self.set_reactive(Cells.view, view)  # type: ignore[misc]

    @property
    def room(self) -> int:
        """Rows that the window has for it inside a frame."""
        return max(self.app.size.height - FRAME_ROWS, 0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return 0 if self.view is None else len(self.lay_out(self.view, width, 0))

    def watch_view(self) -> None:
        before = len(self._wanted)
        super().watch_view()
        if len(self._wanted) != before:
            self.refresh(layout=True)


class SheetText(Body[SheetContent]):
    """Shows sections. `label`: the role of their labels, but for those that `others` names."""

    def __init__(self, view: SheetContent, label: Role, others: Mapping[str, Role] = NO_OTHERS) -> None:
        super().__init__(view)
        self._label = label
        self._others = others

    def lay_out(self, view: SheetContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        return sheet_lines(view, cells, self._label, self._others)
