"""The board's words and numbers, worked by hand: panels, their order and scales, and the sum of all."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Subscription
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.account import Account
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.usage.plans import Allowance
from grantex_tui.view.board import (
    AccountContent,
    BoardContent,
    BoardSelection,
    Order,
    account_content,
    board_content,
    scale_top,
    unread_content,
)
from grantex_tui.view.header import Badge, Freshness
from grantex_tui.view.month import Verdict
from tests.support.states import NOW, SERVICE, Counted, ago, failure, metrics, reading, refused, state

USUAL: dict[int, Counted] = dict.fromkeys(range(1, 90), 1_000)
"""A quarter of 1,000 requests a day; now 60.6 % of a day is gone (14:32:07)."""


def never() -> Poller:
    raise AssertionError("content opens no poller")


def account(name: str, **more: object) -> Account:
    return Account(name, never, SERVICE, **more)  # type: ignore[arg-type]


def content(name: str, of: State) -> AccountContent:
    return account_content(account(name), of)


def board(*accounts: AccountContent, **chosen: object) -> BoardContent:
    return board_content(accounts, BoardSelection(**chosen))  # type: ignore[arg-type]


A = content("a", state(metrics(606), USUAL))  # on course for 1,001: as usual
B = content("b", state(metrics(1_212), USUAL))  # for 2,001: twice
NEW = content("new", state(metrics(50), {1: 40}))
DOWN = content("down", state(failure(), USUAL))


# A panel


def test_a_panel_has_todays_total_and_how_it_compares_in_the_words_of_the_dashboard() -> None:
    assert A.number == ("606", "606")
    assert A.pace.deviation.amount == "as usual"
    assert (B.number[0], B.pace.deviation.amount, B.pace.deviation.than[0]) == (
        "1,212",
        "100 % above",
        "a usual Sunday",
    )
    assert NEW.pace.deviation.than[0] == "no usual Sunday yet"


def test_it_has_thirty_days_and_names_the_first_of_them() -> None:
    assert [A.days[0].date, A.days[-1].date] == [ago(29), ago(0)]
    assert len(A.days) == 30
    assert A.span == ("24 Oct", "today")


def test_outliers_of_the_thirty_days_are_marked_and_older_ones_are_not() -> None:
    odd = content("odd", state(metrics(606), {**USUAL, 3: 5_000, 45: 5_000}))

    assert odd.outliers == {ago(3)}


def test_without_a_figure_it_says_why_and_counts_as_nothing() -> None:
    assert (DOWN.number, DOWN.total, DOWN.day) == ((), None, None)
    assert DOWN.message[0] == "No figures yet: no answer within 10 s."
    assert (DOWN.freshness, DOWN.freshness_words) == (Freshness.DOWN, ("no figures",))


def test_old_figures_stay_with_their_time_and_the_reason() -> None:
    stale = content("a", state(metrics(606), USUAL).with_usage(failure("no route")))

    assert (stale.number[0], stale.stale, stale.trouble) == ("606", True, ("no route",))
    assert stale.freshness_words[0] == "stale 14:32:07 UTC"


def test_a_refused_key_and_an_account_that_cannot_be_opened_are_told_apart_from_one_that_connects() -> None:
    stopped = content("a", state(refused()))
    broken = unread_content(account("a"), "a.key: no such file")
    waiting = unread_content(account("a"))

    assert stopped.freshness is Freshness.STOPPED
    assert broken.message[0] == "Cannot be read: a.key: no such file"
    assert (waiting.freshness, waiting.freshness_words) == (Freshness.CONNECTING, ("connecting…",))


def test_the_month_says_all_limits_where_there_is_room_and_then_the_one_that_matters() -> None:
    limits = PlanSettings(limits=Allowance(50_000, 100_000))
    rows: dict[int, Counted] = dict.fromkeys(range(1, 90), (1_000, 100, 0))
    month = account_content(account("a", plan_settings=limits), state(metrics(666, parts=(606, 60, 0)), rows))

    # 21 days and today: 21,606 of 50,000 exchanges, 2,160 of 100,000 authorizations; at the end 30,000 and 3,000
    assert month.month == ("Nov  exch 43 → 60 %  auth 2 → 3 %", "Nov  exch 43 → 60 %", "exch 43 → 60 %", "exch 43 %")
    assert month.verdict is Verdict.SAFE


def test_a_limit_that_is_near_is_said_first() -> None:
    limits = PlanSettings(limits=Allowance(20_000, 100_000))
    rows: dict[int, Counted] = dict.fromkeys(range(1, 90), (1_000, 100, 0))
    month = account_content(account("a", plan_settings=limits), state(metrics(666, parts=(606, 60, 0)), rows))

    assert month.month[0] == "Nov  exch 108 → 150 %  over the limit"
    assert month.verdict is Verdict.OVER


def test_a_plan_without_limits_says_so_and_one_that_is_not_known_yet_says_nothing() -> None:
    enterprise = state(metrics(606), USUAL).with_subscription(reading(Subscription("enterprise")))

    assert content("a", enterprise).month == ("no known limits",)
    assert A.month == ()


def test_the_label_is_the_accounts_own_else_its_name_and_never_more_than_text() -> None:
    def label(name: str, of: str) -> str:
        return account_content(account(name, label=of), State()).label

    assert label("prod", "Production") == "Production"
    assert label("prod", "") == "prod"
    assert label("prod", "\x1b[31m[b]Pro\nd[/b]") == "bPro d/b"
    assert label("prod", "x" * 99) == "x" * 31 + "…"
    assert label("\x00", "\x07") == "?"


def test_tests_and_live_use_are_told_apart() -> None:
    assert A.badge is Badge.LIVE


# All of them


def test_sorted_by_name_total_or_deviation_each_the_other_way_round_and_what_is_unknown_last() -> None:
    def order(*, by: Order, backwards: bool = False) -> str:
        shown = board(NEW, B, DOWN, A, order=by, reversed=backwards)
        return " ".join(each.name for each in shown.accounts)

    assert order(by=Order.NAME) == "a b down new"
    assert order(by=Order.NAME, backwards=True) == "new down b a"
    assert order(by=Order.TOTAL) == "b a new down"
    assert order(by=Order.TOTAL, backwards=True) == "new a b down"
    assert order(by=Order.DEVIATION) == "b a down new"
    assert order(by=Order.DEVIATION, backwards=True) == "a b down new"


def test_the_chosen_account_stays_chosen_wherever_it_is_sorted_to() -> None:
    for order in Order:
        shown = board(NEW, B, DOWN, A, order=order, chosen="b")
        assert shown.accounts[shown.chosen].name == "b"
    assert board(A, B, chosen="gone").chosen == 0


def test_one_scale_reaches_to_a_round_figure_above_all_bars_and_says_so() -> None:
    shown = board(A, B)

    assert shown.top == 2_500  # 2,001 on course
    assert shown.top_of(A) == 2_500
    assert shown.scales[0] == "one scale, to 2.5k"


def test_scales_of_their_own_are_each_as_high_as_their_account() -> None:
    shown = board(A, B, own_scales=True)

    assert (shown.top, shown.top_of(A), shown.top_of(B)) == (None, 1_200, 2_500)  # 1,001 and 2,001 on course
    assert shown.scales[0] == "each on its own scale"


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (7, 7), (11, 11), (99, 100), (101, 120), (1_201, 1_500), (6_100, 8_000), (999, 1_000)]
)
def test_a_scales_top_is_round_and_never_below_the_highest(highest: int, top: int) -> None:
    assert scale_top(highest) == (12 if highest == 11 else top)


def test_how_many_accounts_are_how_fresh_is_counted() -> None:
    assert [words for _, words in board(A, B, DOWN).counts] == [("2 live", "2"), ("1 no figures", "1")]


# The sum


def test_the_sum_holds_what_was_read_and_says_how_many_accounts_that_is() -> None:
    total = board(A, B, DOWN).sum

    assert total.number[0] == "1,818"  # 606 + 1,212
    assert (total.held[0], total.missing) == ("2 of 3 accounts", ("1 missing",))
    assert board(A, B).sum.held[0] == "all 2 accounts"
    assert board(A, B).sum.missing == ()


def test_its_deviation_is_that_of_all_together() -> None:
    total = board(A, B).sum

    assert (total.deviation.amount, total.deviation.than[0]) == ("50 % above", "a usual Sunday")  # 3,002 of 2,000
    assert total.on_course == ("on course for", "3.00k")


def test_an_account_without_a_usual_day_is_in_the_sum_and_not_in_its_deviation_which_says_so() -> None:
    total = board(A, B, NEW).sum

    assert total.number[0] == "1,868"
    assert (total.deviation.amount, total.deviation.than[0]) == ("50 % above", "a usual Sunday in 2 of them")
    assert total.on_course is None


def test_what_is_of_another_day_or_of_a_month_is_not_in_the_sum() -> None:
    yesterday = NOW - dt.timedelta(days=1)
    old = content("old", state(metrics(9_000, period="2026-11-21"), at=yesterday))
    monthly = content("monthly", state(metrics(70_000, period="2026-11"), USUAL))

    total = board(A, old, monthly).sum

    assert monthly.kind == ("total this month",)
    assert (total.number[0], total.held[0], total.missing) == ("606", "1 of 3 accounts", ("2 missing",))


def test_the_days_of_the_sum_are_those_of_all_that_it_holds_and_none_where_one_is_not_known() -> None:
    no_history = content("c", state(metrics(10)))

    assert board(A, B).sum.days == (*(2_000,) * 29, 1_818)
    assert board(A, no_history).sum.days == ()


def test_without_any_figure_there_is_no_sum() -> None:
    total = board(DOWN, unread_content(account("x"))).sum

    assert (total.number, total.held[0], total.missing) == ((), "0 of 2 accounts", ("2 missing",))


def test_choosing_sorting_and_scaling_give_the_next_selection() -> None:
    first = BoardSelection()

    assert first.on("b").chosen == "b"
    assert first.next_order().next_order().next_order() == first
    assert first.in_reverse().next_order() == replace(first, order=Order.TOTAL)
    assert first.next_scales().next_scales() == first
