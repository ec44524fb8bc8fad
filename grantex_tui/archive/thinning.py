"""Which readings are kept: the newest of every five minutes for 400 days, the last of every hour for ever. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import ONE_DAY, end_of_day, midnight

FINE: Final = 300
"""Seconds of which the newest reading is kept at first."""

COARSE: Final = 3600
"""Seconds of which the newest reading is kept for ever."""

FINE_FOR: Final = 400 * 86_400
"""Seconds for which readings are kept finely: every weekday of a year, and then some."""


def coarse_before(now: float) -> int:
    """The full hour before which only the last reading of every hour is kept. `now`: seconds since 1970."""
    return int(now - FINE_FOR) // COARSE * COARSE


def slot(at: float, now: float) -> tuple[int, int]:
    """The seconds from and to (excluded) of which only the newest reading is kept."""
    width = COARSE if at < coarse_before(now) else FINE
    start = int(at) // width * width
    return start, start + width


def thinned(samples: Iterable[Sample], now: float) -> tuple[Sample, ...]:
    """The readings to keep of `samples`, oldest first. Readings of two periods never stand for each other."""
    newest: dict[tuple[str, int], Sample] = {}
    for sample in sorted(samples, key=lambda sample: sample.at):
        newest[sample.period, slot(sample.at, now)[0]] = sample
    return tuple(sorted(newest.values(), key=lambda sample: (sample.at, sample.period)))


def plausible(sample: Sample) -> bool:
    """Whether the service's clock and the period that it names agree within a day: a wrong clock stays out."""
    month = len(sample.period) == 7
    first = dt.date.fromisoformat(f"{sample.period}-01" if month else sample.period)
    last = first + dt.timedelta(days=31) if month else first
    if not dt.date(1971, 1, 1) <= first <= dt.date(9998, 1, 1):
        return False
    return (midnight(first) - ONE_DAY).timestamp() <= sample.at <= (end_of_day(last) + ONE_DAY).timestamp()
