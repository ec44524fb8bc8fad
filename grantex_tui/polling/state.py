"""All that is known at a moment: feeds, days, schedule, log. Frozen; the `with_…` methods give the next state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from grantex_tui.api.models import MAX_DAYS, Subscription, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Feed, Loading, Reading, after, failure_of, reading_of
from grantex_tui.polling.intervals import plan_limit
from grantex_tui.polling.recalled import Recalled
from grantex_tui.usage.hours import Rhythm, day_gone
from grantex_tui.usage.ledger import DayRecord, DayState, Ledger
from grantex_tui.usage.mark import Mark
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import Plan, PlanInForce, plan_in_force
from grantex_tui.usage.rate import Sample, Samples
from grantex_tui.usage.totals import requests_of
from grantex_tui.usage.weekdays import Weekdays

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
    `budget_low`: polling holds back, as little of the minute's budget is left. `minute_over`: the minute that
    `rate_limit` tells of has passed. `refreshing`: a refresh asked for is under way. `overdue`: a reading of the
    current usage takes unusually long. `skew`: this machine's clock less the service's. `samples`: the last live
    readings. `mark`: what was counted since the user set one; `marking`: it waits for a reading to count from.
    `recalled`: figures of an earlier run, None once the current usage was read.
    `rhythm`: the hours of days of today's weekday, by which today's pace is judged. `weekdays`: what is kept tells of
    them, for the month's projection; None before it was read.
    `subscription`: the account's plan as billing names it, read once an hour.
    """

    usage: Feed[UsageMetrics] = field(default_factory=Loading)
    history: Feed[UsageHistory] = field(default_factory=Loading)
    ledger: Ledger = field(default_factory=Ledger)
    interval: int = 30
    requests_per_minute: float = 0.0
    budget_low: bool = False
    minute_over: bool = False
    paused: bool = False
    refreshing: bool = False
    overdue: bool = False
    next_usage: dt.datetime | None = None
    next_history: dt.datetime | None = None
    rate_limit: RateLimit | None = None
    skew: dt.timedelta = dt.timedelta()
    samples: Samples = field(default_factory=Samples)
    mark: Mark | None = None
    marking: bool = False
    recalled: Recalled | None = None
    rhythm: Rhythm = ()
    weekdays: Weekdays | None = None
    subscription: Feed[Subscription] = field(default_factory=Loading)
    events: tuple[Event, ...] = ()

    @property
    def developer(self) -> str:
        """Whose figures are shown, as the last good reading named the account, else an earlier run; empty: unknown."""
        usage, history = reading_of(self.usage), reading_of(self.history)
        if usage is not None:
            return usage.value.developer_id
        if history is not None:
            return history.value.developer_id
        return self.recalled.developer if self.recalled is not None else ""

    def with_usage(self, outcome: Reading[UsageMetrics] | Failure) -> State:
        """After a reading of the current usage."""
        if isinstance(outcome, Reading):
            known = self._of(outcome.value.developer_id, outcome.read_at)
            return replace(known, recalled=None)._with_usage(outcome)
        return self._with_usage(outcome)

    def _with_usage(self, outcome: Reading[UsageMetrics] | Failure) -> State:
        ledger, events, samples, mark = self.ledger, self.events, self.samples, self.mark
        if isinstance(outcome, Reading):
            metrics = outcome.value
            ledger = ledger.after_usage(metrics, outcome.served)
            events += _ledger_events(self.ledger, ledger, outcome.read_at)
            sample = Sample(outcome.served.timestamp(), metrics.period, metrics.counters)
            if samples.goes_back(sample):
                samples, mark = Samples((sample,)), _mark_at(outcome) if mark else None
                anew = "rate and mark start" if mark else "the rate starts"
                events += (Event(outcome.read_at, f"the service's time went back: {anew} anew"),)
            else:
                samples = samples.add(sample)
                mark = mark.after_usage(metrics.period, metrics.counters) if mark else None
        events += _feed_events("usage", self.usage, outcome)
        kept = _unless_late(self, outcome, ledger)
        state = self._read(outcome, ledger, events, usage=after(self.usage, kept))
        return replace(state, samples=samples, mark=mark)

    def with_history(self, outcome: Reading[UsageHistory] | Failure) -> State:
        """After a reading of the history."""
        if isinstance(outcome, Reading):
            return self._of(outcome.value.developer_id, outcome.read_at)._with_history(outcome)
        return self._with_history(outcome)

    def _of(self, developer: str, at: dt.datetime) -> State:
        """Without what an earlier run kept, if that was another account's."""
        if self.recalled is None:
            return self
        if developer in ("", self.recalled.developer):  # the day was this machine's until now
            return replace(self, ledger=replace(self.ledger, today=None))
        words = "the key is another account's: what was kept of the last one is no longer shown"
        return replace(self, recalled=None, rhythm=(), weekdays=None, ledger=Ledger()).with_event(at, words)

    def _with_history(self, outcome: Reading[UsageHistory] | Failure) -> State:
        ledger, events = self.ledger, self.events
        if isinstance(outcome, Reading):
            ledger = ledger.after_history(outcome.value, outcome.served)
            events += _ledger_events(self.ledger, ledger, outcome.read_at)
            events += _correction_events(self.ledger, ledger, outcome.read_at)
        events += _feed_events("history", self.history, outcome)
        state = self._read(outcome, ledger, events, history=after(self.history, outcome))
        return replace(state, mark=_closed(state.mark, ledger))

    def with_subscription(self, outcome: Reading[Subscription] | Failure) -> State:
        """After a reading of the plan; one that failed leaves the plan as it was known."""
        return self._read(outcome, self.ledger, self.events, subscription=after(self.subscription, outcome))

    def plan_in_force(self, chosen: Plan | None = None) -> PlanInForce | None:
        """As billing last named it, else by the rate limit, else as `chosen` in the settings."""
        reading = reading_of(self.subscription)
        return plan_in_force(reading.value.plan if reading else None, self.rate_limit, chosen)

    def with_recalled(self, recalled: Recalled) -> State:
        """With an earlier run's figures, until the service is read or names another account."""
        ledger = self.ledger.recall(recalled.days).on(recalled.at.date())
        return replace(self, recalled=recalled, ledger=ledger)

    def with_records(self, records: Iterable[DayRecord]) -> State:
        """With what earlier runs of the program knew of its account's days."""
        return replace(self, ledger=self.ledger.recall(records))

    def day_gone(self, served: dt.datetime, metric: Metric) -> float:
        """How much of a usual day's use is over at the service's time `served`, 0 to 1."""
        return day_gone(served, self.rhythm, metric)

    def with_mark(self, at: dt.datetime) -> State:
        """With the mark on the last live reading, which it counts from, if there is one. `at`: for the log."""
        reading = reading_of(self.usage)
        if reading is None:
            return replace(self, marking=False)
        return replace(self, mark=_mark_at(reading), marking=False).with_event(
            at, f"mark set: counts from {reading.read_at:%H:%M:%S} UTC"
        )

    def without_mark(self, at: dt.datetime) -> State:
        """Without a mark, and without one that waits to be set; `at`: for the log."""
        if self.mark is None and not self.marking:
            return self
        return replace(self, mark=None, marking=False).with_event(at, "mark removed")

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


def _mark_at(reading: Reading[UsageMetrics]) -> Mark:
    return Mark.start(reading.read_at, reading.value.period, reading.value.counters)


def _unless_late(
    state: State, outcome: Reading[UsageMetrics] | Failure, ledger: Ledger
) -> Reading[UsageMetrics] | Failure:
    """The reading before where `outcome` is a replica's that still answers for yesterday: it is good, but not newer."""
    before = reading_of(state.usage)
    if before is None or not isinstance(outcome, Reading) or outcome.value.day is None:
        return outcome
    late = before.value.day == ledger.today and outcome.value.day != ledger.today
    return before if late else outcome


def _correction_events(before: Ledger, now: Ledger, at: dt.datetime) -> tuple[Event, ...]:
    """A day that was final, and whose row was changed since."""
    known = before.rows_read is not None or before.kept
    if not known or not before.rows_fit or not now.rows_fit:
        return ()
    changed = [
        (was, day)
        for day in now.window(MAX_DAYS)
        if (was := before.day(day.date)).complete and day.counters and day.counters != was.counters
    ]
    if not changed:
        return ()
    was, day = changed[-1]
    more = f"; {len(changed) - 1} earlier days too" if len(changed) > 1 else ""
    figures = f"{requests_of(was):,} → {requests_of(day):,} requests"
    return (Event(at, f"{day.date} was corrected: {figures}{more}"),)


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
    if before.today is not None and now.today is not None and now.today != before.today:
        what = "a new UTC day at the service" if now.today > before.today else "the service's UTC day went back"
        events.append(Event(at, f"{what}: {now.today}"))
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
