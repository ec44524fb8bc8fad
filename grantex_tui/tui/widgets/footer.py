"""The last line: the keys that fit."""

from __future__ import annotations

from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import StyledLine
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.key_hints import KeyHintsContent


class Footer(Cells[KeyHintsContent]):
    """Shows `KeyHintsContent`."""

    def lay_out(self, view: KeyHintsContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        return key_hint_lines(view, cells)
