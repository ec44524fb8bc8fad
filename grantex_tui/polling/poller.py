"""The loop that reads the service: when to read what, and what the readings make of the `State`.

One request is in flight at a time. Commands (`refresh`, `pause`, …) may come at any moment from the same event
loop; each answers with the state it leads to, so that a key shows its effect before the network does. Expected
failures are values in the state; anything else is a bug and leaves the loop as an exception.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.errors import GrantexError
from grantex_tui.api.models import MAX_DAYS, UsageHistory
from grantex_tui.api.response import Response
from grantex_tui.polling.clock import Clock
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Live, Reading, failure_of
from grantex_tui.polling.fetch import failed
from grantex_tui.polling.intervals import (
    CLOCK_CHECK,
    CLOCK_JUMP,
    INTERVAL_STEPS,
    MAX_RETRY_AFTER,
    MIDNIGHT_MARGIN,
    MIN_REFRESH_GAP,
    SUBSCRIPTION_INTERVAL,
    Intervals,
    intervals,
    wait_after_failures,
)
from grantex_tui.polling.state import State
from grantex_tui.usage.utc import end_of_day

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex


T = TypeVar("T")

A_MOMENT: Final = 0.001
"""Seconds that make up for what floating point loses where a time is cut to whole seconds."""

OpenClient = Callable[[], "AbstractAsyncContextManager[AsyncGrantex]"]


class _Schedule(Struct):
    """When a feed is read next, by the monotonic clock; None: not before a refresh.

    `forced`: a refresh asked for it, which neither a pause nor a low budget holds back.
    """

    due: float | None = 0.0
    began: float = float("-inf")
    forced: bool = False


class Poller:
    """Reads the service until cancelled; `async for state in poller.states()` gives each new state.

    `open_client` gives the client for the poller's life. `jitter` gives numbers from 0 to 1. `interval` in seconds;
    if `explicit` it is the user's own, else it may grow to spare the plan's budget.
    """

    def __init__(
        self, open_client: OpenClient, *, clock: Clock, jitter: Callable[[], float], interval: int, explicit: bool
    ) -> None:
        self._open_client = open_client
        self._clock = clock
        self._jitter = jitter
        self._explicit = explicit
        self._usage = _Schedule()
        self._history = _Schedule()
        self._subscription = _Schedule()
        self._woken = asyncio.Event()
        self._served: tuple[dt.datetime, float] | None = None
        self._lead = self._wall_lead()
        self._state = State(interval=interval)

    @property
    def state(self) -> State:
        return self._state

    def now(self) -> dt.datetime:
        """This machine's clock, in UTC."""
        return self._clock.utc()

    def refresh(self) -> State:
        """Read both now, at the soonest a second after the last try began; also while paused or stopped."""
        now = self._clock.monotonic()
        for schedule in (self._usage, self._history):
            schedule.due, schedule.forced = max(now, schedule.began + MIN_REFRESH_GAP), True
        return self._change(replace(self._state, refreshing=True))

    def mark(self) -> State:
        """Count from now on; see `mark`."""
        self._state = self._state.with_mark(self._clock.utc())
        return self._state

    def pause(self) -> State:
        """No reads until `resume` or `refresh`."""
        return self._change(replace(self._state, paused=True))

    def resume(self) -> State:
        """Go on reading; what was due meanwhile is read at once."""
        return self._change(replace(self._state, paused=False))

    def longer(self) -> State:
        """The next longer interval."""
        return self._choose(next((step for step in INTERVAL_STEPS if step > self._state.interval), INTERVAL_STEPS[-1]))

    def shorter(self) -> State:
        """The next shorter interval."""
        steps = reversed(INTERVAL_STEPS)
        return self._choose(next((step for step in steps if step < self._state.interval), INTERVAL_STEPS[0]))

    async def states(self) -> AsyncGenerator[State, None]:
        """The state after every reading, for ever. Raises what is a bug; failed readings are in the state."""
        yield self._state
        async with self._open_client() as client:
            while True:
                if self._due(self._usage):
                    await self._read_usage(client)
                    yield self._publish()
                if self._due(self._history):
                    await self._read_history(client)
                if self._due(self._subscription):
                    yield self._publish()
                    await self._read_subscription(client)
                if self._state.paused or failure_of(self._state.usage) or self._usage.due is None:
                    self._turn_the_day()
                refreshing = any(
                    schedule.forced and schedule.due is not None for schedule in (self._usage, self._history)
                )
                self._state = replace(self._state, refreshing=refreshing)
                yield self._publish()
                await self._wait()

    async def _read_usage(self, client: AsyncGrantex) -> None:
        before = self._state
        outcome = await self._read(client, client.usage.read_current, self._usage, failure_of(before.usage))
        self._state = self._state.with_usage(outcome)
        self._reschedule(self._usage, outcome, self._intervals.usage)
        match outcome:
            case Reading() if before.ledger.today not in (None, self._state.ledger.today):
                if failure_of(self._state.history) is None:
                    self._history.due = self._clock.monotonic()
            case Failure(cause=Cause.KEY_REFUSED):
                self._history.due = None

    async def _read_history(self, client: AsyncGrantex) -> None:
        async def read() -> Response[UsageHistory]:
            return await client.usage.read_history(days=MAX_DAYS)  # every shorter range is a slice of it

        outcome = await self._read(client, read, self._history, failure_of(self._state.history))
        self._state = self._state.with_history(outcome)
        self._reschedule(self._history, outcome, self._intervals.history)
        refused = isinstance(outcome, Failure) and outcome.cause is Cause.KEY_REFUSED
        if refused and not self._usage.forced:
            self._usage.due = None

    async def _read_subscription(self, client: AsyncGrantex) -> None:
        """Once an hour, whatever comes of it: the plan changes seldom, and no figure depends on it."""
        self._state = self._state.with_subscription(
            await self._read(client, client.read_subscription, self._subscription, None)
        )
        self._subscription.due = self._clock.monotonic() + SUBSCRIPTION_INTERVAL

    async def _read(
        self,
        client: AsyncGrantex,
        read: Callable[[], Awaitable[Response[T]]],
        schedule: _Schedule,
        before: Failure | None,
    ) -> Reading[T] | Failure:
        began = schedule.began = self._clock.monotonic()
        schedule.due, schedule.forced = None, False
        try:
            answer = await read()
        except GrantexError as error:
            times = before.times + 1 if before else 1
            failure = failed(error, self._clock.utc(), self._clock.monotonic() - began, times)
            figures = schedule is not self._subscription
            if figures and failure.cause is Cause.TIME_OUT and (health := await _health(client)):
                failure = replace(failure, reason=f"{failure.reason}; {health}")
            self._turn_the_day()
            return failure
        ended = self._clock.monotonic()
        reading = Reading(answer.value, answer.meta, self._clock.utc(), ended - began, self._service_clock())
        self._served = (reading.served, ended)
        return reading

    def _reschedule(self, schedule: _Schedule, outcome: Reading[T] | Failure, regular: float) -> None:
        """A refresh asked for during the reading stays, unless figures or a refusal of the key answer it."""
        due = self._next(outcome, regular)
        schedule.forced = schedule.forced and isinstance(outcome, Failure) and due is not None
        if not schedule.forced:
            schedule.due = due
        if isinstance(outcome, Failure) and outcome.retry_after:
            self._hold_back(min(outcome.retry_after, MAX_RETRY_AFTER))

    def _hold_back(self, seconds: float) -> None:
        """What the service asks to wait, it asks of every reading."""
        soonest = self._clock.monotonic() + seconds
        for schedule in (self._usage, self._history, self._subscription):
            if schedule.due is not None and not schedule.forced:
                schedule.due = max(schedule.due, soonest)

    def _next(self, outcome: Reading[T] | Failure, regular: float) -> float | None:
        """When, by the monotonic clock, the feed is read next."""
        now = self._clock.monotonic()
        match outcome:
            case Failure(cause=Cause.KEY_REFUSED):
                return None
            case Failure(times=times):
                interval = min(regular, self._intervals.usage)
                return now + wait_after_failures(times, interval, outcome.retry_after, self._jitter())
            case Reading():
                return min(now + regular, self._midnight())

    def _midnight(self) -> float:
        """Shortly after the service's day turns, by the monotonic clock."""
        if self._served is None:
            return float("inf")
        served, then = self._served
        end = end_of_day(served.date())
        return then + (end - served).total_seconds() + MIDNIGHT_MARGIN + self._jitter()

    def _turn_the_day(self) -> None:
        """Follow the service's day while it is not asked or does not answer.

        By the monotonic clock, as the wall clock may jump.
        """
        clock, today = self._service_clock(), self._state.ledger.today
        if clock is not None and today is not None and clock.date() > today:
            self._state = self._state.on(clock.date(), self._clock.utc())

    def _service_clock(self) -> dt.datetime | None:
        """The service's clock now, as its last answer makes expect."""
        if self._served is None:
            return None
        served, then = self._served
        return served + dt.timedelta(seconds=self._clock.monotonic() - then)

    @property
    def _intervals(self) -> Intervals:
        return intervals(self._state.interval, self._state.rate_limit, explicit=self._explicit)

    def _due(self, schedule: _Schedule) -> bool:
        return self._planned(schedule) <= self._clock.monotonic()

    def _planned(self, schedule: _Schedule) -> float:
        """When the plan is due by the monotonic clock; infinity while it is not."""
        secondary = schedule is not self._usage
        held = self._state.paused or (secondary and self._intervals.budget_low)
        if schedule is self._subscription and not isinstance(self._state.usage, Live):
            return float("inf")
        return float("inf") if schedule.due is None or (held and not schedule.forced) else schedule.due

    async def _wait(self) -> None:
        """Until something is due, a command came, or the wall clock is found to have jumped."""
        self._woken.clear()
        schedules = (self._usage, self._history, self._subscription)
        seconds = min(self._planned(schedule) for schedule in schedules) - self._clock.monotonic()
        if seconds > 0:
            await self._clock.wait(self._woken, min(seconds, CLOCK_CHECK))
        before, self._lead = self._lead, self._wall_lead()
        if abs(self._lead - before) > CLOCK_JUMP:
            self._after_jump(self._lead - before)

    def _wall_lead(self) -> float:
        """How far the wall clock is ahead of the monotonic one: the same from look to look unless it jumped."""
        return self._clock.utc().timestamp() - self._clock.monotonic()

    def _after_jump(self, seconds: float) -> None:
        """The machine slept or its clock was set: everything that is not stopped is due once."""
        words = "the machine slept" if seconds > 0 else "this machine's clock was set back"
        self._state = self._state.with_event(self._clock.utc(), f"{words}: reading again")
        for schedule in (self._usage, self._history):
            schedule.due = None if schedule.due is None else self._clock.monotonic()

    def _choose(self, interval: int) -> State:
        self._explicit = True
        self._state = replace(self._state, interval=interval)
        schedule = self._usage
        if schedule.due is not None and not schedule.forced and failure_of(self._state.usage) is None:
            schedule.due = min(schedule.began + self._intervals.usage, self._midnight())
        return self._change(self._state)

    def _change(self, state: State) -> State:
        self._state = state
        self._woken.set()
        return self._publish()

    def _publish(self) -> State:
        """The state with its schedule in wall-clock times."""
        self._state = replace(
            self._state,
            requests_per_minute=self._intervals.requests_per_minute,
            budget_low=self._intervals.budget_low,
            next_usage=self._wall_time(self._usage),
            next_history=self._wall_time(self._history),
        )
        return self._state

    def _wall_time(self, schedule: _Schedule) -> dt.datetime | None:
        planned = self._planned(schedule)
        if planned == float("inf"):
            return None
        moment = self._clock.utc() + dt.timedelta(seconds=max(0.0, planned - self._clock.monotonic()) + A_MOMENT)
        return moment.replace(microsecond=0)  # as it is shown: a later look at the same plan is equal


async def _health(client: AsyncGrantex) -> str | None:
    """What the service's health page says of itself; None where it does not answer either."""
    try:
        return (await client.read_health()).value.words
    except GrantexError:
        return None
