"""What stands around the bars, whatever each of them is: the axis's ticks, the grid, the average's line. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.axis import EIGHTHS, Scale, scale
from grantex_tui.layout.bars import Plot, Tick
from grantex_tui.layout.columns import Columns
from grantex_tui.layout.lines import Ink
from grantex_tui.view.numbers import compact
from grantex_tui.view.range import MEAN_LABEL

ROWS_FOR_GRID: Final = 6
"""Rows of bars from which on the ticks have lines, and the average has one."""

ROWS_FOR_MARKS: Final = 4
"""Rows of bars from which on a mark has a row of its own above the highest bar."""


def axis_of(highest: int, marked: int, rows: int) -> Scale:
    """The value axis up to `highest`; `marked`: the highest figure whose bar has a mark above it."""
    axis = scale(max(highest, 1), rows)
    if rows >= ROWS_FOR_MARKS and axis.level(marked) > EIGHTHS * (rows - 1):
        return scale(max(highest, 1), rows - 1)
    return axis


def frame(axis: Scale, mean: float | None, rows: int, ink: Ink) -> Plot:
    """A plot on `rows` rows without bars."""
    ticks = tuple(
        Tick(EIGHTHS * axis.rows * index, compact(axis.step * index)) for index in range(rows // axis.rows + 1)
    )
    lines = rows >= ROWS_FOR_GRID
    whole = round(mean or 0)
    average = Tick(axis.level(whole), MEAN_LABEL) if lines and whole else None
    return Plot((), Columns((), 1, 0), ticks, rows, average, grid=lines and ink is Ink.COLOUR, ink=ink)
