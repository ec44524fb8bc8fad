"""The month against the plan's allowance; its room is kept until it is known that there is nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import Line
    from grantex_tui.view.month import MonthView


class Month(Cells["MonthView"]):
    """Shows a `MonthView`."""

    def lay_out(self, view: MonthView, cells: int, rows: int) -> tuple[Line, ...]:
        from grantex_tui.layout import month as month_layout

        return month_layout.month(view, cells, rows)

    def watch_view(self) -> None:
        self.set_class(self.view is not None and not self.view.gauges, "-empty")
        super().watch_view()
