"""The first line: whose figures, and how fresh they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui import view
    from grantex_tui.spans import Line


class Header(Cells["view.Header"]):
    """Shows `view.Header`."""

    def lay_out(self, view: view.Header, cells: int, rows: int) -> tuple[Line, ...]:  # noqa: ARG002
        from grantex_tui import layout

        return layout.header(view, cells)
