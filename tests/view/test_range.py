"""The chosen range, worked by hand from a few readings: its days, its outliers, what stands in their place."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import Counters
from grantex_tui.polling.feed import Failure
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Step
from grantex_tui.view.notices import KEY_ADVICE, Level
from grantex_tui.view.range import SELF_HOSTED_HINT, RangeContent, range_content
from grantex_tui.view.selection import RANGES, Reach, Selection
from grantex_tui.view.wordings import Wordings
from tests.support.states import NOW, SERVICE, TODAY, ago, failure, kept, metrics, reading, refused, state


def shown(at: State, days: int = 30) -> RangeContent:
    return range_content(at, Selection(days=days), SERVICE)


# The range and what stands in the chart's place


@pytest.mark.parametrize(
    ("days", "dates", "first"),
    [
        (7, "16 Nov – 22 Nov 2026", dt.date(2026, 11, 16)),
        (30, "24 Oct – 22 Nov 2026", dt.date(2026, 10, 24)),
        (90, "25 Aug – 22 Nov 2026", dt.date(2026, 8, 25)),
    ],
)
def test_a_range_is_exactly_its_days_and_ends_with_the_services_today(days: int, dates: str, first: dt.date) -> None:
    chosen = shown(state(metrics(63), {1: 10, 95: 10}), days)

    assert chosen.title == f"Last {days} days"
    assert chosen.dates[0] == dates
    assert (chosen.window[0].date, chosen.window[-1].date) == (first, TODAY)
    assert len(chosen.window) == days


def test_today_is_the_services_even_if_this_machine_is_a_week_ahead() -> None:
    ahead = NOW + dt.timedelta(days=7)
    at = State().with_usage(reading(metrics(63), at=ahead, served=NOW))

    assert shown(at, 7).dates[0] == "16 Nov – 22 Nov 2026"


def test_connecting_is_said_with_the_name_of_the_service() -> None:
    chosen = shown(State())

    assert chosen.message == ("Connecting to api.grantex.dev…",)
    assert (chosen.window, chosen.dates) == ((), ())


def test_connecting_to_the_sample_service_names_no_host() -> None:
    chosen = range_content(State(), Selection(), replace(SERVICE, demo=True))

    assert chosen.message == ("Connecting to the sample service…",)


def test_history_on_its_way_is_said_while_the_figures_are_there() -> None:
    assert shown(state(metrics(63))).message == ("Reading the history…",)


def test_history_put_off_for_the_sake_of_the_budget_is_said() -> None:
    at = replace(state(metrics(63)), budget_low=True)

    assert shown(at).message == ("History waits: little of this minute's request budget is left.",)


def test_no_answer_at_all_is_said_with_the_name_of_the_service() -> None:
    chosen = shown(state(failure()))

    assert chosen.message == ("No answer yet from api.grantex.dev.",)
    assert chosen.message_level is Level.WARN


def test_a_new_account_reads_no_use_recorded_with_the_hint_for_self_hosted_servers() -> None:
    chosen = shown(state(metrics(0), {}))

    assert chosen.message == ("No use recorded in the last 30 days.", SELF_HOSTED_HINT)
    assert chosen.message_level is Level.INFO


def test_use_before_the_range_leaves_the_range_without_use() -> None:
    at = state(metrics(0), {10: 500})

    assert shown(at, 7).message[0] == "No use recorded in the last 7 days."
    assert shown(at, 30).message == ()


@pytest.mark.parametrize("history_too", [None, refused(), failure()], ids=["not tried", "refused too", "timed out"])
def test_a_refused_key_says_so_and_what_to_do(history_too: Failure | None) -> None:
    chosen = shown(state(refused(), history_too))

    assert chosen.message == ("The service refuses the API key.", KEY_ADVICE)
    assert chosen.message_level is Level.BAD
    assert "`grantex-tui config show`" in KEY_ADVICE
    assert "r tries it once more" in KEY_ADVICE


def test_a_failed_history_leaves_its_days_unread_instead_of_empty() -> None:
    *earlier, today = shown(state(metrics(63), failure()), 7).window

    assert {(day.counters, day.state) for day in earlier} == {(None, DayState.NEVER_READ)}
    assert today.counters == Counters(0, 0, 63, 63)


@given(
    rows=st.dictionaries(st.integers(-3, 95), st.integers(0, MAX_COUNTER)),
    live=st.integers(0, MAX_COUNTER),
    days=st.sampled_from(RANGES),
)
def test_whatever_was_served_a_range_has_its_days_in_order(rows: dict[int, int], live: int, days: int) -> None:
    chosen = shown(state(metrics(live), rows), days)

    assert [day.date for day in chosen.window] == [ago(days - 1 - index) for index in range(days)]
    assert all(after.date - before.date == dt.timedelta(days=1) for before, after in pairwise(chosen.window))


@pytest.mark.parametrize(
    ("shown_days", "left_out"), [(54, ("54 of 90 days", "54 of 90")), (90, ()), (91, ())], ids=["some", "none", "more"]
)
def test_a_range_says_how_many_of_its_days_are_shown_where_not_all_are(shown_days: int, left_out: Wordings) -> None:
    assert shown(state(metrics(63), {1: 10}), 90).left_out(shown_days) == left_out


# The range before


def before(at: State, days: int, *, comparing: bool = True) -> list[dt.date]:
    return [day.date for day in range_content(at, Selection(days, comparing=comparing), SERVICE).before]


def test_while_comparing_a_range_has_the_same_weekdays_before_it_as_far_as_history_reaches() -> None:
    at = state(metrics(0), dict.fromkeys(range(1, 90), 10))

    assert before(at, 7) == [ago(days) for days in range(13, 6, -1)]
    assert before(at, 30) == [ago(days) for days in range(64, 34, -1)]
    assert before(at, 90) == []
    assert before(at, 30, comparing=False) == []


# Days far from the usual


def test_the_outliers_of_the_range_are_those_of_the_chosen_metric_by_all_90_days() -> None:
    thursdays = {3: (100, 0, 900), **dict.fromkeys(range(10, 88, 7), (100, 0, 100)), 45: (900, 0, 100)}
    at = state(metrics(0), thursdays)

    assert shown(at).outliers == {ago(3)}
    assert shown(at, 90).outliers == {ago(3), ago(45)}
    assert range_content(at, Selection(metric=Metric.TOKEN_EXCHANGES), SERVICE).outliers == set()
    assert range_content(at, Selection(days=90, metric=Metric.TOKEN_EXCHANGES), SERVICE).outliers == {ago(45)}


def test_the_days_before_an_accounts_first_use_make_no_outlier_of_its_first_days() -> None:
    assert shown(state(metrics(0), dict.fromkeys(range(1, 15), 100))).outliers == set()


# The chosen day


def test_the_cursor_is_the_chosen_day_or_the_nearest_of_the_range() -> None:
    at = state(metrics(63), {1: 10})

    assert shown(at).cursor is None
    assert range_content(at, Selection(cursor=ago(3)), SERVICE).cursor == ago(3)
    assert range_content(at, Selection(days=7, cursor=ago(20)), SERVICE).cursor == ago(6)


# What stands beside the figures: the mean, the usual day, where today is on course to

NOON = NOW.replace(hour=12, minute=0, second=0)


def test_the_mean_is_that_of_the_complete_days() -> None:
    assert shown(state(metrics(999), {1: 100, 2: 300}), 7).mean == 400 / 6  # today's 999 stays out


def test_today_is_on_course_for_twice_its_figure_at_noon_and_the_usual_is_the_weekdays_median() -> None:
    at = state(metrics(450), {7: 700, 14: 800, 21: 1_200, 1: 50}, at=NOON)

    assert (shown(at, 7).on_course, shown(at, 7).usual) == (900, 800)


def test_early_in_the_day_or_without_three_such_weekdays_it_is_on_course_for_nothing() -> None:
    early = state(metrics(45), {7: 700, 14: 800, 21: 1_200}, at=NOW.replace(hour=1))
    young = state(metrics(450), {1: 700, 2: 800}, at=NOON)

    assert (shown(early, 7).on_course, shown(early, 7).usual) == (None, 800)
    assert (shown(young, 7).on_course, shown(young, 7).usual) == (None, None)


# A year, and all there is

KEPT = kept(dict.fromkeys(range(90, 812), 10))
"""Since Monday 2 September 2024."""

LONG = state(metrics(63), dict.fromkeys(range(1, 90), 10)).with_records(KEPT)
BY_WEEK = Selection(days=365, most_bars=73)
ALL = Selection(days=Reach.ALL, most_bars=73)


def ranged(chosen: Selection, at: State = LONG) -> RangeContent:
    return range_content(at, chosen, SERVICE)


def test_a_year_is_365_days_in_53_weeks_and_says_so() -> None:
    chosen = ranged(BY_WEEK)

    assert (chosen.title, chosen.dates) == (
        "Last 365 days",
        ("23 Nov 2025 – 22 Nov 2026", "Nov 2025 – Nov 2026"),
    )
    assert (chosen.step, len(chosen.buckets), chosen.bars) == (Step.WEEK, 53, 53)
    assert (chosen.left_out(53)[0], chosen.left_out(40)[0]) == ("53 weeks", "40 of 53 weeks")


def test_all_days_begin_with_the_first_that_is_kept() -> None:
    chosen = ranged(ALL)

    assert (chosen.title, chosen.dates[0]) == ("All 812 days", "since 2 Sep 2024")
    assert (chosen.step, chosen.left_out(28)[0]) == (Step.MONTH, "27 months")


def test_without_an_archive_all_days_are_those_of_the_service() -> None:
    chosen = ranged(ALL, state(metrics(63), {40: 5, 1: 10}))

    assert (chosen.title, chosen.step) == ("All 41 days", Step.DAY)


def test_weeks_have_an_average_of_their_own_and_neither_outliers_nor_a_range_before() -> None:
    chosen = ranged(replace(BY_WEEK, comparing=True))

    assert chosen.mean == 70
    assert (chosen.outliers, chosen.before, chosen.usual, chosen.on_course) == (frozenset(), (), None, None)


def test_days_that_the_archive_lacks_are_holes_and_never_0() -> None:
    holed = state(metrics(63), dict.fromkeys(range(1, 90), 10)).with_records(kept({200: 10, 201: 10}))
    buckets = ranged(BY_WEEK, holed).buckets

    assert [(each.days_known, each.counters) for each in buckets[:3]] == [(0, None)] * 3
    assert [each.days_known for each in buckets if 0 < each.days_known < each.days] == [2]


def test_the_chosen_range_is_one_of_five() -> None:
    assert ranged(ALL).choices == (("7", False), ("30", False), ("90", False), ("1y", False), ("all", True))
