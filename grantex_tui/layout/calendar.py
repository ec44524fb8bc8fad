"""The range as a calendar on lines of a given width. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded
from grantex_tui.view.calendar import CalendarContent, Square

SHADE_MARKS: Final = ("·", "░", "▒", "▓", "█")
"""By shade; told apart without colour."""

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LABEL: Final = 4
_NARROW: Final = 3
_LOWEST: Final = 10
_WIDE: Final = 8


def calendar_lines(view: CalendarContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Months above, a row for each weekday, the scale below; the latest weeks where not all fit.

    Where there are fewer rows than that, the weeks go down.
    """
    if rows < _LOWEST:
        return _downwards(view, cells, rows)
    inner = cells - 2 * MARGIN - _LABEL
    square = _WIDE if len(view.weeks) * _WIDE <= inner else _NARROW
    fitting = max(inner // square, 1)
    weeks, months = view.weeks[-fitting:], view.months[-fitting:]
    lines: list[StyledLine] = [(Span(" " * _LABEL + "".join(name.ljust(square) for name in months), Role.MUTED),)]
    for weekday, name in enumerate(_WEEKDAYS):
        squares = tuple(span for week in weeks for span in _square(week[weekday], square))
        lines.append((Span(name.ljust(_LABEL), Role.MUTED), *squares))
    if len(weeks) < len(view.weeks):
        lines.append((Span(f"    the latest {len(weeks)} of {len(view.weeks)} weeks", Role.MUTED),))
    scale: list[Span] = [Span("    · no use ", Role.MUTED)]
    for shade, top in zip(SHADE_MARKS[1:], view.scale, strict=True):
        scale += [Span(f" {shade}", Role.BAR), Span(f" to {top} ", Role.MUTED)]
    lines += [(), tuple(scale)]
    if rows >= 2 * len(lines):
        lines = [spaced for line in lines for spaced in (line, ())]
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in lines[:rows])


def _downwards(view: CalendarContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Where there are too few rows for the weekdays: a row for each of the latest weeks, the last one below."""
    fitting = max(rows - 1, 0)
    first = max(len(view.weeks) - fitting, 0)
    weeks, months = view.weeks[first:], view.months[first:]
    left_out = "" if len(weeks) == len(view.weeks) else f" {len(weeks)} of {len(view.weeks)} weeks"
    head = " " * _LABEL + "".join(f" {name[:2]}" for name in _WEEKDAYS)
    lines: list[StyledLine] = [(Span(head + left_out, Role.MUTED),)]
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
    glyph = "?" if square.shade is None else SHADE_MARKS[square.shade]
    role = Role.CURSOR if square.chosen else Role.TODAY if square.today else Role.WARN if square.outlier else Role.BAR
    left, right = _marks(square)
    figure = "" if cells == _NARROW or square.figure == glyph else f" {square.figure}"
    return (Span(f"{left}{glyph}{figure}{right}".ljust(cells), role),)
