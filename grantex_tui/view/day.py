"""The chosen day in words: its figures, how they compare, what is unusual. Pure."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, Counters
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage import baseline
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.totals import rank, shares
from grantex_tui.usage.utc import elapsed_share
from grantex_tui.view import dates
from grantex_tui.view.numbers import full, percent, times
from grantex_tui.view.selection import Selection


class Part(Struct, frozen=True):
    """One operation of a day: its count and share of the three, and against the usual of its weekday."""

    metric: Metric
    count: int
    share: float
    usual: float | None

    @property
    def against_usual(self) -> str:
        """`usual 1,626, +61 %`; empty where there is no usual."""
        if self.usual is None:
            return ""
        change = baseline.change(self.count, self.usual)
        return f"usual {full(round(self.usual))}" + (f", {percent(change)}" if change is not None else "")


class DayContent(Struct, frozen=True):
    """The chosen day. `facts` are what else to say of it, the most telling first; `outlier` is an outlier's reason."""

    date: str
    short_date: str
    headline: str
    parts: tuple[Part, ...]
    state: str
    outlier: str
    facts: tuple[str, ...]
    sentence: str

    @property
    def line(self) -> str:
        """The day in one line of plain text, for the clipboard."""
        parts = ", ".join(f"{part.metric.label} {full(part.count)}" for part in self.parts)
        return "; ".join(
            filter(None, (f"{self.date} (UTC): {self.headline}", parts, self.state, self.outlier, *self.facts))
        )


def day_content(state: State, selection: Selection) -> DayContent | None:
    """The day under the cursor; None while there is no cursor or nothing is known."""
    window = state.ledger.window(selection.days)
    cursor = selection.inside(window).cursor
    day = next((day for day in window if day.date == cursor), None)
    return None if day is None else _day(state, window, day, selection.metric)


def _day(state: State, window: tuple[Day, ...], day: Day, metric: Metric) -> DayContent:
    name, short = dates.day(day.date), f"{dates.weekday(day.date)} {dates.day_month(day.date)}"
    if day.counters is None:
        return DayContent(name, short, "not read", (), state_words(day.state), "", (), f"{name} was never read.")
    known = baseline.since_first_use(state.ledger.window(MAX_DAYS))
    outlier = outlier_words(known, day.date, metric)
    usual = _usual_words(known, day, metric, _elapsed(state, day))
    ranked = rank(window, day.date, metric)
    place = f"#{ranked[0]} of {ranked[1]}" if ranked and day.complete else ""
    facts = tuple(filter(None, ("" if outlier else usual, _week_words(known, day, metric), place)))
    return DayContent(
        date=name,
        short_date=short,
        headline=f"{full(metric.of(day.counters))} {metric.label}",
        parts=_parts(known, day, day.counters),
        state=state_words(day.state),
        outlier=outlier,
        facts=facts,
        sentence=_sentence(day, metric, outlier or usual, ranked if day.complete else None),
    )


def _elapsed(state: State, day: Day) -> float:
    """How much of the UTC day was gone at the live reading that `day` shows; 0 where its figure is another one."""
    reading = reading_of(state.usage)
    if reading is None or reading.value.day != day.date or reading.value.counters != day.counters:
        return 0.0
    return elapsed_share(reading.served)


def _parts(known: tuple[Day, ...], day: Day, counters: Counters) -> tuple[Part, ...]:
    usuals = (baseline.weekday_baseline(known, day.date.weekday(), metric, excluding=day.date) for metric in PARTS)
    return tuple(
        Part(metric, metric.of(counters), share, usual.median if usual and day.complete else None)
        for metric, share, usual in zip(PARTS, shares(counters), usuals, strict=True)
    )


def _usual_words(known: tuple[Day, ...], day: Day, metric: Metric, elapsed: float) -> str:
    """Against the median of the other days of its weekday; for today by the run rate it goes at."""
    usual = baseline.weekday_baseline(known, day.date.weekday(), metric, excluding=day.date)
    if usual is None or day.counters is None:
        return ""
    weekday = dates.weekday(day.date)
    if day.state is DayState.SO_FAR:
        run_rate = baseline.run_rate(day.counters, usual, elapsed, metric)
        if run_rate is None or run_rate.ratio is None:
            return f"usual {weekday} {full(round(usual.median))}"
        return f"pace {full(round(run_rate.expected))}, {percent(run_rate.ratio - 1)} on the usual {weekday}"
    ratio = baseline.ratio(metric.of(day.counters), usual.median) if day.complete else None
    if ratio is None:
        return ""
    against = f"the usual {weekday} ({full(round(usual.median))})"
    return f"{percent(ratio - 1)} on {against}" if 0.5 <= ratio <= 1.5 else f"{times(ratio)} {against}"


def _week_words(known: tuple[Day, ...], day: Day, metric: Metric) -> str:
    before = baseline.week_before(known, day.date)
    if not day.complete or before is None or before.counters is None or day.counters is None:
        return ""
    change = baseline.change(metric.of(day.counters), metric.of(before.counters))
    against = f"{dates.weekday(before.date)} {dates.day_month(before.date)}"
    return "" if change is None else f"{percent(change)} on {against}"


def outlier_words(known: tuple[Day, ...], date: dt.date, metric: Metric) -> str:
    """Why the day is far from the usual: `2.1× the usual Thu, verifications 3.4×`; empty if it is not."""
    outlier = next((outlier for outlier in outliers_of(known, metric) if outlier.date == date), None)
    if outlier is None:
        return ""
    usual = f"the usual {dates.weekday(date)}"
    if outlier.ratio == 0:
        return f"nothing, unlike {usual}"
    words = f"{times(outlier.ratio)} {usual}" if outlier.ratio is not None else f"{usual} has none"
    if outlier.part is None:
        return words
    return f"{words}, {outlier.part.label} " + ("new" if outlier.part_ratio is None else times(outlier.part_ratio))


def _sentence(day: Day, metric: Metric, compared: str, ranked: tuple[int, int] | None) -> str:
    """The detail's one plain sentence."""
    value = full(metric.of(day.counters)) if day.counters else "no"
    clauses = [f"{dates.day(day.date)} counts {value} {metric.label}" + (" so far" if not day.complete else "")]
    if compared:
        clauses.append(compared)
    if ranked:
        place, of = ranked
        clauses.append(f"the highest of {of} days" if place == 1 else f"number {place} of {of} days by size")
    return ", ".join(clauses) + "."


def state_words(state: DayState) -> str:
    """A day's state as the screen names it."""
    return {DayState.NO_ROW: "no use recorded"}.get(state, state.value)
