"""The month against a plan's allowance in words and shares, worked by hand from four weeks of an even rhythm."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Subscription
from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings
from grantex_tui.polling.feed import Failure
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import Allowance, Plan
from grantex_tui.usage.weekdays import Weekdays
from grantex_tui.view.month import Gauge, MonthContent, Verdict, month_content, share_words
from grantex_tui.view.provenance import provenance
from tests.support.states import NOW, Counted, failure, history, metrics, reading, state

NOON = NOW.replace(hour=12, minute=0, second=0)
FREE = RateLimit(100, 88, 30)


def exchanges_of(days: int) -> int:
    """So many days ago."""
    return 110 if (days - 1) // 7 % 2 == 0 else 90


WEEKS: dict[int, Counted] = {days: (exchanges_of(days), 0, 0) for days in range(1, 29)}
"""Exchanges of the four weeks before today: 110, 90, 110 and 90 a day. Three of them are November's."""

MONTH = replace(state(metrics(60, parts=(60, 0, 0)), WEEKS, at=NOON), rate_limit=FREE)
"""Counted: 7 × (110 + 90 + 110) + 60 = 2,230. To come: half a Sunday and 8 days of a median of 100: 850.

Each varies by a MAD of 10: 2 × 1.4826 × 10 × √(8 + ¼) = 85.2, so that 764 to 936 come.
"""


def shown(at: State = MONTH, settings: PlanSettings = NO_OVERRIDES) -> MonthContent:
    found = month_content(at, settings)
    assert found is not None
    return found


def limited(exchanges: int) -> Gauge:
    """The gauge with this limit of the user's own."""
    return shown(settings=PlanSettings(limits=Allowance(token_exchanges=exchanges))).gauges[0]


# Figures


def test_exchanges_and_authorizations_are_measured_against_the_plans_allowance() -> None:
    assert [(gauge.metric, gauge.figures, gauge.share) for gauge in shown().gauges] == [
        (Metric.TOKEN_EXCHANGES, ("2,230 of 50,000", "2.2k of 50k"), "4 %"),
        (Metric.AUTHORIZATIONS, ("0 of 50,000", "0 of 50k"), "0 %"),
    ]


def test_a_share_now_and_the_one_at_the_months_end_stand_together() -> None:
    assert limited(3_500).shares == "64 → 88 %"  # 2,230 and 3,080 of 3,500
    assert replace(limited(3_500), projected=None).shares == "64 %"
    assert limited(3_500).words == "2,230 of 3,500, 64 %, → 3,080 (3k–3.2k) by 30 Nov, 88 %, safe"


def test_a_gauge_says_what_is_counted_and_what_is_likely() -> None:
    assert limited(3_500) == Gauge(
        metric=Metric.TOKEN_EXCHANGES,
        counted=2_230,
        settling=False,
        limit=3_500,
        projected=3_080 / 3_500,
        forecast=("→ 3,080 (3k–3.2k) by 30 Nov, 88 %", "→ 3.1k 88 %"),
        verdict=Verdict.SAFE,
    )


def test_with_weeks_enough_kept_it_is_likely_what_their_weekdays_say_and_the_info_sheet_tells_which() -> None:
    # A mean day is one of 100; to come are half a Sunday, which weighs nothing, a Monday of seven and seven of none.
    mondays = Weekdays(14, ((Metric.TOKEN_EXCHANGES, (7, 0, 0, 0, 0, 0, 0)),))
    at = replace(MONTH, weekdays=mondays)

    def words(of: State) -> str:
        rows = (row for section in provenance(of, NOW).sections for row in section.rows)
        return next(words for label, words in rows if label == "projected")

    assert shown(at).gauges[0].forecast[0].startswith("→ 2,")
    assert words(at) == "by the weekdays of all 14 whole weeks that are kept"
    assert words(MONTH) == "by the weekdays of the last 90 days, until 14 whole weeks are kept"


def test_a_forecast_has_no_more_than_four_digits() -> None:
    weeks: dict[int, Counted] = {days: (37 * exchanges_of(days), 0, 0) for days in range(1, 29)}
    at = replace(state(metrics(2_220, parts=(2_220, 0, 0)), weeks, at=NOON), rate_limit=FREE)

    assert shown(at).gauges[0].forecast[0].startswith("→ 114,000 (111k–117k)")  # 37 × 3,080 = 113,960


def test_no_rounding_leads_a_forecast_out_of_its_range() -> None:
    weeks: dict[int, Counted] = dict.fromkeys(range(1, 29), (1_000, 0, 0))
    at = replace(state(metrics(603, parts=(603, 0, 0)), weeks, at=NOON), rate_limit=FREE)

    assert shown(at).gauges[0].forecast[0].startswith("→ 30,103 (30k–30k)")  # 21,000 + 603 + 8,500, an even rhythm


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (3_166, Verdict.SAFE),  # 2,230 + 936, the upper end of what is likely
        (3_165, Verdict.CLOSE),
        (3_080, Verdict.CLOSE),  # 2,230 + 850
        (3_079, Verdict.LIKELY_OVER),
        (2_231, Verdict.LIKELY_OVER),
        (2_230, Verdict.OVER),
    ],
)
def test_the_verdict_is_where_the_limit_lies_in_what_is_likely(limit: int, verdict: Verdict) -> None:
    assert limited(limit).verdict is verdict


def test_under_14_complete_days_nothing_is_projected_and_only_over_is_said() -> None:
    thirteen = {days: counted for days, counted in WEEKS.items() if days <= 13}
    at = replace(state(metrics(60, parts=(60, 0, 0)), thirteen, at=NOON), rate_limit=FREE)

    gauge = shown(at).gauges[0]
    over = shown(at, PlanSettings(limits=Allowance(token_exchanges=1_000))).gauges[0]

    assert (gauge.projected, gauge.forecast, gauge.verdict) == (None, (), Verdict.UNKNOWN)
    assert over.verdict is Verdict.OVER


def test_days_of_the_month_before_do_not_count() -> None:
    october = replace(state(metrics(0), {22: (9_999, 0, 0), 21: (5, 0, 0)}), rate_limit=FREE)

    assert shown(october).gauges[0].counted == 5


# Words


def test_the_month_is_named_with_its_days_and_the_plan_whose_allowance_is_not_enforced() -> None:
    assert shown().name == ("November", "Nov")
    assert shown().gone == "22 of 30 days gone"
    assert shown().within == "within Free"
    assert shown().plan == (
        "Free plan (from the rate limit), published allowance, not enforced",
        "Free plan, published allowance, not enforced",
        "Free plan",
    )


def test_the_plan_is_billings_else_the_rate_limits_else_the_settings() -> None:
    pro = PlanSettings(plan=Plan.PRO)
    unguessed = replace(MONTH, rate_limit=None)
    billed = MONTH.with_subscription(reading(Subscription("pro")))

    assert shown(billed).plan[0].startswith("Pro plan (billing), ")
    assert shown(MONTH, pro).plan[0].startswith("Free plan (from the rate limit), ")
    assert shown(unguessed, pro).plan[0].startswith("Pro plan (settings), ")
    assert shown(unguessed, pro).gauges[0].limit == 5_000_000


def test_limits_of_the_users_own_come_before_the_plans_and_are_called_so() -> None:
    own = shown(settings=PlanSettings(limits=Allowance(authorizations=700)))

    assert (own.plan, own.within) == (("your own limits",), "within your limits")
    assert [gauge.limit for gauge in own.gauges] == [50_000, 700]


def test_only_limits_that_are_close_or_over_or_will_be_need_attention_and_then_nothing_is_called_well() -> None:
    near = shown(settings=PlanSettings(limits=Allowance(token_exchanges=3_165)))

    assert [gauge.metric for gauge in near.urgent] == [Metric.TOKEN_EXCHANGES]
    assert [gauge.metric for gauge in near.calm] == [Metric.AUTHORIZATIONS]
    assert near.within == ""
    assert near.urgent[0].verdict.words == ("close to the limit", "close")
    assert shown().urgent == ()


def test_a_month_of_which_days_were_never_read_says_so() -> None:
    three_days_ago = NOW - dt.timedelta(days=3)
    rows = {days: counted for days, counted in WEEKS.items() if days >= 3}
    at = State().with_history(reading(history(rows), at=three_days_ago, rate_limit=FREE))

    # 1 to 19 November are read and today is live; the 20th and the 21st are not.
    assert shown(at.with_usage(reading(metrics(0)))).unread == ("only 20 of 22 days read", "20 of 22 days read")
    assert shown().unread == ()


# No month


def test_enterprise_has_no_allowance_and_no_gauge_but_by_limits_of_the_users_own() -> None:
    enterprise = MONTH.with_subscription(reading(Subscription("enterprise")))

    assert shown(enterprise).gauges == ()
    assert [gauge.limit for gauge in shown(enterprise, PlanSettings(limits=Allowance(3_500))).gauges] == [3_500]


@pytest.mark.parametrize("history", [None, failure()], ids=["not tried", "failed"])
def test_without_history_there_is_no_month(history: Failure | None) -> None:
    assert month_content(replace(state(metrics(63), history), rate_limit=FREE), NO_OVERRIDES) is None


def test_an_unknown_plan_has_no_gauge() -> None:
    unknown = MONTH.with_subscription(reading(Subscription("ultimate")))

    assert shown(replace(unknown, rate_limit=None)).gauges == ()


# At the turn of the month


def test_after_midnight_of_the_first_the_new_month_begins_while_the_service_does_not_answer() -> None:
    evening = dt.datetime(2026, 11, 30, 23, 59, 50, tzinfo=dt.UTC)
    at = state(metrics(60, parts=(60, 0, 0), period="2026-11-30"), dict.fromkeys(range(-7, 80), (100, 0, 0)))
    at = replace(at.with_history(reading(history(WEEKS), at=evening)), rate_limit=FREE)

    turned = shown(at.on(dt.date(2026, 12, 1), evening + dt.timedelta(minutes=1)))

    assert (turned.name, turned.gone) == (("December", "Dec"), "1 of 31 days gone")
    assert turned.gauges[0].forecast[0].partition(" by ")[2].startswith("31 Dec")


def test_from_ten_times_the_limit_on_a_share_no_longer_says_by_how_much() -> None:
    assert [share_words(share) for share in (0.0, 0.624, 9.99, 9.996, 5_000.0)] == [
        "0 %",
        "62 %",
        "999 %",
        ">999 %",
        ">999 %",
    ]
