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


class Origin(enum.Enum):
    """Who says which plan holds."""

    BILLING = "billing"
    RATE_LIMIT = "from the rate limit"
    SETTINGS = "settings"


class PlanInForce(Struct, frozen=True):
    """The plan that holds. `plan` is None where billing names one that is not published: it then has no known limit."""

    label: str
    origin: Origin
    plan: Plan | None

    @property
    def allowance(self) -> Allowance:
        """Operations a month, as published."""
        return self.plan.allowance if self.plan else NO_LIMITS


def plan_in_force(billing: str | None, rate_limit: RateLimit | None, chosen: Plan | None = None) -> PlanInForce | None:
    """From the name that `billing` gives, else guessed from the rate limit, else as `chosen` in the settings."""
    if billing and billing.strip():
        plan = plan_named(billing)
        return PlanInForce(plan.label if plan else billing.strip(), Origin.BILLING, plan)
    guessed = plan_of(rate_limit)
    if guessed:
        return PlanInForce(guessed.label, Origin.RATE_LIMIT, guessed)
    return PlanInForce(chosen.label, Origin.SETTINGS, chosen) if chosen else None


def allowance(plan: PlanInForce | Plan | None, overrides: Allowance) -> Allowance:
    """The plan's allowance, where `overrides` does not say otherwise."""
    published = plan.allowance if plan else NO_LIMITS
    return Allowance(
        published.token_exchanges if overrides.token_exchanges is None else overrides.token_exchanges,
        published.authorizations if overrides.authorizations is None else overrides.authorizations,
    )
