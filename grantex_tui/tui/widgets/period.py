"""The current period's figures; in a tiny window all that there is, on one line."""

from __future__ import annotations

from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.period import one_line_period, period_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.period import PeriodContent


class Period(Cells[PeriodContent]):
    """Shows `PeriodContent`."""

    def watch_view(self) -> None:
        self.set_class(self.view is not None and bool(self.view.since_mark), "-marked")
        super().watch_view()

    def lay_out(self, view: PeriodContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return one_line_period(view, cells) if rows == 1 else period_lines(view, cells, rows)
