"""The calendar month: what it came to, worked by hand, and what it may come to."""

from __future__ import annotations

import datetime as dt
import math
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.projection import MonthToDate, Projection, month_to_date, project
from grantex_tui.usage.weekdays import Weekdays
from tests.support.days import THURSDAY, never_read, over, parts, ranges, settling, so_far, successive
from tests.support.gated_client import counters

TOTAL = Metric.TOTAL
METRICS = st.sampled_from(Metric)
WEIGHTS = st.tuples(*7 * [st.just(0.0) | st.floats(0.001, 7)])
WEEKDAYS = st.builds(lambda weights: Weekdays(20, tuple((metric, weights) for metric in Metric)), WEIGHTS)
MOMENTS = st.datetimes(dt.datetime(2026, 9, 9), dt.datetime(2026, 9, 12), timezones=st.just(dt.UTC))


def november(day: int) -> dt.date:
    return dt.date(2026, 11, day)


def noon(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(12), dt.UTC)


class TestMonthToDate:
    def test_it_is_the_days_since_the_first_and_todays_live_figures(self) -> None:
        days = (over(dt.date(2026, 10, 31), 900), *successive(november(1), 10, 0), settling(november(3), 30))
        found = month_to_date((*days, so_far(november(4), parts(1, 2, 3))), november(4))
        assert found == MonthToDate(
            Counters(1, 2, 43, 46), days_known=4, covered=True, first_known=november(1), settling=True
        )

    def test_days_before_the_range_leave_it_covered_in_part(self) -> None:
        found = month_to_date((*successive(november(3), 10, 20), so_far(november(5), 5)), november(5))
        assert found == MonthToDate(counters(35), days_known=3, covered=False, first_known=november(3))

    def test_a_day_never_read_leaves_it_covered_in_part(self) -> None:
        days = (over(november(1), 10), never_read(november(2)), so_far(november(3), 5))
        assert month_to_date(days, november(3)) == MonthToDate(counters(15), 2, False, november(1))

    def test_on_the_first_today_is_all_of_it(self) -> None:
        days = (*successive(dt.date(2026, 10, 30), 7, 8), so_far(november(1), 5))
        assert month_to_date(days, november(1)) == MonthToDate(counters(5), 1, True, november(1))

    def test_before_anything_is_read_nothing_is_known(self) -> None:
        assert month_to_date((), november(3)) == MonthToDate(NO_USE, 0, False, None)

    def test_days_after_today_stay_out(self) -> None:
        assert month_to_date((so_far(november(1), 5), so_far(november(2), 7)), november(1)).counters == counters(5)

    @given(ranges(), METRICS)
    def test_no_month_is_more_than_the_days(self, days: tuple[Day, ...], metric: Metric) -> None:
        found = month_to_date(days, THURSDAY)
        assert metric.of(found.counters) <= sum(metric.of(day.counters) for day in days if day.counters)
        assert 0 <= found.days_known <= THURSDAY.day
        assert found.covered == (found.days_known == THURSDAY.day)


THURSDAY_26 = november(26)
FORTNIGHT = successive(
    november(12),
    *(100, 80, 10, 0, 90, 50, 50),  # Thursday the 12th to Wednesday the 18th
    *(120, 100, 10, 0, 110, 50, 50),
)
"""820 requests in 14 complete days; what is known of November."""


class TestProjection:
    def test_the_remaining_days_are_like_the_median_of_their_weekday(self) -> None:
        # Counted: 820 + 40. To come: half a Thursday of 110, then Friday 90, Saturday 10, Sunday 0, Monday 100: 255.
        # MADs: half of 10, then 10, 0, 0, 10: √(25 + 100 + 100) = 15; 2 × 1.4826 × 15 = 44.478.
        days = (*FORTNIGHT, so_far(THURSDAY_26, 40))
        found = project(days, THURSDAY_26, noon(THURSDAY_26), TOTAL)
        assert found == Projection(low=860 + 210, likely=860 + 255, high=860 + 300)

    def test_thirteen_complete_days_are_too_few(self) -> None:
        days = (*FORTNIGHT[1:], so_far(THURSDAY_26, 40))
        assert project(days, THURSDAY_26, noon(THURSDAY_26), TOTAL) is None

    def test_a_today_not_yet_read_is_a_whole_day_to_come(self) -> None:
        # 110 + 90 + 10 + 0 + 100 = 310; √300 × 2 × 1.4826 = 51.36.
        found = project((*FORTNIGHT, never_read(THURSDAY_26)), THURSDAY_26, noon(THURSDAY_26), TOTAL)
        assert found == Projection(820 + 258, 820 + 310, 820 + 362)

    def test_a_weekday_with_one_day_only_is_like_all_days(self) -> None:
        # A Thursday, all of it to come. With two Thursdays it is like their median. With one (120) it is like all 14
        # days, in order 0 0 10 10 50 50 50 50 80 90 100 110 120 200; distances 0 0 0 0 30 40 40 40 50 50 50 60 70 150.
        today = dt.date(2026, 12, 31)
        midnight = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
        days = (*FORTNIGHT, over(november(27), 200), so_far(today, 0))
        two, one = project(days, today, midnight, TOTAL), project(days[1:], today, midnight, TOTAL)
        assert two is not None
        assert two.likely == 110
        assert one == Projection(low=0, likely=50, high=169)  # 2 × 1.4826 × 40 = 118.6

    def test_with_weights_a_day_to_come_is_its_weekdays_share_of_what_all_days_say(self) -> None:
        # Weights 2 on Thursday and Friday, 1 else, 0 on Sunday. The 14 days ÷ their own weight, without the Sundays:
        # 50 40 10 90 50 50, 60 50 10 110 50 50; median 50, distances 0 10 40 40 0 0 10 0 40 60 0 0: MAD 5.
        # To come: half a Thursday of 100, Friday 100, Saturday 50, Sunday 0, Monday 50: 250.
        # MADs: half of 10, then 10, 5, 0, 5: √(25 + 100 + 25 + 25) = 13.23; 2 × 1.4826 × 13.23 = 39.2.
        weekdays = Weekdays(20, ((TOTAL, (1, 1, 1, 2, 2, 1, 0)),))
        days = (*FORTNIGHT, so_far(THURSDAY_26, 40))
        found = project(days, THURSDAY_26, noon(THURSDAY_26), TOTAL, weekdays)
        assert found == Projection(low=860 + 210, likely=860 + 250, high=860 + 290)

    def test_weights_of_another_metric_change_nothing(self) -> None:
        weekdays = Weekdays(20, ((Metric.VERIFICATIONS, (7, 0, 0, 0, 0, 0, 0)),))
        days = (*FORTNIGHT, so_far(THURSDAY_26, 40))
        at = (THURSDAY_26, noon(THURSDAY_26), TOTAL)
        assert project(days, *at, weekdays) == project(days, *at)

    def test_weights_that_know_use_on_idle_days_alone_expect_nothing(self) -> None:
        weekdays = Weekdays(20, ((TOTAL, (0, 0, 0, 0, 0, 0, 7)),))
        idle = successive(november(12), *14 * [0])
        found = project((*idle, so_far(THURSDAY_26, 40)), THURSDAY_26, noon(THURSDAY_26), TOTAL, weekdays)
        assert found == Projection(40, 40, 40)

    def test_at_the_months_end_it_is_what_was_counted(self) -> None:
        last = november(30)
        days = (*FORTNIGHT, *successive(THURSDAY_26, 100, 90, 10, 0), so_far(last, 77))
        midnight = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
        assert project(days, last, midnight, TOTAL) == Projection(1_097, 1_097, 1_097)

    def test_a_clock_that_is_not_on_the_services_day_takes_no_more_than_the_day(self) -> None:
        days = (*FORTNIGHT, so_far(THURSDAY_26, 40))
        begin, end = (dt.datetime(2026, 11, day, tzinfo=dt.UTC) for day in (26, 27))
        early = project(days, THURSDAY_26, begin - dt.timedelta(hours=3), TOTAL)
        late = project(days, THURSDAY_26, end + dt.timedelta(hours=3), TOTAL)
        assert early == project(days, THURSDAY_26, begin, TOTAL)
        assert late == project(days, THURSDAY_26, end, TOTAL)

    def test_each_metric_has_its_own(self) -> None:
        days = (*(over(day.date, parts(1, 10, 100)) for day in FORTNIGHT), so_far(THURSDAY_26, parts(2, 20, 200)))
        found = [project(days, THURSDAY_26, noon(THURSDAY_26), metric) for metric in Metric]
        # 14 days, today, and half a day and four to come.
        likely = [14 * 111 + 222 + 500, 14 + 2 + 4, 140 + 20 + 45, 1_400 + 200 + 450]
        assert [projection and projection.likely for projection in found] == likely

    @given(ranges(), METRICS, MOMENTS, st.none() | WEEKDAYS)
    def test_the_likely_figure_lies_in_the_range_and_nothing_below_what_is_counted(
        self, days: tuple[Day, ...], metric: Metric, now: dt.datetime, weekdays: Weekdays | None
    ) -> None:
        found = project(days, THURSDAY, now, metric, weekdays)
        assert (found is None) == (sum(day.complete for day in days) < 14)
        if found is not None:
            assert metric.of(month_to_date(days, THURSDAY).counters) <= found.low <= found.likely <= found.high

    @given(ranges(), METRICS, MOMENTS, st.randoms())
    def test_the_days_order_does_not_matter(
        self, days: tuple[Day, ...], metric: Metric, now: dt.datetime, chance: Random
    ) -> None:
        assert project(chance.sample(days, len(days)), THURSDAY, now, metric) == project(days, THURSDAY, now, metric)

    @given(ranges(), METRICS, MOMENTS, st.none() | WEEKDAYS)
    def test_it_comes_closer_to_what_is_counted_as_the_day_goes_on(
        self, days: tuple[Day, ...], metric: Metric, now: dt.datetime, weekdays: Weekdays | None
    ) -> None:
        before, after = (project(days, THURSDAY, at, metric, weekdays) for at in (now, now + dt.timedelta(hours=1)))
        if before is not None and after is not None:
            assert after.likely <= before.likely
            assert after.high <= before.high

    @given(st.integers(0, 2**31 - 1), st.integers(14, 89))
    def test_days_that_are_all_alike_leave_no_range(self, total: int, length: int) -> None:
        days = successive(THURSDAY - dt.timedelta(days=length), *length * [total])
        found = project((*days, so_far(THURSDAY, total)), THURSDAY, noon(THURSDAY), TOTAL)
        expected = min(length, 9) * total + total + 20.5 * total
        assert found is not None
        assert math.isclose(found.likely, expected, abs_tol=1)
        assert found.high - found.low <= 1
