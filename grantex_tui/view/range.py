"""The chosen range: its days, its words, and what stands in the place of a chart that cannot be drawn. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Down, Loading, failure_of
from grantex_tui.polling.state import State, refusal
from grantex_tui.usage import baseline
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day, Ledger
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.notices import KEY_ADVICE, Level
from grantex_tui.view.numbers import full, mean, percent
from grantex_tui.view.selection import Selection
from grantex_tui.view.table import TableContent

SELF_HOSTED_HINT: Final = "A self-hosted server can have metering switched off; it then counts nothing."


class Range(Struct, frozen=True):
    """The chosen range with all its days, oldest first; `message` stands in the chart's place if there is one.

    `before`: the days of the range before, while comparing; `comparison`: the change against it, in words. `outliers`:
    the days of the range that are far from the usual. `cursor`: the chosen day.
    """

    days: int
    title: str
    dates: str
    short_dates: str
    window: tuple[Day, ...]
    metric: Metric
    stacked: bool
    before: tuple[Day, ...]
    outliers: frozenset[dt.date]
    cursor: dt.date | None
    message: tuple[str, ...]
    message_level: Level
    total: str
    average: str
    peak: str
    comparison: str


def range_content(state: State, selection: Selection, service: Service) -> Range:
    """The range's heading, days and words."""
    window = state.ledger.window(selection.days)
    message, level = _message(state, window, service)
    known = [day for day in window if day.counters is not None]
    before = days_before(state.ledger, selection.days) if selection.comparing else ()
    found = outliers_of(state.ledger.window(MAX_DAYS), selection.metric)
    return Range(
        days=selection.days,
        title=f"Last {dates.days(selection.days)}",
        dates=dates.date_range(window[0].date, window[-1].date) if window else "",
        short_dates=f"{dates.day_month(window[0].date)} – {dates.day_month(window[-1].date)}" if window else "",
        window=window,
        metric=selection.metric,
        stacked=selection.stacked,
        before=before,
        outliers=frozenset(outlier.date for outlier in found if window and outlier.date >= window[0].date),
        cursor=selection.inside(window).cursor,
        message=message,
        message_level=level,
        total=_total(known, len(window), selection.metric),
        average=_average(known, selection.metric),
        peak=_peak(known, selection.metric),
        comparison=_comparison(window, before, selection) if selection.comparing else "",
    )


def days_before(ledger: Ledger, days: int) -> tuple[Day, ...]:
    """The `days` days before the range of as many; empty where history does not reach back that far."""
    window = ledger.window(2 * days) if 2 * days <= MAX_DAYS else ()
    return window[:days]


def _message(state: State, window: tuple[Day, ...], service: Service) -> tuple[tuple[str, ...], Level]:
    refused = refusal(state)
    match state.history:
        case Loading() | Down() if refused:
            return ("The service refuses the API key.", KEY_ADVICE), Level.BAD
        case Down(failure=failure):
            return (f"No history yet: {failure.reason}.",), Level.WARN
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


def _total(known: Sequence[Day], days: int, metric: Metric) -> str:
    if not known:
        return ""
    total = sum(metric.of(day.counters) for day in known if day.counters)
    unread = days - len(known)
    missing = f" ({unread} not read)" if unread else ""
    name = "Total" if metric is Metric.TOTAL else metric.label.capitalize()
    return f"{name} {full(total)} in {dates.days(days)}{missing}"


def _complete(known: Sequence[Day], metric: Metric) -> list[tuple[int, dt.date]]:
    return [(metric.of(day.counters), day.date) for day in known if day.complete and day.counters]


def _average(known: Sequence[Day], metric: Metric) -> str:
    """The mean of the complete days; days without use count as 0."""
    complete = _complete(known, metric)
    if not complete:
        return ""
    whole = sum(value for value, _ in complete)
    return f"average {mean(whole, len(complete))} a day over {dates.days(len(complete), 'complete')}"


def _peak(known: Sequence[Day], metric: Metric) -> str:
    """The complete day with the highest figure, the latest of equals."""
    highest, date = max(_complete(known, metric), default=(0, dt.date.min))
    return f"peak {full(highest)} on {dates.day(date)}" if highest else ""


def _comparison(window: Sequence[Day], before: Sequence[Day], selection: Selection) -> str:
    """The change of the complete days against the same days of the range before."""
    if not before:
        return f"the {selection.days} days before are not in the history (90 days); compare 7 or 30"
    pairs = [(now, then) for now, then in zip(window, before, strict=True) if now.complete and then.complete]
    now = sum(selection.metric.of(day.counters) for day, _ in pairs if day.counters)
    then = sum(selection.metric.of(day.counters) for _, day in pairs if day.counters)
    change = baseline.change(now, then)
    if change is None:
        return f"nothing to compare with in the {selection.days} days before"
    return f"─ before: {percent(change)} on those {selection.days} days (complete days, {full(then)} → {full(now)})"


class RangePanelContent(Struct, frozen=True):
    """The range and how it is shown: as a table, as a calendar, or, without content, as bars."""

    range: Range
    content: TableContent | CalendarContent | None = None
