"""What polling may cost: every poll spends the customer's own requests per minute. Pure functions."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.api.models import ADDRESS_LIMIT, RateLimit

HISTORY_INTERVAL: Final = 300
MAX_WAIT: Final = 3600
USAGE_SHARE: Final = 0.04
HISTORY_SHARE: Final = 0.009
"""Shares of the minute's requests that polling left to itself may take: together under 5 %."""

LOW: Final = 0.2
"""Share of the minute's requests left below which polling holds back."""


class Intervals(Struct, frozen=True):
    """Seconds from one reading to the next; `low`: little of the minute's budget is left, so history waits."""

    usage: float
    history: float
    low: bool = False

    @property
    def per_minute(self) -> float:
        """Requests a minute."""
        return 60 / self.usage + (0 if self.low else 60 / self.history)


def plan_limit(rate_limit: RateLimit | None) -> RateLimit | None:
    """`rate_limit` if it is a plan's; None for the limit by address."""
    return None if rate_limit is None or rate_limit.limit == ADDRESS_LIMIT else rate_limit


def intervals(interval: int, rate_limit: RateLimit | None, *, chosen: bool) -> Intervals:
    """How often to read. `interval`: seconds; one the user `chosen` is honoured, else it grows to stay under 5 %."""
    usage, history = float(interval), float(HISTORY_INTERVAL)
    if rate_limit is None:
        return Intervals(usage, max(usage, history))
    limit = max(rate_limit.limit, 1)
    if not chosen:
        usage = min(max(usage, 60 / (USAGE_SHARE * limit)), MAX_WAIT)
    history = max(usage, history, 60 / (HISTORY_SHARE * limit))
    low = rate_limit.remaining < LOW * rate_limit.limit
    return Intervals(usage * 2 if low else usage, history, low)
