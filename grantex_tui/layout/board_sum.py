"""What stands above the panels: how many accounts are how fresh, and their sum with what is in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from grantex_tui.layout.borders import LOWER_CORNERS, edge, framed, paired
from grantex_tui.layout.breakpoints import LARGE, PANELS, Breakpoint
from grantex_tui.layout.curves import curve
from grantex_tui.layout.header import mark_of
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, fit, padded, spread, width
from grantex_tui.layout.today import DIGIT_ROWS, LEAST_BESIDE, Enlarge, deviation_lines, fit_whole
from grantex_tui.view.board import TITLE, BoardContent
from grantex_tui.view.board_sum import SumContent
from grantex_tui.view.header import NAME, Freshness
from grantex_tui.view.wordings import wording

GAP = "  "


def board_heading(content: BoardContent, cells: int) -> tuple[StyledLine, ...]:
    """One line: how the board is sorted and scaled, and at its end how many accounts are how fresh."""
    inner = cells - 2 * MARGIN
    name = (Span(f"{NAME}  ", Role.TITLE), Span(TITLE, Role.TEXT))
    said = tuple(
        (*name, Span("".join(f" · {words}" for words in parts if words), Role.MUTED))
        for parts in (
            *((order, scales) for order in content.order for scales in content.scales),
            (content.order[-1], ""),
        )
    )
    lefts: tuple[StyledLine, ...] = (*said, name, name[:1])
    for step in (0, 1):
        right = _counts(content, step)
        for left in lefts:
            if width(left) + 2 + width(right) <= inner:
                return (padded(spread(left, right, inner)),)
    return (padded(cut(_counts(content, 1), inner)),)


def _counts(content: BoardContent, step: int) -> StyledLine:
    spans: list[Span] = []
    for freshness, words in content.counts:
        glyph, role = mark_of(freshness)
        said = Role.TEXT if freshness is Freshness.LIVE else role
        spans += [Span(GAP if spans else "", Role.MUTED), Span(f"{glyph} ", role), Span(wording(words, step), said)]
    return tuple(spans)


def sum_lines(
    content: SumContent, cells: int, rows: int, step: Breakpoint, enlarge: Enlarge | None = None
) -> tuple[StyledLine, ...]:
    """A panel with large digits, the digits alone, or a line."""
    if step in PANELS:
        outer = cells - 2 * MARGIN
        body = _digits(content, outer - 2 - 2 * MARGIN, enlarge)
        date = tuple((Span(words, Role.MUTED),) for words in content.date)
        upper = edge(paired(_kinds(content, Role.TITLE), date), outer)
        lower = edge(paired(tuple(_held(content))), outer, LOWER_CORNERS)
        return tuple(padded(line) for line in framed((padded(line) for line in body), upper, lower, outer))[:rows]
    inner = cells - 2 * MARGIN
    if step in LARGE:
        return tuple(padded(cut(line, inner)) for line in _brief_digits(content, inner, enlarge))[:rows]
    return (padded(fit(_one_row(content), inner)),)[:rows]


def _kinds(content: SumContent, role: Role) -> tuple[StyledLine, ...]:
    return tuple((Span(words, role),) for words in content.kind)


def _held(content: SumContent) -> Iterator[StyledLine]:
    """How many accounts it holds, and how many are missing, which stays longer."""
    missing = tuple(Span(words, Role.WARN) for words in content.missing)
    for words in content.held:
        held = Span(words, Role.MUTED)
        yield (held, Span(" · ", Role.MUTED), *missing) if missing else (held,)
    if missing:
        yield missing


def _large(content: SumContent, cells: int, enlarge: Enlarge | None) -> tuple[tuple[str, ...], int]:
    """The number on three rows, large where that leaves room, and the cells beside it."""
    number = wording(content.number)
    large = enlarge(number) if enlarge and number else ()
    room = cells - max(map(len, large), default=0) - len(GAP)
    if not large or room < LEAST_BESIDE:
        return (number, "", ""), cells - len(number) - len(GAP)
    return large, room


def _digits(content: SumContent, cells: int, enlarge: Enlarge | None) -> tuple[StyledLine, ...]:
    """The number, how it compares and where it is on course to, and at the right the last days."""
    large, room = _large(content, cells, enlarge)
    size = max(map(len, large))
    said = (fit_whole(deviation_lines(content.deviation), max(room, 0)), _course(content), ())
    taken = max(map(width, said)) + len(GAP)
    days = curve(content.days, max(room - taken, 0), DIGIT_ROWS) if room - taken >= len(content.days) else ()
    curves = (*days, "", "", "")[:DIGIT_ROWS]
    return tuple(
        spread(
            (Span(row.ljust(size), Role.TOTAL), Span(GAP), *line),
            (Span(bars, Role.BAR),) if bars else (),
            cells,
        )
        for row, line, bars in zip(large, said, curves, strict=True)
    )


def _brief_digits(content: SumContent, cells: int, enlarge: Enlarge | None) -> tuple[StyledLine, ...]:
    """The number, and beside it what it is, how it compares, and what is in it."""
    large, room = _large(content, cells, enlarge)
    size = max(map(len, large))
    said = (
        fit_whole(_kinds(content, Role.MUTED), max(room, 0)),
        fit_whole(deviation_lines(content.deviation), max(room, 0)),
        fit(_held(content), max(room, 0)),
    )
    return tuple((Span(row.ljust(size), Role.TOTAL), Span(GAP), *line) for row, line in zip(large, said, strict=True))


def _course(content: SumContent) -> StyledLine:
    if content.on_course is None:
        return ()
    words, figure = content.on_course
    return (Span(f"{words} ", Role.MUTED), Span(figure, Role.NUMBER))


def _one_row(content: SumContent) -> Iterator[StyledLine]:
    """From long to short: how it compares goes first, what is missing last."""
    held = tuple(_held(content))
    gap = Span(GAP)
    if not content.number:
        yield from held
        return
    for number in content.number:
        head = Span(number, Role.TOTAL)
        for kind in _kinds(content, Role.MUTED)[1:]:
            for compared in deviation_lines(content.deviation, 1):
                yield (head, Span(" "), *kind, gap, *compared, gap, *held[0])
            for words in held[:2]:
                yield (head, Span(" "), *kind, gap, *words)
        for words in held[1:]:
            yield (head, gap, *words)
        yield (head,)
