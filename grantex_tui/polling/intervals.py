"""Every interval of polling, and what polling may cost: each poll spends the customer's own requests per minute. Pure.

Jitter comes in as a number; waiting is the poller's. The default interval and its bounds are the command line's:
`config.arguments`.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.api.response import ADDRESS_LIMIT, RateLimit

INTERVAL_STEPS: Final = (5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds between two readings of the current usage, as the keys for less and more often choose them.

The interval that a run starts with can be chosen too.
"""

HISTORY_INTERVAL: Final = 300
SUBSCRIPTION_INTERVAL: Final = 3600.0

MAX_INTERVAL_LEFT_TO_ITSELF: Final = 3600
"""Seconds to which an interval that the user did not choose may grow."""

USAGE_SHARE: Final = 0.04
HISTORY_SHARE: Final = 0.009
"""Shares of the minute's requests that polling left to itself may take: together under 5 %."""

LOW_BUDGET: Final = 0.2
"""Share of the minute's requests left below which polling holds back."""

MAX_BACKOFF: Final = 300.0
MAX_RETRY_AFTER: Final = 900.0

MIN_REFRESH_GAP: Final = 1.0
"""Seconds from one try to the next that the user asks for."""

REFRESH_SHARE: Final = 0.1
"""Share of the minute's requests that readings by hand may take."""

REFRESH_WINDOW: Final = 60.0
"""Seconds over which readings by hand are counted: the budget's minute, wherever it begins."""

UNKNOWN_LIMIT: Final = 100
"""Requests a minute to reckon with before the service told its limit: the smallest plan's."""

SLOW_READING: Final = 2.0
"""Seconds after which a reading is overdue: the next one no longer waits for it, and the screen says so."""

MIDNIGHT_MARGIN: Final = 2.0
"""Seconds after the service's midnight when the new day is read."""

START_APART: Final = 0.05
"""Seconds from one account's first reading to the next one's: not all at once, and never again at one time."""

A_MOMENT: Final = 0.001
"""Seconds that make up for what floating point loses where a time is cut to whole seconds."""

CLOCK_CHECK: Final = 30.0
"""Seconds after which a wait looks at the wall clock, to notice that the machine slept."""

CLOCK_JUMP: Final = 60.0
"""Seconds by which the wall clock must leave the monotonic one to have jumped."""


class Intervals(Struct, frozen=True):
    """Seconds from one reading to the next; `budget_low`: little of the minute's budget is left, so history waits."""

    usage: float
    history: float
    budget_low: bool = False

    @property
    def requests_per_minute(self) -> float:
        """What polling takes of the minute's requests."""
        return 60 / self.usage + (0 if self.budget_low else 60 / self.history)


def plan_limit(rate_limit: RateLimit | None) -> RateLimit | None:
    """`rate_limit` if it is a plan's; None for the limit by address."""
    return None if rate_limit is None or rate_limit.limit == ADDRESS_LIMIT else rate_limit


def intervals(interval: int, rate_limit: RateLimit | None, *, explicit: bool) -> Intervals:
    """How often to read. `interval`: seconds; an `explicit` one is kept, any other grows to stay under 5 %."""
    usage, history = float(interval), float(HISTORY_INTERVAL)
    if rate_limit is None:
        return Intervals(usage, max(usage, history))
    limit = max(rate_limit.limit, 1)
    if not explicit:
        usage = min(max(usage, 60 / (USAGE_SHARE * limit)), MAX_INTERVAL_LEFT_TO_ITSELF)
    history = max(usage, history, 60 / (HISTORY_SHARE * limit))
    low = rate_limit.remaining < LOW_BUDGET * rate_limit.limit
    return Intervals(usage * 2 if low else usage, history, low)


def refreshes_allowed(rate_limit: RateLimit | None, *, minute_over: bool) -> int:
    """Requests by hand in a minute: a share of the limit, at most half of what is left, at least one for each feed."""
    if rate_limit is None:
        return int(REFRESH_SHARE * UNKNOWN_LIMIT)
    share = int(REFRESH_SHARE * rate_limit.limit)
    return max(2, share if minute_over else min(share, rate_limit.remaining // 2))


def wait_after_failures(failures: int, interval: float, retry_after: float | None, jitter: float) -> float:
    """Seconds until the next try after `failures` (1 or more) in a row.

    One interval, then doubling with `jitter` (0 to 1) of ±20 % up to 5 minutes; never less than the interval. The
    whole `retry_after` where the service asks for one, up to 15 minutes.
    """
    doubled = interval * 2.0 ** min(failures - 1, 16)
    spread = 1.0 if failures == 1 else 0.8 + 0.4 * jitter
    backoff = max(interval, min(doubled * spread, MAX_BACKOFF))
    return backoff if retry_after is None else max(backoff, min(retry_after, MAX_RETRY_AFTER))
