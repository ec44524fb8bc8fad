"""All that is known at a moment: feeds, days, schedule, log. Frozen; the `with_…` methods give the next state."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from grantex_tui.api.models import Subscription, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Feed, Loading, Reading, after, failure_of, reading_of
from grantex_tui.polling.intervals import plan_limit
from grantex_tui.usage.ledger import DayState, Ledger
from grantex_tui.usage.mark import Mark
from grantex_tui.usage.plans import Plan, plan_named
from grantex_tui.usage.rate import Sample, Samples

MAX_EVENTS: Final = 100
SKEW_NOTED: Final = dt.timedelta(minutes=2)


def refusal(state: State) -> Failure | None:
    """The failure that says the key is refused, if either feed met one."""
    failures = (failure_of(state.usage), failure_of(state.history))
    return next((failure for failure in failures if failure and failure.cause is Cause.KEY_REFUSED), None)


T = TypeVar("T")


class Event(Struct, frozen=True):
    """Something worth a line in the log, by this machine's clock (UTC)."""

    at: dt.datetime
    words: str


class State(Struct, frozen=True):
    """All the dashboard knows.

    `next_usage`, `next_history`: when the next try is (UTC, this machine's clock); None while none is planned.
    `interval`: seconds between polls as the user set it; `requests_per_minute`: what polling takes now;
    `budget_low`: polling holds back, as little of the minute's budget is left. `refreshing`: a refresh asked for is
    under way. `skew`: this machine's clock less the service's. `samples`: the last live readings. `mark`: what was
    counted since the user set one. `subscription`: the account's plan as billing names it, read once an hour.
    """

    usage: Feed[UsageMetrics] = field(default_factory=Loading)
    history: Feed[UsageHistory] = field(default_factory=Loading)
    ledger: Ledger = field(default_factory=Ledger)
    interval: int = 30
    requests_per_minute: float = 0.0
    budget_low: bool = False
    paused: bool = False
    refreshing: bool = False
    next_usage: dt.datetime | None = None
    next_history: dt.datetime | None = None
    rate_limit: RateLimit | None = None
    skew: dt.timedelta = dt.timedelta()
    samples: Samples = field(default_factory=Samples)
    mark: Mark | None = None
    subscription: Feed[Subscription] = field(default_factory=Loading)
    events: tuple[Event, ...] = ()

    def with_usage(self, outcome: Reading[UsageMetrics] | Failure) -> State:
        """After a reading of the current usage."""
        ledger, events, samples, mark = self.ledger, self.events, self.samples, self.mark
        if isinstance(outcome, Reading):
            metrics = outcome.value
            ledger = ledger.after_usage(metrics, outcome.served)
            events += _ledger_events(self.ledger, ledger, outcome.read_at)
            samples = samples.add(Sample(outcome.served.timestamp(), metrics.period, metrics.counters))
            mark = mark.after_usage(metrics.period, metrics.counters) if mark else None
        events += _feed_events("usage", self.usage, outcome)
        state = self._read(outcome, ledger, events, usage=after(self.usage, outcome))
        return replace(state, samples=samples, mark=mark)

    def with_history(self, outcome: Reading[UsageHistory] | Failure) -> State:
        """After a reading of the history."""
        ledger, events = self.ledger, self.events
        if isinstance(outcome, Reading):
            ledger = ledger.after_history(outcome.value, outcome.served)
            events += _ledger_events(self.ledger, ledger, outcome.read_at)
        events += _feed_events("history", self.history, outcome)
        state = self._read(outcome, ledger, events, history=after(self.history, outcome))
        return replace(state, mark=_closed(state.mark, ledger))

    def with_subscription(self, outcome: Reading[Subscription] | Failure) -> State:
        """After a reading of the plan; one that failed leaves the plan as it was known."""
        return self._read(outcome, self.ledger, self.events, subscription=after(self.subscription, outcome))

    @property
    def plan(self) -> Plan | None:
        """As billing last named it; None where it named none that is published."""
        reading = reading_of(self.subscription)
        return plan_named(reading.value.plan) if reading else None

    def with_mark(self, at: dt.datetime) -> State:
        """With the mark set at `at`, on the last live reading; without one as it was."""
        reading = reading_of(self.usage)
        if reading is None:
            return self
        mark = Mark.start(at, reading.value.period, reading.value.counters)
        return replace(self, mark=mark).with_event(at, "mark set")

    def with_event(self, at: dt.datetime, words: str) -> State:
        """With a line in the log."""
        return replace(self, events=self._log((Event(at, words),)))

    def on(self, today: dt.date, at: dt.datetime) -> State:
        """After the service's day turned to `today`, as far as its last answers tell."""
        ledger = self.ledger.on(today)
        return replace(self, ledger=ledger, events=self._log(_ledger_events(self.ledger, ledger, at)))

    def _read(
        self,
        outcome: Reading[UsageMetrics] | Reading[UsageHistory] | Reading[Subscription] | Failure,
        ledger: Ledger,
        events: tuple[Event, ...],
        **feed: Feed[UsageMetrics] | Feed[UsageHistory] | Feed[Subscription],
    ) -> State:
        meta = outcome.meta
        skew = self.skew
        if isinstance(outcome, Reading) and outcome.meta.server_time:
            skew = outcome.read_at - outcome.meta.server_time
        rate_limit = plan_limit(meta.rate_limit if meta else None) or self.rate_limit
        events = events[-MAX_EVENTS:]
        return replace(self, ledger=ledger, events=events, skew=skew, rate_limit=rate_limit, **feed)

    def _log(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        return (*self.events, *events)[-MAX_EVENTS:]


def _closed(mark: Mark | None, ledger: Ledger) -> Mark | None:
    """`mark` with what the service's last word adds to the days that ended since it was set."""
    if mark is None:
        return None
    for ended in mark.past:
        day = ledger.day(ended.date)
        if day.state is DayState.FINAL and day.counters is not None:
            mark = mark.closed(ended.date, day.counters)
    return mark


def _ledger_events(before: Ledger, now: Ledger, at: dt.datetime) -> tuple[Event, ...]:
    events = []
    if before.today is not None and now.today != before.today:
        events.append(Event(at, f"a new UTC day at the service: {now.today}"))
    if now.restarted and not (before.restarted and before.today == now.today):
        events.append(Event(at, "counter restarted: the service counts less than before"))
    return tuple(events)


def _feed_events(name: str, feed: Feed[T], outcome: Reading[T] | Failure) -> tuple[Event, ...]:
    before = failure_of(feed)
    match outcome:
        case Failure() if before is None or before.reason != outcome.reason:
            return (Event(outcome.at, f"{name} failed: {outcome.reason}"),)
        case Reading() if before is not None:
            times = "once" if before.times == 1 else f"{before.times} times"
            return (Event(outcome.read_at, f"{name} recovered after failing {times}"),)
        case _:
            return ()
