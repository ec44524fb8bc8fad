"""The chosen day in words: its figures, how they compare, why it is an outlier. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, NO_USE, Counters
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import (
    MIN_FOR_BASELINE,
    Baseline,
    Outlier,
    RunRate,
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
from grantex_tui.view.numbers import full, percent, place, shortened, times
from grantex_tui.view.selection import Selection
from grantex_tui.view.wordings import Wordings, wording

TWICE: Final = 1.995
"""A ratio that reads as 2.0; from there on it is said as such, below it as a change."""


class Part(Struct, frozen=True):
    """One operation of a day: its count, its share of the three (0 to 1), its weekday's baseline if there is one.

    `on_course`: of today, where it leads.
    """

    metric: Metric
    count: int
    share: float
    baseline: float | None
    on_course: float | None = None

    @property
    def words(self) -> Wordings:
        """`exchanges 110 (10 %)`, `exch 110`."""
        count = full(self.count)
        return (f"{self.metric.short} {count} ({100 * self.share:.0f} %)", f"{self.metric.stub} {count}")

    @property
    def comparison(self) -> str:
        """`usual 1,626, +61 %`, of today `→ 1,710, usual 1,626`; empty where there is no baseline."""
        if self.baseline is None:
            return ""
        if self.on_course is not None:
            return f"→ {full(round(self.on_course))}, usual {full(round(self.baseline))}"
        changed = change(self.count, self.baseline)
        return f"usual {full(round(self.baseline))}" + (f", {percent(changed)}" if changed is not None else "")


class DayContent(Struct, frozen=True):
    """The chosen day. `facts`: what else to say of it, the most telling first; `outlier`: why it is one, if it is;
    `hours`: in which hours its excess came. `sentence`: what the rest does not say. `metric`: what all but `parts` say.

    `number`: the headline's figure, empty where there is none, and `noun`: what it counts.
    `brief`: the headline in shorter words, down to a rounded figure.
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
    brief: Wordings = ()
    metric: Metric = Metric.TOTAL
    hours: str = ""

    @property
    def line(self) -> str:
        """The day in one line of plain text, for the clipboard."""
        of_parts = self.parts if self.metric is Metric.TOTAL else ()
        parts = ", ".join(f"{part.metric.label} {full(part.count)}" for part in of_parts)
        figures = f"{wording(self.date)} (UTC): {self.headline}"
        return "; ".join(filter(None, (figures, parts, self.state, wording(self.outlier), self.hours, *self.facts)))

    @property
    def name(self) -> str:
        """The day and its figure, as a notice names them: `Thu 12 Nov, 107,404 total requests`."""
        return f"{wording(self.date, 1)}, {self.headline}"


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
        unread = "No answer of the service has had this day so far."
        return DayContent(date, "not read", ("not read",), (), state_word, (), (), unread, metric=metric)
    latest = state.ledger.window(MAX_DAYS)
    known = since_first_use(latest) if day.date >= latest[0].date else ()  # what was usual then is not known
    usual = weekday_baseline(known, day.date.weekday(), metric, excluding=day.date)
    pace = _pace(state, day, usual, metric)
    outlier = outlier_words(known, day.date, metric)
    number = metric.of(day.counters)
    ranked = rank(window, day.date, metric) if day.complete and number else None
    figure = f"{settling_mark([day])}{full(number)}"
    said = (
        "" if outlier else _usual_words(day, usual, pace, metric),
        place(ranked[0], str(ranked[1])) if ranked else "",
        _week_words(known, day, metric),
    )
    return DayContent(
        date=date,
        headline=f"{figure} {metric.noun(number)}",
        figure=(figure,) if metric is Metric.TOTAL else (f"{figure} {metric.noun(number)}", f"{figure} {metric.stub}"),
        parts=_parts(state, known, day, day.counters),
        state=state_word,
        outlier=outlier,
        facts=tuple(filter(None, said)),
        sentence=_sentence(day, metric, usual, pace, wording(peak_words(peak, ""), 2) if peak else ""),
        number=figure,
        brief=_brief(figure, f"{settling_mark([day])}{shortened(number)}", metric),
        noun=metric.noun(number),
        metric=metric,
        hours=wording(peak_words(peak, dates.weekday(day.date)), 1) if peak else "",
    )


def _brief(figure: str, rounded: str, metric: Metric) -> Wordings:
    names = (metric.short, metric.brief)
    return (*(f"{figure} {name}" for name in names), figure, *(f"{rounded} {name}" for name in names), rounded)


def _elapsed(state: State, day: Day, metric: Metric) -> float:
    """How much of a usual day was over at the live reading that `day` shows; 0 where its figure is another one."""
    reading = reading_of(state.usage)
    if reading is None or reading.value.day != day.date or reading.value.counters != day.counters:
        return 0.0
    return state.day_gone(reading.served, metric)


def _parts(state: State, known: tuple[Day, ...], day: Day, counters: Counters) -> tuple[Part, ...]:
    parts = []
    for metric, share in zip(PARTS, shares(counters), strict=True):
        usual = weekday_baseline(known, day.date.weekday(), metric, excluding=day.date)
        pace = _pace(state, day, usual, metric)
        baseline = usual.median if usual and (day.complete or pace) else None
        parts.append(Part(metric, metric.of(counters), share, baseline, pace.expected if pace else None))
    return tuple(parts)


def _pace(state: State, day: Day, usual: Baseline | None, metric: Metric) -> RunRate | None:
    """Today's run rate; None of any other day."""
    if day.state is not DayState.SO_FAR or day.counters is None:
        return None
    return run_rate(day.counters, usual, _elapsed(state, day, metric), metric)


def _usual_words(day: Day, usual: Baseline | None, pace: RunRate | None, metric: Metric) -> str:
    """Against the median of the other days of its weekday; today by its run rate."""
    if usual is None or day.counters is None:
        return ""
    weekday, median = dates.weekday(day.date), full(round(usual.median))
    if day.state is DayState.SO_FAR:
        if pace is None or pace.ratio is None or not pace.expected:
            return f"usual {weekday} {median}"
        return f"on course for {full(round(pace.expected))}, {_against(pace.ratio, f'a usual {weekday}')}"
    against = ratio(metric.of(day.counters), usual.median) if day.complete else None
    return "" if against is None else f"{_against(against, f'a usual {weekday}')} ({median})"


def _against(against: float, usual: str) -> str:
    """`14 % above a usual Tue`, `60 % below a usual Tue`; twice as much and more `2.2× a usual Tue`."""
    if against >= TWICE:
        return f"{times(against)} {usual}"
    by = percent(against - 1).lstrip("+−±")
    return f"{by} {'below' if against < 1 else 'above'} {usual}" if by != "0 %" else f"like {usual}"


def _week_words(known: tuple[Day, ...], day: Day, metric: Metric) -> str:
    """`98 % above Thu 5 Nov`; nothing where either day had no use."""
    before = week_before(known, day.date)
    if not day.complete or before is None or before.counters is None or day.counters is None:
        return ""
    against = ratio(metric.of(day.counters), metric.of(before.counters))
    return _against(against, dates.weekday_day_month(before.date)) if against else ""


def outlier_words(known: tuple[Day, ...], date: dt.date, metric: Metric) -> Wordings:
    """Why the day is an outlier: `2.1× a usual Thu, verifications 3.4×`, `2.1× a usual Thu`; empty if not one."""
    outlier = next((outlier for outlier in outliers_of(known, metric) if outlier.date == date), None)
    return () if outlier is None else why_unusual(outlier)


def why_unusual(outlier: Outlier) -> Wordings:
    """What makes the day one, as `outlier_words` has it."""
    usual = f"a usual {dates.weekday(outlier.date)}"
    if outlier.ratio == 0:
        return (f"nothing, unlike {usual}", "nothing")
    words = _against(outlier.ratio, usual) if outlier.ratio is not None else f"{usual} has none"
    if outlier.part is None:
        return (words,)
    return (f"{words}, {outlier.part.label} {_by(outlier.part_ratio)}", words)


def _by(against: float | None) -> str:
    """An operation against its usual: `3.4×`, `−80 %`, `new`."""
    if against is None:
        return "new"
    return times(against) if against >= TWICE else percent(against - 1)


def _sentence(day: Day, metric: Metric, usual: Baseline | None, pace: RunRate | None, hours: str) -> str:
    """The detail's one plain sentence: how far the day is from a usual one, in requests."""
    weekday, value = dates.weekday_name(day.date), metric.of(day.counters or NO_USE)
    if day.state is DayState.SETTLING:
        return "The day is over, but its figure can still change."
    if usual is None:
        return f"It takes {MIN_FOR_BASELINE} other {weekday}s to say what is usual; fewer are known."
    median = round(usual.median)
    a_usual = f"a usual {weekday} ({full(median)})"
    if day.state is DayState.SO_FAR and pace is None:
        return f"It is too early to say where the day leads; a usual {weekday} ends with {full(median)}."
    if not value:
        return f"Nothing was counted{'' if day.complete else ' so far'}; a usual {weekday} has {full(median)}."
    apart = (round(pace.expected) if pace else value) - median
    start = "At this pace the day ends with" if pace else "It has"
    if not apart:
        return f"{start} as many {_requests(metric, 0)} as {a_usual}."
    share = f", {hours.replace(' of it ', ' of them ')}" if hours and apart > 0 else ""
    more = f"{full(abs(apart))} {'more' if apart > 0 else 'fewer'} {_requests(metric, abs(apart))}"
    return f"{start} {more} than {a_usual}{share}."


def _requests(metric: Metric, count: int) -> str:
    """What the metric counts, without the word that tells a total from its parts: `requests`, `verification`."""
    return metric.noun(count).removeprefix("total ")


def state_words(state: DayState) -> Wordings:
    """A day's state as the screen names it."""
    match state:
        case DayState.NO_ROW:
            return ("no use recorded", "no use")
        case DayState.SO_FAR | DayState.SETTLING | DayState.FINAL | DayState.NEVER_READ:
            return (state.value,)
