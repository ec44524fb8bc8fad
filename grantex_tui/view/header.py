"""The header's content: whose figures they are, and how fresh. Pure."""

from __future__ import annotations

import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.api_key import KeyMode
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Down, Live, Loading, Stale, reading_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.view import dates
from grantex_tui.view.wordings import Wordings

NAME: Final[Wordings] = ("grantex usage", "grantex")


class Badge(enum.Enum):
    """What the figures are good for: real use, a test, or the sample service's."""

    LIVE = "LIVE"
    TEST = "TEST"
    DEMO = "DEMO"


class Freshness(enum.Enum):
    """The current figures' condition in a word or two."""

    CONNECTING = "connecting"
    RECALLED = "kept"  # figures of an earlier run, and nothing read since
    LIVE = "live"
    LATE = "late"  # figures, and a newer reading under way for unusually long
    STALE = "stale"
    DOWN = "no figures"
    PAUSED = "paused"
    STOPPED = "stopped"


class HeaderContent(Struct, frozen=True):
    """Who is shown, and how fresh the figures are: `as_of` and `next_try` are `HH:MM:SS` in UTC.

    `age`: how old the figures of an earlier run were at the start.
    """

    host: str
    badge: Badge | None
    freshness: Freshness
    as_of: str | None
    next_try: str | None
    refreshing: bool
    age: str = ""

    @property
    def freshness_words(self) -> Wordings:
        """How fresh the figures are, at least one wording."""
        if self.freshness is Freshness.CONNECTING:
            return ("connecting…",)
        if self.freshness is Freshness.RECALLED:
            return (
                f"as of {self.as_of} UTC, {self.age} ago, {self._next}",
                f"as of {self.as_of} UTC, {self.age} ago",
                f"{self.age} ago, {self._next}",
                f"{self.age} ago",
            )
        if self.as_of is None:
            return (f"no live figures yet, {self._next}", self._next)
        as_of = _as_of(self.freshness)
        return (
            f"as of {self.as_of} UTC, {self._next}",
            f"{as_of} {self.as_of} UTC",
            f"{as_of} {self.as_of}",
            self.as_of,
        )

    @property
    def _next(self) -> str:
        """What comes next: a reading under way, the next try, or nothing."""
        planned = f"next {self.next_try}" if self.next_try else "no next try"
        following = "reading…" if self.refreshing else planned
        match self.freshness:
            case Freshness.PAUSED | Freshness.STOPPED:
                return following if self.refreshing else self.freshness.value
            case Freshness.STALE:
                return f"stale, {following}"
            case Freshness.RECALLED:
                return following if self.next_try else "reading…"
            case Freshness.CONNECTING | Freshness.LIVE | Freshness.LATE | Freshness.DOWN:
                return following


def _as_of(freshness: Freshness) -> str:
    """What stands before the time of the figures where the full wording does not fit."""
    return "as of" if freshness is Freshness.LIVE else freshness.value


def header_content(state: State, service: Service) -> HeaderContent:
    """The first line."""
    reading = reading_of(state.usage)
    return HeaderContent(
        host="demo, no network" if service.demo else service.host,
        badge=badge_of(service),
        freshness=_freshness(state),
        as_of=dates.clock(reading.read_at)
        if reading
        else dates.moment(state.recalled.read_at, state.recalled.at)
        if state.recalled
        else None,
        next_try=dates.clock(state.next_usage) if state.next_usage else None,
        refreshing=state.refreshing or state.overdue,
        age=dates.span(state.recalled.age.total_seconds()) if state.recalled else "",
    )


def badge_of(service: Service) -> Badge | None:
    """The badge; None for a key whose prefix says nothing."""
    if service.demo:
        return Badge.DEMO
    match service.mode:
        case KeyMode.LIVE:
            return Badge.LIVE
        case KeyMode.TEST:
            return Badge.TEST
        case KeyMode.UNKNOWN:
            return None


def _freshness(state: State) -> Freshness:
    if refusal(state):
        return Freshness.STOPPED
    if state.paused:
        return Freshness.PAUSED
    match state.usage:
        case Loading() | Down() if state.recalled is not None:
            return Freshness.RECALLED
        case Loading():
            return Freshness.CONNECTING
        case Live():
            return Freshness.LATE if state.overdue else Freshness.LIVE
        case Stale():
            return Freshness.STALE
        case Down():
            return Freshness.DOWN
