"""What the screen says: the state and the chosen range turned into words, numbers and bars. Pure.

No colours, no widths, no widgets: `layout` puts these values on lines, the stylesheets colour them.
"""

from __future__ import annotations

import datetime as dt
import enum

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, Counters, UsageMetrics
from grantex_tui.config.source import Source
from grantex_tui.polling.state import Down, Live, Loading, Reading, Stale, State, reading_of, refusal
from grantex_tui.usage import baseline as stats
from grantex_tui.usage.ledger import ONE_DAY
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.projection import next_month
from grantex_tui.view import dates
from grantex_tui.view.calendar import Calendar, calendar
from grantex_tui.view.day import DayView, chosen_day
from grantex_tui.view.month import NO_OVERRIDES, MonthSettings, MonthView, month
from grantex_tui.view.notices import Notice, notices
from grantex_tui.view.numbers import full, percent
from grantex_tui.view.range import Range, chosen_range
from grantex_tui.view.selection import Mode, Selection
from grantex_tui.view.table import Table, table


class Condition(enum.Enum):
    """The current figures' condition in one word."""

    CONNECTING = "connecting"
    LIVE = "live"
    STALE = "stale"
    DOWN = "no figures"
    PAUSED = "paused"
    STOPPED = "stopped"


class Header(Struct, frozen=True):
    """Who is shown, and how fresh the figures are: `as_of` and `next_try` are `HH:MM:SS` in UTC."""

    host: str
    badge: str
    condition: Condition
    as_of: str | None
    next_try: str | None
    refreshing: bool


class Period(Struct, frozen=True):
    """The current period. `counters` is None until some were read; `message` then says why there are none.

    Under the figures, in their order and empty where there is nothing to say: `rates` (`+22/min`), `paces` against the
    usual (`▲ 4 % Sun`), and `since_mark` what was counted since the user set a mark, at the time of `marked`.
    `course`: what the total grew by from reading to reading since the start.
    """

    title: str
    short_title: str
    developer_id: str
    restarts: str
    counters: Counters | None
    stale: bool
    message: str
    rates: tuple[str, ...] = ()
    course: tuple[int, ...] = ()
    paces: tuple[str, ...] = ()
    marked: str = ""
    since_mark: tuple[str, ...] = ()


class RangePanel(Struct, frozen=True):
    """The range and how it is shown: as a table, as a calendar, or, without content, as bars."""

    range: Range
    content: Table | Calendar | None = None


class SummaryPanel(Struct, frozen=True):
    """What stands under the range: the chosen day, and the range's total, average and peak."""

    range: Range
    day: DayView | None


class Dashboard(Struct, frozen=True):
    """All of the screen."""

    header: Header
    period: Period
    month: MonthView | None
    range: RangePanel
    summary: SummaryPanel
    notices: tuple[Notice, ...]


def dashboard(
    state: State, selection: Selection, source: Source, zone: dt.tzinfo | None, settings: MonthSettings = NO_OVERRIDES
) -> Dashboard:
    """The screen for `state` and `selection`. `zone`: the user's time zone, None for the machine's."""
    chosen = chosen_range(state, selection, source)
    return Dashboard(
        header(state, source),
        period(state, zone),
        month(state, settings),
        RangePanel(chosen, _content(state, selection, chosen)),
        SummaryPanel(chosen, chosen_day(state, selection)),
        notices(state),
    )


def _content(state: State, selection: Selection, chosen: Range) -> Table | Calendar | None:
    if chosen.message:
        return None
    match selection.mode:
        case Mode.CHART:
            return None
        case Mode.TABLE:
            return table(state, selection)
        case Mode.CALENDAR:
            return calendar(state, selection)


def header(state: State, source: Source) -> Header:
    """The first line."""
    reading = reading_of(state.usage)
    return Header(
        host="demo, no network" if source.demo else source.host,
        badge="DEMO" if source.demo else source.mode.value,
        condition=_condition(state),
        as_of=dates.clock(reading.read_at) if reading else None,
        next_try=dates.clock(state.next_usage) if state.next_usage else None,
        refreshing=state.refreshing,
    )


def _condition(state: State) -> Condition:
    if refusal(state):
        return Condition.STOPPED
    if state.paused:
        return Condition.PAUSED
    match state.usage:
        case Loading():
            return Condition.CONNECTING
        case Live():
            return Condition.LIVE
        case Stale():
            return Condition.STALE
        case Down():
            return Condition.DOWN


def period(state: State, zone: dt.tzinfo | None) -> Period:
    """The current period's panel."""
    reading = reading_of(state.usage)
    if reading is None:
        message = "Waiting for the first answer…"
        match state.usage:
            case Down(failure=failure):
                message = f"No figures yet: {failure.reason}."
        return Period("Current period", "Current period", "", "", None, stale=False, message=message)
    metrics = reading.value
    title, short = _period_titles(metrics)
    return Period(
        title=title,
        short_title=short,
        developer_id=metrics.developer_id,
        restarts=_restarts(metrics, zone),
        counters=metrics.counters,
        stale=isinstance(state.usage, Stale),
        message="",
        rates=_rates(state),
        course=state.samples.increments(Metric.TOTAL),
        paces=_paces(state, reading),
        marked=f"since {dates.clock(state.mark.at)} UTC" if state.mark else "",
        since_mark=tuple(f"+{full(metric.of(state.mark.since))}" for metric in FIGURES) if state.mark else (),
    )


def _rates(state: State) -> tuple[str, ...]:
    """Requests a minute over the last readings."""
    rate = state.samples.rate() if isinstance(state.usage, Live) else None
    return () if rate is None else tuple(_rate_words(rate.of(metric)) for metric in FIGURES)


def _rate_words(per_minute: float) -> str:
    return f"+{full(round(per_minute))}/min" if per_minute >= 9.95 or per_minute == 0 else f"+{per_minute:.1f}/min"


def _paces(state: State, reading: Reading[UsageMetrics]) -> tuple[str, ...]:
    """Today's pace against the usual of the weekday; empty early in the day and without enough days to compare with."""
    day = reading.value.day
    if day is None or day != state.ledger.today:
        return ()
    known = stats.since_first_use(state.ledger.window(MAX_DAYS))
    elapsed = stats.elapsed_share(reading.served)
    words = []
    for metric in FIGURES:
        usual = stats.usual(known, day.weekday(), metric)
        pace = stats.pace(reading.value.counters, usual, elapsed, metric)
        words.append(_pace_words(pace.ratio - 1, day) if pace and pace.ratio is not None else "")
    return tuple(words) if any(words) else ()


def _pace_words(change: float, day: dt.date) -> str:
    arrow = "▲" if round(100 * change) > 0 else "▼" if round(100 * change) < 0 else "="
    return f"{arrow} {percent(change).lstrip('+−±')} {dates.weekday(day)}"


def _period_titles(metrics: UsageMetrics) -> tuple[str, str]:
    if metrics.day is None:
        month = dates.month(metrics.first_day)
        return f"{month}, UTC month", month
    return f"{dates.day(metrics.day)}, UTC day", dates.day(metrics.day)


def _restarts(metrics: UsageMetrics, zone: dt.tzinfo | None) -> str:
    """When the counters go back to 0, in UTC and in the user's zone."""
    following = metrics.day + ONE_DAY if metrics.day else next_month(metrics.first_day)
    local = dt.datetime.combine(following, dt.time(), dt.UTC).astimezone(zone)
    date = "" if metrics.day else f"{dates.day_month(following)} "
    if local.utcoffset() == dt.timedelta(0):
        return f"counters restart {date}00:00 UTC, here too"
    local_date = f"{dates.weekday(local.date())} " if local.date() != following else ""
    return f"counters restart {date}00:00 UTC = {local_date}{local:%H:%M} here"
