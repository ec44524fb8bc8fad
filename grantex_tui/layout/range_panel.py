"""The range's panel on lines: its heading, and below it bars, table or calendar. Pure, but for plotext's one figure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from grantex_tui.layout import chart as chart_layout
from grantex_tui.layout import plot
from grantex_tui.layout import summary as range_layout
from grantex_tui.layout.calendar import calendar
from grantex_tui.layout.header import MARGIN
from grantex_tui.layout.lines import Line, Role, Span
from grantex_tui.layout.table import table
from grantex_tui.view.calendar import Calendar
from grantex_tui.view.dashboard import RangePanel
from grantex_tui.view.range import Range
from grantex_tui.view.table import Table

HEADING_ROWS: Final = 1


def panel(view: RangePanel, cells: int, rows: int, *, plotted: bool) -> tuple[Line, ...]:
    """The panel on `cells` × `rows` cells; bars only if they can be `plotted` already."""
    below = rows - HEADING_ROWS
    match view.content:
        case Table() as content:
            return (_plain_heading(view.range, cells, below - 1), *table(content, cells, below))
        case Calendar() as content:
            return (_plain_heading(view.range, cells, view.range.days), *calendar(content, cells, below))
        case None:
            return _bars(view.range, cells, below, plotted=plotted)


def _bars(view: Range, cells: int, rows: int, *, plotted: bool) -> tuple[Line, ...]:
    chart = chart_layout.chart(view, cells, rows)
    if chart is None:
        heading = range_layout.heading(view, cells, view.days)
        return (heading, *(range_layout.message(view, cells, rows) if view.message else ()))
    heading = range_layout.heading(view, cells, chart.place.shown)
    if not plotted:
        return (heading,)
    lines = plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)
    if chart.cursor is not None:
        lines = plot.with_cursor(lines, chart.place, chart.ticks, chart.cursor)
    margin = Span(" " * MARGIN, Role.AXIS)
    return (heading, *((margin, *line) for line in lines))


def draw_ahead(view: Range, cells: int, rows: int) -> None:
    """Draw the bars of a range that is not shown yet, so that switching to it only paints."""
    if (chart := chart_layout.chart(view, cells, rows - HEADING_ROWS)) is not None:
        plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)


def day_at(view: RangePanel, cells: int, rows: int, x: int, y: int) -> int | None:
    """The index among the range's days of the one whose bar's column holds the cell; None where there is none."""
    chart = None if view.content is not None else chart_layout.chart(view.range, cells, rows - HEADING_ROWS)
    if chart is None or not HEADING_ROWS <= y < HEADING_ROWS + chart.rows:
        return None
    bar = plot.day_at(chart.place, chart.ticks, x - MARGIN)
    return None if bar is None else len(view.range.window) - chart.place.shown + bar


def _plain_heading(view: Range, cells: int, shown: int) -> Line:
    """The heading of a view that has no bars, and so nothing stacked, and shows so many days."""
    return range_layout.heading(replace(view, stacked=False), cells, min(max(shown, 0), view.days))
