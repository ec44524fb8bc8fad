"""Dates and times as text, always in English. Pure: nothing here reads a clock."""

from __future__ import annotations

import datetime as dt
from typing import Final

TODAY: Final = "today"
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS_FULL = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def weekday(date: dt.date) -> str:
    """`Sun`."""
    return WEEKDAYS[date.weekday()]


def weekday_name(date: dt.date) -> str:
    """`Sunday`."""
    return _WEEKDAYS_FULL[date.weekday()]


def month_name(date: dt.date) -> str:
    """`Nov`."""
    return _MONTHS[date.month - 1]


def day_month(date: dt.date) -> str:
    """`22 Nov`."""
    return f"{date.day} {month_name(date)}"


def weekday_day_month(date: dt.date) -> str:
    """`Sun 22 Nov`."""
    return f"{weekday(date)} {day_month(date)}"


def day(date: dt.date) -> str:
    """`Sun 22 Nov 2026`."""
    return f"{weekday_day_month(date)} {date.year}"


def month_alone(date: dt.date) -> str:
    """`November`."""
    return _MONTHS_FULL[date.month - 1]


def month(date: dt.date) -> str:
    """`November 2026`."""
    return f"{_MONTHS_FULL[date.month - 1]} {date.year}"


def month_year(date: dt.date) -> str:
    """`Nov 2026`."""
    return f"{month_name(date)} {date.year}"


def days(count: int, kind: str = "") -> str:
    """`1 day`, `30 days`; with a `kind`, `29 complete days`."""
    return " ".join(filter(None, (f"{count:,}", kind, "day" if count == 1 else "days")))


def date_range(first: dt.date, last: dt.date) -> str:
    """`24 Oct – 22 Nov 2026`, with both years where they differ; a single day once."""
    if first == last:
        return f"{day_month(last)} {last.year}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{day_month(first)}{year} – {day_month(last)} {last.year}"


def clock(moment: dt.datetime) -> str:
    """`14:32:07`, in the zone that `moment` is in."""
    return f"{moment:%H:%M:%S}"


def moment(past: dt.datetime, now: dt.datetime) -> str:
    """`14:32`, with the date where that is not the one of `now`: `Sun 22 Nov 14:32`."""
    date = "" if past.date() == now.date() else f"{weekday_day_month(past.date())} "
    return f"{date}{past:%H:%M}"


def span(seconds: float) -> str:
    """A length of time in its two largest units: `1 h 31 min`, `3 d 2 h`, `45 s`."""
    whole = round(abs(seconds))
    for unit, name, below, name_below in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= unit:
            rest = whole % unit // below
            return f"{whole // unit} {name}" + (f" {rest} {name_below}" if rest else "")
    return f"{whole} s"


def left(seconds: float) -> str:
    """What is left until something, to the minute and rounded down: `4 h 40 m`, `8 d 4 h`, `12 m`."""
    minutes = int(seconds // 60)
    if minutes >= 24 * 60:
        return f"{minutes // (24 * 60)} d {minutes // 60 % 24} h"
    return f"{minutes // 60} h {minutes % 60} m" if minutes >= 60 else f"{minutes} m"
