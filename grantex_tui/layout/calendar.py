"""The range as a calendar on lines of a given width. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded
from grantex_tui.layout.plot import NEVER_READ_MARK, NO_ROW_DOT
from grantex_tui.view.calendar import NO_USE_WORDS, WEEKDAYS, CalendarContent, Square
from grantex_tui.view.wordings import wording

SHADE_MARKS: Final = (NO_ROW_DOT, "░", "▒", "▓", "█")
"""By shade; told apart without colour."""

_LABEL: Final = 4
_NARROW: Final = 3
_LOWEST: Final = 10
_WIDE: Final = 8


def calendar_lines(content: CalendarContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Months above, a row per weekday, the scale below; the latest weeks where not all fit.

    With too few rows for that, a row per week.
    """
    if rows < _LOWEST:
        return _downwards(content, cells, rows)
    inner = cells - 2 * MARGIN - _LABEL
    square = _WIDE if len(content.weeks) * _WIDE <= inner else _NARROW
    fitting = max(inner // square, 1)
    weeks, months = content.weeks[-fitting:], content.months[-fitting:]
    lines: list[StyledLine] = [(Span(" " * _LABEL + "".join(name.ljust(square) for name in months), Role.MUTED),)]
    for weekday, name in enumerate(WEEKDAYS):
        squares = tuple(span for week in weeks for span in _square(week[weekday], square))
        lines.append((Span(wording(name).ljust(_LABEL), Role.MUTED), *squares))
    if left_out := wording(content.left_out(len(weeks))):
        lines.append((Span(" " * _LABEL + left_out, Role.MUTED),))
    scale: list[Span] = [Span(f"{' ' * _LABEL}{SHADE_MARKS[0]} {NO_USE_WORDS} ", Role.MUTED)]
    for shade, top in zip(SHADE_MARKS[1:], content.scale, strict=True):
        scale += [Span(f" {shade}", Role.BAR), Span(f" {top} ", Role.MUTED)]
    lines += [(), tuple(scale)]
    if rows >= 2 * len(lines):
        lines = [spaced for line in lines for spaced in (line, ())]
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in lines[:rows])


def _downwards(content: CalendarContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A row for each of the latest weeks, the last one below."""
    fitting = max(rows - 1, 0)
    first = max(len(content.weeks) - fitting, 0)
    weeks, months = content.weeks[first:], content.months[first:]
    names = "".join(f" {wording(name, 1)}" for name in WEEKDAYS)
    left_out = f" {wording(content.left_out(len(weeks)), 1)}".rstrip()
    lines: list[StyledLine] = [(Span(f"{' ' * _LABEL}{names}{left_out}", Role.MUTED),)]
    for week, month in zip(weeks, months, strict=True):
        squares = tuple(span for square in week for span in _square(square, _NARROW))
        lines.append((Span(month.ljust(_LABEL), Role.MUTED), *squares))
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in lines[:rows])


def _marks(square: Square) -> tuple[str, str]:
    """What stands around a day, so that it is told apart without colour."""
    if square.chosen:
        return "[", "]"
    if square.today:
        return "(", ")"
    return ("!", " ") if square.outlier else (" ", " ")


def _square(square: Square | None, cells: int) -> tuple[Span, ...]:
    if square is None:
        return (Span(" " * cells),)
    glyph = NEVER_READ_MARK if square.shade is None else SHADE_MARKS[square.shade]
    role = Role.CURSOR if square.chosen else Role.TODAY if square.today else Role.WARN if square.outlier else Role.BAR
    left, right = _marks(square)
    figure = f" {square.figure}" if square.figure and cells != _NARROW else ""
    return (Span(f"{left}{glyph}{figure}{right}".ljust(cells), role),)
