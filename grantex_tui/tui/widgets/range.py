"""The chosen range under its heading: bars, table or calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.reactive import var

from grantex_tui.tui.widgets.cells import Cells

if TYPE_CHECKING:
    from grantex_tui.layout.lines import Line
    from grantex_tui.view.dashboard import RangePanel
    from grantex_tui.view.range import Range


class RangeView(Cells["RangePanel"]):
    """Shows a `RangePanel`. Until `ready` (plotext is loaded) no bars."""

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

    def lay_out(self, view: RangePanel, cells: int, rows: int) -> tuple[Line, ...]:
        from grantex_tui.layout import range_panel as panel_layout

        return panel_layout.panel(view, cells, rows, plotted=self.ready)

    def draw_ahead(self, view: Range) -> None:
        """Draw a range that is not shown yet, so that switching to it only paints."""
        from grantex_tui.layout import range_panel as panel_layout

        if self.ready:
            panel_layout.draw_ahead(view, *self.size)

    def on_click(self, event: events.Click) -> None:
        from grantex_tui.layout import range_panel as panel_layout

        index = None if self.view is None else panel_layout.day_at(self.view, *self.size, event.x, event.y)
        if index is not None:
            self.post_message(self.Chosen(index))
