"""Which alerts hold: each crossing by numbers worked by hand, and what never is one."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Subscription, UsageMetrics
from grantex_tui.archive.models import Edge
from grantex_tui.config.models import AlertSettings, Way
from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings
from grantex_tui.polling.alerts import (
    Alert,
    DayAbove,
    KeyRefused,
    MonthProjected,
    MonthUsed,
    StaleFigures,
    UnusualDay,
    asks_for_anything,
    gravest,
    judged,
)
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import Allowance
from grantex_tui.usage.weekdays import Weekdays
from tests.polling.test_recalled import so_far
from tests.support.clock import NOON
from tests.support.states import DEVELOPER, TODAY, Counted, ago, failure, history, metrics, reading, refused, state

MINUTE = dt.timedelta(minutes=1)
TWENTY_ONE_DAYS: dict[int, Counted] = dict.fromkeys(range(1, 22), (1_000, 0, 0))
"""The month's days before today, 1,000 token exchanges each."""

QUARTER: dict[int, Counted] = dict.fromkeys(range(1, 90), 400)
"""Every Sunday had 400 requests: the 40 % that an outlier needs are 160."""


def today(total: int, rows: dict[int, Counted] | None = None, *, plan: str = "free") -> State:
    """So many token exchanges by noon, half of the day; the plan is known."""
    known = state(metrics(total, parts=(total, 0, 0)), TWENTY_ONE_DAYS if rows is None else rows, at=NOON)
    return known.with_subscription(reading(Subscription(plan), at=NOON))


def edges(
    of: State, settings: AlertSettings, plan: PlanSettings = NO_OVERRIDES, now: dt.datetime = NOON
) -> list[tuple[str, int, Edge]]:
    """What holds and what is over, by name and threshold."""
    claims = [alert.claim for alert in judged(of, settings, plan, now)]
    return [(claim.kind, claim.threshold, claim.edge) for claim in claims]


def begun(
    of: State, settings: AlertSettings, plan: PlanSettings = NO_OVERRIDES, now: dt.datetime = NOON
) -> list[tuple[str, int]]:
    """What holds."""
    return [(kind, threshold) for kind, threshold, edge in edges(of, settings, plan, now) if edge is Edge.BEGINS]


# A day


@pytest.mark.parametrize(("total", "holds"), [(5_000, False), (5_001, True)])
def test_a_day_is_above_its_number_from_one_more_on(total: int, holds: bool) -> None:
    assert begun(today(total), AlertSettings(day_total=5_000)) == ([("day total", 5_000)] if holds else [])


def test_each_metric_has_a_number_of_its_own() -> None:
    counted = state(metrics(600, parts=(100, 200, 300)), at=NOON)
    hundred_each = AlertSettings(day_total=100, day_exchanges=100, day_authorizations=100, day_verifications=100)

    assert begun(counted, hundred_each) == [("day total", 100), ("day authorizations", 100), ("day verifications", 100)]


def test_the_next_day_is_another_alert_and_the_last_one_is_not_told_to_be_over() -> None:
    settings = AlertSettings(day_total=5_000)
    (alert,) = judged(today(6_000), settings, NO_OVERRIDES, NOON)
    midnight = dt.datetime(2026, 11, 23, 0, 0, 5, tzinfo=dt.UTC)
    turned = today(6_000).with_usage(reading(metrics(3, period="2026-11-23"), at=midnight))

    assert edges(turned, settings, now=midnight) == []
    (next_one,) = judged(
        turned.with_usage(reading(metrics(7_000, period="2026-11-23"), at=midnight)), settings, NO_OVERRIDES, midnight
    )
    assert (alert.claim.period, next_one.claim.period) == ("2026-11-22", "2026-11-23")


def test_a_counter_that_restarts_below_the_number_ends_nothing() -> None:
    fallen = today(6_000).with_usage(reading(metrics(10), at=NOON + MINUTE))

    assert edges(fallen, AlertSettings(day_total=5_000, month_share=(50,), month_projected=(80,))) == []


# What never begins one


def test_figures_that_are_stale_begin_nothing() -> None:
    settings = AlertSettings(day_total=5_000, month_share=(50,), month_projected=(50,), outlier=True)
    live = today(6_000, QUARTER | TWENTY_ONE_DAYS)

    assert begun(live, settings)
    assert begun(live.with_usage(failure(at=NOON)), settings) == []
    assert begun(live.with_history(failure(at=NOON)), settings) == [("day total", 5_000)]


def test_figures_of_yesterday_begin_nothing() -> None:
    after_midnight = NOON + dt.timedelta(hours=12, seconds=5)
    turned = today(6_000).on(after_midnight.date(), after_midnight)

    assert begun(turned, AlertSettings(day_total=5_000, month_share=(50,), outlier=True), now=after_midnight) == []


def test_figures_of_an_earlier_run_begin_nothing() -> None:
    recalled = State().with_recalled(Recalled(DEVELOPER, (so_far(TODAY, 6_000),), NOON))
    settings = AlertSettings(day_total=5_000, month_share=(1,), month_projected=(1,), outlier=True, stale_minutes=1)

    assert edges(recalled, settings) == []
    assert edges(recalled.with_usage(failure(at=NOON)), settings) == []


def test_a_service_that_counts_by_the_month_has_no_day_to_be_above() -> None:
    assert begun(state(metrics(6_000, period="2026-11"), at=NOON), AlertSettings(day_total=5_000)) == []


# A month


@pytest.mark.parametrize(("by_noon", "holds"), [(3_999, []), (4_000, [50]), (19_000, [50, 80])])
def test_a_month_crosses_its_shares_with_what_the_days_come_to(by_noon: int, holds: list[int]) -> None:
    """21,000 before today; Free has 50,000 a month: 50 % are 25,000, 80 % are 40,000, 95 % are 47,500."""
    assert begun(today(by_noon), AlertSettings(month_share=(50, 80, 95))) == [
        ("month exchanges", percent) for percent in holds
    ]


def test_a_larger_allowance_ends_the_share_and_one_that_is_just_below_does_not() -> None:
    settings = AlertSettings(month_share=(50,))

    assert edges(today(4_000, plan="pro"), settings) == [
        ("month exchanges", 50, Edge.OVER),
        ("month authorizations", 50, Edge.OVER),
    ]
    just_below = PlanSettings(limits=Allowance(token_exchanges=51_000))  # 49 %
    assert ("month exchanges", 50, Edge.OVER) not in edges(today(4_000), settings, just_below)


def test_before_billing_was_asked_only_limits_of_the_user_s_own_count() -> None:
    unasked = state(metrics(4_000, parts=(4_000, 0, 0)), TWENTY_ONE_DAYS, at=NOON)
    settings = AlertSettings(month_share=(50,))

    assert begun(unasked, settings) == []
    own = PlanSettings(limits=Allowance(token_exchanges=30_000))
    assert begun(unasked, settings, own) == [("month exchanges", 50)]


def test_the_projection_crosses_where_its_likely_figure_does() -> None:
    """21,500 by noon, half of today's 1,000 and eight days of 1,000 to come: exactly 30,000, without any spread."""
    settings = AlertSettings(month_projected=(60, 61))

    assert edges(today(500), settings)[:2] == [
        ("projected exchanges", 60, Edge.BEGINS),
        ("projected exchanges", 61, Edge.OVER),
    ]


def test_the_projection_is_the_month_panels_with_the_weekdays_of_all_that_is_kept() -> None:
    """Sundays alone count: half of this one's 1,000 and one Sunday to come, 23,000 of 50,000."""
    sundays = Weekdays(20, ((Metric.TOKEN_EXCHANGES, (0, 0, 0, 0, 0, 0, 7)),))
    settings = AlertSettings(month_projected=(46, 47))

    assert edges(replace(today(500), weekdays=sundays), settings)[:2] == [
        ("projected exchanges", 46, Edge.BEGINS),
        ("projected exchanges", 47, Edge.OVER),
    ]


def test_a_projection_is_over_only_when_all_of_its_range_is_below() -> None:
    """Days of 0 and 2,000 by turns: as likely as before, but within a wide range."""
    rows: dict[int, Counted] = {days: (2_000 * (days % 2), 0, 0) for days in range(1, 80)}
    of = today(500, rows)
    (projected,) = {
        alert.condition.projection
        for alert in judged(of, AlertSettings(month_projected=(1,)), NO_OVERRIDES, NOON)
        if isinstance(alert.condition, MonthProjected) and alert.condition.metric is Metric.TOKEN_EXCHANGES
    }
    above = -(-projected.likely * 100 // 50_000) + 1
    assert projected.likely * 100 < above * 50_000 < projected.high * 100

    told = edges(of, AlertSettings(month_projected=(above,)))
    assert [edge for kind, _, edge in told if kind == "projected exchanges"] == []


def test_without_a_limit_there_is_nothing_to_cross() -> None:
    assert edges(today(40_000, plan="enterprise"), AlertSettings(month_share=(1,), month_projected=(1,))) == []


def test_of_shares_that_are_crossed_at_once_the_highest_is_told() -> None:
    found = judged(today(29_000), AlertSettings(month_share=(80, 95, 50), day_total=1), NO_OVERRIDES, NOON)

    told = [alert.claim for alert in gravest(found)]
    assert [(claim.kind, claim.threshold, claim.edge) for claim in told] == [
        ("day total", 1, Edge.BEGINS),
        ("month exchanges", 95, Edge.BEGINS),
        ("month authorizations", 50, Edge.OVER),
    ]


# An unusual day


@pytest.mark.parametrize(("total", "holds"), [(559, False), (560, True)])
def test_today_is_unusual_once_it_has_what_a_whole_day_needs_to_be_an_outlier(total: int, holds: bool) -> None:
    of = state(metrics(total), QUARTER, at=NOON)

    assert begun(of, AlertSettings(outlier=True)) == ([("outlier", 0)] if holds else [])


def test_today_is_not_unusual_for_having_little_yet_nor_without_six_such_days() -> None:
    assert begun(state(metrics(0), QUARTER, at=NOON), AlertSettings(outlier=True)) == []
    five_sundays: dict[int, Counted] = dict.fromkeys(range(1, 36), 400)
    assert begun(state(metrics(9_999), five_sundays, at=NOON), AlertSettings(outlier=True)) == []


def test_the_day_that_was_unusual_so_far_is_one_when_it_is_over() -> None:
    """The screen's rule: what is told today stands in tomorrow's chart."""
    (alert,) = judged(state(metrics(560), QUARTER, at=NOON), AlertSettings(outlier=True), NO_OVERRIDES, NOON)
    assert isinstance(alert.condition, UnusualDay)
    assert (alert.condition.outlier.date, alert.condition.outlier.ratio) == (TODAY, 1.4)


# Reading


def test_figures_are_stale_when_no_reading_succeeded_for_so_many_minutes() -> None:
    settings = AlertSettings(stale_minutes=10)
    failing = today(1).with_usage(failure(at=NOON)).with_usage(failure(at=NOON + 5 * MINUTE))

    assert edges(failing, settings, now=NOON + 10 * MINUTE - dt.timedelta(seconds=1)) == []
    assert begun(failing, settings, now=NOON + 10 * MINUTE) == [("stale", 10)]
    good = failing.with_usage(reading(metrics(2), at=NOON + 11 * MINUTE))
    assert edges(good, settings, now=NOON + 11 * MINUTE) == [("stale", 10, Edge.OVER)]


def test_a_service_that_never_answered_counts_from_the_first_try() -> None:
    never = State().with_usage(failure(at=NOON)).with_usage(failure(at=NOON + MINUTE))
    (alert,) = judged(never, AlertSettings(stale_minutes=10), NO_OVERRIDES, NOON + 10 * MINUTE)

    assert alert == Alert(StaleFigures(10, None, "no answer within 10 s"), Edge.BEGINS, NOON)


def test_who_paused_is_not_told_that_figures_get_old() -> None:
    failing = replace(today(1).with_usage(failure(at=NOON)), paused=True)

    assert edges(failing, AlertSettings(stale_minutes=1), now=NOON + 60 * MINUTE) == []


def test_a_refused_key_is_told_at_once_and_not_as_stale_too() -> None:
    settings = AlertSettings(key_refused=True, stale_minutes=1)
    refusing = today(1).with_usage(replace(refused(), at=NOON))

    (alert,) = judged(refusing, settings, NO_OVERRIDES, NOON + 60 * MINUTE)
    assert alert == Alert(KeyRefused("the service refuses the API key (401)"), Edge.BEGINS, NOON)
    assert begun(refusing, AlertSettings(stale_minutes=1), now=NOON + 60 * MINUTE) == [("stale", 1)]
    accepted = refusing.with_usage(reading(metrics(2), at=NOON + MINUTE))
    assert edges(accepted, settings) == [("refused", 0, Edge.OVER), ("stale", 1, Edge.OVER)]


def test_a_key_that_only_the_history_refuses_is_refused() -> None:
    half = today(1).with_history(replace(refused(), at=NOON))

    assert edges(half, AlertSettings(key_refused=True)) == [("refused", 0, Edge.BEGINS)]


# What is asked for


def test_nothing_is_judged_that_is_not_asked_for() -> None:
    assert judged(today(40_000, QUARTER), AlertSettings(), NO_OVERRIDES, NOON) == ()
    assert not asks_for_anything(AlertSettings(tell=(Way.BELL,), command=("true",)))
    assert asks_for_anything(AlertSettings(outlier=True))


def test_a_condition_carries_the_figures_that_show_it() -> None:
    settings = AlertSettings(day_exchanges=3_000, month_share=(50,))
    found = [alert.condition for alert in judged(today(4_000), settings, NO_OVERRIDES, NOON)]

    assert found[:2] == [
        DayAbove(Metric.TOKEN_EXCHANGES, 3_000, TODAY, 4_000),
        MonthUsed(Metric.TOKEN_EXCHANGES, 50, TODAY, 25_000, 50_000),
    ]


def test_a_replica_that_still_answers_for_yesterday_begins_nothing() -> None:
    midnight = dt.datetime(2026, 11, 23, 0, 0, 5, tzinfo=dt.UTC)
    turned = today(3).with_usage(reading(metrics(3, period="2026-11-23"), at=midnight))
    late: UsageMetrics = metrics(6_000)

    of = turned.with_usage(reading(late, at=midnight + dt.timedelta(seconds=5)))

    assert begun(of, AlertSettings(day_total=5_000), now=midnight) == []


def test_history_alone_begins_nothing() -> None:
    known = State().with_history(reading(history({0: 9_000, **QUARTER}), at=NOON))

    assert edges(known, AlertSettings(day_total=1, outlier=True, month_share=(1,))) == []
    assert ago(0) == TODAY
