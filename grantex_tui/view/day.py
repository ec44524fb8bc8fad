"""The chosen day in words: its figures, how they compare, why it is an outlier. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, Counters
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import (
    Outlier,
    change,
    outliers_of,
    ratio,
    run_rate,
    since_first_use,
    week_before,
    weekday_baseline,
)
from grantex_tui.usage.hours import Hourly, Peak
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.totals import rank, shares
from grantex_tui.view import dates
from grantex_tui.view.hours import HoursContent, peak_words
from grantex_tui.view.numbers import full, percent, times
from grantex_tui.view.selection import Selection
from grantex_tui.view.wordings import Wordings, wording


class Part(Struct, frozen=True):
    """One operation of a day: its count, its share of the three (0 to 1), its weekday's baseline if there is one."""

    metric: Metric
    count: int
    share: float
    baseline: float | None

    @property
    def words(self) -> Wordings:
        """`exchanges 110 (10 %)`, `exch 110`."""
        count = full(self.count)
        return (f"{self.metric.short} {count} ({100 * self.share:.0f} %)", f"{self.metric.stub} {count}")

    @property
    def comparison(self) -> str:
        """`usual 1,626, +61 %`; empty where there is no baseline."""
        if self.baseline is None:
            return ""
        changed = change(self.count, self.baseline)
        return f"usual {full(round(self.baseline))}" + (f", {percent(changed)}" if changed is not None else "")


class DayContent(Struct, frozen=True):
    """The chosen day. `facts`: what else to say of it, the most telling first; `outlier`: why it is one, if it is.

    `number`: the headline's figure, empty where there is none, and `noun`: what it counts.
    `figure`: the headline where little else fits, from long to short.
    """

    date: Wordings
    headline: str
    figure: Wordings
    parts: tuple[Part, ...]
    state: str
    outlier: Wordings
    facts: tuple[str, ...]
    sentence: str
    number: str = ""
    noun: str = ""

    @property
    def line(self) -> str:
        """The day in one line of plain text, for the clipboard."""
        parts = ", ".join(f"{part.metric.label} {full(part.count)}" for part in self.parts)
        figures = f"{wording(self.date)} (UTC): {self.headline}"
        return "; ".join(filter(None, (figures, parts, self.state, wording(self.outlier), *self.facts)))


class DayDetail(Struct, frozen=True):
    """The chosen day with its hours, None where none are known."""

    day: DayContent
    hours: HoursContent | None = None

    @property
    def titles(self) -> Wordings:
        """The day and its state, from long to short."""
        long, *shorter = (f"{date} · {self.day.state}" for date in self.day.date)
        return (f"{self.day.date[0]}, UTC day · {self.day.state}", long, *shorter, *self.day.date[1:])

    @property
    def hours_title(self) -> Wordings:
        """What the bars are; the day's name stands in the border."""
        legend = wording(self.hours.legend) if self.hours else ""
        return ("By the hour, UTC", legend)


def settling_mark(days: Iterable[Day]) -> str:
    """`~` before a figure that contains a settling day."""
    return "~" if any(day.state is DayState.SETTLING for day in days) else ""


def day_content(state: State, selection: Selection, hourly: Hourly | None = None) -> DayContent | None:
    """The day under the cursor; None while there is no cursor or nothing is known.

    `hourly`: what is known of its hours, or of another day's, which says nothing of this one.
    """
    window = selection.window(state.ledger)
    cursor = selection.inside(window).cursor
    day = next((day for day in window if day.date == cursor), None)
    peak = hourly.peak(selection.metric) if hourly and day and hourly.date == day.date else None
    return None if day is None else _day(state, window, day, selection.metric, peak)


def _day(state: State, window: tuple[Day, ...], day: Day, metric: Metric, peak: Peak | None) -> DayContent:
    date = (dates.day(day.date), dates.weekday_day_month(day.date), dates.day_month(day.date))
    state_word = wording(state_words(day.state))
    if day.counters is None:
        return DayContent(date, "not read", ("not read",), (), state_word, (), (), f"{wording(date)} was never read.")
    latest = state.ledger.window(MAX_DAYS)
    known = since_first_use(latest) if day.date >= latest[0].date else ()  # what was usual then is not known
    outlier = outlier_words(known, day.date, metric)
    usual = _baseline_words(known, day, metric, _elapsed(state, day, metric))
    ranked = rank(window, day.date, metric)
    hours = wording(peak_words(peak, dates.weekday(day.date)), 1) if peak else ""
    number = metric.of(day.counters)
    figure = f"{settling_mark([day])}{full(number)}"
    return DayContent(
        date=date,
        headline=f"{figure} {metric.noun(number)}",
        figure=(figure,) if metric is Metric.TOTAL else (f"{figure} {metric.noun(number)}", f"{figure} {metric.stub}"),
        parts=_parts(known, day, day.counters),
        state=state_word,
        outlier=outlier,
        facts=tuple(
            filter(
                None,
                (
                    hours,
                    "" if outlier else usual,
                    _place_words(ranked) if ranked and day.complete else "",
                    _week_words(known, day, metric),
                ),
            )
        ),
        sentence=_sentence(day, metric, (wording(outlier) or usual, hours), ranked if day.complete else None),
        number=figure,
        noun=metric.noun(number),
    )


def _place_words(ranked: tuple[int, int]) -> str:
    place, of = ranked
    return f"highest of {of}" if place == 1 else f"#{place} of {of}"


def _elapsed(state: State, day: Day, metric: Metric) -> float:
    """How much of a usual day was over at the live reading that `day` shows; 0 where its figure is another one."""
    reading = reading_of(state.usage)
    if reading is None or reading.value.day != day.date or reading.value.counters != day.counters:
        return 0.0
    return state.day_gone(reading.served, metric)


def _parts(known: tuple[Day, ...], day: Day, counters: Counters) -> tuple[Part, ...]:
    baselines = (weekday_baseline(known, day.date.weekday(), metric, excluding=day.date) for metric in PARTS)
    return tuple(
        Part(metric, metric.of(counters), share, baseline.median if baseline and day.complete else None)
        for metric, share, baseline in zip(PARTS, shares(counters), baselines, strict=True)
    )


def _baseline_words(known: tuple[Day, ...], day: Day, metric: Metric, elapsed: float) -> str:
    """Against the median of the other days of its weekday; today by its run rate."""
    baseline = weekday_baseline(known, day.date.weekday(), metric, excluding=day.date)
    if baseline is None or day.counters is None:
        return ""
    weekday, median = dates.weekday(day.date), full(round(baseline.median))
    if day.state is DayState.SO_FAR:
        pace = run_rate(day.counters, baseline, elapsed, metric)
        if pace is None or pace.ratio is None:
            return f"usual {weekday} {median}"
        return f"on course for {full(round(pace.expected))}, {_against(pace.ratio, f'a usual {weekday}')}"
    against = ratio(metric.of(day.counters), baseline.median) if day.complete else None
    if against is None:
        return ""
    return f"{_against(against, f'a usual {weekday}')} ({median})"


def _against(against: float, usual: str) -> str:
    """`14 % above a usual Tue`; from half or half as much again on `2.2× a usual Tue`."""
    if not 0.5 <= against <= 1.5:
        return f"{times(against)} {usual}"
    by = percent(against - 1).lstrip("+−±")
    return f"{by} {'below' if against < 1 else 'above'} {usual}" if by != "0 %" else f"like {usual}"


def _week_words(known: tuple[Day, ...], day: Day, metric: Metric) -> str:
    before = week_before(known, day.date)
    if not day.complete or before is None or before.counters is None or day.counters is None:
        return ""
    changed = change(metric.of(day.counters), metric.of(before.counters))
    return "" if changed is None else f"{percent(changed)} vs {dates.weekday_day_month(before.date)}"


def outlier_words(known: tuple[Day, ...], date: dt.date, metric: Metric) -> Wordings:
    """Why the day is an outlier: `2.1× a usual Thu, verifications 3.4×`, `2.1× a usual Thu`; empty if not one."""
    outlier = next((outlier for outlier in outliers_of(known, metric) if outlier.date == date), None)
    return () if outlier is None else why_unusual(outlier)


def why_unusual(outlier: Outlier) -> Wordings:
    """What makes the day one, as `outlier_words` has it."""
    usual = f"a usual {dates.weekday(outlier.date)}"
    if outlier.ratio == 0:
        return (f"nothing, unlike {usual}", "nothing")
    words = f"{times(outlier.ratio)} {usual}" if outlier.ratio is not None else f"{usual} has none"
    if outlier.part is None:
        return (words,)
    reason = f"{outlier.part.label} " + ("new" if outlier.part_ratio is None else times(outlier.part_ratio))
    return (f"{words}, {reason}", words)


def _sentence(day: Day, metric: Metric, compared: tuple[str, ...], ranked: tuple[int, int] | None) -> str:
    """The detail's one plain sentence."""
    value = metric.of(day.counters) if day.counters else 0
    counted = f"{full(value) if day.counters else 'no'} {metric.noun(value)}"
    clauses = [f"{dates.day(day.date)} counts {counted}" + (" so far" if not day.complete else "")]
    clauses += filter(None, compared)
    if ranked:
        place, of = ranked
        clauses.append(f"the highest of {of} days" if place == 1 else f"number {place} of {of} days by size")
    return ", ".join(clauses) + "."


def state_words(state: DayState) -> Wordings:
    """A day's state as the screen names it."""
    match state:
        case DayState.NO_ROW:
            return ("no use recorded", "no use")
        case DayState.SO_FAR | DayState.SETTLING | DayState.FINAL | DayState.NEVER_READ:
            return (state.value,)
