"""Sums, shares, ranks and peaks of several days. Pure; what is usual: `baseline`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import finished
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import PARTS, Metric


def total(window: Sequence[Day]) -> Counters:
    """The sum of the days that have a figure."""
    return sum((day.counters for day in window if day.counters), NO_USE)


def peak(window: Sequence[Day]) -> Day | None:
    """The complete day with the highest total, the latest of equals; None without use."""
    days = [day for day in finished(window) if day.counters and day.counters.total_requests]
    return max(days, key=lambda day: (requests_of(day), day.date), default=None)


def requests_of(day: Day) -> int:
    """The day's total requests; 0 where nothing was read."""
    return day.counters.total_requests if day.counters else 0


def rank(days: Iterable[Day], date: dt.date, metric: Metric) -> tuple[int, int] | None:
    """The day's place by size and of how many: 1 is the highest, and equal values share the better place.

    Of all days that have a figure, today's so far among them; None where `date` has none.
    """
    values = {day.date: metric.of(day.counters) for day in days if day.counters is not None}
    value = values.get(date)
    return None if value is None else (1 + sum(other > value for other in values.values()), len(values))


def shares(counters: Counters) -> tuple[float, float, float]:
    """Each operation's share, 0 to 1, of the sum of the three, in the order of PARTS; zeros where that is 0."""
    exchanges, authorizations, verifications = (metric.of(counters) for metric in PARTS)
    whole = exchanges + authorizations + verifications
    return (exchanges / whole, authorizations / whole, verifications / whole) if whole else (0.0, 0.0, 0.0)
