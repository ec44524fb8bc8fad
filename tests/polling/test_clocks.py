"""Whatever this machine's clock and zone say, the days on the screen are the service's, and a wrong clock is named."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.config.settings import Service
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayState
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.notices import notices_content
from grantex_tui.view.selection import Selection
from tests.support.clock import FakeClock
from tests.support.model_service import ONE_DAY, ONE_HOUR, Burst, Failing, Fault, Half, Incident, ModelService, split

EVENING = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)


TODAY, YESTERDAY, TOMORROW = (EVENING.date() + days * ONE_DAY for days in (0, -1, 1))


PAST = {TODAY - ago * ONE_DAY: split(1000 + ago) for ago in range(1, 91)}
SERVICE = Service("api.example.test", KeyMode.LIVE)
WRONG = [dt.timedelta(days=-400), -ONE_DAY, -5 * ONE_HOUR, 5 * ONE_HOUR, ONE_DAY, dt.timedelta(days=400)]


wrong_clocks = pytest.mark.parametrize("wrong_by", WRONG, ids=str)


with_and_without_date = pytest.mark.parametrize("dated", [True, False], ids=["with Date", "without Date"])


class Machine:
    """A dashboard on a machine whose clock is wrong, and the service it reads."""

    def __init__(
        self,
        wrong_by: dt.timedelta = dt.timedelta(),
        *happening: tuple[dt.datetime, Incident],
        dated: bool = True,
        monthly: bool = False,
        interval: int = 600,
    ) -> None:
        self.clock = FakeClock(EVENING + wrong_by)
        incidents = [(EVENING, Burst(split(42))), *happening]
        self.service = ModelService(self.clock, EVENING, PAST, incidents, 55, monthly, dated)
        self.poller = Poller(
            lambda: AsyncGrantex(api_key="gx_test_clocks", transport=self.service),
            clock=self.clock,
            jitter=lambda: 0.5,
            interval=interval,
            explicit=True,
        )
        self._states = self.poller.states()

    async def until(self, moment: dt.datetime) -> State:
        """The state at the service's `moment`."""
        async for state in self._states:
            if self.service.now >= moment:
                return state
        raise AssertionError("the poller ended")


def week(state: State) -> list[tuple[dt.date, int | None, DayState]]:
    days = state.ledger.window(7)
    return [(day.date, day.counters.total_requests if day.counters else None, day.state) for day in days]


def clock_notices(state: State) -> list[str]:
    return [notice.words for notice in notices_content(state) if "clock" in notice.words]


@with_and_without_date
@wrong_clocks
async def test_the_range_is_the_services_however_wrong_this_machines_clock_is(
    wrong_by: dt.timedelta, dated: bool
) -> None:
    right = await Machine().until(EVENING + dt.timedelta(minutes=5))
    wrong = await Machine(wrong_by, dated=dated).until(EVENING + dt.timedelta(minutes=5))
    assert wrong.ledger.window(90) == right.ledger.window(90)
    assert week(wrong)[-2:] == [(YESTERDAY, 1001, DayState.FINAL), (TODAY, 42, DayState.SO_FAR)]


@with_and_without_date
@wrong_clocks
async def test_the_old_day_keeps_its_last_live_figure_after_midnight_on_any_clock(
    wrong_by: dt.timedelta, dated: bool
) -> None:
    later = (EVENING + dt.timedelta(minutes=25, seconds=20), Burst(split(58)))  # after the rollup of 23:55
    after = dt.datetime.combine(TOMORROW, dt.time(0, 20), dt.UTC)
    machine = Machine(wrong_by, later, dated=dated, interval=60)
    state = await machine.until(after)
    assert machine.service.stored[TODAY] == split(42)
    assert [(date, total) for date, total, _ in week(state)[-2:]] == [(TODAY, 100), (TOMORROW, 0)]


@pytest.mark.parametrize(
    ("wrong_by", "dated"),
    # Without a `Date` nothing but this machine's clock tells the time of day.
    [*((wrong_by, True) for wrong_by in WRONG), *((wrong_by, False) for wrong_by in WRONG if not wrong_by % ONE_DAY)],
)
async def test_the_services_day_turns_on_any_clock_while_no_answer_comes(wrong_by: dt.timedelta, dated: bool) -> None:
    outage = (EVENING + dt.timedelta(minutes=20), Failing(Half.BOTH, Fault.REFUSED, 36_000))
    state = await Machine(wrong_by, outage, dated=dated).until(dt.datetime.combine(TOMORROW, dt.time(8), dt.UTC))
    assert week(state)[-2:] == [(TODAY, 42, DayState.SETTLING), (TOMORROW, None, DayState.NEVER_READ)]


@wrong_clocks
async def test_without_a_date_a_usage_that_fails_later_does_not_hand_the_day_to_this_machine(
    wrong_by: dt.timedelta,
) -> None:
    failing = (EVENING + dt.timedelta(minutes=2), Failing(Half.USAGE, Fault.COUNTERS, 36_000))
    state = await Machine(wrong_by, failing, dated=False).until(EVENING + dt.timedelta(minutes=25))
    assert week(state)[-2:] == [(YESTERDAY, 1001, DayState.FINAL), (TODAY, 42, DayState.SO_FAR)]


async def test_without_a_date_and_with_a_month_as_period_this_machines_clock_says_which_day_it_is() -> None:
    state = await Machine(dated=False, monthly=True).until(EVENING + dt.timedelta(minutes=5))
    assert state.ledger.today == TODAY
    assert week(state)[-2:] == [(YESTERDAY, 1001, DayState.FINAL), (TODAY, None, DayState.NEVER_READ)]


@pytest.mark.parametrize("hours", [-11, 0, 14])
async def test_the_users_zone_moves_no_day(hours: int) -> None:
    state = await Machine().until(EVENING + dt.timedelta(minutes=5))
    shown = dashboard_content(state, Selection(7), SERVICE, dt.timezone(dt.timedelta(hours=hours)))
    assert shown.today.date[0] == "Sun 22 Nov, UTC day"
    assert shown.range.range.dates[0] == "16 Nov – 22 Nov 2026"
    assert shown.summary.total[0] == f"Total {42 + sum(1000 + ago for ago in range(1, 7)):,} in 7 days"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, None),
        (115, None),
        (-115, None),
        (125, r"This machine's clock is 2 min \d s ahead of the service's\."),
        (-125, r"This machine's clock is 2 min \d s behind the service's\."),
        (3 * 86_400, r"This machine's clock is 3 d ahead of the service's\."),
        (-3 * 86_400, r"This machine's clock is (3 d|2 d 23 h) behind the service's\."),
    ],
)
async def test_a_skew_of_more_than_two_minutes_is_said(seconds: int, words: str | None) -> None:
    wrong_by = dt.timedelta(seconds=seconds)
    state = await Machine(wrong_by).until(EVENING + dt.timedelta(minutes=5))
    said = clock_notices(state)
    assert len(said) == (0 if words is None else 1)
    assert words is None or re.fullmatch(words, said[0])


async def test_without_a_date_nothing_is_said_of_the_clocks() -> None:
    state = await Machine(3 * ONE_DAY, dated=False).until(EVENING + dt.timedelta(minutes=5))
    assert clock_notices(state) == []


async def test_a_night_of_sleep_over_midnight_costs_one_refresh_and_shows_the_new_day() -> None:
    machine = Machine(interval=3600)
    await machine.until(EVENING + dt.timedelta(minutes=5))
    asked = machine.service.requests
    machine.service.machine_sleeps(8 * ONE_HOUR)
    state = await machine.until(EVENING + 8 * ONE_HOUR + dt.timedelta(minutes=20))
    assert machine.service.requests - asked == 2
    assert week(state)[-2:] == [(TODAY, 42, DayState.FINAL), (TOMORROW, 0, DayState.SO_FAR)]
    assert clock_notices(state) == []
