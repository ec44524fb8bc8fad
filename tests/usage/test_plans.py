"""The plans as the vendor publishes them."""

from __future__ import annotations

import pytest

from grantex_tui.api.response import ADDRESS_LIMIT, RateLimit
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import (
    LIMITED,
    Allowance,
    Origin,
    Plan,
    PlanInForce,
    allowance,
    plan_in_force,
    plan_named,
    plan_of,
)


def untouched(limit: int) -> RateLimit:
    return RateLimit(limit, limit, 60)


def test_the_plan_is_guessed_from_its_limit() -> None:
    assert [plan_of(untouched(limit)) for limit in (100, 500, 2000)] == [Plan.FREE, Plan.PRO, Plan.ENTERPRISE]


def test_any_other_limit_is_no_plans() -> None:
    assert plan_of(untouched(250)) is None
    assert plan_of(untouched(ADDRESS_LIMIT)) is None
    assert plan_of(None) is None


@pytest.mark.parametrize(
    ("billed", "limit", "configured", "held"),
    [
        ("pro", 100, Plan.ENTERPRISE, PlanInForce("Pro", Origin.BILLING, Plan.PRO)),
        (None, 100, Plan.ENTERPRISE, PlanInForce("Free", Origin.RATE_LIMIT, Plan.FREE)),
        (" ", 250, Plan.ENTERPRISE, PlanInForce("Enterprise", Origin.SETTINGS, Plan.ENTERPRISE)),
        (None, 250, None, None),
    ],
)
def test_the_plan_in_force_is_billings_else_the_rate_limits_else_the_settings(
    billed: str | None, limit: int, configured: Plan | None, held: PlanInForce | None
) -> None:
    assert plan_in_force(billed, untouched(limit), configured) == held


def test_a_plan_is_found_by_its_name_on_the_wire() -> None:
    assert [plan_named(name) for name in ("free", "pro", "enterprise")] == list(Plan)
    assert plan_named(" Pro") is Plan.PRO
    assert plan_named("team") is None


def test_a_plan_is_called_as_the_vendor_calls_it() -> None:
    assert [plan.label for plan in Plan] == ["Free", "Pro", "Enterprise"]


@pytest.mark.parametrize(
    ("plan", "published"),
    [
        (Plan.FREE, Allowance(50_000, 50_000)),
        (Plan.PRO, Allowance(5_000_000, 5_000_000)),
        (Plan.ENTERPRISE, Allowance(None, None)),
        (None, Allowance(None, None)),
    ],
)
def test_a_plan_allows_what_is_published(plan: Plan | None, published: Allowance) -> None:
    assert allowance(plan, Allowance()) == published


def test_each_limit_can_be_overridden_by_itself() -> None:
    assert allowance(Plan.FREE, Allowance(token_exchanges=80_000)) == Allowance(80_000, 50_000)
    assert allowance(Plan.ENTERPRISE, Allowance(authorizations=7)) == Allowance(None, 7)
    assert allowance(None, Allowance(0, 0)) == Allowance(0, 0)


def test_only_exchanges_and_authorizations_are_limited() -> None:
    allowed = Allowance(1, 2)
    assert {metric: allowed.of(metric) for metric in Metric} == {
        Metric.TOTAL: None,
        Metric.TOKEN_EXCHANGES: 1,
        Metric.AUTHORIZATIONS: 2,
        Metric.VERIFICATIONS: None,
    }
    assert [metric for metric in Metric if allowed.of(metric)] == list(LIMITED)
