"""Below the range: the chosen day in words, then total, average and peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import Line
    from grantex_tui.view.dashboard import SummaryPanel


class Summary(Cells["SummaryPanel"]):
    """Shows a `SummaryPanel`."""

    def lay_out(self, view: SummaryPanel, cells: int, rows: int) -> tuple[Line, ...]:
        from grantex_tui.layout import summary as range_layout

        return range_layout.below(view.range, view.day, cells, rows)
