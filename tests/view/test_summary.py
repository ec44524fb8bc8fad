"""Below the range in words, worked by hand from a few readings: its sums, its peak, and the range before."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.selection import RANGES, Selection
from grantex_tui.view.summary import SummaryContent, summary_content
from grantex_tui.view.wordings import Wordings, wording
from tests.support.states import NOW, history, metrics, reading, state


def shown(at: State, days: int = 30, metric: Metric = Metric.TOTAL) -> SummaryContent:
    return summary_content(at, Selection(days=days, metric=metric))


def compared(at: State, days: int = 7, metric: Metric = Metric.TOTAL) -> SummaryContent:
    return summary_content(at, Selection(days=days, metric=metric, comparing=True))


def said(words: Wordings) -> str:
    """The longest wording."""
    return wording(words)


# Total, average, peak


def test_total_average_and_peak_count_days_without_use_as_0_and_leave_today_out_of_the_last_two() -> None:
    chosen = shown(state(metrics(9_999), {1: 100, 3: 300, 9: 50_000}), 7)

    assert said(chosen.total) == "Total 10,399 in 7 days"  # 9,999 + 100 + 300
    assert said(chosen.average) == "average 66.7 a day over 6 complete days"  # 400 ÷ 6
    assert said(chosen.peak) == "peak 300 on Thu 19 Nov 2026"


def test_live_figures_replace_todays_row() -> None:
    assert said(shown(state(metrics(63), {0: 50, 1: 10}), 7).total) == "Total 73 in 7 days"


def test_the_peak_is_the_latest_of_equals() -> None:
    assert said(shown(state(metrics(0), {1: 10, 2: 300, 5: 300}), 7).peak) == "peak 300 on Fri 20 Nov 2026"


def test_use_of_today_alone_gives_no_peak() -> None:
    chosen = shown(state(metrics(63), {}), 7)

    assert said(chosen.average) == "average 0 a day over 6 complete days"
    assert chosen.peak == ()


def test_days_that_were_never_read_are_counted_out_loud_and_are_in_no_average() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({2: 20, 3: 30}), at=two_days_ago)).with_usage(reading(metrics(63)))

    chosen = shown(at, 7)

    assert said(chosen.total) == "Total ~113 in 7 days (1 not read)"  # yesterday
    assert (
        said(chosen.average) == "average 7.5 a day over 4 complete days"
    )  # 30 ÷ 4: Friday was not over when it was read
    assert said(chosen.peak) == "peak 30 on Thu 19 Nov 2026"


def test_one_complete_day_is_not_called_days() -> None:
    five_days_ago = NOW - dt.timedelta(days=5)
    at = State().with_history(reading(history({6: 20, 5: 7}), at=five_days_ago)).with_usage(reading(metrics(63)))

    assert said(shown(at, 7).average) == "average 20 a day over 1 complete day"


def test_sums_of_days_at_the_services_limit_are_exact() -> None:
    highest = 2**32 - 1
    chosen = shown(state(metrics(highest), dict.fromkeys(range(1, 90), highest)), 90)

    assert said(chosen.total) == "Total 386,547,056,550 in 90 days"  # 90 × 4,294,967,295
    assert said(chosen.average) == "average 4,294,967,295 a day over 89 complete days"
    assert said(chosen.peak) == "peak 4,294,967,295 on Sat 21 Nov 2026"


@given(
    rows=st.dictionaries(st.integers(-3, 95), st.integers(0, MAX_COUNTER)),
    live=st.integers(0, MAX_COUNTER),
    days=st.sampled_from(RANGES),
)
def test_whatever_was_served_the_total_is_the_sum_of_the_days(rows: dict[int, int], live: int, days: int) -> None:
    total = live + sum(rows.get(day, 0) for day in range(1, days))

    assert said(shown(state(metrics(live), rows), days).total) == f"Total {total:,} in {days} days"


def test_each_wording_is_shorter_and_another_metric_than_the_total_is_always_named() -> None:
    at = state(metrics(0), {1: (300, 0, 0), 8: (150, 0, 0)})
    total, exchanges = compared(at), compared(at, metric=Metric.TOKEN_EXCHANGES)

    assert total.total == ("Total 300 in 7 days", "Total 300", "300")
    assert exchanges.total == ("Token exchanges 300 in 7 days", "Token exchanges 300", "Token exchanges 300")
    assert total.average == ("average 50 a day over 6 complete days", "average 50 a day", "avg 50")
    assert total.peak == ("peak 300 on Sat 21 Nov 2026", "peak 300")
    assert total.comparison == (
        "─ +100 % vs the week before (complete days, 150 → 300)",
        "─ +100 % vs the week before",
        "─ +100 % vs before",
    )


# Another metric


def test_total_average_and_peak_are_those_of_the_chosen_metric() -> None:
    at = state(metrics(63, parts=(3, 20, 40)), {1: (10, 0, 500), 2: (50, 0, 1), 3: (6, 0, 900)})
    chosen = shown(at, 7, Metric.TOKEN_EXCHANGES)

    assert said(chosen.total) == "Token exchanges 69 in 7 days"  # 3 + 10 + 50 + 6
    assert said(chosen.average) == "average 11 a day over 6 complete days"  # 66 ÷ 6
    assert said(chosen.peak) == "peak 50 on Fri 20 Nov 2026"


def test_a_metric_that_was_never_used_in_a_range_with_use_counts_0_and_has_no_peak() -> None:
    chosen = shown(state(metrics(63), {1: 10}), 7, Metric.AUTHORIZATIONS)

    assert (said(chosen.total), chosen.peak) == ("Authorizations 0 in 7 days", ())


# The range before


def test_the_change_is_that_of_the_complete_days_against_the_same_days_of_the_range_before() -> None:
    # Today's 999 and the Sunday a week ago, its counterpart, stay out: 100 + 50 against 60 + 60.
    chosen = compared(state(metrics(999), {1: 100, 3: 50, 7: 5_000, 8: 60, 13: 60, 14: 700}))

    assert said(chosen.comparison) == "─ +25 % vs the week before (complete days, 120 → 150)"


def test_the_change_is_that_of_the_chosen_metric() -> None:
    at = state(metrics(0), {1: (30, 0, 7), 8: (40, 0, 1)})

    assert said(compared(at, metric=Metric.TOKEN_EXCHANGES).comparison) == (
        "─ −25 % vs the week before (complete days, 40 → 30)"
    )


def test_thirty_days_are_compared_with_the_thirty_before_and_ninety_with_nothing() -> None:
    at = state(metrics(0), dict.fromkeys(range(1, 90), 10))

    assert said(compared(at, 30).comparison) == "─ ±0 % vs the same weekdays 5 weeks before (complete days, 290 → 290)"
    assert said(compared(at, 90).comparison) == "the 90 days before are not in the history (90 days); compare 7 or 30"


def test_a_range_before_without_use_is_nothing_to_compare_with() -> None:
    assert said(compared(state(metrics(0), {1: 100})).comparison) == "nothing to compare with in the week before"


def test_a_day_that_was_never_read_leaves_its_counterpart_out_of_the_comparison() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = (
        State()
        .with_history(reading(history({3: 40, 8: 9_000, 10: 20}), at=two_days_ago))
        .with_usage(reading(metrics(63)))
    )

    assert said(compared(at).comparison) == "─ +100 % vs the week before (complete days, 20 → 40)"


def test_without_comparing_no_change_is_said() -> None:
    assert shown(state(metrics(0), {1: 100, 8: 50}), 7).comparison == ()


def test_a_total_that_contains_a_settling_day_says_so_and_no_average_or_peak_uses_it() -> None:
    just_after = dt.datetime(2026, 11, 22, 0, 20, tzinfo=dt.UTC)
    at = state(metrics(5), {1: 9_000, 2: 20}, at=just_after)

    chosen = summary_content(at, Selection(7))

    assert said(chosen.total) == "Total ~9,025 in 7 days"
    assert said(chosen.average) == "average 4 a day over 5 complete days"
    assert said(chosen.peak) == "peak 20 on Fri 20 Nov 2026"
