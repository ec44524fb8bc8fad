"""The bars as values: their heights, what marks them, and the character and role of each cell. Pure.

Heights are in eighths of a cell, counted from the baseline, which is the upper edge of the row below the bars.
What `plot` has plotext draw is finished here: two colours in a cell, roles, marks, and the chosen day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.columns import Columns
from grantex_tui.layout.lines import Ink, Role, Span, StyledLine

BLOCKS: Final = " ▁▂▃▄▅▆▇█"
"""A cell that is filled so many eighths from below."""

LEVEL_LINE: Final = "▔"
"""The baseline, and a tick's line: the upper edge of a cell is exactly a tick's height."""

AVERAGE_LINE: Final = "╌"
GHOST_FILL: Final = "┊"
"""Where today is on course to, without colour."""

USUAL_MARK: Final = "◂"
NO_ROW_DOT: Final = "·"
NEVER_READ_MARK: Final = "?"
SETTLING_MARK: Final = "~"
OUTLIER_MARK: Final = "!"
BEFORE_LINES: Final = ("▁", "▁", "─", "─", "─", "─", "▔", "▔")
"""A thin line by the eighth of the cell that it is nearest to."""

BEFORE_BEYOND: Final = "↑"
CURSOR_MARK: Final = "▲"
STACK_FILLS: Final = ("█", "▓", "░")
STACK_ROLES: Final = (Role.STACK_1, Role.STACK_2, Role.STACK_3)
"""Textures from dense to light, so that the parts are told apart without colour."""

_BETWEEN_BARS: Final = re.compile(
    f"(?<=[{BLOCKS[1]}-{BLOCKS[-1]}])[{LEVEL_LINE}{AVERAGE_LINE}](?=[{BLOCKS[1]}-{BLOCKS[-1]}])"
)
"""A line in a gap of one cell: hundreds of changes of colour, for what looks like crumbs."""

_MARKABLE: Final = frozenset((Role.BAR, Role.WEEKEND, Role.TODAY, Role.OUTLIER, Role.MUTED, Role.LABEL))
"""What the chosen day's mark may recolour: neither parts nor what has a meaning of its own."""


class Bar(Struct, frozen=True):
    """One day. Heights in eighths of a cell.

    `label`, `letter`: its date and its weekday under the axis, if they stand there. `parts`: where the parts of a
    stacked bar end, from the bottom up. `base`: a mark on the baseline for a day without a figure. `settling`: its
    figure can still change. `outlier`: marked above its top. `before`: the same weekday of the range before, a thin
    line. `ghost`: where the day is on course to. `usual`: the usual day, a mark beside the bar. `beside`: another bar
    that takes the last third of the cells, in the ghost's look.
    """

    level: int
    label: str = ""
    letter: str = ""
    role: Role = Role.BAR
    base: str = ""
    settling: bool = False
    outlier: bool = False
    parts: tuple[int, ...] = ()
    before: int | None = None
    ghost: int = 0
    usual: int | None = None
    beside: int | None = None

    def own_cells(self, breadth: int) -> int:
        """How many of `breadth` cells, from the left, are its own."""
        return breadth if self.beside is None else breadth - max(breadth // 3, 1)


class Tick(Struct, frozen=True):
    """A label on the value axis at a height in eighths; but for the average's a whole number of cells."""

    level: int
    label: str


class Plot(Struct, frozen=True):
    """All that is drawn: the bars, as many as `place` shows, on `rows` rows, and the axis below them.

    `average`: a dashed line, with its label, at any height. `grid`: whether the ticks have lines.
    """

    bars: tuple[Bar, ...]
    place: Columns
    ticks: tuple[Tick, ...]
    rows: int
    average: Tick | None = None
    grid: bool = False
    ink: Ink = Ink.COLOUR

    @property
    def label_width(self) -> int:
        """Cells left of the bars: the labels of the value axis and a blank."""
        labelled = (*self.ticks, self.average) if self.average else self.ticks
        return max((len(tick.label) for tick in labelled), default=0) + 1

    @property
    def has_letters(self) -> bool:
        return any(bar.letter for bar in self.bars)


def rows_below(*, letters: bool) -> int:
    """Rows below the bars: the baseline, the weekdays' letters if they are shown, the dates."""
    return 3 if letters else 2


Cell = tuple[str, Role, Role | None]
"""A character, its role, and the role of its ground."""


def row_of(level: int) -> int:
    """The row, counted from below, that a height lies in."""
    return max(level - 1, 0) // EIGHTHS


def with_cursor(lines: tuple[StyledLine, ...], plot: Plot, day: int) -> tuple[StyledLine, ...]:
    """The drawn chart with the day of index `day` marked: its column in another role, an arrow below it.

    Marks cells that are drawn already: moving the cursor draws nothing anew.
    """
    start, end = _day_cells(plot, day)
    middle = plot.label_width + plot.place.middle(day)
    letters = range(plot.rows + 1, plot.rows + 1 + plot.has_letters)
    marked = []
    for y, line in enumerate(lines):
        if y == plot.rows:
            marked.append(tuple(_split(line, middle, middle + 1, Span(CURSOR_MARK, Role.CURSOR))))
        elif y < plot.rows or y in letters:
            marked.append(tuple(_split(line, start, end, None)))
        else:
            marked.append(line)
    return tuple(marked)


def bar_at(plot: Plot, x: int) -> int | None:
    """The index of the day whose column holds the cell `x` of the chart; None in a gap or beside the bars."""
    cell = x - plot.label_width
    found = (index for index, start in enumerate(plot.place.starts) if start <= cell < start + plot.place.breadth)
    return next(found, None)


def _day_cells(plot: Plot, day: int) -> tuple[int, int]:
    start = plot.label_width + plot.place.starts[day]
    return start, start + plot.place.breadth


def _split(line: StyledLine, start: int, end: int, put: Span | None) -> Iterator[Span]:
    """The line with the cells from `start` to `end` replaced by `put`, or as the chosen day's."""
    x = 0
    for span in line:
        before, inside, after = (
            span.text[: max(start - x, 0)],
            span.text[max(start - x, 0) : max(end - x, 0)],
            span.text[max(end - x, 0) :],
        )
        x += len(span.text)
        if before:
            yield replace(span, text=before)
        if inside and put is not None:
            yield put
        elif inside:
            yield _chosen(replace(span, text=inside))
        if after:
            yield replace(span, text=after)


def _chosen(span: Span) -> Span:
    """Cells of the chosen day; the line of the range before takes the bar's colour, now that the bar has the line's."""
    if span.role is Role.BEFORE and span.ground in _MARKABLE:
        return Span(span.text, span.ground, Role.CURSOR)
    chosen = span.role in _MARKABLE and not span.text.isspace()
    return replace(span, role=Role.CURSOR) if chosen else span


def as_line(cells: list[Cell]) -> StyledLine:
    """Runs of one look; blanks join the run before them, for a change of colour is what costs bytes."""
    for index in range(1, len(cells)):
        if cells[index][0] == " " and cells[index - 1][2] is None:
            cells[index] = (" ", cells[index - 1][1], None)
    groups = groupby(cells, key=lambda cell: cell[1:])
    return tuple(Span("".join(char for char, *_ in group), *look) for look, group in groups)


def refined(plot: Plot, drawn: list[str]) -> list[list[Cell]]:
    """plotext's rows with roles, with two colours in a cell where a bar has parts or a ghost, and with marks."""
    left, rows = plot.label_width, plot.rows
    lines = {LEVEL_LINE: Role.GRID, AVERAGE_LINE: Role.AVERAGE}
    behind = (_BETWEEN_BARS.sub(" ", row) for row in drawn[:rows])
    cells: list[list[Cell]] = [[(char, lines.get(char, Role.AXIS), None) for char in row] for row in behind]
    zero = next((tick.label for tick in plot.ticks if tick.level == 0), "")
    cells.append([(char, Role.AXIS, None) for char in f"{zero:>{left - 1}} " + LEVEL_LINE * plot.place.cells])
    if plot.has_letters:
        cells.append([(" ", Role.AXIS, None)] * (left + plot.place.cells))
    cells.append([(char, Role.AXIS, None) for char in drawn[rows + 1]])
    for day, bar in enumerate(plot.bars):
        columns = range(*_day_cells(plot, day))
        own = bar.own_cells(plot.place.breadth)
        for xs, filling in ((columns[:own], bar), (columns[own:], Bar(0, ghost=bar.beside or 0))):
            for row in range(min(-(-max(filling.level, filling.ghost) // EIGHTHS), rows)):
                if (cell := bar_cell(filling, EIGHTHS * row, plot.ink)) is not None:
                    for x in xs:
                        cells[rows - 1 - row][x] = cell
        for y, xs, cell in _marks(plot, day, bar, columns):
            for x in xs:
                cells[y][x] = cell
    return cells


def bar_cell(bar: Bar, below: int, ink: Ink) -> Cell | None:
    """A cell of a day's column that has `below` eighths below it; None in the air."""
    filled, coloured = min(bar.level - below, EIGHTHS), ink is Ink.COLOUR
    if filled <= 0:
        ghost = bar.ghost - below
        if coloured:
            return BLOCKS[min(ghost, EIGHTHS)], Role.GHOST, None
        return (GHOST_FILL, Role.GHOST, None) if 2 * ghost >= EIGHTHS else None
    ground = Role.GHOST if coloured and filled < EIGHTHS <= bar.ghost - below else None
    if not bar.parts:
        return BLOCKS[filled], bar.role, ground
    part = next(index for index, top in enumerate(bar.parts) if below < top)
    if not coloured:  # eighths are there in one texture only, which is another part's
        begins = below == (bar.parts[part - 1] if part else 0)
        return STACK_FILLS[part] if begins or 2 * filled >= EIGHTHS else " ", STACK_ROLES[part], None
    top = bar.parts[part] - below
    if top >= filled:
        return BLOCKS[filled], STACK_ROLES[part], ground
    above = next(index for index, end in enumerate(bar.parts) if end > bar.parts[part])
    return BLOCKS[top], STACK_ROLES[part], STACK_ROLES[above]


Mark = tuple[int, range, Cell]
"""A row from the top, cells in it, and what stands in them."""


def _marks(plot: Plot, day: int, bar: Bar, columns: range) -> Iterator[Mark]:
    """What stands above, beside and under a bar."""
    rows, middle = plot.rows, plot.label_width + plot.place.middle(day)
    at = range(middle, middle + 1)
    if bar.before:
        yield from _before_mark(plot, bar, bar.before, columns)
    if bar.outlier or bar.settling:
        y = max(rows - 1 - -(-bar.level // EIGHTHS) - bool(bar.base), 0)
        yield y, at, (OUTLIER_MARK, Role.WARN, None) if bar.outlier else (SETTLING_MARK, Role.MUTED, None)
    if bar.base:
        yield rows - 1, at, (bar.base, Role.MUTED, None)
    if bar.usual and columns.stop < plot.label_width + plot.place.cells:
        y = max(rows - 1 - (bar.usual - 1) // EIGHTHS, 0)
        yield y, range(columns.stop, columns.stop + 1), (USUAL_MARK, Role.USUAL, None)
    if bar.letter:
        yield rows + 1, at, (bar.letter, Role.LABEL, None)


def _before_mark(plot: Plot, bar: Bar, before: int, columns: range) -> Iterator[Mark]:
    """The thin line of the range before: in the air, on the bar's colour, or without colour beside the bar.

    A cell in which the bar ends has no colour to spare: there the line moves to the next cell, on its own side,
    and is left out where the chart has no such cell.
    """
    row, eighth = divmod(before - 1, EIGHTHS)
    char = BEFORE_LINES[eighth]
    if row >= plot.rows:
        row, char = plot.rows - 1, BEFORE_BEYOND
    if EIGHTHS * row < bar.level < EIGHTHS * (row + 1):
        row, char = (row + 1, BEFORE_LINES[0]) if before >= bar.level else (row - 1, BEFORE_LINES[-1])
    if not 0 <= row < plot.rows:
        return
    y = plot.rows - 1 - row
    under = bar_cell(bar, EIGHTHS * row, plot.ink) if EIGHTHS * row < max(bar.level, bar.ghost) else None
    if under is None:
        yield y, columns, (char, Role.BEFORE, None)
    elif plot.ink is Ink.COLOUR:
        whole = EIGHTHS * (row + 1) <= max(bar.level, bar.ghost)
        yield y, columns, (char, Role.BEFORE, (under[2] or under[1]) if whole else None)
    elif plot.place.pitch > plot.place.breadth and columns.stop < plot.label_width + plot.place.cells:
        yield y, range(columns.stop, columns.stop + 1), (char, Role.BEFORE, None)
