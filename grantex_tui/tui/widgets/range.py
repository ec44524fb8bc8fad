"""The chosen range under its heading: bars, table or calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.reactive import var

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import StyledLine
    from grantex_tui.view.range import RangeContent, RangePanelContent


class RangePanel(Cells["RangePanelContent"]):
    """Shows a `RangePanelContent`. Until `ready` (plotext is loaded) no bars."""

    ready: var[bool] = var(False)

    class Chosen(Message):
        """A click chose the day of this index among the range's days."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """Charts drawn ahead no longer fit."""

    def on_resize(self) -> None:
        super().on_resize()
        self.post_message(self.Resized())

    def watch_ready(self) -> None:
        self.lay_out_again()

    def lay_out(self, view: RangePanelContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        from grantex_tui.layout.range import range_lines

        return range_lines(view, cells, rows, plotted=self.ready)

    def draw_ahead(self, view: RangeContent) -> None:
        """Draw a range that is not shown yet, so that switching to it only paints."""
        from grantex_tui.layout.range import draw_ahead

        if self.ready:
            draw_ahead(view, *self.size)

    def on_click(self, event: events.Click) -> None:
        from grantex_tui.layout.range import day_at

        index = None if self.view is None else day_at(self.view, *self.size, event.x, event.y)
        if index is not None:
            self.post_message(self.Chosen(index))
