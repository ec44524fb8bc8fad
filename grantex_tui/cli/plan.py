"""What the command line says of the plan."""

from __future__ import annotations

from grantex_tui.config.arguments import Arguments
from grantex_tui.config.settings import PlanSettings
from grantex_tui.usage.plans import Allowance, Plan


def plan_settings(arguments: Arguments) -> PlanSettings:
    """The plan's name where the service does not give it, and limits of the user's own."""
    limits = Allowance(arguments.exchanges_limit, arguments.authorizations_limit)
    return PlanSettings(Plan(arguments.plan) if arguments.plan else None, limits)
