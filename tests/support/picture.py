"""The whole screen as lines of text for a window's size, without a terminal: each part laid out as its widget does."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Final

from grantex_tui.config.settings import Service
from grantex_tui.layout import plot
from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.hours import hours_heading, hours_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import StyledLine, text_of
from grantex_tui.layout.month import month_lines
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.period import one_line_period, period_lines
from grantex_tui.layout.range import range_heading, range_message
from grantex_tui.layout.summary import summary_lines
from grantex_tui.layout.table import table_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.keys import Place, key_hints
from grantex_tui.tui.widgets.notices import MAX_ROWS, SMALL_ROWS
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.provenance import provenance
from grantex_tui.view.range import RangePanelContent
from grantex_tui.view.selection import Selection
from grantex_tui.view.table import TableContent

SIZES: Final = ((80, 24), (120, 40), (40, 12), (20, 5), (79, 23), (200, 60), (53, 17), (1, 1), (39, 80), (100, 30))
"""Windows of every step of `breakpoint_for`, and the sizes at which it changes."""

NEGATIVE = re.compile(r"(?<![\w)])[-−]\s?\d")

_OWN_BRACKETS = re.compile(r"\[(7|30|90|1y|all|[?·░▒▓█]?[ \d.kMBTP?·]*)(\]|…)")
"""Around the chosen range, in a key's name, around the calendar's chosen day."""


def picture(state: State, selection: Selection, source: Service, size: tuple[int, int], *, plotted: bool) -> list[str]:
    """The lines of the dashboard on a window of `size` (columns, rows); the bars themselves only if `plotted`."""
    columns, rows = size
    dashboard = dashboard_content(state, selection, source, dt.UTC)
    step = breakpoint_for(columns, rows)
    if step is Breakpoint.TINY:
        return [text_of(line) for line in one_line_period(dashboard.period, columns)]
    small, tall = step is Breakpoint.SMALL, step is Breakpoint.TALL
    period_rows, summary_rows = (3, 1) if small else (8 if tall else 4, 2)
    month_rows = 3 if tall else 1
    notices = notices_lines(dashboard.notices, columns, SMALL_ROWS if small else MAX_ROWS)
    hints = key_hints(Place(selection.display.value), paused=state.paused, interval=state.interval)
    below_heading = rows - 5 - period_rows - summary_rows - month_rows - len(notices)
    lines = (
        *header_lines(dashboard.header, columns),
        *period_lines(dashboard.period, columns, period_rows),
        *(month_lines(dashboard.month, columns, month_rows) if dashboard.month and not small else ()),
        *_range(dashboard.range, columns, below_heading, plotted),
        *summary_lines(dashboard.summary, columns, summary_rows),
        *notices,
        *key_hint_lines(hints, columns),
    )
    return [text_of(line) for line in lines]


def _range(panel: RangePanelContent, columns: int, rows: int, plotted: bool) -> tuple[StyledLine, ...]:
    shown = panel.range
    heading = range_heading(shown, columns, shown.days)
    match panel.content:
        case TableContent() as content:
            return (heading, *table_lines(content, columns, rows))
        case CalendarContent() as content:
            return (heading, *calendar_lines(content, columns, rows))
        case HoursContent() as content:
            return (hours_heading(content, columns), *hours_lines(content, columns, rows, plotted=plotted))
    chart = chart_of(shown, columns, rows)
    if chart is None:
        return (heading, *(range_message(shown, columns, rows) if shown.message else ()))
    heading = range_heading(shown, columns, chart.plot.place.shown)
    return (heading, *(plot.draw(chart.plot) if plotted else ()))


def info(state: State, now: dt.datetime) -> list[str]:
    """The lines of the panel that says where the numbers come from."""
    panel = provenance(state, now)
    rows = [row for section in panel.sections for row in section.rows]
    return [f"{label} {words}" for label, words in (*rows, *panel.log)]


def faults_of(lines: list[str], columns: int | None = None) -> list[str]:
    """What no line may show: characters that are not one plain cell each, markup, and more than `columns` cells."""
    found = []
    for line in lines:
        strange = [char for char in set(_OWN_BRACKETS.sub("", line)) if not _is_plain(char)]
        if strange:
            found.append(f"{strange} in {line!r}")
        if columns is not None and len(line) > columns:
            found.append(f"wider than {columns}: {line!r}")
    return found


@cache
def _is_plain(char: str) -> bool:
    """Whether a terminal draws it in one cell and reads nothing else into it, nor the screen library any markup."""
    drawn = unicodedata.category(char)[0] not in "CMZ" and unicodedata.east_asian_width(char) not in "WF"
    return char == " " or (drawn and char not in "[]")
