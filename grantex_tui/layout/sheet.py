"""Sections of labels and words as lines: what does not fit goes on below its own beginning. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from grantex_tui.layout.lines import Role, Span, StyledLine, wrapped
from grantex_tui.view.sheet import Section, SheetContent

GAP: Final = 2
"""Between the longest label and the words; and what hangs under a label that has a line of its own."""

NO_OTHERS: Final[Mapping[str, Role]] = {}

LEAST_BESIDE: Final = 20
"""Cells beside the labels below which the words go under them."""


def sheet_lines(
    content: SheetContent, cells: int, label: Role, others: Mapping[str, Role] = NO_OTHERS
) -> tuple[StyledLine, ...]:
    """All lines on `cells` cells, with a blank one between sections. `label`: the labels' role, but for `others`."""
    column = max((len(name) for section in content.sections for name, _ in section.rows), default=0) + GAP
    lines: list[StyledLine] = []
    for section in content.sections:
        lines += [()] if lines else []
        lines += [(Span(part, Role.TITLE),) for part in wrapped(section.title, cells)] if section.title else []
        lines += _rows(section, column, cells, label, others)
    return tuple(lines)


def _rows(section: Section, column: int, cells: int, usually: Role, others: Mapping[str, Role]) -> Iterator[StyledLine]:
    beside = cells - column >= LEAST_BESIDE
    indent = Span(" " * (column if beside else GAP), usually)
    for label, words in section.rows:
        role = others.get(label, usually)
        if beside:
            first, *further = wrapped(words, cells - column)
            yield (Span(label + " " * (column - len(label)), role), Span(first))
        else:
            yield from ((Span(part, role),) for part in wrapped(label, cells))
            further = wrapped(words, cells - GAP)
        yield from ((indent, Span(part)) for part in further)
