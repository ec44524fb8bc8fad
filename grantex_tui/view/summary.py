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
from grantex_tui.usage.totals import Bucket, Step, roll_up, total
from grantex_tui.view import dates
from grantex_tui.view.day import DayContent, day_content, outlier_words, settling_mark
from grantex_tui.view.numbers import full, mean, percent
from grantex_tui.view.rollups import bucket_content, counted, finished, name
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
    `by_day`: the bars are days, not weeks or months. `detail_key`: shows the chosen day in detail; empty if none does.
    """

    day: DayContent | None
    total: Wordings = ()
    average: Wordings = ()
    peak: Wordings = ()
    comparison: Wordings = ()
    facts: tuple[Fact, ...] = ()
    unusual: str = ""
    by_day: bool = True
    detail_key: str = "Enter"

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """The key that tells more of the chosen day, and what it does; there is no more of a week or month."""
        return ((self.detail_key, "detail"),) if self.day and self.by_day and self.detail_key else ()


def summary_content(state: State, selection: Selection, hourly: Hourly | None = None) -> SummaryContent:
    """The words for the chosen day and range. `hourly`: as for `day_content`."""
    window = selection.window(state.ledger)
    if (step := selection.unit(window)) is not Step.DAY and window:
        return _by_step(state, selection, window, step)
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


def _by_step(state: State, selection: Selection, window: Sequence[Day], step: Step) -> SummaryContent:
    """The words for the chosen week or month, and for weeks or months."""
    metric, chosen = selection.metric, selection.bucket(window)
    buckets = roll_up(window, step)
    complete = [
        (metric.of(bucket.counters), bucket) for bucket in finished(buckets, step) if bucket.counters is not None
    ]
    return SummaryContent(
        day=None if chosen is None else bucket_content(buckets, chosen, step, metric),
        total=_total(window, metric),
        average=_average([value for value, _ in complete], step),
        peak=_peak_of(complete, step),
        comparison=_comparison(state, window, selection) if selection.comparing else (),
        facts=_facts_by_step(window, complete, step, metric),
        by_day=False,
    )


def _facts_by_step(
    window: Sequence[Day], complete: Sequence[tuple[int, Bucket]], step: Step, metric: Metric
) -> tuple[Fact, ...]:
    """As `_facts`, of weeks or months."""
    found = list(_facts(window, (), metric))
    if found and complete:
        values = [value for value, _ in complete]
        over = counted(len(values), step).replace(" ", " complete ")
        found.append(Fact(mean(sum(values), len(values)), (f"a {step.value} over {over}", f"a {step.value}")))
        highest, bucket = max(complete, key=lambda each: (each[0], each[1].first))
        found.append(Fact(full(highest), (f"peak, {name(bucket, step)[0]}", "peak")))
    return tuple(found)


def _peak_of(complete: Sequence[tuple[int, Bucket]], step: Step) -> Wordings:
    """The complete week or month with the highest figure, the latest of equals."""
    if not complete:
        return ()
    highest, bucket = max(complete, key=lambda each: (each[0], each[1].first))
    when = name(bucket, step)[0]
    return (f"peak {full(highest)} in {when if step is Step.MONTH else f'the {when}'}", f"peak {full(highest)}")


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


def _average(values: Sequence[int], step: Step = Step.DAY) -> Wordings:
    """The mean of the complete days, weeks or months; those without use count as 0."""
    if not values:
        return ()
    figure = mean(sum(values), len(values))
    a_day = f"average {figure} a {step.value}"
    over = counted(len(values), step).replace(" ", " complete ")
    return (f"{a_day} over {over}", a_day, f"avg {figure}")


def _peak(complete: Sequence[tuple[int, dt.date]]) -> Wordings:
    """The complete day with the highest figure, the latest of equals."""
    highest, date = max(complete, default=(0, dt.date.min))
    return (f"peak {full(highest)} on {dates.day(date)}", f"peak {full(highest)}") if highest else ()


def _comparison(state: State, window: Sequence[Day], selection: Selection) -> Wordings:
    """The change of the complete days against the same weekdays before. `─` is how the chart draws those."""
    if not isinstance(selection.days, int) or selection.reaches_back:
        return ("only 7 and 30 days are compared",)
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
