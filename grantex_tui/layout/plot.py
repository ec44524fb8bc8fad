"""Bars, drawn by plotext as rows of text with roles. The only importer of plotext; knows no figures beyond heights.

`columns` places the days, `draw` draws them. plotext has one figure for the whole process, so drawing takes turns.
plotext draws on a canvas of half cells: each bar is as high as `figures.Scale` says, and plotext's own rounding
never decides.
"""

from __future__ import annotations

import sys
import threading
from functools import lru_cache
from importlib import import_module
from itertools import groupby, pairwise
from types import ModuleType
from typing import Any, Final

from msgspec import Struct

from grantex_tui.layout.lines import Role, Span, StyledLine

AXIS_ROWS: Final = 2
"""Rows below the bars: the axis and its dates."""

TODAY_FILL: Final = "▒"
NO_ROW_DOT: Final = "·"
NEVER_READ_MARK: Final = "?"
SETTLING_MARK: Final = "~"
OUTLIER_MARK: Final = "!"
BEFORE_LINE: Final = "─"
BEFORE_BEYOND: Final = "↑"
CURSOR_MARK: Final = "▲"
STACK_FILLS: Final = ("█", "▓", "░")
STACK_ROLES: Final = (Role.STACK_1, Role.STACK_2, Role.STACK_3)
"""Textures from dense to light, so that the parts are told apart without colour."""

UNREAD: Final = (("plotext._doc.doc", "docs"), ("plotext._tests.run", "test"))
"""Modules, each with the name that plotext takes from it. Every import of plotext formats its documentation and loads
its tests, for three quarters of the time it takes.
"""

NEEDED: Final = ("figure", "terminal")
"""What is drawn with; it has to be there without what is `UNREAD`."""

_loading = threading.Lock()
_drawing = threading.Lock()


def load() -> Any:
    """plotext, without what is `UNREAD`. Takes 30 ms the first time, so not before the first chart is wanted.

    plotext has no switch for it. A release that needs more of these modules, or none, is imported whole: 150 ms.
    """
    with _loading:
        if "plotext" in sys.modules:
            return sys.modules["plotext"]
        return _load_without_unread() or import_module("plotext")


def _load_without_unread() -> ModuleType | None:
    """plotext with its `UNREAD` modules left out; None, and nothing of it kept, where it does not do without them."""
    for module, name in UNREAD:
        stub = sys.modules[module] = ModuleType(module)
        setattr(stub, name, None)
    try:
        plotext = import_module("plotext")
        if all(getattr(plotext, name, None) is not None for name in NEEDED):
            return plotext
    except Exception:  # noqa: BLE001 (whatever goes wrong without them: the whole import says if it is more than that)
        pass
    finally:
        for module, _ in UNREAD:
            sys.modules.pop(module, None)
    for module in [name for name in sys.modules if name == "plotext" or name.startswith("plotext.")]:
        del sys.modules[module]
    return None


class Columns(Struct, frozen=True):
    """Where the days stand: `starts` in cells from the axis, one a day, each bar `breadth` cells wide.

    `shown` days fit, the latest ones; `cells` is the width of all of them.
    """

    starts: tuple[int, ...]
    breadth: int
    cells: int

    @property
    def pitch(self) -> int:
        """Cells from one day's start to the next's, at least."""
        return min((b - a for a, b in pairwise(self.starts)), default=self.cells)

    @property
    def shown(self) -> int:
        return len(self.starts)


class Bar(Struct, frozen=True):
    """One day: `level` in half cells, its `label` for the date axis, if it has one.

    `base`: a mark on the base line of a day without a figure. `settling`: its figure can still change.
    `parts`: the levels at which the parts of a stacked bar end, from the bottom up. `before`: the level of the same
    day in the range before, drawn as a line; an arrow where it is above the chart. `outlier`: far from the usual,
    marked on its top.
    """

    level: int
    label: str = ""
    today: bool = False
    base: str = ""
    settling: bool = False
    parts: tuple[int, ...] = ()
    before: int | None = None
    outlier: bool = False


class Tick(Struct, frozen=True):
    """A label on the value axis at a height in half cells."""

    level: int
    label: str


def columns(days: int, first_weekday: int, cells: int) -> Columns:
    """Place up to `days` days, of which the first is `first_weekday` (0: Monday), on `cells` cells.

    All are equally wide, at least one cell; the latest are kept where not all fit. Between Sunday and Monday there
    is a gap of its own where it costs no day.
    """
    shown = max(min(days, cells), 1)
    pitch = max((p for p in range(1, cells + 2) if shown * p - _gap(p) <= cells), default=1)
    between = _gap(pitch)
    weekdays = [(first_weekday + days - shown + index) % 7 for index in range(shown)]
    mondays = sum(weekday == 0 for weekday in weekdays[1:])
    spare = cells - shown * pitch + between
    week = min(spare // mondays, pitch) if mondays else 0
    starts: list[int] = []
    x = 0
    for index, weekday in enumerate(weekdays):
        x += week if index and weekday == 0 else 0
        starts.append(x)
        x += pitch
    return Columns(tuple(starts), pitch - between, x - between)


def _gap(pitch: int) -> int:
    """Cells between two bars that stand `pitch` apart."""
    return 0 if pitch == 1 else max(1, pitch // 4)


@lru_cache(maxsize=16)
def draw(bars: tuple[Bar, ...], place: Columns, ticks: tuple[Tick, ...], rows: int) -> tuple[StyledLine, ...]:
    """The chart as `rows` rows of bars and `AXIS_ROWS` of axis; the bars are as many as `place` shows."""
    labels = label_width(ticks) - 1
    picture = [list(row.ljust(labels + 1 + place.cells)) for row in _plotext(bars, place, ticks, rows, labels)]
    roles = [[Role.AXIS] * len(row) for row in picture]
    for bar, start in zip(bars, place.starts, strict=True):
        columns_of_day = range(labels + 1 + start, labels + 1 + start + place.breadth)
        for y in range(rows):
            above = 2 * (rows - 1 - y)  # half cells below this row
            for x in columns_of_day:
                picture[y][x], roles[y][x] = _cell(bar, picture[y][x], above)
        if bar.before is not None and bar.before > 2 * rows and not (rows == 1 and bar.level):
            for x in columns_of_day:
                picture[0][x], roles[0][x] = BEFORE_BEYOND, Role.BEFORE
        middle = columns_of_day[place.breadth // 2]
        if bar.outlier or bar.settling:
            y = max(rows - 1 - (bar.level + 1) // 2 - bool(bar.base), 0)
            picture[y][middle], roles[y][middle] = (
                (OUTLIER_MARK, Role.WARN) if bar.outlier else (SETTLING_MARK, Role.MUTED)
            )
        if bar.base:
            picture[rows - 1][middle], roles[rows - 1][middle] = bar.base, Role.MUTED
    return tuple(_line(cells, row) for cells, row in zip(picture, roles, strict=True))


def _cell(bar: Bar, drawn: str, below: int) -> tuple[str, Role]:
    """A cell of a day's column as it is shown; `below` it are so many half cells."""
    if bar.before and below <= bar.before - 1 < below + 2 and (drawn == " " or bar.level > 2):
        return BEFORE_LINE, Role.BEFORE
    part = next((index for index, top in enumerate(bar.parts) if below < top), None)
    if part is not None and drawn != " ":
        return STACK_FILLS[part], STACK_ROLES[part]
    if bar.today:
        return (drawn if drawn == " " else TODAY_FILL), Role.TODAY
    return drawn, Role.BAR


def with_cursor(
    lines: tuple[StyledLine, ...], place: Columns, ticks: tuple[Tick, ...], day: int
) -> tuple[StyledLine, ...]:
    """The drawn chart with the day of index `day` marked: its column in another role, an arrow below it.

    Marks cells that are drawn already: moving the cursor draws nothing anew.
    """
    first = label_width(ticks) + place.starts[day]
    marked = []
    for y, line in enumerate(lines):
        is_axis = y == len(lines) - AXIS_ROWS
        chars = [char for span in line for char in span.text]
        roles = [span.role for span in line for _ in span.text]
        for x in range(first, first + place.breadth):
            if is_axis:
                chars[x], roles[x] = (CURSOR_MARK if x == first + (place.breadth - 1) // 2 else chars[x]), Role.CURSOR
            elif y < len(lines) - AXIS_ROWS:
                roles[x] = Role.CURSOR if roles[x] in (Role.BAR, Role.TODAY, Role.MUTED) else roles[x]
        marked.append(_line(chars, roles))
    return tuple(marked)


def day_at(place: Columns, ticks: tuple[Tick, ...], x: int) -> int | None:
    """The index of the day whose column holds the cell `x` of the chart; None in a gap or beside the bars."""
    cell = x - label_width(ticks)
    found = (index for index, start in enumerate(place.starts) if start <= cell < start + place.breadth)
    return next(found, None)


def label_width(ticks: tuple[Tick, ...]) -> int:
    """Cells left of the bars: the value axis and its labels."""
    return max((len(tick.label) for tick in ticks), default=0) + 1


def _line(cells: list[str], roles: list[Role]) -> StyledLine:
    """Runs of one role; blanks join the run before them, for a change of colour is what costs bytes."""
    for index in range(1, len(cells)):
        if cells[index] == " ":
            roles[index] = roles[index - 1]
    groups = groupby(zip(cells, roles, strict=True), key=lambda cell: cell[1])
    return tuple(Span("".join(char for char, _ in group), role) for role, group in groups)


def _plotext(bars: tuple[Bar, ...], place: Columns, ticks: tuple[Tick, ...], rows: int, labels: int) -> list[str]:
    plotext = load()
    drawn = [(start + place.breadth / 2, bar) for start, bar in zip(place.starts, bars, strict=True)]
    dated = [(middle, bar.label) for middle, bar in drawn if bar.label]
    with _drawing:
        plotext.terminal.limit(False, False)
        figure = plotext.figure
        figure.clear()
        # Without a label plotext leaves the row for them out, and would give it to the bars.
        figure.plot_size(labels + 1 + place.cells, rows + AXIS_ROWS - (0 if dated else 1))
        figure.theme("colorless")
        figure.axes(False, axis="x", side="upper")
        figure.axes(False, axis="y", side="right")
        # Half a level short of the next half cell, and a sliver less wide than the bar: rounding cannot add a cell.
        tops = [max(bar.level - 0.5, 0) for _, bar in drawn]
        figure.draw(figure.bar([x for x, _ in drawn], tops, marker="hd", width=(place.breadth - 0.02) / place.pitch))
        for axis, end in (("x", place.cells), ("y", 2 * rows)):
            side = "lower" if axis == "x" else "left"
            figure.ruler(axis, side).lim(0, end).alignment(lim="edge")
        figure.ruler("x", "lower").ticks([x for x, _ in dated], [label for _, label in dated])
        heights = [min(max(tick.level - 0.5, 0.5), 2 * rows - 0.5) for tick in ticks]
        figure.ruler("y", "left").ticks(heights, [tick.label.rjust(labels) for tick in ticks])
        text = figure.build().string(colorless=True)
    drawn_rows = [row[: labels + 1 + place.cells] for row in text.splitlines()][: rows + AXIS_ROWS]
    return drawn_rows if dated else [*drawn_rows, ""]
