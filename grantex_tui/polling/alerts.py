"""Which of the asked-for conditions hold now, and which are over. Pure; what was told before is not known here.

When one begins:

- a day's figure, as read live today, is above its number; a month has used a share of its allowance, or is projected
  to; today counts more than an outlier would need (`usage.baseline`); the current figures could not be read for so
  many minutes; the key is refused.
- Only what the service just answered for its own today begins one: never figures that are stale, of yesterday, or of
  an earlier run. Nor does a month before the plan is known.

When one is over:

- A day above its number and an unusual day are never told to be over: what was counted was counted. The next UTC day
  starts anew, silently, and so does the next month.
- A month's share is over when a larger allowance brings it a tenth below; a projection when the whole of its range is
  below. In between nothing is said, so that neither comes and goes.
- Stale figures and a refused key are over with the next good answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import UsageMetrics
from grantex_tui.archive.models import Claim, Edge
from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.feed import Live, Loading, Reading, failure_of, reading_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.usage.baseline import Outlier, outlier_so_far, since_first_use
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import LIMITED, Allowance, allowance
from grantex_tui.usage.projection import Projection, month_to_date, project
from grantex_tui.usage.utc import within

PERCENT: Final = 100
OVER_AT: Final = 90
"""Percent of a month's threshold below which it is over."""


class DayAbove(Struct, frozen=True):
    """The UTC day `date` has `counted` more than `above` of the metric."""

    metric: Metric
    above: int
    date: dt.date
    counted: int


class UnusualDay(Struct, frozen=True):
    """The day `outlier.date` is an outlier with what it `counted` so far."""

    outlier: Outlier
    counted: int


class MonthUsed(Struct, frozen=True):
    """The month of `date` has used `percent` of the metric's `limit`, or no longer."""

    metric: Metric
    percent: int
    date: dt.date
    counted: int
    limit: int


class MonthProjected(Struct, frozen=True):
    """The month of `date` is projected to use `percent` of the metric's `limit`, or no longer."""

    metric: Metric
    percent: int
    date: dt.date
    projection: Projection
    limit: int


class StaleFigures(Struct, frozen=True):
    """The current figures could not be read for `minutes`, for the `reason`; they are of `read_at`, None: of never."""

    minutes: int
    read_at: dt.datetime | None
    reason: str = ""


class KeyRefused(Struct, frozen=True):
    """The service refuses the key, or no longer."""

    reason: str = ""


Condition = DayAbove | UnusualDay | MonthUsed | MonthProjected | StaleFigures | KeyRefused


class Alert(Struct, frozen=True):
    """A condition that begins or is over. `since`: the moment of what shows it, by this machine's clock (UTC)."""

    condition: Condition
    edge: Edge
    since: dt.datetime

    @property
    def claim(self) -> Claim:
        """By which processes agree on who tells it."""
        return Claim(*_identity(self.condition), self.edge, self.since)


def asks_for_anything(settings: AlertSettings) -> bool:
    """Whether any condition is asked for."""
    return settings != AlertSettings(tell=settings.tell, command=settings.command)


def asks_for_month(settings: AlertSettings) -> bool:
    """Whether the plan has to be known."""
    return bool(settings.month_share or settings.month_projected)


def judged(state: State, settings: AlertSettings, plan: PlanSettings, now: dt.datetime) -> tuple[Alert, ...]:
    """All that hold or are over at `now` (this machine's clock, UTC); of the others nothing can be said."""
    return (*_connection(state, settings, now), *_figures(state, settings, plan))


def gravest(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Without those that another one implies: of the shares that a month crosses at once the highest is told.

    Of those that are over at once it is the lowest.
    """
    kept: dict[tuple[object, ...], Alert] = {}
    for alert in alerts:
        match alert.condition:
            case MonthUsed(metric=metric, percent=percent) | MonthProjected(metric=metric, percent=percent):
                key: tuple[object, ...] = (type(alert.condition), metric, alert.edge)
                other = kept.get(key, alert).condition
                assert isinstance(other, MonthUsed | MonthProjected)
                further = percent >= other.percent if alert.edge is Edge.BEGINS else percent <= other.percent
                kept[key] = alert if further else kept[key]
            case condition:
                kept[condition, alert.edge] = alert
    return tuple(kept.values())


def _identity(condition: Condition) -> tuple[str, int, str]:
    match condition:
        case DayAbove(metric=metric, above=above, date=date):
            return f"day {metric.value}", above, str(date)
        case UnusualDay(outlier=outlier):
            return "outlier", 0, str(outlier.date)
        case MonthUsed(metric=metric, percent=percent, date=date):
            return f"month {metric.value}", percent, f"{date:%Y-%m}"
        case MonthProjected(metric=metric, percent=percent, date=date):
            return f"projected {metric.value}", percent, f"{date:%Y-%m}"
        case StaleFigures(minutes=minutes):
            return "stale", minutes, ""
        case KeyRefused():
            return "refused", 0, ""


def _connection(state: State, settings: AlertSettings, now: dt.datetime) -> Iterator[Alert]:
    failure, refused, reading = failure_of(state.usage), refusal(state), reading_of(state.usage)
    live = failure is None and refused is None and reading is not None
    if settings.key_refused and refused is not None:
        yield Alert(KeyRefused(refused.reason), Edge.BEGINS, refused.at)
    elif settings.key_refused and live and reading is not None:
        yield Alert(KeyRefused(), Edge.OVER, reading.read_at)
    if settings.stale_minutes is None:
        return
    if live and reading is not None:
        yield Alert(StaleFigures(settings.stale_minutes, reading.read_at), Edge.OVER, reading.read_at)
    elif failure is not None and not state.paused and not (refused and settings.key_refused):
        stale = StaleFigures(settings.stale_minutes, reading.read_at if reading else None, failure.reason)
        if now - failure.since >= dt.timedelta(minutes=settings.stale_minutes):
            yield Alert(stale, Edge.BEGINS, failure.since)


def _figures(state: State, settings: AlertSettings, plan: PlanSettings) -> Iterator[Alert]:
    reading, today = reading_of(state.usage), state.ledger.today
    if not isinstance(state.usage, Live) or reading is None or today is None or reading.value.day != today:
        return
    yield from _day(reading, today, settings)
    if not isinstance(state.history, Live):
        return
    if settings.outlier:
        yield from _unusual(state, reading, today)
    if asks_for_month(settings):
        yield from _month(state, reading, today, settings, plan)


def _day(reading: Reading[UsageMetrics], today: dt.date, settings: AlertSettings) -> Iterator[Alert]:
    asked = (
        (Metric.TOTAL, settings.day_total),
        (Metric.TOKEN_EXCHANGES, settings.day_exchanges),
        (Metric.AUTHORIZATIONS, settings.day_authorizations),
        (Metric.VERIFICATIONS, settings.day_verifications),
    )
    for metric, above in asked:
        counted = metric.of(reading.value.counters)
        if above is not None and counted > above:
            yield Alert(DayAbove(metric, above, today, counted), Edge.BEGINS, reading.read_at)


def _unusual(state: State, reading: Reading[UsageMetrics], today: dt.date) -> Iterator[Alert]:
    so_far = Day(today, reading.value.counters, DayState.SO_FAR)
    outlier = outlier_so_far(since_first_use(state.ledger.window(MAX_DAYS)), so_far, Metric.TOTAL)
    if outlier is not None:
        yield Alert(UnusualDay(outlier, reading.value.total_requests), Edge.BEGINS, reading.read_at)


def _month(
    state: State, reading: Reading[UsageMetrics], today: dt.date, settings: AlertSettings, plan: PlanSettings
) -> Iterator[Alert]:
    history, limits = reading_of(state.history), _limits(state, plan)
    assert history is not None
    window, at = state.ledger.window(MAX_DAYS), reading.read_at
    counters, days = month_to_date(window, today).counters, since_first_use(window)
    now = within(today, max(history.served, reading.served))
    for metric in LIMITED:
        limit, counted = limits.of(metric), metric.of(counters)
        if limit is None:
            continue
        for percent in settings.month_share:
            used = MonthUsed(metric, percent, today, counted, limit)
            if counted * PERCENT >= percent * limit:
                yield Alert(used, Edge.BEGINS, at)
            elif counted * PERCENT * PERCENT < percent * limit * OVER_AT and not state.ledger.restarted:
                yield Alert(used, Edge.OVER, at)
        projection = project(days, today, now, metric, state.weekdays) if settings.month_projected else None
        for percent in settings.month_projected if projection else ():
            assert projection is not None
            projected = MonthProjected(metric, percent, today, projection, limit)
            if projection.likely * PERCENT >= percent * limit:
                yield Alert(projected, Edge.BEGINS, at)
            elif projection.high * PERCENT < percent * limit and not state.ledger.restarted:
                yield Alert(projected, Edge.OVER, at)


def _limits(state: State, plan: PlanSettings) -> Allowance:
    """The allowance; before billing was asked only what the user says of it."""
    asked = not isinstance(state.subscription, Loading)
    return allowance(state.plan_in_force(plan.plan) if asked else None, plan.limits)
