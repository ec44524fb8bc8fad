"""The last live readings: how fast the counters grow. Pure: no clock, no words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.counter_deltas import PeriodStep, delta_over, step_between
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.utc import REPLICA_LAG, midnight

MAX_SAMPLES: Final = 240

CLOCK_TOLERANCE: Final = 60.0
"""Seconds by which the clocks of the service's replicas may differ."""

RATE_WINDOW: Final = 300.0
"""Seconds of readings that a rate is taken from."""

LEAST_SPAN: Final = 10.0
"""Seconds that readings must span for a rate: what came in less would jump from nothing to much."""


class Sample(Struct, frozen=True):
    """A live reading: `at` in seconds of the service's clock, `period` a UTC day or a month."""

    at: float
    period: str
    counters: Counters


class Rate(Struct, frozen=True):
    """Requests a minute."""

    token_exchanges: float
    authorizations: float
    verifications: float
    total_requests: float

    def of(self, metric: Metric) -> float:
        """The metric's requests a minute."""
        match metric:
            case Metric.TOTAL:
                return self.total_requests
            case Metric.TOKEN_EXCHANGES:
                return self.token_exchanges
            case Metric.AUTHORIZATIONS:
                return self.authorizations
            case Metric.VERIFICATIONS:
                return self.verifications


class Samples(Struct, frozen=True):
    """The last MAX_SAMPLES readings, oldest first."""

    readings: tuple[Sample, ...] = ()

    def add(self, sample: Sample) -> Samples:
        """With one more reading; one that is not newer than the last, by its time or its period, is left out."""
        last = self.readings[-1] if self.readings else None
        if last and (sample.at <= last.at or step_between(last.period, sample.period) is PeriodStep.EARLIER):
            return self
        return Samples((*self.readings, sample)[-MAX_SAMPLES:])

    def goes_back(self, sample: Sample) -> bool:
        """Whether the service's time went back: further than its replicas' clocks differ, or than they lag at midnight.

        The last reading then was dated ahead, and nothing can be counted from it.
        """
        if not self.readings:
            return False
        last = self.readings[-1]
        if step_between(last.period, sample.period) is PeriodStep.EARLIER:
            turned = midnight(dt.date.fromisoformat(f"{last.period}-01"[:10])).timestamp()
            return abs(sample.at - turned) > REPLICA_LAG.total_seconds()
        return sample.at < last.at - CLOCK_TOLERANCE

    def rate(self, window: float = RATE_WINDOW) -> Rate | None:
        """Counted since the first reading of the last `window` seconds ÷ the time since; None below two readings, or
        where they span less than LEAST_SPAN.

        Where readings are further apart than that, the last two count. What a lost counter or the end of a period
        took between two readings is not known and counts as nothing.
        """
        if len(self.readings) < 2:
            return None
        last = self.readings[-1]
        recent = tuple(sample for sample in self.readings if sample.at >= last.at - window)
        recent = recent if len(recent) > 1 else self.readings[-2:]
        if last.at - recent[0].at < LEAST_SPAN:
            return None
        counted = sum(_deltas(recent), NO_USE)
        minutes = (last.at - recent[0].at) / 60
        return Rate(
            counted.token_exchanges / minutes,
            counted.authorizations / minutes,
            counted.verifications / minutes,
            counted.total_requests / minutes,
        )

    def deltas(self, metric: Metric) -> tuple[int, ...]:
        """Requests counted from each reading to the next, oldest first: one fewer than there are readings."""
        return tuple(metric.of(counted) for counted in _deltas(self.readings))


def _deltas(readings: tuple[Sample, ...]) -> Iterator[Counters]:
    for before, after in pairwise(readings):
        yield delta_over(step_between(before.period, after.period), before.counters, after.counters)
