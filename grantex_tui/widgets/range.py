"""The chosen range under its heading: bars, table or calendar."""

from __future__ import annotations

from msgspec.structs import replace
from textual import events
from textual.message import Message
from textual.reactive import var

from grantex_tui import chart_layout, layout, plot, range_layout
from grantex_tui.calendar_layout import calendar
from grantex_tui.calendar_view import Calendar
from grantex_tui.range_view import Range
from grantex_tui.spans import Line, Role, Span
from grantex_tui.table_layout import table
from grantex_tui.table_view import Table
from grantex_tui.view import RangePanel
from grantex_tui.widgets.cells import Cells

HEADING_ROWS = 1


class RangeView(Cells[RangePanel]):
    """Shows a `RangePanel`. Until `ready` (plotext is loaded) no bars."""

    ready: var[bool] = var(False)

    class Chosen(Message):
        """A click chose the day of this index among the range's days."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """Charts drawn ahead no longer fit."""

    def on_resize(self) -> None:
        super().on_resize()
        self.post_message(self.Resized())

    def watch_ready(self) -> None:
        self.lay_out_again()

    def lay_out(self, view: RangePanel, cells: int, rows: int) -> tuple[Line, ...]:
        below = rows - HEADING_ROWS
        match view.content:
            case Table() as content:
                return (_plain_heading(view.range, cells, below - 1), *table(content, cells, below))
            case Calendar() as content:
                return (_plain_heading(view.range, cells, view.range.days), *calendar(content, cells, below))
            case None:
                return self._bars(view.range, cells, below)

    def _bars(self, view: Range, cells: int, rows: int) -> tuple[Line, ...]:
        chart = chart_layout.chart(view, cells, rows)
        if chart is None:
            heading = range_layout.heading(view, cells, view.days)
            return (heading, *(range_layout.message(view, cells, rows) if view.message else ()))
        heading = range_layout.heading(view, cells, chart.place.shown)
        if not self.ready:
            return (heading,)
        lines = plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)
        if chart.cursor is not None:
            lines = plot.with_cursor(lines, chart.place, chart.ticks, chart.cursor)
        margin = Span(" " * layout.MARGIN, Role.AXIS)
        return (heading, *((margin, *line) for line in lines))

    def draw_ahead(self, view: Range) -> None:
        """Draw a range that is not shown yet, so that switching to it only paints."""
        chart = chart_layout.chart(view, self.size.width, self.size.height - HEADING_ROWS)
        if self.ready and chart is not None:
            plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)

    def on_click(self, event: events.Click) -> None:
        if self.view is None or self.view.content is not None:
            return
        chart = chart_layout.chart(self.view.range, self.size.width, self.size.height - HEADING_ROWS)
        if chart is None or not HEADING_ROWS <= event.y < HEADING_ROWS + chart.rows:
            return
        if (bar := plot.day_at(chart.place, chart.ticks, event.x - layout.MARGIN)) is not None:
            self.post_message(self.Chosen(len(self.view.range.window) - chart.place.shown + bar))


def _plain_heading(view: Range, cells: int, shown: int) -> Line:
    """The heading of a view that has no bars, and so nothing stacked, and shows so many days."""
    return range_layout.heading(replace(view, stacked=False), cells, min(max(shown, 0), view.days))
