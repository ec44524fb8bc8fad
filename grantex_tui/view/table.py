"""The range as a table: a row per day, sorted by a column. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import change, outliers_of, since_first_use, weekday_baseline
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.view import dates
from grantex_tui.view.day import settling_mark, state_words
from grantex_tui.view.numbers import full, percent
from grantex_tui.view.selection import Column, Selection
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


class Row(Struct, frozen=True):
    """A day's cells as text, in the order of `Column`; `outlier`: the day is far from its baseline."""

    date: dt.date
    cells: tuple[str, ...]
    chosen: bool
    outlier: bool
    today: bool


class TableContent(Struct, frozen=True):
    """The rows in the order of `column`, the largest first if `descending`."""

    rows: tuple[Row, ...]
    column: Column
    descending: bool

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
    """The range's days, sorted as chosen; days that compare equal stay in the order of their dates."""
    window = state.ledger.window(selection.days)
    known = since_first_use(state.ledger.window(MAX_DAYS))
    outliers = {outlier.date for outlier in outliers_of(known, Metric.TOTAL)}
    cursor = selection.inside(window).cursor
    changes = {day.date: _change(known, day) for day in window}
    ordered = sorted(window, key=_key(selection.column, changes), reverse=selection.descending)
    rows = tuple(
        Row(
            day.date,
            _cells(day, changes[day.date]),
            day.date == cursor,
            day.date in outliers,
            day.state is DayState.SO_FAR,
        )
        for day in ordered
    )
    return TableContent(rows, selection.column, selection.descending)


def _change(known: tuple[Day, ...], day: Day) -> float | None:
    """The total's change against its weekday's baseline without this day; None where there is nothing to compare."""
    baseline = weekday_baseline(known, day.date.weekday(), Metric.TOTAL, excluding=day.date)
    if baseline is None or not day.complete or day.counters is None:
        return None
    return change(day.counters.total_requests, baseline.median)


def _figure(day: Day, metric: Metric) -> str:
    return "–" if day.counters is None else f"{settling_mark([day])}{full(metric.of(day.counters))}"


def _cells(day: Day, changed: float | None) -> tuple[str, ...]:
    return (
        f"{dates.weekday(day.date)} {day.date.day:>2} {dates.month_name(day.date)}",
        *(_figure(day, metric) for metric in FIGURES),
        "" if changed is None else percent(changed),
        wording(state_words(day.state), 1),
    )


def _key(column: Column, changes: dict[dt.date, float | None]) -> Callable[[Day], tuple[float, float]]:
    """What a column sorts by, then the date; days without a change against their baseline sort lowest."""

    def value(day: Day) -> float:
        match column:
            case Column.DATE:
                return 0
            case Column.USUAL:
                changed = changes[day.date]
                return float("-inf") if changed is None else changed
            case Column.STATE:
                return -list(DayState).index(day.state)
            case Column.TOKEN_EXCHANGES | Column.AUTHORIZATIONS | Column.VERIFICATIONS | Column.TOTAL:
                return _METRICS[column].of(day.counters or NO_USE)

    return lambda day: (value(day), day.date.toordinal())
