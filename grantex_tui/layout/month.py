"""The month's gauges on lines of a given width. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.breakpoints import FULL_WIDTH
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, rule, width
from grantex_tui.view.month import Gauge, MonthContent, share_words

FULL_BAR: Final = "█"
LIKELY_BAR: Final = "▒"
REST_BAR: Final = "░"
GONE_TICK: Final = "│"

_VERDICTS: Final = {"safe": Role.GOOD, "close": Role.WARN, "likely over": Role.WARN, "over": Role.BAD}
_LABEL: Final = 16
_FIGURES: Final = 24
_SHARE: Final = 6


def month_lines(view: MonthContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A heading and a line for each gauge; without room for all of it, the gauges alone."""
    inner = cells - 2 * MARGIN
    forecasts = tuple(_forecast(gauge, inner) for gauge in view.gauges)
    room = max((len(forecast) for forecast in forecasts), default=0)
    verdicts = max((len(gauge.verdict) for gauge in view.gauges), default=0)
    gauges = tuple(
        _gauge(gauge, forecast.rjust(room), gauge.verdict.ljust(verdicts), inner)
        for gauge, forecast in zip(view.gauges, forecasts, strict=True)
    )
    lines = (_heading(view, inner), *gauges)
    return tuple(padded(line) for line in (lines if rows >= len(lines) else gauges)[:rows])


def _heading(view: MonthContent, inner: int) -> StyledLine:
    title = Span(view.title, Role.TITLE)
    rights: tuple[StyledLine, ...] = tuple((Span(note, Role.MUTED),) for note in (view.note, view.short_note))
    right = next((right for right in rights if width((title, *right)) + 3 <= inner), ())
    return rule((title,), right, inner)


def _forecast(gauge: Gauge, inner: int) -> str:
    return gauge.forecast if inner >= FULL_WIDTH + 30 else gauge.short_forecast


def _gauge(gauge: Gauge, forecast: str, verdict: str, inner: int) -> StyledLine:
    """Label, counted of limit, share, bar with a tick for how much of the month is gone, forecast."""
    figures = f"{gauge.counted} of {gauge.limit}"
    share = share_words(gauge.used)
    taken = _LABEL + _FIGURES + _SHARE + 1 + 1 + len(forecast) + 2 + len(verdict)
    bar = inner - taken
    head: StyledLine = (
        Span(gauge.label.ljust(_LABEL), Role.LABEL),
        Span(figures.rjust(_FIGURES - 1) + " "),
        Span(share.rjust(_SHARE) + " "),
    )
    stop = ", " if gauge.verdict else "  "
    tail: StyledLine = (Span(f" {forecast}{stop}"), Span(verdict, _VERDICTS.get(gauge.verdict, Role.TEXT)))
    if bar < 8:
        return cut((*head, *tail), inner)
    return cut((*head, *_bar(gauge, bar), *tail), inner)


def _bar(gauge: Gauge, cells: int) -> StyledLine:
    used = min(round(gauge.used * cells), cells)
    used = max(used, 1) if gauge.used > 0 else 0
    likely = max(min(round((gauge.projected or 0) * cells), cells), used)
    tick = min(int(gauge.gone * cells), cells - 1)
    fills = [FULL_BAR] * used + [LIKELY_BAR] * (likely - used) + [REST_BAR] * (cells - likely)
    roles = [Role.BAR] * used + [Role.BAR] * (likely - used) + [Role.RULE] * (cells - likely)
    fills[tick], roles[tick] = GONE_TICK, Role.TEXT
    return tuple(Span(fill, role) for fill, role in zip(fills, roles, strict=True))
