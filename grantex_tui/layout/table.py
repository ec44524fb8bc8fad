"""The range as a table on lines of a given width, scrolled so that the chosen day is in sight. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded
from grantex_tui.view.selection import Column
from grantex_tui.view.table import Row, TableContent

_LEAVING: Final = (Column.STATE, Column.USUAL, Column.VERIFICATIONS, Column.AUTHORIZATIONS, Column.TOKEN_EXCHANGES)
"""The order in which columns go where they do not all fit."""

_LEFT: Final = (Column.DATE, Column.STATE)
_GAP: Final = 2

_WIDEST_GAP: Final = 6
_GAP_BEFORE_BARS: Final = 3
"""Cells between columns, at most, and where bars of the totals take the rest."""

_LEAST_BARS: Final = 16
"""Cells from which on there are bars."""

_BAR: Final = "━"


def table_lines(content: TableContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A header and as many days as fit."""
    inner = cells - 2 * MARGIN - 2
    titles = _titles(content)
    columns, widths, form = _fitting(content, titles, inner)
    gap, bars = _gap_and_bars(inner - sum(widths[column] for column in columns), len(columns))
    room = max(rows - 1, 0)
    first = min(max(content.chosen - room // 2, 0), max(len(content.rows) - room, 0))
    head = tuple(
        Span(_aligned(titles[column], column, widths, gap), Role.CHOSEN if column is content.column else Role.LABEL)
        for column in columns
    )
    shown = (
        (*_row(row, columns, widths, gap, form), *_bar(row, content.highest, bars))
        for row in content.rows[first : first + room]
    )
    return tuple(padded(cut(line, cells - 2 * MARGIN)) for line in ((Span("  "), *head), *shown))


def _gap_and_bars(spare: int, columns: int) -> tuple[int, int]:
    """Cells after each column, and those that are left for bars."""
    gap = min(max(spare // max(columns, 1), 1), _WIDEST_GAP)
    for narrower in range(gap, _GAP_BEFORE_BARS - 1, -1):
        if (left := spare - narrower * columns) >= _LEAST_BARS:
            return narrower, left
    return gap, 0


def _bar(row: Row, highest: int, cells: int) -> StyledLine:
    """The total as a thin bar; one that is not 0 has at least a cell."""
    if not cells or not row.total:
        return ()
    role = Role.OUTLIER if row.outlier else Role.TODAY if row.today else Role.BAR
    return (Span(_BAR * max(round(cells * row.total / highest), 1), role),)


def _titles(content: TableContent) -> dict[Column, str]:
    """The columns' titles, the sorting one with an arrow."""
    arrow = " ▼" if content.descending else " ▲"
    return {column: title + (arrow if column is content.column else "") for column, title in content.titles.items()}


def _fitting(
    content: TableContent, titles: dict[Column, str], cells: int
) -> tuple[list[Column], dict[Column, int], int]:
    """The columns, how wide each is, and which form the rows have: they get briefer before a column leaves."""
    columns = list(titles)
    forms = range(len(content.rows[0].forms) if content.rows else 1)
    widths = [_widths([row.forms[form] for row in content.rows], titles) for form in forms]
    for leaving in (None, *_LEAVING):
        columns = [column for column in columns if column is not leaving]
        for form in forms:
            if sum(widths[form][column] + _GAP for column in columns) - _GAP <= cells:
                return columns, widths[form], form
    return columns, widths[-1], forms[-1]


def _widths(rows: list[tuple[str, ...]], titles: dict[Column, str]) -> dict[Column, int]:
    """What each column needs."""
    cells = [max(map(len, column)) for column in zip(*rows, strict=True)] or [0] * len(Column)
    widest = dict(zip(Column, cells, strict=True))
    return {column: max(len(title), widest[column]) for column, title in titles.items()}


def _row(row: Row, columns: list[Column], widths: dict[Column, int], gap: int, form: int) -> StyledLine:
    role = Role.CURSOR if row.chosen else Role.TODAY if row.today else Role.TEXT
    mark = Span(("▸" if row.chosen else " ") + ("!" if row.outlier else " "), Role.WARN if row.outlier else role)
    cells = dict(zip(Column, row.forms[form], strict=True))
    return (mark, *(Span(_aligned(cells[column], column, widths, gap), role) for column in columns))


def _aligned(text: str, column: Column, widths: dict[Column, int], gap: int) -> str:
    """Words to the left, numbers to the right."""
    wide = text.ljust(widths[column]) if column in _LEFT else text.rjust(widths[column])
    return wide + " " * gap
