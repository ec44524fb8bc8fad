"""The range's panel: chart, table, calendar or a day's hours, one at a time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.getters import query_one
from textual.widgets import ContentSwitcher

from grantex_tui.tui.widgets.calendar import Calendar
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.tui.widgets.display import RangeDisplay
from grantex_tui.tui.widgets.hours import Hours
from grantex_tui.tui.widgets.table import Table
from grantex_tui.view.range import RangePanelContent
from grantex_tui.view.selection import Display


class RangePanel(ContentSwitcher):
    """Gives its content to the one that is shown, and the focus too."""

    chart = query_one("#chart", Chart)
    table = query_one("#table", Table)
    calendar = query_one("#calendar", Calendar)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, initial=Display.CHART.value)

    def compose(self) -> ComposeResult:
        chart = Chart(id=Display.CHART.value)
        yield chart
        yield Table(id=Display.TABLE.value)
        yield Calendar(id=Display.CALENDAR.value)
        yield Hours(chart, id=Display.HOURS.value)

    def show(self, display: Display, content: RangePanelContent) -> None:
        """Show the content in this way."""
        shown = self.get_child_by_id(display.value, RangeDisplay)
        shown.view = content
        if self.current != display.value:
            self.current = display.value
            shown.take_focus()
