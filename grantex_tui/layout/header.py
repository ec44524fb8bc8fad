"""The header on one line: name, badge and host, and how fresh the figures are. Pure."""

from __future__ import annotations

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, spread, width
from grantex_tui.view.header import NAME, Badge, Freshness, HeaderContent
from grantex_tui.view.wordings import wording


def header_lines(content: HeaderContent, cells: int) -> tuple[StyledLine, ...]:
    """One line: name, badge and host; at its end how fresh the figures are."""
    badge: StyledLine = (
        (Span(f" {content.badge.value} ", badge_role(content.badge)), Span(" ")) if content.badge else ()
    )
    name, brief = Span(f"{wording(NAME)}  ", Role.TITLE), wording(NAME, 1)
    lefts: tuple[StyledLine, ...] = (
        (name, *badge, Span(content.host, Role.MUTED)),
        (name, *badge),
        (Span(f"{brief}  ", Role.TITLE), *badge),
        (Span(f"{brief} ", Role.TITLE),),
    )
    glyph, role = mark_of(content.freshness)
    words_role = Role.TEXT if content.freshness is Freshness.LIVE else role
    rights = tuple((Span(f"{glyph} ", role), Span(words, words_role)) for words in content.freshness_words)
    inner = cells - 2 * MARGIN
    for right in rights:
        for left in lefts if right is rights[-1] else lefts[:2]:
            if width(left) + 2 + width(right) <= inner:
                return (padded(spread(left, right, inner)),)
    return (padded(cut(rights[-1], inner)),)


def badge_role(badge: Badge) -> Role:
    """Real use stands out from tests and the sample service."""
    match badge:
        case Badge.LIVE:
            return Role.BADGE_LIVE
        case Badge.TEST | Badge.DEMO:
            return Role.BADGE_TEST


def mark_of(freshness: Freshness) -> tuple[str, Role]:
    """The mark before the words, which needs no colour to be told apart, and its role."""
    match freshness:
        case Freshness.CONNECTING:
            return ("○", Role.MUTED)
        case Freshness.LIVE:
            return ("●", Role.GOOD)
        case Freshness.RECALLED | Freshness.LATE | Freshness.STALE:
            return ("◐", Role.WARN)
        case Freshness.DOWN:
            return ("○", Role.BAD)
        case Freshness.PAUSED:
            return ("‖", Role.WARN)
        case Freshness.STOPPED:
            return ("■", Role.BAD)
