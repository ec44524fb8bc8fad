"""The weekdays' weights, worked by hand, and what growth, holes and order do not change."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.weekdays import MIN_WEEKS, Weekdays, learn
from tests.support.days import ONE_DAY, WEEK, over, parts, so_far, successive

TOTAL = Metric.TOTAL
MONDAY = dt.date(2026, 8, 3)
WORKING_WEEK = (20, 20, 20, 20, 20, 5, 0)
"""105 requests, 15 a day on average."""


def weeks(count: int, *week: int, first: dt.date = MONDAY, growth: int = 0) -> tuple[Day, ...]:
    """So many weeks like this one, each bigger by `growth` times the first."""
    return tuple(
        day
        for number in range(count)
        for day in successive(first + number * WEEK, *((1 + growth * number) * value for value in week))
    )


def test_a_weekday_weighs_what_it_is_of_a_mean_day_of_its_week() -> None:
    found = learn(weeks(14, *WORKING_WEEK))

    assert found.weeks == 14
    assert found.of(TOTAL) == pytest.approx((4 / 3, 4 / 3, 4 / 3, 4 / 3, 4 / 3, 1 / 3, 0))


def test_an_account_that_grows_keeps_its_weights() -> None:
    assert learn(weeks(14, *WORKING_WEEK, growth=3)) == learn(weeks(14, *WORKING_WEEK))


def test_a_week_unlike_the_others_does_not_move_them() -> None:
    unlike = successive(MONDAY + 14 * WEEK, 0, 0, 0, 0, 0, 0, 90)

    assert learn((*weeks(14, *WORKING_WEEK), *unlike)).of(TOTAL) == learn(weeks(15, *WORKING_WEEK)).of(TOTAL)


def test_fewer_weeks_than_the_services_own_days_can_hold_tell_nothing() -> None:
    assert dt.timedelta(days=90) < MIN_WEEKS * WEEK
    assert learn(weeks(13, *WORKING_WEEK)) == Weekdays(13)
    assert learn(()) == Weekdays(0)


def test_a_week_counts_only_if_all_its_days_are_over_and_read() -> None:
    days = weeks(15, *WORKING_WEEK)
    hole = [day for day in days if day.date != MONDAY + 2 * ONE_DAY]
    running = [*days[:-1], so_far(days[-1].date, 7)]

    assert [learn(of).weeks for of in (days, hole, running)] == [15, 14, 14]


def test_weeks_without_use_of_a_metric_tell_nothing_of_it() -> None:
    days = [over(MONDAY + day * ONE_DAY, parts(1, 0, day % 2)) for day in range(14 * 7)]
    found = learn(days)

    assert found.of(Metric.TOKEN_EXCHANGES) == (1, 1, 1, 1, 1, 1, 1)
    assert found.of(Metric.AUTHORIZATIONS) is None
    assert found.of(Metric.VERIFICATIONS) is not None


@given(st.lists(st.integers(0, 2**31 - 1), max_size=200), st.randoms())
def test_whatever_was_counted_weights_are_positive_and_the_days_order_does_not_matter(
    totals: list[int], chance: Random
) -> None:
    days = successive(MONDAY, *totals)
    found = learn(days)

    assert learn(chance.sample(days, len(days))) == found
    assert found.weeks == len(totals) // 7
    for _, weights in found.weights:
        assert all(0 <= weight <= 7 for weight in weights)
