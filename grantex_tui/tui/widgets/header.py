"""The first line: whose figures, and how fresh they are."""

from __future__ import annotations

from grantex_tui.layout.header import header_lines
from grantex_tui.layout.lines import StyledLine
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.header import HeaderContent


class Header(Cells[HeaderContent]):
    """Shows `HeaderContent`."""

    def lay_out(self, view: HeaderContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        return header_lines(view, cells, self.step)
