"""The whole screen as lines of text for a window's size, without a terminal: each part laid out as its widget does."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Final

from grantex_tui.config.settings import Service
from grantex_tui.layout.borders import chart_framing
from grantex_tui.layout.breakpoints import LARGE, PANELS, Breakpoint, breakpoint_for
from grantex_tui.layout.counters import counters_lines
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import Span, StyledLine, text_of, width
from grantex_tui.layout.month import month_lines, month_rows
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.range import range_lines
from grantex_tui.layout.summary import summary_lines
from grantex_tui.layout.today import today_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.notices import MAX_ROWS, SMALL_ROWS
from grantex_tui.view.dashboard import Dashboard, dashboard_content
from grantex_tui.view.provenance import provenance
from grantex_tui.view.selection import Selection

SIZES: Final = (
    *((80, 24), (120, 40), (40, 12), (20, 5), (79, 23), (200, 60), (53, 17), (1, 1), (39, 80), (100, 30)),
    *((60, 16), (99, 30), (100, 36)),
)
"""Windows of every step of `breakpoint_for`, and the sizes at which it changes."""

NEGATIVE = re.compile(r"(?<![\w)])[-−]\s?\d")

_OWN_BRACKETS = re.compile(r"\[(7|30|90|1y|all|[?·░▒▓█]?[ \d.kMBTP?·]*)(\]|…)")
"""Around the chosen range, in a key's name, around the calendar's chosen day."""


def picture(state: State, selection: Selection, source: Service, size: tuple[int, int], *, plotted: bool) -> list[str]:
    """The lines of the dashboard on a window of `size` (columns, rows); the bars themselves only if `plotted`."""
    columns, rows = size
    dashboard = dashboard_content(state, selection, source, dt.UTC)
    step = breakpoint_for(columns, rows)
    notices = notices_lines(dashboard.notices, columns, MAX_ROWS if step in LARGE else SMALL_ROWS)
    hints = key_hints(Place(selection.display.value), paused=state.paused, interval=state.interval)
    framing = chart_framing(step)
    header = header_lines(dashboard.header, columns, step)
    if step in (Breakpoint.LINE, Breakpoint.TINY):
        shown = header if step is Breakpoint.TINY else ()
        lines = (*shown, *today_lines(dashboard.today, columns, rows - len(shown), step, large_digits))
        return [text_of(line) for line in lines]
    figures = _figures(dashboard, columns, step)
    month = dashboard.month
    reserved = month_rows(month, step) if month and (step is not Breakpoint.SMALL or month.urgent) else 0
    left = rows - 3 - len(figures) - reserved - len(notices)
    lines = (
        *header,
        *figures,
        *(month_lines(month, columns, reserved) if month else ()),
        *range_lines(dashboard.range, columns, left, plotted=plotted, framing=framing),
        *summary_lines(dashboard.summary, columns, framing),
        *notices,
        *key_hint_lines(hints, columns),
    )
    return [text_of(line) for line in lines]


def _figures(dashboard: Dashboard, columns: int, step: Breakpoint) -> tuple[StyledLine, ...]:
    """Today and the counters: beside each other, or in a small window below each other."""
    if step not in LARGE:
        return (
            *today_lines(dashboard.today, columns, 1, step),
            *(counters_lines(dashboard.counters, columns, 1, step) or ((),)),
        )
    right = columns * (54 if step in PANELS else 44) // 100
    rows = {Breakpoint.FULL: 3 + bool(dashboard.today.since_mark), Breakpoint.WIDE: 7, Breakpoint.TALL: 9}[step]
    today = (*today_lines(dashboard.today, columns - right, rows, step, large_digits), *((),) * rows)
    counters = (*counters_lines(dashboard.counters, right, rows, step), *((),) * rows)
    filled = ((*line, Span(" " * (columns - right - width(line)))) for line in today[:rows])
    return tuple((*left, *line) for left, line in zip(filled, counters[:rows], strict=True))


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
