"""The last line: the keys that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.header import Keys
    from grantex_tui.layout.lines import Line


class Footer(Cells["Keys"]):
    """Shows `Keys`."""

    def lay_out(self, view: Keys, cells: int, rows: int) -> tuple[Line, ...]:  # noqa: ARG002
        from grantex_tui.layout import header as layout

        return layout.footer(view, cells)
