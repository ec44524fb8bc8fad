"""The month on one row where all is well, and with a row more for each limit that needs attention. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from grantex_tui.layout.bars import STACK_ROLES
from grantex_tui.layout.breakpoints import Breakpoint
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, fit, padded, spread, width
from grantex_tui.usage.metric import PARTS
from grantex_tui.view.counters import names_of
from grantex_tui.view.month import Gauge, MonthContent, Verdict
from grantex_tui.view.wordings import wording

USED: Final = "▰"
LEFT: Final = "▱"
WITHIN: Final = "✓"
ALARM: Final = "!"

BAR_CELLS: Final = 8
_GAP: Final = "   "
_NAME_STEPS: Final = 4


def month_rows(content: MonthContent, step: Breakpoint) -> int:
    """Rows that there is something to say on; a small window has only those for what needs attention."""
    if step is Breakpoint.SMALL and content.urgent:
        return len(content.urgent)
    return 1 + len(content.urgent) if content.gauges else 0


def month_lines(content: MonthContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """How much of the month is gone, and the limits that are well; then those that are not, which come first."""
    inner = cells - 2 * MARGIN
    urgent = tuple(fit(_urgent(gauge), inner) for gauge in content.urgent)
    if not content.gauges or rows < 1:
        return ()
    lines = (_calm_line(content, inner), *urgent) if rows > len(urgent) else urgent
    return tuple(padded(line) for line in lines[:rows])


def _calm_line(content: MonthContent, cells: int) -> StyledLine:
    """The verdict stands at the end of the row where there is room for it there."""
    verdict: StyledLine = (Span(f"{WITHIN} {content.within}", Role.GOOD),) if content.within else ()
    if not verdict and content.urgent:
        verdict = fit(tuple((Span(words, Role.MUTED),) for words in (*content.plan, "")), cells // 2)
    lefts = tuple(_lefts(content))
    gap = len(_GAP) if verdict else 0
    left = next((left for left in lefts if width(left) + gap + width(verdict) <= cells), None)
    if left is None:
        return fit((verdict, *lefts[-1:]), cells) if verdict else fit(lefts, cells)
    return spread(left, verdict, cells) if verdict else left


def _lefts(content: MonthContent) -> Iterator[StyledLine]:
    """From long to short: bars and limits go, then the month's days, then names get shorter."""
    name, brief = (Span(wording(content.name, step)) for step in (0, 1))
    unread = tuple(Span(f" {words}", Role.WARN) for words in content.unread) or (Span(""), Span(""))
    gone = Span(f" {content.gone}", Role.MUTED) if not content.unread else unread[0]
    yield (name, gone, *_shares(content, 0, bars=True, limits=True))
    yield (name, gone, *_shares(content, 0, bars=True, limits=False))
    yield (name, gone, *_shares(content, 0, bars=False, limits=False))
    for step in range(_NAME_STEPS):
        yield (brief, unread[-1], *_shares(content, step, bars=False, limits=False))
    yield (brief, unread[-1])


def _shares(content: MonthContent, step: int, *, bars: bool, limits: bool) -> StyledLine:
    spans: list[Span] = []
    for gauge in content.calm:
        spans.append(Span(f"{_GAP if bars else _GAP[1:]}{wording(names_of(gauge.metric), step)} ", Role.MUTED))
        spans += [*_bar(gauge), Span(" ")] if bars else []
        spans.append(Span(gauge.shares))
        spans += [Span(f" {gauge.of_limit}", Role.MUTED)] if limits and gauge is content.calm[0] else []
    return tuple(spans)


def _bar(gauge: Gauge) -> StyledLine:
    """What is counted of the limit; what is used is never invisible."""
    used = min(round(gauge.used * BAR_CELLS), BAR_CELLS)
    used = max(used, 1) if gauge.used > 0 else 0
    return (Span(USED * used + LEFT * (BAR_CELLS - used), STACK_ROLES[PARTS.index(gauge.metric)]),)


def _urgent(gauge: Gauge) -> Iterator[StyledLine]:
    """A limit that needs attention, from long to short: forecast and figures get shorter and go, the verdict stays."""
    role = verdict_role(gauge.verdict)
    mark = Span(f"{ALARM} ", role)
    names = names_of(gauge.metric)
    words, brief = (Span(wording(gauge.verdict.words, step), role) for step in (0, 1))
    forecasts = tuple(Span(f"  {forecast}", Role.MUTED) for forecast in gauge.forecast) or (Span(""),)
    figures, rounded = (Span(f"  {figure}") for figure in gauge.figures)
    share = Span(f"  {gauge.share}", Role.NUMBER)
    bar = (Span("  "), *_bar(gauge))
    gap = Span("  ")
    name, short = Span(names[0], Role.LABEL), Span(names[2], Role.LABEL)
    yield (mark, name, figures, *bar, share, forecasts[0], gap, words)
    for forecast in forecasts:
        yield (mark, name, figures, share, forecast, gap, words)
    yield (mark, name, rounded, share, forecasts[-1], gap, words)
    yield (mark, name, rounded, share, gap, words)
    yield (mark, name, share, gap, words)
    yield (mark, short, share, gap, brief)
    yield (mark, short, gap, brief)
    yield (mark, brief)


def verdict_role(verdict: Verdict) -> Role:
    """A verdict's role beside its word."""
    match verdict:
        case Verdict.SAFE:
            return Role.GOOD
        case Verdict.CLOSE | Verdict.LIKELY_OVER:
            return Role.WARN
        case Verdict.OVER:
            return Role.BAD
        case Verdict.UNKNOWN:
            return Role.TEXT
