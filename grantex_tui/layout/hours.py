"""The hours of a day as 24 bars: heights, marks, one or two hour axes, and the words below. Pure, but for plotext.

Drawn as the days are (`plot`). Hours that only a sum is known of have no bar: a flat band stands under them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.layout.axis import Scale
from grantex_tui.layout.bars import (
    BLOCKS,
    GHOST_FILL,
    NEVER_READ_MARK,
    NO_ROW_DOT,
    Bar,
    Plot,
    row_of,
    rows_below,
    with_cursor,
)
from grantex_tui.layout.columns import HOURS_TOGETHER, Columns, hour_columns
from grantex_tui.layout.frame import axis_of, frame
from grantex_tui.layout.lines import (
    MARGIN,
    Ink,
    Role,
    Span,
    StyledLine,
    centred,
    fit,
    overlaid,
    padded,
    wrap,
)
from grantex_tui.layout.plot import draw
from grantex_tui.usage.hours import HOURS
from grantex_tui.view.hours import Gap, Hour, HoursContent

BAND: Final = "░"
"""What stands under hours of which only the sum is known: as high for any sum."""

ROWS_FOR_WORDS: Final = ((5, 1), (12, 2), (20, 4))
"""Rows from which on so many of them may go to words below the bars."""

ROWS_FOR_HERE: Final = 6
"""Rows, without those of words, from which on the user's hours have one."""

ROWS_FOR_AIR: Final = 16
"""Rows from which on a blank one stands above the words."""

HOURLY_PITCH: Final = 6
"""Cells an hour from which on every hour has its label."""


class _Rows(Struct, frozen=True):
    """How many rows go to the bars, to the user's hours, to a blank one and to words."""

    bars: int
    here: int
    air: int
    words: int


def hours_titles(content: HoursContent, ink: Ink = Ink.COLOUR) -> tuple[StyledLine, ...]:
    """Which day, and what stands for the usual one, from long to short."""
    swatch = BLOCKS[-1] if ink is Ink.COLOUR else GHOST_FILL
    titles: list[StyledLine] = [(Span(title, Role.TITLE),) for title in content.title]
    legends: list[StyledLine] = [(Span(f"  {swatch} ", Role.GHOST), Span(name, Role.MUTED)) for name in content.legend]
    return tuple((*title, *legend) for title, legend in (*product(titles, legends), *product(titles, [()])))


def hours_lines(
    content: HoursContent, cells: int, rows: int, *, plotted: bool, ink: Ink = Ink.COLOUR
) -> tuple[StyledLine, ...]:
    """The bars, their axes and what is said below, on `cells` × `rows` cells; bars only if they can be `plotted`."""
    if content.message:
        return _message(content, cells, rows)
    inner = cells - 2 * MARGIN
    parted = _parted(content, rows)
    said = tuple(fit([(Span(words),) for words in line], inner) for line in content.lines)
    plot = _plot(content, inner, parted.bars, ink) if parted.bars > 0 else None
    if plot is None:
        return tuple(padded(line) for line in said[:rows])
    if not plotted:
        return ()
    lines = (*_bars(content, plot, parted), *((),) * parted.air, *said[: parted.words])
    return tuple(padded(line) for line in lines)


def _parted(content: HoursContent, rows: int) -> _Rows:
    words = min(max((most for least, most in ROWS_FOR_WORDS if rows >= least), default=0), len(content.lines))
    air = int(words > 0 and rows >= ROWS_FOR_AIR)
    here = int(bool(content.here) and rows - words - air >= ROWS_FOR_HERE)
    return _Rows(rows - words - air - here - rows_below(letters=False), here, air, words)


def _plot(content: HoursContent, inner: int, rows: int, ink: Ink) -> Plot | None:
    """The bars; without a value axis where there is no room for both, None where not even then."""
    axis = _axis(content, rows)
    empty = frame(axis, None, rows, ink)
    names = max(len(name) for name in content.zones)
    ticks = tuple(replace(tick, label=tick.label.rjust(names)) for tick in empty.ticks)
    for labelled in (replace(empty, ticks=ticks), replace(empty, ticks=())):
        if (place := hour_columns(inner - labelled.label_width)) is not None:
            return replace(labelled, bars=_hour_bars(content, axis, place), place=place)
    return None


def _hour_bars(content: HoursContent, axis: Scale, place: Columns) -> tuple[Bar, ...]:
    step = _label_step(content, place)
    labels = (name if at % step == 0 else "" for at, name in enumerate(content.utc))
    bars = tuple(_bar(hour, axis, label) for hour, label in zip(content.hours, labels, strict=True))
    if all(hour.usual is None for hour in content.hours):
        return bars
    usual = (axis.level(hour.usual or 0) for hour in content.hours)
    return tuple(_beside(bar, level, place) for bar, level in zip(bars, usual, strict=True))


def _axis(content: HoursContent, rows: int) -> Scale:
    """The value axis. What is usual rules it only up to twice the highest hour."""
    highest = max((hour.count or 0 for hour in content.hours), default=0)
    usual = max((hour.usual or 0 for hour in content.hours), default=0)
    far = max((hour.count or 0 for hour in content.hours if hour.far), default=0)
    return axis_of(max(highest, min(usual, 2 * highest) if highest else usual), far, rows)


def _bar(hour: Hour, axis: Scale, label: str) -> Bar:
    mark = NEVER_READ_MARK if hour.unread else NO_ROW_DOT if hour.count == 0 else ""
    return Bar(
        level=axis.level(hour.count or 0),
        label=label,
        role=Role.OUTLIER if hour.far else Role.TODAY if hour.so_far else Role.BAR,
        base=mark,
        outlier=hour.far,
    )


def _beside(bar: Bar, usual: int, place: Columns) -> Bar:
    """The bar with the usual one beside it; behind it where the hours have but one cell each.

    There one that is lower is a line on the bar, unless both end in one cell.
    """
    if place.breadth > 1:
        return replace(bar, beside=usual)
    if usual > bar.level:
        return replace(bar, ghost=usual)
    return replace(bar, before=usual) if row_of(usual) < row_of(bar.level) else bar


def _label_step(content: HoursContent, place: Columns) -> int:
    """Every how many hours there is a label, so that labels stand apart on both axes."""
    longest = max(len(label) for label in (*content.utc, *content.here))
    steps = (1, HOURS_TOGETHER, 2 * HOURS_TOGETHER, 4 * HOURS_TOGETHER)
    fitting = (step for step in steps if _apart(place, step) > longest and (step > 1 or place.pitch >= HOURLY_PITCH))
    return next(fitting, HOURS)


def _apart(place: Columns, step: int) -> int:
    return min(after - before for before, after in pairwise(place.starts[::step]))


def _bars(content: HoursContent, plot: Plot, parted: _Rows) -> Iterable[StyledLine]:
    """The rows of bars and the axes below, with the bands of the gaps and the chosen hour marked."""
    lines = draw(plot)
    if content.chosen is not None:
        lines = with_cursor(lines, plot, content.chosen)
    for gap in content.gaps:
        start, band = _band(gap, plot)
        at = plot.rows - 1
        lines = (*lines[:at], overlaid(lines[at], start, band), *lines[at + 1 :])
    utc, here = content.zones
    named = plot.label_width > max(len(utc), len(here))
    if named:
        lines = (*lines[:-1], overlaid(lines[-1], plot.label_width - 1 - len(utc), (Span(utc, Role.AXIS),)))
    if parted.here:
        lines = (*lines, _here_axis(content, plot, here if named else ""))
    return lines


def _here_axis(content: HoursContent, plot: Plot, name: str) -> StyledLine:
    """The user's hours under the UTC ones."""
    line: StyledLine = (Span(" " * (plot.label_width + plot.place.cells), Role.AXIS),)
    line = overlaid(line, max(plot.label_width - 1 - len(name), 0), (Span(name, Role.AXIS),))
    for at, bar in enumerate(plot.bars):
        if bar.label:
            label = content.here[at]
            line = overlaid(line, plot.label_width + plot.place.label_start(at, label), (Span(label, Role.AXIS),))
    return line


def _band(gap: Gap, plot: Plot) -> tuple[int, StyledLine]:
    """Where the gap's band begins, and the band with the sum in its middle, if there is room for it."""
    place = plot.place
    start, end = place.starts[gap.start], place.starts[gap.end - 1] + place.breadth
    cells = end - start
    total = next((f" {total} " for total in gap.total if len(total) + 4 <= cells), "")
    left = (cells - len(total)) // 2
    band = (
        Span(BAND * left, Role.MUTED),
        Span(total, Role.NUMBER),
        Span(BAND * (cells - left - len(total)), Role.MUTED),
    )
    return plot.label_width + start, tuple(span for span in band if span.text)


def hour_at(content: HoursContent, cells: int, rows: int, x: int, y: int) -> int | None:
    """The hour whose column holds the cell, which may lie in its labels or a band too; None where there is none."""
    parted = _parted(content, rows)
    plot = (
        _plot(content, cells - 2 * MARGIN, parted.bars, Ink.COLOUR) if parted.bars > 0 and not content.message else None
    )
    if plot is None or not 0 <= y < plot.rows + rows_below(letters=False) + parted.here:
        return None
    at = x - MARGIN - plot.label_width
    ends = (*plot.place.starts[1:], plot.place.starts[-1] + plot.place.pitch)
    return next((hour for hour, (a, b) in enumerate(zip(plot.place.starts, ends, strict=True)) if a <= at < b), None)


def _message(content: HoursContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """What stands in the bars' place, in its middle."""
    said = [line for words in content.message for line in wrap(words, max(cells - 2 * MARGIN, 1), Role.TEXT, 4)]
    above = max((rows - len(said)) // 2, 0)
    return (*((),) * above, *(centred(line, cells) for line in said))[:rows]
