"""How today goes against a usual day of its weekday, in numbers and in a few words. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import MAX_DAYS, UsageMetrics
from grantex_tui.polling.feed import Reading, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import RunRate, run_rate, since_first_use, weekday_baseline
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.numbers import percent
from grantex_tui.view.wordings import Wordings


class Deviation(Struct, frozen=True):
    """`14 % above` and, from long to short, what it is measured by: `a usual Tuesday`. Without the first, words alone.

    Both are empty where there is nothing to say.
    """

    amount: str = ""
    than: Wordings = ()

    @property
    def words(self) -> Wordings:
        """Where the weekday is said elsewhere: `14 % above usual`, `14 % above`."""
        return tuple(f"{self.amount} {than}".strip() for than in (*self.than[-1:], "")) if self.amount else ()


NO_DEVIATION: Final = Deviation()


class Pace(Struct, frozen=True):
    """In requests a day: the usual day of today's weekday, and today if it goes on as so far; None where unknown."""

    usual: int | None = None
    on_course: int | None = None
    deviation: Deviation = NO_DEVIATION


def pace_of(state: State, reading: Reading[UsageMetrics], metric: Metric) -> Pace:
    """Today's pace by `reading`; nothing for a month, and before there is a history to compare with."""
    day = reading.value.day
    if day is None or day != state.ledger.today or reading_of(state.history) is None:
        return Pace()
    known = since_first_use(state.ledger.window(MAX_DAYS))
    usual = weekday_baseline(known, day.weekday(), metric)
    if usual is None:
        return Pace(deviation=Deviation(than=tuple(f"no usual {name} yet" for name in _names(day))))
    pace = run_rate(reading.value.counters, usual, state.day_gone(reading.served, metric), metric)
    return Pace(round(usual.median), round(pace.expected) if pace else None, _deviation(day, pace))


def _deviation(day: dt.date, pace: RunRate | None) -> Deviation:
    long, short = _names(day)
    if pace is None:
        return Deviation(than=("too early to compare", "too early"))
    if pace.ratio is None:
        return Deviation(than=(f"a usual {long} has none", f"a usual {short} has none", "usually none"))
    return deviation_by(pace.ratio, day)


def deviation_by(ratio: float, day: dt.date) -> Deviation:
    """`ratio` times what is usual on the weekday of `day`."""
    long, short = _names(day)
    if round(100 * ratio) == 100:
        return Deviation("as usual", (f"for a {long}", f"for a {short}", ""))
    by = percent(ratio - 1).lstrip("+−")
    direction = "" if ratio >= 10 else " above" if ratio > 1 else " below"
    return Deviation(f"{by}{direction}", (f"a usual {long}", f"a usual {short}", "usual"))


def _names(day: dt.date) -> tuple[str, str]:
    return dates.weekday_name(day), dates.weekday(day)
