"""Notices on lines, the gravest first. Pure."""

from __future__ import annotations

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, padded, wrap
from grantex_tui.view.notices import Level, Notice


def notice_lines(view: tuple[Notice, ...], cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The gravest notices on at most `rows` lines."""
    inner = cells - 2 * MARGIN - 2
    roles = {Level.INFO: Role.MUTED, Level.WARN: Role.WARN, Level.BAD: Role.BAD}
    lines: list[StyledLine] = []
    for notice in view:
        role = roles[notice.level]
        mark = {Level.INFO: "· ", Level.WARN: "! ", Level.BAD: "! "}[notice.level]
        wrapped = wrap(notice.words, inner, role, rows - len(lines))
        lines.extend((Span(mark if index == 0 else "  ", role), *line) for index, line in enumerate(wrapped))
    return tuple(padded(line) for line in lines)
