"""The header's content: whose figures they are, and how fresh. Pure."""

from __future__ import annotations

import enum

from msgspec import Struct

from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Down, Live, Loading, Stale, reading_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.view import dates


class Freshness(enum.Enum):
    """The current figures' condition in one word."""

    CONNECTING = "connecting"
    LIVE = "live"
    STALE = "stale"
    DOWN = "no figures"
    PAUSED = "paused"
    STOPPED = "stopped"


class HeaderContent(Struct, frozen=True):
    """Who is shown, and how fresh the figures are: `as_of` and `next_try` are `HH:MM:SS` in UTC."""

    host: str
    badge: str
    condition: Freshness
    as_of: str | None
    next_try: str | None
    refreshing: bool


def header_content(state: State, service: Service) -> HeaderContent:
    """The first line."""
    reading = reading_of(state.usage)
    return HeaderContent(
        host="demo, no network" if service.demo else service.host,
        badge="DEMO" if service.demo else service.mode.value,
        condition=_condition(state),
        as_of=dates.clock(reading.read_at) if reading else None,
        next_try=dates.clock(state.next_usage) if state.next_usage else None,
        refreshing=state.refreshing,
    )


def _condition(state: State) -> Freshness:
    if refusal(state):
        return Freshness.STOPPED
    if state.paused:
        return Freshness.PAUSED
    match state.usage:
        case Loading():
            return Freshness.CONNECTING
        case Live():
            return Freshness.LIVE
        case Stale():
            return Freshness.STALE
        case Down():
            return Freshness.DOWN
