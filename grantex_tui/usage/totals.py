"""Sums, shares, ranks and peaks of several days; days rolled up by week or month. Pure; what is usual: `baseline`."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import finished
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.utc import ONE_DAY, WEEK


class Step(enum.Enum):
    """How much time a bucket covers: a week is Monday to Sunday, a month that of the calendar, all in UTC."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Bucket(Struct, frozen=True):
    """Days added up: `first` to `last`, `days` of them, of which `days_known` have a figure.

    `counters`: None where no day has one. `state`: that of the day that is the least sure.
    """

    first: dt.date
    last: dt.date
    days: int
    days_known: int
    counters: Counters | None
    state: DayState

    @property
    def complete(self) -> bool:
        """Whether the figure lacks no day and will not change."""
        return self.days_known == self.days and self.state in (DayState.FINAL, DayState.NO_ROW)


def whole(bucket: Bucket, step: Step) -> bool:
    """Whether the bucket has all days of its week or month, whatever is known of them."""
    match step:
        case Step.DAY:
            return True
        case Step.WEEK:
            return bucket.days == WEEK.days
        case Step.MONTH:
            return bucket.first.day == 1 and (bucket.last + ONE_DAY).day == 1


_LEAST_SURE_FIRST = (DayState.SO_FAR, DayState.SETTLING, DayState.FINAL, DayState.NO_ROW, DayState.NEVER_READ)


def roll_up(window: Sequence[Day], step: Step) -> tuple[Bucket, ...]:
    """The `window`, oldest day first, in buckets; the first and the last have only those days that it holds."""
    return tuple(_bucket(tuple(days)) for _, days in groupby(window, key=lambda day: _start(day.date, step)))


def _start(date: dt.date, step: Step) -> dt.date:
    match step:
        case Step.DAY:
            return date
        case Step.WEEK:
            return date - dt.timedelta(days=date.weekday())
        case Step.MONTH:
            return date.replace(day=1)


@lru_cache(maxsize=2048)  # a past week stays as it is, and every reading and key asks for all of them
def _bucket(days: tuple[Day, ...]) -> Bucket:
    known = [day for day in days if day.counters is not None]
    state = min((day.state for day in days), key=_LEAST_SURE_FIRST.index)
    return Bucket(days[0].date, days[-1].date, len(days), len(known), total(known) if known else None, state)


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
