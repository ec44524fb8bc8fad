"""The calendar month in UTC: what it came to so far, and what it may come to. Pure: no clock, no words, no plan.

No route of the service gives a month's figure; it is the sum of the days of history and of today's live figures.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import SCALE, finished, mad, median
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.utc import ONE_DAY, midnight, next_month
from grantex_tui.usage.weekdays import Weekdays, Weights

MIN_FOR_PROJECTION: Final = 14
"""Complete days below which nothing is projected: two weeks."""

MIN_OF_WEEKDAY: Final = 2
"""Complete days of a weekday below which all days stand in for it."""

RANGE_WIDTH: Final = 2.0
"""Scaled MADs from the likely figure to the ends of its range: about 19 in 20 where days vary by chance alone."""


class MonthToDate(Struct, frozen=True):
    """The month's requests from its first day to today.

    `days_known`: days of it, today among them, that have a figure, of which `first_known` is the first.
    `covered`: all of them have, so that `counters` lacks nothing. `settling`: one of them may still change.
    """

    counters: Counters
    days_known: int
    covered: bool
    first_known: dt.date | None
    settling: bool = False


class Projection(Struct, frozen=True):
    """The whole month's requests: the likely figure and the range it probably lies in."""

    low: int
    likely: int
    high: int


def month_to_date(days: Iterable[Day], today: dt.date) -> MonthToDate:
    """The sum of the days that have a figure, from the first of the month of `today` to `today`."""
    first = today.replace(day=1)
    month = [day for day in days if first <= day.date <= today]
    known = {day.date: day.counters for day in month if day.counters is not None}
    return MonthToDate(
        counters=sum(known.values(), NO_USE),
        days_known=len(known),
        covered=len(known) == today.day,
        first_known=min(known, default=None),
        settling=any(day.state is DayState.SETTLING for day in month),
    )


def project(
    days: Sequence[Day], today: dt.date, now: dt.datetime, metric: Metric, weekdays: Weekdays | None = None
) -> Projection | None:
    """The month of `today` as it will be if its remaining days are like the complete `days`, each as its weekday is.

    None below MIN_FOR_PROJECTION complete days. What is counted so far is certain. To it comes

    - for each day after today what a day of its weekday usually has;
    - for today that times the share of the day left at `now`; the whole of it where today was not read yet.

    What a weekday usually has: with the weights of `weekdays`, its weight times the median of all complete days, each
    divided by its own weight. Without them the median of the complete days of that weekday, or of all where there are
    fewer than MIN_OF_WEEKDAY.

    The sum is the likely figure. Each such day varies by the scaled MAD of what its median is of (today by the same
    share of it). Days vary independently of each other, so that the sum varies by the root of the sum of squares, and
    the range reaches RANGE_WIDTH times that to either side, but never below what is counted. Days of the month that
    were never read are missing from all three figures.
    """
    complete = finished(days)
    if len(complete) < MIN_FOR_PROJECTION:
        return None
    weights = weekdays.of(metric) if weekdays else None
    usual = _by_medians(complete, metric) if weights is None else _by_weights(complete, metric, weights)
    expected, variance = 0.0, 0.0
    for date, share in _remaining(days, today, now):
        middle, spread = usual[date.weekday()]
        expected += share * middle
        variance += (share * SCALE * spread) ** 2
    counted = metric.of(month_to_date(days, today).counters)
    width = RANGE_WIDTH * math.sqrt(variance)
    return Projection(
        low=counted + max(0, math.floor(expected - width)),
        likely=counted + round(expected),
        high=counted + math.ceil(expected + width),
    )


_Usual = list[tuple[float, float]]
"""The median and the MAD of each weekday, Monday first."""


def _by_medians(complete: Sequence[Day], metric: Metric) -> _Usual:
    values = [(day.date.weekday(), metric.of(day.counters or NO_USE)) for day in complete]
    usual = []
    for weekday in range(7):
        alike = [value for own, value in values if own == weekday]
        of = alike if len(alike) >= MIN_OF_WEEKDAY else [value for _, value in values]
        usual.append((median(of), mad(of)))
    return usual


def _by_weights(complete: Sequence[Day], metric: Metric, weights: Weights) -> _Usual:
    weighed = ((weights[day.date.weekday()], metric.of(day.counters or NO_USE)) for day in complete)
    mean_days = [value / weight for weight, value in weighed if weight > 0] or [0.0]
    return [(weight * median(mean_days), weight * mad(mean_days)) for weight in weights]


def _remaining(days: Iterable[Day], today: dt.date, now: dt.datetime) -> list[tuple[dt.date, float]]:
    """The days from today to the month's end, and how much of each is still to come, 0 to 1."""
    read = any(day.date == today and day.counters is not None for day in days)
    left = min(max((midnight(today + ONE_DAY) - now) / ONE_DAY, 0.0), 1.0) if read else 1.0
    after = range(1, (next_month(today) - today).days)
    return [(today, left), *((today + dt.timedelta(days=ahead), 1.0) for ahead in after)]
