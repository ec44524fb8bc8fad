"""The range as a table: a row a day. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE
from grantex_tui.polling.state import State
from grantex_tui.usage import baseline
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.numbers import full, percent
from grantex_tui.view.selection import Column, Selection


class Row(Struct, frozen=True):
    """A day's cells as text, in the order of `Column`; `outlier`: the day is far from the usual."""

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
        """The day so many rows below the chosen one, or the first where none is chosen; None without rows."""
        if not self.rows:
            return None
        if not any(row.chosen for row in self.rows):
            return self.rows[0].date
        return self.rows[min(max(self.chosen + step, 0), len(self.rows) - 1)].date


def table_content(state: State, selection: Selection) -> TableContent:
    """The range's days, sorted as chosen; days that compare equal stay in the order of their dates."""
    window = state.ledger.window(selection.days)
    known = baseline.since_first_use(state.ledger.window(MAX_DAYS))
    outliers = {outlier.date for outlier in outliers_of(known, Metric.TOTAL)}
    cursor = selection.inside(window).cursor
    against = {day.date: _against_usual(known, day) for day in window}
    ordered = sorted(window, key=_key(selection.column, against), reverse=selection.descending)
    rows = tuple(
        Row(
            day.date,
            _cells(day, against[day.date]),
            day.date == cursor,
            day.date in outliers,
            day.state is DayState.SO_FAR,
        )
        for day in ordered
    )
    return TableContent(rows, selection.column, selection.descending)


def _against_usual(known: tuple[Day, ...], day: Day) -> float | None:
    """The total's change against the median of the other days of its weekday; None where there is nothing to say."""
    usual = baseline.weekday_baseline(known, day.date.weekday(), Metric.TOTAL, excluding=day.date)
    if usual is None or not day.complete or day.counters is None:
        return None
    return baseline.change(day.counters.total_requests, usual.median)


def _cells(day: Day, against: float | None) -> tuple[str, ...]:
    counters = day.counters
    numbers = (
        ("–",) * 4
        if counters is None
        else tuple(
            full(number)
            for number in (
                counters.token_exchanges,
                counters.authorizations,
                counters.verifications,
                counters.total_requests,
            )
        )
    )
    date = f"{dates.weekday(day.date)} {day.date.day:>2} {dates.day_month(day.date).split()[1]}"
    return (
        date,
        *numbers,
        "" if against is None else percent(against),
        "no use" if day.state is DayState.NO_ROW else day.state.value,
    )


def _key(column: Column, against: dict[dt.date, float | None]) -> Callable[[Day], tuple[float, float]]:
    """What a column sorts by, then the date; days without a figure come last when the largest come first."""

    def value(day: Day) -> float:
        counters = day.counters or NO_USE
        match column:
            case Column.DATE:
                return 0
            case Column.TOKEN_EXCHANGES:
                return counters.token_exchanges
            case Column.AUTHORIZATIONS:
                return counters.authorizations
            case Column.VERIFICATIONS:
                return counters.verifications
            case Column.TOTAL:
                return counters.total_requests
            case Column.USUAL:
                change = against[day.date]
                return float("-inf") if change is None else change
            case Column.STATE:
                return -list(DayState).index(day.state)

    return lambda day: (value(day), day.date.toordinal())
