"""The three operations: a panel each, a row each, or all on one row. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from grantex_tui.layout.bars import STACK_ROLES
from grantex_tui.layout.borders import EDGE, LOWER_CORNERS, edge, framed, paired
from grantex_tui.layout.breakpoints import LARGE, PANELS, Breakpoint
from grantex_tui.layout.curves import curve
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, fit, padded, width
from grantex_tui.layout.today import fit_whole
from grantex_tui.view.counters import Counter, CountersContent
from grantex_tui.view.wordings import Wordings, wording

TITLE_ROLES: Final = (Role.COUNTER_1, Role.COUNTER_2, Role.COUNTER_3)
ROOMY_ROWS: Final = 9
"""Rows of a panel from which on blank ones set its parts apart."""

LEAST_CURVE: Final = 4
"""Cells below which a curve says nothing."""

_AROUND_TITLE: Final = 6
"""Cells of corners, border and blanks around a title."""

_GAP: Final = "  "
_NAME_STEPS: Final = 4


def counters_lines(content: CountersContent, cells: int, rows: int, step: Breakpoint) -> tuple[StyledLine, ...]:
    """What `step` has room for."""
    if step in PANELS:
        return _panels(content, cells, rows)
    if not content.counters:
        return ()
    inner = cells - MARGIN
    lines = _rows(content, inner) if step in LARGE else (padded(_one_row(content, inner - MARGIN)),)
    return lines[:rows]


# Panels


def _panels(content: CountersContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Three borders side by side."""
    bounds = [index * (cells - MARGIN) // 3 for index in range(4)]
    widths = [end - start for start, end in pairwise(bounds)]
    lead = _lead(content, widths)
    if not content.counters:
        panels = [_framed((), content.titles[index], index, size, rows, lead) for index, size in enumerate(widths)]
    else:
        panels = [
            _panel(counter, index, size, rows, lead, stale=content.stale)
            for index, (counter, size) in enumerate(zip(content.counters, widths, strict=True))
        ]
    return tuple(tuple(span for column in columns for span in column) for columns in zip(*panels, strict=True))[:rows]


def _lead(content: CountersContent, widths: list[int]) -> str:
    """Border before and behind a title, where all three titles leave room for it."""
    sizes = zip(content.titles, widths, strict=True)
    return EDGE if all(len(wording(title)) + _AROUND_TITLE <= size for title, size in sizes) else ""


def _panel(counter: Counter, index: int, cells: int, rows: int, lead: str, *, stale: bool) -> tuple[StyledLine, ...]:
    inner = cells - 2 - 2 * MARGIN
    blank: tuple[StyledLine, ...] = ((),) * (rows >= ROOMY_ROWS)
    marked = fit_whole(tuple((Span(words, Role.GOOD),) for words in counter.since_mark), inner)
    compared = fit_whole(tuple((Span(words, Role.MUTED),) for words in counter.deviation.words), inner)
    body = (*blank, *_figure_and_curve(counter, index, inner, stale=stale), compared, marked, _month(counter, inner))
    return _framed(body, counter.title, index, cells, rows, lead)


def _framed(
    body: tuple[StyledLine, ...], title: Wordings, index: int, cells: int, rows: int, lead: str
) -> tuple[StyledLine, ...]:
    body = (*body, *((),) * rows)[: max(rows - 2, 0)]
    titles = tuple((Span(words, TITLE_ROLES[index]),) for words in title)
    upper, lower = edge(paired(titles), cells, lead=lead), edge((), cells, LOWER_CORNERS)
    return framed((padded(line) for line in body), upper, lower, cells)


def _figure_and_curve(counter: Counter, index: int, cells: int, *, stale: bool) -> tuple[StyledLine, StyledLine]:
    """The figure and the last days; the rate beside the first where it fits, else beside the second."""
    number = next((number for number in counter.number if len(number) <= cells), wording(counter.number, 1))
    figure = Span(number, _number_role(stale=stale))
    rate = counter.rate
    gap = cells - len(number) - len(rate)
    above: StyledLine = (figure, Span(" " * gap), Span(rate, Role.MUTED)) if gap > 0 and rate else (figure,)
    room = cells if gap > 0 else cells - len(rate) - 1
    days = curve(counter.days, room) if room >= LEAST_CURVE else ()
    below: StyledLine = tuple(Span(row, STACK_ROLES[index]) for row in days)
    if gap <= 0 < cells - len(rate):
        below = (*below, Span(" " * (cells - len(rate) - width(below))), Span(rate, Role.MUTED))
    return cut(above, cells), cut(below, cells)


def _month(counter: Counter, cells: int) -> StyledLine:
    """The month's name at the left, its figure and share at the right."""
    month = counter.month
    if month is None:
        return ()
    for share in (f"{_GAP}{month.share}", f" {month.share}", ""):
        gap = cells - len(month.name) - len(month.number) - len(share.rstrip())
        if gap > 0:
            return (Span(f"{month.name}{' ' * gap}", Role.MUTED), Span(month.number), Span(share.rstrip()))
    return ()


def _number_role(*, stale: bool) -> Role:
    return Role.WARN if stale else Role.NUMBER


# Rows


def _rows(content: CountersContent, cells: int) -> tuple[StyledLine, ...]:
    """A row each: name, figure, and where there is room rate and deviation; below them what was counted since the mark.

    The figures stand under each other. Names get shorter before a deviation goes, and it goes before a letter alone.
    """
    steps = (*((step, True) for step in range(2)), *((step, False) for step in range(_NAME_STEPS)))
    tables = [
        _table(content, step, rate=rate, compared=compared)
        for step, compared in steps
        for rate in ((True, False) if compared else (False,))
    ]
    table = next((table for table in tables if max(map(width, table)) <= cells), tables[-1])
    return (*(cut(line, cells) for line in table), _marked(content, cells))


def _table(content: CountersContent, step: int, *, rate: bool, compared: bool) -> tuple[StyledLine, ...]:
    counters = content.counters
    names = [wording(counter.names, step) for counter in counters]
    numbers = [wording(counter.number) for counter in counters]
    rates = [counter.rate if rate else "" for counter in counters]
    amounts = [counter.deviation.amount if compared else "" for counter in counters]
    columns = [max(map(len, column)) for column in (names, numbers, rates, amounts)]
    lines = []
    for name, number, per_minute, amount, role in zip(names, numbers, rates, amounts, STACK_ROLES, strict=True):
        line: StyledLine = (
            Span(f"{name.ljust(columns[0])} ", role),
            Span(number.rjust(columns[1]), _number_role(stale=content.stale)),
        )
        for words, size in ((per_minute, columns[2]), (amount, columns[3])):
            line = (*line, Span(f"{_GAP}{words.rjust(size)}", Role.MUTED)) if size else line
        lines.append(line)
    return tuple(lines)


def _marked(content: CountersContent, cells: int) -> StyledLine:
    lines = []
    for step in range(1, _NAME_STEPS + 1):
        parts = [f"{wording(each.since_mark, 1)} {wording(each.names, step)}" for each in content.counters]
        lines.append((Span(_GAP.join(parts), Role.GOOD),))
    return fit_whole(tuple(lines), cells) if content.counters[0].since_mark else ()


def _one_row(content: CountersContent, cells: int) -> StyledLine:
    """All three on one row; names get shorter before figures are rounded."""
    return fit(
        tuple(_named(content, step, rounded) for rounded in (0, 1) for step in range(_NAME_STEPS)),
        cells,
    )


def _named(content: CountersContent, step: int, rounded: int) -> StyledLine:
    spans: list[Span] = []
    for counter, role in zip(content.counters, STACK_ROLES, strict=True):
        gap = _GAP if spans else ""
        spans += [
            Span(f"{gap}{wording(counter.names, step)} ", role),
            Span(wording(counter.number, rounded), _number_role(stale=content.stale)),
        ]
    return tuple(spans)
