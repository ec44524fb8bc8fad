"""The current period's total: how fast it grows, how that compares with a usual day, and when it restarts. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.models import MAX_DAYS, Counters, UsageMetrics
from grantex_tui.polling.feed import Down, Failure, Live, Reading, Stale, failure_of, reading_of
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.utc import ONE_DAY, midnight, next_month
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, three_digits, to_digits
from grantex_tui.view.pace import Pace, pace_of
from grantex_tui.view.wordings import Wordings

TODAY: Final = "Today"
NO_FIGURES: Final = "No figures yet"
LABEL: Final = ("total requests", "total")
LABEL_OF_DAY: Final = (f"{LABEL[0]} today", f"{LABEL[1]} today", LABEL[1])
STALE: Final = "stale"
RATE_DIGITS: Final = 2
"""More would be noise, and written anew at every reading."""


class TodayContent(Struct, frozen=True):
    """The current period, a UTC day or a month. `counters` is None until some were read; `message` then says why.

    `title`, `date`: what the panel is called. `kind`: what its figure is, and `label`: the same where no title says of
    which day. `resets`: how long until the counters restart, as of the reading. `rate`: `+22/min`. `course`: what the
    total grew by from reading to reading since the start; `days`: the totals of the days before, oldest first.
    `since_mark`: what was counted since the user set one. `beside_range`: in place of the `message` where the range is
    shown and says why; empty where it does not.
    """

    title: str
    date: Wordings
    label: Wordings
    kind: Wordings
    resets: Wordings
    counters: Counters | None
    stale: bool
    message: str
    rate: str = ""
    course: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    pace: Pace = Pace()
    since_mark: Wordings = ()
    beside_range: str = ""

    @property
    def total(self) -> int:
        return self.counters.total_requests if self.counters else 0

    @property
    def messages_beside_range(self) -> Wordings:
        """As `messages`, where the range is shown."""
        return (self.beside_range,) if self.beside_range else self.messages

    @property
    def messages(self) -> Wordings:
        """Why there are no figures, and that there are none."""
        return (self.message, NO_FIGURES)

    @property
    def number(self) -> Wordings:
        """The total, exact and rounded."""
        return (full(self.total), compact(self.total))

    @property
    def usual(self) -> Wordings:
        """`usual 50.5k`; empty where it is not known."""
        return () if self.pace.usual is None else (f"usual {three_digits(self.pace.usual)}",)

    @property
    def on_course(self) -> tuple[str, str] | None:
        """What stands before the figure, and the figure: `on course for`, `57.6k`; None where it is not known."""
        return None if self.pace.on_course is None else ("on course for", three_digits(self.pace.on_course))

    @property
    def parts(self) -> Wordings:
        """The three operations on one line, from names to letters; where they leave, the one line above says so."""
        if self.counters is None:
            return ()
        parts = [(metric, metric.of(self.counters)) for metric in PARTS]
        named = " · ".join(f"{metric.brief} {full(number)}" for metric, number in parts)
        lettered = " ".join(f"{metric.letter}{compact(number)}" for metric, number in parts)
        return (named, lettered)

    @property
    def one_line(self) -> tuple[tuple[str, str], ...]:
        """All of it on one line, from long to short: the total, then what follows it."""
        if self.counters is None:
            return tuple((words, "") for words in self.messages)
        number = f"{STALE} {full(self.total)}" if self.stale else full(self.total)
        name = f" {LABEL[1]}"
        return (
            *((number, f"{name} · {parts}") for parts in self.parts[:1]),
            *((number, f"{name} {parts}") for parts in self.parts[1:]),
            (number, f"{name} …"),
            (number, name),
            (number, ""),
            (compact(self.total), name),
            (compact(self.total), ""),
        )


def current_reading(state: State) -> Reading[UsageMetrics] | None:
    """The reading of the current period; None where the day turned since, and nothing was read of the new one."""
    reading, today = reading_of(state.usage), state.ledger.today
    turned = reading and reading.value.day and today and reading.value.day < today
    return None if turned else reading


def today_content(state: State, zone: dt.tzinfo | None) -> TodayContent:
    """The current period's panel. `zone`: the user's time zone, None for the machine's."""
    nothing = TodayContent(TODAY, (), LABEL, LABEL, (), None, stale=False, message="Waiting for the first answer…")
    reading = reading_of(state.usage)
    if reading is None and state.recalled is not None:
        return _recalled(state.recalled, failure_of(state.usage))
    if reading is None:
        match state.usage:
            case Down(failure=failure):
                beside = f"{NO_FIGURES}." if _said_below(state, failure) else ""
                return replace(nothing, message=f"{NO_FIGURES}: {failure.reason}.", beside_range=beside)
        return nothing
    metrics, today = reading.value, state.ledger.today
    if today and current_reading(state) is None:
        return replace(nothing, date=_day_words(today), message=_unread_words(today, failure_of(state.usage)))
    return TodayContent(
        title=TODAY if metrics.day else "This month",
        date=_day_words(metrics.day) if metrics.day else _month_words(metrics.first_day),
        label=LABEL_OF_DAY if metrics.day else LABEL,
        kind=LABEL,
        resets=_resets(reading, zone),
        counters=metrics.counters,
        stale=isinstance(state.usage, Stale),
        message="",
        rate=rate_words(state, Metric.TOTAL),
        course=state.samples.deltas(Metric.TOTAL),
        days=days_before(state, Metric.TOTAL),
        pace=pace_of(state, reading, Metric.TOTAL),
        since_mark=_since_mark(state),
    )


def _recalled(recalled: Recalled, failure: Failure | None) -> TodayContent:
    """What an earlier run read of the day; figures of a day before are never given for it."""
    today = recalled.at.date()
    message = "" if recalled.today else _unread_words(today, failure)
    return TodayContent(TODAY, _day_words(today), LABEL_OF_DAY, LABEL, (), recalled.today, stale=True, message=message)


def _said_below(state: State, failure: Failure) -> bool:
    """Whether the range says the same of the history, in the bars' place."""
    match state.history:
        case Down(failure=history):
            return not state.ledger.kept and history.reason == failure.reason
    return False


def _unread_words(today: dt.date, failure: Failure | None) -> str:
    why = f": {failure.reason}" if failure else ""
    return f"No figures of {dates.day(today)} yet{why}."


def _day_words(day: dt.date) -> Wordings:
    return (f"{dates.weekday_day_month(day)}, UTC day", dates.weekday_day_month(day))


def _month_words(first: dt.date) -> Wordings:
    return (f"{dates.month(first)}, UTC month", dates.month(first))


def days_before(state: State, metric: Metric) -> tuple[int, ...]:
    """The figures of the complete days, oldest first; an account's days before its first use count as 0."""
    days = state.ledger.window(MAX_DAYS)
    return tuple(metric.of(day.counters) for day in days if day.complete and day.counters)


def rate_words(state: State, metric: Metric) -> str:
    """Requests a minute over the last readings, to two digits; empty while the figures are not live."""
    rate = state.samples.rate() if isinstance(state.usage, Live) else None
    if rate is None:
        return ""
    per_minute = rate.of(metric)
    if 0 < per_minute < 9.95:
        return f"+{per_minute:.1f}/min"
    return f"+{full(to_digits(round(per_minute), RATE_DIGITS))}/min"


def _since_mark(state: State) -> Wordings:
    if state.marking:
        return ("marking…",)
    if state.mark is None:
        return ()
    counted = f"+{full(state.mark.since.total_requests)}"
    at = dates.clock(state.mark.at)
    return (f"{counted} since the mark at {at} UTC", f"{counted} since {at} UTC", f"{counted} marked", counted)


def _following(metrics: UsageMetrics) -> dt.datetime:
    """When the counters go back to 0."""
    return midnight(metrics.day + ONE_DAY if metrics.day else next_month(metrics.first_day))


def resets_words(reading: Reading[UsageMetrics]) -> str:
    """How long until the counters go back to 0, by the service's clock at the reading."""
    left = (_following(reading.value) - reading.served).total_seconds()
    return f"resets in {dates.left(max(left, 0.0))}"


def _resets(reading: Reading[UsageMetrics], zone: dt.tzinfo | None) -> Wordings:
    """The same, and when that is in the user's zone."""
    following, words = _following(reading.value), resets_words(reading)
    local = following.astimezone(zone)
    if local.utcoffset() == dt.timedelta(0):
        return (words,)
    return (f"{words}, {_local(following, local)} here", words)


def _local(following: dt.datetime, local: dt.datetime) -> str:
    weekday = f"{dates.weekday(local.date())} " if local.date() != following.date() else ""
    return f"{weekday}{local:%H:%M}"


def restart_words(metrics: UsageMetrics, zone: dt.tzinfo | None) -> str:
    """When the counters go back to 0, in UTC and in the user's zone."""
    following = _following(metrics)
    local = following.astimezone(zone)
    date = "" if metrics.day else f"{dates.day_month(following.date())} "
    if local.utcoffset() == dt.timedelta(0):
        return f"{date}00:00 UTC, here too"
    return f"{date}00:00 UTC = {_local(following, local)} here"
