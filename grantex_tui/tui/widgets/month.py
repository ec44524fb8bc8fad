"""The month against the plan's allowance; its room is kept until it is known that there is nothing to show."""

from __future__ import annotations

from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.month import month_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.month import MonthContent


class Month(Cells[MonthContent]):
    """Shows a `MonthContent`."""

    def lay_out(self, view: MonthContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return month_lines(view, cells, rows)

    def watch_view(self) -> None:
        self.set_class(self.view is not None and not self.view.gauges, "-empty")
        super().watch_view()
