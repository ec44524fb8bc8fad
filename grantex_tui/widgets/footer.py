"""The last line: the keys that fit."""

from __future__ import annotations

from grantex_tui import layout
from grantex_tui.spans import Line
from grantex_tui.widgets.cells import Cells


class Footer(Cells[layout.Keys]):
    """Shows `layout.Keys`."""

    def lay_out(self, view: layout.Keys, cells: int, rows: int) -> tuple[Line, ...]:  # noqa: ARG002
        return layout.footer(view, cells)
