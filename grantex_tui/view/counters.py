"""The three operations of the current period: figure, rate, how it compares, the month so far. Pure."""

from __future__ import annotations

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, Counters
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.feed import Stale, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.plans import allowance
from grantex_tui.usage.projection import MonthToDate, month_to_date
from grantex_tui.view import dates
from grantex_tui.view.month import share_words
from grantex_tui.view.numbers import compact, full, three_digits
from grantex_tui.view.pace import NO_DEVIATION, Deviation, pace_of
from grantex_tui.view.today import current_reading, days_before, rate_words
from grantex_tui.view.wordings import Wordings, capitalized


class MonthFigure(Struct, frozen=True):
    """`Nov`, what it came to so far, and the share of the plan's allowance where there is one.

    To three digits: all of them would be written anew with every reading, and the info screen has them.
    """

    name: str
    number: str
    share: str


class Counter(Struct, frozen=True):
    """One operation. `names`: from one word to one letter. `days`: its figures of the days before, oldest first."""

    metric: Metric
    number: Wordings
    rate: str
    days: tuple[int, ...]
    deviation: Deviation
    since_mark: Wordings
    month: MonthFigure | None

    @property
    def names(self) -> Wordings:
        return names_of(self.metric)

    @property
    def title(self) -> Wordings:
        """The names at a panel's head."""
        return title_of(self.metric)


class CountersContent(Struct, frozen=True):
    """The three operations; none until some were read. `stale`: a newer reading failed."""

    counters: tuple[Counter, ...] = ()
    stale: bool = False

    @property
    def titles(self) -> tuple[Wordings, ...]:
        """The panels' heads, there or not."""
        return tuple(title_of(metric) for metric in PARTS)


def names_of(metric: Metric) -> Wordings:
    """An operation's names, in four steps from one word to one letter: `exchanges`, `exchanges`, `exch`, `E`."""
    word = metric.short if " " in metric.label else metric.label
    return (word, metric.short, metric.stub, metric.letter)


def title_of(metric: Metric) -> Wordings:
    """An operation's names at a panel's head: `Exchanges`."""
    return tuple(capitalized(name) for name in names_of(metric))


def counters_content(state: State, settings: PlanSettings) -> CountersContent:
    """The three panels."""
    reading = current_reading(state)
    if reading is not None:
        counted, stale = reading.value.counters, isinstance(state.usage, Stale)
    elif state.recalled is not None and state.recalled.today is not None and reading_of(state.usage) is None:
        counted, stale = state.recalled.today, True
    else:
        return CountersContent()
    month = _month_to_date(state)
    limits = allowance(state.plan_in_force(settings.plan), settings.limits)
    counters = []
    for metric in PARTS:
        deviation = pace_of(state, reading, metric).deviation if reading else NO_DEVIATION
        figure = None if month is None else _month_figure(month, metric, limits.of(metric))
        counters.append(_counter(state, counted, deviation, metric, figure))
    return CountersContent(tuple(counters), stale=stale)


def _counter(
    state: State, counted: Counters, deviation: Deviation, metric: Metric, month: MonthFigure | None
) -> Counter:
    number = metric.of(counted)
    return Counter(
        metric=metric,
        number=(full(number), compact(number)),
        rate=rate_words(state, metric),
        days=days_before(state, metric),
        deviation=deviation if deviation.amount else NO_DEVIATION,
        since_mark=_since_mark(state, metric),
        month=month,
    )


def _since_mark(state: State, metric: Metric) -> Wordings:
    if state.marking:
        return ("marking…", "…")
    if state.mark is None:
        return ()
    counted = f"+{full(metric.of(state.mark.since))}"
    return (f"{counted} marked", counted)


def _month_to_date(state: State) -> tuple[str, MonthToDate] | None:
    """The month's name and sum; None before there is a history."""
    today = state.ledger.today
    if today is None or reading_of(state.history) is None:
        return None
    return dates.month_name(today), month_to_date(state.ledger.window(MAX_DAYS), today)


def _month_figure(month: tuple[str, MonthToDate], metric: Metric, limit: int | None) -> MonthFigure:
    name, so_far = month
    counted = metric.of(so_far.counters)
    mark = "~" if so_far.settling else ""
    return MonthFigure(name, f"{mark}{three_digits(counted)}", share_words(counted / limit) if limit else "")
