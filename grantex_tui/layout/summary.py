"""The range's lower border, or its last row: the chosen day, else total, average, peak and comparison. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from grantex_tui.layout.borders import LOWER_CORNERS, Framing, edge, paired
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, fit, padded
from grantex_tui.view.day import DayContent
from grantex_tui.view.summary import Fact, SummaryContent
from grantex_tui.view.wordings import wording

OUTLIER: Final = "!"

GAP: Final = 3
NARROW_GAP: Final = 2
"""Cells between figures; the narrow one where it saves why the peak is an outlier."""


def summary_lines(content: SummaryContent, cells: int, framing: Framing = Framing.NONE) -> tuple[StyledLine, ...]:
    """One line: the chosen day while one is chosen, else the range."""
    lefts = tuple(_day(content.day) if content.day else _sums(content))
    if framing is Framing.NONE:
        return (padded(fit(lefts or ((),), cells - 2 * MARGIN)),)
    rights = tuple((Span(key, Role.KEY), Span(f" {does}", Role.MUTED)) for key, does in content.more)
    return (edge(paired(lefts, rights), cells, LOWER_CORNERS, margin=framing.margin),)


def _day(day: DayContent) -> Iterator[StyledLine]:
    """From long to short: the facts go from the end, then the reason of an outlier, then the date gets shorter."""
    heads = [
        (Span(f"▲ {date} ", Role.CURSOR), Span(figure, Role.NUMBER)) for date in day.date[1:] for figure in day.figure
    ]
    said = (*filter(None, (day.hours,)), *day.facts, day.state)
    facts = [Span("".join(f" · {fact}" for fact in said[:count]), Role.MUTED) for count in range(len(said), -1, -1)]
    for reason in (*day.outlier, ""):
        marked = (Span(" · ", Role.MUTED), Span(f"{OUTLIER} {reason}", Role.WARN)) if reason else ()
        yield from ((*head, *marked, more) for head in heads for more in facts)


def _sums(content: SummaryContent) -> Iterator[StyledLine]:
    """From long to short: words get shorter, then peak and average go, and the comparison at last."""
    if not content.facts:
        return
    unusual = Span(f", {content.unusual}", Role.WARN) if content.unusual else Span("")
    short, shorter = (tuple(_fact(fact, step) for fact in content.facts) for step in (1, 2))
    whole = tuple(_fact(fact, 0) for fact in content.facts)
    total, names = whole[:1], (_fact(content.facts[0], step) for step in (1, 2))
    middle = (*whole[:1], *short[1:2], *whole[2:])
    for words in content.comparison[:1]:
        yield _joined((*whole, (Span(words),)))
    for words in content.comparison[1:] or content.comparison:
        for said in (middle, short, (*total, *short[1:2]), total):
            yield _joined((*said, (Span(words),)))
    for said in (whole, middle):
        yield (*_joined(said), unusual)
    if content.unusual:
        yield (*_joined(middle, NARROW_GAP), unusual)
    yield _joined(middle)
    for said in ((*total, *short[1:]), short, shorter, (*total, *short[1:2]), total):
        yield _joined(said)
    yield from names
    yield (Span(content.facts[0].figure, Role.NUMBER),)


def _fact(fact: Fact, step: int) -> StyledLine:
    return (Span(fact.figure, Role.NUMBER), Span(f" {wording(fact.words, step)}", Role.MUTED))


def _joined(parts: tuple[StyledLine, ...], cells: int = GAP) -> StyledLine:
    gap = Span(" " * cells, Role.MUTED)
    return tuple(span for part in parts for span in (gap, *part))[1:]
