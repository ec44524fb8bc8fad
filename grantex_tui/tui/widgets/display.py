"""What chart, table, calendar and hours have in common: they show the range by turns, and the one shown has the focus.

Says nothing of how any of them looks.
"""

from __future__ import annotations

from textual import events

from grantex_tui.layout.borders import Framing, chart_framing
from grantex_tui.layout.lines import StyledLine
from grantex_tui.layout.range import range_lines
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.view.range import RangePanelContent


class RangeDisplay(Cells[RangePanelContent], can_focus=True):
    """Shows the range in one way. Its keys apply while it has the focus."""

    def lay_out(self, view: RangePanelContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return range_lines(view, cells, rows, plotted=True, ink=self.ink, framing=self.framing)

    @property
    def framing(self) -> Framing:
        """The border that the window has room for."""
        return chart_framing(self.step)

    def catch_up(self) -> None:
        if self.display:
            super().catch_up()
        else:
            self._lines = self._wanted  # all of it is written when it is shown

    def take_focus(self) -> None:
        """At once, where there is room for it: the next key may be its own."""
        self.screen.set_focus(self, scroll_visible=False)

    def on_show(self) -> None:
        self.take_focus()  # the window had no room for it until now

    def on_focus(self, event: events.Focus) -> None:
        event.prevent_default()  # Textual would write all of it again: 2 to 18 KB for what looks the same

    def on_blur(self, event: events.Blur) -> None:
        event.prevent_default()
