"""`grantex-tui check`: the month so far against the plan's allowance, as a monitoring plug-in."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import UsageHistory, UsageMetrics
from grantex_tui.cli.archiving import keep, kept_weekdays
from grantex_tui.cli.exit_codes import UNKNOWN, CommandError
from grantex_tui.cli.output import write
from grantex_tui.cli.run import figures_of, read_with, settings_of
from grantex_tui.config.arguments import CHECK_MAX_AGE, Arguments, SettingsError
from grantex_tui.config.settings import Settings
from grantex_tui.export.plugin import Performance, Severity, plugin_line, severity_of
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.feed import Live, Reading, reading_of
from grantex_tui.polling.fetch import read_once, read_plan
from grantex_tui.polling.memory import observed
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import since_first_use
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import LIMITED, PlanInForce
from grantex_tui.usage.projection import month_to_date, project
from grantex_tui.view import dates
from grantex_tui.view.numbers import full


class Thresholds(Struct, frozen=True):
    """`warn`, `crit`: percent of the limit. `projected`: the whole month's likely figure is judged too."""

    warn: int
    crit: int
    projected: bool

    def counts(self, limit: int) -> tuple[int, int]:
        """The highest figures that do not alert."""
        return limit * self.warn // 100, limit * self.crit // 100


class Finding(Struct, frozen=True):
    """One thing looked at: how grave it is, its words, and its figures."""

    severity: Severity
    words: str
    performance: tuple[Performance, ...] = ()


def check(arguments: Arguments) -> int:
    """Print the line, whose verdict is the exit code too. Raises SettingsError, CommandError and OSError."""
    if arguments.limit is not None and arguments.metric is None:
        raise SettingsError("--limit needs --metric, for it is a limit of that")
    if arguments.warn > arguments.crit:
        raise SettingsError("--warn must not be above --crit")
    settings = settings_of(arguments)
    state = read_within(arguments.timeout, settings, ask_plan=arguments.limit is None)
    max_age = CHECK_MAX_AGE if arguments.max_age is None else arguments.max_age
    metrics = LIMITED if arguments.metric is None else (Metric(arguments.metric),)
    thresholds = Thresholds(arguments.warn, arguments.crit, arguments.projected)
    fresh = freshness(figures_of(state.usage, settings), figures_of(state.history, settings), max_age)
    if thresholds.projected:
        state = replace(state, weekdays=kept_weekdays(settings, state))
    findings = (fresh, *judged(state, metrics, arguments.limit, thresholds))
    severity = worst(finding.severity for finding in findings)
    words = "; ".join(finding.words for finding in findings if finding.words)
    write(plugin_line(severity, words, [data for finding in findings for data in finding.performance]) + "\n")
    keep(settings, observed(state, settings))  # what keeps it from being written is no matter of the plan's
    return severity


def read_within(seconds: float, settings: Settings, *, ask_plan: bool) -> State:
    """What there is to judge, read in at most so many seconds. Billing is asked only once the figures are there.

    A plan that does not come in time stays open. Raises CommandError where the figures do not come in time.
    """
    clock, state = SystemClock(), State()
    began = clock.monotonic()  # setting TLS up counts too

    async def read(client: AsyncGrantex) -> None:
        nonlocal state
        state = await read_once(client, clock, MAX_DAYS)
        if ask_plan and isinstance(state.history, Live):
            state = await read_plan(client, clock, state)

    async def read_in_time(client: AsyncGrantex) -> None:
        try:
            async with asyncio.timeout(seconds - (clock.monotonic() - began)):
                await read(client)
        except TimeoutError:
            if not isinstance(state.history, Live):
                words = f"{settings.address.host} has not given all figures within {seconds:g} s"
                raise CommandError(words, UNKNOWN) from None

    read_with(settings, read_in_time)
    return state


def worst(severities: Iterable[Severity]) -> Severity:
    """The worst. UNKNOWN beats the rest: figures that are too old give neither an alarm nor an all-clear."""
    return max(severities)


def freshness(usage: Reading[UsageMetrics], history: Reading[UsageHistory], max_age: int) -> Finding:
    """Whether the answers are of now, by the service's clock, and how long they took. `max_age`: seconds."""
    took = Performance("time", round(usage.took + history.took, 3), "s", low=0)
    age = max(reading.read_at - (reading.meta.server_time or reading.served) for reading in (usage, history))
    performance = (took, Performance("age", max(0, round(age.total_seconds())), "s", warn=max_age, crit=max_age, low=0))
    if age <= dt.timedelta(seconds=max_age):
        return Finding(Severity.OK, "", performance)
    old = dates.span(age.total_seconds())
    return Finding(Severity.UNKNOWN, f"the answer is {old} old, or this machine's clock is wrong", performance)


def judged(state: State, metrics: Iterable[Metric], limit: int | None, thresholds: Thresholds) -> tuple[Finding, ...]:
    """The month of the service's day, metric by metric, against `limit` or else the plan's allowance."""
    plan = state.plan_in_force()
    return tuple(
        _judged(state, metric, _limit(plan, metric) if limit is None else limit, thresholds, plan) for metric in metrics
    )


def _limit(plan: PlanInForce | None, metric: Metric) -> int | None:
    return plan.allowance.of(metric) if plan else None


def _judged(
    state: State, metric: Metric, limit: int | None, thresholds: Thresholds, plan: PlanInForce | None
) -> Finding:
    today, history = state.ledger.today, reading_of(state.history)
    assert today is not None, "both were read"
    assert history is not None, "both were read"
    window = state.ledger.window(MAX_DAYS)
    so_far = month_to_date(window, today)
    counted = metric.of(so_far.counters)
    since = "" if so_far.covered else f" ({so_far.days_known} of {today.day} days known)"
    if limit is None:
        why = f"the {plan.label} plan has no limit of it" if plan else "the plan is not known"
        words = f"{full(counted)} {metric.noun(counted)} this month{since}; {why}: give --limit"
        return Finding(Severity.UNKNOWN, words, (Performance(metric.value, counted, low=0),))
    warn, crit = thresholds.counts(limit)
    severity = severity_of(counted, warn, crit)
    if severity is Severity.OK and not so_far.covered:
        severity = Severity.UNKNOWN  # the days that are missing may be over the limit
    words = f"{full(counted)} of {full(limit)} {metric.noun(limit)} this month{since}, {share(counted, limit)}"
    performance = [Performance(metric.value, counted, "", warn, crit, 0, limit)]
    if thresholds.projected:
        projection = project(since_first_use(window), today, history.served, metric, state.weekdays)
        likely = projection.likely if projection else None
        performance.append(Performance(f"{metric.value}_projected", likely, "", warn, crit, 0, limit))
        if likely is None:
            words += ", too few days for a projection"
        else:
            severity = max(severity, severity_of(likely, warn, crit))
            words += f", projected {full(likely)}, {share(likely, limit)}"
    return Finding(severity, words, tuple(performance))


def share(value: int, limit: int) -> str:
    """`24.7 %`, exact for numbers of any size."""
    tenths = (2000 * value + limit) // (2 * limit)
    return f"{tenths // 10}.{tenths % 10} %"
