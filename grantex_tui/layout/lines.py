"""Lines of text with roles, and how to put them together. No colour: what a role looks like, the stylesheets say.

Every character is one cell wide (`api.sanitize.plain` sees to that for foreign text): a line is as wide as it is long.
"""

from __future__ import annotations

import enum
import textwrap
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace


class Role(enum.Enum):
    """What a piece of text is, for the stylesheet `tcss/cells.tcss`."""

    TEXT = "text"
    TITLE = "title"
    LABEL = "label"
    NUMBER = "number"
    TOTAL = "total"
    MUTED = "muted"
    RULE = "rule"
    KEY = "key"
    CHOSEN = "chosen"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    BADGE_LIVE = "badge-live"
    BADGE_TEST = "badge-test"
    AXIS = "axis"
    GRID = "grid"
    AVERAGE = "average"
    BAR = "bar"
    WEEKEND = "weekend"
    OUTLIER = "outlier"
    TODAY = "today"
    GHOST = "ghost"
    USUAL = "usual"
    CURSOR = "cursor"
    BEFORE = "before"
    STACK_1 = "stack-1"
    STACK_2 = "stack-2"
    STACK_3 = "stack-3"
    COUNTER_1 = "counter-1"
    COUNTER_2 = "counter-2"
    COUNTER_3 = "counter-3"
    SHADE_0 = "shade-0"
    SHADE_1 = "shade-1"
    SHADE_2 = "shade-2"
    SHADE_3 = "shade-3"
    SHADE_4 = "shade-4"
    SHADE_OUTLIER = "shade-outlier"
    SHADE_CHOSEN = "shade-chosen"


SHADES: Final = (Role.SHADE_0, Role.SHADE_1, Role.SHADE_2, Role.SHADE_3, Role.SHADE_4)
"""A calendar's days, from no use to the most."""

WITH_GROUND: Final = frozenset(
    (Role.BADGE_LIVE, Role.BADGE_TEST, *SHADES, Role.SHADE_OUTLIER, Role.SHADE_CHOSEN),
)
"""Roles whose ground shows through a blank."""


class Ink(enum.Enum):
    """What tells parts apart: colours, or textures where the terminal has none or no UTF-8."""

    COLOUR = "colour"
    TEXTURE = "texture"


class Span(Struct, frozen=True):
    """A piece of a line. `ground`: the role whose colour lies under the characters; None for the screen's own."""

    text: str
    role: Role = Role.TEXT
    ground: Role | None = None


StyledLine = tuple[Span, ...]


def width(line: StyledLine) -> int:
    """Cells the line takes."""
    return sum(len(span.text) for span in line)


def joined(line: StyledLine, cells: int) -> StyledLine:
    """The line filled up to `cells` cells, in as few spans as look the same: blanks take on the role beside them.

    Every change of role costs a terminal some forty bytes. A blank shows its ground, so one with a ground stays.
    """
    found: list[Span] = []
    for span in (*line, Span(" " * (cells - width(line)))):
        last = found[-1] if found else None
        if last is not None and _looks_like(span, last):
            found[-1] = replace(last, text=last.text + span.text)
        elif last is not None and _looks_like(last, span):
            found[-1] = replace(span, text=last.text + span.text)
        elif span.text:
            found.append(span)
    return tuple(found)


def _looks_like(span: Span, other: Span) -> bool:
    """Whether the span would look the same as a part of `other`."""
    same = span.role is other.role and span.ground is other.ground
    return same or (not span.text.strip() and not _shows_ground(span) and not _shows_ground(other))


def _shows_ground(span: Span) -> bool:
    return span.ground is not None or span.role in WITH_GROUND


def text_of(line: StyledLine) -> str:
    """The line without its roles."""
    return "".join(span.text for span in line)


def cut(line: StyledLine, cells: int) -> StyledLine:
    """At most `cells` cells of the line; what does not fit ends in an ellipsis."""
    if width(line) <= cells:
        return line
    kept: list[Span] = []
    left = cells
    for span in line:
        if len(span.text) >= left:
            kept.append(replace(span, text=span.text[: max(left - 1, 0)] + "…"[:left]))
            break
        kept.append(span)
        left -= len(span.text)
    return tuple(kept)


def fit(candidates: Iterable[StyledLine], cells: int) -> StyledLine:
    """The first candidate that fits into `cells` cells, else the last one cut."""
    line: StyledLine = ()
    for line in candidates:
        if width(line) <= cells:
            return line
    return cut(line, cells)


def overlaid(line: StyledLine, start: int, put: StyledLine) -> StyledLine:
    """The line with its cells from `start` on replaced by `put`, which ends within it."""
    return (*_part(line, 0, start), *put, *_part(line, start + width(put), width(line)))


def _part(line: StyledLine, start: int, end: int) -> StyledLine:
    kept, x = [], 0
    for span in line:
        text = span.text[max(start - x, 0) : max(end - x, 0)]
        x += len(span.text)
        if text:
            kept.append(replace(span, text=text))
    return tuple(kept)


def spread(left: StyledLine, right: StyledLine, cells: int, filler: str = " ", role: Role = Role.RULE) -> StyledLine:
    """`left` and `right` at the ends of a line of `cells` cells; the right one goes if there is no room for both."""
    gap = cells - width(left) - width(right)
    if gap < 1:
        return cut(left, cells)
    return (*left, Span(filler * gap, role), *right)


def rule(left: StyledLine, right: StyledLine, cells: int) -> StyledLine:
    """A heading: `left` and `right` joined by a rule."""
    gap = Span(" ", Role.RULE)
    return spread((*left, gap) if left else (), (gap, *right) if right else (), cells, "─")


def centred(line: StyledLine, cells: int) -> StyledLine:
    """`line` in the middle of `cells` cells."""
    line = cut(line, cells)
    return (Span(" " * ((cells - width(line)) // 2)), *line)


def wrapped(text: str, cells: int) -> list[str]:
    """`text` on as many rows of `cells` cells as it needs, at least one."""
    return textwrap.wrap(text, max(cells, 1)) or [""]


def wrap(text: str, cells: int, role: Role, lines: int) -> tuple[StyledLine, ...]:
    """`text` on at most `lines` lines of `cells` cells."""
    if cells < 1 or lines < 1:
        return ()
    wrapped = textwrap.wrap(text, cells, max_lines=lines, placeholder="…"[:cells]) or [""]
    return tuple((Span(row, role),) for row in wrapped)


MARGIN: Final = 1
"""Blank cells at either side of a line."""


def padded(line: StyledLine) -> StyledLine:
    """The line with its margin."""
    return (Span(" " * MARGIN), *line)
