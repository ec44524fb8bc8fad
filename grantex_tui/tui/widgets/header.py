"""The first line: whose figures, and how fresh they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import Line
    from grantex_tui.view import dashboard as view


class Header(Cells["view.Header"]):
    """Shows `view.Header`."""

    def lay_out(self, view: view.Header, cells: int, rows: int) -> tuple[Line, ...]:  # noqa: ARG002
        from grantex_tui.layout import header as layout

        return layout.header(view, cells)
