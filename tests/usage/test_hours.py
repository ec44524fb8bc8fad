"""The hours of a day from readings: what is known, what is only a sum over a gap, and what is usual."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.models import Counters
from grantex_tui.usage.hours import (
    HOURS,
    MIN_FOR_USUAL,
    ByHour,
    Quartiles,
    Stretch,
    by_hour,
    stretches,
    usual_hours,
    usual_share,
)
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.rate import Sample
from tests.support.gated_client import counters

DAY = dt.date(2026, 11, 22)


def read(time: str, total: int, period: str = "2026-11-22") -> Sample:
    at = dt.datetime.combine(DAY, dt.time.fromisoformat(time), dt.UTC)
    return Sample(at.timestamp(), period, counters(total))


def told(found: tuple[Stretch, ...]) -> list[tuple[str, str, int]]:
    """Each stretch's start, end and total."""
    return [(f"{one.start:%H:%M}", f"{one.end:%H:%M}", one.counted.total_requests) for one in found]


def test_readings_near_the_full_hours_tell_what_each_hour_counted() -> None:
    samples = [read("00:58", 10), read("02:01", 25), read("02:30", 40)]

    found = stretches(DAY, samples)

    assert told(found) == [("00:00", "01:00", 10), ("01:00", "02:00", 15), ("02:00", "02:30", 15)]
    assert [one.hour for one in found] == [0, 1, 2]


def test_what_was_counted_in_a_gap_is_one_sum_and_no_hour_is_known() -> None:
    samples = [read("00:59", 10), read("05:20", 70), read("05:59", 80)]

    found = stretches(DAY, [*samples, read("06:10", 80)])

    assert told(found) == [("00:00", "01:00", 10), ("01:00", "06:00", 70), ("06:00", "06:10", 0)]
    assert found[1].hour is None
    assert by_hour(found)[:7] == (counters(10), None, None, None, None, None, counters(0))


def test_before_the_first_reading_the_day_s_counters_are_known_to_begin_at_0() -> None:
    assert told(stretches(DAY, [read("14:32", 500)])) == [("00:00", "14:32", 500)]


def test_a_finished_day_s_figure_says_what_came_after_the_last_reading() -> None:
    samples = [read("21:59", 900), read("22:10", 905)]

    assert told(stretches(DAY, samples, counters(1_000)))[-1] == ("22:00", "00:00", 100)


def test_an_hour_that_goes_on_ends_with_its_last_reading() -> None:
    samples = [read("12:59", 5), read("13:57", 9)]

    assert told(stretches(DAY, samples)) == [("00:00", "13:00", 5), ("13:00", "13:57", 4)]
    assert told(stretches(DAY, [*samples, read("14:04", 10)]))[1:] == [("13:00", "14:00", 4), ("14:00", "14:04", 1)]


def test_a_counter_that_fell_counts_on_from_there() -> None:
    samples = [read("00:20", 50), read("00:40", 5), read("00:59", 8), read("01:30", 8)]

    assert told(stretches(DAY, samples)) == [("00:00", "01:00", 58), ("01:00", "01:30", 0)]


def test_readings_of_other_periods_do_not_count_and_without_any_nothing_is_known() -> None:
    others = [read("00:01", 9_000, "2026-11-21"), read("03:00", 70_000, "2026-11")]

    assert stretches(DAY, others) == ()
    assert by_hour(()) == (None,) * HOURS


@given(st.lists(st.tuples(st.integers(0, 86_399), st.integers(0, 9)), min_size=1, max_size=60), st.integers(0, 9))
def test_all_stretches_come_to_what_was_counted_and_leave_no_hole(grown: list[tuple[int, int]], more: int) -> None:
    start = dt.datetime.combine(DAY, dt.time(), dt.UTC)
    samples, total = [], 0
    for seconds, growth in sorted(dict(grown).items()):
        total += growth
        samples.append(Sample(start.timestamp() + seconds, str(DAY), counters(total)))

    found = stretches(DAY, samples, counters(total + more))

    assert sum(one.counted.total_requests for one in found) == total + more
    assert found[0].start == start
    assert found[-1].end == start + dt.timedelta(days=1)
    assert all(one.end == other.start for one, other in pairwise(found))


def day_of(*by_hours: int) -> ByHour:
    """A day's hours; the rest of them counted nothing."""
    return tuple(Counters(0, 0, count, count) for count in (*by_hours, *(0,) * (HOURS - len(by_hours))))


SUNDAYS = [DAY - dt.timedelta(weeks=weeks) for weeks in range(1, 6)]


def test_the_usual_hours_of_a_weekday_are_median_and_quartiles_of_its_days() -> None:
    days = {date: day_of(count) for date, count in zip(SUNDAYS, (10, 20, 30, 40, 50), strict=True)}
    days[DAY - dt.timedelta(days=1)] = day_of(9_000)  # a Saturday

    usual = usual_hours(days, 6, Metric.TOTAL)

    assert usual[0] == Quartiles(20, 30, 40, 5)
    assert usual_hours(dict(list(days.items())[: MIN_FOR_USUAL - 1]), 6, Metric.TOTAL) == (None,) * HOURS


def test_an_hour_counts_for_the_usual_only_where_it_is_known() -> None:
    unknown: ByHour = (None, *day_of()[1:])
    days = {date: day_of(8) for date in SUNDAYS[:3]} | dict.fromkeys(SUNDAYS[3:], unknown)

    usual = usual_hours(days, 6, Metric.TOTAL)

    assert usual[0] is None
    assert usual[1] == Quartiles(0, 0, 0, 5)


@pytest.mark.parametrize(("time", "share"), [("00:00", 0.0), ("00:30", 0.15), ("01:00", 0.3), ("02:00", 1.0)])
def test_the_share_of_a_day_that_is_usually_over_follows_its_hours(time: str, share: float) -> None:
    days = {date: day_of(30, 70) for date in SUNDAYS[:MIN_FOR_USUAL]}

    assert usual_share(days, 6, dt.time.fromisoformat(time), Metric.TOTAL) == pytest.approx(share)


def test_below_four_weeks_of_whole_days_no_share_is_usual() -> None:
    gap: ByHour = (None, *day_of()[1:])
    days = {date: day_of(30, 70) for date in SUNDAYS[: MIN_FOR_USUAL - 1]} | {SUNDAYS[3]: gap, SUNDAYS[4]: day_of()}

    assert usual_share(days, 6, dt.time(12), Metric.TOTAL) is None
