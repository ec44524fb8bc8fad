"""The poller's stories, told in seconds of a clock that passes only as a test lets it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from itertools import pairwise

import pytest

from grantex_tui.api.errors import (
    GrantexApiError,
    GrantexAuthError,
    GrantexError,
    GrantexNetworkError,
    GrantexResponseError,
    GrantexTimeoutError,
)
from grantex_tui.api.models import HealthReport, Subscription
from grantex_tui.api.response import RateLimit
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Down, Live, Loading, Stale, failure_of
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.plans import Plan
from tests.support.clock import NOON, FakeClock
from tests.support.gated_client import GatedClient, counters

TODAY = dt.date(2026, 11, 22)
YESTERDAY = dt.date(2026, 11, 21)
TOMORROW = dt.date(2026, 11, 23)
BEFORE_MIDNIGHT = dt.datetime(2026, 11, 22, 23, 59, 30, tzinfo=dt.UTC)
NO_ANSWER = GrantexNetworkError("connection refused")
TIME_OUT = GrantexTimeoutError("no whole answer within 10 s")


def second(number: float, start: dt.datetime = NOON) -> dt.datetime:
    return start + dt.timedelta(seconds=number)


def too_many(retry_after: float | None) -> GrantexApiError:
    return GrantexApiError("429", status=429, retry_after=retry_after)


def refused(status: int = 401) -> GrantexAuthError:
    return GrantexAuthError(str(status), status=status)


class Watch:
    """A poller, its service and its clock; `until` lets time pass; `seen`: the states it gave."""

    def __init__(self, poller: Poller, service: GatedClient, clock: FakeClock) -> None:
        self.poller = poller
        self.service = service
        self.clock = clock
        self.seen: list[State] = []
        self._watching = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        async with aclosing(self.poller.states()) as states:
            async for state in states:
                self.seen.append(state)

    async def until(self, moment: float) -> State:
        """The state once all that is due up to `moment` seconds after the start is done."""
        self.clock.horizon = moment
        self.clock.parked.clear()
        parked = asyncio.ensure_future(self.clock.parked.wait())
        await asyncio.wait({parked, self._watching}, return_when=asyncio.FIRST_COMPLETED)
        parked.cancel()
        if self._watching.done():
            self._watching.result()
        return self.poller.state

    async def close(self) -> None:
        self._watching.cancel()
        await asyncio.wait([self._watching])


@asynccontextmanager
async def watching(
    *,
    start: dt.datetime = NOON,
    interval: int = 30,
    explicit: bool = True,
    jitter: Callable[[], float] = lambda: 0.5,
    machine_wrong_by: dt.timedelta = dt.timedelta(),
) -> AsyncIterator[Watch]:
    clock = FakeClock(start + machine_wrong_by, horizon=0)
    service = GatedClient(clock, start)
    watch = Watch(
        Poller(service.opened, clock=clock, jitter=jitter, interval=interval, explicit=explicit), service, clock
    )
    try:
        yield watch
    finally:
        await watch.close()


def plan_of(state: State) -> Plan | None:
    """The plan that holds, if it is a published one."""
    in_force = state.plan_in_force()
    return in_force.plan if in_force else None


def words(state: State) -> list[str]:
    return [event.words for event in state.events]


class TestOrder:
    async def test_each_reading_gives_a_state_and_the_usage_comes_first(self) -> None:
        clock = FakeClock()
        service = GatedClient(clock, live={TODAY: 42})
        poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=True)
        states = poller.states()
        assert await anext(states) == State(interval=30)
        first = await anext(states)
        assert isinstance(first.usage, Live)
        assert isinstance(first.history, Loading)
        second_state = await anext(states)
        assert isinstance(second_state.history, Live)
        assert [name for name, _ in service.calls] == ["usage", "history"]
        await states.aclose()

    async def test_the_client_is_open_exactly_while_the_poller_runs(self) -> None:
        async with watching() as watch:
            open_at = {"first": watch.service.open}
            await watch.until(10)
            open_at["running"] = watch.service.open
        open_at["closed"] = watch.service.open
        assert open_at == {"first": False, "running": True, "closed": False}

    async def test_usage_is_read_at_the_interval_and_history_every_five_minutes(self) -> None:
        async with watching() as watch:
            await watch.until(620)
            assert watch.service.times("usage") == [30 * n for n in range(21)]
            assert watch.service.times("history") == [0, 300, 600]

    async def test_a_long_interval_holds_for_the_history_too(self) -> None:
        async with watching(interval=600) as watch:
            await watch.until(1250)
            assert watch.service.times("usage") == [0, 600, 1200]
            assert watch.service.times("history") == [0, 600, 1200]

    async def test_the_next_poll_comes_one_interval_after_a_slow_answer(self) -> None:
        async with watching() as watch:
            watch.service.takes = 4
            await watch.until(50)
            # The usage takes until 4, the history until 8; 30 s after the usage's answer is 34.
            assert watch.service.calls == [("usage", 0), ("history", 4), ("usage", 34)]

    async def test_no_feed_is_asked_twice_at_once_however_slow_the_service_is(self) -> None:
        async with watching(interval=5) as watch:
            watch.service.takes = 9
            await watch.until(600)
            for feed in ("usage", "history"):
                assert all(later - earlier >= 9 for earlier, later in pairwise(watch.service.times(feed)))


class TestSchedule:
    async def test_the_state_says_when_the_next_tries_are(self) -> None:
        async with watching() as watch:
            state = await watch.until(10)
            assert (state.next_usage, state.next_history) == (second(30), second(300))

    async def test_the_state_says_what_polling_costs(self) -> None:
        async with watching() as watch:
            watch.service.rate_limit = RateLimit(100, 90, 40)
            state = await watch.until(10)
            assert state.requests_per_minute == pytest.approx(2.2)  # 60 / 30 and 60 / 300
            assert state.rate_limit == RateLimit(100, 90, 40)

    async def test_left_to_itself_a_small_plan_is_polled_less_often(self) -> None:
        async with watching(explicit=False) as watch:
            watch.service.rate_limit = RateLimit(20, 20, 60)
            await watch.until(160)
            # 4 % of 20 a minute are 0.8: one every 75 s.
            assert watch.service.times("usage") == [0, 75, 150]

    async def test_a_chosen_interval_is_honoured_on_any_plan(self) -> None:
        async with watching(explicit=True) as watch:
            watch.service.rate_limit = RateLimit(20, 20, 60)
            await watch.until(70)
            assert watch.service.times("usage") == [0, 30, 60]


class TestRefresh:
    async def test_it_reads_both_at_once(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            assert watch.poller.refresh().refreshing
            state = await watch.until(12)
            assert watch.service.calls[2:] == [("usage", 10), ("history", 10)]
            assert not state.refreshing
            assert (state.next_usage, state.next_history) == (second(40), second(310))

    async def test_it_waits_until_a_second_after_the_last_try(self) -> None:
        async with watching() as watch:
            await watch.until(0.25)
            watch.poller.refresh()
            assert (await watch.until(0.5)).refreshing
            assert not (await watch.until(2)).refreshing
            assert watch.service.times("usage") == [0, 1]
            assert watch.service.times("history") == [0, 1]

    async def test_a_key_held_down_costs_one_request_a_second_for_each_reading(self) -> None:
        async with watching() as watch:
            for tick in range(100):
                await watch.until(tick / 20)
                watch.poller.refresh()
            await watch.until(5.5)
            assert watch.service.times("usage") == [0, 1, 2, 3, 4, 5]
            assert watch.service.times("history") == [0, 1, 2, 3, 4, 5]

    async def test_it_works_while_paused_and_the_pause_stays(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.pause()
            await watch.until(100)
            watch.poller.refresh()
            state = await watch.until(1000)
            assert watch.service.times("usage") == [0, 100]
            assert watch.service.times("history") == [0, 100]
            assert state.paused
            assert not state.refreshing

    async def test_while_paused_it_is_not_lost_to_the_wait_of_a_second(self) -> None:
        async with watching() as watch:
            await watch.until(0.5)
            watch.poller.pause()
            watch.poller.refresh()
            await watch.until(100)
            assert watch.service.times("usage") == [0, 1]
            assert watch.service.times("history") == [0, 1]

    async def test_figures_that_are_on_their_way_answer_it(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.takes = 3
            watch.service.meanwhile = watch.poller.refresh
            state = await watch.until(60)
            # Asked at 33, as the reading of 30 ends.
            assert watch.service.calls[2:] == [("usage", 30), ("history", 33)]
            assert not state.refreshing

    async def test_asked_during_a_reading_that_fails_it_tries_again_at_once(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.usage_error = NO_ANSWER
            watch.service.takes = 3
            watch.service.meanwhile = watch.poller.refresh
            await watch.until(41)
            # History waited since 33 and so comes first; the usage does not wait for it longer than two seconds.
            assert watch.service.calls[2:] == [("usage", 30), ("history", 33), ("usage", 35)]

    async def test_one_good_answer_to_it_puts_everything_right(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            await watch.until(1000)
            watch.service.usage_error = watch.service.history_error = None
            watch.service.live[TODAY] = 42
            watch.poller.refresh()
            state = await watch.until(1001)
            assert isinstance(state.usage, Live)
            assert isinstance(state.history, Live)
            assert state.ledger.day(TODAY).counters == counters(42)

    async def test_a_longer_interval_chosen_right_after_it_does_not_put_it_off(self) -> None:
        async with watching() as watch:
            await watch.until(0.5)
            watch.poller.refresh()
            watch.poller.longer()
            await watch.until(2)
            assert watch.service.times("usage") == [0, 1]


class TestRefreshWhileDown:
    async def test_tries_by_hand_never_lengthen_the_schedule(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            await watch.until(16)
            for moment in range(17, 24):
                watch.poller.refresh()
                await watch.until(moment)
            watch.service.usage_error = watch.service.history_error = None
            state = await watch.until(31)
            assert isinstance(state.usage, Live)
            assert isinstance(state.history, Live)
            assert watch.service.times("usage")[-1] == 30

    async def test_a_key_held_down_leaves_nine_tenths_of_the_budget_to_production(self) -> None:
        async with watching(interval=60) as watch:
            watch.service.rate_limit = RateLimit(100, 100, 60)
            await watch.until(1)
            for tick in range(20, 55 * 20):
                watch.poller.refresh()
                await watch.until(tick / 20)
            figures = watch.service.times("usage") + watch.service.times("history")
            assert len(figures) == 2 + 10

    async def test_of_what_is_left_of_the_minute_tries_by_hand_take_at_most_half(self) -> None:
        async with watching(interval=60) as watch:
            watch.service.rate_limit = RateLimit(100, 8, 60)
            await watch.until(1)
            for tick in range(20, 55 * 20):
                watch.poller.refresh()
                await watch.until(tick / 20)
            assert len(watch.service.calls) <= 2 + 4


class TestRecovery:
    async def test_after_an_outage_of_minutes_the_figures_are_back_within_one_interval(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            await watch.until(1000)
            watch.service.usage_error = watch.service.history_error = None
            state = await watch.until(1030)
            assert isinstance(state.usage, Live)
            assert isinstance(state.history, Live)

    async def test_meanwhile_only_the_health_page_is_asked_each_interval(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            await watch.until(451)
            watch.service.calls.clear()
            await watch.until(740)
            assert watch.service.calls == [("health", 450 + 30 * n) for n in range(1, 10)]

    async def test_a_health_page_that_is_well_while_figures_fail_is_believed_once(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            watch.service.health = HealthReport(database=True, redis=True)
            await watch.until(400)
            # The try of 60 is the page's; the waits after it are those of the schedule.
            assert watch.service.times("usage") == [0, 30, 60, 90, 210]

    async def test_it_does_not_shorten_what_the_service_asked_to_wait(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(900)
            watch.service.health = HealthReport(database=True, redis=True)
            await watch.until(899)
            assert watch.service.calls == [("usage", 0)]


class TestHangingHistory:
    async def test_the_live_figures_go_on(self) -> None:
        async with watching(interval=5) as watch:
            watch.service.takes_by["history"] = 100
            state = await watch.until(21)
            assert watch.service.calls == [("usage", 0), ("history", 0), *(("usage", 5 * n) for n in range(1, 5))]
            assert state.next_usage == second(25)
            assert not state.overdue

    async def test_a_usage_that_hangs_is_said_and_no_next_try_is_promised(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.takes_by["usage"] = 9
            await watch.until(33)
            assert (watch.poller.state.overdue, watch.poller.state.next_usage) == (True, None)
            state = await watch.until(45)
            assert (state.overdue, state.next_usage) == (False, second(69))


class TestPause:
    async def test_nothing_is_read_until_it_ends(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.pause()
            state = await watch.until(10_000)
            assert watch.service.calls == [("usage", 0), ("history", 0)]
            assert state.paused
            assert (state.next_usage, state.next_history) == (None, None)

    async def test_what_was_due_meanwhile_is_read_once_when_it_ends(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.pause()
            await watch.until(1000)
            assert not watch.poller.resume().paused
            await watch.until(1031)
            assert watch.service.calls[2:] == [("usage", 1000), ("history", 1000), ("usage", 1030)]

    async def test_what_was_not_due_keeps_its_time(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.pause()
            await watch.until(20)
            assert watch.poller.resume().next_usage == second(30)
            await watch.until(31)
            assert watch.service.times("usage") == [0, 30]

    async def test_a_reading_under_way_is_finished(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.live[TODAY] = 42
            watch.service.meanwhile = watch.poller.pause
            state = await watch.until(100)
            assert watch.service.times("usage") == [0, 30]
            assert state.ledger.day(TODAY).counters == counters(42)

    async def test_the_services_day_turns_meanwhile(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live[TODAY] = 42
            await watch.until(10)
            watch.poller.pause()
            assert (await watch.until(25)).ledger.today == TODAY
            state = await watch.until(100)
            assert state.ledger.today == TOMORROW
            assert state.ledger.day(TODAY).state is DayState.SETTLING
            assert state.ledger.day(TOMORROW).state is DayState.NEVER_READ


class TestInterval:
    async def test_a_longer_one_counts_from_the_last_poll(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            state = watch.poller.longer()
            assert (state.interval, state.next_usage) == (60, second(60))
            await watch.until(130)
            assert watch.service.times("usage") == [0, 60, 120]

    async def test_a_shorter_one_counts_from_the_last_poll(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            assert watch.poller.shorter().interval == 15
            await watch.until(31)
            assert watch.service.times("usage") == [0, 15, 30]

    async def test_one_that_has_passed_already_polls_at_once(self) -> None:
        async with watching() as watch:
            await watch.until(20)
            watch.poller.shorter()
            await watch.until(34)
            assert watch.service.times("usage") == [0, 20]

    async def test_the_steps_end_at_five_seconds_and_at_an_hour(self) -> None:
        async with watching() as watch:
            assert [watch.poller.shorter().interval for _ in range(4)] == [15, 10, 5, 5]
            longer = [watch.poller.longer().interval for _ in range(10)]
            assert longer == [10, 15, 30, 60, 120, 300, 600, 1800, 3600, 3600]

    async def test_the_one_it_started_with_can_be_chosen_again(self) -> None:
        async with watching(interval=2) as watch:
            assert watch.poller.shorter().interval == 2
            assert watch.poller.longer().interval == 5
            assert watch.poller.shorter().interval == 2

    async def test_one_between_two_steps_moves_to_its_neighbours(self) -> None:
        async with watching(interval=45) as watch:
            assert watch.poller.longer().interval == 60
        async with watching(interval=45) as watch:
            assert watch.poller.shorter().interval == 30

    async def test_changing_it_makes_it_the_users_own(self) -> None:
        async with watching(explicit=False) as watch:
            watch.service.rate_limit = RateLimit(20, 20, 60)
            await watch.until(10)
            watch.poller.shorter()
            await watch.until(31)
            assert watch.service.times("usage") == [0, 15, 30]

    async def test_a_longer_one_does_not_outlast_midnight(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            await watch.until(10)
            for _ in range(6):
                watch.poller.longer()
            await watch.until(40)
            # Midnight is at 30; two seconds of margin, half a second of jitter.
            assert watch.service.times("usage") == [0, 32.5]

    async def test_changed_during_a_reading_it_holds_from_that_reading_on(self) -> None:
        async with watching() as watch:
            watch.service.meanwhile = watch.poller.shorter
            await watch.until(31)
            assert watch.service.times("usage") == [0, 15, 30]

    async def test_it_does_not_cut_the_wait_after_a_failure(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(50)
            await watch.until(10)
            watch.poller.shorter()
            await watch.until(55)
            assert watch.service.times("usage") == [0, 50]


class TestFailures:
    async def test_the_wait_after_each_doubles_up_to_five_minutes(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            await watch.until(1100)
            # 30, 60, 120, 240, 300, 300 seconds apart.
            assert watch.service.times("usage") == pytest.approx([0, 30, 90, 210, 450, 750, 1050])

    async def test_jitter_spreads_the_doubled_waits(self) -> None:
        async with watching(jitter=lambda: 0.0) as watch:
            watch.service.usage_error = NO_ANSWER
            await watch.until(200)
            # 30, then four fifths of 60 and of 120.
            assert watch.service.times("usage") == pytest.approx([0, 30, 78, 174])

    async def test_the_next_try_is_said(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            assert (await watch.until(40)).next_usage == second(90)

    async def test_a_recovery_brings_the_interval_back(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            await watch.until(100)
            watch.service.usage_error = None
            await watch.until(271)
            # Well from 100 on, which the look at the health page of 120 finds.
            assert watch.service.times("usage") == pytest.approx([0, 30, 90, 120, 150, 180, 210, 240, 270])

    @pytest.mark.parametrize(
        "error",
        [NO_ANSWER, TIME_OUT, too_many(None), GrantexResponseError("totalRequests is null instead of a number")],
    )
    async def test_one_reading_that_fails_leaves_the_other(self, error: GrantexError) -> None:
        async with watching() as watch:
            watch.service.live[TODAY] = 42
            watch.service.rows[YESTERDAY] = 7
            await watch.until(10)
            watch.service.usage_error = error
            state = await watch.until(310)
            assert isinstance(state.usage, Stale)
            assert isinstance(state.history, Live)
            assert watch.service.times("history") == [0, 300]
            assert state.ledger.day(TODAY).counters == counters(42)
            watch.service.usage_error, watch.service.history_error = None, error
            watch.poller.refresh()
            state = await watch.until(600)
            assert isinstance(state.usage, Live)
            assert isinstance(state.history, Stale)
            assert watch.service.times("usage")[-3:] == [520, 550, 580]
            assert state.ledger.day(YESTERDAY).counters == counters(7)

    async def test_history_is_tried_again_after_one_interval_of_the_usage(self) -> None:
        async with watching() as watch:
            watch.service.history_error = NO_ANSWER
            await watch.until(100)
            assert watch.service.times("history") == [0, 30, 90]

    async def test_without_any_answer_nothing_is_known_and_nothing_is_zero(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            state = await watch.until(100)
            assert isinstance(state.usage, Down)
            assert isinstance(state.history, Down)
            assert state.ledger.window(30) == ()

    async def test_the_failure_says_when_why_how_often_and_how_long_it_took(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            watch.service.takes = 2
            failure = failure_of((await watch.until(40)).usage)
            assert failure is not None
            assert (failure.cause, failure.reason, failure.times) == (Cause.OTHER, "connection refused", 2)
            # The usage failed at 2, so its second try began 30 s later; the history's time does not count.
            assert (failure.at, failure.took) == (second(34), 2)

    async def test_a_bug_is_not_taken_for_a_failure(self) -> None:
        async with watching() as watch:
            watch.service.meanwhile = lambda: [][0]
            with pytest.raises(IndexError):
                await watch.until(10)


class TestRetryAfter:
    async def test_it_is_waited_out_in_full(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(52)
            await watch.until(150)
            # The second wait is twice the interval already, which is longer.
            assert watch.service.times("usage") == [0, 52, 112]

    async def test_an_hour_is_cut_to_fifteen_minutes(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(3600)
            await watch.until(950)
            assert watch.service.times("usage") == [0, 900]

    async def test_a_refresh_does_not_wait_for_it(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(3600)
            await watch.until(10)
            watch.poller.refresh()
            await watch.until(20)
            assert watch.service.times("usage") == [0, 10]


class TestKeyRefused:
    @pytest.mark.parametrize("status", [401, 403])
    async def test_it_stops_both_readings(self, status: int) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.usage_error = refused(status)
            state = await watch.until(10_000)
            assert watch.service.calls == [("usage", 0), ("history", 0), ("usage", 30)]
            assert (state.next_usage, state.next_history) == (None, None)
            assert isinstance(state.usage, Stale)
            assert state.usage.failure.cause is Cause.KEY_REFUSED

    async def test_at_the_start_the_history_is_not_even_tried(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = refused()
            await watch.until(10_000)
            assert watch.service.calls == [("usage", 0)]

    async def test_a_refresh_starts_polling_again(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = refused()
            await watch.until(100)
            watch.service.usage_error = None
            watch.poller.refresh()
            state = await watch.until(135)
            assert watch.service.calls[1:] == [("usage", 100), ("history", 100), ("usage", 130)]
            assert isinstance(state.usage, Live)

    async def test_a_refresh_that_is_refused_again_is_one_request(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = refused()
            await watch.until(100)
            watch.poller.refresh()
            state = await watch.until(1000)
            assert watch.service.calls == [("usage", 0), ("usage", 100)]
            assert not state.refreshing

    async def test_refused_for_the_history_alone_both_stop_and_the_day_turns_nevertheless(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.history_error = refused(403)
            state = await watch.until(100)
            assert watch.service.times("history") == [0]
            assert watch.service.times("usage") == [0]
            assert state.ledger.today == TOMORROW

    async def test_too_many_requests_of_one_reading_hold_the_other_back_too(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(57)
            await watch.until(10)
            watch.service.usage_error = None
            await watch.until(60)
            assert watch.service.times("usage") == [0, 57]
            assert watch.service.times("history") == [57]

    async def test_the_services_day_turns_nevertheless(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live[TODAY] = 42
            await watch.until(10)
            watch.service.usage_error = refused()
            watch.poller.refresh()
            state = await watch.until(100)
            assert state.ledger.today == TOMORROW
            assert state.ledger.day(TODAY).counters == counters(42)


class TestHealth:
    async def test_it_is_asked_once_after_a_time_out_and_completes_the_reason(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = TIME_OUT
            watch.service.health = HealthReport(database=False, redis=True)
            state = await watch.until(10)
            assert watch.service.calls == [("usage", 0), ("health", 0), ("history", 0)]
            failure = failure_of(state.usage)
            assert failure is not None
            assert failure.reason == "no whole answer within 10 s; its database is down"

    async def test_without_an_answer_of_its_own_the_reason_stays_plain(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = TIME_OUT
            watch.service.health = NO_ANSWER
            failure = failure_of((await watch.until(10)).usage)
            assert failure is not None
            assert failure.reason == "no whole answer within 10 s"

    @pytest.mark.parametrize("status", [500, 503])
    async def test_it_names_the_part_that_is_down_after_a_failure_inside_the_service(self, status: int) -> None:
        async with watching() as watch:
            watch.service.usage_error = GrantexApiError("", status=status)
            watch.service.health = HealthReport(database=True, redis=False)
            failure = failure_of((await watch.until(10)).usage)
            assert failure is not None
            assert failure.reason.endswith(f"({status}); its counter store is down")

    async def test_other_failures_do_not_ask_it(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            watch.service.history_error = too_many(None)
            await watch.until(29)
            assert watch.service.times("health") == []


class TestMidnight:
    async def test_both_are_read_right_after_it_whatever_the_interval(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT, interval=3600) as watch:
            await watch.until(100)
            # Midnight is at 30; two seconds of margin, half a second of jitter.
            assert watch.service.calls[2:] == [("usage", 32.5), ("history", 32.5)]

    async def test_it_is_the_services_midnight_and_not_this_machines(self) -> None:
        wrong = dt.timedelta(hours=-5)
        async with watching(start=BEFORE_MIDNIGHT, interval=3600, machine_wrong_by=wrong) as watch:
            await watch.until(100)
            assert watch.service.calls[2:] == [("usage", 32.5), ("history", 32.5)]

    async def test_history_is_read_as_soon_as_the_period_turns(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.period = str(TOMORROW)
            await watch.until(40)
            assert watch.service.calls[2:] == [("usage", 30), ("history", 30)]

    async def test_history_that_fails_keeps_its_wait_when_the_period_turns(self) -> None:
        async with watching() as watch:
            watch.service.history_error = too_many(600)
            await watch.until(10)
            watch.service.period = str(TOMORROW)
            await watch.until(100)
            assert watch.service.times("history") == [0]

    async def test_replicas_that_turn_the_day_back_and_forth_do_not_have_history_read_each_time(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live = {TODAY: 42, TOMORROW: 42}
            for poll in range(60):
                watch.service.period = str(TOMORROW if poll % 2 else TODAY)
                state = await watch.until(30 * poll + 15)
            assert state.ledger.today == TOMORROW
            # Of 30 minutes: at the start, as the day turned, and every five minutes.
            assert len(watch.service.times("history")) <= 8
            assert words(state) == ["a new UTC day at the service: 2026-11-23"]

    async def test_the_old_day_keeps_what_was_last_seen_of_it(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live[TODAY] = 42
            watch.service.rows = {TODAY: 24}
            await watch.until(10)
            state = await watch.until(40)
            assert state.ledger.day(TODAY).counters == counters(42)
            assert state.ledger.day(TODAY).state is DayState.SETTLING
            assert state.ledger.day(TOMORROW).counters == counters(0)
            watch.service.rows = {TODAY: 42}
            state = await watch.until(3700)
            assert state.ledger.day(TODAY).state is DayState.FINAL

    async def test_the_day_turns_by_the_monotonic_clock_while_the_service_is_down(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live[TODAY] = 42
            await watch.until(10)
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            state = await watch.until(100)
            assert state.ledger.today == TOMORROW
            assert state.ledger.day(TODAY).counters == counters(42)
            assert state.ledger.day(TOMORROW).counters is None
            assert words(state).count("a new UTC day at the service: 2026-11-23") == 1

    async def test_a_failed_reading_turns_the_day_before_the_history_is_asked(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            await watch.until(29)
            watch.service.usage_error = NO_ANSWER
            watch.service.takes = 2
            days: list[dt.date | None] = []

            def during_history() -> None:
                days.append(watch.poller.state.ledger.today)

            def during_usage() -> None:
                during_history()
                watch.service.meanwhile = during_history

            watch.service.meanwhile = during_usage
            watch.poller.refresh()
            await watch.until(40)
            assert watch.service.calls[2:4] == [("usage", 29), ("history", 31)]
            assert days == [TODAY, TOMORROW]

    async def test_a_jump_of_the_wall_clock_does_not_turn_it(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            watch.clock.jump(dt.timedelta(days=3))
            assert (await watch.until(100)).ledger.today == TODAY

    @pytest.mark.parametrize("days", [-400, -1, 1, 400])
    async def test_today_is_the_services_with_this_machines_clock_wrong_by_days(self, days: int) -> None:
        wrong = dt.timedelta(days=days)
        async with watching(machine_wrong_by=wrong) as watch:
            state = await watch.until(100)
            assert state.ledger.today == TODAY
            assert state.skew == wrong


class TestJumps:
    async def test_after_sleep_both_are_read_once_and_not_in_a_burst(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.clock.machine_sleeps(dt.timedelta(hours=8))
            state = await watch.until(65)
            assert watch.service.calls[2:] == [("usage", 30), ("history", 30), ("usage", 60)]
            assert words(state) == ["the machine slept: reading again"]

    async def test_sleep_is_noticed_within_half_a_minute_of_a_long_wait(self) -> None:
        async with watching(interval=3600) as watch:
            await watch.until(100)
            watch.clock.machine_sleeps(dt.timedelta(hours=8))
            await watch.until(200)
            # Looks every 30 s from the start on.
            assert watch.service.calls[2:] == [("usage", 120), ("history", 120)]

    async def test_sleep_during_a_reading_is_noticed_too(self) -> None:
        async with watching(interval=3600) as watch:
            watch.service.meanwhile = lambda: watch.clock.machine_sleeps(dt.timedelta(hours=8))
            await watch.until(100)
            assert watch.service.calls == [("usage", 0), ("history", 0), ("usage", 0)]

    async def test_a_clock_set_back_changes_no_wait_and_reads_once(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.clock.jump(dt.timedelta(days=-30))
            state = await watch.until(65)
            assert watch.service.times("usage") == [0, 30, 60]
            assert watch.service.times("history") == [0, 30]
            assert words(state) == ["this machine's clock was set back: reading again"]

    async def test_a_clock_set_forward_is_no_sleep(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.clock.jump(dt.timedelta(hours=8))
            state = await watch.until(65)
            assert words(state) == ["this machine's clock was set forward: reading again"]

    @pytest.mark.parametrize("seconds", [-90, 90])
    async def test_a_clock_that_is_set_does_not_override_what_the_service_asked_to_wait(self, seconds: int) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(900)
            await watch.until(100)
            watch.clock.jump(dt.timedelta(seconds=seconds))
            await watch.until(899)
            assert watch.service.calls == [("usage", 0)]
            await watch.until(901)
            assert watch.service.calls[1:] == [("usage", 900)]

    async def test_what_the_service_asked_to_wait_passes_while_the_machine_sleeps(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = too_many(900)
            await watch.until(100)
            watch.clock.machine_sleeps(dt.timedelta(seconds=700))
            await watch.until(901)
            assert watch.service.times("usage") == [0, 200]

    async def test_asleep_over_midnight_without_a_network_the_day_turns(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live[TODAY] = 42
            await watch.until(10)
            watch.service.usage_error = watch.service.history_error = NO_ANSWER
            watch.clock.machine_sleeps(dt.timedelta(hours=8))
            state = await watch.until(40)
            assert state.ledger.today == TOMORROW
            assert state.ledger.day(TODAY).counters == counters(42)
            assert state.ledger.day(TOMORROW).counters is None

    async def test_a_small_correction_of_the_clock_is_no_jump(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.clock.jump(dt.timedelta(seconds=50))
            state = await watch.until(100)
            assert watch.service.times("history") == [0]
            assert state.events == ()

    async def test_sleep_wakes_neither_a_pause_nor_a_refused_key(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.pause()
            watch.clock.machine_sleeps(dt.timedelta(hours=8))
            await watch.until(100)
            assert len(watch.service.calls) == 2
            watch.service.usage_error = refused()
            watch.poller.resume()
            await watch.until(110)
            watch.clock.machine_sleeps(dt.timedelta(hours=8))
            await watch.until(200)
            assert watch.service.times("usage") == [0, 100]


class TestLowBudget:
    async def test_it_doubles_the_interval_and_puts_history_off(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.rate_limit = RateLimit(100, 19, 40)
            state = await watch.until(400)
            assert watch.service.times("usage") == [0, 30, 90, 150, 210, 270, 330, 390]
            assert watch.service.times("history") == [0]
            assert state.budget_low
            assert state.next_history is None
            assert state.requests_per_minute == 1

    async def test_history_is_read_as_soon_as_it_is_over(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.service.rate_limit = RateLimit(100, 19, 40)
            await watch.until(400)
            watch.service.rate_limit = RateLimit(100, 90, 40)
            state = await watch.until(485)
            assert watch.service.times("usage")[-2:] == [450, 480]
            assert watch.service.times("history") == [0, 450]
            assert not state.budget_low

    async def test_a_refresh_reads_both_nevertheless(self) -> None:
        async with watching() as watch:
            watch.service.rate_limit = RateLimit(100, 19, 40)
            await watch.until(0.5)
            watch.poller.refresh()
            await watch.until(2)
            assert watch.service.calls == [("usage", 0), ("history", 0.5), ("usage", 1)]

    async def test_once_the_minute_is_over_it_is_said(self) -> None:
        async with watching() as watch:
            watch.service.rate_limit = RateLimit(100, 0, 12)
            assert not (await watch.until(11)).minute_over
            state = await watch.until(13)
            assert (state.budget_low, state.minute_over) == (True, True)

    async def test_the_limit_by_address_is_not_taken_for_the_plans(self) -> None:
        async with watching() as watch:
            watch.service.rate_limit = RateLimit(5000, 0, 40)
            state = await watch.until(65)
            assert watch.service.times("usage") == [0, 30, 60]
            assert not state.budget_low


class TestLog:
    async def test_a_streak_of_failures_is_one_line_and_its_end_another(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            await watch.until(100)
            watch.service.usage_error = None
            state = await watch.until(220)
            assert words(state) == ["usage failed: connection refused", "usage recovered after failing 3 times"]
            assert [event.at for event in state.events] == [second(0), second(120)]

    async def test_a_new_day_and_a_restarted_counter_are_lines(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live = {TODAY: 42, TOMORROW: 9}
            await watch.until(40)
            watch.service.live[TOMORROW] = 1
            state = await watch.until(70)
            assert words(state) == [
                "a new UTC day at the service: 2026-11-23",
                "counter restarted: the service counts less than before",
            ]
            assert state.ledger.day(TOMORROW).counters == counters(1)

    async def test_endless_flapping_keeps_the_last_hundred_lines(self) -> None:
        async with watching() as watch:
            for turn in range(150):
                watch.service.usage_error = NO_ANSWER if turn % 2 == 0 else None
                state = await watch.until(30 * turn)
            assert len(state.events) == 100
            assert words(state)[-2:] == ["usage failed: connection refused", "usage recovered after failing once"]


class TestPlan:
    async def test_it_is_asked_for_once_an_hour(self) -> None:
        async with watching(interval=600) as watch:
            state = await watch.until(3 * 3600 + 10)
            assert watch.service.subscriptions == [0, 3600, 7200, 10800]
            assert plan_of(state) is Plan.FREE

    async def test_it_waits_for_a_live_reading(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            assert plan_of(await watch.until(500)) is None
            assert watch.service.subscriptions == []
            watch.service.usage_error = None
            assert plan_of(await watch.until(1200)) is Plan.FREE
            live = next(at for at in watch.service.times("usage") if at > 500)
            assert watch.service.subscriptions == [live]

    async def test_another_limit_means_another_plan_and_it_is_asked_for_again(self) -> None:
        async with watching() as watch:
            watch.service.rate_limit = RateLimit(100, 90, 40)
            await watch.until(10)
            watch.service.rate_limit = RateLimit(500, 480, 40)
            watch.service.subscription = Subscription("pro")
            state = await watch.until(31)
            assert watch.service.subscriptions == [0, 30]
            assert plan_of(state) is Plan.PRO

    async def test_a_refused_key_is_not_tried_on_it(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = refused()
            await watch.until(4000)
            assert watch.service.subscriptions == []

    @pytest.mark.parametrize(
        "error", [NO_ANSWER, TIME_OUT, refused(403), too_many(60), GrantexResponseError("outlier")]
    )
    async def test_its_failure_harms_nothing_and_is_not_tried_again_before_the_hour(self, error: GrantexError) -> None:
        async with watching() as watch:
            watch.service.subscription = error
            watch.service.live[TODAY] = 42
            state = await watch.until(620)
            assert isinstance(state.usage, Live)
            assert isinstance(state.history, Live)
            assert (plan_of(state), words(state)) == (None, [])
            assert watch.service.times("usage") == [30 * n for n in range(21)]
            assert watch.service.times("history") == [0, 300, 600]
            assert watch.service.subscriptions == [0]
            watch.service.subscription = Subscription("pro")
            assert plan_of(await watch.until(3700)) is Plan.PRO
            assert len(watch.service.subscriptions) == 2

    async def test_what_was_known_of_it_outlasts_a_failure(self) -> None:
        async with watching(interval=600) as watch:
            await watch.until(10)
            watch.service.subscription = NO_ANSWER
            state = await watch.until(3700)
            assert watch.service.subscriptions == [0, 3600]
            assert plan_of(state) is Plan.FREE

    async def test_neither_a_pause_nor_a_refresh_nor_a_low_budget_asks_for_it(self) -> None:
        async with watching() as watch:
            await watch.until(10)
            watch.poller.refresh()
            watch.poller.pause()
            await watch.until(4000)
            assert watch.service.subscriptions == [0]
        async with watching(interval=600) as watch:
            watch.service.rate_limit = RateLimit(100, 19, 40)
            await watch.until(4000)
            assert watch.service.subscriptions == []


class TestMark:
    async def test_it_counts_on_from_the_last_reading_through_midnight_until_history_closed_the_day(self) -> None:
        async with watching(start=BEFORE_MIDNIGHT) as watch:
            watch.service.live = {TODAY: 40, TOMORROW: 5}
            await watch.until(1)
            watch.poller.mark()
            state = await watch.until(100)
            assert state.mark is not None
            assert state.mark.at == second(1, BEFORE_MIDNIGHT)
            assert state.mark.since == counters(5)
            watch.service.rows[TODAY] = 52  # 12 came between the last reading and midnight
            state = await watch.until(2 * 3600)
            assert state.mark is not None
            assert state.mark.since == counters(17)

    async def test_it_takes_a_reading_first_and_says_so(self) -> None:
        async with watching() as watch:
            watch.service.live = {TODAY: 40}
            await watch.until(20)
            watch.service.live = {TODAY: 52}
            assert watch.poller.mark().marking
            state = await watch.until(21)
            assert watch.service.times("usage") == [0, 20]
            assert (state.marking, state.mark and state.mark.at) == (False, second(20))
            watch.service.live = {TODAY: 55}
            state = await watch.until(60)
            assert state.mark is not None
            assert state.mark.since == counters(3)

    async def test_where_no_reading_can_be_had_it_counts_from_the_last_one_and_says_from_when(self) -> None:
        async with watching() as watch:
            watch.service.live = {TODAY: 40}
            await watch.until(20)
            watch.service.usage_error = NO_ANSWER
            watch.poller.mark()
            state = await watch.until(25)
            assert not state.marking
            assert state.mark is not None
            assert state.mark.at == second(0)
            assert words(state)[-1] == "mark set: counts from 12:00:00 UTC"

    async def test_a_second_one_sets_anew_and_unmark_removes_it(self) -> None:
        async with watching() as watch:
            watch.service.live = {TODAY: 40}
            await watch.until(20)
            watch.poller.mark()
            watch.service.live = {TODAY: 52}
            await watch.until(40)
            watch.poller.mark()
            state = await watch.until(45)
            assert (state.mark and state.mark.at) == second(40)
            assert watch.poller.unmark().mark is None
            assert (await watch.until(200)).mark is None
            assert words(watch.poller.state)[-1] == "mark removed"

    async def test_before_any_reading_it_waits_for_the_first_and_without_one_there_is_none(self) -> None:
        async with watching() as watch:
            watch.service.usage_error = NO_ANSWER
            assert watch.poller.mark().marking
            state = await watch.until(10)
            assert (state.marking, state.mark) == (False, None)
