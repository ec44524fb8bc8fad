"""The range's lower border: the chosen day in words, else total, average and peak."""

from __future__ import annotations

from grantex_tui.layout.borders import chart_framing
from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.summary import summary_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.summary import SummaryContent


class Summary(Cells[SummaryContent]):
    """Shows a `SummaryContent`."""

    def lay_out(self, view: SummaryContent, cells: int, rows: int) -> tuple[StyledLine, ...]:  # noqa: ARG002
        return summary_lines(view, cells, chart_framing(self.step))
