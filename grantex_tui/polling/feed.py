"""A feed: one kind of reading of the service, and its outcome so far.

The service's readings (the current usage, the history, the subscription) fail apart, so each has its own outcome:
`Loading`, `Live`, `Stale` (figures, but a newer reading failed), `Down` (never any figures).
"""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.models import UsageHistory, UsageMetrics
from grantex_tui.api.response import ResponseMeta
from grantex_tui.polling.failures import Cause
from grantex_tui.usage.utc import REPLICA_LAG, end_of_day, midnight, next_month

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reading(Struct, Generic[T_co], frozen=True):
    """A valid answer: `read_at` by this machine's clock (UTC), `took` in seconds.

    `expected`: the service's clock at the answer, as an earlier answer with its period makes expect.
    """

    value: T_co
    meta: ResponseMeta
    read_at: dt.datetime
    took: float
    expected: dt.datetime | None = None

    @property
    def served(self) -> dt.datetime:
        """The service's clock at the answer: its `Date`, unless the answer itself shows that to be wrong.

        Where there is none: as expected, else this machine's clock; in both cases within the period.
        """
        clock = self.meta.server_time
        match self.value:
            case UsageMetrics():
                return self._within(self.value)
            case UsageHistory() if clock and self.expected:
                return clock if abs(clock - self.expected) <= REPLICA_LAG else self.expected
            case _:
                return clock or self.expected or self.read_at

    def _within(self, metrics: UsageMetrics) -> dt.datetime:
        """The `Date` where it lies in the period, or as near to it as a replica may; else a moment of the period."""
        clock = self.meta.server_time or self.expected or self.read_at
        first = midnight(metrics.first_day)
        end = end_of_day(metrics.day) if metrics.day else midnight(next_month(metrics.first_day))
        lag = REPLICA_LAG if self.meta.server_time else dt.timedelta()
        if first - lag <= clock < end + lag:
            return clock
        if metrics.day is None:
            return min(max(self.expected or self.read_at, first), end - dt.timedelta(microseconds=1))
        just_turned = self.meta.server_time is None and self.expected is not None and clock < first
        return dt.datetime.combine(metrics.day, dt.time() if just_turned else clock.time(), dt.UTC)


class Failure(Struct, frozen=True):
    """A failed reading, the last of `times` in a row. `reason`: plain words, safe to show.

    `retry_after`: seconds that the service asks to wait. `first_at`: when the first of them failed; None: it is this.
    """

    cause: Cause
    reason: str
    at: dt.datetime
    took: float
    times: int = 1
    retry_after: float | None = None
    meta: ResponseMeta | None = None
    first_at: dt.datetime | None = None

    @property
    def since(self) -> dt.datetime:
        """When the first of them failed."""
        return self.first_at or self.at


class Loading(Struct, frozen=True):
    """Nothing came yet, and nothing failed."""


class Live(Struct, Generic[T_co], frozen=True):
    """The last reading succeeded."""

    reading: Reading[T_co]


class Stale(Struct, Generic[T_co], frozen=True):
    """There are figures, and a newer reading failed."""

    reading: Reading[T_co]
    failure: Failure


class Down(Struct, frozen=True):
    """There never were figures, for the reason in `failure`."""

    failure: Failure


Feed = Loading | Live[T] | Stale[T] | Down


def after(feed: Feed[T], outcome: Reading[T] | Failure) -> Feed[T]:
    """`feed` after one more reading. A failure keeps the old figures."""
    match feed, outcome:
        case _, Reading():
            return Live(outcome)
        case Live(reading=reading), Failure():
            return Stale(reading, outcome)
        case Stale(reading=reading, failure=before), Failure():
            return Stale(reading, replace(outcome, first_at=before.since))
        case Loading(), Failure():
            return Down(outcome)
        case Down(failure=before), Failure():
            return Down(replace(outcome, first_at=before.since))
    raise AssertionError(feed)


def failure_of(feed: Feed[T]) -> Failure | None:
    """Why the last reading failed, if it did."""
    match feed:
        case Stale(failure=failure) | Down(failure=failure):
            return failure
        case Loading() | Live():
            return None


def reading_of(feed: Feed[T]) -> Reading[T] | None:
    """The last good reading, however old."""
    match feed:
        case Live(reading=reading) | Stale(reading=reading):
            return reading
        case Loading() | Down():
            return None
