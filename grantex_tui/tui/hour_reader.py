"""The hours of the days that are looked at, recalled when they are first wanted and remembered by day.

Nothing is recalled for a screen that shows no hours, and no poll waits for it. Knows no widget: whoever shows hours
asks again after the message `HoursRead`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final

from msgspec import Struct
from textual.message import Message

from grantex_tui.api.models import Counters
from grantex_tui.archive.recall import Recall
from grantex_tui.archive.recorder import NotWritten, Outcome
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.state import State
from grantex_tui.usage.hours import HOUR, ByHour, Hourly, Readings, Rhythm, Stretch, stretches, whole_hours
from grantex_tui.usage.rate import Sample, Samples
from grantex_tui.usage.utc import ONE_DAY, WEEK, end_of_day, midnight

OTHERS: Final = 12
"""Days of a weekday that say what is usual on it."""

REMEMBERED: Final = 128
"""Days whose hours are remembered: those of all seven weekdays, and then some."""


class HoursRead(Message):
    """What was wanted is there."""


class _Version(Struct, frozen=True):
    """What a day's hours were made of: its final figure if it has one, else the hour of the last live reading."""

    final: Counters | None
    hour: int | None


class _Day(Struct, frozen=True):
    """`samples`: the recalled readings, kept where live ones may follow."""

    version: _Version
    stretches: tuple[Stretch, ...]
    hours: ByHour = ()
    samples: tuple[Sample, ...] = ()


class HourReader:
    """Recalls from `memory`, where there is one. `start` runs what it is given in place of what it ran before;
    `read` is called when something that was wanted is there.
    """

    def __init__(
        self,
        memory: Memory | None,
        start: Callable[[Callable[[], Awaitable[None]]], object],
        read: Callable[[], object],
    ) -> None:
        self._memory = memory
        self._start = start
        self._read = read
        self._whose = ""
        self._days: dict[dt.date, _Day] = {}
        self._wanted: dict[dt.date, _Version] = {}
        self._fault = ""
        self._failed_at: Samples | None = None
        self._merged: tuple[_Day, Samples, tuple[Stretch, ...]] | None = None

    def told(self, outcome: Outcome) -> None:
        """What the archive had to say: while it fails, that it gives nothing does not mean that there is nothing."""
        self._fault = outcome.fault.value if isinstance(outcome, NotWritten) else ""

    def hourly(self, state: State, date: dt.date) -> Hourly:
        """What is known by now of the day `date`; what is not is read, and then the days before and after."""
        if self._memory is None:
            return Hourly(date, stretches(date, state.samples.readings, _final(state, date)), (), Readings.NONE_KEPT)
        others = _others(date, state.ledger.today or date)
        match self._want(state, date, (date, *others), beside=(-1, 1)):
            case Readings.LOADING:
                return Hourly(date, readings=Readings.LOADING)
            case readings:
                fault = self._fault if readings is Readings.FAILED else ""
                return Hourly(date, self._with_live(state, date), self._hours_of(others), readings, fault)

    def rhythm(self, state: State) -> Rhythm | None:
        """The hours of days of today's weekday, as far as all of a day's are kept; None until they are read."""
        today = state.ledger.today
        if self._memory is None or today is None:
            return None
        others = _others(today, today)
        if self._want(state, today, others, beside=()) is not Readings.LOADED:
            return None
        return tuple((date, hours) for date, hours in self._hours_of(others) if None not in hours)

    def _hours_of(self, days: Iterable[dt.date]) -> Rhythm:
        return tuple((day, self._days[day].hours) for day in days if day in self._days)

    def _want(self, state: State, date: dt.date, days: tuple[dt.date, ...], beside: tuple[int, ...]) -> Readings:
        """Whether `days` are read; what is missing is asked for, and then the days `beside` the day `date`."""
        recall = None if self._memory is None else self._memory.recall(state)
        if recall is None:
            return Readings.LOADING
        if state.developer != self._whose:
            self._whose, self._days, self._wanted = state.developer, {}, {}
        wanted = self._missing(state, days)
        failed = bool(self._fault) and self._failed_at is state.samples  # it is asked again after the next reading
        if not failed and any(self._wanted.get(day) != version for day, version in wanted.items()):
            self._failed_at = state.samples
            self._wanted = wanted
            self._start(partial(self._recall, recall, wanted, partial(self._around, state, date, beside)))
        if all(day in self._days for day in days):
            return Readings.LOADED
        return Readings.FAILED if failed else Readings.LOADING

    def _missing(self, state: State, days: Iterable[dt.date]) -> dict[dt.date, _Version]:
        versions = {day: _version(state, day) for day in days}
        return {
            day: version
            for day, version in versions.items()
            if day not in self._days or self._days[day].version != version
        }

    def _around(self, state: State, date: dt.date, beside: tuple[int, ...]) -> dict[dt.date, _Version]:
        """What the days so many days later need: the next key may ask for them."""
        today = state.ledger.today or date
        days = [day for later in beside if (day := date + later * ONE_DAY) <= today]
        return self._missing(state, [day for one in days for day in (one, *_others(one, today))])

    async def _recall(
        self, recall: Recall, wanted: dict[dt.date, _Version], around: Callable[[], dict[dt.date, _Version]]
    ) -> None:
        await self._remember(recall, wanted)
        self._wanted = {}
        self._read()
        await self._remember(recall, around())

    async def _remember(self, recall: Recall, wanted: dict[dt.date, _Version]) -> None:
        for date, version in wanted.items():
            samples = await recall.samples(midnight(date), end_of_day(date))
            if self._fault and not samples:
                continue
            found = stretches(date, samples, version.final)
            self._days.pop(date, None)
            self._days[date] = _Day(version, found, whole_hours(found), samples if version.hour is not None else ())
            await asyncio.sleep(0)  # keys come between
        for date in [*self._days][:-REMEMBERED]:
            del self._days[date]

    def _with_live(self, state: State, date: dt.date) -> tuple[Stretch, ...]:
        day = self._days.get(date) or _Day(_version(state, date), ())
        if day.version.hour is None:
            return day.stretches
        if self._merged is None or self._merged[0] != day or self._merged[1] is not state.samples:
            found = stretches(date, (*day.samples, *state.samples.readings), day.version.final)
            self._merged = (day, state.samples, found)
        return self._merged[2]


def _final(state: State, date: dt.date) -> Counters | None:
    day = state.ledger.day(date)
    return day.counters if day.complete else None


def _version(state: State, date: dt.date) -> _Version:
    """Readings of a day that goes on, or that has just ended, are recalled again every hour: live ones pass by."""
    final, today, live = _final(state, date), state.ledger.today, state.samples.readings
    goes_on = final is None and today is not None and date >= today - ONE_DAY
    return _Version(final, int((live[-1].at if live else 0.0) // HOUR) if goes_on else None)


def _others(date: dt.date, today: dt.date) -> tuple[dt.date, ...]:
    """The finished days of the same weekday that are nearest to `date`."""
    after = ((today - date).days - 1) // WEEK.days
    steps = sorted((step for step in range(-OTHERS, min(after, OTHERS) + 1) if step), key=abs)
    return tuple(sorted(date + step * WEEK for step in steps[:OTHERS]))
