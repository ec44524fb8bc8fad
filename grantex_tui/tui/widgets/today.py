"""The current period's total and how it compares; in a tiny window all that there is."""

from __future__ import annotations

from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.today import today_lines
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.terminal.filters import OnlyAscii
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.today import TodayContent


class Today(Cells[TodayContent]):
    """Shows `TodayContent`."""

    def lay_out(self, view: TodayContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        only_ascii = any(isinstance(line_filter, OnlyAscii) for line_filter in self.app.get_line_filters())
        return today_lines(view, cells, rows, self.step, None if only_ascii else large_digits)
