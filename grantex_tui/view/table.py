"""The range as a table: a row per day, week or month, sorted by a column. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE, Counters
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import change, outliers_of, since_first_use, weekday_baseline
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.totals import Bucket, Step, roll_up
from grantex_tui.view import dates, rollups
from grantex_tui.view.day import state_words
from grantex_tui.view.numbers import full, percent, shortened
from grantex_tui.view.selection import Column, Selection, columns_by
from grantex_tui.view.wordings import capitalized, wording

_METRICS: Final = {
    Column.TOKEN_EXCHANGES: Metric.TOKEN_EXCHANGES,
    Column.AUTHORIZATIONS: Metric.AUTHORIZATIONS,
    Column.VERIFICATIONS: Metric.VERIFICATIONS,
    Column.TOTAL: Metric.TOTAL,
}
"""The columns of figures, in the order of `FIGURES`."""

TITLES: Final = {
    Column.DATE: "Day (UTC)",
    **{column: capitalized(metric.short) for column, metric in _METRICS.items()},
    Column.USUAL: "vs usual",
    Column.STATE: "State",
}


_UNITS: Final = {Step.DAY: "Day (UTC)", Step.WEEK: "Week (UTC)", Step.MONTH: "Month (UTC)"}


class Row(Struct, frozen=True):
    """A day's, week's or month's cells as text, in the order of `Column`; `date`: its first day.

    `brief`: the same cells for narrower tables, figures from a million up to three digits. `outlier`: the day is far
    from its baseline. `total`: its requests, 0 where they are not known.
    """

    date: dt.date
    cells: tuple[str, ...]
    chosen: bool
    outlier: bool
    today: bool
    brief: tuple[tuple[str, ...], ...] = ()
    total: int = 0

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The cells, from long to short."""
        return (self.cells, *self.brief)


class TableContent(Struct, frozen=True):
    """The rows in the order of `column`, the largest first if `descending`. `step`: what a row is."""

    rows: tuple[Row, ...]
    column: Column
    descending: bool
    step: Step = Step.DAY

    @property
    def titles(self) -> dict[Column, str]:
        """The columns that there are, with their titles."""
        return {column: TITLES[column] for column in columns_by(self.step)} | {Column.DATE: _UNITS[self.step]}

    @property
    def highest(self) -> int:
        """The highest total of all rows."""
        return max((row.total for row in self.rows), default=0)

    @property
    def chosen(self) -> int:
        """The index of the chosen row; 0 while none is."""
        return next((index for index, row in enumerate(self.rows) if row.chosen), 0)

    def day_beside(self, step: int) -> dt.date | None:
        """The day `step` rows below the chosen one, or the first row's where none is chosen; None without rows."""
        if not self.rows:
            return None
        if not any(row.chosen for row in self.rows):
            return self.rows[0].date
        return self.rows[min(max(self.chosen + step, 0), len(self.rows) - 1)].date


def table_content(state: State, selection: Selection) -> TableContent:
    """The range's rows, sorted as chosen; those that compare equal stay in the order of their dates."""
    window = selection.window(state.ledger)
    cursor = selection.inside(window).cursor
    long = len(window) > MAX_DAYS
    if selection.step is not Step.DAY:
        buckets = roll_up(window, selection.step)
        return _ordered(
            [_bucket_row(bucket, selection.step, cursor, long=long) for bucket in buckets], buckets, selection
        )
    latest = state.ledger.window(MAX_DAYS)
    known = since_first_use(latest)
    outliers = {outlier.date for outlier in outliers_of(known, Metric.TOTAL)}
    changes = {day.date: _change(known, day) for day in window if day.date >= latest[0].date}
    rows = [
        Row(
            day.date,
            cells,
            day.date == cursor,
            day.date in outliers,
            day.state is DayState.SO_FAR,
            (brief,),
            day.counters.total_requests if day.counters else 0,
        )
        for day in window
        for cells, brief in (_cells(day, changes.get(day.date), long=long),)
    ]
    return _ordered(rows, window, selection, changes)


def _ordered(
    rows: Sequence[Row],
    figures: Sequence[Day] | Sequence[Bucket],
    selection: Selection,
    changes: Mapping[dt.date, float | None] = MappingProxyType({}),
) -> TableContent:
    """`rows`, each with what it shows in `figures`, by the chosen column and then by date."""

    def key(each: tuple[Row, Day | Bucket]) -> tuple[float, dt.date]:
        row, shown = each
        return _value(selection.column, shown.counters, shown.state, changes.get(row.date)), row.date

    pairs: Iterable[tuple[Row, Day | Bucket]] = zip(rows, figures, strict=True)
    ordered = sorted(pairs, key=key, reverse=selection.descending)
    return TableContent(tuple(row for row, _ in ordered), selection.column, selection.descending, selection.step)


def _value(column: Column, counters: Counters | None, state: DayState, changed: float | None) -> float:
    """What a column sorts by; days without a change against their baseline sort lowest."""
    match column:
        case Column.DATE:
            return 0
        case Column.USUAL:
            return float("-inf") if changed is None else changed
        case Column.STATE:
            return -list(DayState).index(state)
        case Column.TOKEN_EXCHANGES | Column.AUTHORIZATIONS | Column.VERIFICATIONS | Column.TOTAL:
            return _METRICS[column].of(counters or NO_USE)


def _change(known: tuple[Day, ...], day: Day) -> float | None:
    """The total's change against its weekday's baseline without this day; None where there is nothing to compare."""
    baseline = weekday_baseline(known, day.date.weekday(), Metric.TOTAL, excluding=day.date)
    if baseline is None or not day.complete or day.counters is None:
        return None
    return change(day.counters.total_requests, baseline.median)


Cells = tuple[str, ...]


def _figures(counters: Counters | None, mark: str) -> tuple[Cells, Cells]:
    """The figures in full, and shortened."""
    if counters is None:
        return ("–",) * len(FIGURES), ("–",) * len(FIGURES)
    values = [metric.of(counters) for metric in FIGURES]
    return tuple(mark + full(value) for value in values), tuple(mark + shortened(value) for value in values)


@lru_cache(maxsize=4096)  # all days are laid out at every key, and but for one they stay as they are
def _cells(day: Day, changed: float | None, *, long: bool) -> tuple[Cells, Cells]:
    """A day's cells, and the brief ones. `long`: the range has days of more than one year."""
    date = f"{dates.weekday(day.date)} {day.date.day:>2} {dates.month_name(day.date)}"
    long_date = f"{date} {day.date.year}" if long else date
    full_figures, brief_figures = _figures(day.counters, rollups.SETTLING if day.state is DayState.SETTLING else "")
    ends = ("" if changed is None else percent(changed), wording(state_words(day.state), 1))
    return (long_date, *full_figures, *ends), (long_date, *brief_figures, *ends)


def _bucket_row(bucket: Bucket, step: Step, cursor: dt.date | None, *, long: bool) -> Row:
    span, *brief_spans = rollups.span(bucket, step, with_year=long)
    full_figures, brief_figures = _figures(bucket.counters, rollups.SETTLING if rollups.lacking(bucket) else "")
    ends = ("", wording(state_words(bucket.state), 1))
    return Row(
        bucket.first,
        (span, *full_figures, *ends),
        chosen=cursor is not None and bucket.first <= cursor <= bucket.last,
        outlier=False,
        today=bucket.state is DayState.SO_FAR,
        brief=tuple((brief_span, *brief_figures, *ends) for brief_span in brief_spans),
        total=bucket.counters.total_requests if bucket.counters else 0,
    )
