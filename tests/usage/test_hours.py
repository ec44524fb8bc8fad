"""The hours of a day from readings: what is known, what is only a sum over a gap, what is usual, and where it peaks."""

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
    Hourly,
    Peak,
    Quartiles,
    Stretch,
    by_hour,
    day_gone,
    is_far,
    peak,
    stretches,
    usual_hours,
    usual_share,
    whole_hours,
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


def test_a_final_figure_below_the_last_reading_counts_nothing_once_more() -> None:
    samples = [read("22:59", 900), read("23:58", 950)]

    assert told(stretches(DAY, samples, counters(940)))[-2:] == [("00:00", "23:00", 900), ("23:00", "00:00", 50)]


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


def test_an_hour_that_goes_on_says_nothing_of_what_is_usual() -> None:
    found = stretches(DAY, [read("12:59", 5), read("13:10", 9)])

    assert (by_hour(found)[13], whole_hours(found)[13]) == (counters(4), None)


# Far from usual

USUAL = Quartiles(90, 100, 110, 12)
"""Tukey's outer fence: 90 - 3 × 20 to 110 + 3 × 20."""


def hour_of(total: int, end: str = "12:00") -> Stretch:
    start = dt.datetime.combine(DAY, dt.time(11), dt.UTC)
    return Stretch(start, dt.datetime.combine(DAY, dt.time.fromisoformat(end), dt.UTC), counters(total))


@pytest.mark.parametrize(("total", "far"), [(29, True), (30, False), (100, False), (170, False), (171, True)])
def test_an_hour_is_far_from_usual_beyond_tukey_s_outer_fence(total: int, far: bool) -> None:
    assert is_far(hour_of(total), USUAL, Metric.TOTAL) is far


def test_an_hour_that_goes_on_can_only_be_far_above() -> None:
    assert not is_far(hour_of(0, "11:20"), USUAL, Metric.TOTAL)
    assert is_far(hour_of(171, "11:20"), USUAL, Metric.TOTAL)


def test_few_requests_and_few_days_make_no_hour_far() -> None:
    steady, little, young = Quartiles(100, 100, 100, 12), Quartiles(2, 2, 2, 12), Quartiles(100, 100, 100, 5)

    assert [is_far(hour_of(total), steady, Metric.TOTAL) for total in (119, 120)] == [False, True]  # a fifth
    assert [is_far(hour_of(total), little, Metric.TOTAL) for total in (11, 12)] == [False, True]  # ten requests
    assert not is_far(hour_of(900), young, Metric.TOTAL)


# Where a day's excess came

TEN_AN_HOUR = tuple(Quartiles(10, 10, 10, 12) for _ in range(HOURS))
"""240 a day: an excess is worth asking after from 48 on."""


def hours_of(counted: dict[int, int]) -> tuple[Stretch, ...]:
    """A day of ten requests an hour but for those `counted`."""
    start = dt.datetime.combine(DAY, dt.time(), dt.UTC)
    return tuple(
        Stretch(start + dt.timedelta(hours=at), start + dt.timedelta(hours=at + 1), counters(counted.get(at, 10)))
        for at in range(HOURS)
    )


def peak_of(counted: dict[int, int]) -> tuple[int, int, float] | None:
    found = peak(hours_of(counted), TEN_AN_HOUR, Metric.TOTAL)
    return None if found is None else (found.start, found.end, round(found.share, 2))


def test_the_peak_is_the_shortest_run_that_holds_three_fifths_of_the_excess() -> None:
    assert peak_of({11: 110, 3: 60}) == (11, 12, 0.67)  # 100 of 150
    assert peak_of({11: 60, 12: 20, 13: 50, 20: 50}) == (11, 14, 0.71)  # 100 of 140; what lies between is in the run


def test_of_equally_short_runs_the_one_that_holds_most_is_the_peak() -> None:
    assert peak_of({4: 28, 5: 60, 6: 40}) == (5, 7, 0.82)  # 80 of 98; 04 to 06 holds 68


def test_what_adjoins_the_peak_and_is_half_as_high_belongs_to_it_up_to_six_hours() -> None:
    assert peak_of({11: 50, 12: 50, 13: 50}) == (11, 14, 1.0), "two of them would hold enough"
    assert peak_of({4: 30, 5: 60, 6: 40}) == (4, 7, 1.0)  # 20 an hour beside 40
    assert peak_of(dict.fromkeys(range(10, 17), 50)) == (10, 16, 0.86)  # 240 of 280


def test_an_excess_of_which_six_hours_hold_too_little_has_no_peak() -> None:
    assert peak_of(dict.fromkeys(range(6, 17), 30)) is None  # six of eleven


def test_an_excess_below_a_fifth_of_the_usual_day_is_not_asked_after() -> None:
    assert peak_of({11: 57}) is None
    assert peak_of({11: 58}) == (11, 12, 1.0)


def test_hours_below_their_usual_take_nothing_away() -> None:
    assert peak_of({11: 110, **dict.fromkeys(range(10), 0)}) == (11, 12, 1.0)


def test_a_gap_is_a_peak_as_a_whole_or_not_at_all() -> None:
    gap = stretches(DAY, [read("01:59", 20), read("05:59", 260), *(read(f"{at:02}:59", 260) for at in range(6, 24))])

    assert peak(gap, TEN_AN_HOUR, Metric.TOTAL) == Peak(2, 6, 1.0, 200)  # 240 less four times ten
    wide = stretches(DAY, [read("01:59", 20), read("08:59", 420)])
    assert peak(wide, TEN_AN_HOUR, Metric.TOTAL) is None


def test_without_usual_hours_nothing_is_an_excess() -> None:
    assert peak(hours_of({11: 900}), (None,) * HOURS, Metric.TOTAL) is None
    assert Hourly(DAY, hours_of({11: 900})).peak(Metric.TOTAL) is None


def test_a_day_s_hours_know_their_peak_against_the_others_of_its_weekday() -> None:
    others = tuple((date, tuple(counters(10) for _ in range(HOURS))) for date in SUNDAYS)

    assert Hourly(DAY, hours_of({11: 110}), others).peak(Metric.VERIFICATIONS) == Peak(11, 12, 1.0, 100)


# How much of a day is over


EARLY: ByHour = (*(counters(50),) * 6, *(counters(0),) * 12, counters(100), *(counters(0),) * 5)
"""Three quarters of 400 requests before 06:00, the others from 18 to 19 h."""

EARLY_SUNDAYS = tuple((DAY - weeks * dt.timedelta(days=7), EARLY) for weeks in range(1, 5))


def test_a_day_is_over_as_far_as_its_weekday_usually_is() -> None:
    assert day_gone(dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC), EARLY_SUNDAYS, Metric.TOTAL) == 0.375
    assert day_gone(dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC), EARLY_SUNDAYS, Metric.TOTAL) == 0.75
    assert day_gone(dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC), EARLY_SUNDAYS, Metric.TOTAL) == 0.875


def test_with_fewer_than_four_such_days_or_on_another_weekday_it_is_over_as_the_clock_says() -> None:
    assert day_gone(dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC), EARLY_SUNDAYS[:3], Metric.TOTAL) == 0.125
    assert day_gone(dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC), EARLY_SUNDAYS, Metric.TOTAL) == 0.125
