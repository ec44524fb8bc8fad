"""A year or more as squares of one to three cells, a column a week and a row a weekday; a block a year. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from grantex_tui.layout.bars import CURSOR_MARK, NEVER_READ_MARK, NO_ROW_DOT, OUTLIER_MARK
from grantex_tui.layout.lines import MARGIN, SHADES, Ink, Role, Span, StyledLine, cut, padded
from grantex_tui.view.calendar import WEEKDAYS, Block, CalendarContent, Square
from grantex_tui.view.wordings import wording

SHADE_MARKS: Final = (NO_ROW_DOT, "░", "▒", "▓", "█")
"""By shade; told apart without colour."""

LABEL: Final = 5
"""Cells of a weekday's name, or of a year's."""

WIDEST: Final = 3
HIGHEST: Final = 2
"""Cells and rows of a square."""

Week = tuple[Square | None, ...]


def heatmap_lines(content: CalendarContent, cells: int, rows: int, ink: Ink) -> tuple[StyledLine, ...]:
    """The blocks below each other, the latest last, as many as fit; one that the chosen day is in among them."""
    inner = cells - 2 * MARGIN
    bounds = [block.first for block in content.blocks] + [len(content.weeks)]
    longest = max(end - start for start, end in pairwise(bounds))
    square = min(max((inner - LABEL) // longest, 1), WIDEST)
    across = max(min((inner - LABEL) // square, longest), 1)
    height = 1 + len(WEEKDAYS)
    fitting = min(max((rows + 1) // (height + 1), 1), len(content.blocks))
    tall = HIGHEST if len(content.blocks) * (HIGHEST * len(WEEKDAYS) + 2) <= rows + 1 else 1
    first = _first_block(content, fitting)
    lines: list[StyledLine] = []
    for index in range(first, first + fitting):
        end = bounds[index + 1]
        start = max(bounds[index], min(end - across, chosen_week(content, end)))
        end = min(start + across, end)
        lines += [()] * bool(lines)
        lines += _block(content.blocks[index], content.weeks[start:end], content.months[start:end], square, tall, ink)
    said = wording(content.years_left_out(fitting)) or (
        wording(content.left_out(across)) if len(content.blocks) == 1 else ""
    )
    if said and len(lines) < rows:
        lines.append((Span(" " * LABEL + said, Role.MUTED),))
    elif said:
        lines[0] = (*lines[0], Span(f"  {NO_ROW_DOT} {said}", Role.MUTED))
    return tuple(padded(cut(line, inner)) for line in lines[:rows])


def chosen_week(content: CalendarContent, otherwise: int) -> int:
    """The index of the week that the chosen day is in."""
    found = (at for at, week in enumerate(content.weeks) if any(day and day.chosen for day in week))
    return next(found, otherwise)


def _first_block(content: CalendarContent, fitting: int) -> int:
    """The latest blocks, unless the chosen day is before them: then its own is the first."""
    latest = len(content.blocks) - fitting
    chosen = chosen_week(content, len(content.weeks))
    return min(max(index for index, block in enumerate(content.blocks) if block.first <= chosen), latest)


def _block(
    block: Block, weeks: Sequence[Week], months: Sequence[str], square: int, tall: int, ink: Ink
) -> list[StyledLine]:
    head = Span(block.name.ljust(LABEL), Role.LABEL)
    lines: list[StyledLine] = [(head, Span(_month_names(months, square), Role.MUTED))]
    for weekday, name in enumerate(WEEKDAYS):
        for row in range(tall):
            label = Span((wording(name) if row == 0 else "").ljust(LABEL), Role.MUTED)
            lines.append((label, *(_day(week[weekday], square, ink, marked=row == 0) for week in weeks)))
    return lines


def _month_names(months: Sequence[str], square: int) -> str:
    """Each name above its first week, and inside the width; one that would touch the next is left out."""
    end, names = len(months) * square, ""
    starts = [(min(at * square, max(end - len(name), 0)), name) for at, name in enumerate(months) if name]
    followed = [start for start, _ in starts[1:]] + [end + WIDEST] * bool(starts)
    for (start, name), following in zip(starts, followed, strict=True):
        if start + len(name) < following:
            names = names.ljust(start) + name
    return names[:end]


def _day(day: Square | None, cells: int, ink: Ink, *, marked: bool) -> Span:
    """One square. Its mark stands once; without colour its texture is its shade, and fills it."""
    if day is None:
        return Span(" " * cells)
    mark = CURSOR_MARK if day.chosen else OUTLIER_MARK if day.outlier else ""
    if ink is Ink.TEXTURE:
        fill = NEVER_READ_MARK if day.shade is None else SHADE_MARKS[day.shade]
        role = Role.CURSOR if day.chosen else Role.WARN if day.outlier else Role.TODAY if day.today else Role.BAR
        return Span((mark if marked else "").ljust(cells, fill), role)
    plain = NEVER_READ_MARK if day.shade is None else "" if day.shade else NO_ROW_DOT
    return Span(((mark or plain) if marked else "").ljust(cells), _ground(day))


def _ground(day: Square) -> Role:
    if day.chosen:
        return Role.SHADE_CHOSEN
    return Role.SHADE_OUTLIER if day.outlier else SHADES[day.shade or 0]
