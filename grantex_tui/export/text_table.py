"""The report as a table for a terminal of any width, without colour. What has no room is left out. Pure."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import Counters, UsageMetrics
from grantex_tui.config.settings import Service
from grantex_tui.export.formats import state_name
from grantex_tui.polling.feed import Reading, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import FIGURES, PARTS, Metric
from grantex_tui.usage.totals import total
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, shortened
from grantex_tui.view.range import RangeContent, range_content
from grantex_tui.view.selection import Display, Selection
from grantex_tui.view.summary import summary_content
from grantex_tui.view.wordings import wording

MIN_BAR: Final = 6
MAX_BAR: Final = 20
GAP: Final = "  "
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


class _Columns(Struct, frozen=True):
    """What a row shows beside its total, from rich to poor. `brief`: figures from a million up have three digits."""

    date: str
    state: bool
    parts: tuple[Metric, ...]
    bar: bool
    short: bool = False
    brief: bool = False


_LAYOUTS: Final = (
    _Columns("weekday", state=True, parts=PARTS, bar=True),
    _Columns("iso", state=True, parts=PARTS, bar=True),
    _Columns("iso", state=True, parts=PARTS, bar=True, brief=True),
    _Columns("iso", state=True, parts=PARTS, bar=False, brief=True),
    _Columns("weekday", state=True, parts=(), bar=True),
    _Columns("iso", state=False, parts=(), bar=True),
    _Columns("iso", state=False, parts=(), bar=False),
    _Columns("short", state=False, parts=(), bar=False, short=True),
)


def report_table(state: State, current: Reading[UsageMetrics], days: int, service: Service, width: int) -> str:
    """The current period, the last `days` days and their sums, in lines of at most `width` cells."""
    selection = Selection(days=days, display=Display.TABLE)
    shown, summary = range_content(state, selection, service), summary_content(state, selection)
    badge = "DEMO" if service.demo else service.mode.value
    as_of = f"as of {dates.clock(current.served)} UTC"
    figures = [f"{metric.label} {full(metric.of(current.value.counters))}" for metric in FIGURES]
    lines = [
        *_flow([_title(current.value), current.value.developer_id, badge, as_of], width),
        *_flow(figures, width),
        "",
        *_flow([shown.title, wording(shown.dates)], width),
        *_rows(shown, width),
        "",
        *_flow([wording(words) for words in (summary.total, summary.average, summary.peak)], width),
        *(line for message in (*shown.message, *_notes(state)) for line in _flow([message], width)),
    ]
    return "\n".join(lines) + "\n"


def _notes(state: State) -> list[str]:
    """What was odd in the history's answer, yet harmless."""
    reading = reading_of(state.history)
    return [f"History: {note}." for note in reading.value.notes] if reading else []


def _title(metrics: UsageMetrics) -> str:
    if metrics.day is None:
        return f"{dates.month(metrics.first_day)}, UTC month"
    return f"{dates.day(metrics.day)}, UTC day"


def bar(value: int, highest: int, cells: int) -> str:
    """`value` of `highest` as a bar of up to `cells` cells: at least an eighth of a cell unless it is 0."""
    if value <= 0:
        return ""
    eighths = max(1, (8 * cells * value + highest // 2) // highest)
    return _EIGHTHS[8] * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _flow(parts: Sequence[str], width: int) -> list[str]:
    """`parts` with dots between them, on as few lines as they fit."""
    lines: list[str] = []
    for part in filter(None, parts):
        if lines and len(lines[-1]) + len(part) + 3 <= width:
            lines[-1] += f" · {part}"
        else:
            lines += textwrap.wrap(part, width)
    return lines


def _rows(shown: RangeContent, width: int) -> list[str]:
    """Head, a line a day, and the sums."""
    for columns in _LAYOUTS:
        table = [_head(columns), *(_cells(day, columns) for day in shown.window), _sums(shown.window, columns)]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        left = width - sum(widths) - len(GAP) * len(widths)
        if not columns.bar and left >= -len(GAP):
            return [_line(cells, widths, columns) for cells in table]
        if columns.bar and left >= MIN_BAR:
            highest = max((day.counters.total_requests for day in shown.window if day.counters), default=0)
            bars = [_bar(day, highest, min(left, MAX_BAR)) for day in shown.window]
            lines = [_line(cells, widths, columns) for cells in table]
            return [f"{line}{GAP}{drawn}".rstrip() for line, drawn in zip(lines, ["", *bars, ""], strict=True)]
    return [_line(cells, widths, columns) for cells in table]


def _bar(day: Day, highest: int, cells: int) -> str:
    return bar(day.counters.total_requests, highest, cells) if day.counters else ""


def _line(cells: Sequence[str], widths: Sequence[int], columns: _Columns) -> str:
    words = 2 if columns.state else 1
    aligned = [
        cell.ljust(width) if index < words else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return GAP.join(aligned).rstrip()


def _head(columns: _Columns) -> list[str]:
    state = ["State"] if columns.state else []
    return ["Day", *state, *(metric.short.capitalize() for metric in (*columns.parts, Metric.TOTAL))]


def _cells(day: Day, columns: _Columns) -> list[str]:
    state = [state_name(day)] if columns.state else []
    return [_date(day.date, columns), *state, *_figures(day.counters, columns)]


def _sums(window: Sequence[Day], columns: _Columns) -> list[str]:
    return ["Total", *([""] if columns.state else []), *_figures(total(window), columns)]


def _figures(counters: Counters | None, columns: _Columns) -> list[str]:
    shown = (*columns.parts, Metric.TOTAL)
    words = compact if columns.short else shortened if columns.brief else full
    return [words(metric.of(counters)) if counters else "–" for metric in shown]


def _date(date: dt.date, columns: _Columns) -> str:
    match columns.date:
        case "weekday":
            return f"{date.isoformat()} {dates.weekday(date)}"
        case "iso":
            return date.isoformat()
        case _:
            return dates.day_month(date)
