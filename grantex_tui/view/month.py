"""The calendar month against the plan's published allowance, in words and gauges. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import since_first_use
from grantex_tui.usage.plans import LIMITED, NO_LIMITS, Plan, allowance, plan_of
from grantex_tui.usage.projection import Projection, month_to_date, project
from grantex_tui.usage.utc import ONE_DAY, midnight, month_gone, next_month
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, to_digits

FORECAST_DIGITS: Final = 4
"""More would say nothing, and change at every reading."""


class Gauge(Struct, frozen=True):
    """A metric of the month against its limit. Shares of the limit, 1 being all of it; `gone`: of the month."""

    label: str
    counted: str
    limit: str
    used: float
    projected: float | None
    gone: float
    forecast: str
    short_forecast: str
    verdict: str


class MonthContent(Struct, frozen=True):
    """The month's panel: a heading with a note, and a gauge for each metric that the plan limits."""

    title: str
    note: str
    short_note: str
    gauges: tuple[Gauge, ...]


def month_content(state: State, settings: PlanSettings) -> MonthContent | None:
    """The month so far; None while nothing is known; without gauges where the plan has no limits (Enterprise)."""
    today, history = state.ledger.today, reading_of(state.history)
    plan, origin = _plan(state, settings)
    limits = allowance(plan, settings.limits)
    if today is None or history is None:
        return None
    if limits == NO_LIMITS:
        return MonthContent("", "", "", ())
    days = since_first_use(state.ledger.window(MAX_DAYS))
    so_far = month_to_date(state.ledger.window(MAX_DAYS), today)
    usage = reading_of(state.usage)
    now = _on(today, max(history.served, usage.served) if usage else history.served)
    gauges = []
    for metric in LIMITED:
        limit = limits.of(metric)
        if limit:
            counted = metric.of(so_far.counters)
            gauges.append(_gauge(metric.label, counted, limit, now, project(days, today, now, metric)))
    part = "" if so_far.covered else f" · only {so_far.days_known} of {today.day} days read"
    title, own = f"{dates.month(today)}, UTC month", "your own limits"
    if settings.limits != NO_LIMITS or plan is None:
        return MonthContent(title, f"{own}{part}", f"{own}{part}", tuple(gauges))
    published = "published allowance, not enforced"
    note = f"{plan.label} plan {origin}, {published}{part}"
    return MonthContent(title, note, part.removeprefix(" · ") or f"{plan.label} plan, {published}", tuple(gauges))


def _on(today: dt.date, moment: dt.datetime) -> dt.datetime:
    """The moment, or the end of `today` that is nearest to it: answers can be of the day before or after."""
    first = midnight(today)
    return min(max(moment, first), first + dt.timedelta(days=1, microseconds=-1))


def _plan(state: State, settings: PlanSettings) -> tuple[Plan | None, str]:
    """From billing, else guessed from the rate limit, else as the settings say; and which of these."""
    if state.plan:
        return state.plan, "(billing)"
    guessed = plan_of(state.rate_limit)
    return (guessed, "(from the rate limit)") if guessed else (settings.plan, "(settings)")


def _gauge(label: str, counted: int, limit: int, now: dt.datetime, projection: Projection | None) -> Gauge:
    used = counted / limit
    last = next_month(now.date()) - ONE_DAY
    forecast = short = ""
    if projection:
        share = share_words(projection.likely / limit)
        between = f"{compact(projection.low)}–{compact(projection.high)}"
        likely = min(max(to_digits(projection.likely, FORECAST_DIGITS), projection.low), projection.high)
        forecast = f"→ {full(likely)} ({between}) by {dates.day_month(last)}, {share}"
        short = f"→ {compact(projection.likely)} {share}"
    return Gauge(
        label=label,
        counted=full(counted),
        limit=full(limit),
        used=used,
        projected=projection.likely / limit if projection else None,
        gone=month_gone(now),
        forecast=forecast,
        short_forecast=short,
        verdict=_verdict(counted, limit, projection),
    )


def share_words(share: float) -> str:
    """A share of the limit: `62 %`; from tenfold on `>999 %`, for by how much no longer matters."""
    return f"{100 * share:.0f} %" if share < 9.995 else ">999 %"


def _verdict(counted: int, limit: int, projection: Projection | None) -> str:
    if counted >= limit:
        return "over"
    if projection is None:
        return ""
    if projection.high <= limit:
        return "safe"
    return "likely over" if projection.likely > limit else "close"
