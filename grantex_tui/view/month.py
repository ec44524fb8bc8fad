"""The calendar month against the plan's allowance: in a few words, and in more where a limit is near. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.feed import Loading, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import since_first_use
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import LIMITED, NO_LIMITS, Origin, PlanInForce, allowance
from grantex_tui.usage.projection import MonthToDate, Projection, month_to_date, project
from grantex_tui.usage.utc import ONE_DAY, next_month, within
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, to_digits
from grantex_tui.view.wordings import Wordings, wording

FORECAST_DIGITS: Final = 4
"""More would say nothing, and change at every reading."""


class Verdict(enum.Enum):
    """Where the limit lies in what is likely; UNKNOWN where nothing is projected."""

    SAFE = "safe"
    CLOSE = "close"
    LIKELY_OVER = "likely over"
    OVER = "over"
    UNKNOWN = ""

    @property
    def needs_attention(self) -> bool:
        return self in (Verdict.CLOSE, Verdict.LIKELY_OVER, Verdict.OVER)

    @property
    def words(self) -> Wordings:
        """The verdict in a few words."""
        match self:
            case Verdict.CLOSE:
                return ("close to the limit", "close")
            case Verdict.LIKELY_OVER:
                return ("will likely be over", "likely over")
            case Verdict.OVER:
                return ("over the limit", "over")
            case Verdict.SAFE | Verdict.UNKNOWN:
                return (self.value,)


class Gauge(Struct, frozen=True):
    """A metric of the month against its limit. `used`, `projected`: shares of the limit."""

    metric: Metric
    counted: int
    settling: bool
    limit: int
    projected: float | None
    forecast: Wordings
    verdict: Verdict

    @property
    def used(self) -> float:
        """What is counted as a share of the limit, 1 being all of it."""
        return self.counted / self.limit

    @property
    def figures(self) -> Wordings:
        """`26,436 of 50,000`; `~26,436` while a day of it can still change."""
        mark = "~" if self.settling else ""
        return (
            f"{mark}{full(self.counted)} of {full(self.limit)}",
            f"{mark}{compact(self.counted)} of {compact(self.limit)}",
        )

    @property
    def of_limit(self) -> str:
        """`of 50,000`."""
        return f"of {full(self.limit)}"

    @property
    def share(self) -> str:
        """`53 %`."""
        return share_words(self.used)

    @property
    def shares(self) -> str:
        """Now and at the month's end: `53 → 73 %`; now alone where nothing is projected."""
        if self.projected is None:
            return self.share
        then = share_words(self.projected)
        return f"{self.share.removesuffix(' %')} → {then}"

    @property
    def words(self) -> str:
        """All of it in one line of text."""
        parts = (f"{wording(self.figures)}, {self.share}", wording(self.forecast), wording(self.verdict.words))
        return ", ".join(filter(None, parts))


class MonthContent(Struct, frozen=True):
    """The month against the plan: how much of it is gone, and a gauge for each metric that the plan limits.

    `unread`: that days of it were never read, if so. `plan`: what the limits are. `within`: said where all is well.
    """

    name: Wordings
    gone: str
    unread: Wordings
    plan: Wordings
    within: str
    gauges: tuple[Gauge, ...]

    @property
    def urgent(self) -> tuple[Gauge, ...]:
        """The gauges that need attention."""
        return tuple(gauge for gauge in self.gauges if gauge.verdict.needs_attention)

    @property
    def calm(self) -> tuple[Gauge, ...]:
        """The others."""
        return tuple(gauge for gauge in self.gauges if not gauge.verdict.needs_attention)


def month_content(state: State, settings: PlanSettings) -> MonthContent | None:
    """The month so far; None while nothing is known; without gauges where the plan has no limits (Enterprise)."""
    today, history = state.ledger.today, reading_of(state.history)
    plan = state.plan_in_force(settings.plan)
    limits = allowance(plan, settings.limits)
    if today is None or history is None:
        return None
    if plan is None and limits == NO_LIMITS and isinstance(state.subscription, Loading):
        return None  # billing is read last
    if limits == NO_LIMITS:
        return MonthContent((), "", (), (), "", ())
    days = since_first_use(state.ledger.window(MAX_DAYS))
    so_far = month_to_date(state.ledger.window(MAX_DAYS), today)
    usage = reading_of(state.usage)
    now = within(today, max(history.served, usage.served) if usage else history.served)
    gauges = tuple(
        _gauge(metric, so_far, limit, now, project(days, today, now, metric, state.weekdays))
        for metric in LIMITED
        if (limit := limits.of(metric))
    )
    read = f"{so_far.days_known} of {today.day} days read"
    name, last = dates.month_alone(today), next_month(today) - ONE_DAY
    own = settings.limits != NO_LIMITS or plan is None
    calm = all(gauge.verdict is Verdict.SAFE for gauge in gauges)
    return MonthContent(
        name=(name, dates.month_name(today)),
        gone=f"{today.day} of {dates.days(last.day)} gone",
        unread=() if so_far.covered else (f"only {read}", read),
        plan=("your own limits",) if own or plan is None else _plan_words(plan),
        within=("within your limits" if own or plan is None else f"within {plan.label}") if calm else "",
        gauges=gauges,
    )


def _plan_words(plan: PlanInForce) -> Wordings:
    published = "published allowance, not enforced"
    return (
        f"{plan.label} plan ({_origin_words(plan.origin)}), {published}",
        f"{plan.label} plan, {published}",
        f"{plan.label} plan",
    )


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
        forecast=forecast_words(projection, limit, next_month(now.date()) - ONE_DAY) if projection else (),
        verdict=_verdict(counted, limit, projection),
    )


def forecast_words(projection: Projection, limit: int, last: dt.date) -> Wordings:
    """What the month comes to by its `last` day: `→ 36,310 (33k–40k) by 30 Nov, 73 %`, `→ 36k 73 %`."""
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
