"""A feed's schedule, the budget of readings by hand and the service's clock as values: worked by hand."""

from __future__ import annotations

import datetime as dt

from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Reading
from grantex_tui.polling.schedule import LONG_AGO, NEVER, HandBudget, Pace, Schedule, ServiceClock
from tests.support.states import NOW, failure, metrics, reading, refused

PACE = Pace(regular=30, retry=30, midnight=NEVER, jitter=0.5)
READING: Reading[object] = reading(metrics())
FAILURE: Failure = failure()
TOO_MANY = Failure(Cause.TOO_MANY_REQUESTS, "429", NOW, 0.1, retry_after=900)


def due(schedule: Schedule) -> float:
    return schedule.due(held=False, hand_free=LONG_AGO)


def after_failures(count: int) -> Schedule:
    schedule = Schedule()
    for _ in range(count):
        schedule = schedule.begin(due(schedule)).end(FAILURE, due(schedule), PACE)
    return schedule


def test_a_reading_is_followed_by_the_next_one_interval_later_and_midnight_comes_first() -> None:
    assert due(Schedule().begin(0).end(READING, 2, PACE)) == 32
    assert due(Schedule().begin(0).end(READING, 2, Pace(30, 30, 20, 0.5))) == 20


def test_while_a_reading_is_under_way_none_is_due() -> None:
    assert due(Schedule().begin(0)) == NEVER


def test_failures_of_the_schedule_double_the_wait() -> None:
    assert [due(after_failures(count)) for count in range(1, 5)] == [30, 90, 210, 450]


def test_a_try_by_hand_that_fails_leaves_the_plan_and_the_count_as_they_were() -> None:
    backing_off = after_failures(4)
    tried = backing_off.ask(250).begin(250).end(FAILURE, 251, PACE)
    assert (tried.planned, tried.failures) == (450, 4)


def test_a_retry_after_holds_even_where_the_try_was_by_hand() -> None:
    tried = after_failures(4).ask(250).begin(250).end(TOO_MANY, 251, PACE).hold_back(251, 900)
    assert due(tried) == 1151


def test_a_refused_key_stops_it_until_a_refresh() -> None:
    stopped = Schedule().begin(0).end(refused(), 1, PACE)
    assert due(stopped) == NEVER
    assert due(stopped.ask(50)) == 50


def test_held_back_it_is_due_only_by_hand_and_within_the_budget_of_that() -> None:
    schedule = Schedule().begin(0).end(READING, 0, PACE)
    assert schedule.due(held=True, hand_free=LONG_AGO) == NEVER
    assert schedule.ask(10).due(held=True, hand_free=LONG_AGO) == 10
    assert schedule.ask(10).due(held=True, hand_free=55) == 55


def test_of_readings_by_hand_so_many_are_allowed_in_any_minute() -> None:
    budget = HandBudget()
    for moment in (0, 1, 2):
        assert budget.free(3) <= moment
        budget = budget.spend(moment)
    assert budget.free(3) == 60  # the one of 0 is then a minute ago
    assert budget.spend(61).spent == (2, 61)


def test_the_services_clock_goes_on_and_tells_when_its_day_turns() -> None:
    clock = ServiceClock(dt.datetime(2026, 11, 22, 23, 59, tzinfo=dt.UTC), 100, named=True)
    assert clock.now(130) == dt.datetime(2026, 11, 22, 23, 59, 30, tzinfo=dt.UTC)
    assert clock.until_new_day(130) == 32  # 30 s, and two of margin
