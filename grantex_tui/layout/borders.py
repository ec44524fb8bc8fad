"""Round borders as lines: a title and a choice in the upper one, sums in the lower one. Pure.

Drawn here and not as Textual's `border`: its title has one end, and a figure in it writes all that it encloses anew,
26 KB a poll around a chart of 118 × 28 cells.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from grantex_tui.layout.breakpoints import PANELS, Breakpoint
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded, rule, width

CORNERS: Final = ("╭", "╮")
LOWER_CORNERS: Final = ("╰", "╯")
SIDE: Final = "│"
EDGE: Final = "─"

Ends = tuple[StyledLine, StyledLine]
"""What stands at the left and at the right end of a border."""

_BLANKS: Final = 2
"""Around what stands in a border."""


class Framing(enum.Enum):
    """Whether there is a border, and how many blank cells are beside it."""

    NONE = None
    FLUSH = 0
    INSET = MARGIN

    @property
    def cells(self) -> int:
        """Cells that it takes at either side."""
        return 0 if self.value is None else self.value + 1

    @property
    def margin(self) -> int:
        """Blank cells beside the border."""
        return self.value or 0


def chart_framing(step: Breakpoint) -> Framing:
    """The border around the chart."""
    if step in PANELS:
        return Framing.INSET
    return Framing.FLUSH if step in (Breakpoint.MEDIUM, Breakpoint.FULL) else Framing.NONE


def framed(body: Iterable[StyledLine], upper: StyledLine, lower: StyledLine, cells: int) -> tuple[StyledLine, ...]:
    """The body between its two borders, on `cells` cells."""
    return (upper, *(beside(line, cells) for line in body), lower)


def beside(line: StyledLine, cells: int, margin: int = 0) -> StyledLine:
    """The line between two sides, with `margin` blank cells before and behind them."""
    inner = cut(line, max(cells - 2 * margin - 2, 0))
    fill = Span(" " * max(cells - 2 * margin - 2 - width(inner), 0))
    blank = Span(" " * margin)
    return cut((blank, Span(SIDE, Role.RULE), *inner, fill, Span(SIDE, Role.RULE), blank), cells)


def edge(
    ends: Iterable[Ends], cells: int, corners: tuple[str, str] = CORNERS, *, margin: int = 0, lead: str = EDGE
) -> StyledLine:
    """A border with the first of `ends` that fits. `lead`: what stands between a corner and an end."""
    inner = max(cells - 2 * margin - 2 * len(corners[0] + lead), 0)
    left, right = chosen(ends, inner)
    blank = Span(" ", Role.RULE)
    head = (blank, *left, blank) if left else ()
    tail = (blank, *right, blank) if right else ()
    gap = Span(EDGE * (inner - width(head) - width(tail)), Role.RULE)
    side = Span(" " * margin)
    upper = (Span(corners[0] + lead, Role.RULE), *head, gap, *tail, Span(lead + corners[1], Role.RULE))
    return cut((side, *upper, side), cells)


def heading(ends: Iterable[Ends], cells: int) -> StyledLine:
    """Without a border: the first of `ends` that fits, joined by a rule."""
    inner = max(cells - 2 * MARGIN, 0)
    return padded(rule(*chosen(ends, inner), inner))


def chosen(ends: Iterable[Ends], cells: int) -> Ends:
    """The first of `ends` that fits into a border of `cells` cells; else the last left end, cut."""
    left: StyledLine = ()
    for left, right in ends:
        both = _BLANKS + width(right) + 1 if right else 0
        if width(left) + both + _BLANKS <= cells or not width(left) + width(right):
            return left, right
    return cut(left, max(cells - _BLANKS, 0)), ()


def paired(lefts: Sequence[StyledLine], rights: Iterable[StyledLine] = ()) -> Iterator[Ends]:
    """Each left end with each right end and without one, so that the left one stays longer."""
    rights = tuple(rights)
    for left in lefts:
        for right in rights:
            yield left, right
    for left in lefts:
        yield left, ()
