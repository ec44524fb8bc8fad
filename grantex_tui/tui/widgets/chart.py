"""The range as bars, one a day."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.reactive import var

from grantex_tui.layout import range as range_layout
from grantex_tui.layout.lines import StyledLine
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.display import RangeDisplay
from grantex_tui.view.range import RangeContent, RangePanelContent


class Chart(RangeDisplay):
    """Bars, and none until plotext is `loaded`."""

    BINDINGS = bindings(Place.CHART, namespace="screen.")

    loaded: var[bool] = var(False)

    class Chosen(Message):
        """A click chose the day of this index among the range's days."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Resized(Message):
        """Charts drawn ahead no longer fit."""

    def on_resize(self) -> None:  # Textual calls that of `Cells` too
        self.post_message(self.Resized())

    def watch_loaded(self) -> None:
        self.lay_out_again()

    def lay_out(self, view: RangePanelContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
        return range_layout.range_lines(view, cells, rows, plotted=self.loaded, ink=self.ink, framing=self.framing)

    def draw_ahead(self, view: RangeContent) -> None:
        """Draw a range that is not shown yet, so that switching to it only paints."""
        range_layout.draw_ahead(view, *self.size, self.ink, self.framing)

    def on_click(self, event: events.Click) -> None:
        if self.view is None:
            return
        index = range_layout.day_at(self.view, *self.size, event.x, event.y, self.framing)
        if index is not None:
            self.post_message(self.Chosen(index))
