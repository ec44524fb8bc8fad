"""The loop that reads the service: when to read what, and what the readings make of the `State`.

Two readings may be in flight at once: the current usage, and beside it the history, the plan or the health page. A
feed is never asked twice at once, and readings follow each other unless one is overdue. Commands (`refresh`, `pause`,
…) may come at any moment from the same event loop; each answers with the state it leads to, so that a key shows its
effect before the network does. Expected failures are values in the state; anything else is a bug and leaves the loop
as an exception.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from grantex_tui.api.errors import GrantexError
from grantex_tui.api.models import MAX_DAYS, UsageHistory
from grantex_tui.api.response import Response
from grantex_tui.polling.clock import Clock, JumpWatch
from grantex_tui.polling.failures import Cause, health_explains, with_health
from grantex_tui.polling.feed import Failure, Reading, failure_of, reading_of
from grantex_tui.polling.fetch import failed, read_health
from grantex_tui.polling.intervals import (
    A_MOMENT,
    CLOCK_CHECK,
    CLOCK_JUMP,
    INTERVAL_STEPS,
    SLOW_READING,
    Intervals,
    intervals,
)
from grantex_tui.polling.schedule import NEVER, Pace, ServiceClock
from grantex_tui.polling.state import State
from grantex_tui.polling.timetable import FIGURES, Flight, Timetable

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.usage.hours import Rhythm
    from grantex_tui.usage.ledger import DayRecord
    from grantex_tui.usage.weekdays import Weekdays

T = TypeVar("T")

OpenClient = Callable[[], "AbstractAsyncContextManager[AsyncGrantex]"]


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
        self._steps = sorted({interval, *INTERVAL_STEPS})
        self._timetable = Timetable()
        self._flights: dict[Flight, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._service: ServiceClock | None = None
        self._newest_day = dt.date.min
        self._jumps = JumpWatch(clock)
        self._state = State(interval=interval)

    @property
    def state(self) -> State:
        return self._state

    def now(self) -> dt.datetime:
        """This machine's clock, in UTC."""
        return self._clock.utc()

    def refresh(self) -> State:
        """Read both now, at the soonest a second after the last try began; also while paused or stopped.

        Within the budget of readings by hand: `refreshes_allowed` a minute.
        """
        for feed in FIGURES:
            self._timetable.ask(feed, self._clock.monotonic())
        return self._change(replace(self._state, refreshing=True))

    def mark(self) -> State:
        """Count from now on: from a reading taken for it, or from the last one where none can be had soon."""
        now = self._clock.monotonic()
        if self._timetable.hand_free(self._state, now) > now and reading_of(self._state.usage):
            return self._change(self._state.with_mark(self._clock.utc()))
        self._timetable.ask(Flight.USAGE, now)
        return self._change(replace(self._state, marking=True))

    def unmark(self) -> State:
        """Count no longer."""
        return self._change(self._state.without_mark(self._clock.utc()))

    def note(self, words: str) -> State:
        """With a line in the log."""
        self._state = self._state.with_event(self._clock.utc(), words)
        return self._state

    def start_from(self, recalled: Recalled) -> None:
        """Show an earlier run's figures until the service answers. Before the first reading."""
        self._state = self._state.with_recalled(recalled)

    def recall(self, records: Iterable[DayRecord]) -> State:
        """With what earlier runs knew of the account's days."""
        self._state = self._state.with_records(records)
        return self._state

    def learn(self, rhythm: Rhythm, weekdays: Weekdays | None) -> State:
        """Judge today's pace by the hours of these days, and project the month by these weekdays."""
        self._state = replace(self._state, rhythm=rhythm, weekdays=weekdays)
        return self._state

    def pause(self) -> State:
        """No reads until `resume` or `refresh`."""
        return self._change(replace(self._state, paused=True))

    def resume(self) -> State:
        """Go on reading; what was due meanwhile is read at once."""
        return self._change(replace(self._state, paused=False))

    def longer(self) -> State:
        """The next longer interval."""
        return self._choose(next((step for step in self._steps if step > self._state.interval), self._steps[-1]))

    def shorter(self) -> State:
        """The next shorter interval."""
        steps = reversed(self._steps)
        return self._choose(next((step for step in steps if step < self._state.interval), self._steps[0]))

    async def states(self) -> AsyncGenerator[State, None]:
        """The state after every reading, for ever. Raises what is a bug; failed readings are in the state."""
        yield self._state
        async with self._open_client() as client:
            try:
                while True:
                    self._woken.clear()
                    self._depart(client)
                    await self._wait()
                    self._land()
                    self._follow_time()
                    yield self._publish()
            finally:
                for task in self._flights.values():
                    task.cancel()
                await asyncio.gather(*self._flights.values(), return_exceptions=True)

    def _depart(self, client: AsyncGrantex) -> None:
        """Begin all readings that are due and may begin now."""
        for flight in Flight:
            now = self._clock.monotonic()
            if self._openings().get(flight, NEVER) <= now:
                self._timetable.begin(flight, now)
                self._flights[flight] = asyncio.create_task(self._fly(flight, client))

    def _openings(self) -> dict[Flight, float]:
        return self._timetable.openings(self._flights, self._state, self._intervals, self._clock.monotonic())

    async def _fly(self, flight: Flight, client: AsyncGrantex) -> None:
        """One reading, and what it makes of the state."""
        try:
            match flight:
                case Flight.USAGE:
                    await self._read_usage(client)
                case Flight.HISTORY:
                    await self._read_history(client)
                case Flight.SUBSCRIPTION:
                    await self._read_subscription(client)
                case Flight.HEALTH:
                    await self._look_at_health(client)
        finally:
            self._woken.set()

    def _land(self) -> None:
        """Forget the readings that ended. Raises what one of them raised, which is a bug."""
        for flight, task in tuple(self._flights.items()):
            if task.done():
                del self._flights[flight]
                task.result()

    async def _read_usage(self, client: AsyncGrantex) -> None:
        outcome = await self._read(client, client.usage.read_current, Flight.USAGE, failure_of(self._state.usage))
        before = self._state
        self._state = before.with_usage(outcome)
        self._end(Flight.USAGE, outcome, self._intervals.usage)
        today = self._state.ledger.today
        if isinstance(outcome, Reading):
            if (
                before.ledger.today is not None
                and today is not None
                and today > max(before.ledger.today, self._newest_day)
            ):
                self._newest_day = today
                self._read_history_of_new_day()
        elif outcome.cause is Cause.KEY_REFUSED:
            self._timetable.stop(Flight.HISTORY)
        history = failure_of(self._state.history)
        if history and history.cause is Cause.KEY_REFUSED and self._timetable[Flight.HISTORY].asked is None:
            self._timetable.stop(Flight.USAGE)
        if self._state.marking and self._timetable[Flight.USAGE].asked is None:
            self._state = self._state.with_mark(self._clock.utc())

    def _read_history_of_new_day(self) -> None:
        """Once a day, however often replicas of the service turn it, and not while history backs off."""
        if failure_of(self._state.history) is None and Flight.HISTORY not in self._flights:
            self._timetable.plan(Flight.HISTORY, self._clock.monotonic())

    async def _read_history(self, client: AsyncGrantex) -> None:
        async def read() -> Response[UsageHistory]:
            return await client.usage.read_history(days=MAX_DAYS)  # every shorter range is a slice of it

        outcome = await self._read(client, read, Flight.HISTORY, failure_of(self._state.history))
        self._state = self._state.with_history(outcome)
        self._end(Flight.HISTORY, outcome, self._intervals.history)
        refused = isinstance(outcome, Failure) and outcome.cause is Cause.KEY_REFUSED
        if refused and self._timetable[Flight.USAGE].asked is None:
            self._timetable.stop(Flight.USAGE)

    async def _read_subscription(self, client: AsyncGrantex) -> None:
        """Once an hour, whatever comes of it: the plan changes seldom, and no figure depends on it."""
        outcome = await self._read(client, client.read_subscription, Flight.SUBSCRIPTION, None)
        self._state = self._state.with_subscription(outcome)
        self._timetable.end_subscription(self._clock.monotonic())

    async def _look_at_health(self, client: AsyncGrantex) -> None:
        """Whether the service is well again, for no key and no budget; if so, what failed is read at once."""
        health = await read_health(client)
        well = health is not None and health.well
        self._timetable.end_probe(well=well, interval=self._intervals.usage, now=self._clock.monotonic())

    async def _read(
        self,
        client: AsyncGrantex,
        read: Callable[[], Awaitable[Response[T]]],
        feed: Flight,
        before: Failure | None,
    ) -> Reading[T] | Failure:
        began = self._clock.monotonic()
        try:
            answer = await read()
        except GrantexError as error:
            times = before.times + 1 if before else 1
            failure = failed(error, self._clock.utc(), self._clock.monotonic() - began, times)
            if feed in FIGURES and health_explains(error) and (health := await read_health(client)):
                failure = replace(failure, reason=with_health(failure.reason, health))
            self._turn_the_day()
            return failure
        took = self._clock.monotonic() - began
        named = self._service is not None and self._service.named
        expected = self._service_clock() if named or answer.meta.server_time is None else None
        reading = Reading(answer.value, answer.meta, self._clock.utc(), took, expected)
        if feed in FIGURES:
            named = named or feed is Flight.USAGE
            self._service = ServiceClock(reading.served, self._clock.since_boot(), named)
        return reading

    def _end(self, feed: Flight, outcome: Reading[T] | Failure, regular: float) -> None:
        now = self._clock.monotonic()
        pace = Pace(regular, self._intervals.usage, self._midnight(now), self._jitter())
        self._timetable.end(feed, outcome, now, pace)

    def _midnight(self, now: float) -> float:
        """Shortly after the service's day turns, by the monotonic clock."""
        if self._service is None:
            return NEVER
        return now + self._service.until_new_day(self._clock.since_boot()) + self._jitter()

    def _service_clock(self) -> dt.datetime | None:
        """The service's clock now, as its last answer makes expect; it goes on while this machine sleeps."""
        return None if self._service is None else self._service.now(self._clock.since_boot())

    def _turn_the_day(self) -> None:
        """Follow the service's day while it is not asked or does not answer; never by the wall clock, which jumps."""
        clock, today = self._service_clock(), self._state.ledger.today
        if clock is not None and today is not None and clock.date() > today:
            self._state = self._state.on(clock.date(), self._clock.utc())

    def _follow_time(self) -> None:
        """What changes without an answer: the day, a reading that takes long, the budget's minute."""
        usage = self._timetable[Flight.USAGE]
        if self._state.paused or failure_of(self._state.usage) or usage.planned is None:
            self._turn_the_day()
        now = self._clock.monotonic()
        self._state = replace(
            self._state,
            refreshing=self._timetable.refreshing,
            overdue=usage.in_flight and now >= usage.began + SLOW_READING,
            minute_over=now >= self._timetable.minute_ends,
        )

    @property
    def _intervals(self) -> Intervals:
        return intervals(self._state.interval, self._state.rate_limit, explicit=self._explicit)

    async def _wait(self) -> None:
        """Until something is due or changes by itself, a reading ended, a command came, or a clock jumped."""
        usage = self._timetable[Flight.USAGE]
        moments = [
            *self._openings().values(),
            usage.began + SLOW_READING if usage.in_flight and not self._state.overdue else NEVER,
            self._timetable.minute_ends if self._state.budget_low and not self._state.minute_over else NEVER,
        ]
        seconds = min(moments) - self._clock.monotonic()
        if seconds > 0 and not any(task.done() for task in self._flights.values()):
            await self._clock.wait(self._woken, min(seconds, CLOCK_CHECK))
        if (jump := self._jumps.since_last_look(CLOCK_JUMP)) is not None:
            # Everything that is not stopped or held back is due once.
            self._state = self._state.with_event(self._clock.utc(), f"{jump.words}: reading again")
            self._timetable.all_at_once(self._clock.monotonic(), jump.slept)

    def _choose(self, interval: int) -> State:
        self._explicit = True
        self._state = replace(self._state, interval=interval)
        usage = self._timetable[Flight.USAGE]
        if usage.planned is not None and usage.asked is None and failure_of(self._state.usage) is None:
            midnight = self._midnight(self._clock.monotonic())
            self._timetable.plan(Flight.USAGE, min(usage.began + self._intervals.usage, midnight))
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
            next_usage=self._wall_time(Flight.USAGE),
            next_history=self._wall_time(Flight.HISTORY),
        )
        return self._state

    def _wall_time(self, feed: Flight) -> dt.datetime | None:
        due = self._timetable.due(feed, self._state, self._intervals, self._clock.monotonic())
        if due == NEVER:
            return None
        moment = self._clock.utc() + dt.timedelta(seconds=max(0.0, due - self._clock.monotonic()) + A_MOMENT)
        return moment.replace(microsecond=0)  # as it is shown: a later look at the same plan is equal
