"""The month's gauges on lines of a given width. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.breakpoints import FULL_WIDTH
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, rule, width
from grantex_tui.view.month import Gauge, MonthContent, Verdict
from grantex_tui.view.wordings import wording

FULL_BAR: Final = "█"
LIKELY_BAR: Final = "▒"
REST_BAR: Final = "░"
GONE_TICK: Final = "│"

ROOMY_WIDTH: Final = FULL_WIDTH + 30
"""Cells between the margins from which on the long forecast fits."""

SMALLEST_BAR: Final = 8

_LABEL: Final = 16
_FIGURES: Final = 24
_SHARE: Final = 6


def month_lines(content: MonthContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A heading and a line for each gauge; without room for all of it, the gauges alone."""
    inner = cells - 2 * MARGIN
    step = 0 if inner >= ROOMY_WIDTH else 1
    forecasts = tuple(wording(gauge.forecast, step) for gauge in content.gauges)
    widest = max((len(forecast) for forecast in forecasts), default=0)
    verdicts = max((len(gauge.verdict.value) for gauge in content.gauges), default=0)
    gauges = tuple(
        _gauge(gauge, forecast.rjust(widest), verdicts, inner)
        for gauge, forecast in zip(content.gauges, forecasts, strict=True)
    )
    lines = (_heading(content, inner), *gauges)
    return tuple(padded(line) for line in (lines if rows >= len(lines) else gauges)[:rows])


def _heading(content: MonthContent, inner: int) -> StyledLine:
    title = Span(content.title, Role.TITLE)
    notes: tuple[StyledLine, ...] = tuple((Span(note, Role.MUTED),) for note in content.note)
    right = next((note for note in notes if width((title, *note)) + 3 <= inner), ())
    return rule((title,), right, inner)


def _gauge(gauge: Gauge, forecast: str, verdicts: int, inner: int) -> StyledLine:
    """Label, counted of limit, share, bar with a tick for how much of the month is gone, forecast, verdict."""
    bar = inner - (_LABEL + _FIGURES + _SHARE + 1 + 1 + len(forecast) + 2 + verdicts)
    head: StyledLine = (
        Span(gauge.metric.label.ljust(_LABEL), Role.LABEL),
        Span(gauge.figures.rjust(_FIGURES - 1) + " "),
        Span(gauge.share.rjust(_SHARE) + " "),
    )
    stop = "  " if gauge.verdict is Verdict.UNKNOWN else ", "
    verdict = Span(gauge.verdict.value.ljust(verdicts), verdict_role(gauge.verdict))
    tail: StyledLine = (Span(f" {forecast}{stop}"), verdict)
    return cut((*head, *(_bar(gauge, bar) if bar >= SMALLEST_BAR else ()), *tail), inner)


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


def _bar(gauge: Gauge, cells: int) -> StyledLine:
    used = min(round(gauge.used * cells), cells)
    used = max(used, 1) if gauge.used > 0 else 0
    likely = max(min(round((gauge.projected or 0) * cells), cells), used)
    tick = min(int(gauge.gone * cells), cells - 1)
    fills = [FULL_BAR] * used + [LIKELY_BAR] * (likely - used) + [REST_BAR] * (cells - likely)
    roles = [Role.BAR] * used + [Role.BAR] * (likely - used) + [Role.RULE] * (cells - likely)
    fills[tick], roles[tick] = GONE_TICK, Role.TEXT
    return tuple(Span(fill, role) for fill, role in zip(fills, roles, strict=True))
