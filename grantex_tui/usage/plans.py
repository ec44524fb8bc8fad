"""The vendor's plans as published: requests a minute, and operations a month. The service does not enforce the latter.

Which plan holds, `plan_in_force` decides: the service's billing response names it, else the rate limit implies it.
"""

from __future__ import annotations

import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.response import RateLimit
from grantex_tui.usage.metric import Metric


class Allowance(Struct, frozen=True):
    """Operations a calendar month (UTC); None where there is no limit or none is known."""

    token_exchanges: int | None = None
    authorizations: int | None = None

    def of(self, metric: Metric) -> int | None:
        """The metric's operations a month."""
        match metric:
            case Metric.TOKEN_EXCHANGES:
                return self.token_exchanges
            case Metric.AUTHORIZATIONS:
                return self.authorizations
            case Metric.TOTAL | Metric.VERIFICATIONS:
                return None


NO_LIMITS: Final = Allowance()


class Plan(enum.Enum):
    """A plan; its value is its name on the wire."""

    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"

    @property
    def label(self) -> str:
        """`Free`."""
        return self.value.capitalize()

    @property
    def per_minute(self) -> int:
        """Requests a minute."""
        match self:
            case Plan.FREE:
                return 100
            case Plan.PRO:
                return 500
            case Plan.ENTERPRISE:
                return 2000

    @property
    def allowance(self) -> Allowance:
        """Operations a month, as published."""
        match self:
            case Plan.FREE:
                return Allowance(50_000, 50_000)
            case Plan.PRO:
                return Allowance(5_000_000, 5_000_000)
            case Plan.ENTERPRISE:
                return Allowance()


LIMITED: Final = (Metric.TOKEN_EXCHANGES, Metric.AUTHORIZATIONS)
"""The metrics that plans limit by the month."""


def plan_named(name: str) -> Plan | None:
    """The plan that the service or a setting calls `name`; None for one that is not published."""
    return next((plan for plan in Plan if plan.value == name.strip().lower()), None)


def plan_of(rate_limit: RateLimit | None) -> Plan | None:
    """The plan guessed from its requests per minute; None for any other limit, such as the one by address."""
    return next((plan for plan in Plan if rate_limit and plan.per_minute == rate_limit.limit), None)


class PlanSource(enum.Enum):
    """What named the plan, the most reliable first."""

    BILLING = "billing"
    RATE_LIMIT = "rate limit"
    SETTINGS = "settings"


def plan_in_force(
    billed: Plan | None, rate_limit: RateLimit | None, configured: Plan | None = None
) -> tuple[Plan | None, PlanSource]:
    """The plan that holds, and what named it: billing, else the rate limit, else the settings (None if they do not)."""
    if billed is not None:
        return billed, PlanSource.BILLING
    implied = plan_of(rate_limit)
    return (implied, PlanSource.RATE_LIMIT) if implied else (configured, PlanSource.SETTINGS)


def allowance(plan: Plan | None, overrides: Allowance) -> Allowance:
    """The plan's allowance, where `overrides` does not say otherwise."""
    published = plan.allowance if plan else Allowance()
    return Allowance(
        published.token_exchanges if overrides.token_exchanges is None else overrides.token_exchanges,
        published.authorizations if overrides.authorizations is None else overrides.authorizations,
    )
