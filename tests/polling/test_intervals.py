"""What polling may cost of the plan's requests per minute: worked by hand, and within its share for every limit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.response import ADDRESS_LIMIT, RateLimit
from grantex_tui.polling.intervals import HISTORY_INTERVAL, Intervals, intervals, plan_limit

INTERVALS = st.integers(5, 3600)


def untouched(limit: int) -> RateLimit:
    return RateLimit(limit, limit, 60)


LIMITS = st.integers(1, 10**9).map(untouched)


@st.composite
def rate_limits(draw: st.DrawFn) -> RateLimit:
    limit = draw(st.integers(0, 10**9))
    return RateLimit(limit, draw(st.integers(0, limit)), draw(st.integers(1, 60)))


@pytest.mark.parametrize("limit", [100, 500, 2000])
def test_half_a_minute_is_within_every_published_plan(limit: int) -> None:
    assert intervals(30, untouched(limit), explicit=False) == Intervals(usage=30, history=300)


def test_five_seconds_grow_to_fifteen_on_the_free_plan() -> None:
    # 4 % of 100 a minute are 4 requests: one every 15 s.
    assert intervals(5, untouched(100), explicit=False) == Intervals(usage=15, history=300)


def test_a_chosen_interval_is_honoured_and_its_share_can_be_said() -> None:
    chosen = intervals(5, untouched(100), explicit=True)
    assert chosen == Intervals(usage=5, history=300)
    assert chosen.requests_per_minute == pytest.approx(12.2)  # 60 / 5 for the usage, 60 / 300 for the history


def test_a_tiny_plan_is_polled_rarely() -> None:
    # 10 a minute: 4 % are 0.4, one every 150 s; 0.9 % are 0.09, one every 666.7 s.
    tiny = intervals(30, untouched(10), explicit=False)
    assert tiny.usage == pytest.approx(150)
    assert tiny.history == pytest.approx(2000 / 3)


def test_before_the_first_answer_the_interval_is_as_set() -> None:
    assert intervals(30, None, explicit=False) == Intervals(usage=30, history=300)


def test_history_is_never_read_more_often_than_the_usage() -> None:
    assert intervals(3600, None, explicit=True) == Intervals(usage=3600, history=3600)


def test_below_a_fifth_of_the_minute_polling_holds_back() -> None:
    assert intervals(30, RateLimit(100, 19, 40), explicit=False) == Intervals(usage=60, history=300, budget_low=True)
    assert intervals(30, RateLimit(100, 20, 40), explicit=False) == Intervals(usage=30, history=300)


def test_below_a_fifth_a_chosen_interval_is_doubled_too() -> None:
    assert intervals(5, RateLimit(100, 0, 40), explicit=True).usage == 10


def test_history_that_waits_costs_nothing() -> None:
    assert Intervals(usage=60, history=300, budget_low=True).requests_per_minute == 1


def test_the_limit_by_address_is_no_plan() -> None:
    assert plan_limit(untouched(ADDRESS_LIMIT)) is None
    assert plan_limit(untouched(100)) == untouched(100)
    assert plan_limit(None) is None


@given(INTERVALS, LIMITS)
def test_left_to_itself_polling_stays_under_five_percent_of_any_limit(interval: int, rate_limit: RateLimit) -> None:
    assert intervals(interval, rate_limit, explicit=False).requests_per_minute < 0.05 * rate_limit.limit


@given(INTERVALS, st.none() | rate_limits(), st.booleans())
def test_no_reading_comes_sooner_than_the_interval(interval: int, rate_limit: RateLimit | None, chosen: bool) -> None:
    ours = intervals(interval, rate_limit, explicit=chosen)
    assert ours.usage >= interval
    assert ours.history >= max(interval, HISTORY_INTERVAL)


@given(INTERVALS, rate_limits(), st.booleans())
def test_the_usage_is_read_at_least_every_hour_or_every_two_while_the_budget_is_low(
    interval: int, rate_limit: RateLimit, chosen: bool
) -> None:
    ours = intervals(interval, rate_limit, explicit=chosen)
    assert ours.usage <= (7200 if ours.budget_low else 3600)


@given(INTERVALS, rate_limits())
def test_a_chosen_interval_changes_only_while_the_budget_is_low(interval: int, rate_limit: RateLimit) -> None:
    ours = intervals(interval, rate_limit, explicit=True)
    assert ours.usage == (2 * interval if ours.budget_low else interval)
