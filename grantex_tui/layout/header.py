"""The header on one line: name, badge and host, and how fresh the figures are. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, spread, width
from grantex_tui.view.header import Freshness, HeaderContent

_BADGES: Final = {"LIVE": Role.BADGE_LIVE, "TEST": Role.BADGE_TEST, "DEMO": Role.BADGE_TEST}
_MARKS: Final = {
    Freshness.CONNECTING: ("○", Role.MUTED),
    Freshness.LIVE: ("●", Role.GOOD),
    Freshness.STALE: ("◐", Role.WARN),
    Freshness.DOWN: ("○", Role.BAD),
    Freshness.PAUSED: ("‖", Role.WARN),
    Freshness.STOPPED: ("■", Role.BAD),
}


def header_lines(view: HeaderContent, cells: int) -> tuple[StyledLine, ...]:
    """One line: name, badge and host; at its end how fresh the figures are."""
    badge: StyledLine = (Span(f" {view.badge} ", _BADGES[view.badge]), Span(" ")) if view.badge else ()
    lefts: tuple[StyledLine, ...] = (
        (Span("grantex usage  ", Role.TITLE), *badge, Span(view.host, Role.MUTED)),
        (Span("grantex usage  ", Role.TITLE), *badge),
        (Span("grantex  ", Role.TITLE), *badge),
        (Span("grantex ", Role.TITLE),),
    )
    glyph, role = _MARKS[view.condition]
    rights = tuple((Span(f"{glyph} ", role), Span(words, _freshness_role(view))) for words in _freshness(view))
    inner = cells - 2 * MARGIN
    for right in rights:
        for left in lefts if right is rights[-1] else lefts[:2]:
            if width(left) + 2 + width(right) <= inner:
                return (padded(spread(left, right, inner)),)
    return (padded(cut(rights[-1], inner)),)


def _freshness_role(view: HeaderContent) -> Role:
    return Role.TEXT if view.condition is Freshness.LIVE else _MARKS[view.condition][1]


def _freshness(view: HeaderContent) -> tuple[str, ...]:
    """How fresh the figures are, from the longest wording to the shortest."""
    next_try = f"next {view.next_try}" if view.next_try else "no next try"
    if view.refreshing:
        next_try = "reading…"
    match view.condition:
        case Freshness.CONNECTING:
            return ("connecting…",)
        case Freshness.PAUSED:
            next_try = "reading…" if view.refreshing else "paused"
        case Freshness.STOPPED:
            next_try = "reading…" if view.refreshing else "stopped"
        case Freshness.STALE:
            next_try = f"stale, {next_try}"
        case Freshness.LIVE | Freshness.DOWN:
            pass
    if view.as_of is None:
        return (f"no live figures yet, {next_try}", next_try)
    short = {Freshness.LIVE: "as of", Freshness.STALE: "stale"}.get(view.condition, view.condition.value)
    return (
        f"as of {view.as_of} UTC, {next_try}",
        f"{short} {view.as_of} UTC",
        f"{short} {view.as_of}",
        view.as_of,
    )
