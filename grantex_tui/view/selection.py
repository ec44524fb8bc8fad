"""What the user chose to look at: range, metric, day, view. Frozen; moving gives the next one. No figures."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric

RANGES: Final = (7, 30, 90)
WEEK: Final = 7


class Display(enum.Enum):
    """How the range is shown."""

    CHART = "chart"
    TABLE = "table"
    CALENDAR = "calendar"
    HOURS = "hours"


class Column(enum.Enum):
    """The table's columns, by which its rows are sorted."""

    DATE = enum.auto()
    TOKEN_EXCHANGES = enum.auto()
    AUTHORIZATIONS = enum.auto()
    VERIFICATIONS = enum.auto()
    TOTAL = enum.auto()
    USUAL = enum.auto()
    STATE = enum.auto()


class Selection(Struct, frozen=True):
    """The choices. `cursor`: the chosen day, None while none is; `hour`: the chosen UTC hour of a day, likewise.

    `stacked`: the three metrics on top of each other instead of `metric`. `comparing`: the range before this one is
    drawn too. `descending`: the order in which `column` sorts the table.
    """

    days: int = 30
    metric: Metric = Metric.TOTAL
    stacked: bool = False
    comparing: bool = False
    display: Display = Display.CHART
    cursor: dt.date | None = None
    column: Column = Column.DATE
    descending: bool = True
    hour: int | None = None

    def over(self, days: int) -> Selection:
        """With another range."""
        return replace(self, days=days)

    def neighbour(self, step: int) -> Selection:
        """With the next longer (1) or shorter (-1) range, if there is one."""
        index = min(max(RANGES.index(self.days) + step, 0), len(RANGES) - 1)
        return replace(self, days=RANGES[index])

    def measuring(self, metric: Metric) -> Selection:
        """With another metric, no longer stacked."""
        return replace(self, metric=metric, stacked=False)

    def next_metric(self, step: int) -> Selection:
        """With the next (1) or previous (-1) metric; the first follows the last."""
        metrics = list(Metric)
        return self.measuring(metrics[(metrics.index(self.metric) + step) % len(metrics)])

    def stacked_or_sorted(self) -> Selection:
        """With the three operations stacked, or no longer; in the table sorted by the next column."""
        if self.display is Display.TABLE:
            return self.next_column()
        return replace(self, stacked=not self.stacked, metric=Metric.TOTAL)

    def compared(self) -> Selection:
        """With the range before drawn too, or no longer."""
        return replace(self, comparing=not self.comparing)

    def next_display(self, step: int = 1) -> Selection:
        """With the display `step` places after this one: chart, table, calendar, hours, and round again."""
        displays = list(Display)
        return replace(self, display=displays[(displays.index(self.display) + step) % len(displays)])

    def sorted_by(self, column: Column) -> Selection:
        """With the table sorted by `column`; by the same one again, the other way round."""
        return replace(self, column=column, descending=not self.descending if column is self.column else True)

    def next_column(self) -> Selection:
        """With the table sorted by the column after this one."""
        columns = list(Column)
        return self.sorted_by(columns[(columns.index(self.column) + 1) % len(columns)])

    def on(self, day: dt.date | None) -> Selection:
        """With another chosen day; without one there is no chosen hour either."""
        return replace(self, cursor=day, hour=None if day is None else self.hour)

    def at_hour(self, hour: int | None) -> Selection:
        """With another chosen hour."""
        return replace(self, hour=hour)

    def moved(self, window: Sequence[Day], days: int) -> Selection:
        """With the day `days` later, kept inside the `window`; the first move counts from today.

        The hours are always those of a day: without a choice today's, so that the first move leaves it.
        """
        if not window:
            return self
        first, last = window[0].date, window[-1].date
        cursor = self.inside(window).cursor
        if cursor is None and self.display is Display.HOURS:
            cursor = last
        if cursor is None:
            return replace(self, cursor=last if days > 0 or days == -1 else max(first, last + dt.timedelta(days=days)))
        return replace(self, cursor=min(max(cursor + dt.timedelta(days=days), first), last))

    def inside(self, window: Sequence[Day]) -> Selection:
        """With a chosen day that is in the `window`; a day that left it gives way to the nearest."""
        if self.cursor is None or not window:
            return self
        return replace(self, cursor=min(max(self.cursor, window[0].date), window[-1].date))
