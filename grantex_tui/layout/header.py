"""The header on one line: name, badge and whose figures, and how fresh they are. Pure."""

from __future__ import annotations

from grantex_tui.layout.breakpoints import PANELS, Breakpoint
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, spread, width
from grantex_tui.view.header import NAME, Badge, Freshness, HeaderContent


def header_lines(content: HeaderContent, cells: int, step: Breakpoint) -> tuple[StyledLine, ...]:
    """One line: name, badge and whose figures; at its end how fresh they are, which stays longer."""
    badge: StyledLine = (
        (Span(f" {content.badge.value} ", badge_role(content.badge)), Span(" ")) if content.badge else ()
    )
    name = Span(f"{NAME} ", Role.TITLE)
    whose = tuple((name, Span(" "), *badge, Span(f" {words}", Role.MUTED)) for words in content.origin)
    lefts: tuple[StyledLine, ...] = (*whose, (name, Span(" "), *badge), (name,))
    glyph, role = mark_of(content.freshness)
    words_role = Role.TEXT if content.freshness is Freshness.LIVE else role
    rights = tuple(
        (Span(f"{glyph} ", role), Span(words, words_role), *((Span(f"  {more}", Role.MUTED),) if more else ()))
        for words, more in content.freshness_words
    )
    inner = cells - 2 * MARGIN
    choices = [(lefts if right is rights[-1] else lefts[:-1], right) for right in rights]
    if content.resets and step not in PANELS:  # in a panel it is said there
        choices.insert(0, (lefts[: len(whose)], (*rights[0], Span(f"  {content.resets}", Role.MUTED))))
    for lefts, right in choices:
        for left in lefts:
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
