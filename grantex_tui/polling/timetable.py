"""The schedules of all feeds together: which reading may begin when, beside what is in flight. No clock is read here.

One feed's schedule as a value: `schedule`. Who reads: `poller`. All times are seconds of the monotonic clock.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from typing import Final

from msgspec.structs import replace

from grantex_tui.polling.feed import Failure, Live, Reading
from grantex_tui.polling.intervals import (
    SLOW_READING,
    SUBSCRIPTION_INTERVAL,
    Intervals,
    plan_limit,
    refreshes_allowed,
)
from grantex_tui.polling.schedule import NEVER, HandBudget, Pace, Probe, Schedule
from grantex_tui.polling.state import State


class Flight(enum.Enum):
    """What may be in flight: `USAGE`, and beside it one of the others, which come in this order."""

    USAGE = enum.auto()
    HISTORY = enum.auto()
    SUBSCRIPTION = enum.auto()
    HEALTH = enum.auto()


FIGURES: Final = (Flight.USAGE, Flight.HISTORY)
FEEDS: Final = (*FIGURES, Flight.SUBSCRIPTION)


class Timetable:
    """Each feed's schedule, the budget of readings by hand, and the looks at the health page.

    `minute_ends`: when the minute that the last rate limit told of is over.
    """

    def __init__(self) -> None:
        self.minute_ends = NEVER
        self._limit: int | None = None
        self._schedules = {feed: Schedule() for feed in FEEDS}
        self._hand_budget = HandBudget()
        self._probe = Probe()

    def __getitem__(self, feed: Flight) -> Schedule:
        return self._schedules[feed]

    def openings(
        self, in_flight: Collection[Flight], state: State, intervals: Intervals, now: float
    ) -> dict[Flight, float]:
        """When each reading may begin, as far as that is known."""
        if Flight.USAGE in in_flight:
            return {}
        due = {flight: self.due(flight, state, intervals, now) for flight in Flight if flight not in in_flight}
        if in_flight:
            (beside,) = in_flight
            began = self._probe.began if beside is Flight.HEALTH else self[beside].began
            return {Flight.USAGE: max(due[Flight.USAGE], began + SLOW_READING)}
        if due[Flight.HISTORY] <= self[Flight.USAGE].ended:
            del due[Flight.USAGE]  # history waited for the usage's last reading: now it comes first
        return due

    def due(self, flight: Flight, state: State, intervals: Intervals, now: float) -> float:
        """When it is due by itself; infinity while it is not."""
        if flight is Flight.HEALTH:
            return NEVER if state.paused else self._probe_due(intervals.usage, now)
        held = state.paused or (flight is not Flight.USAGE and intervals.budget_low)
        if flight is Flight.SUBSCRIPTION and not isinstance(state.usage, Live):
            return NEVER
        return self[flight].due(held=held, hand_free=self.hand_free(state, now))

    def _probe_due(self, interval: float, now: float) -> float:
        """When to look at the health page: each interval while a feed's back-off is longer than that."""
        backing_off = (self[feed] for feed in FIGURES if self[feed].waits_longer_than(interval, now))
        return min((self._probe.due(schedule, interval) for schedule in backing_off), default=NEVER)

    def hand_free(self, state: State, now: float) -> float:
        """When the budget allows the next reading by hand."""
        allowed = refreshes_allowed(state.rate_limit, minute_over=now >= self.minute_ends)
        return self._hand_budget.free(allowed)

    @property
    def refreshing(self) -> bool:
        """Whether a refresh by hand is still to be answered."""
        return any(self[feed].refreshing for feed in FIGURES)

    def ask(self, feed: Flight, now: float) -> None:
        """By hand."""
        self._schedules[feed] = self[feed].ask(now)

    def begin(self, flight: Flight, now: float) -> None:
        """A reading or a look at the health page is under way."""
        if flight is Flight.HEALTH:
            self._probe = replace(self._probe, began=now)
            return
        self._schedules[flight] = self[flight].begin(now)
        if self[flight].by_hand and self[flight].extra:
            self._hand_budget = self._hand_budget.spend(now)

    def end(self, feed: Flight, outcome: Reading[object] | Failure, now: float, pace: Pace) -> None:
        """Plan what follows. What the service asks to wait, it asks of every feed.

        Another limit than before means another plan: then billing is read again.
        """
        if limit := plan_limit(outcome.meta.rate_limit if outcome.meta else None):
            self.minute_ends = now + limit.reset
            if self._limit not in (None, limit.limit):
                self.plan(Flight.SUBSCRIPTION, now)
            self._limit = limit.limit
        self._schedules[feed] = self[feed].end(outcome, now, pace)
        if isinstance(outcome, Failure) and outcome.retry_after:
            for other in FEEDS:
                self._schedules[other] = self[other].hold_back(now, outcome.retry_after)
        if feed is Flight.USAGE and isinstance(outcome, Reading):
            self._probe = replace(self._probe, trusted=True)

    def end_subscription(self, now: float) -> None:
        """Once an hour, whatever came of it."""
        schedule = replace(self[Flight.SUBSCRIPTION], planned=now + SUBSCRIPTION_INTERVAL, in_flight=False)
        self._schedules[Flight.SUBSCRIPTION] = schedule

    def end_probe(self, *, well: bool, interval: float, now: float) -> None:
        """What backs off is read at once if the service is well, unless that was believed in vain before."""
        if well and self._probe.trusted:
            for feed in FIGURES:
                if self[feed].waits_longer_than(interval, now):
                    self._schedules[feed] = replace(self[feed], hinted=now)
        self._probe = replace(self._probe, ended=now, trusted=not well)

    def plan(self, feed: Flight, moment: float) -> None:
        """Plan its next reading."""
        self._schedules[feed] = replace(self[feed], planned=moment)

    def stop(self, feed: Flight) -> None:
        """No reading before a refresh."""
        self._schedules[feed] = replace(self[feed], planned=None, asked=None)

    def all_at_once(self, now: float, slept: float) -> None:
        """All figures are due once, but for those stopped or held back; the machine `slept` so many seconds."""
        for feed in FIGURES:
            self._schedules[feed] = self[feed].at_once(now, slept)
