"""What is usual, and what is not: pure functions over days. No words, no clock, no month (that is `month`).

Values are requests per UTC day. Unless a function says otherwise it uses complete days alone, those whose history was
read after they were over; such a day without a row had no use and counts as 0. The order of the days never matters.
A weekday is a number as `datetime.date.weekday` gives it: 0 is Monday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.utc import WEEK

SCALE: Final = 1.4826
"""Scaled by this, the MAD of normally distributed values is their standard deviation."""

MIN_FOR_BASELINE: Final = 3
"""Days of a weekday from which on there is a usual one."""

MIN_FOR_OUTLIER: Final = 6
"""Other days of its weekday that a day needs to be called an outlier."""

OUTLIER_WIDTH: Final = 3.0
"""Scaled MADs between the median and an outlier."""

OUTLIER_PERCENT: Final = 40

OUTLIER_REQUESTS: Final = 10
"""An outlier is at least this part of the median, and this many requests, away from it, however steady the weekday."""

PART_SHARE: Final = 0.2
"""Share of an outlier's distance from the median that an operation must bring to be its reason."""

MIN_ELAPSED: Final = 0.1
"""Share of the UTC day before which a run rate would be guesswork."""


class Baseline(Struct, frozen=True):
    """A weekday's median and median absolute deviation, in requests a day, over `count` days."""

    median: float
    mad: float
    count: int


class Outlier(Struct, frozen=True):
    """A day far from the usual one of its weekday.

    `ratio`: the day ÷ the median of the other days of its weekday; None where that is 0.
    `part`, `part_ratio`: of the total, the operation that explains it, and its own ratio; None where none does.
    """

    date: dt.date
    ratio: float | None
    part: Metric | None
    part_ratio: float | None
    above: bool


class RunRate(Struct, frozen=True):
    """`expected`: today's requests if the day goes on as it went so far; `ratio`: that ÷ the usual, None where 0."""

    expected: float
    ratio: float | None


def median(values: Iterable[float]) -> float:
    """The middle value; of an even number of values the mean of the two middle ones. At least one value."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("the median of nothing")
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def mad(values: Sequence[float]) -> float:
    """The median of the absolute distances from the median, not scaled. At least one value."""
    centre = median(values)
    return median(abs(value - centre) for value in values)


def finished(days: Iterable[Day]) -> tuple[Day, ...]:
    """The complete days, oldest first."""
    return tuple(sorted((day for day in days if day.complete and day.counters is not None), key=lambda day: day.date))


def since_first_use(days: Iterable[Day]) -> tuple[Day, ...]:
    """The days from the first one with use on, oldest first: an account younger than the range was not idle before."""
    ordered = sorted(days, key=lambda day: day.date)
    first = next((index for index, day in enumerate(ordered) if day.counters not in (None, NO_USE)), len(ordered))
    return tuple(ordered[first:])


def weekday_baseline(
    days: Iterable[Day], weekday: int, metric: Metric, *, excluding: dt.date | None = None
) -> Baseline | None:
    """Of the complete days of `weekday`, without the day `excluding`; None with fewer than MIN_FOR_BASELINE of them."""
    values = [value for date, value in _values(days, metric) if date.weekday() == weekday and date != excluding]
    return _baseline(values) if len(values) >= MIN_FOR_BASELINE else None


def change(now: float, before: float) -> float | None:
    """`now` against `before` as a share of it: 0.5 is half as much again; None where `before` is 0."""
    return now / before - 1 if before else None


def ratio(now: float, usual: float) -> float | None:
    """`now` ÷ `usual`: 2.0 is twice the usual; None where `usual` is 0."""
    return now / usual if usual else None


def week_before(days: Iterable[Day], date: dt.date) -> Day | None:
    """The complete day seven days before `date`; None where `days` have none."""
    return next((day for day in finished(days) if day.date == date - WEEK), None)


def outliers(days: Iterable[Day], metric: Metric) -> tuple[Outlier, ...]:
    """The complete days far from the other complete days of their weekday, oldest first.

    Far is more than OUTLIER_WIDTH scaled MADs from the median of at least MIN_FOR_OUTLIER such others.
    Where they are all but equal (MAD near 0) or few requests come at all, that alone would make an outlier of any small
    difference: the distance is also at least OUTLIER_PERCENT of the median and OUTLIER_REQUESTS, whether above
    or below.

    A total's reason is the operation whose ratio to its own usual is the furthest in the same direction, among those
    whose distance from their median is at least PART_SHARE of the total's: a few authorizations more, if five times
    the usual, do not explain a thousand requests. An operation that usually has none comes first.
    """
    by_weekday: dict[int, list[Day]] = {}
    for day in finished(days):
        by_weekday.setdefault(day.date.weekday(), []).append(day)
    found = []
    for alike in by_weekday.values():
        for day in alike:
            others = [other for other in alike if other is not day]
            if len(others) >= MIN_FOR_OUTLIER and (outlier := _outlier(day, others, metric)):
                found.append(outlier)
    return tuple(sorted(found, key=lambda outlier: outlier.date))


def outlier_so_far(days: Iterable[Day], today: Day, metric: Metric) -> Outlier | None:
    """Today by the rule of `outliers`, if what it counts already is too much for a whole day: the rest only adds to it.

    Too little is nothing that a day can be called before it is over.
    """
    weekday = today.date.weekday()
    others = [day for day in finished(days) if day.date.weekday() == weekday and day.date != today.date]
    outlier = _outlier(today, others, metric) if len(others) >= MIN_FOR_OUTLIER else None
    return outlier if outlier is not None and outlier.above else None


def usual_range(days: Iterable[Day], date: dt.date, metric: Metric) -> tuple[float, float] | None:
    """From and to which figures `date` is no outlier; None with fewer than MIN_FOR_OUTLIER other days to tell by."""
    others = [day for day in finished(days) if day.date.weekday() == date.weekday() and day.date != date]
    if len(others) < MIN_FOR_OUTLIER:
        return None
    alike = _baseline([value for _, value in _values(others, metric)])
    reach = max(OUTLIER_WIDTH * SCALE * alike.mad, OUTLIER_PERCENT * alike.median / 100, OUTLIER_REQUESTS)
    return max(alike.median - reach, 0.0), alike.median + reach


def run_rate(today: Counters, usual: Baseline | None, elapsed: float, metric: Metric) -> RunRate | None:
    """Today so far ÷ `elapsed`, the share of the UTC day gone, against the usual day of the same weekday.

    None before MIN_ELAPSED of the day, and without MIN_FOR_BASELINE days to compare with.
    """
    if elapsed < MIN_ELAPSED or usual is None or usual.count < MIN_FOR_BASELINE:
        return None
    expected = metric.of(today) / min(elapsed, 1.0)
    return RunRate(expected, ratio(expected, usual.median))


def _values(days: Iterable[Day], metric: Metric) -> list[tuple[dt.date, int]]:
    return [(day.date, metric.of(day.counters or NO_USE)) for day in finished(days)]


def _baseline(values: Sequence[int]) -> Baseline:
    return Baseline(median(values), mad(values), len(values))


def _outlier(day: Day, others: Sequence[Day], metric: Metric) -> Outlier | None:
    value = metric.of(day.counters or NO_USE)
    alike = _baseline([value for _, value in _values(others, metric)])
    distance = value - alike.median
    small = abs(distance) < OUTLIER_REQUESTS or 100 * abs(distance) < OUTLIER_PERCENT * alike.median
    if small or abs(distance) <= OUTLIER_WIDTH * SCALE * alike.mad:
        return None
    part = _reason(day, others, distance) if metric is Metric.TOTAL else None
    part_ratio = _against(day, others, part)[1] if part else None
    return Outlier(day.date, ratio(value, alike.median), part, part_ratio, distance > 0)


def _reason(day: Day, others: Sequence[Day], distance: float) -> Metric | None:
    """The operation that explains a total which is `distance` from its median."""
    measured = [(part, *_against(day, others, part)) for part in PARTS]
    ratios = {
        part: float("inf") if own_ratio is None else own_ratio
        for part, own_distance, own_ratio in measured
        if own_distance * distance > 0 and abs(own_distance) >= PART_SHARE * abs(distance)
    }
    furthest = max if distance > 0 else min
    return furthest(ratios, key=lambda part: ratios[part]) if ratios else None


def _against(day: Day, others: Sequence[Day], part: Metric) -> tuple[float, float | None]:
    """An operation's distance from its median among `others`, and its ratio to that."""
    value = part.of(day.counters or NO_USE)
    centre = median(other for _, other in _values(others, part))
    return value - centre, ratio(value, centre)


@lru_cache(maxsize=8)
def outliers_of(days: tuple[Day, ...], metric: Metric) -> tuple[Outlier, ...]:
    """The days far from the usual of their weekday; days before the account's first use do not count."""
    return outliers(since_first_use(days), metric)
