"""The current period's content: its four figures, how fast they grow, and when they restart. Pure."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, Counters, UsageMetrics
from grantex_tui.polling.feed import Down, Failure, Live, Reading, Stale, failure_of, reading_of
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import run_rate, since_first_use, weekday_baseline
from grantex_tui.usage.metric import FIGURES, PARTS, Metric
from grantex_tui.usage.utc import ONE_DAY, elapsed_share, midnight, next_month
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, percent
from grantex_tui.view.wordings import Wordings, capitalized


class Figure(Struct, frozen=True):
    """One of the four figures: its name above it or beside it, and its number exact and rounded."""

    metric: Metric
    name: Wordings
    number: Wordings


class PeriodContent(Struct, frozen=True):
    """The current period. `counters` is None until some were read; `message` then says why there are none.

    Under the figures, in the order of `FIGURES` and empty where there is nothing to say: `rates` (`+22/min`), `paces`
    (the run rates against their baselines, `▲ 4 % Sun`), and `since_mark`, what was counted since the user set a mark,
    at the time of `marked`. `course`: what the total grew by from reading to reading since the start.
    """

    title: Wordings
    developer_id: str
    restarts: str
    counters: Counters | None
    stale: bool
    message: str
    rates: tuple[str, ...] = ()
    course: tuple[int, ...] = ()
    paces: tuple[str, ...] = ()
    marked: Wordings = ()
    since_mark: tuple[str, ...] = ()

    @property
    def developer(self) -> Wordings:
        """Whose figures they are."""
        return (f"developer {self.developer_id}", self.developer_id)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The four figures in the order of `FIGURES`; none until some were read."""
        return () if self.counters is None else tuple(_figure(metric, self.counters) for metric in FIGURES)

    @property
    def one_line(self) -> tuple[tuple[str, str], ...]:
        """All of it on one line, from long to short: the total, then what follows it."""
        if self.counters is None:
            return ((self.message, ""),)
        parts = [(metric, metric.of(self.counters)) for metric in PARTS]
        total = full(self.counters.total_requests)
        whole = f"stale {total}" if self.stale else total
        named = (Metric.TOTAL.short, *(f"{metric.brief} {full(number)}" for metric, number in parts))
        lettered = (f"{metric.letter}{compact(number)}" for metric, number in parts)
        return (
            (whole, f" {' · '.join(named)}"),
            (whole, f" {' '.join(lettered)}"),
            (whole, ""),
            (compact(self.counters.total_requests), ""),
        )


def _figure(metric: Metric, counters: Counters) -> Figure:
    number = metric.of(counters)
    return Figure(metric, (capitalized(metric.label), capitalized(metric.short)), (full(number), compact(number)))


def period_content(state: State, zone: dt.tzinfo | None) -> PeriodContent:
    """The current period's panel. `zone`: the user's time zone, None for the machine's."""
    reading = reading_of(state.usage)
    if reading is None and state.recalled is not None:
        return _recalled(state.recalled, failure_of(state.usage))
    if reading is None:
        message = "Waiting for the first answer…"
        match state.usage:
            case Down(failure=failure):
                message = f"No figures yet: {failure.reason}."
        return PeriodContent(("Current period",), "", "", None, stale=False, message=message)
    metrics, today = reading.value, state.ledger.today
    if metrics.day and today and metrics.day < today:  # the day turned since, and nothing was read of the new one
        return _unread(today, metrics.developer_id, failure_of(state.usage))
    return PeriodContent(
        title=_title(metrics),
        developer_id=metrics.developer_id,
        restarts=_restarts(metrics, zone),
        counters=metrics.counters,
        stale=isinstance(state.usage, Stale),
        message="",
        rates=_rates(state),
        course=state.samples.deltas(Metric.TOTAL),
        paces=_paces(state, reading),
        marked=_marked(state),
        since_mark=_since_mark(state),
    )


def _recalled(recalled: Recalled, failure: Failure | None) -> PeriodContent:
    """What an earlier run read of the day; figures of a day before are never given for it."""
    today = recalled.at.date()
    if recalled.today is None:
        return _unread(today, recalled.developer, failure)
    return PeriodContent(_day_title(today), recalled.developer, "", recalled.today, stale=True, message="")


def _unread(today: dt.date, developer: str, failure: Failure | None) -> PeriodContent:
    why = f": {failure.reason}" if failure else ""
    message = f"No figures of {dates.day(today)} yet{why}."
    return PeriodContent(_day_title(today), developer, "", None, stale=False, message=message)


def _marked(state: State) -> Wordings:
    if state.marking:
        return ("marking…", "mark")
    return (f"since {dates.clock(state.mark.at)} UTC", "mark") if state.mark else ()


def _since_mark(state: State) -> tuple[str, ...]:
    if state.marking:
        return ("…",) * len(FIGURES)
    return tuple(f"+{full(metric.of(state.mark.since))}" for metric in FIGURES) if state.mark else ()


def _rates(state: State) -> tuple[str, ...]:
    """Requests a minute over the last readings."""
    rate = state.samples.rate() if isinstance(state.usage, Live) else None
    return () if rate is None else tuple(_rate_words(rate.of(metric)) for metric in FIGURES)


def _rate_words(per_minute: float) -> str:
    return f"+{full(round(per_minute))}/min" if per_minute >= 9.95 or per_minute == 0 else f"+{per_minute:.1f}/min"


def _paces(state: State, reading: Reading[UsageMetrics]) -> tuple[str, ...]:
    """Today's run rate against the weekday's baseline; empty early in the day and without days to compare with."""
    day = reading.value.day
    if day is None or day != state.ledger.today:
        return ()
    known = since_first_use(state.ledger.window(MAX_DAYS))
    elapsed = elapsed_share(reading.served)
    words = []
    for metric in FIGURES:
        baseline = weekday_baseline(known, day.weekday(), metric)
        pace = run_rate(reading.value.counters, baseline, elapsed, metric)
        words.append(_pace_words(pace.ratio - 1, day) if pace and pace.ratio is not None else "")
    return tuple(words) if any(words) else ()


def _pace_words(change: float, day: dt.date) -> str:
    arrow = "▲" if round(100 * change) > 0 else "▼" if round(100 * change) < 0 else "="
    return f"{arrow} {percent(change).lstrip('+−±')} {dates.weekday(day)}"


def _title(metrics: UsageMetrics) -> Wordings:
    if metrics.day is None:
        month = dates.month(metrics.first_day)
        return (f"{month}, UTC month", month)
    return _day_title(metrics.day)


def _day_title(date: dt.date) -> Wordings:
    return (f"{dates.day(date)}, UTC day", dates.day(date))


def _restarts(metrics: UsageMetrics, zone: dt.tzinfo | None) -> str:
    """When the counters go back to 0, in UTC and in the user's zone."""
    following = metrics.day + ONE_DAY if metrics.day else next_month(metrics.first_day)
    local = midnight(following).astimezone(zone)
    date = "" if metrics.day else f"{dates.day_month(following)} "
    if local.utcoffset() == dt.timedelta(0):
        return f"counters restart {date}00:00 UTC, here too"
    local_date = f"{dates.weekday(local.date())} " if local.date() != following else ""
    return f"counters restart {date}00:00 UTC = {local_date}{local:%H:%M} here"
