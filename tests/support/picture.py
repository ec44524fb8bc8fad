"""The whole screen as lines of text for a window's size, without a terminal: each part laid out as its widget does."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Final

from grantex_tui.config.source import Source
from grantex_tui.layout import chart as chart_layout
from grantex_tui.layout import header as layout
from grantex_tui.layout import month as month_layout
from grantex_tui.layout import plot
from grantex_tui.layout import summary as range_layout
from grantex_tui.layout.breakpoints import Room, room_in
from grantex_tui.layout.calendar import calendar
from grantex_tui.layout.lines import Line, text_of
from grantex_tui.layout.table import table
from grantex_tui.polling.state import State
from grantex_tui.tui.widgets.notices import MAX_ROWS, SMALL_ROWS
from grantex_tui.view import dashboard as view
from grantex_tui.view.calendar import Calendar
from grantex_tui.view.provenance import provenance
from grantex_tui.view.selection import Selection
from grantex_tui.view.table import Table

SIZES: Final = ((80, 24), (120, 40), (40, 12), (20, 5), (79, 23), (200, 60), (53, 17), (1, 1), (39, 80), (100, 30))
"""Windows of every step of `room_in`, and the sizes at which it changes."""

NEGATIVE = re.compile(r"(?<![\w)])[-−]\s?\d")
_OWN_BRACKETS = re.compile(r"\[(7|30|90| |[?·░▒▓█][ \d.kMBTP?]*)(\]|…)")
"""Around the chosen range, in a key's name, around the calendar's chosen day."""


def picture(state: State, selection: Selection, source: Source, size: tuple[int, int], *, plotted: bool) -> list[str]:
    """The lines of the dashboard on a window of `size` (columns, rows); the bars themselves only if `plotted`."""
    columns, rows = size
    dashboard = view.dashboard(state, selection, source, dt.UTC)
    step = room_in(columns, rows)
    if step is Room.TINY:
        return [text_of(line) for line in layout.one_line(dashboard.period, columns)]
    small, tall = step is Room.SMALL, step is Room.TALL
    period_rows, summary_rows = (3, 1) if small else (8 if tall else 4, 2)
    month_rows = 3 if tall else 1
    notices = layout.notices(dashboard.notices, columns, SMALL_ROWS if small else MAX_ROWS)
    below_heading = rows - 5 - period_rows - summary_rows - month_rows - len(notices)
    lines = (
        *layout.header(dashboard.header, columns),
        *layout.period(dashboard.period, columns, period_rows),
        *(month_layout.month(dashboard.month, columns, month_rows) if dashboard.month and not small else ()),
        *_range(dashboard.range, columns, below_heading, plotted),
        *range_layout.below(dashboard.summary.range, dashboard.summary.day, columns, summary_rows),
        *notices,
        *layout.footer(layout.Keys(state.paused, state.interval), columns),
    )
    return [text_of(line) for line in lines]


def _range(panel: view.RangePanel, columns: int, rows: int, plotted: bool) -> tuple[Line, ...]:
    shown = panel.range
    heading = range_layout.heading(shown, columns, shown.days)
    match panel.content:
        case Table() as content:
            return (heading, *table(content, columns, rows))
        case Calendar() as content:
            return (heading, *calendar(content, columns, rows))
    chart = chart_layout.chart(shown, columns, rows)
    if chart is None:
        return (heading, *(range_layout.message(shown, columns, rows) if shown.message else ()))
    heading = range_layout.heading(shown, columns, chart.place.shown)
    return (heading, *(plot.draw(chart.bars, chart.place, chart.ticks, chart.rows) if plotted else ()))


def info(state: State, now: dt.datetime) -> list[str]:
    """The lines of the panel that says where the numbers come from."""
    panel = provenance(state, now)
    rows = [row for section in panel.sections for row in section.rows]
    return [f"{label} {words}" for label, words in (*rows, *panel.log)]


def faults_of(lines: list[str], columns: int | None = None) -> list[str]:
    """What no line may show: characters that are not one plain cell each, markup, and more than `columns` cells."""
    found = []
    for line in lines:
        odd = [char for char in set(_OWN_BRACKETS.sub("", line)) if not _is_plain(char)]
        if odd:
            found.append(f"{odd} in {line!r}")
        if columns is not None and len(line) > columns:
            found.append(f"wider than {columns}: {line!r}")
    return found


@cache
def _is_plain(char: str) -> bool:
    """Whether a terminal draws it in one cell and reads nothing else into it, nor the screen library any markup."""
    drawn = unicodedata.category(char)[0] not in "CMZ" and unicodedata.east_asian_width(char) not in "WF"
    return char == " " or (drawn and char not in "[]")
