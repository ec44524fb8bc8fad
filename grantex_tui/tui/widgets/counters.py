"""The three operations of the current period."""

from __future__ import annotations

from grantex_tui.layout.counters import counters_lines
from grantex_tui.layout.lines import StyledLine
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.counters import CountersContent


class Counters(Cells[CountersContent]):
    """Shows `CountersContent`."""

    def lay_out(self, view: CountersContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return counters_lines(view, cells, rows, self.step)
