"""The current period's figures; in a tiny window all that there is, on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import Line
    from grantex_tui.view import dashboard as view


class Period(Cells["view.Period"]):
    """Shows `view.Period`."""

    def watch_view(self) -> None:
        self.set_class(self.view is not None and bool(self.view.since_mark), "-marked")
        super().watch_view()

    def lay_out(self, view: view.Period, cells: int, rows: int) -> tuple[Line, ...]:
        from grantex_tui.layout import header as layout

        return layout.one_line(view, cells) if rows == 1 else layout.period(view, cells, rows)
