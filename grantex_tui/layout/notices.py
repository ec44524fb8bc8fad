"""Notices on lines, the gravest first. Pure."""

from __future__ import annotations

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, padded, wrap
from grantex_tui.view.notices import Level, Notice


def notices_lines(content: tuple[Notice, ...], cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The gravest notices on at most `rows` lines."""
    inner = cells - 2 * MARGIN - 2
    lines: list[StyledLine] = []
    for notice in content:
        role = level_role(notice.level, info=Role.MUTED)
        mark = "· " if notice.level is Level.INFO else "! "
        wrapped = wrap(notice.words, inner, role, rows - len(lines))
        lines.extend((Span(mark if index == 0 else "  ", role), *line) for index, line in enumerate(wrapped))
    return tuple(padded(line) for line in lines)


def level_role(level: Level, *, info: Role) -> Role:
    """The role of a notice or message; mere information has the role `info`."""
    match level:
        case Level.INFO:
            return info
        case Level.WARN:
            return Role.WARN
        case Level.BAD:
            return Role.BAD
