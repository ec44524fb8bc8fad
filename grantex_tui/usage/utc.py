"""UTC days and months as moments: where they begin and end, and how much of a day is gone. Pure; no clock is read."""

from __future__ import annotations

import datetime as dt
from typing import Final

ONE_DAY: Final = dt.timedelta(days=1)
WEEK: Final = dt.timedelta(days=7)

REPLICA_LAG: Final = dt.timedelta(hours=1)
"""How far from midnight a replica of the service may still answer for the day before, or already for the next."""


def midnight(date: dt.date) -> dt.datetime:
    """The moment the UTC day `date` begins."""
    return dt.datetime.combine(date, dt.time(), dt.UTC)


def end_of_day(date: dt.date) -> dt.datetime:
    """The moment the UTC day `date` ends."""
    return midnight(date + ONE_DAY)


def within(date: dt.date, moment: dt.datetime) -> dt.datetime:
    """The moment, or the end of the UTC day `date` nearest to it: responses can be of the day before or after."""
    return min(max(moment, midnight(date)), end_of_day(date) - dt.timedelta(microseconds=1))


def next_month(date: dt.date) -> dt.date:
    """The first day of the month after that of `date`."""
    return (date.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def elapsed_share(now: dt.datetime) -> float:
    """How much of the UTC day that `now` (aware) lies in is gone: 0 at midnight, 0.5 at noon, never 1."""
    utc = now.astimezone(dt.UTC)
    return (utc - midnight(utc.date())) / ONE_DAY
