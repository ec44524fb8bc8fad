"""What is done for speed alone: when plotext is loaded, charts drawn before they are asked for, and garbage collected.

Without it every figure and chart would be the same, and later.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from grantex_tui.layout import plot

if TYPE_CHECKING:  # garbage is held before Textual is imported
    from textual.screen import Screen
    from textual.timer import Timer

    from grantex_tui.tui.widgets.chart import Chart
    from grantex_tui.view.range import RangeContent

MOMENT: Final = 0.1
"""Seconds in which something else may come that should be painted first."""

FIGURES_PATIENCE: Final = 1.0
"""Seconds that plotext waits for the first figures to be shown: its import would hold them up."""

ATTENDED: Final = dt.timedelta(minutes=5)
"""How long after the last choice charts are drawn ahead again at every reading: they cost more than the reading."""


def hold_garbage() -> None:
    """Collect none until the start is over: nearly all that is made now stays. `Preload` ends it."""
    gc.disable()


def release_garbage() -> None:
    """Collect all once, and never look again at what stays: a full collection is what makes a key press late."""
    gc.collect()
    gc.freeze()
    gc.enable()


async def load_plotext_for(chart: Chart) -> None:
    """Behind the event loop; then `chart` has bars."""
    await asyncio.to_thread(plot.load)
    chart.loaded = True


class Preload:
    """Loads and draws for `chart` while nothing else is to be done on `screen`.

    `ranges` gives the ranges that may be asked for next. `now`: the poller's clock, UTC.
    `after` is called when the start is over.
    """

    def __init__(
        self,
        screen: Screen[None],
        chart: Chart,
        ranges: Callable[[], list[Callable[[], RangeContent]]],
        now: Callable[[], dt.datetime],
        after: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._chart = chart
        self._ranges = ranges
        self._now = now
        self._after = after
        self._chosen_at = now()
        self.started = False
        self._is_settled = False
        self._ahead: list[Callable[[], RangeContent]] = []
        self._afterwards: Timer | None = None

    @property
    def done(self) -> bool:
        """Whether plotext is loaded and nothing is left to draw ahead."""
        return self._chart.loaded and self._is_settled and not self._ahead

    @property
    def settled(self) -> bool:
        """Whether the start is over."""
        return self._is_settled

    def load_plotext_later(self) -> None:
        """Also where no figures come."""
        self._screen.set_timer(FIGURES_PATIENCE, self.load_plotext)

    def load_plotext(self) -> None:
        """Once, and after the first figures are shown."""
        if not self.started:
            self.started = True
            self._screen.run_worker(self._load(), group="plotext")

    def after_choice(self) -> None:
        """Somebody is choosing what to look at."""
        self._chosen_at = self._now()
        self.draw_ahead()

    def after_reading(self) -> None:
        """What was drawn ahead is old."""
        if self._now() - self._chosen_at < ATTENDED:
            self.draw_ahead()

    def draw_ahead(self) -> None:
        """Draw what may be asked for next, so that switching only paints."""
        if not self._chart.loaded:
            return
        ranges = self._ranges()
        if not ranges:
            return
        self._ahead = ranges
        if self._afterwards is not None:
            self._afterwards.stop()
        self._afterwards = self._screen.set_timer(MOMENT, self._draw_one)

    async def _load(self) -> None:
        await load_plotext_for(self._chart)
        self._screen.set_timer(MOMENT, self._settle)

    def _settle(self) -> None:
        """The chart stands, and with it all that the start makes."""
        release_garbage()
        self._is_settled = True
        self.draw_ahead()
        self._after()

    def _draw_one(self) -> None:
        """One at a time, so that keys come between."""
        if self._ahead:
            self._chart.draw_ahead(self._ahead.pop(0)())
            self._screen.call_later(self._draw_one)
