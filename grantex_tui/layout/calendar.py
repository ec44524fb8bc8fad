"""The range as a calendar on lines of a given width: coloured squares, or textures where there is no colour. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.bars import NEVER_READ_MARK, NO_ROW_DOT
from grantex_tui.layout.heatmap import SHADE_MARKS, chosen_week, heatmap_lines
from grantex_tui.layout.lines import MARGIN, SHADES, Ink, Role, Span, StyledLine, cut, fit, padded
from grantex_tui.view.calendar import NO_USE_WORDS, WEEKDAYS, CalendarContent, Square
from grantex_tui.view.wordings import wording

_LABEL: Final = 4
_NARROW: Final = 3
"""Cells of a square without a figure."""

_WIDE: Final = 7
"""Cells of a square from which on it has its figure beside its texture, with a blank between them from one more on."""

_HIGHEST: Final = 4
"""Most rows of a square, the blank one below it included."""

_FRAME: Final = 3
"""Rows above and below the weekdays: months, a blank one, the scale."""


def calendar_lines(content: CalendarContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> tuple[StyledLine, ...]:
    """Months above, a row for each weekday, the scale below; the latest weeks where not all fit.

    Where there are fewer rows than that, the weeks go down.
    """
    if content.blocks and rows > len(WEEKDAYS):
        scaled = rows > len(WEEKDAYS) + _FRAME - 1
        squares = heatmap_lines(content, cells, rows - 2 * scaled, ink)
        return (*squares, (), padded(_scale(content, ink, cells - 2 * MARGIN))) if scaled else squares
    left_out = len(content.weeks) > _weeks_across(content, cells)
    if rows < len(WEEKDAYS) + _FRAME + left_out:
        return _downwards(content, cells, rows, ink)
    inner = cells - 2 * MARGIN - _LABEL
    shown = _weeks_across(content, cells)
    square = max(inner // max(shown, 1), _NARROW)
    weeks, months = content.weeks[-shown:], content.months[-shown:]
    lines: list[StyledLine] = [(Span(" " * _LABEL + "".join(name.ljust(square) for name in months), Role.MUTED),)]
    height = max(min((rows - _FRAME - left_out) // len(WEEKDAYS), _HIGHEST), 1)
    filled = max(height - 1, 1)
    for weekday, name in enumerate(WEEKDAYS):
        days = [week[weekday] for week in weeks]
        for row in range(filled):
            named = row == (filled - 1) // 2
            fill = _square if named else _further_row
            label = Span((wording(name) if named else "").ljust(_LABEL), Role.MUTED)
            lines.append((label, *(span for day in days for span in fill(day, square, ink))))
        lines += [()] * (height > 1)
    if left_out:
        lines.append((Span(" " * _LABEL + wording(content.left_out(shown)), Role.MUTED),))
    lines += [()] * (height == 1) + [_scale(content, ink, cells - 2 * MARGIN)]
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in lines[:rows])


def _weeks_across(content: CalendarContent, cells: int) -> int:
    return min(max((cells - 2 * MARGIN - _LABEL) // _NARROW, 1), len(content.weeks))


def _scale(content: CalendarContent, ink: Ink, cells: int) -> StyledLine:
    """The shades and what they reach up to, narrower where that does not fit."""
    return fit((_scale_with(content, ink, swatch=3, gap=_LABEL), _scale_with(content, ink, swatch=1, gap=0)), cells)


def _scale_with(content: CalendarContent, ink: Ink, *, swatch: int, gap: int) -> StyledLine:
    blank = " " * bool(gap)
    spans = [_swatch(0, ink, swatch), Span(f" {NO_USE_WORDS} ", Role.MUTED)]
    for shade, top in content.scale:
        spans += [Span(blank, Role.MUTED), _swatch(shade, ink, swatch), Span(f" {top} ", Role.MUTED)]
    return (Span(" " * gap, Role.MUTED), *spans)


def _swatch(shade: int, ink: Ink, cells: int) -> Span:
    if ink is Ink.TEXTURE:
        return Span(SHADE_MARKS[shade], Role.BAR)
    return Span(("" if shade else NO_ROW_DOT).ljust(cells), SHADES[shade])


def _downwards(content: CalendarContent, cells: int, rows: int, ink: Ink) -> tuple[StyledLine, ...]:
    """Where there are too few rows for the weekdays: a row for each of the latest weeks, the last one below."""
    fitting = max(rows - 1, 0)
    first = max(len(content.weeks) - fitting, 0)
    if content.blocks:
        first = min(first, chosen_week(content, first))
    weeks, months = content.weeks[first : first + fitting], content.months[first : first + fitting]
    square = max((cells - 2 * MARGIN - _LABEL) // len(WEEKDAYS), _NARROW)
    head = " " * _LABEL + "".join(f" {wording(name, int(square <= 4))}".ljust(square) for name in WEEKDAYS)
    left_out = [f" {words}" for words in content.left_out(len(weeks))[1:]]
    heads = [*(head + words for words in left_out), *(head.rstrip() + words for words in left_out), head.rstrip()]
    lines: list[StyledLine] = [fit([(Span(each, Role.MUTED),) for each in heads], cells - 2 * MARGIN)]
    for week, month in zip(weeks, months, strict=True):
        squares = tuple(span for day in week for span in _square(day, square, ink))
        lines.append((Span(month.ljust(_LABEL), Role.MUTED), *squares))
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in lines[:rows])


def _marks(square: Square) -> tuple[str, str]:
    """What stands around a day, so that it is told apart without colour."""
    if square.chosen:
        return "[", "]"
    if square.today:
        return "(", ")"
    return ("!", " ") if square.outlier else (" ", " ")


def _square(square: Square | None, cells: int, ink: Ink) -> tuple[Span, ...]:
    if square is None:
        return (Span(" " * cells),)
    left, right = _marks(square)
    if ink is Ink.COLOUR:
        plain = NEVER_READ_MARK if square.shade is None else " " if square.shade else NO_ROW_DOT
        figures = (square.figure, square.brief) if square.figure and cells > _NARROW else ()
        choices = (*(f"{left}{words}{right}" for words in (*figures, plain)), f"{left}{right}")
        fitting = next((each for each in map(str.strip, choices) if len(each) < cells), "")
        return Span(fitting.center(cells - 1), _ground(square)), Span(" ", Role.MUTED)
    glyph = NEVER_READ_MARK if square.shade is None else SHADE_MARKS[square.shade]
    figure = square.figure if cells >= _WIDE else ""
    apart = " " if cells > _WIDE else ""
    words = f"{left}{glyph}{apart}{figure}{right}" if figure else f"{left}{glyph}{right}"
    return (Span(words.ljust(cells), _texture_role(square)),)


def _further_row(square: Square | None, cells: int, ink: Ink) -> tuple[Span, ...]:
    """A row of a day's square without its figure."""
    if square is None:
        return (Span(" " * cells),)
    if ink is Ink.TEXTURE:
        fill = SHADE_MARKS[square.shade] if square.shade else " "
        return (Span(f" {fill * (cells - 2)} ", _texture_role(square)),)
    return Span(" " * (cells - 1), _ground(square)), Span(" ", Role.MUTED)


def _texture_role(square: Square) -> Role:
    if square.chosen:
        return Role.CURSOR
    return Role.TODAY if square.today else Role.WARN if square.outlier else Role.BAR


def _ground(square: Square) -> Role:
    if square.chosen:
        return Role.SHADE_CHOSEN
    if square.outlier:
        return Role.SHADE_OUTLIER
    return SHADES[square.shade or 0]
