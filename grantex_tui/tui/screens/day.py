"""The chosen day in detail, as the figures go on: its operations against their usual, its hours, one plain sentence."""

from __future__ import annotations

from typing import Protocol

from textual.widget import Widget

from grantex_tui.tui.bindings import bindings, rebound
from grantex_tui.tui.key_hints import SheetHints
from grantex_tui.tui.keys import Keys, Place
from grantex_tui.tui.screens.sheet import Sheet
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.tui.widgets.day import Detail
from grantex_tui.view.day import DayDetail
from grantex_tui.view.wordings import Wordings


class Chooser(Protocol):
    """Where the day is chosen: the dashboard, which gives the sheet the day that comes of it."""

    def action_move(self, days: int) -> None: ...
    def action_outlier(self, direction: int) -> None: ...
    def action_copy(self) -> None: ...


class DayScreen(Sheet):
    """Shows a `DayDetail`, and the next one that `chooser` chooses."""

    BINDINGS = [*bindings(Place.DAY), rebound("day-detail", "dismiss")]  # noqa: RUF012 (Textual's own declaration)
    said = SheetHints.DAY

    def __init__(self, detail: DayDetail, chooser: Chooser, chart: Chart, bound: Keys) -> None:
        super().__init__(bound)
        self._detail = detail
        self._chooser = chooser
        self._chart = chart

    @property
    def title_words(self) -> Wordings:
        return self._detail.titles

    def body(self) -> Widget:
        return Detail(self._detail, self._chart)

    def show(self, detail: DayDetail) -> None:
        """Show a newer one, or another day's."""
        if detail != self._detail:
            self._detail = detail
            self.renew()

    def renew(self) -> None:
        super().renew()
        for shown in self.query(Detail):
            shown.view = self._detail

    def action_move(self, days: int) -> None:
        self._chooser.action_move(days)

    def action_outlier(self, direction: int) -> None:
        self._chooser.action_outlier(direction)

    def action_copy(self) -> None:
        self._chooser.action_copy()
