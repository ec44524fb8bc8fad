"""The chosen day's detail, in a sheet."""

from __future__ import annotations

from grantex_tui.layout.day import day_lines
from grantex_tui.layout.lines import StyledLine
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.terminal.filters import OnlyAscii
from grantex_tui.tui.widgets.body import Body
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.view.day import DayDetail


class Detail(Body[DayDetail]):
    """Shows a `DayDetail`; no bars of hours until `chart` has plotext loaded."""

    def __init__(self, view: DayDetail, chart: Chart) -> None:
        super().__init__(view)
        self._chart = chart

    def on_mount(self) -> None:
        self.watch(self._chart, "loaded", self.lay_out_again, init=False)

    def lay_out(self, view: DayDetail, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        only_ascii = any(isinstance(line_filter, OnlyAscii) for line_filter in self.app.get_line_filters())
        digits = None if only_ascii else large_digits
        return day_lines(view, cells, self.room, digits, plotted=self._chart.loaded, ink=self._chart.ink)
