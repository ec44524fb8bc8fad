"""The chosen range in words, worked by hand from a few readings: its days, its sums, what stands in their place."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.decode import MAX_COUNTER
from grantex_tui.api.models import Counters
from grantex_tui.polling.feed import Failure
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.view.notices import KEY_ADVICE, Level
from grantex_tui.view.range import SELF_HOSTED_HINT, Range, range_content
from grantex_tui.view.selection import RANGES, Selection
from tests.support.states import NOW, SERVICE, TODAY, ago, failure, history, metrics, reading, refused, state


def shown(at: State, days: int = 30) -> Range:
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
    assert chosen.dates == dates
    assert (chosen.window[0].date, chosen.window[-1].date) == (first, TODAY)
    assert len(chosen.window) == days


def test_today_is_the_services_even_if_this_machine_is_a_week_ahead() -> None:
    ahead = NOW + dt.timedelta(days=7)
    at = State().with_usage(reading(metrics(63), at=ahead, served=NOW))

    assert shown(at, 7).dates == "16 Nov – 22 Nov 2026"


def test_connecting_is_said_with_the_name_of_the_service() -> None:
    chosen = shown(State())

    assert chosen.message == ("Connecting to api.grantex.dev…",)
    assert (chosen.window, chosen.total, chosen.average, chosen.peak) == ((), "", "", "")


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
    assert "GRANTEX_API_KEY" in KEY_ADVICE
    assert "r tries it once more" in KEY_ADVICE


def test_a_failed_history_leaves_its_days_unread_instead_of_empty() -> None:
    *earlier, today = shown(state(metrics(63), failure()), 7).window

    assert {(day.counters, day.state) for day in earlier} == {(None, DayState.NEVER_READ)}
    assert today.counters == Counters(0, 0, 63, 63)


# Total, average, peak


def test_total_average_and_peak_count_days_without_use_as_0_and_leave_today_out_of_the_last_two() -> None:
    chosen = shown(state(metrics(9_999), {1: 100, 3: 300, 9: 50_000}), 7)

    assert chosen.total == "Total 10,399 in 7 days"  # 9,999 + 100 + 300
    assert chosen.average == "average 66.7 a day over 6 complete days"  # 400 ÷ 6
    assert chosen.peak == "peak 300 on Thu 19 Nov 2026"


def test_live_figures_replace_todays_row() -> None:
    assert shown(state(metrics(63), {0: 50, 1: 10}), 7).total == "Total 73 in 7 days"


def test_the_peak_is_the_latest_of_equals() -> None:
    assert shown(state(metrics(0), {1: 10, 2: 300, 5: 300}), 7).peak == "peak 300 on Fri 20 Nov 2026"


def test_use_of_today_alone_gives_no_peak() -> None:
    chosen = shown(state(metrics(63), {}), 7)

    assert chosen.average == "average 0 a day over 6 complete days"
    assert chosen.peak == ""


def test_days_that_were_never_read_are_counted_out_loud_and_are_in_no_average() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({2: 20, 3: 30}), at=two_days_ago)).with_usage(reading(metrics(63)))

    chosen = shown(at, 7)

    assert chosen.total == "Total 113 in 7 days (1 not read)"  # yesterday
    assert chosen.average == "average 7.5 a day over 4 complete days"  # 30 ÷ 4: Friday was not over when it was read
    assert chosen.peak == "peak 30 on Thu 19 Nov 2026"


def test_one_complete_day_is_not_called_days() -> None:
    five_days_ago = NOW - dt.timedelta(days=5)
    at = State().with_history(reading(history({6: 20, 5: 7}), at=five_days_ago)).with_usage(reading(metrics(63)))

    assert shown(at, 7).average == "average 20 a day over 1 complete day"


def test_sums_of_days_at_the_services_limit_are_exact() -> None:
    highest = 2**32 - 1
    chosen = shown(state(metrics(highest), dict.fromkeys(range(1, 90), highest)), 90)

    assert chosen.total == "Total 386,547,056,550 in 90 days"  # 90 × 4,294,967,295
    assert chosen.average == "average 4,294,967,295 a day over 89 complete days"
    assert chosen.peak == "peak 4,294,967,295 on Sat 21 Nov 2026"


@given(
    rows=st.dictionaries(st.integers(-3, 95), st.integers(0, MAX_COUNTER)),
    live=st.integers(0, MAX_COUNTER),
    days=st.sampled_from(RANGES),
)
def test_whatever_was_served_a_range_has_its_days_in_order_and_their_sum(
    rows: dict[int, int], live: int, days: int
) -> None:
    chosen = shown(state(metrics(live), rows), days)

    assert [day.date for day in chosen.window] == [ago(days - 1 - index) for index in range(days)]
    assert all(after.date - before.date == dt.timedelta(days=1) for before, after in pairwise(chosen.window))
    total = live + sum(rows.get(day, 0) for day in range(1, days))
    assert chosen.total == f"Total {total:,} in {days} days"


# Another metric


def test_total_average_and_peak_are_those_of_the_chosen_metric() -> None:
    at = state(metrics(63, parts=(3, 20, 40)), {1: (10, 0, 500), 2: (50, 0, 1), 3: (6, 0, 900)})
    chosen = range_content(at, Selection(days=7, metric=Metric.TOKEN_EXCHANGES), SERVICE)

    assert chosen.total == "Token exchanges 69 in 7 days"  # 3 + 10 + 50 + 6
    assert chosen.average == "average 11 a day over 6 complete days"  # 66 ÷ 6
    assert chosen.peak == "peak 50 on Fri 20 Nov 2026"


def test_a_metric_that_was_never_used_in_a_range_with_use_counts_0_and_has_no_peak() -> None:
    chosen = range_content(state(metrics(63), {1: 10}), Selection(days=7, metric=Metric.AUTHORIZATIONS), SERVICE)

    assert (chosen.total, chosen.peak, chosen.message) == ("Authorizations 0 in 7 days", "", ())


# The range before


def compared(at: State, days: int = 7, metric: Metric = Metric.TOTAL) -> Range:
    return range_content(at, Selection(days=days, metric=metric, comparing=True), SERVICE)


def test_the_change_is_that_of_the_complete_days_against_the_same_days_of_the_range_before() -> None:
    # Today's 999 and the Sunday a week ago, its counterpart, stay out: 100 + 50 against 60 + 60.
    chosen = compared(state(metrics(999), {1: 100, 3: 50, 7: 5_000, 8: 60, 13: 60, 14: 700}))

    assert chosen.comparison == "─ before: +25 % on those 7 days (complete days, 120 → 150)"
    assert [day.date for day in chosen.before] == [ago(days) for days in range(13, 6, -1)]


def test_the_change_is_that_of_the_chosen_metric() -> None:
    at = state(metrics(0), {1: (30, 0, 7), 8: (40, 0, 1)})

    assert compared(at, metric=Metric.TOKEN_EXCHANGES).comparison == (
        "─ before: −25 % on those 7 days (complete days, 40 → 30)"
    )


def test_thirty_days_are_compared_with_the_thirty_before_and_ninety_with_nothing() -> None:
    at = state(metrics(0), dict.fromkeys(range(1, 90), 10))

    assert compared(at, 30).comparison == "─ before: ±0 % on those 30 days (complete days, 290 → 290)"
    assert (compared(at, 30).before[0].date, compared(at, 30).before[-1].date) == (ago(59), ago(30))
    assert compared(at, 90).comparison == "the 90 days before are not in the history (90 days); compare 7 or 30"
    assert compared(at, 90).before == ()


def test_a_range_before_without_use_is_nothing_to_compare_with() -> None:
    assert compared(state(metrics(0), {1: 100})).comparison == "nothing to compare with in the 7 days before"


def test_a_day_that_was_never_read_leaves_its_counterpart_out_of_the_comparison() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = (
        State()
        .with_history(reading(history({3: 40, 8: 9_000, 10: 20}), at=two_days_ago))
        .with_usage(reading(metrics(63)))
    )

    assert compared(at).comparison == "─ before: +100 % on those 7 days (complete days, 20 → 40)"


def test_without_comparing_there_is_no_range_before_and_no_change() -> None:
    chosen = shown(state(metrics(0), {1: 100, 8: 50}), 7)

    assert (chosen.before, chosen.comparison) == ((), "")


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
