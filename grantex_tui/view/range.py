"""The chosen range: its heading, its days, and the message where there is nothing to draw. Pure; sums: `summary`."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Down, Loading, failure_of, reading_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Bucket, Step, roll_up
from grantex_tui.view import dates
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.notices import KEY_ADVICE, Level
from grantex_tui.view.pace import Pace, pace_of
from grantex_tui.view.rollups import counted, mean_of
from grantex_tui.view.selection import CHOICES, YEAR, Display, Range, Reach, Selection
from grantex_tui.view.table import TableContent
from grantex_tui.view.wordings import Wordings

SELF_HOSTED_HINT: Final = "A self-hosted server can have metering switched off; it then counts nothing."

ARCHIVE_AWAITED: Final = "Reading the archive…"
_CHOICES: Final = {YEAR: "1y", Reach.ALL: "all"}

MEAN_LABEL: Final = "avg"
"""At the chart's line; its figure is said below."""

TRIED_AGAIN: Final = "It is tried again by itself; r tries at once."


class RangeContent(Struct, frozen=True):
    """The chosen range with all its days, oldest first; `message` stands in the chart's place if there is one.

    `title`: its length; `dates`: its first and last day. `before`: the same weekdays of the range before, while
    comparing. `outliers`: the days far from their baseline. `cursor`: the chosen day. In requests a day of the metric:
    `mean` of the complete days, `usual` on today's weekday, `on_course`: today if it goes on as so far. `step`: what a
    bar or row is; `buckets`: the weeks or months, and `mean` is then theirs. `choices`: the ranges there are to choose
    from, and which one is chosen.
    """

    days: int
    title: str
    dates: Wordings
    window: tuple[Day, ...]
    metric: Metric
    stacked: bool
    before: tuple[Day, ...]
    outliers: frozenset[dt.date]
    cursor: dt.date | None
    message: tuple[str, ...]
    message_level: Level
    mean: float | None = None
    usual: int | None = None
    on_course: int | None = None
    step: Step = Step.DAY
    buckets: tuple[Bucket, ...] = ()
    choices: tuple[tuple[str, bool], ...] = ()

    @property
    def bars(self) -> int:
        """How many bars or rows there are."""
        return len(self.buckets) or self.days

    @property
    def metric_name(self) -> Wordings:
        """The metric that is shown; empty for the three operations stacked."""
        return () if self.stacked else (self.metric.label, self.metric.short)

    def left_out(self, shown: int) -> Wordings:
        """How many of the days are `shown`; nothing where all of them are. Weeks and months are always counted."""
        if self.buckets:
            every = counted(len(self.buckets), self.step)
            part = every if shown >= len(self.buckets) else f"{shown} of {every}"
            return (part, part)
        if shown >= self.days or not self.window:
            return ()
        part = f"{shown} of {self.days}"
        return (f"{part} days", part)


class RangePanelContent(Struct, frozen=True):
    """The range and how it is shown: as a table, a calendar, a day's hours, or, without `content`, as bars.

    `display`: what was chosen, also where a message stands in its place.
    """

    range: RangeContent
    content: TableContent | CalendarContent | HoursContent | None = None
    display: Display = Display.CHART


def range_content(state: State, selection: Selection, service: Service) -> RangeContent:
    """The range's heading and days, and what stands in their place."""
    window = selection.window(state.ledger)
    message, level = _message(state, window, service)
    by_day = (step := selection.unit(window)) is Step.DAY
    buckets = () if by_day else roll_up(window, step)
    found = outliers_of(state.ledger.window(MAX_DAYS), selection.metric) if by_day else ()
    pace = _pace(state, selection.metric) if by_day else Pace()
    days = selection.days if isinstance(selection.days, int) else len(window)
    return RangeContent(
        days=days,
        title=f"{'All' if selection.days is Reach.ALL else 'Last'} {dates.days(days)}",
        dates=_dates(window, selection.days),
        window=window,
        metric=selection.metric,
        stacked=selection.stacked,
        before=_before(state, selection) if by_day and selection.comparing else (),
        outliers=frozenset(outlier.date for outlier in found if window and outlier.date >= window[0].date),
        cursor=selection.inside(window).cursor,
        message=message,
        message_level=level,
        mean=_mean(window, selection.metric) if by_day else mean_of(buckets, step, selection.metric),
        usual=pace.usual,
        on_course=pace.on_course,
        step=step,
        buckets=buckets,
        choices=tuple((_CHOICES.get(choice, str(choice)), choice == selection.days) for choice in CHOICES),
    )


def _before(state: State, selection: Selection) -> tuple[Day, ...]:
    return state.ledger.window_before(selection.days) if isinstance(selection.days, int) else ()


def _mean(window: tuple[Day, ...], metric: Metric) -> float | None:
    """Of the complete days, as the average that is said: days without use count as 0."""
    values = [metric.of(day.counters) for day in window if day.complete and day.counters]
    return sum(values) / len(values) if values else None


def _pace(state: State, metric: Metric) -> Pace:
    """Today's; nothing without a live reading."""
    reading = reading_of(state.usage)
    return Pace() if reading is None else pace_of(state, reading, metric)


def _dates(window: tuple[Day, ...], chosen: Range) -> Wordings:
    if not window:
        return ()
    first, last = window[0].date, window[-1].date
    if chosen is Reach.ALL:
        return (f"since {dates.day_month(first)} {first.year}",) * 2
    if len(window) > MAX_DAYS:  # a day and a month alone would be the same at both ends
        return (dates.date_range(first, last), f"{dates.month_year(first)} – {dates.month_year(last)}")
    return (dates.date_range(first, last), f"{dates.day_month(first)} – {dates.day_month(last)}")


def _message(state: State, window: tuple[Day, ...], service: Service) -> tuple[tuple[str, ...], Level]:
    refused = refusal(state)
    match state.history:
        case Loading() | Down() if state.ledger.kept:
            pass  # an earlier run's days stand there meanwhile
        case Loading() | Down() if refused:
            return ("The service refuses the API key.", KEY_ADVICE), Level.BAD
        case Down(failure=failure):
            return (f"No history yet: {failure.reason}.", TRIED_AGAIN), Level.BAD
        case Loading() if state.budget_low:
            return ("History waits: little of this minute's request budget is left.",), Level.INFO
        case Loading() if failure_of(state.usage):
            return (f"No answer yet from {service.host}.",), Level.WARN
        case Loading():
            where = "the sample service" if service.demo else service.host
            return (f"Connecting to {where}…" if not window else "Reading the history…",), Level.INFO
    if all(day.counters in (None, NO_USE) for day in window):
        never = all(day.counters in (None, NO_USE) for day in state.ledger.window(MAX_DAYS))
        words = f"No use recorded in the last {dates.days(len(window))}."
        return (words, SELF_HOSTED_HINT) if never else (words,), Level.INFO
    return (), Level.INFO
