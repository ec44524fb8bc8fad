"""The current period's total: a panel with large digits, three rows, one row, or all that a tiny window shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from grantex_tui.layout.borders import LOWER_CORNERS, edge, framed, paired
from grantex_tui.layout.breakpoints import LARGE, PANELS, Breakpoint
from grantex_tui.layout.curves import curve
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, fit, padded, width, wrap
from grantex_tui.view.numbers import sparkline
from grantex_tui.view.pace import Deviation
from grantex_tui.view.today import TodayContent
from grantex_tui.view.wordings import Wordings, wording

Enlarge = Callable[[str], tuple[str, ...]]
"""Gives a number's rows in large digits."""

DIGIT_ROWS: Final = 3
GAP: Final = 2
LEAST_BESIDE: Final = 10
"""Cells beside large digits below which they give way to what compares them."""

SPARK_CELLS: Final = 19
LEAST_SPARK: Final = 4
"""Readings below which their course says nothing."""

DONE: Final = "━"
TO_COME: Final = "╌"
USUAL: Final = "┃"
COURSE: Final = "▸"


def today_lines(
    content: TodayContent, cells: int, rows: int, step: Breakpoint, enlarge: Enlarge | None = None
) -> tuple[StyledLine, ...]:
    """What `step` has room for. `enlarge`: none where large digits cannot be drawn."""
    if step in PANELS:
        return _panel(content, cells, rows, enlarge)
    inner = max(cells - 2 * MARGIN, 0)
    if step in LARGE:
        if not content.counters:
            return tuple(padded(line) for line in wrap(wording(content.messages_beside_range), inner, Role.TEXT, rows))
        lines = (*_digits(content, inner, _brief_side, enlarge), _marked(content, inner))
        return tuple(padded(cut(line, inner)) for line in lines[:rows])
    if step in (Breakpoint.SMALL, Breakpoint.MEDIUM):
        return (padded(fit(_one_row(content), inner)),)
    return _tiny(content, cells, rows)


# The panel


def _panel(content: TodayContent, cells: int, rows: int, enlarge: Enlarge | None) -> tuple[StyledLine, ...]:
    """A margin, then the border, and in it digits, mark and race, with blank rows above and below where there are."""
    outer = cells - MARGIN
    inner = outer - 2 - 2 * MARGIN
    blank: tuple[StyledLine, ...] = ((),) * (rows >= DIGIT_ROWS + 6)
    if content.counters:
        digits = _digits(content, inner, _side, enlarge)
        body = (*blank, *digits, _marked(content, inner), _race(content, inner), *blank)
    else:
        body = (*blank, *wrap(wording(content.messages_beside_range), inner, Role.TEXT, rows - 2 - len(blank)))
    body = (*body, *((),) * rows)[: max(rows - 2, 0)]
    resets = tuple((Span(words, Role.MUTED),) for words in content.resets)
    upper = edge(paired(tuple(_titles(content)), resets), outer)
    lower = edge(paired(_legends(content)), outer, LOWER_CORNERS)
    lines = framed((padded(cut(line, inner)) for line in body), upper, lower, outer)
    return tuple(padded(line) for line in lines[:rows])


def _titles(content: TodayContent) -> Iterator[StyledLine]:
    title = Span(content.title, Role.TITLE)
    for date in content.date:
        yield (title, Span(f" · {date}", Role.MUTED))
    yield (title,)


def _legends(content: TodayContent) -> tuple[StyledLine, ...]:
    usual: StyledLine = (
        (Span(USUAL, Role.USUAL), Span(f" {wording(content.usual)}", Role.MUTED)) if content.usual else ()
    )
    if content.on_course is None:
        return (usual,)
    words, figure = content.on_course
    course = (Span(f"{COURSE} ", Role.TODAY), Span(f"{words} ", Role.MUTED), Span(figure, Role.NUMBER))
    return ((*usual, Span("   ", Role.MUTED), *course), course, usual)


def _race(content: TodayContent, cells: int) -> StyledLine:
    """Solid to now, dim to where today is on course, a tick at the usual day; nothing where no usual day is known."""
    usual, on_course = content.pace.usual, content.pace.on_course
    highest = max(content.total, usual or 0, on_course or 0)
    if usual is None or not highest or cells < 2:
        return ()

    def place(figure: int) -> int:
        return min(figure * cells // highest, cells - 1)

    chars = [(DONE, Role.TODAY)] * place(content.total)
    if on_course is not None:
        chars += [(TO_COME, Role.GHOST)] * (place(on_course) - len(chars)) + [(COURSE, Role.TODAY)]
    chars += [(" ", Role.GHOST)] * (place(usual) + 1 - len(chars))
    chars[place(usual)] = (USUAL, Role.USUAL)
    return tuple(Span(char, role) for char, role in chars)


# Digits and what stands beside them


def _digits(
    content: TodayContent,
    cells: int,
    beside: Callable[[TodayContent, int], tuple[StyledLine, ...]],
    enlarge: Enlarge | None,
) -> tuple[StyledLine, ...]:
    """Three rows: the total in large digits where they leave room, else as it is written."""
    role = number_role(content)
    number = wording(content.number)
    large = enlarge(number) if enlarge else ()
    room = cells - max(map(len, large), default=0) - GAP
    if not large or room < LEAST_BESIDE:
        room = cells - len(number) - GAP
        large = (number, "", "")
    side = (*beside(content, max(room, 0)), (), (), ())
    size = max(map(len, large))
    return tuple(
        (Span(row.ljust(size), role), Span(" " * GAP), *line)
        for row, line in zip(large, side[:DIGIT_ROWS], strict=True)
    )


def _side(content: TodayContent, cells: int) -> tuple[StyledLine, ...]:
    """Rate and name, the course of the last readings, how it compares."""
    spark = sparkline(content.course, min(cells, SPARK_CELLS)) if len(content.course) >= LEAST_SPARK else ""
    return (
        _rate(content, content.kind, cells),
        (Span(spark, Role.TODAY),),
        deviation_line(content.pace.deviation, cells),
    )


def _brief_side(content: TodayContent, cells: int) -> tuple[StyledLine, ...]:
    """Rate and name, how it compares, where it is on course to."""
    return (
        _rate(content, content.label, cells),
        deviation_line(content.pace.deviation, cells),
        fit_whole(_courses(content), cells),
    )


def _rate(content: TodayContent, label: Wordings, cells: int) -> StyledLine:
    rate: StyledLine = (Span(f"{content.rate}  "),) if content.rate else ()
    names = tuple((Span(name, Role.MUTED),) for name in label)
    return fit_whole((*((*rate, *name) for name in names if rate), *names), cells)


def _courses(content: TodayContent) -> tuple[StyledLine, ...]:
    if content.on_course is None:
        return ((Span(wording(content.usual), Role.MUTED),),)
    words, figure = content.on_course
    return ((Span(f"{words} ", Role.MUTED), Span(figure, Role.NUMBER)),)


def deviation_line(deviation: Deviation, cells: int, step: int = 0) -> StyledLine:
    """`14 % above a usual Tuesday` as far as it fits, from the wording `step` on; nothing cut."""
    return fit_whole(deviation_lines(deviation, step), cells)


def deviation_lines(deviation: Deviation, step: int = 0) -> tuple[StyledLine, ...]:
    """The same from long to short, the amount alone at last."""
    if not deviation.amount:
        return tuple((Span(than, Role.MUTED),) for than in deviation.than[step:])
    amount = Span(deviation.amount, Role.NUMBER)
    longer = ((amount, Span(f" {than}", Role.MUTED)) for than in deviation.than[step:] if than)
    return (*longer, (amount,))


def fit_whole(candidates: tuple[StyledLine, ...], cells: int) -> StyledLine:
    """The first that fits whole, nothing where none does."""
    return next((line for line in candidates if width(line) <= cells), ())


def _marked(content: TodayContent, cells: int) -> StyledLine:
    return fit_whole(tuple((Span(words, Role.GOOD),) for words in content.since_mark), cells)


def number_role(content: TodayContent) -> Role:
    """Old figures are told by their colour too."""
    return Role.WARN if content.stale else Role.TOTAL


# Smaller windows


def _one_row(content: TodayContent) -> tuple[StyledLine, ...]:
    """The total with its name, then what fits of how it compares, where it is on course to, and its rate."""
    if not content.counters:
        return tuple((Span(words),) for words in content.messages_beside_range)
    head = Span(wording(content.number), number_role(content))
    name, brief = (Span(f" {wording(content.label, step)}", Role.MUTED) for step in (1, 2))
    gap = Span("  ")
    compared = deviation_lines(content.pace.deviation, 1)
    course, rate = _courses(content)[0], Span(content.rate, Role.MUTED)
    tails: list[StyledLine] = [(gap, *line, gap, *course) for line in compared]
    tails = [(*tail, gap, rate) for tail in tails[:1] if content.rate] + tails + [(gap, *line) for line in compared]
    whole = [(head, label, *tail) for tail in tails for label in (name, brief)]
    short = Span(wording(content.number, 1), number_role(content))
    return (*whole, (head, name), (head, brief), (short, brief), (short,))


def _tiny(content: TodayContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The total with its name, how it compares, its parts, and in the rows left the last days."""
    if rows < 2 or not content.counters:
        role = number_role(content) if content.counters else Role.TEXT
        return (fit(((Span(number, role), Span(rest)) for number, rest in content.one_line), cells),)
    inner = max(cells - 2 * MARGIN, 0)
    total = tuple((Span(number, number_role(content)), Span(rest)) for number, rest in content.one_line[3:])
    parts = tuple((Span(words, Role.MUTED),) for words in content.parts)
    said = (fit(total, inner), deviation_line(content.pace.deviation, inner), fit_whole(parts, inner))
    lines = [line for line in said if line]
    bars = curve((*content.days, content.total), inner, rows - len(lines))
    return tuple(padded(line) for line in (*lines, *((Span(row, Role.BAR),) for row in bars)))[:rows]
