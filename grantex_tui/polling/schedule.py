"""When a feed is read next, as values: all times are seconds of the monotonic clock. Pure: nothing waits here.

How long the intervals are: `intervals`. What is read when two feeds are due at once: `poller`.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Reading
from grantex_tui.polling.intervals import (
    MAX_RETRY_AFTER,
    MIDNIGHT_MARGIN,
    MIN_REFRESH_GAP,
    REFRESH_WINDOW,
    wait_after_failures,
)
from grantex_tui.usage.utc import end_of_day

NEVER: Final = float("inf")
LONG_AGO: Final = float("-inf")


class Pace(Struct, frozen=True):
    """What a schedule needs to know of the moment a reading ends.

    `regular`: seconds to the feed's next reading; `retry`: seconds to the first retry; `midnight`: when the service's
    day will have turned; `jitter`: 0 to 1.
    """

    regular: float
    retry: float
    midnight: float
    jitter: float


class Schedule(Struct, frozen=True):
    """A feed's next reading.

    `planned`: when it is due by itself; None: not before a refresh. `asked`: when a refresh by hand is due.
    `hinted`: when it is due because the health page is well again. `not_before`: what the service asked to wait.
    `failures`: in a row, the last at `failed`, tries out of schedule left out. `began`, `ended`: of the last reading.
    `in_flight`: it is under way; `by_hand`, `extra`: it was asked for by hand, it came before its plan.
    """

    planned: float | None = 0.0
    asked: float | None = None
    hinted: float | None = None
    not_before: float = LONG_AGO
    failures: int = 0
    failed: float | None = None
    began: float = LONG_AGO
    ended: float = LONG_AGO
    in_flight: bool = False
    by_hand: bool = False
    extra: bool = False

    @property
    def refreshing(self) -> bool:
        """Whether a refresh by hand is still to be answered."""
        return self.asked is not None or (self.in_flight and self.by_hand)

    def due(self, *, held: bool, hand_free: float) -> float:
        """When the next reading may begin. `held`: only by hand; `hand_free`: when the budget allows one by hand."""
        if self.in_flight:
            return NEVER
        own = NEVER if held else min(_or_never(self.planned), _or_never(self.hinted))
        return min(own, max(_or_never(self.asked), hand_free) if self.asked is not None else NEVER)

    def ask(self, now: float) -> Schedule:
        """With a refresh by hand, at the soonest a second after the last try began."""
        return replace(self, asked=max(now, self.began + MIN_REFRESH_GAP))

    def begin(self, now: float) -> Schedule:
        """With a reading under way."""
        extra = self.planned is None or self.planned > now
        by_hand = self.asked is not None and self.asked <= now
        return replace(self, asked=None, hinted=None, began=now, in_flight=True, by_hand=by_hand, extra=extra)

    def end(self, outcome: Reading[object] | Failure, now: float, pace: Pace) -> Schedule:
        """After the reading. A refresh asked for meanwhile stays, unless figures or a refusal of the key answer it."""
        landed = replace(self, ended=now, in_flight=False, hinted=None)
        match outcome:
            case Reading():
                planned = min(now + pace.regular, pace.midnight)
                return replace(landed, planned=planned, asked=None, failures=0, failed=None, not_before=LONG_AGO)
            case Failure(cause=Cause.KEY_REFUSED):
                return replace(landed, planned=None, asked=None)
            case Failure() if self.extra and self.planned is not None and self.planned > now:
                return landed  # a try out of schedule never lengthens it
            case Failure():
                failures = self.failures + 1
                wait = wait_after_failures(failures, min(pace.regular, pace.retry), outcome.retry_after, pace.jitter)
                return replace(landed, planned=now + wait, failures=failures, failed=now)

    def hold_back(self, now: float, retry_after: float) -> Schedule:
        """After the service asked to wait, which it asks of every reading but one asked for by hand."""
        until = max(self.not_before, now + min(retry_after, MAX_RETRY_AFTER))
        planned = None if self.planned is None else max(self.planned, until)
        return replace(self, planned=planned, hinted=None, not_before=until)

    def at_once(self, now: float, slept: float) -> Schedule:
        """Due now unless stopped, and not sooner than the service asked; it counts while this machine sleeps."""
        until = self.not_before - slept
        return replace(self, planned=None if self.planned is None else max(now, until), not_before=until)

    def waits_longer_than(self, interval: float, now: float) -> bool:
        """Whether the back-off is longer than the `interval`, and of our own making."""
        return (
            not self.in_flight
            and self.not_before <= now
            and self.planned is not None
            and self.failed is not None
            and self.planned > self.failed + interval
        )


def _or_never(moment: float | None) -> float:
    return NEVER if moment is None else moment


class ServiceClock(Struct, frozen=True):
    """The service's clock as its last answer told it: `served` at `at`, seconds that include this machine's sleep.

    `named`: a period bears it out, so that a `Date` far from it is wrong.
    """

    served: dt.datetime
    at: float
    named: bool

    def now(self, at: float) -> dt.datetime:
        """What it says at `at`."""
        return self.served + dt.timedelta(seconds=at - self.at)

    def until_new_day(self, at: float) -> float:
        """Seconds until its day will have turned for certain."""
        now = self.now(at)
        return (end_of_day(now.date()) - now).total_seconds() + MIDNIGHT_MARGIN


class HandBudget(Struct, frozen=True):
    """When requests by hand began within the last `REFRESH_WINDOW` seconds, oldest first."""

    spent: tuple[float, ...] = ()

    def free(self, allowed: int) -> float:
        """When the next one may begin, with `allowed` of them in a window."""
        return LONG_AGO if len(self.spent) < allowed else self.spent[-allowed] + REFRESH_WINDOW

    def spend(self, now: float) -> HandBudget:
        """After one more."""
        return HandBudget((*(at for at in self.spent if at > now - REFRESH_WINDOW), now))


class Probe(Struct, frozen=True):
    """Looks at the health page while readings fail. `began`, `ended`: of the last one.

    `trusted`: its "well" means that a reading will succeed; not so once a reading failed after it.
    """

    trusted: bool = True
    began: float = LONG_AGO
    ended: float = LONG_AGO

    def due(self, schedule: Schedule, interval: float) -> float:
        """When to look next for a feed that backs off."""
        return max(self.ended, LONG_AGO if schedule.failed is None else schedule.failed) + interval
