"""Lines of text with roles, and how to put them together. No colour: what a role looks like, the stylesheets say.

Every character is one cell wide (`text.plain` sees to that for foreign text), so a line's width is its length.
"""

from __future__ import annotations

import enum
import textwrap
from collections.abc import Iterable
from typing import Final

from msgspec import Struct


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
    BAR = "bar"
    TODAY = "today"
    CURSOR = "cursor"
    BEFORE = "before"
    STACK_1 = "stack-1"
    STACK_2 = "stack-2"
    STACK_3 = "stack-3"


BADGES = (Role.BADGE_LIVE, Role.BADGE_TEST)


class Span(Struct, frozen=True):
    """A piece of a line."""

    text: str
    role: Role = Role.TEXT


StyledLine = tuple[Span, ...]


def width(line: StyledLine) -> int:
    """Cells the line takes."""
    return sum(len(span.text) for span in line)


def joined(line: StyledLine, cells: int) -> StyledLine:
    """The line filled up to `cells` cells, in as few spans as look the same: blanks take on the role beside them.

    Every change of role costs a terminal some forty bytes. A badge has a ground that blanks would show, so it ends.
    """
    found: list[Span] = []
    for span in (*line, Span(" " * (cells - width(line)))):
        last = found[-1] if found else None
        if last is not None and _looks_like(span, last.role):
            found[-1] = Span(last.text + span.text, last.role)
        elif last is not None and _looks_like(last, span.role):
            found[-1] = Span(last.text + span.text, span.role)
        elif span.text:
            found.append(span)
    return tuple(found)


def _looks_like(span: Span, role: Role) -> bool:
    """Whether the span would look the same in `role`."""
    return span.role is role or (not span.text.strip() and role not in BADGES and span.role not in BADGES)


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
            kept.append(Span(span.text[: max(left - 1, 0)] + "…"[:left], span.role))
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
