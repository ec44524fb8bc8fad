"""The first line: whose figures, and how fresh they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import StyledLine
    from grantex_tui.view.header import HeaderContent


class Header(Cells["HeaderContent"]):
    """Shows `HeaderContent`."""

    def lay_out(self, view: HeaderContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        from grantex_tui.layout.header import header_lines

        return header_lines(view, cells)
