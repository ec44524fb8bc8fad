"""What the user should know beside the figures, the gravest first. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

from msgspec import Struct

from grantex_tui.polling.feed import Failure, Feed, failure_of, reading_of
from grantex_tui.polling.state import SKEW_NOTED, State, refusal
from grantex_tui.view import dates
from grantex_tui.view.numbers import full

NOTED_SHARE: Final = 0.05
"""Share of the minute's requests above which polling says what it takes."""

KEY_ADVICE: Final = (
    "Check the key (`grantex-tui config show` says where it comes from) and start again; r tries it once more."
)


class Level(enum.Enum):
    """How much a notice matters."""

    INFO = "info"
    WARN = "warn"
    BAD = "bad"


class Notice(Struct, frozen=True):
    """One sentence about something the user should know."""

    level: Level
    words: str


def notices_content(state: State, *, spends_budget: bool = True) -> tuple[Notice, ...]:
    """What the user should know, the gravest first. `spends_budget`: polling takes requests of the user's own."""
    return (
        *_failure_notices(state),
        *_figure_notices(state),
        *_clock_notice(state),
        *(_budget_notices(state) if spends_budget else ()),
        *_history_notices(state),
    )


def _failure_notices(state: State) -> list[Notice]:
    usage, history = failure_of(state.usage), failure_of(state.history)
    if refusal(state):
        if state.recalled or _figures_of(state.usage) or _figures_of(state.history):
            return [Notice(Level.BAD, f"The service refuses the API key, so polling has stopped. {KEY_ADVICE}")]
        return []
    since, history_since = _figures_of(state.usage), _figures_of(state.history)
    if usage and history and since and history_since and usage.reason == history.reason:
        return [_failure_notice("All figures", since, usage)]
    found = []
    if usage and state.recalled:
        found.append(
            _failure_notice("Figures of an earlier run", dates.moment(state.recalled.read_at, state.recalled.at), usage)
        )
    if usage and since:
        found.append(_failure_notice("Figures", since, usage))
    if history and history_since:
        found.append(_failure_notice("History", history_since, history))
    return found


def _figures_of(feed: Feed[object]) -> str | None:
    reading = reading_of(feed)
    return dates.clock(reading.read_at) if reading else None


def _failure_notice(what: str, since: str, failure: Failure) -> Notice:
    return Notice(Level.WARN, f"{what} stale: {failure.reason}; read {since} UTC.")


def _figure_notices(state: State) -> list[Notice]:
    found = []
    if state.ledger.restarted:
        found.append(Notice(Level.WARN, "Counter restarted: the service counts less than before, its store lost data."))
    reading = reading_of(state.usage)
    if reading:
        counters = reading.value.counters
        parts = counters.token_exchanges + counters.authorizations + counters.verifications
        if parts != counters.total_requests:
            words = f"The total is as served; the three parts add up to {full(parts)}."
            found.append(Notice(Level.INFO, words))
    return found


def _clock_notice(state: State) -> list[Notice]:
    if abs(state.skew) <= SKEW_NOTED:
        return []
    direction = "ahead of" if state.skew > dt.timedelta() else "behind"
    amount = dates.span(state.skew.total_seconds())
    return [Notice(Level.WARN, f"This machine's clock is {amount} {direction} the service's.")]


def _budget_notices(state: State) -> list[Notice]:
    limit = state.rate_limit
    if limit is None:
        return []
    if state.budget_low:
        left = f"{limit.remaining} of {limit.limit} requests left this minute"
        if state.minute_over:
            left = f"Few of {limit.limit} requests were left a minute ago"
        return [Notice(Level.WARN, f"{left}: polling half as often, history waits.")]
    if state.paused or refusal(state) or failure_of(state.usage):
        return []
    if state.requests_per_minute > NOTED_SHARE * limit.limit:
        plan = state.plan_in_force()
        of_plan = f" of the {plan.label} plan" if plan else ""
        words = f"Polling takes {state.requests_per_minute:.0f} of {limit.limit} requests a minute{of_plan}."
        return [Notice(Level.INFO, words)]
    return []


def _history_notices(state: State) -> list[Notice]:
    found = []
    ahead = state.ledger.days_ahead
    if ahead:
        rows = f"a row for {dates.day(ahead[0])}" if len(ahead) == 1 else f"rows for {len(ahead)} days"
        found.append(Notice(Level.INFO, f"History has {rows}, after today: left out."))
    reading = reading_of(state.history)
    if reading:
        found.extend(Notice(Level.INFO, f"History: {note}.") for note in reading.value.notes)
    return found
