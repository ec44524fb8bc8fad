"""What was counted in each UTC hour of a day, from own readings, and what is usual for an hour. Pure.

The service knows no hours. They come from the live readings that this program kept: a counter's value at a full hour
is known where a reading lies within `NEAR` of it, and at midnight, when a day's counters begin at 0. Between two such
hours that lie further apart than one, only the sum is known. It is given as that and never spread over the hours.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import MIN_FOR_OUTLIER, OUTLIER_REQUESTS, median
from grantex_tui.usage.counter_deltas import delta
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import elapsed_share, end_of_day, midnight

HOURS: Final = 24
HOUR: Final = 3600.0
"""Seconds."""

NEAR: Final = 300.0
"""Seconds from a full hour within which a reading tells the counters' value there: one is kept every five minutes."""

FAR_SHARE: Final = 0.2
"""An hour is far from usual, and a day's excess worth an explanation, from this share of the usual on."""

MIN_FOR_USUAL: Final = 4
"""Days of a weekday from which on its hours are usual ones: four weeks."""

FENCE: Final = 3.0
"""Distances between the quartiles that an hour far from usual lies outside of them: Tukey's outer fence."""

PEAK_SHARE: Final = 0.6
"""Share of a day's excess that its peak holds, at least."""

PEAK_HOURS: Final = 6
"""Hours that a peak takes, at most: a quarter of a day."""

ByHour = tuple[Counters | None, ...]
"""A day's `HOURS` counts; None where an hour's is not known."""

Rhythm = tuple[tuple[dt.date, ByHour], ...]
"""The hours of finished days, which say how use is usually spread over a day."""


class Stretch(Struct, frozen=True):
    """What was counted from `start` to `end` (UTC): in an hour of the day, or in all of a gap that is longer."""

    start: dt.datetime
    end: dt.datetime
    counted: Counters

    @property
    def hour(self) -> int | None:
        """The UTC hour (0 to 23) that it lies in; None for a gap over several."""
        return self.start.hour if self.until - self.start.hour == 1 else None

    @property
    def until(self) -> int:
        """The first UTC hour (1 to 24) that it does not touch."""
        return (self.end - dt.timedelta(microseconds=1)).hour + 1

    @property
    def is_over(self) -> bool:
        """Whether it ends with an hour, so that nothing more is counted in it."""
        return (self.end.minute, self.end.second, self.end.microsecond) == (0, 0, 0)


class Quartiles(Struct, frozen=True):
    """A quarter of the values lies below `low`, half below `median`, a quarter above `high`; requests an hour."""

    low: float
    median: float
    high: float
    count: int


class Peak(Struct, frozen=True):
    """Where a day's use beyond its usual hours, `excess`, came: a `share` of it from the UTC hour `start` to `end`."""

    start: int
    end: int
    share: float
    excess: int


class Readings(enum.Enum):
    """What became of the readings that are kept."""

    LOADING = enum.auto()  # the archive is asked
    LOADED = enum.auto()
    NONE_KEPT = enum.auto()  # there is no archive; only what was read since the start is known
    FAILED = enum.auto()  # the archive did not give all of them


class Hourly(Struct, frozen=True):
    """The hours of `date` as far as they are known, and those of other days of its weekday, which say what is usual.

    `fault`: what is wrong with the archive, where it failed.
    """

    date: dt.date
    stretches: tuple[Stretch, ...] = ()
    others: Rhythm = ()
    readings: Readings = Readings.LOADED
    fault: str = ""

    def usual(self, metric: Metric) -> tuple[Quartiles | None, ...]:
        """As `usual_hours` of the other days."""
        return usual_hours(dict(self.others), self.date.weekday(), metric)

    def peak(self, metric: Metric) -> Peak | None:
        """As `peak` of its own stretches."""
        return peak(self.stretches, self.usual(metric), metric)


def stretches(date: dt.date, samples: Iterable[Sample], final: Counters | None = None) -> tuple[Stretch, ...]:
    """The UTC day `date` from midnight on, without a hole, as far as it is known; nothing for a day without readings.

    `samples`: readings, of which only those of this day's period count. `final`: the finished day's figure, which says
    what was counted after the last reading. All stretches together come to what was counted.
    """
    start, end = midnight(date).timestamp(), end_of_day(date).timestamp()
    own = sorted((sample for sample in samples if sample.period == str(date)), key=lambda sample: sample.at)
    if not own:
        return ()
    points = [(start, NO_USE), *((min(max(sample.at, start), end), sample.counters) for sample in own)]
    if final is not None:
        last = own[-1].counters
        points.append((end, last if final.fell_from(last) else final))  # one written anew tells of no hour
    sums = [NO_USE]
    for (_, before), (_, after) in pairwise(points):
        sums.append(sums[-1] + delta(before, after))
    moments = [moment for moment, _ in points]
    known = [(at, sums[index]) for at, index in _full_hours(start, moments)]
    if moments[-1] > known[-1][0]:  # what goes on, or what came before the end of the readings
        known.append((moments[-1], sums[-1]))
    return tuple(_stretch(before, after) for before, after in pairwise(known))


def by_hour(found: Iterable[Stretch]) -> ByHour:
    """The hours of a day; one that a gap covers is not known."""
    hours: list[Counters | None] = [None] * HOURS
    for stretch in found:
        if stretch.hour is not None:
            hours[stretch.hour] = stretch.counted
    return tuple(hours)


def whole_hours(found: Iterable[Stretch]) -> ByHour:
    """As `by_hour`, but for an hour that was not over at the last reading: it says nothing of what is usual."""
    return by_hour(stretch for stretch in found if stretch.is_over)


def usual_hours(days: Mapping[dt.date, ByHour], weekday: int, metric: Metric) -> tuple[Quartiles | None, ...]:
    """Of each hour, the median and the quartiles over the given finished days of `weekday` (Monday is 0).

    None for an hour that fewer than MIN_FOR_USUAL of them know.
    """
    alike = [hours for date, hours in days.items() if date.weekday() == weekday]
    found: list[Quartiles | None] = []
    for hour in range(HOURS):
        values = [metric.of(counted) for hours in alike if (counted := hours[hour]) is not None]
        found.append(_quartiles(values) if len(values) >= MIN_FOR_USUAL else None)
    return tuple(found)


def is_far(stretch: Stretch, usual: Quartiles | None, metric: Metric) -> bool:
    """Whether an hour counted far more than usual, or, once it is over, far less.

    Far is beyond Tukey's outer fence, and as far from the median as an outlier among days at least. There are as many
    hours to compare with as for those.
    """
    if usual is None or usual.count < MIN_FOR_OUTLIER or stretch.hour is None:
        return False
    value = metric.of(stretch.counted)
    if abs(value - usual.median) < max(FAR_SHARE * usual.median, OUTLIER_REQUESTS):
        return False
    width = FENCE * (usual.high - usual.low)
    return value > usual.high + width or (stretch.is_over and value < usual.low - width)


def peak(found: Sequence[Stretch], usual: Sequence[Quartiles | None], metric: Metric) -> Peak | None:
    """The shortest run of hours that holds PEAK_SHARE of a day's excess; of equally short ones, that which holds most.

    It is grown by what adjoins it and holds at least half as much an hour, the most first, up to PEAK_HOURS. A
    stretch's excess is what it counted beyond the usual medians of all hours that it touches; one below them has none,
    and so does one with an hour of which nothing is usual. A gap is taken whole or not at all. None where the excess
    is too little to ask where it came from, or where no such run holds enough of it.
    """
    medians = [None if quartiles is None else quartiles.median for quartiles in usual]
    excesses = [_excess(stretch, medians, metric) for stretch in found]
    whole = sum(excesses)
    if whole < max(FAR_SHARE * sum(median or 0.0 for median in medians), OUTLIER_REQUESTS):
        return None
    runs = [
        range(first, last)
        for first in range(len(found))
        for last in range(first + 1, len(found) + 1)
        if _hours_of(found[first:last]) <= PEAK_HOURS and sum(excesses[first:last]) >= PEAK_SHARE * whole
    ]
    if not runs:
        return None
    best = min(runs, key=lambda run: (_hours_of(found[run.start : run.stop]), -sum(excesses[run.start : run.stop])))
    grown = _grown(best, found, excesses)
    share = sum(excesses[grown.start : grown.stop]) / whole
    return Peak(found[grown.start].start.hour, found[grown.stop - 1].until, share, round(whole))


def _grown(run: range, found: Sequence[Stretch], excesses: Sequence[float]) -> range:
    while True:
        mean = sum(excesses[run.start : run.stop]) / _hours_of(found[run.start : run.stop])
        wider = [
            (excesses[at] / _hours_of(found[at : at + 1]), range(min(run.start, at), max(run.stop, at + 1)))
            for at in (run.start - 1, run.stop)
            if 0 <= at < len(found)
        ]
        fitting = [
            (held, other)
            for held, other in wider
            if held >= mean / 2 and _hours_of(found[other.start : other.stop]) <= PEAK_HOURS
        ]
        if not fitting:
            return run
        run = max(fitting, key=lambda one: one[0])[1]


def _hours_of(run: Sequence[Stretch]) -> int:
    """The hours that stretches in a row touch."""
    return run[-1].until - run[0].start.hour


def usual_share(days: Mapping[dt.date, ByHour], weekday: int, time: dt.time, metric: Metric) -> float | None:
    """The share (0 to 1) of a day of `weekday` that is usually over at `time` (UTC): the median over finished days.

    Only days with use count whose hours are all known; within an hour, use is taken as even. None for fewer than
    MIN_FOR_USUAL of them: a run rate then takes the whole day as even (`utc.elapsed_share`).
    """
    into = time.hour + (time.minute * 60 + time.second) / HOUR
    shares = []
    for date, hours in days.items():
        values = [metric.of(counted) for counted in hours if counted is not None]
        if date.weekday() == weekday and len(values) == HOURS and any(values):
            before, whole = sum(values[: time.hour]), sum(values)
            shares.append((before + values[time.hour] * (into - time.hour)) / whole)
    return median(shares) if len(shares) >= MIN_FOR_USUAL else None


def day_gone(now: dt.datetime, rhythm: Rhythm, metric: Metric) -> float:
    """How much of a day's use is usually over at `now` (aware): 0 at midnight, 0.5 when half of it is counted.

    By the hours of its weekday as `usual_share` has them; without those, as if use were even over the UTC day.
    """
    utc = now.astimezone(dt.UTC)
    share = usual_share(dict(rhythm), utc.weekday(), utc.time(), metric)
    return elapsed_share(utc) if share is None else share


def _full_hours(start: float, moments: Sequence[float]) -> list[tuple[float, int]]:
    """The full hours at which the counters' value is known, midnight first, with the reading that tells it."""
    found = [(start, 0)]
    at = 1
    for hour in range(1, HOURS + 1):
        full = start + hour * HOUR
        while at + 1 < len(moments) and abs(moments[at + 1] - full) <= abs(moments[at] - full):
            at += 1
        ahead = moments[at] < full and at + 1 == len(moments)  # the hour may still go on
        if abs(moments[at] - full) <= NEAR and not ahead:
            found.append((full, at))
    return found


def _excess(stretch: Stretch, medians: Sequence[float | None], metric: Metric) -> float:
    usual = [median for median in medians[stretch.start.hour : stretch.until] if median is not None]
    if len(usual) < stretch.until - stretch.start.hour:
        return 0.0
    return max(metric.of(stretch.counted) - sum(usual), 0.0)


def _stretch(before: tuple[float, Counters], after: tuple[float, Counters]) -> Stretch:
    (start, base), (end, counters) = before, after
    counted = Counters(
        counters.token_exchanges - base.token_exchanges,
        counters.authorizations - base.authorizations,
        counters.verifications - base.verifications,
        counters.total_requests - base.total_requests,
    )
    return Stretch(dt.datetime.fromtimestamp(start, dt.UTC), dt.datetime.fromtimestamp(end, dt.UTC), counted)


def _quartiles(values: Sequence[int]) -> Quartiles:
    from statistics import quantiles  # start-up boundary: 10 ms, and hours are never in the first paint

    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Quartiles(low, middle, high, len(values))
