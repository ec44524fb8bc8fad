"""What each weekday weighs beside a mean day of its week, learnt from whole weeks. Pure: no clock, no words, no file.

A weight outlives growth: whatever an account came to in a week, a Saturday's share of it stays much the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import median
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.utc import WEEK

MIN_WEEKS: Final = 14
"""Whole weeks from which on the weights are used: more than the 12 that the service's 90 days always hold."""

Weights = tuple[float, ...]
"""From Monday to Sunday: 1.0 is a mean day of its week, 0.0 a day without use."""

_Week = list[Counters]


class Weekdays(Struct, frozen=True):
    """The weights of each metric that `weeks` whole weeks, or at least MIN_WEEKS of them, had use of."""

    weeks: int
    weights: tuple[tuple[Metric, Weights], ...] = ()

    def of(self, metric: Metric) -> Weights | None:
        """The metric's weights; None where too few weeks had use of it."""
        return dict(self.weights).get(metric)


def learn(days: Iterable[Day]) -> Weekdays:
    """From the weeks, Monday to Sunday, of which all seven days are complete.

    A weight is the median over the weeks with use of the metric.
    """
    weeks = _whole_weeks(days)
    weighed = ((metric, _weights(metric, weeks)) for metric in FIGURES)
    return Weekdays(len(weeks), tuple((metric, weights) for metric, weights in weighed if weights))


def _whole_weeks(days: Iterable[Day]) -> list[_Week]:
    by_monday: dict[dt.date, dict[int, Counters]] = {}
    for day in days:
        if day.complete:
            weekday = day.date.weekday()
            monday = day.date - weekday * WEEK / WEEK.days
            by_monday.setdefault(monday, {})[weekday] = day.counters or NO_USE
    return [[week[weekday] for weekday in range(7)] for week in by_monday.values() if len(week) == WEEK.days]


def _weights(metric: Metric, weeks: Iterable[_Week]) -> Weights | None:
    counted = [[metric.of(counters) for counters in week] for week in weeks]
    shares = [[value * WEEK.days / sum(week) for value in week] for week in counted if any(week)]
    if len(shares) < MIN_WEEKS:
        return None
    return tuple(median(week[weekday] for week in shares) for weekday in range(WEEK.days))
