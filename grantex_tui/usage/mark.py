"""All that was counted since a moment, such as the start of a test run. Pure: no clock, no words.

A mark follows the live counters from reading to reading, so that neither midnight nor a lost counter store takes
anything from it. What came between the last live reading of a day and midnight is added once history tells it.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.counter_deltas import PeriodStep, delta, delta_over, highest, step_between


class PastDay(Struct, frozen=True):
    """A UTC day that ended since the mark was set, and what of its counters is already counted."""

    date: dt.date
    counted: Counters


class Mark(Struct, frozen=True):
    """A moment `at` (UTC), and the requests counted `since`.

    `period`, `last`: of the last live reading; `top`: the highest counters seen in that period. `past`: the days that
    ended since, oldest first.
    """

    at: dt.datetime
    period: str
    last: Counters
    top: Counters
    since: Counters = NO_USE
    past: tuple[PastDay, ...] = ()

    @classmethod
    def start(cls, at: dt.datetime, period: str, counters: Counters) -> Mark:
        """Set at `at`, when the live counters of `period`, a UTC day or a month, were `counters`."""
        return cls(at, period, counters, counters)

    def after_usage(self, period: str, counters: Counters) -> Mark:
        """With a live reading. One of an earlier period is left out.

        A counter that fell began anew and counts whole, as all do in a new period. Where the service changes from
        days to months or back, what was counted between the two readings is not known and counts as nothing.
        """
        step = step_between(self.period, period)
        since = self.since + delta_over(step, self.last, counters)
        match step:
            case PeriodStep.SAME:
                return replace(self, last=counters, top=highest(self.top, counters), since=since)
            case PeriodStep.NEXT | PeriodStep.OTHER:
                past = (*self.past, *_ended(self.period, self.top, period))[-MAX_DAYS:]
                return replace(self, period=period, last=counters, top=counters, since=since, past=past)
            case PeriodStep.EARLIER:
                return self

    def closed(self, day: dt.date, final: Counters) -> Mark:
        """With the last word on a `day` that ended since: adds what no live reading had shown of it.

        Each request is added once, however often this is called. A day that is not over by the live readings, that
        was over before the mark, or of which less is known now than was seen live, changes nothing. A figure from
        before a lost counter store is no last word: give this only days that are final.
        """
        index = next((index for index, ended in enumerate(self.past) if ended.date == day), None)
        if index is None:
            return self
        counted = highest(self.past[index].counted, final)
        missed = delta(self.past[index].counted, counted)
        past = (*self.past[:index], PastDay(day, counted), *self.past[index + 1 :])
        return replace(self, since=self.since + missed, past=past)


def _ended(period: str, top: Counters, following: str) -> tuple[PastDay, ...]:
    """The days from `period` to before `following`, all but the first without any live reading; none for months."""
    if len(period) != 10 or len(following) != 10:
        return ()
    first, end = dt.date.fromisoformat(period), dt.date.fromisoformat(following)
    unseen = range(max(1, (end - first).days - MAX_DAYS), (end - first).days)
    return (PastDay(first, top), *(PastDay(first + dt.timedelta(days=index), NO_USE) for index in unseen))
