"""Dates, times and lengths of time as text, English whatever the machine's language."""

from __future__ import annotations

import datetime as dt

import pytest

from grantex_tui.view import dates

SUNDAY = dt.date(2026, 11, 22)


def test_a_day_reads_as_weekday_day_month_and_year() -> None:
    assert dates.weekday(SUNDAY) == "Sun"
    assert dates.day_month(SUNDAY) == "22 Nov"
    assert dates.day(SUNDAY) == "Sun 22 Nov 2026"
    assert dates.day(dt.date(2027, 2, 1)) == "Mon 1 Feb 2027"


def test_a_weekday_is_spelled_out() -> None:
    assert dates.weekday_name(dt.date(2026, 11, 22)) == "Sunday"


def test_a_month_is_spelled_out() -> None:
    assert dates.month(SUNDAY) == "November 2026"
    assert dates.month(dt.date(2027, 5, 1)) == "May 2027"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 11, 16), SUNDAY, "16 Nov – 22 Nov 2026"),
        (dt.date(2026, 10, 24), SUNDAY, "24 Oct – 22 Nov 2026"),
        (dt.date(2025, 12, 30), dt.date(2026, 1, 5), "30 Dec 2025 – 5 Jan 2026"),
    ],
)
def test_a_range_says_the_year_once_and_both_years_where_they_differ(first: dt.date, last: dt.date, words: str) -> None:
    assert dates.date_range(first, last) == words


def test_a_time_of_day_has_seconds_and_stays_in_its_zone() -> None:
    half_hours = dt.timezone(dt.timedelta(hours=5, minutes=30))

    assert dates.clock(dt.datetime(2026, 11, 22, 4, 5, 6, 999_999, tzinfo=dt.UTC)) == "04:05:06"
    assert dates.clock(dt.datetime(2026, 11, 22, 4, 5, 6, tzinfo=half_hours)) == "04:05:06"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (150, "2 min 30 s"),
        (3_600, "1 h"),
        (3_659, "1 h"),
        (5_460, "1 h 31 min"),
        (86_400, "1 d"),
        (266_400, "3 d 2 h"),
        (-5_460, "1 h 31 min"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert dates.span(seconds) == words
