"""The hours of a day as bars."""

from __future__ import annotations

from textual import events
from textual.message import Message

from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.range import hour_under, range_lines
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.tui.widgets.display import RangeDisplay
from grantex_tui.view.range import RangePanelContent


class Hours(RangeDisplay):
    """Bars, and none until `chart` has plotext loaded."""

    BINDINGS = bindings(Place.HOURS, namespace="screen.")

    class Chosen(Message):
        """A click chose this UTC hour."""

        def __init__(self, hour: int) -> None:
            super().__init__()
            self.hour = hour

    def __init__(self, chart: Chart, *, id: str) -> None:
        super().__init__(id=id)
        self._chart = chart

    def on_mount(self) -> None:
        self.watch(self._chart, "loaded", self.lay_out_again, init=False)

    def lay_out(self, view: RangePanelContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return range_lines(view, cells, rows, plotted=self._chart.loaded, ink=self.ink, framing=self.framing)

    def on_click(self, event: events.Click) -> None:
        if self.view is None:
            return
        hour = hour_under(self.view, *self.size, event.x, event.y, self.framing)
        if hour is not None:
            self.post_message(self.Chosen(hour))
