"""Where every number on the screen comes from, in words, and the log. Pure; `tui.screens.info` shows it."""

from __future__ import annotations

import datetime as dt
from typing import Final, TypeVar

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings
from grantex_tui.polling.feed import Down, Failure, Feed, Live, Loading, Reading, Stale, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import (
    MIN_FOR_OUTLIER,
    OUTLIER_PERCENT,
    OUTLIER_REQUESTS,
    OUTLIER_WIDTH,
    since_first_use,
    usual_range,
)
from grantex_tui.usage.hours import MIN_FOR_USUAL
from grantex_tui.usage.weekdays import MIN_WEEKS
from grantex_tui.view import dates
from grantex_tui.view.hours import shown_day
from grantex_tui.view.month import month_content
from grantex_tui.view.numbers import full, three_digits
from grantex_tui.view.selection import Selection
from grantex_tui.view.sheet import Section
from grantex_tui.view.today import restart_words
from grantex_tui.view.wordings import wording

T = TypeVar("T")

NOTHING_CHOSEN: Final = Selection()

UNUSUAL_RULE: Final = (
    f"at least {OUTLIER_PERCENT} % and {OUTLIER_REQUESTS} requests above or below the median of its weekday's other "
    f"days in the last {MAX_DAYS}, and over {OUTLIER_WIDTH:g} times as far from it as they usually are"
)


class Provenance(Struct, frozen=True):
    """The panel: its sections, and the log's lines with the newest first."""

    sections: tuple[Section, ...]
    log: tuple[tuple[str, str], ...]


def provenance(
    state: State,
    now: dt.datetime,
    settings: PlanSettings = NO_OVERRIDES,
    zone: dt.tzinfo | None = dt.UTC,
    selection: Selection = NOTHING_CHOSEN,
) -> Provenance:
    """The panel at `now` (UTC, this machine's clock), which ages are counted to.

    `settings`: what the user says of the plan. `zone`: the user's time zone, None for the machine's. `selection`: whose
    day and metric the rule for unusual days is worked out for.
    """
    usage = _feed("/v1/usage", state.usage, state.next_usage, now)
    history = _feed(f"/v1/usage/history?days={MAX_DAYS}", state.history, state.next_history, now, low=state.budget_low)
    log = tuple((f"{dates.day_month(event.at.date())} {dates.clock(event.at)}", event.words) for event in state.events)
    return Provenance(
        (
            Section("Current figures and today's bar", (*usage, *_kept(state))),
            Section("Earlier days' bars, totals, averages, peaks", (*history, *_kept(state))),
            *_month(state, settings),
            Section("The plan", _feed("/v1/billing/subscription", state.subscription, None, now)[:-1]),
            Section("Request budget, shared with your production calls", _budget(state)),
            Section("Unusual days, marked !", (("rule", UNUSUAL_RULE), *_usual_range(state, selection))),
            Section("Clocks", _clocks(state, now, zone)),
        ),
        log[::-1],
    )


def _kept(state: State) -> tuple[tuple[str, str], ...]:
    """Where the figures are from while nothing was read."""
    if state.recalled is None:
        return ()
    read_at = dates.moment(state.recalled.read_at, state.recalled.at)
    return (("kept", f"by an earlier run, which read them {read_at} UTC"),)


def _feed(
    endpoint: str, feed: Feed[T], next_try: dt.datetime | None, now: dt.datetime, *, low: bool = False
) -> tuple[tuple[str, str], ...]:
    rows = [("endpoint", f"GET {endpoint}")]
    match feed:
        case Loading():
            rows.append(("read at", "not yet"))
        case Live(reading=reading):
            rows += _reading(reading, now)
        case Stale(reading=reading, failure=failure):
            rows += [*_reading(reading, now), *_failure(failure)]
        case Down(failure=failure):
            rows += [("read at", "never"), *_failure(failure)]
    otherwise = "put off: little of the minute's budget is left" if low else "none planned"
    rows.append(("next", f"{dates.clock(next_try)} UTC" if next_try else otherwise))
    return tuple(rows)


def _reading(reading: Reading[T], now: dt.datetime) -> list[tuple[str, str]]:
    age = dates.span((now.replace(microsecond=0) - reading.read_at.replace(microsecond=0)).total_seconds())
    return [
        ("read at", f"{dates.clock(reading.read_at)} UTC, {age} before {dates.clock(now)}"),
        ("answer", f"status {reading.meta.status}, took {_milliseconds(reading.took)}"),
    ]


def _failure(failure: Failure) -> list[tuple[str, str]]:
    status = f"status {failure.meta.status}, " if failure.meta else ""
    times = "once" if failure.times == 1 else f"{failure.times} times in a row"
    return [
        ("failed", f"{times}, last at {dates.clock(failure.at)} UTC: {failure.reason}"),
        ("answer", f"{status}took {_milliseconds(failure.took)}"),
    ]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def _budget(state: State) -> tuple[tuple[str, str], ...]:
    limit = state.rate_limit
    if limit is None:
        return (("limit", "the service has not said"),)
    plan, taken = state.plan_in_force(), state.requests_per_minute
    return (
        ("limit", f"{limit.limit} a minute" + (f": that of the {plan.label} plan" if plan else "")),
        (
            "remaining",
            f"{limit.remaining} of {limit.limit} at the last answer, {limit.reset} s before the minute's end",
        ),
        (
            "polling",
            f"takes {taken:.1f} a minute, {100 * taken / max(limit.limit, 1):.1f} %",
        ),
    )


def _month(state: State, settings: PlanSettings) -> tuple[Section, ...]:
    """The month against the plan in full; no section where the plan has no limits."""
    month = month_content(state, settings)
    if month is None or not month.gauges:
        return ()
    known = (
        ("days", f"{month.gone}, {wording(month.unread)}" if month.unread else month.gone),
        ("projected", _projection_words(state)),
    )
    gauges = tuple((gauge.metric.label, gauge.words) for gauge in month.gauges)
    return (Section(f"{wording(month.name)} against the plan", (("limits", wording(month.plan)), *known, *gauges)),)


def _usual_range(state: State, selection: Selection) -> tuple[tuple[str, str], ...]:
    """What the rule comes to for the chosen day, or today."""
    day = shown_day(state, selection)
    latest = state.ledger.window(MAX_DAYS)
    if day is None or day.date < latest[0].date:
        return ()
    metric, weekdays = selection.metric, f"{dates.weekday_name(day.date)}s"
    found = usual_range(since_first_use(latest), day.date, metric)
    if found is None:
        words = f"too few {weekdays} to tell: it takes {MIN_FOR_OUTLIER} others"
    else:
        counted = "" if day.counters is None else f"; this one has {full(metric.of(day.counters))}"
        so_far = " so far" if day.counters is not None and not day.complete else ""
        lowest, highest = (three_digits(round(end)) for end in found)
        words = f"usual {weekdays} {lowest}–{highest} {metric.label}{counted}{so_far}"
    return ((dates.weekday_day_month(day.date), words),)


def _pace_words(state: State) -> str:
    """What today is judged by."""
    if not state.rhythm or len(state.rhythm) < MIN_FOR_USUAL or state.ledger.today is None:
        return f"as if use were even over the UTC day, until {MIN_FOR_USUAL} days of a weekday are known by the hour"
    return f"by the hours of {len(state.rhythm)} earlier {dates.weekday_name(state.ledger.today)}s"


def _projection_words(state: State) -> str:
    """What the month's remaining days are like."""
    if state.weekdays is None or not state.weekdays.weights:
        return f"by the weekdays of the last {MAX_DAYS} days, until {MIN_WEEKS} whole weeks are kept"
    return f"by the weekdays of all {state.weekdays.weeks} whole weeks that are kept"


def _clocks(state: State, now: dt.datetime, zone: dt.tzinfo | None) -> tuple[tuple[str, str], ...]:
    today = dates.day(state.ledger.today) if state.ledger.today else "not known yet"
    skew = state.skew.total_seconds()
    direction = "ahead of" if skew > 0 else "behind"
    agreement = f"{dates.span(skew)} {direction} the service" if abs(skew) >= 2 else "agrees with the service"
    reading = reading_of(state.usage)
    restart = (("counters", f"restart {restart_words(reading.value, zone)}"),) if reading else ()
    return (
        ("service's day", f"{today} (UTC)"),
        *restart,
        ("today's pace", _pace_words(state)),
        ("this machine", f"{dates.clock(now)} UTC, {agreement}"),
    )
