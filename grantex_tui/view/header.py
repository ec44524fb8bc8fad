"""The header's content: whose figures they are, and how fresh. Pure."""

from __future__ import annotations

import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.api_key import KeyMode
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Down, Live, Loading, Stale, reading_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.usage.plans import Plan
from grantex_tui.view import dates
from grantex_tui.view.today import resets_words
from grantex_tui.view.wordings import Wordings

NAME: Final = "grantex"


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

    `label`: what the user calls the account; empty where there is only one. `developer_id`, `plan`: empty until they
    are known. `host`: where the figures come from. `resets`: how long until
    the counters restart, as of a live reading. `age`: how old the figures of an earlier run were at the start.
    """

    host: str
    developer_id: str
    plan: str
    badge: Badge | None
    freshness: Freshness
    as_of: str | None
    next_try: str | None
    refreshing: bool
    resets: str = ""
    age: str = ""
    label: str = ""

    @property
    def origin(self) -> Wordings:
        """Whose figures they are, from long to short: the developer's id goes first, the account's label last."""
        ladder = ((self.developer_id, self.plan, self.host), (self.plan, self.host), (self.plan,), ())
        said = (" · ".join(filter(None, (self.label, *parts))) for parts in ladder)
        return tuple(dict.fromkeys(filter(None, said)))

    @property
    def freshness_words(self) -> tuple[tuple[str, str], ...]:
        """How fresh the figures are, from long to short: of when they are, and what comes next."""
        if self.freshness is Freshness.CONNECTING:
            return (("connecting…", ""),)
        following = self._following
        if self.freshness is Freshness.RECALLED:
            ago = f"{self.age} ago"
            as_of = f"as of {self.as_of} UTC, {ago}"
            return ((as_of, following), (as_of, ""), (ago, following), (ago, ""))
        if self.as_of is None:
            return (("no live figures yet", following), (following, ""))
        condition = "" if self.freshness is Freshness.LIVE else f"{self.freshness.value} "
        return (
            (f"{condition}{self.as_of} UTC", following),
            (f"{condition}{self.as_of} UTC", ""),
            (f"{condition}{self.as_of}", ""),
            (self.as_of, ""),
        )

    @property
    def _following(self) -> str:
        """A reading under way, the next try, or nothing."""
        if self.refreshing or (self.freshness is Freshness.RECALLED and self.next_try is None):
            return "reading…"
        if self.freshness in (Freshness.PAUSED, Freshness.STOPPED):
            return self.freshness.value if self.as_of is None else ""
        return f"next {self.next_try}" if self.next_try else "no next try"


def header_content(state: State, service: Service, chosen: Plan | None = None, label: str = "") -> HeaderContent:
    """The first line. `chosen`: the plan by the settings, where the service does not name it. `label`: as there."""
    reading, plan = reading_of(state.usage), state.plan_in_force(chosen)
    return HeaderContent(
        host="no network" if service.demo else service.host,
        developer_id=state.developer,
        plan=plan.label if plan else "",
        badge=badge_of(service),
        freshness=_freshness(state),
        as_of=_as_of(state),
        next_try=dates.clock(state.next_usage) if state.next_usage else None,
        refreshing=state.refreshing or state.overdue,
        resets=resets_words(reading) if reading and isinstance(state.usage, Live) else "",
        age=dates.span(state.recalled.age.total_seconds()) if state.recalled else "",
        label=label,
    )


def _as_of(state: State) -> str | None:
    """When the figures were read; of an earlier run's with the date where that is another day."""
    if (reading := reading_of(state.usage)) is not None:
        return dates.clock(reading.read_at)
    return dates.moment(state.recalled.read_at, state.recalled.at) if state.recalled else None


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
