"""The first line: whose figures, and how fresh they are."""

from __future__ import annotations

from grantex_tui import layout, view
from grantex_tui.spans import Line
from grantex_tui.widgets.cells import Cells


class Header(Cells[view.Header]):
    """Shows `view.Header`."""

    def lay_out(self, view: view.Header, cells: int, rows: int) -> tuple[Line, ...]:  # noqa: ARG002
        return layout.header(view, cells)
