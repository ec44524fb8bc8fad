"""Below the range: the chosen day in words, then total, average and peak."""

from __future__ import annotations

from grantex_tui.range_layout import below
from grantex_tui.spans import Line
from grantex_tui.view import Words
from grantex_tui.widgets.cells import Cells


class Summary(Cells[Words]):
    """Shows `Words`."""

    def lay_out(self, view: Words, cells: int, rows: int) -> tuple[Line, ...]:
        return below(view.range, view.day, cells, rows)
