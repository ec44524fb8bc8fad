"""A widget of lines with roles that repaints only the cells that changed. Words and places come from `layout`.

Textual rewrites a changed widget whole; over ssh that is kilobytes for a digit. Here a new value is laid out,
compared with what is on the screen, and only the cells that differ are refreshed: an equal value writes no byte.
"""

from __future__ import annotations

import time
from itertools import groupby, pairwise
from typing import Final, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.widget import Widget

from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.lines import WITH_GROUND, Ink, Role, Span, StyledLine, cut, joined
from grantex_tui.tui.terminal.component_style import component_classes, component_style
from grantex_tui.tui.terminal.filters import keeps_hues
from grantex_tui.tui.terminal.flow_control import FlowControl

V = TypeVar("V")
Cell = tuple[str, Role, Role | None]
"""A character, its role, and the role of its ground."""

JOIN_WITHIN: Final = 12
"""Unchanged cells of one look between two changed ones that are cheaper to write again than to jump over."""


class Cells(Widget, Generic[V], can_focus=False):
    """Shows `view`, a frozen value of the view layer, laid out for the widget's size; before there is one, `lines`."""

    COMPONENT_CLASSES = component_classes(f"cells--{role.value}" for role in Role)

    view: var[V | None] = var(None)

    def __init__(self, *, id: str, classes: str | None = None, lines: tuple[StyledLine, ...] = ()) -> None:
        super().__init__(id=id, classes=classes)
        self.flow_control = FlowControl(time.monotonic)
        """What the line to the terminal carries; one that nothing is known of carries everything."""
        self._lines = self._wanted = lines
        self._styles: dict[tuple[Role, Role | None], Style] = {}
        self._laid_out_for = Size(0, 0)

    @property
    def step(self) -> Breakpoint:
        """What the window has room for."""
        return breakpoint_for(*self.app.size)

    @property
    def ink(self) -> Ink:
        """Textures where every line loses its colours or its blocks on the way to the terminal."""
        return Ink.COLOUR if keeps_hues(self.app.get_line_filters()) else Ink.TEXTURE

    def lay_out(self, view: V, cells: int, rows: int) -> tuple[StyledLine, ...]:
        """The lines for `view` on `cells` × `rows` cells."""
        raise NotImplementedError

    def watch_view(self) -> None:
        self.lay_out_again()

    def on_resize(self) -> None:
        self.lay_out_again()

    def lay_out_again(self) -> None:
        """Lay the view out and refresh the cells that came out different."""
        if self.view is None or not self.size:
            self._laid_out_for = self.size
            return
        shown, size = self._lines, self._laid_out_for
        self._lay_out(self.view)
        if size != self.size:
            self.refresh()
        else:
            self._lines = shown
            self.catch_up()

    def catch_up(self) -> None:
        """Refresh the cells that differ from what is on the screen, row by row, as far as the line carries them now."""
        granted: list[Region] = []
        rows = max(len(self._lines), len(self._wanted))
        for y, regions in groupby(changed_regions(self._lines, self._wanted), key=lambda region: region.y):
            row = list(regions)
            if not self.flow_control.take(sum(region.width for region in row)):
                rows = y
                break
            granted += row
        missing = ((),) * (rows - len(self._wanted))
        self._lines = (*self._wanted[:rows], *missing, *self._lines[rows:])
        if granted:
            self.refresh(*granted)

    def _lay_out(self, view: V) -> None:
        self._wanted, self._laid_out_for = self.lay_out(view, self.size.width, self.size.height), self.size
        self._lines = self._wanted

    def render_line(self, y: int) -> Strip:
        if self.view is not None and self._laid_out_for != self.size:
            self._lay_out(self.view)  # a paint can come before the Resize that brings it about
        line = cut(self._lines[y], self.size.width) if y < len(self._lines) else ()
        segments = [Segment(span.text, self._style_of(span)) for span in joined(line, self.size.width)]
        return Strip(segments, self.size.width)

    def _style_of(self, span: Span) -> Style:
        """The role's style as `cells.tcss` has it; under it, where there is a ground, that role's colour."""
        key = (span.role, span.ground)
        style = self._styles.get(key)
        if style is None:
            style = component_style(self, f"cells--{span.role.value}")
            if span.ground is not None:
                style += Style(bgcolor=component_style(self, f"cells--{span.ground.value}").color)
            self._styles[key] = style
        return style

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()


def changed_regions(before: tuple[StyledLine, ...], now: tuple[StyledLine, ...]) -> list[Region]:
    """The runs of cells in which two pictures differ, in rows from the top."""
    regions: list[Region] = []
    for y in range(max(len(before), len(now))):
        if y < len(before) and y < len(now) and before[y] == now[y]:
            continue
        old = _cells(before[y]) if y < len(before) else []
        new = _cells(now[y]) if y < len(now) else []
        regions.extend(Region(x, y, end - x, 1) for x, end in changed_runs(old, new))
    return regions


def changed_runs(old: list[Cell], new: list[Cell]) -> list[tuple[int, int]]:
    """From and to (exclusive) of the runs that differ; runs close to each other are one."""
    blank: Cell = (" ", Role.TEXT, None)
    length = max(len(old), len(new))
    old, new = (cells + [blank] * (length - len(cells)) for cells in (old, new))
    runs: list[tuple[int, int]] = []
    for x, (a, b) in enumerate(zip(old, new, strict=True)):
        if a == b:
            continue
        if runs and x - runs[-1][1] < JOIN_WITHIN and _role_changes(new[runs[-1][1] - 1 : x + 1]) <= 1:
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((x, x + 1))
    return runs


def _role_changes(cells: list[Cell]) -> int:
    """How often the look changes: each time costs about as much as a jump. A blank looks like what is beside it."""
    seen = [(role, ground) for char, role, ground in cells if char != " " or ground is not None]
    return sum(a != b for a, b in pairwise(seen))


def _cells(line: StyledLine) -> list[Cell]:
    return [(char, _seen(char, span), span.ground) for span in line for char in span.text]


def _seen(char: str, span: Span) -> Role:
    """The role, unless it cannot be seen: blanks look alike but for their ground."""
    return Role.TEXT if char == " " and span.role not in WITH_GROUND else span.role
