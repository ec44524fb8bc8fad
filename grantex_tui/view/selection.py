"""What the user chose to look at: range, metric, day, view. Frozen; moving gives the next one. No figures."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.usage.ledger import Day, Ledger
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Bucket, Step, roll_up

WEEK: Final = 7


class Reach(enum.Enum):
    """A range without a length of its own."""

    ALL = "all"  # every day of which anything is known


Range = int | Reach
"""So many of the latest days, or all that are known."""

RANGES: Final = (7, 30, 90)
"""The service has these."""

YEAR: Final = 365
CHOICES: Final[tuple[Range, ...]] = (*RANGES, YEAR, Reach.ALL)
"""The last two are the archive's."""

YEARS_WEEKS: Final = 53
"""Weeks that may stand side by side without a gap."""

MOST_WEEKS: Final = 2 * YEARS_WEEKS
"""Weeks beyond which months say more."""


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
    drawn too. `descending`: the order in which `column` sorts the table. `step`: what a row of the table is.
    `most_bars`: how many bars stand side by side in the chart at most.
    """

    days: Range = 30
    metric: Metric = Metric.TOTAL
    stacked: bool = False
    comparing: bool = False
    display: Display = Display.CHART
    cursor: dt.date | None = None
    column: Column = Column.DATE
    descending: bool = True
    step: Step = Step.DAY
    most_bars: int = 60
    hour: int | None = None

    def over(self, days: Range) -> Selection:
        """With another range."""
        return replace(self, days=days)

    def neighbour(self, step: int) -> Selection:
        """With the next longer (1) or shorter (-1) range, if there is one."""
        index = min(max(CHOICES.index(self.days) + step, 0), len(CHOICES) - 1)
        return replace(self, days=CHOICES[index])

    @property
    def reaches_back(self) -> bool:
        """Whether the range has days that the service no longer has."""
        return not isinstance(self.days, int) or self.days > MAX_DAYS

    def window(self, ledger: Ledger) -> tuple[Day, ...]:
        """The range's days, oldest first; empty before today is known."""
        return ledger.window(self.days) if isinstance(self.days, int) else ledger.known

    def unit(self, window: Sequence[Day]) -> Step:
        """What a bar, a row or a square of the `window` is; bars are the shortest that there is room for."""
        match self.display:
            case Display.TABLE:
                return self.step
            case Display.CHART if len(window) > max(MAX_DAYS, self.most_bars):
                weeks = (window[-1].date - _monday(window[0].date)).days // WEEK + 1
                apart = min(-(-self.most_bars // 2), MOST_WEEKS)
                return Step.WEEK if weeks <= max(apart, min(self.most_bars, YEARS_WEEKS)) else Step.MONTH
            case _:
                return Step.DAY

    def with_most_bars(self, bars: int) -> Selection:
        """With room for so many bars."""
        return self if bars == self.most_bars else replace(self, most_bars=bars)

    def next_step(self) -> Selection:
        """With the table by week instead of by day, by month instead of by week, and round again."""
        steps = list(Step)
        return replace(self, step=steps[(steps.index(self.step) + 1) % len(steps)])

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
        columns = columns_by(self.step)
        if self.column not in columns:
            return self.sorted_by(Column.STATE)
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

    def moved_by(self, window: Sequence[Day], bars: int) -> Selection:
        """As `moved`, by bars, each the range's weeks or months."""
        step = self.unit(window)
        if step is Step.DAY or not window:
            return self.moved(window, bars)
        starts = [bucket.first for bucket in roll_up(window, step)]
        last = len(starts) - 1
        if self.cursor is None:
            return replace(self, cursor=starts[last if bars > 0 or bars == -1 else max(last + bars, 0)])
        cursor = self.inside(window).cursor
        at = max(index for index, start in enumerate(starts) if cursor is not None and start <= cursor)
        return replace(self, cursor=starts[min(max(at + bars, 0), last)])

    def bucket(self, window: Sequence[Day]) -> Bucket | None:
        """The chosen week or month; None while none is chosen, and where bars, rows or squares are days."""
        step, cursor = self.unit(window), self.inside(window).cursor
        if step is Step.DAY or cursor is None:
            return None
        return next((bucket for bucket in roll_up(window, step) if bucket.first <= cursor <= bucket.last), None)

    def inside(self, window: Sequence[Day]) -> Selection:
        """With a chosen day that is in the `window`; a day that left it gives way to the nearest."""
        if self.cursor is None or not window:
            return self
        return replace(self, cursor=min(max(self.cursor, window[0].date), window[-1].date))


def columns_by(step: Step) -> list[Column]:
    """The table's columns: what is usual is said of days alone."""
    return [column for column in Column if column is not Column.USUAL or step is Step.DAY]


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())
