"""The chart drawn by plotext as rows of text. The only importer of plotext; knows bars, no figures.

plotext draws the bars with their eighths, the lines behind them and the axis; `bars.refined` gives the cells their
roles and adds what plotext cannot draw. It has one figure for the whole process, so drawing takes turns.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.bars import AVERAGE_LINE, BLOCKS, LEVEL_LINE, Plot, as_line, refined, row_of
from grantex_tui.layout.lines import StyledLine

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


@lru_cache(maxsize=16)
def draw(plot: Plot) -> tuple[StyledLine, ...]:
    """The chart as `plot.rows` rows of bars and `rows_below` of axis."""
    return tuple(as_line(cells) for cells in refined(plot, _plotext(plot)))


def _plotext(plot: Plot) -> list[str]:
    """The rows of bars and two below them: plotext's axis, and the dates."""
    plotext = load()
    place, rows, left = plot.place, plot.rows, plot.label_width
    dated = [(place.label_start(day, bar.label), bar.label) for day, bar in enumerate(plot.bars) if bar.label]
    ticks = _value_labels(plot)
    with _drawing:
        plotext.terminal.limit(False, False)
        figure = plotext.figure
        figure.clear()
        # Without a label plotext leaves the row for them out, and would give it to the bars.
        figure.plot_size((left if ticks else 0) + place.cells, rows + (2 if dated else 1))
        figure.theme("colorless")
        figure.axes(False, axis="x", side="upper")
        figure.axes(False, axis="y")
        for row, char in _lines_behind(plot):
            figure.draw(figure.signal([0.5, place.cells - 0.5], [row + 0.5] * 2, marker=char).lines())
        columns = [
            (x + 0.5, bar.level)
            for start, bar in zip(place.starts, plot.bars, strict=True)
            for x in range(start, start + bar.own_cells(place.breadth))
        ]
        # With limits in cells a point is a cell: the whole ones are filled down to the axis, the last one has eighths.
        if whole := [(x, level // EIGHTHS - 0.5) for x, level in columns if level >= EIGHTHS]:
            figure.draw(figure.signal(*map(list, zip(*whole, strict=True)), marker=BLOCKS[-1]).fillx())
        if tops := [(x, level // EIGHTHS + 0.5, BLOCKS[level % EIGHTHS]) for x, level in columns if level % EIGHTHS]:
            xs, ys, chars = map(list, zip(*tops, strict=True))
            figure.draw(figure.signal(xs, ys, marker=chars))
        for axis, side, end in (("x", "lower", place.cells), ("y", "left", rows)):
            figure.ruler(axis, side).lim(0, end).alignment(lim="edge")
        figure.ruler("x", "lower").ticks(
            [x + (len(label) - 1) // 2 + 0.5 for x, label in dated], [label for _, label in dated]
        )
        figure.ruler("y", "left").ticks(
            [row + 0.5 for row in ticks], [f"{label:>{left - 1}} " for label in ticks.values()]
        )
        text = figure.build().string(colorless=True)
    beside = "" if ticks else " " * left
    drawn = [(beside + row)[: left + place.cells].ljust(left + place.cells) for row in text.splitlines()]
    return drawn if dated else [*drawn[: rows + 1], " " * (left + place.cells)]


def _value_labels(plot: Plot) -> dict[int, str]:
    """The labels of the value axis by row from below: each stands right under its tick's height, 0 under the bars."""
    labels = {tick.level // EIGHTHS - 1: tick.label for tick in plot.ticks if tick.level}
    if plot.average is not None:
        row = row_of(plot.average.level)
        beside = next((at for at in (row, row + 1, row - 1) if at not in labels and 0 <= at < plot.rows), None)
        if beside is not None:
            labels[beside] = plot.average.label
    return labels


def _lines_behind(plot: Plot) -> Iterator[tuple[int, str]]:
    """Rows from below and the line that runs through each."""
    if plot.grid:
        yield from ((tick.level // EIGHTHS - 1, LEVEL_LINE) for tick in plot.ticks if tick.level)
    if plot.average is not None:
        yield row_of(plot.average.level), AVERAGE_LINE
