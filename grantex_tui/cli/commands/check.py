"""`grantex-tui check`: the month so far against the plan's allowance, as a monitoring plug-in."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct, structs

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import UsageHistory, UsageMetrics
from grantex_tui.cli.archiving import keep, kept_weekdays
from grantex_tui.cli.exit_codes import UNKNOWN, CommandError
from grantex_tui.cli.output import write
from grantex_tui.cli.run import Accounts, accounts_of, figures_of, read_each, read_with
from grantex_tui.config.arguments import CHECK_MAX_AGE, Arguments, SettingsError
from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings, Settings, Unusable
from grantex_tui.export.plugin import Performance, Severity, plugin_line, severity_of
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.feed import Live, Reading, reading_of
from grantex_tui.polling.fetch import read_once, read_plan
from grantex_tui.polling.memory import observed
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import since_first_use
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import LIMITED, PlanInForce, allowance
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


class Verdict(Struct, frozen=True):
    """What is said of an account: the worst of its findings, the words of all of them and their figures."""

    severity: Severity
    words: str
    performance: tuple[Performance, ...] = ()


def check(arguments: Arguments) -> int:
    """Print the verdict, which is the exit code too. Raises SettingsError, CommandError and OSError."""
    if arguments.limit is not None and arguments.metric is None:
        raise SettingsError("--limit needs --metric, for it is a limit of that")
    if arguments.warn > arguments.crit:
        raise SettingsError("--warn must not be above --crit")
    accounts = accounts_of(arguments)
    if not accounts.labelled:
        (settings,) = accounts.usable
        state = read_within(arguments.timeout, settings, ask_plan=arguments.limit is None)
        verdict = verdict_of(arguments, settings, state)
        write(plugin_line(verdict.severity, verdict.words, verdict.performance) + "\n")
        keep(settings, observed(state, settings))  # what keeps it from being written is no matter of the plan's
        return verdict.severity
    return _check_several(arguments, accounts)


def _check_several(arguments: Arguments, accounts: Accounts) -> int:
    """A first line for all of them, and a line an account; whatever keeps one from being judged is UNKNOWN."""

    async def read(client: AsyncGrantex, settings: Settings) -> State | CommandError:
        try:
            return await _read(client, arguments.timeout, settings, ask_plan=arguments.limit is None)
        except CommandError as error:
            return error

    states = dict(zip(accounts.usable, read_each(accounts.usable, read), strict=True))
    verdicts: dict[str, Verdict] = {}
    for account in accounts.all:
        try:
            if isinstance(account, Unusable):
                raise SettingsError(account.reason)
            state = states[account]
            if isinstance(state, CommandError):
                raise state
            verdicts[account.profile] = verdict_of(arguments, account, state)
        except (SettingsError, CommandError) as error:
            verdicts[account.profile] = Verdict(Severity.UNKNOWN, str(error))
    severity = worst(verdict.severity for verdict in verdicts.values())
    write(_lines(severity, verdicts))
    for settings, state in states.items():
        if isinstance(state, State):
            keep(settings, observed(state, settings))
    return severity


def _lines(severity: Severity, verdicts: Mapping[str, Verdict]) -> str:
    count, counts = len(verdicts), Counter(verdict.severity for verdict in verdicts.values())
    words = ", ".join(f"{counts[each]} {each.name}" for each in sorted(Severity, reverse=True) if counts[each])
    performance = [
        structs.replace(figure, label=f"{profile}_{figure.label}")
        for profile, verdict in verdicts.items()
        for figure in verdict.performance
    ]
    lines = [plugin_line(severity, f"{count} account{'' if count == 1 else 's'}: {words}", performance)]
    lines += (f"{profile} {each.severity.name}: {each.words.replace('|', '/')}" for profile, each in verdicts.items())
    return "".join(f"{line}\n" for line in lines)


def verdict_of(arguments: Arguments, settings: Settings, state: State) -> Verdict:
    """Raises CommandError where either reading failed."""
    max_age = CHECK_MAX_AGE if arguments.max_age is None else arguments.max_age
    metrics = LIMITED if arguments.metric is None else (Metric(arguments.metric),)
    thresholds = Thresholds(arguments.warn, arguments.crit, arguments.projected)
    fresh = freshness(figures_of(state.usage, settings), figures_of(state.history, settings), max_age)
    if thresholds.projected:
        state = structs.replace(state, weekdays=kept_weekdays(settings, state))
    findings = (fresh, *judged(state, metrics, arguments.limit, thresholds, settings.plan))
    return Verdict(
        worst(finding.severity for finding in findings),
        "; ".join(finding.words for finding in findings if finding.words),
        tuple(data for finding in findings for data in finding.performance),
    )


def read_within(seconds: float, settings: Settings, *, ask_plan: bool) -> State:
    """What there is to judge, read in at most so many seconds. Billing is asked only once the figures are there.

    A plan that does not come in time stays open. Raises CommandError where the figures do not come in time.
    """
    began = SystemClock().monotonic()  # setting TLS up counts too

    async def read(client: AsyncGrantex) -> State:
        left = seconds - (SystemClock().monotonic() - began)
        return await _read(client, left, settings, ask_plan=ask_plan, said=seconds)

    return read_with(settings, read)


async def _read(
    client: AsyncGrantex, seconds: float, settings: Settings, *, ask_plan: bool, said: float | None = None
) -> State:
    """`said`: the seconds to name where they were not enough. Raises CommandError for that."""
    clock, state = SystemClock(), State()
    try:
        async with asyncio.timeout(seconds):
            state = await read_once(client, clock, MAX_DAYS)
            if ask_plan and isinstance(state.history, Live):
                state = await read_plan(client, clock, state)
    except TimeoutError:
        if not isinstance(state.history, Live):
            words = f"{settings.address.host} has not given all figures within {said or seconds:g} s"
            raise CommandError(words, UNKNOWN) from None
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


def judged(
    state: State,
    metrics: Iterable[Metric],
    limit: int | None,
    thresholds: Thresholds,
    settings: PlanSettings = NO_OVERRIDES,
) -> tuple[Finding, ...]:
    """The month of the service's day, metric by metric, against `limit`, else the settings', else the plan's."""
    plan = state.plan_in_force(settings.plan)
    limits = allowance(plan, settings.limits)
    return tuple(
        _judged(state, metric, limits.of(metric) if limit is None else limit, thresholds, plan) for metric in metrics
    )


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
