"""The current period on lines: its four figures in columns or pairs; in a tiny window all on one line. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.breakpoints import FULL_WIDTH
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, fit, padded, rule, spread, width, wrap
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.view.numbers import sparkline
from grantex_tui.view.period import Figure, PeriodContent
from grantex_tui.view.wordings import wording

ROOMY_ROWS: Final = 6
"""Rows, without those for the mark, from which on rates and paces have a line each."""

SPARK_CELLS: Final = 12
"""Cells of the widest value axis and one bar."""

_GAP: Final = 2
_NOTHING: Final = ("",) * len(FIGURES)


def period_lines(content: PeriodContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A heading, then the four figures; from `FULL_WIDTH` on also how they grow, whose they are, when they restart."""
    inner = cells - 2 * MARGIN
    wide = cells >= FULL_WIDTH
    heading = rule((Span(wording(content.title, 0 if wide else 1), Role.TITLE),), (), inner)
    if not content.figures:
        lines: tuple[StyledLine, ...] = (heading, *wrap(content.message, inner, Role.TEXT, rows - 1))
    elif not wide:
        lines = (heading, *_figure_pairs(content, inner))
    else:
        figures = _figure_columns(content, inner) or _figure_pairs(content, inner)
        marked = _marked(content, inner)
        roomy = rows - len(marked) >= ROOMY_ROWS
        lines = (heading, *figures, *_growth(content, inner, roomy), *marked, _whose_and_until(content, inner))
    return tuple(padded(line) for line in lines[:rows])


def _column(inner: int) -> int:
    """Cells of a column of figures, without the gap after it."""
    return inner // len(FIGURES) - _GAP


def _growth(content: PeriodContent, inner: int, roomy: bool) -> tuple[StyledLine, ...]:
    """Under the figures: how fast they grow and how that compares, on two lines where there is room."""
    column = _column(inner)
    rates, paces = content.rates or _NOTHING, content.paces or _NOTHING
    if roomy:
        rates = (*rates[:-1], f"{sparkline(content.course, SPARK_CELLS)} {rates[-1]}".strip())
        order = (rates, paces) if any(rates) else (paces, rates)
        return tuple(_under(words, column, Role.MUTED) for words in order)
    both = tuple(f"{rate} {pace}".strip() for rate, pace in zip(rates, paces, strict=True))
    if any(len(words) > column for words in both):
        both = paces if any(paces) else rates
    return (_under(both, column, Role.MUTED),)


def _marked(content: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """What was counted since the mark, under each figure."""
    if not content.since_mark:
        return ()
    column = _column(inner)
    words = _under(content.since_mark, column, Role.GOOD)
    first = content.since_mark[0]
    room = column - len(first)
    label = next((label for label in (*(f"{words} " for words in content.marked), "") if len(label) <= room), None)
    if label is None:
        return (words,)
    return ((Span(label.rjust(room), Role.MUTED), Span(first + " " * _GAP, Role.GOOD), *words[1:]),)


def _under(words: tuple[str, ...], column: int, role: Role) -> StyledLine:
    """The words under their figures; those too long for their column are left out, for a cut figure is a wrong one."""
    return tuple(Span((text if len(text) <= column else "").rjust(column) + " " * _GAP, role) for text in words)


def _whose_and_until(content: PeriodContent, inner: int) -> StyledLine:
    """Whose figures they are, cut before the words on when they restart would go."""
    right: StyledLine = (Span(content.restarts, Role.MUTED),)
    lefts: tuple[StyledLine, ...] = tuple((Span(words, Role.MUTED),) for words in content.developer)
    return spread(fit(lefts, inner - width(right) - 2), right, inner)


def _figure_columns(content: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """Names above figures in four columns; none where a figure is too long for its column."""
    column = _column(inner)
    if any(len(wording(figure.number)) > column for figure in content.figures):
        return ()
    gap = " " * _GAP
    names = tuple(Span(wording(figure.name).rjust(column) + gap, Role.LABEL) for figure in content.figures)
    numbers = tuple(
        Span(wording(figure.number).rjust(column) + gap, _number_role(figure.metric, content))
        for figure in content.figures
    )
    return names, numbers


def _figure_pairs(content: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """Two figures a line, each behind its name."""
    left = inner // 2
    gap = Span(" " * _GAP)
    pairs = zip(content.figures[::2], content.figures[1::2], strict=True)
    return tuple(
        cut((*_named(one, content, left - _GAP), gap, *_named(other, content, inner - left)), inner)
        for one, other in pairs
    )


def _named(figure: Figure, content: PeriodContent, room: int) -> StyledLine:
    """A short name and its figure on `room` cells, rounded where not all digits fit."""
    name = wording(figure.name, 1)
    left = room - len(name)
    number = wording(figure.number, 0 if len(wording(figure.number)) < left else 1)
    return (Span(name, Role.LABEL), Span(number.rjust(max(left, 0)), _number_role(figure.metric, content)))


def _number_role(metric: Metric, content: PeriodContent) -> Role:
    if content.stale:
        return Role.WARN
    return Role.TOTAL if metric is Metric.TOTAL else Role.NUMBER


def one_line_period(content: PeriodContent, cells: int) -> tuple[StyledLine, ...]:
    """All that a tiny window shows: the figures that fit, the total first."""
    role = _number_role(Metric.TOTAL, content) if content.figures else Role.TEXT
    return (fit(((Span(total, role), Span(rest)) for total, rest in content.one_line), cells),)
