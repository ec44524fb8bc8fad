"""The range as a table on lines of a given width, scrolled so that the chosen day is in sight. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded
from grantex_tui.view.selection import Column
from grantex_tui.view.table import Row, TableContent

TITLES: Final = {
    Column.DATE: "Day (UTC)",
    Column.TOKEN_EXCHANGES: "Exchanges",
    Column.AUTHORIZATIONS: "Authoriz.",
    Column.VERIFICATIONS: "Verific.",
    Column.TOTAL: "Total",
    Column.USUAL: "vs usual",
    Column.STATE: "State",
}
_LEAVING: Final = (Column.STATE, Column.USUAL, Column.VERIFICATIONS, Column.AUTHORIZATIONS, Column.TOKEN_EXCHANGES)
"""The order in which columns go where they do not all fit."""

_LEFT: Final = (Column.DATE, Column.STATE)
_GAP: Final = 2


def table_lines(view: TableContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """A header and as many days as fit."""
    inner = cells - 2 * MARGIN - 2
    columns = list(Column)
    widths = {
        column: max(
            len(TITLES[column]) + (2 if column is view.column else 0), *(len(row.cells[index]) for row in view.rows), 0
        )
        for index, column in enumerate(Column)
    }
    for leaving in _LEAVING:
        if sum(widths[column] + _GAP for column in columns) - _GAP <= inner:
            break
        columns.remove(leaving)
    spare = max(inner - sum(widths[column] for column in columns), 0) // max(len(columns), 1)
    gap = min(max(spare, 1), 6)
    room = max(rows - 1, 0)
    first = min(max(view.chosen - room // 2, 0), max(len(view.rows) - room, 0))
    head = _head(view, columns, widths, gap)
    shown = view.rows[first : first + room]
    return tuple(
        padded(cut(line, cells - 2 * MARGIN)) for line in (head, *(_row(row, columns, widths, gap) for row in shown))
    )


def _title_width(column: Column, view: TableContent) -> int:
    return len(TITLES[column]) + (2 if column is view.column else 0)


def _head(view: TableContent, columns: list[Column], widths: dict[Column, int], gap: int) -> StyledLine:
    """Titles over their columns, the sorting one with an arrow."""
    spans = [Span("  ")]
    for column in columns:
        sorting = column is view.column
        arrow = (" ▼" if view.descending else " ▲") if sorting else ""
        spans.append(
            Span(_aligned(TITLES[column] + arrow, column, widths, gap), Role.CHOSEN if sorting else Role.LABEL)
        )
    return tuple(spans)


def _row(row: Row, columns: list[Column], widths: dict[Column, int], gap: int) -> StyledLine:
    role = Role.CURSOR if row.chosen else Role.TODAY if row.today else Role.TEXT
    mark = Span(("▸" if row.chosen else " ") + ("!" if row.outlier else " "), Role.WARN if row.outlier else role)
    cells = dict(zip(Column, row.cells, strict=True))
    return (mark, *(Span(_aligned(cells[column], column, widths, gap), role) for column in columns))


def _aligned(text: str, column: Column, widths: dict[Column, int], gap: int) -> str:
    """Words to the left, numbers to the right."""
    wide = text.ljust(widths[column]) if column in _LEFT else text.rjust(widths[column])
    return wide + " " * gap
