"""Weeks and months in words: their names, their days, and what they lack."""

from __future__ import annotations

import datetime as dt

import pytest

from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Bucket, Step, roll_up
from grantex_tui.view.rollups import bucket_content, counted, days_known, mean_of, name, span
from tests.support.days import never_read, over, parts, so_far

MONDAY = dt.date(2026, 11, 2)
ONE_DAY = dt.timedelta(days=1)


def week(*days: Day) -> Bucket:
    (bucket,) = roll_up(days, Step.WEEK)
    return bucket


def days(first: dt.date, count: int, total: int = 10) -> tuple[Day, ...]:
    return tuple(over(first + after * ONE_DAY, total) for after in range(count))


WHOLE = week(*days(MONDAY, 7))
HOLED = week(*days(MONDAY, 4), *(never_read(MONDAY + after * ONE_DAY) for after in (4, 5, 6)))
CUT = week(*days(MONDAY + 3 * ONE_DAY, 4))
GOING_ON = week(*days(MONDAY, 2), so_far(MONDAY + 2 * ONE_DAY, 5))
UNREAD = week(*(never_read(MONDAY + after * ONE_DAY) for after in range(7)))
NOVEMBER = roll_up(days(dt.date(2026, 11, 1), 30), Step.MONTH)[0]


def test_so_many_weeks_or_months_are_counted() -> None:
    assert (counted(1, Step.WEEK), counted(53, Step.WEEK), counted(28, Step.MONTH)) == (
        "1 week",
        "53 weeks",
        "28 months",
    )


def test_a_week_is_named_by_its_monday_even_where_the_range_begins_later() -> None:
    assert name(WHOLE, Step.WEEK) == name(CUT, Step.WEEK) == ("week of Mon 2 Nov 2026", "week of Mon 2 Nov")
    assert name(NOVEMBER, Step.MONTH) == ("November 2026", "Nov 2026")


@pytest.mark.parametrize(
    ("bucket", "words"),
    [
        (WHOLE, "7 days"),
        (HOLED, "4 of 7 days known"),
        (CUT, "4 days of it in the range"),
        (GOING_ON, "so far, 3 days"),
        (UNREAD, "0 of 7 days known"),
    ],
)
def test_a_week_says_how_many_of_its_days_it_adds_up(bucket: Bucket, words: str) -> None:
    assert days_known(bucket, Step.WEEK) == words


def test_a_row_has_its_first_and_its_last_day_in_three_lengths_and_what_it_lacks() -> None:
    assert span(WHOLE, Step.WEEK, with_year=False)[0] == "Mon  2 Nov – Sun  8 Nov"
    assert span(WHOLE, Step.WEEK, with_year=True) == (
        "Mon  2 Nov – Sun  8 Nov 2026",
        "2 Nov – 8 Nov 2026",
        "2 Nov 2026",
    )
    assert span(HOLED, Step.WEEK, with_year=False) == (
        "Mon  2 Nov – Sun  8 Nov · 4 of 7 days",
        "2 Nov – 8 Nov 2026 ~",
        "2 Nov 2026 ~",
    )


def test_a_month_that_the_range_cuts_has_its_days() -> None:
    (october,) = roll_up(days(dt.date(2026, 10, 24), 8), Step.MONTH)

    assert span(NOVEMBER, Step.MONTH, with_year=True) == ("November 2026", "Nov 2026")
    assert span(october, Step.MONTH, with_year=True) == ("24 – 31 October 2026", "Oct 2026")


def test_the_chosen_week_has_a_headline_its_parts_and_its_place_by_size() -> None:
    before, chosen = days(MONDAY, 7, 10), tuple(over(MONDAY + at * ONE_DAY, parts(5, 3, 12)) for at in range(7, 14))
    buckets = roll_up((*before, *chosen), Step.WEEK)

    content = bucket_content(buckets, buckets[1], Step.WEEK, Metric.TOTAL)

    assert (content.headline, content.state) == ("140 total requests", "7 days")
    assert [part.count for part in content.parts] == [35, 21, 84]
    assert content.facts == ("+100 % vs the week before", "highest of 2 weeks")


def test_a_week_with_a_hole_is_marked_and_compared_with_nothing() -> None:
    content = bucket_content((WHOLE, HOLED), HOLED, Step.WEEK, Metric.TOTAL)

    assert (content.headline, content.state, content.facts) == ("~40 total requests", "4 of 7 days known", ())


def test_a_week_of_which_nothing_is_known_has_no_figure() -> None:
    assert bucket_content((UNREAD,), UNREAD, Step.WEEK, Metric.TOTAL).headline == "not read"


def test_the_mean_is_that_of_whole_weeks_whose_days_are_all_known() -> None:
    assert mean_of((CUT, HOLED, WHOLE, GOING_ON, UNREAD), Step.WEEK, Metric.TOTAL) == 70
    assert mean_of((CUT, GOING_ON), Step.WEEK, Metric.TOTAL) is None
