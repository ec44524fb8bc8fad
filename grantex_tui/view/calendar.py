"""The range as a calendar: a column per week, a row per weekday, a shade per figure. Pure.

Shades are classes of equally many days, so that a single outlier does not make all the others look alike.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.day import state_words
from grantex_tui.view.numbers import compact, two_digits
from grantex_tui.view.selection import WEEK, Reach, Selection
from grantex_tui.view.wordings import Wordings, wording

SHADES: Final = 4
"""Classes above no use."""

WEEKDAYS: Final[tuple[Wordings, ...]] = tuple((name, name[:2]) for name in dates.WEEKDAYS)
NO_USE_WORDS: Final = wording(state_words(DayState.NO_ROW), 1)


class Square(Struct, frozen=True):
    """A day. `shade`: from 0 (no use) to `SHADES`, None where it was never read.

    `figure`: empty without a row; `brief`: rounded.
    """

    shade: int | None
    figure: str
    chosen: bool
    today: bool
    outlier: bool = False
    brief: str = ""


class Block(Struct, frozen=True):
    """Weeks that stand side by side: from the one of index `first` on, up to the next block's. `name`: the year's."""

    name: str
    first: int


class CalendarContent(Struct, frozen=True):
    """Weeks from Monday to Sunday, oldest first; None before the range and after it. `months`: a label a week.

    `scale`: the shades above 0 that occur, each with what it reaches up to, in words. `blocks`: how a range of a year
    or more is shared out; its squares have no figures.
    """

    weeks: tuple[tuple[Square | None, ...], ...]
    months: tuple[str, ...]
    scale: tuple[tuple[int, str], ...]
    blocks: tuple[Block, ...] = ()

    def years_left_out(self, shown: int) -> Wordings:
        """How many of the years are `shown`; nothing where all of them are."""
        if shown >= len(self.blocks):
            return ()
        part = f"{shown} of {len(self.blocks)} years"
        return (part, part)

    def left_out(self, shown: int) -> Wordings:
        """How many of the weeks are `shown`; nothing where all of them are."""
        if shown >= len(self.weeks):
            return ()
        part = f"{shown} of {len(self.weeks)} weeks"
        return (f"the latest {part}", part, f"{shown}/{len(self.weeks)}")


def calendar_content(state: State, selection: Selection) -> CalendarContent:
    """The range's days as squares."""
    window = selection.window(state.ledger)
    if not window:
        return CalendarContent((), (), ())
    classes = _classes([selection.metric.of(day.counters) for day in window if day.counters])
    cursor = selection.inside(window).cursor
    outliers = {outlier.date for outlier in outliers_of(state.ledger.window(MAX_DAYS), selection.metric)}
    squares = {day.date: _square(day, selection.metric, classes, cursor, outliers) for day in window}
    first = window[0].date - dt.timedelta(days=window[0].date.weekday())
    mondays = [first + dt.timedelta(days=at) for at in range(0, (window[-1].date - first).days + 1, WEEK)]
    weeks = tuple(tuple(squares.get(monday + dt.timedelta(days=day)) for day in range(WEEK)) for monday in mondays)
    scale = tuple((shade, f"to {compact(top)}") for shade, top in classes)
    blocks = _blocks(mondays, selection) if selection.reaches_back and len(window) > MAX_DAYS else ()
    return CalendarContent(weeks, _months(mondays, window[-1].date), scale, blocks)


def _blocks(mondays: list[dt.date], selection: Selection) -> tuple[Block, ...]:
    """The last 365 days in one; all days in one a year, to which a week belongs with its Thursday."""
    if selection.days is not Reach.ALL:
        return (Block("", 0),)
    years = [(monday + dt.timedelta(days=3)).year for monday in mondays]
    return tuple(Block(str(year), index) for index, year in enumerate(years) if index == 0 or year != years[index - 1])


def _classes(values: list[int]) -> tuple[tuple[int, int], ...]:
    """Shades with the highest figure of each, by quantiles of the figures above 0.

    Where so many days are alike that quantiles coincide, there are fewer classes, spread over the shades.
    """
    used = sorted(value for value in values if value)
    tops = sorted({used[-(-len(used) * quantile // SHADES) - 1] for quantile in range(1, SHADES + 1)} if used else ())
    return tuple((SHADES * index // len(tops), top) for index, top in enumerate(tops, 1))


def _shade(value: int, classes: tuple[tuple[int, int], ...]) -> int:
    return next((shade for shade, top in classes if value <= top), SHADES) if value else 0


def _square(
    day: Day, metric: Metric, classes: tuple[tuple[int, int], ...], cursor: dt.date | None, outliers: set[dt.date]
) -> Square:
    chosen, today = day.date == cursor, day.state is DayState.SO_FAR
    if day.counters is None:
        return Square(None, "", chosen, today, day.date in outliers)
    value = metric.of(day.counters)
    figure, brief = ("", "") if day.state is DayState.NO_ROW else (compact(value), two_digits(value))
    return Square(_shade(value, classes), figure, chosen, today, day.date in outliers, brief)


def _months(mondays: list[dt.date], last: dt.date) -> tuple[str, ...]:
    """The month's name above the first week that begins in it; the last week has that of the `last` day."""
    names = [*(dates.month_name(monday) for monday in mondays[:-1]), dates.month_name(last)]
    return tuple(name if index == 0 or name != names[index - 1] else "" for index, name in enumerate(names))
