"""A feed: one kind of reading of the service, and its outcome so far.

The service's readings (the current usage, the history, the subscription) fail apart, so each has its own outcome:
`Loading`, `Live`, `Stale` (figures, but a newer reading failed), `Down` (never any figures).
"""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from msgspec import Struct

from grantex_tui.api.models import UsageMetrics
from grantex_tui.api.response import ResponseMeta
from grantex_tui.polling.failures import Cause

T = TypeVar("T")


T_co = TypeVar("T_co", covariant=True)


class Reading(Struct, Generic[T_co], frozen=True):
    """A valid answer: `read_at` by this machine's clock (UTC), `took` in seconds.

    `expected`: the service's clock at the answer, as its earlier answers make expect.
    """

    value: T_co
    meta: ResponseMeta
    read_at: dt.datetime
    took: float
    expected: dt.datetime | None = None

    @property
    def served(self) -> dt.datetime:
        """The service's clock at the answer.

        Where it sent none as expected, else this machine's, moved to the day that the period names.
        """
        if self.meta.server_time:
            return self.meta.server_time
        clock = self.expected or self.read_at
        day = self.value.day if isinstance(self.value, UsageMetrics) else None
        if day is None or day == clock.date():
            return clock
        just_turned = self.expected is not None and day > clock.date()
        return dt.datetime.combine(day, dt.time() if just_turned else clock.time(), dt.UTC)


class Failure(Struct, frozen=True):
    """A failed reading, the last of `times` in a row. `reason`: plain words, safe to show.

    `retry_after`: seconds that the service asks to wait.
    """

    cause: Cause
    reason: str
    at: dt.datetime
    took: float
    times: int = 1
    retry_after: float | None = None
    meta: ResponseMeta | None = None


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
        case ((Live(reading=reading) | Stale(reading=reading)), Failure()):
            return Stale(reading, outcome)
        case ((Loading() | Down()), Failure()):
            return Down(outcome)
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
