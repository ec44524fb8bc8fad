"""The month against the plan's allowance; its room is kept until it is known that there is nothing to show."""

from __future__ import annotations

from grantex_tui import month_layout
from grantex_tui.month_view import MonthView
from grantex_tui.spans import Line
from grantex_tui.widgets.cells import Cells


class Month(Cells[MonthView]):
    """Shows a `MonthView`."""

    def lay_out(self, view: MonthView, cells: int, rows: int) -> tuple[Line, ...]:
        return month_layout.month(view, cells, rows)

    def watch_view(self) -> None:
        self.set_class(self.view is not None and not self.view.gauges, "-empty")
        super().watch_view()
