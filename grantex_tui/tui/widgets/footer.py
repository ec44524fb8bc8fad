"""The last line: the keys that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.key_hints import KeyHintsContent
    from grantex_tui.layout.lines import StyledLine


class Footer(Cells["KeyHintsContent"]):
    """Shows `KeyHintsContent`."""

    def lay_out(self, view: KeyHintsContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        from grantex_tui.layout.key_hints import key_hint_lines

        return key_hint_lines(view, cells)
