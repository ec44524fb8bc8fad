"""Weeks, months and hours as text for other programs and for people: CSV, JSON, Markdown, a table. Pure.

Each row has its first and its last day, or its first and its last moment. Names and order of the fields are a
contract. A figure that is not known is empty or null, never 0; one that lacks days says how many it knows.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import COUNTER_FIELDS, Counters
from grantex_tui.export.formats import Format, timestamp
from grantex_tui.usage.hours import HOUR, Stretch
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.totals import Step, roll_up
from grantex_tui.view.numbers import full, shortened

GAP: Final = "gap"
"""The state of a row over several hours, of which only the sum is known."""

NO_READINGS: Final = "no readings"
"""The state of a day without readings: its hours are not known."""


class Row(Struct, frozen=True):
    """`start` and `end` as they are written; `counters` None where they are not known; `state` in a word or two."""

    start: str
    end: str
    counters: Counters | None
    state: str


def by_step(window: Sequence[Day], step: Step) -> tuple[Row, ...]:
    """A row a week or month. One that lacks days says so in its state: `final, 5 of 7 days`."""
    rows = []
    for bucket in roll_up(window, step):
        lacks = bucket.days_known < bucket.days and bucket.days_known
        state = f"{bucket.state.value}, {bucket.days_known} of {bucket.days} days" if lacks else bucket.state.value
        rows.append(Row(str(bucket.first), str(bucket.last), bucket.counters, state))
    return tuple(rows)


def by_hour(days: Iterable[tuple[Day, Sequence[Stretch]]]) -> tuple[Row, ...]:
    """A row an hour that is known, one a gap between readings, and one a day without any."""
    rows = []
    for day, stretches in days:
        rows += [_hour(stretch, day) for stretch in stretches]
        if not stretches:
            rows.append(Row(str(day.date), str(day.date), None, NO_READINGS))
    return tuple(rows)


def export_rows(rows: Sequence[Row], step: str, format: Format) -> str:
    """The `rows`, oldest first. `step`: what a row is, as the command line names it."""
    match format:
        case Format.CSV:
            return "".join(
                f"{','.join(line)}\n" for line in (("from", "to", *COUNTER_FIELDS, "state"), *map(_csv, rows))
            )
        case Format.JSON:
            return json.dumps({"by": step, "entries": [_fields(row) for row in rows]}, indent=2) + "\n"
        case Format.MARKDOWN:
            head = ("From", "To", *(metric.label.capitalize() for metric in FIGURES), "State")
            lines = (head, ("---", "---", *("---:",) * len(FIGURES), "---"), *map(_words, rows))
            return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rows_table(rows: Sequence[Row], width: int) -> str:
    """For a terminal `width` cells wide; where the operations have no room, shortened, then with the total alone."""
    head = ("From", "To", *(metric.short.capitalize() for metric in FIGURES), "State")
    total = FIGURES.index(Metric.TOTAL) + 2
    layouts: tuple[tuple[Sequence[int], Callable[[int], str]], ...] = (
        (range(len(head)), full),
        (range(len(head)), shortened),
        ((0, 1, total, len(head) - 1), full),
        ((0, total), full),
    )
    for columns, words in layouts:
        table = [head, *(_words(row, words) for row in rows)]
        widths = [max(len(line[column]) for line in table) for column in columns]
        if sum(widths) + 2 * len(widths) - 2 <= width or len(widths) == 2:
            break
    return "".join(
        "  ".join(
            line[column].rjust(cells) if 2 <= column < len(head) - 1 else line[column].ljust(cells)
            for column, cells in zip(columns, widths, strict=True)
        ).rstrip()
        + "\n"
        for line in table
    )


def _hour(stretch: Stretch, day: Day) -> Row:
    known = stretch.hour is not None
    going_on = day.state is DayState.SO_FAR and stretch.end - stretch.start < dt.timedelta(seconds=HOUR)
    state = GAP if not known else DayState.SO_FAR.value if going_on else DayState.FINAL.value
    return Row(timestamp(stretch.start), timestamp(stretch.end), stretch.counted, state)


def _csv(row: Row) -> tuple[str, ...]:
    figures = (str(metric.of(row.counters)) if row.counters else "" for metric in FIGURES)
    return (row.start, row.end, *figures, f'"{row.state}"' if "," in row.state else row.state)


def _fields(row: Row) -> dict[str, object]:
    figures = (metric.of(row.counters) if row.counters else None for metric in FIGURES)
    return {"from": row.start, "to": row.end, **dict(zip(COUNTER_FIELDS, figures, strict=True)), "state": row.state}


def _words(row: Row, words: Callable[[int], str] = full) -> tuple[str, ...]:
    figures = (words(metric.of(row.counters)) if row.counters else "–" for metric in FIGURES)
    return (row.start, row.end, *figures, row.state)
