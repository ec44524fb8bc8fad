"""Days rolled up by week and month."""

from __future__ import annotations

import datetime as dt

from hypothesis import given

from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.totals import Bucket, Step, roll_up, total, whole
from tests.support.days import never_read, over, ranges, so_far
from tests.support.gated_client import counters
from tests.support.states import TODAY, ago


def test_a_week_goes_from_monday_to_sunday_and_the_first_and_last_have_only_the_window_s_days() -> None:
    """22 November 2026 is a Sunday."""
    window = (over(ago(8), 5), over(ago(7), 6), *(over(ago(days), 1) for days in range(6, 0, -1)), so_far(TODAY, 4))

    assert roll_up(window, Step.WEEK) == (
        Bucket(dt.date(2026, 11, 14), dt.date(2026, 11, 15), 2, 2, counters(11), DayState.FINAL),
        Bucket(dt.date(2026, 11, 16), TODAY, 7, 7, counters(10), DayState.SO_FAR),
    )


def test_a_month_is_that_of_the_calendar_and_says_how_many_days_it_knows() -> None:
    window = (over(dt.date(2026, 10, 31), 5), never_read(dt.date(2026, 11, 1)), over(dt.date(2026, 11, 2), 3))

    october, november = roll_up(window, Step.MONTH)

    assert (october.counters, october.complete) == (counters(5), True)
    assert (november.days, november.days_known, november.counters, november.complete) == (2, 1, counters(3), False)


def test_a_bucket_of_which_nothing_is_known_has_no_figure() -> None:
    (week,) = roll_up((never_read(ago(1)), never_read(TODAY)), Step.WEEK)

    assert (week.counters, week.state) == (None, DayState.NEVER_READ)


@given(ranges())
def test_no_request_is_lost_whatever_the_step(window: tuple[Day, ...]) -> None:
    for step in Step:
        buckets = roll_up(window, step)

        assert (
            sum(bucket.counters.total_requests for bucket in buckets if bucket.counters) == total(window).total_requests
        )
        assert sum(bucket.days for bucket in buckets) == len(window)


def test_a_week_is_whole_with_seven_days_and_a_month_with_all_of_its_own() -> None:
    window = tuple(over(dt.date(2026, 10, 31) + dt.timedelta(days=after), 1) for after in range(32))

    assert [whole(week, Step.WEEK) for week in roll_up(window, Step.WEEK)] == [False, True, True, True, True, False]
    assert [whole(month, Step.MONTH) for month in roll_up(window, Step.MONTH)] == [False, True, False]
