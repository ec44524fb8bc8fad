"""What stands below the range: the chosen day, and the range's total, average, peak and comparison in words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.polling.state import State
from grantex_tui.usage import baseline
from grantex_tui.usage.hours import Hourly
from grantex_tui.usage.ledger import Day, weeks_before
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import total
from grantex_tui.view import dates
from grantex_tui.view.day import DayContent, day_content, outlier_words, settling_mark
from grantex_tui.view.numbers import full, mean, percent
from grantex_tui.view.selection import Selection
from grantex_tui.view.wordings import Wordings, capitalized, wording


class Fact(Struct, frozen=True):
    """A figure, and from long to short what it is of: `38,805`, `a day`."""

    figure: str
    words: Wordings


class SummaryContent(Struct, frozen=True):
    """The chosen day, None while none is chosen, and the range's figures in words, empty where nothing is known.

    `total` and `average` have three wordings each, `peak` two; `comparison` has three, while comparing. `facts`: total,
    average and peak once more, as figures with few words. `unusual`: why the peak is an outlier, if it is one.
    """

    day: DayContent | None
    total: Wordings = ()
    average: Wordings = ()
    peak: Wordings = ()
    comparison: Wordings = ()
    facts: tuple[Fact, ...] = ()
    unusual: str = ""

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """The key that tells more of the chosen day, and what it does."""
        return (("Enter", "detail"),) if self.day else ()


def summary_content(state: State, selection: Selection, hourly: Hourly | None = None) -> SummaryContent:
    """The words for the chosen day and range. `hourly`: as for `day_content`."""
    window = state.ledger.window(selection.days)
    complete = _complete(window, selection.metric)
    return SummaryContent(
        day=day_content(state, selection, hourly),
        total=_total(window, selection.metric),
        average=_average([value for value, _ in complete]),
        peak=_peak(complete),
        comparison=_comparison(state, window, selection) if selection.comparing else (),
        facts=_facts(window, complete, selection.metric),
        unusual=_unusual(state, complete, selection.metric),
    )


def _facts(window: Sequence[Day], complete: Sequence[tuple[int, dt.date]], metric: Metric) -> tuple[Fact, ...]:
    unread = sum(day.counters is None for day in window)
    if unread == len(window):
        return ()
    count = metric.of(total(window))
    names = (metric.short,) if metric is Metric.TOTAL else (metric.noun(count), metric.short, metric.stub)
    said = (f"{names[0]}, {dates.days(unread)} not read", f"{names[-1]}, {unread} not read") if unread else names
    found = [Fact(f"{settling_mark(window)}{full(count)}", said)]
    if complete:
        values = [value for value, _ in complete]
        a_day = f"a day over {dates.days(len(values), 'complete')}"
        found.append(Fact(mean(sum(values), len(values)), (a_day, "a day")))
    highest, date = max(complete, default=(0, dt.date.min))
    if highest:
        found.append(Fact(full(highest), (f"peak, {dates.weekday_day_month(date)}", "peak")))
    return tuple(found)


def _unusual(state: State, complete: Sequence[tuple[int, dt.date]], metric: Metric) -> str:
    highest, date = max(complete, default=(0, dt.date.min))
    known = baseline.since_first_use(state.ledger.window(MAX_DAYS))
    return wording(outlier_words(known, date, metric), 1) if highest else ""


def _total(window: Sequence[Day], metric: Metric) -> Wordings:
    unread = sum(day.counters is None for day in window)
    if unread == len(window):
        return ()
    figure = f"{settling_mark(window)}{full(metric.of(total(window)))}"
    named = f"{'Total' if metric is Metric.TOTAL else capitalized(metric.label)} {figure}"
    missing = f" ({unread} not read)" if unread else ""
    # The total is known by its place; another metric is named at any length.
    return (f"{named} in {dates.days(len(window))}{missing}", named, figure if metric is Metric.TOTAL else named)


def _complete(window: Sequence[Day], metric: Metric) -> list[tuple[int, dt.date]]:
    return [(metric.of(day.counters), day.date) for day in window if day.complete and day.counters]


def _average(values: Sequence[int]) -> Wordings:
    """The mean of the complete days; days without use count as 0."""
    if not values:
        return ()
    figure = mean(sum(values), len(values))
    a_day = f"average {figure} a day"
    return (f"{a_day} over {dates.days(len(values), 'complete')}", a_day, f"avg {figure}")


def _peak(complete: Sequence[tuple[int, dt.date]]) -> Wordings:
    """The complete day with the highest figure, the latest of equals."""
    highest, date = max(complete, default=(0, dt.date.min))
    return (f"peak {full(highest)} on {dates.day(date)}", f"peak {full(highest)}") if highest else ()


def _comparison(state: State, window: Sequence[Day], selection: Selection) -> Wordings:
    """The change of the complete days against the same weekdays before. `─` is how the chart draws those."""
    before = state.ledger.window_before(selection.days)
    if not before:
        missing = f"the {selection.days} days before are not in the history"
        return (f"{missing} (90 days); compare 7 or 30", missing)
    pairs = [(now, then) for now, then in zip(window, before, strict=True) if now.complete and then.complete]
    now = selection.metric.of(total([day for day, _ in pairs]))
    then = selection.metric.of(total([day for _, day in pairs]))
    change = baseline.change(now, then)
    weeks = weeks_before(selection.days)
    which = "the week before" if weeks == 1 else f"the same weekdays {weeks} weeks before"
    if change is None:
        return (f"nothing to compare with in {which}",)
    changed = f"─ {percent(change)} vs {which}"
    return (f"{changed} (complete days, {full(then)} → {full(now)})", changed, f"─ {percent(change)} vs before")
