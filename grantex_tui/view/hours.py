"""The hours of a day as values and words: what was counted in each, what is usual, and what no reading tells. Pure.

What was counted in a gap stays one sum. No heights and no places: `layout.hours`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.polling.state import State
from grantex_tui.usage.hours import (
    HOURS,
    MIN_FOR_USUAL,
    NEAR,
    Hourly,
    Peak,
    Quartiles,
    Readings,
    Stretch,
    is_far,
)
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.utc import end_of_day, midnight
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full
from grantex_tui.view.selection import Selection
from grantex_tui.view.wordings import Wordings

UTC: Final = "UTC"
HERE: Final = "here"
"""What the hours of the user's zone are called."""


class Hour(Struct, frozen=True):
    """A UTC hour of the day. `count`: None where it is not known; `usual`: requests, None where none is known.

    `far`: it is far from usual. `so_far`: it was not over at the last reading. `unread`: it is over, and no reading
    says what came in it, not even together with others.
    """

    count: int | None
    usual: int | None
    far: bool = False
    so_far: bool = False
    unread: bool = False


class Gap(Struct, frozen=True):
    """Hours from `start` to `end` (excluded) of which only the sum is known: `12,345`, `12k`."""

    start: int
    end: int
    total: Wordings


class HoursContent(Struct, frozen=True):
    """The hours of a day. `here`: the user's hours by UTC hour, empty where they are the same; `chosen`: an index.

    `lines`: what is to be said, the most telling first. `message`: stands in the place of all that.
    """

    title: Wordings
    legend: Wordings = ()
    hours: tuple[Hour, ...] = ()
    gaps: tuple[Gap, ...] = ()
    utc: tuple[str, ...] = tuple(f"{hour:02}" for hour in range(HOURS))
    here: tuple[str, ...] = ()
    zones: tuple[str, str] = (UTC, HERE)
    chosen: int | None = None
    today: bool = False
    lines: tuple[Wordings, ...] = ()
    message: tuple[str, ...] = ()

    def hour_beside(self, step: int) -> int:
        """The hour `step` after the chosen one; the highest one where none is chosen."""
        if self.chosen is None:
            return max(range(HOURS), key=lambda at: (self.hours[at].count or 0) if self.hours else 0)
        return min(max(self.chosen + step, 0), HOURS - 1)


def shown_day(state: State, selection: Selection) -> Day | None:
    """The chosen day, or today; None before today is known."""
    window = selection.window(state.ledger)
    cursor = selection.inside(window).cursor
    return next((day for day in window if day.date == cursor), window[-1] if window else None)


def hours_content(
    state: State, selection: Selection, hourly: Hourly | None, zone: dt.tzinfo | None
) -> HoursContent | None:
    """The hours of the chosen day or today, of which `hourly` knows what it does; None before today is known.

    `zone`: the user's time zone, None for the machine's.
    """
    day = shown_day(state, selection)
    if day is None:
        return None
    title = _title(day.date, selection.metric)
    if hourly is None or hourly.date != day.date or hourly.readings is Readings.LOADING:
        return HoursContent(title, message=("Reading the archive…",))
    found = hourly.stretches or _whole(day)
    unkept = _unkept(hourly)
    if not hourly.stretches and (unkept or not found):
        return HoursContent(title, message=(unkept or f"No readings of {dates.day(day.date)}.",))
    return _content(day, found, hourly, selection, zone, today=day.date == state.ledger.today)


NONE_KEPT: Final = "No readings are kept (--no-archive)."


def _unkept(hourly: Hourly) -> str:
    """Why kept readings are not there; empty where they are."""
    match hourly.readings:
        case Readings.NONE_KEPT:
            return NONE_KEPT
        case Readings.FAILED:
            return f"The archive fails: {hourly.fault}."
        case Readings.LOADING | Readings.LOADED:
            return ""


def _content(
    day: Day,
    found: tuple[Stretch, ...],
    hourly: Hourly,
    selection: Selection,
    zone: dt.tzinfo | None,
    *,
    today: bool,
) -> HoursContent:
    metric, usual = selection.metric, hourly.usual(selection.metric)
    weekday = dates.weekday(day.date)
    known = {stretch.hour: stretch for stretch in found if stretch.hour is not None}
    gaps = [stretch for stretch in found if stretch.hour is None]
    covered = {hour for gap in gaps for hour in range(gap.start.hour, gap.until)}
    hours = tuple(
        _hour(known.get(at), usual[at], metric, unread=not today and at not in covered, today=today)
        for at in range(HOURS)
    )
    here = _here(day.date, zone)
    chosen = selection.hour
    lines = (
        () if chosen is None else _hour_words(chosen, hours, usual, gaps, metric, here),
        _day_words(hours, usual, hourly.peak(metric), weekday, chosen),
        _gap_words(day.date, gaps, metric),
        _end_words(found[-1], today=today),
        tuple(filter(None, (_unkept(hourly),))),
        () if any(usual) else (f"usual hours come with {MIN_FOR_USUAL} {dates.weekday_name(day.date)}s of readings",),
    )
    return HoursContent(
        _title(day.date, metric),
        (f"a usual {dates.weekday_name(day.date)}", f"a usual {weekday}", "usual") if any(usual) else (),
        hours,
        tuple(_gap(gap, metric) for gap in gaps),
        here=here,
        chosen=chosen,
        today=today,
        lines=tuple(filter(None, lines)),
    )


def _title(date: dt.date, metric: Metric) -> Wordings:
    of = metric.label
    return (f"{dates.day(date)} by the hour · {of}", f"{dates.weekday_day_month(date)} · {of}", dates.day_month(date))


def _whole(day: Day) -> tuple[Stretch, ...]:
    """A finished day without readings: all of it is one gap, of which the service says the sum."""
    if not day.complete or day.counters is None:
        return ()
    return (Stretch(midnight(day.date), end_of_day(day.date), day.counters),)


def _hour(stretch: Stretch | None, usual: Quartiles | None, metric: Metric, *, unread: bool, today: bool) -> Hour:
    median = round(usual.median) if usual else None
    if stretch is None:
        return Hour(None, median, unread=unread)
    so_far = not stretch.is_over and (today or _is_cut_short(stretch))
    return Hour(metric.of(stretch.counted), median, is_far(stretch, usual, metric), so_far=so_far)


def _is_cut_short(last: Stretch) -> bool:
    """Whether a past day's readings end so long before an hour does that more may have come in it."""
    return (midnight(last.start.date()) + dt.timedelta(hours=last.until) - last.end).total_seconds() > NEAR


def _gap(stretch: Stretch, metric: Metric) -> Gap:
    total = metric.of(stretch.counted)
    return Gap(stretch.start.hour, stretch.until, (full(total), compact(total)))


def _here(date: dt.date, zone: dt.tzinfo | None) -> tuple[str, ...]:
    """The user's hours at the beginning of the UTC hours, with minutes where they do not begin together."""
    moments = [midnight(date) + dt.timedelta(hours=hour) for hour in range(HOURS)]
    local = [moment.astimezone(zone) for moment in moments]
    if not any(moment.utcoffset() for moment in local):
        return ()
    whole = all(moment.minute == 0 for moment in local)
    return tuple(f"{moment:%H}" if whole else f"{moment:%H:%M}" for moment in local)


def _span(stretch: Stretch) -> str:
    """`from 02 to 09 h`; `from 02:00 to 05:20` where it does not end with an hour."""
    if stretch.is_over:
        return hours_span(stretch.start.hour, stretch.until)
    return f"from {stretch.start:%H:%M} to {stretch.end:%H:%M}"


def hours_span(start: int, end: int) -> str:
    """`from 11 to 14 h`."""
    return f"from {start:02} to {end:02} h"


def _gap_words(date: dt.date, gaps: Sequence[Stretch], metric: Metric) -> Wordings:
    """What was counted in the gaps, each as one sum."""
    if not gaps:
        return ()
    sums = [f"{full(metric.of(gap.counted))} {_span(gap)}" for gap in gaps]
    leads = [_lead(date, gap) for gap in gaps]
    hours = sum(gap.until - gap.start.hour for gap in gaps)
    total = compact(sum(metric.of(gap.counted) for gap in gaps))
    return (
        " · ".join(f"{lead}: {words}" for lead, words in zip(leads, sums, strict=True)),
        " · ".join(sums),
        f"{total} in {hours} h of {len(gaps)} gaps" if len(gaps) > 1 else f"{total} {_span(gaps[0])}",
    )


def _end_words(last: Stretch, *, today: bool) -> Wordings:
    """That a past day, whose last word is still to come, has hours that nothing is known of."""
    ends_with_day = last.until == HOURS and not _is_cut_short(last)
    return () if today or ends_with_day else (f"no readings after {last.end:%H:%M}",)


def _lead(date: dt.date, gap: Stretch) -> str:
    begins, ends = gap.start == midnight(date), gap.end == end_of_day(date)
    if begins and ends:
        return "no readings of this day"
    if begins:
        return f"no readings before {gap.end:%H:%M}"
    return f"no readings after {gap.start:%H:%M}" if ends else "no readings in between"


def _hour_words(
    at: int,
    hours: Sequence[Hour],
    usual: Sequence[Quartiles | None],
    gaps: Sequence[Stretch],
    metric: Metric,
    here: Sequence[str],
) -> Wordings:
    """The chosen hour: `11–12 h UTC: 15,024, usual 3,100 (2.8k–3.6k)`."""
    hour, quartiles = hours[at], usual[at]
    gap = next((gap for gap in gaps if gap.start.hour <= at < gap.until), None)
    if hour.count is not None:
        counted = full(hour.count) + (" so far" if hour.so_far else "")
    elif gap is not None:
        counted = f"not known, {full(metric.of(gap.counted))} {_span(gap)}"
    else:
        counted = "no readings" if hour.unread else "still to come"
    name = f"{at:02}–{at + 1:02} h {UTC}"
    local = f" ({here[at]}–{here[(at + 1) % HOURS]} {HERE})" if here else ""
    middle, spread = _usual_words(quartiles)
    return (
        f"{name}{local}: {counted}{middle}{spread}",
        f"{name}: {counted}{middle}{spread}",
        f"{name}: {counted}{middle}",
        f"{at:02} h: {counted}",
    )


def _usual_words(quartiles: Quartiles | None) -> tuple[str, str]:
    """`, usual 3,100` and ` (2.8k–3.6k)`."""
    if quartiles is None:
        return "", ""
    return (
        f", usual {full(round(quartiles.median))}",
        f" ({compact(round(quartiles.low))}–{compact(round(quartiles.high))})",
    )


def _day_words(
    hours: Sequence[Hour], usual: Sequence[Quartiles | None], peak: Peak | None, weekday: str, chosen: int | None
) -> Wordings:
    """Where the day's excess came, else its highest hour, unless that is the chosen one."""
    if peak is not None:
        return peak_words(peak, weekday)
    highest = max((hour.count or 0 for hour in hours), default=0)
    if not highest:
        return ()
    at = next(index for index, hour in enumerate(hours) if hour.count == highest)
    if at == chosen:
        return ()
    words = f"highest {hours_span(at, at + 1)}: {full(highest)}"
    middle, spread = _usual_words(usual[at])
    return (f"{words}{middle}{spread}", f"{words}{middle}", words)


def peak_words(peak: Peak, weekday: str) -> Wordings:
    """`58,300 above a usual Thu, 73 % of it from 11 to 14 h`."""
    share = f"{100 * peak.share:.0f} %"
    span = hours_span(peak.start, peak.end)
    return (
        f"{full(peak.excess)} above a usual {weekday}, {share} of it {span}",
        f"{compact(peak.excess)} above usual, {share} of it {span}",
        f"{share} of it {span}",
    )
