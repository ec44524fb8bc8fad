"""The figures against a model of the service through weeks of random incidents, with the real client, poller and view.

What each day must show is said in `expected` from what the service has told so far, reading by reading. Far more weeks
come with `pytest --hypothesis-profile=thorough tests/polling/test_truth.py`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from fractions import Fraction
from itertools import accumulate

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.config.settings import Service
from grantex_tui.polling import poller as poller_module
from grantex_tui.polling.feed import Live, Reading, failure_of, reading_of
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import Day, DayRecord, DayState, reconciled
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.selection import RANGES, Selection
from grantex_tui.view.summary import summary_content
from grantex_tui.view.today import today_content
from grantex_tui.view.wordings import wording
from tests.support.clock import FakeClock
from tests.support.model_service import (
    DEVELOPER,
    ONE_DAY,
    ONE_HOUR,
    POISON,
    TIME_OUT,
    Budget,
    Burst,
    Failing,
    Fault,
    Half,
    Incident,
    Lag,
    LostCounters,
    Misdated,
    ModelService,
    Odd,
    Restart,
    Traffic,
    end_of,
    split,
)
from tests.support.picture import NEGATIVE, SIZES, faults_of, info, picture
from tests.support.service import wire

WEEKS = settings(
    max_examples=settings().max_examples // 5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
START = dt.datetime(2026, 11, 20, 17, 41, 3, tzinfo=dt.UTC)
LONGEST = 14 * ONE_DAY
NOON = 12 * ONE_HOUR
SERVICE = Service("api.example.test", KeyMode.TEST)
TODAY = dt.date(2026, 11, 22)
numbers = st.integers(0, 3) | st.integers(1, 5_000) | st.just(2**31 - 1)
requests = st.builds(split, numbers, st.integers(0, 2))
lengths = st.integers(30, 900) | st.integers(900, 30 * 3600)


incidents: st.SearchStrategy[Incident] = st.one_of(
    st.builds(Burst, requests),
    st.builds(Traffic, requests),
    st.builds(LostCounters, st.integers(0, 99)),
    st.builds(Lag, st.integers(1, 30)),
    st.builds(Restart, lengths),
    st.builds(Failing, st.sampled_from(Half), st.sampled_from(Fault), lengths),
    st.builds(Odd, st.booleans(), st.booleans(), st.booleans(), st.booleans()),
    st.builds(Budget, st.integers(0, 1999)),
    st.builds(Misdated, st.sampled_from([-400, -30, -3, 3, 400]), lengths),
)


@dataclass(frozen=True)
class Sleep:
    """The dashboard's machine sleeps for so many hours."""

    hours: int


@dataclass(frozen=True)
class ClockSet:
    """The dashboard's machine gets its clock set by so many hours."""

    hours: int


Command = Sleep | ClockSet | str


commands: st.SearchStrategy[Command] = st.one_of(
    st.sampled_from(["refresh", "pause", "resume", "longer", "shorter", "mark"]),
    st.builds(Sleep, st.integers(1, 60)),
    st.builds(ClockSet, st.integers(-100, 100)),
)


happenings = st.lists(st.tuples(st.integers(0, 36 * 3600), incidents | commands), min_size=5, max_size=40)
pasts = st.dictionaries(st.integers(1, 95), st.builds(split, st.integers(1, 2**31 - 1)), max_size=20)
Happened = list[tuple[int, Incident | Command]]
MIDNIGHT = int((end_of(START.date()) - START).total_seconds())
LOST_AFTER_MIDNIGHT: Happened = [(0, Traffic(split(90))), (MIDNIGHT + 300, LostCounters(50)), (80_000, Lag(1))]
DOWN_OVER_MIDNIGHT: Happened = [
    (0, Traffic(split(90))),
    (MIDNIGHT - 600, Failing(Half.BOTH, Fault.REFUSED, 30_000)),
    (80_000, Lag(1)),
]
HISTORY_DOWN_OVER_MIDNIGHT: Happened = [
    (0, Traffic(split(90))),
    (MIDNIGHT - 3600, Failing(Half.HISTORY, Fault.DATABASE, 3660)),
    (80_000, Lag(1)),
]
USAGE_DOWN_FOR_HOURS: Happened = [
    (0, Traffic(split(90))),
    (MIDNIGHT + 30_000, Failing(Half.USAGE, Fault.NULL, 20_000)),
    (30_000, Lag(1)),
]
MISDATED_OVER_MIDNIGHT: Happened = [
    (0, Traffic(split(90))),
    (MIDNIGHT - 7200, Misdated(-400, 14_400)),
    (80_000, Misdated(3, 10_000)),
]
PAUSED_OVER_MIDNIGHT: Happened = [(0, Traffic(split(90))), (MIDNIGHT - 600, "pause"), (80_000, "resume")]


class Dashboard:
    """The real client and poller on a model of the service; `states` gives all their states."""

    def __init__(self, service: ModelService, clock: FakeClock, interval: int) -> None:
        self.service = service
        self.clock = clock
        self.poller = Poller(
            lambda: AsyncGrantex(api_key="gx_test_model", transport=service, timeout=2 * TIME_OUT),
            clock=clock,
            jitter=lambda: 0.5,
            interval=interval,
            explicit=True,
        )

    async def states_to(self, end: dt.datetime) -> AsyncIterator[State]:
        """All of them to a moment of the service."""
        async with aclosing(self.poller.states()) as states:
            async for state in states:
                yield state
                if self.service.now >= end:
                    return

    async def states(self, given: Iterable[tuple[dt.datetime, Command]], until: dt.datetime) -> AsyncIterator[State]:
        """Commands are given on the way `until`; from then on the service is well, to the noon after next."""
        waiting = list(given)
        end: dt.datetime | None = None
        async with aclosing(self.poller.states()) as states:
            async for state in states:
                yield state
                while waiting and waiting[0][0] <= self.service.now:
                    self._give(waiting.pop(0)[1])
                if end is None and self.service.now >= until:
                    end = end_of(self.service.now.date() + ONE_DAY) + NOON
                    waiting.clear()
                    self.service.heal()
                    self.poller.resume()
                    self.poller.refresh()
                if end and self.service.now >= end:
                    return

    def _give(self, command: Command) -> None:
        match command:
            case Sleep(hours):
                self.service.machine_sleeps(hours * ONE_HOUR)
            case ClockSet(hours):
                self.clock.jump(hours * ONE_HOUR)
            case str(name):
                getattr(self.poller, name)()


def higher(one: Counters, other: Counters | None) -> Counters:
    """The one with more requests."""
    return other if other and other.total_requests > one.total_requests else one


def expected(service: ModelService, date: dt.date, today: dt.date) -> Day:
    """What the day must show after all that the service has told so far."""
    live, read = service.told_live.get(date), service.told_rows
    row = read.rows.get(date) if read else None
    if date == today:
        live_is_old = read and service.last_live and read.at - service.last_live[0] > ONE_HOUR
        value = row if live is None else higher(live, row) if live_is_old else live
        return Day(date, value, DayState.NEVER_READ if value is None else DayState.SO_FAR)
    end = end_of(date)
    if read is None or not (read.at >= end or (read.at.date() == date and row)):
        return Day(date, live, DayState.NEVER_READ if live is None else DayState.SETTLING)
    stored = row or NO_USE
    # Rows are written by rollups alone, and one that ran after the day's end had all of the day.
    value = stored if date in service.rewritten else higher(stored, live)
    # Final once its row was seen to change, or after two hours; a row below what was seen live may still come.
    if date not in service.rewritten and read.at < end + (2 * ONE_HOUR if value == stored else ONE_DAY):
        return Day(date, value, DayState.SETTLING)
    return Day(date, value, DayState.FINAL if value != NO_USE else DayState.NO_ROW, complete=True)


class Witness:
    """Checks every state, with the memory of the states before."""

    def __init__(self, service: ModelService, clock: FakeClock) -> None:
        self.service = service
        self.clock = clock
        self.finished: dict[dt.date, int] = {}
        self.states = 0
        self.feeds: tuple[object, object] = (State().usage, State().history)

    def check(self, state: State) -> None:
        """What holds at any moment, and what a reading must have made of it."""
        reading = (state.usage, state.history) != self.feeds
        self.feeds = (state.usage, state.history)
        if reading or state.paused or failure_of(state.usage):
            self.check_today(state)
        if reading:
            self.check_reading(state)

    def check_reading(self, state: State) -> None:
        self.states += 1
        self.check_period(state)
        days = RANGES[self.states % len(RANGES)]
        window = state.ledger.window(days)
        if window:
            self.check_window(state, window, days)
            self.check_truth(state.ledger.window(90))
        check_words(state, window, days)
        if self.states % 7 == 0:
            self.check_lines(state, days)

    def check_today(self, state: State) -> None:
        """The service's day of its last answer, and by the clock that counts this machine's sleep since."""
        told = self.service.last_told
        since = told and told[0] + dt.timedelta(seconds=self.clock.since_boot() - told[1])
        assert state.ledger.today == (since and since.date())

    def check_period(self, state: State) -> None:
        """The current figures are those of the last good answer, and stale once a newer one failed."""
        period = today_content(state, dt.UTC)
        last = self.service.last_live
        turned = last is not None and not self.service.monthly and state.ledger.today != last[0].date()
        assert period.counters == (None if last is None or turned else last[1])
        assert period.stale == (period.counters is not None and Half.USAGE.value in self.service.failed)

    def check_window(self, state: State, window: tuple[Day, ...], days: int) -> None:
        """Exactly so many days in order, each with the value and the state it must have."""
        today = state.ledger.today
        assert today is not None
        dates = [today - ago * ONE_DAY for ago in reversed(range(days))]
        assert [day.date for day in window] == dates
        assert list(window) == [expected(self.service, date, today) for date in dates]

    def check_truth(self, window: tuple[Day, ...]) -> None:
        """A day that is over never shrinks, never exceeds what was counted, and once rolled up is what was counted."""
        read = self.service.told_rows.at if self.service.told_rows else None
        for day in window[:-1]:
            if day.counters is None or day.date in self.service.lowered:
                continue
            shown, counted = day.counters, self.service.counted.get(day.date, NO_USE)
            assert self.finished.get(day.date, 0) <= shown.total_requests <= counted.total_requests
            self.finished[day.date] = shown.total_requests
            rolled_up = self.service.covered.get(day.date)
            if read and (day.date in self.service.past or (rolled_up and read >= rolled_up)):
                assert shown == counted

    def check_lines(self, state: State, days: int) -> None:
        """No figure of a failed answer, no negative figure, nothing but plain text within the window."""
        size = SIZES[self.states // 7 % len(SIZES)]
        lines = picture(state, Selection(days), SERVICE, size, plotted=False)
        assert not faults_of(lines, size[0])
        text = "\n".join([*lines, *info(state, self.clock.utc())])
        assert f"{POISON:,}" not in text
        assert not NEGATIVE.search(text)


def check_words(state: State, window: tuple[Day, ...], days: int) -> None:
    """The words under the chart are the sum, the mean and the maximum of the days in it."""
    shown = summary_content(state, Selection(days))
    known = [day.counters.total_requests for day in window if day.counters]
    unread = f" ({days - len(known)} not read)" if len(known) < days else ""
    settling = "~" if any(day.state is DayState.SETTLING for day in window) else ""
    assert wording(shown.total) == (f"Total {settling}{sum(known):,} in {days} days{unread}" if known else "")
    over = [(day.counters.total_requests, day.date) for day in window[:-1] if day.counters and day.complete]
    said = re.fullmatch(r"average ([\d,.]+) a day over (\d+) complete days?", wording(shown.average))
    assert (said is not None) == bool(over)
    if said:
        mean = Fraction(sum(total for total, _ in over), len(over))
        assert int(said[2]) == len(over)
        assert abs(Fraction(said[1].replace(",", "")) - mean) <= (Fraction(1, 20) if mean < 100 else Fraction(1, 2))
    highest, date = max(over, default=(0, TODAY))
    assert wording(shown.peak) == (f"peak {highest:,} on {date:%a} {date.day} {date:%b %Y}" if highest else "")


def world(
    happened: Happened, past: Mapping[int, Counters], *, rollup_minute: int, monthly: bool
) -> tuple[FakeClock, ModelService, list[tuple[dt.datetime, Incident | Command]]]:
    """A clock, a service that it happens to, and when what happens."""
    times = accumulate(dt.timedelta(seconds=seconds) for seconds, _ in happened)
    timed = [(START + time, what) for time, (_, what) in zip(times, happened, strict=True) if time < LONGEST]
    clock = FakeClock(START)
    service = ModelService(
        clock,
        START,
        {START.date() - ago * ONE_DAY: counters for ago, counters in past.items()},
        [(at, what) for at, what in timed if not isinstance(what, Command)],
        rollup_minute,
        monthly,
    )
    return clock, service, timed


async def live_through(
    happened: Happened,
    past: dict[int, Counters],
    *,
    interval: int,
    rollup_minute: int,
    monthly: bool,
) -> tuple[State, ModelService]:
    """Weeks of a dashboard, each of its states checked, and a last one in which the service is well."""
    clock, service, timed = world(happened, past, rollup_minute=rollup_minute, monthly=monthly)
    dashboard = Dashboard(service, clock, interval)
    witness = Witness(service, clock)
    given = [(at, what) for at, what in timed if isinstance(what, Command)]
    state = dashboard.poller.state
    async for state in dashboard.states(given, max(at for at, _ in timed)):
        witness.check(state)
    return state, service


async def restarted_through(
    happened: Happened, past: dict[int, Counters], restarts: Iterable[int], rollup_minute: int
) -> tuple[State, ModelService]:
    """The same weeks of a dashboard that is ended and started again, so many seconds after each other."""
    clock, service, timed = world(happened, past, rollup_minute=rollup_minute, monthly=False)
    until = max(at for at, _ in timed)
    ends = (START + dt.timedelta(seconds=seconds) for seconds in accumulate(restarts))
    kept: dict[dt.date, DayRecord] = {}
    witness = Witness(service, clock)
    for end in (end for end in ends if end < until):
        dashboard = started(service, clock, kept)
        async for state in dashboard.states_to(end):
            keep(state, kept)
            if state.recalled is None and state.ledger.today:
                witness.check_period(state)
                witness.check_truth(state.ledger.window(90))
    last = started(service, clock, kept)
    state = last.poller.state
    async for state in last.states([], until):  # noqa: B007 (the last one is what is asked for)
        pass
    return state, service


def started(service: ModelService, clock: FakeClock, kept: Mapping[dt.date, DayRecord]) -> Dashboard:
    """A dashboard that starts from what the ones before it kept."""
    dashboard = Dashboard(service, clock, interval=1800)
    if kept:
        days = tuple(kept[date] for date in sorted(kept)[-90:])
        dashboard.poller.start_from(Recalled(DEVELOPER, days, clock.utc()))
    return dashboard


def keep(state: State, kept: dict[dt.date, DayRecord]) -> None:
    """As the archive does."""
    if any(reading is not None for reading in (reading_of(state.usage), reading_of(state.history))):
        for record in state.ledger.records():
            date = record.day.date
            kept[date] = reconciled(kept[date], record) if date in kept else record


@pytest.fixture(autouse=True)
def _rare_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The poller looks for jumps of the clock twice an hour, as a look every 30 s makes the weeks long."""
    monkeypatch.setattr(poller_module, "CLOCK_CHECK", 1800.0)


@WEEKS
@example(happened=LOST_AFTER_MIDNIGHT, past={}, interval=1800, rollup_minute=40, months=0)
@example(happened=DOWN_OVER_MIDNIGHT, past={}, interval=1800, rollup_minute=40, months=0)
@example(happened=HISTORY_DOWN_OVER_MIDNIGHT, past={}, interval=1800, rollup_minute=20, months=0)
@example(happened=USAGE_DOWN_FOR_HOURS, past={}, interval=1800, rollup_minute=20, months=0)
@example(happened=MISDATED_OVER_MIDNIGHT, past={}, interval=1800, rollup_minute=40, months=0)
@example(happened=PAUSED_OVER_MIDNIGHT, past={}, interval=1800, rollup_minute=40, months=0)
@given(
    happened=happenings,
    past=pasts,
    interval=st.sampled_from([1800, 3600]),
    rollup_minute=st.integers(0, 59),
    months=st.integers(0, 4),
)
def test_after_every_reading_of_random_weeks_the_figures_are_what_the_service_told(
    happened: Happened,
    past: dict[int, Counters],
    interval: int,
    rollup_minute: int,
    months: int,
) -> None:
    state, service = asyncio.run(
        live_through(happened, past, interval=interval, rollup_minute=rollup_minute, monthly=months == 4)
    )
    assert isinstance(state.usage, Live)
    assert isinstance(state.history, Live)
    yesterday = state.ledger.window(2)[0]
    assert yesterday.complete
    assert yesterday.counters == service.stored.get(yesterday.date, NO_USE)


@WEEKS
@given(
    happened=st.lists(st.tuples(st.integers(0, 36 * 3600), incidents), min_size=5, max_size=30),
    past=pasts,
    restarts=st.lists(st.integers(60, 40 * 3600), min_size=1, max_size=12),
    rollup_minute=st.integers(0, 59),
)
def test_a_dashboard_that_is_started_again_and_again_ends_with_the_days_of_one_that_never_stopped(
    happened: Happened, past: dict[int, Counters], restarts: list[int], rollup_minute: int
) -> None:
    again, of_again = asyncio.run(restarted_through(happened, past, restarts, rollup_minute))
    never, of_never = asyncio.run(restarted_through(happened, past, [], rollup_minute))

    lost = of_again.lowered | of_never.lowered  # what was seen before counters were lost depends on when one looks
    for ours, theirs in zip(again.ledger.window(90)[:-1], never.ledger.window(90)[:-1], strict=True):
        # The incidents end when a dashboard reads after the last one, so that the last traffic may differ by a request.
        same = of_again.counted.get(ours.date) == of_never.counted.get(ours.date)
        if ours.date not in lost and same:
            assert ours == theirs


class Recorded(httpx.AsyncBaseTransport):
    """Gives recorded answers in order, and sets the clock to each one's moment."""

    def __init__(self, clock: FakeClock, names: list[str]) -> None:
        self.clock = clock
        self.left = names

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        name = self.left.pop(0)
        assert request.url.path.endswith("usage" if "usage" in name else "history")
        head, _, body = wire(name).decode().partition("\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines()[1:])
        self.clock.jump(parsedate_to_datetime(fields["Date"]) - self.clock.utc())
        return httpx.Response(200, headers=fields, content=body)


async def test_the_recorded_midnight_shows_42_for_the_old_day_from_the_first_reading_on() -> None:
    names = [
        "midnight-1-before-usage-200",
        "midnight-2-before-history-200",
        "midnight-3-after-usage-200",
        "midnight-4-after-history-200",
        "midnight-5-traffic-usage-200",
        "midnight-6-traffic-history-200",
        "midnight-7-rolled-up-history-200",
    ]
    clock = FakeClock(dt.datetime(2026, 11, 22, 23, 59, 36, tzinfo=dt.UTC))
    state = State()
    shown: list[tuple[int, DayState]] = []
    async with AsyncGrantex(api_key="gx_test_midnight", transport=Recorded(clock, names)) as client:
        while names:
            if "usage" in names[0]:
                usage = await client.usage.read_current()
                state = state.with_usage(Reading(usage.value, usage.meta, clock.utc(), 0.1))
            else:
                history = await client.usage.read_history(days=90)
                state = state.with_history(Reading(history.value, history.meta, clock.utc(), 0.1))
            week = dashboard_content(state, Selection(7), SERVICE, dt.UTC).range.range.window
            shown.extend((day.counters.total_requests, day.state) for day in week if day.date == TODAY and day.counters)
    assert shown == [(42, DayState.SO_FAR)] * 2 + [(42, DayState.SETTLING)] * 4 + [(42, DayState.FINAL)]
    last = dashboard_content(state, Selection(7), SERVICE, dt.UTC)
    assert last.today.counters == Counters(1, 1, 3, 5)
    # The service was asked for one day alone here, and so told nothing more of the day before.
    assert last.summary.total[0] == "Total 47 in 7 days"
    usage_reading = reading_of(state.usage)
    assert usage_reading is not None
    assert usage_reading.value.period == "2026-11-23"
