"""What was counted between two live readings. Pure; never negative.

A period is what the service's counters belong to: a UTC day `2026-11-22` or a month `2026-11`. Within a period a
counter only falls where the service lost it and began anew at 0. A new period begins at 0.
"""

from __future__ import annotations

import enum

from grantex_tui.api.models import NO_USE, Counters


class PeriodStep(enum.Enum):
    """How a reading's period is related to that of the reading before."""

    SAME = enum.auto()
    NEXT = enum.auto()
    EARLIER = enum.auto()  # an answer that was late, or of a server whose day had not turned yet
    OTHER = enum.auto()  # days instead of months, or the reverse: the two cannot be compared


def step_between(before: str, after: str) -> PeriodStep:
    """From the period `before` to `after`."""
    if before == after:
        return PeriodStep.SAME
    if len(before) != len(after):
        return PeriodStep.OTHER
    return PeriodStep.NEXT if before < after else PeriodStep.EARLIER


def delta(before: Counters, after: Counters) -> Counters:
    """Counted within a period: each counter's difference, or all of a counter that fell.

    Where one fell, the total is that of the parts: its own difference no longer says what was counted.
    """
    exchanges = _grown(before.token_exchanges, after.token_exchanges)
    authorizations = _grown(before.authorizations, after.authorizations)
    verifications = _grown(before.verifications, after.verifications)
    total = after.total_requests - before.total_requests
    if after.fell_from(before):
        total = exchanges + authorizations + verifications
    return Counters(exchanges, authorizations, verifications, total)


def delta_over(step: PeriodStep, before: Counters, after: Counters) -> Counters:
    """Counted between two readings whose periods are related by `step`."""
    match step:
        case PeriodStep.SAME:
            return delta(before, after)
        case PeriodStep.NEXT:
            return after
        case PeriodStep.EARLIER | PeriodStep.OTHER:
            return NO_USE


def highest(one: Counters, other: Counters) -> Counters:
    """The higher of each two counters."""
    return Counters(
        max(one.token_exchanges, other.token_exchanges),
        max(one.authorizations, other.authorizations),
        max(one.verifications, other.verifications),
        max(one.total_requests, other.total_requests),
    )


def _grown(before: int, after: int) -> int:
    return after if after < before else after - before
