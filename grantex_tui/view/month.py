"""The calendar month against the plan's published allowance, in words and gauges. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import since_first_use
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import LIMITED, NO_LIMITS, Origin, allowance
from grantex_tui.usage.projection import MonthToDate, Projection, month_to_date, project
from grantex_tui.usage.utc import ONE_DAY, midnight, month_gone, next_month
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, to_digits
from grantex_tui.view.wordings import Wordings

FORECAST_DIGITS: Final = 4
"""More would say nothing, and change at every reading."""


class Verdict(enum.Enum):
    """Where the limit lies in what is likely, in a word or two; UNKNOWN where nothing is projected."""

    SAFE = "safe"
    CLOSE = "close"
    LIKELY_OVER = "likely over"
    OVER = "over"
    UNKNOWN = ""


class Gauge(Struct, frozen=True):
    """A metric of the month against its limit. `used`, `projected`: shares of the limit; `gone`: of the month."""

    metric: Metric
    counted: int
    settling: bool
    limit: int
    projected: float | None
    gone: float
    forecast: Wordings
    verdict: Verdict

    @property
    def used(self) -> float:
        """What is counted as a share of the limit, 1 being all of it."""
        return self.counted / self.limit

    @property
    def figures(self) -> str:
        """`26,436 of 50,000`; `~26,436` while a day of it can still change."""
        return f"{'~' if self.settling else ''}{full(self.counted)} of {full(self.limit)}"

    @property
    def share(self) -> str:
        """`53 %`."""
        return share_words(self.used)


class MonthContent(Struct, frozen=True):
    """The month's panel: a heading with a note, and a gauge for each metric that the plan limits."""

    title: str
    note: Wordings
    gauges: tuple[Gauge, ...]


def month_content(state: State, settings: PlanSettings) -> MonthContent | None:
    """The month so far; None while nothing is known; without gauges where the plan has no limits (Enterprise)."""
    today, history = state.ledger.today, reading_of(state.history)
    plan = state.plan_in_force(settings.plan)
    limits = allowance(plan, settings.limits)
    if today is None or history is None:
        return None
    if limits == NO_LIMITS:
        return MonthContent("", (), ())
    days = since_first_use(state.ledger.window(MAX_DAYS))
    so_far = month_to_date(state.ledger.window(MAX_DAYS), today)
    usage = reading_of(state.usage)
    now = _on(today, max(history.served, usage.served) if usage else history.served)
    gauges = tuple(
        _gauge(metric, so_far, limit, now, project(days, today, now, metric))
        for metric in LIMITED
        if (limit := limits.of(metric))
    )
    unread = "" if so_far.covered else f"only {so_far.days_known} of {today.day} days read"
    if settings.limits != NO_LIMITS or plan is None:
        note: Wordings = (" · ".join(filter(None, ("your own limits", unread))),)
    else:
        published = "published allowance, not enforced"
        whole = f"{plan.label} plan ({_origin_words(plan.origin)}), {published}"
        note = (f"{whole} · {unread}", unread) if unread else (whole, f"{plan.label} plan, {published}")
    return MonthContent(f"{dates.month(today)}, UTC month", note, gauges)


def _on(today: dt.date, moment: dt.datetime) -> dt.datetime:
    """The moment, or the end of `today` nearest to it: responses can be of the day before or after."""
    first = midnight(today)
    return min(max(moment, first), first + dt.timedelta(days=1, microseconds=-1))


def _origin_words(origin: Origin) -> str:
    match origin:
        case Origin.BILLING:
            return "billing"
        case Origin.RATE_LIMIT:
            return "from the rate limit"
        case Origin.SETTINGS:
            return "settings"


def _gauge(metric: Metric, so_far: MonthToDate, limit: int, now: dt.datetime, projection: Projection | None) -> Gauge:
    counted = metric.of(so_far.counters)
    return Gauge(
        metric=metric,
        counted=counted,
        settling=so_far.settling,
        limit=limit,
        projected=projection.likely / limit if projection else None,
        gone=month_gone(now),
        forecast=_forecast(projection, limit, next_month(now.date()) - ONE_DAY) if projection else (),
        verdict=_verdict(counted, limit, projection),
    )


def _forecast(projection: Projection, limit: int, last: dt.date) -> Wordings:
    share = share_words(projection.likely / limit)
    between = f"{compact(projection.low)}–{compact(projection.high)}"
    likely = min(max(to_digits(projection.likely, FORECAST_DIGITS), projection.low), projection.high)
    return (
        f"→ {full(likely)} ({between}) by {dates.day_month(last)}, {share}",
        f"→ {compact(projection.likely)} {share}",
    )


def share_words(share: float) -> str:
    """A share of the limit: `62 %`; from tenfold on `>999 %`, for by how much no longer matters."""
    return f"{100 * share:.0f} %" if share < 9.995 else ">999 %"


def _verdict(counted: int, limit: int, projection: Projection | None) -> Verdict:
    if counted >= limit:
        return Verdict.OVER
    if projection is None:
        return Verdict.UNKNOWN
    if projection.high <= limit:
        return Verdict.SAFE
    return Verdict.LIKELY_OVER if projection.likely > limit else Verdict.CLOSE
