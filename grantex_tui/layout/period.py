"""The current period on lines: its four figures in columns or pairs; in a tiny window all on one line. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.api.models import Counters
from grantex_tui.layout.breakpoints import FULL_WIDTH
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, fit, padded, rule, spread, width, wrap
from grantex_tui.view.numbers import compact, full, sparkline
from grantex_tui.view.period import PeriodContent

ROOMY_PERIOD: Final = 6

SPARK_CELLS: Final = 12
"""Cells of the widest value axis and one bar."""

LABELS: Final = (
    ("Token exchanges", "Exchanges", "exch"),
    ("Authorizations", "Authoriz.", "auth"),
    ("Verifications", "Verific.", "verif"),
    ("Total requests", "Total", "total"),
)


def period_lines(view: PeriodContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The current period: a heading, the four figures; from `FULL_WIDTH` on whose they are and when they restart."""
    inner = cells - 2 * MARGIN
    wide = cells >= FULL_WIDTH
    heading = rule((Span(view.title if wide else view.short_title, Role.TITLE),), (), inner)
    if view.counters is None:
        lines: tuple[StyledLine, ...] = (heading, *wrap(view.message, inner, Role.TEXT, rows - 1))
    elif not wide:
        lines = (heading, *_figure_pairs(view, inner))
    else:
        figures = _figure_columns(view, inner) or _figure_pairs(view, inner)
        marked = _marked(view, inner)
        roomy = rows - len(marked) >= ROOMY_PERIOD
        lines = (heading, *figures, *_growth(view, inner, roomy), *marked, _whose_and_until(view, inner))
    return tuple(padded(line) for line in lines[:rows])


def _growth(view: PeriodContent, inner: int, roomy: bool) -> tuple[StyledLine, ...]:
    """Under the figures: how fast they grow and how that compares, on two lines where there is room."""
    column = inner // 4 - 2
    rates = view.rates or ("",) * 4
    paces = view.paces or ("",) * 4
    if roomy:
        rates = (*rates[:3], f"{sparkline(view.course, SPARK_CELLS)} {rates[3]}".strip())
        order = (rates, paces) if any(rates) else (paces, rates)
        return tuple(_under(words, column, Role.MUTED) for words in order)
    both = tuple(f"{rate} {run_rate}".strip() for rate, run_rate in zip(rates, paces, strict=True))
    if any(len(words) > column for words in both):
        both = paces if any(paces) else rates
    return (_under(both, column, Role.MUTED),)


def _marked(view: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """What was counted since the mark, under each figure."""
    if not view.since_mark:
        return ()
    column = inner // 4 - 2
    label = f"{view.marked} "
    words = _under(view.since_mark, column, Role.GOOD)
    room = column - len(view.since_mark[0])
    first = next((word.rjust(room) for word in (label, "mark ", "") if len(word) <= room), None)
    if first is None:
        return (words,)
    return ((Span(first, Role.MUTED), Span(f"{view.since_mark[0]}  ", Role.GOOD), *words[1:]),)


def _under(words: tuple[str, ...], column: int, role: Role) -> StyledLine:
    """The words under their figures; those too long for their column are left out, for a cut figure is a wrong one."""
    return tuple(Span((text if len(text) <= column else "").rjust(column) + "  ", role) for text in words)


def _numbers(counters: Counters) -> tuple[int, int, int, int]:
    return (counters.token_exchanges, counters.authorizations, counters.verifications, counters.total_requests)


def _whose_and_until(view: PeriodContent, inner: int) -> StyledLine:
    """Whose figures they are, cut before the words on when they restart would go."""
    right: StyledLine = (Span(view.restarts, Role.MUTED),)
    lefts: tuple[StyledLine, ...] = tuple(
        (Span(f"{word}{view.developer_id}", Role.MUTED),) for word in ("developer ", "")
    )
    return spread(fit(lefts, inner - width(right) - 2), right, inner)


def _figure_columns(view: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """Labels above figures in four columns; none where a figure is too long for its column."""
    assert view.counters is not None
    column = inner // 4
    if any(len(full(number)) > column - 2 for number in _numbers(view.counters)):
        return ()
    labels = tuple(Span(names[0].rjust(column - 2) + "  ", Role.LABEL) for names in LABELS)
    numbers = tuple(
        Span(full(number).rjust(column - 2) + "  ", _number_role(index, view))
        for index, number in enumerate(_numbers(view.counters))
    )
    return labels, numbers


def _figure_pairs(view: PeriodContent, inner: int) -> tuple[StyledLine, ...]:
    """Two figures a line, each behind its label."""
    assert view.counters is not None
    column = inner // 2
    pairs: list[StyledLine] = []
    for index, number in enumerate(_numbers(view.counters)):
        room = column - 2 if index % 2 == 0 else inner - column
        short = LABELS[index][1]
        text = full(number) if len(short) + len(full(number)) + 1 <= room else compact(number)
        pairs.append(
            (
                Span(short, Role.LABEL),
                Span(text.rjust(max(room - len(short), 0)), _number_role(index, view)),
                *((Span("  "),) if index % 2 == 0 else ()),
            )
        )
    return (cut(pairs[0] + pairs[1], inner), cut(pairs[2] + pairs[3], inner))


def _number_role(index: int, view: PeriodContent) -> Role:
    if view.stale:
        return Role.WARN
    return Role.TOTAL if index == 3 else Role.NUMBER


def one_line_period(view: PeriodContent, cells: int) -> tuple[StyledLine, ...]:
    """All that a tiny window shows: the figures that fit, the total first."""
    if view.counters is None:
        return (cut((Span(view.message),), cells),)
    exchanges, authorizations, verifications, total = _numbers(view.counters)
    mark = "stale " if view.stale else ""
    rest = (f"exch {exchanges:,}", f"auth {authorizations:,}", f"verif {verifications:,}")
    short = (f"E{compact(exchanges)}", f"A{compact(authorizations)}", f"V{compact(verifications)}")
    whole = Span(f"{mark}{full(total)}", _number_role(3, view))
    return (
        fit(
            (
                (whole, Span(" total · " + " · ".join(rest))),
                (whole, Span(" " + " ".join(short))),
                (whole,),
                (Span(compact(total), _number_role(3, view)),),
            ),
            cells,
        ),
    )
