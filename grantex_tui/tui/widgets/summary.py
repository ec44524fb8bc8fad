"""Below the range: the chosen day in words, then total, average and peak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import StyledLine
    from grantex_tui.view.summary import SummaryContent


class Summary(Cells["SummaryContent"]):
    """Shows a `SummaryContent`."""

    def lay_out(self, view: SummaryContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        from grantex_tui.layout.summary import summary_lines

        return summary_lines(view, cells, rows)
