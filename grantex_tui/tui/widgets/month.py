"""The month against the plan's allowance; its row is kept until it is known that there is nothing to show."""

from __future__ import annotations

from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.month import month_lines, month_rows
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.month import MonthContent


class Month(Cells[MonthContent]):
    """Shows a `MonthContent`. Calm, a small window spares it no row."""

    def lay_out(self, view: MonthContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return month_lines(view, cells, rows)

    def lay_out_again(self) -> None:
        self._take_room()
        super().lay_out_again()

    def _take_room(self) -> None:
        rows = month_rows(self.view, self.step) if self.view is not None else 1
        self.set_class(rows == 0, "-empty")
        self.set_class(self.view is None or not self.view.urgent, "-calm")
        if rows and self.styles.height is not None and self.styles.height.value != rows:
            self.styles.height = rows
