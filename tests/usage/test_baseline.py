"""What is usual: worked by hand, against the standard library, and true of any days."""

from __future__ import annotations

import datetime as dt
import math
import statistics
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.baseline import (
    MIN_FOR_OUTLIER,
    Baseline,
    Outlier,
    RunRate,
    change,
    finished,
    mad,
    median,
    outliers,
    ratio,
    run_rate,
    since_first_use,
    usual_range,
    week_before,
    weekday_baseline,
)
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.totals import rank, shares
from grantex_tui.usage.utc import elapsed_share
from tests.support.days import (
    FIGURES,
    ONE_DAY,
    THURSDAY,
    WEEK,
    never_read,
    over,
    parts,
    ranges,
    settling,
    so_far,
    thursdays,
)
from tests.support.gated_client import counters

TOTAL = Metric.TOTAL
METRICS = st.sampled_from(Metric)
VALUES = st.lists(st.integers(0, 2**31 - 1), min_size=1)


class TestMedian:
    def test_it_is_the_middle_value_or_the_mean_of_the_two(self) -> None:
        assert median([9, 1, 5]) == 5
        assert median([9, 1, 5, 6]) == 5.5
        assert median([7]) == 7

    def test_nothing_has_none(self) -> None:
        with pytest.raises(ValueError, match="nothing"):
            median([])

    def test_the_mad_is_the_median_distance_from_it(self) -> None:
        # The median is 2; the distances are 1 1 0 0 2 4 7, in order 0 0 1 1 2 4 7.
        assert mad([1, 1, 2, 2, 4, 6, 9]) == 1
        assert mad([5, 5, 5]) == 0

    @given(VALUES)
    def test_both_are_those_of_the_standard_library(self, values: list[int]) -> None:
        centre = statistics.median(values)
        assert median(values) == centre
        assert mad(values) == statistics.median(abs(value - centre) for value in values)


class TestUsual:
    def test_it_is_the_weekdays_median_and_mad(self) -> None:
        # In order 100 104 110 120; distances from 107 are 3 3 7 13.
        days = (*thursdays(100, 110, 104, 120), over(THURSDAY - ONE_DAY, 9_000))
        assert weekday_baseline(days, 3, TOTAL) == Baseline(median=107, mad=5, count=4)

    def test_two_days_are_too_few(self) -> None:
        assert weekday_baseline(thursdays(100, 110), 3, TOTAL) is None
        assert weekday_baseline(thursdays(100, 110, 104), 3, TOTAL) == Baseline(104, 4, 3)

    def test_a_day_without_a_row_counts_as_zero(self) -> None:
        assert weekday_baseline(thursdays(0, 0, 104), 3, TOTAL) == Baseline(0, 0, 3)

    def test_the_day_it_is_compared_with_can_be_left_out(self) -> None:
        days = thursdays(100, 110, 104, 9_000)
        assert weekday_baseline(days, 3, TOTAL, excluding=THURSDAY - WEEK) == Baseline(104, 4, 3)

    def test_days_that_are_not_complete_do_not_count(self) -> None:
        days = (
            *thursdays(100, 110, 104),
            so_far(THURSDAY, 1),
            settling(THURSDAY + WEEK, 1),
            never_read(THURSDAY + 2 * WEEK),
        )
        assert weekday_baseline(days, 3, TOTAL) == Baseline(104, 4, 3)

    def test_each_metric_has_its_own(self) -> None:
        days = thursdays(parts(1, 10, 100), parts(2, 20, 200), parts(3, 30, 300))
        assert [weekday_baseline(days, 3, metric) for metric in Metric] == [
            Baseline(222, 111, 3),
            Baseline(2, 1, 3),
            Baseline(20, 10, 3),
            Baseline(200, 100, 3),
        ]

    @given(ranges(), st.integers(0, 6), METRICS, st.randoms())
    def test_the_days_order_does_not_matter(
        self, days: tuple[Day, ...], weekday: int, metric: Metric, chance: Random
    ) -> None:
        shuffled = chance.sample(days, len(days))
        assert weekday_baseline(shuffled, weekday, metric) == weekday_baseline(days, weekday, metric)


class TestChange:
    def test_it_is_a_share_of_what_was_before(self) -> None:
        assert change(150, 100) == 0.5
        assert change(75, 100) == -0.25
        assert change(0, 100) == -1

    def test_a_ratio_says_how_many_times_the_usual(self) -> None:
        assert ratio(210, 100) == 2.1
        assert ratio(0, 100) == 0

    def test_nothing_before_has_neither(self) -> None:
        assert change(5, 0) is None
        assert ratio(5, 0) is None


class TestRank:
    def test_the_highest_day_is_the_first(self) -> None:
        days = thursdays(30, 10, 20)
        assert [rank(days, day.date, TOTAL) for day in days] == [(1, 3), (3, 3), (2, 3)]

    def test_equal_values_share_the_better_place(self) -> None:
        days = thursdays(30, 20, 20, 10)
        assert [rank(days, day.date, TOTAL) for day in days] == [(1, 4), (2, 4), (2, 4), (4, 4)]

    def test_todays_figure_so_far_has_a_place_and_a_day_never_read_has_none(self) -> None:
        days = (*thursdays(30, 0), so_far(THURSDAY, 5), never_read(THURSDAY + WEEK))
        assert [rank(days, day.date, TOTAL) for day in days] == [(1, 3), (3, 3), (2, 3), None]

    def test_a_day_outside_of_the_range_has_none(self) -> None:
        assert rank(thursdays(30, 10), THURSDAY, TOTAL) is None

    @given(ranges(), METRICS)
    def test_places_are_between_one_and_the_number_of_days_and_follow_the_values(
        self, days: tuple[Day, ...], metric: Metric
    ) -> None:
        known = [(metric.of(day.counters), rank(days, day.date, metric)) for day in days if day.counters]
        for value, place in known:
            assert place is not None
            assert 1 <= place[0] <= place[1] == len(known)
            assert place[0] == 1 + sorted((other for other, _ in known), reverse=True).index(value)


class TestWeekBefore:
    def test_it_is_the_same_weekday_of_the_week_before(self) -> None:
        days = (*thursdays(10, 20), so_far(THURSDAY, 5))
        assert week_before(days, THURSDAY) == over(THURSDAY - WEEK, 20)
        assert week_before(days, THURSDAY - WEEK) == over(THURSDAY - 2 * WEEK, 10)

    def test_a_day_that_is_not_complete_or_not_there_is_none(self) -> None:
        assert week_before(thursdays(10), THURSDAY - WEEK) is None
        assert week_before((settling(THURSDAY - WEEK, 20),), THURSDAY) is None
        assert week_before((never_read(THURSDAY - WEEK),), THURSDAY) is None


class TestShares:
    def test_they_are_of_the_sum_of_the_three_whatever_the_total(self) -> None:
        assert shares(Counters(20, 5, 75, 9_999)) == (0.2, 0.05, 0.75)

    def test_nothing_has_no_shares(self) -> None:
        assert shares(NO_USE) == (0, 0, 0)

    @given(FIGURES)
    def test_they_add_up_to_one(self, figures: Counters) -> None:
        found = shares(figures)
        assert all(0 <= share <= 1 for share in found)
        assert any(metric.of(figures) for metric in PARTS) == math.isclose(sum(found), 1)


class TestFirstUse:
    def test_days_before_the_first_with_use_are_left_out(self) -> None:
        days = (never_read(THURSDAY - 4 * WEEK), *thursdays(0, 7, 0), so_far(THURSDAY, 1))
        assert since_first_use(days) == (*thursdays(7, 0), so_far(THURSDAY, 1))

    def test_without_any_use_no_day_is_left(self) -> None:
        assert since_first_use((*thursdays(0, 0), so_far(THURSDAY, 0))) == ()


def outliers_among(*values: int, day: Counters | int) -> list[tuple[float | None, bool]]:
    """How THURSDAY stands out from the Thursdays before it, if it does."""
    found = outliers((*thursdays(*values), over(THURSDAY, day)), TOTAL)
    return [(outlier.ratio, outlier.above) for outlier in found if outlier.date == THURSDAY]


class TestSpikes:
    def test_a_day_beyond_three_scaled_mads_is_one(self) -> None:
        # Median 350; distances 50 50 150 150 250 250, so MAD 150; 3 × 1.4826 × 150 = 667.17.
        usual_ones = (100, 200, 300, 400, 500, 600)
        assert outliers_among(*usual_ones, day=1_017) == []
        assert outliers_among(*usual_ones, day=1_018) == [(1_018 / 350, True)]

    def test_a_day_far_below_is_one_too(self) -> None:
        # Median 2,050; MAD 150 as before, 667.17 scaled; two fifths of the median are more: 2,050 - 820 = 1,230.
        usual_ones = (1_800, 1_900, 2_000, 2_100, 2_200, 2_300)
        assert outliers_among(*usual_ones, day=1_231) == []
        assert outliers_among(*usual_ones, day=1_230) == [(1_230 / 2_050, False)]

    def test_a_day_without_any_use_where_some_is_usual_is_one(self) -> None:
        assert outliers_among(80, 80, 80, 80, 80, 80, day=0) == [(0, False)]

    def test_five_others_are_too_few(self) -> None:
        assert outliers_among(80, 80, 80, 80, 80, day=8_000) == []
        assert outliers_among(80, 80, 80, 80, 80, 80, day=8_000) == [(100, True)]

    def test_the_day_itself_is_not_among_what_it_is_compared_with(self) -> None:
        # With it the median of seven would be 400 rather than 350.
        assert outliers_among(100, 200, 300, 400, 500, 600, day=3_500) == [(10, True)]

    def test_on_a_steady_weekday_less_than_two_fifths_is_none(self) -> None:
        assert outliers_among(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, day=1_399) == []
        assert outliers_among(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, day=1_400) == [(1.4, True)]
        assert outliers_among(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, day=601) == []
        assert outliers_among(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, day=600) == [(0.6, False)]

    @pytest.mark.parametrize("usual", [30, 35, 1_000, 48_215])
    def test_a_rise_and_a_fall_of_two_fifths_are_equally_far(self, usual: int) -> None:
        # Two fifths of these are whole: 12, 14, 400 and 19,286.
        far = 2 * usual // 5
        assert outliers_among(*[usual] * 6, day=usual + far) == [((usual + far) / usual, True)]
        assert outliers_among(*[usual] * 6, day=usual - far) == [((usual - far) / usual, False)]
        assert outliers_among(*[usual] * 6, day=usual + far - 1) == []
        assert outliers_among(*[usual] * 6, day=usual - far + 1) == []

    def test_a_few_requests_are_none(self) -> None:
        assert outliers_among(1, 1, 1, 1, 1, 1, day=10) == []
        assert outliers_among(1, 1, 1, 1, 1, 1, day=11) == [(11, True)]

    def test_use_where_none_is_usual_has_no_ratio(self) -> None:
        assert outliers_among(0, 0, 0, 0, 0, 0, day=9) == []
        assert outliers_among(0, 0, 0, 0, 0, 0, day=10) == [(None, True)]

    def test_other_weekdays_do_not_matter(self) -> None:
        weekend = tuple(over(day.date + 2 * ONE_DAY, 10) for day in thursdays(*range(12)))
        assert outliers((*thursdays(80, 80, 80, 80, 80, 80), *weekend), TOTAL) == ()

    def test_a_day_that_is_not_complete_is_none(self) -> None:
        usual_ones = thursdays(80, 80, 80, 80, 80, 80)
        assert outliers((*usual_ones, so_far(THURSDAY, 9_000)), TOTAL) == ()
        assert outliers((*usual_ones, settling(THURSDAY, 9_000)), TOTAL) == ()

    def test_they_come_oldest_first(self) -> None:
        mondays = tuple(over(day.date + 4 * ONE_DAY, 10_000 if index == 2 else 10) for index, day in enumerate(WEEKS))
        days = (over(THURSDAY, 9_000), *mondays, *WEEKS)
        assert [outlier.date for outlier in outliers(days, TOTAL)] == [WEEKS[2].date + 4 * ONE_DAY, THURSDAY]

    @given(ranges(), METRICS, st.randoms())
    def test_the_days_order_does_not_matter(self, days: tuple[Day, ...], metric: Metric, chance: Random) -> None:
        assert outliers(chance.sample(days, len(days)), metric) == outliers(days, metric)

    @given(ranges(), METRICS)
    def test_each_is_a_complete_day_with_enough_others_on_its_side_of_their_median(
        self, days: tuple[Day, ...], metric: Metric
    ) -> None:
        for outlier in outliers(days, metric):
            same = {day.date: day for day in finished(days) if day.date.weekday() == outlier.date.weekday()}
            value = metric.of(same.pop(outlier.date).counters or NO_USE)
            centre = statistics.median(metric.of(day.counters or NO_USE) for day in same.values())
            assert len(same) >= MIN_FOR_OUTLIER
            assert (value > centre) == outlier.above
            assert outlier.ratio == (value / centre if centre else None)

    def test_the_usual_range_ends_where_outliers_begin(self) -> None:
        # As above: of median 350 with 667.17 of scaled MADs, of which only the upper end can be reached.
        days = (*thursdays(100, 200, 300, 400, 500, 600), over(THURSDAY, 1))
        found = usual_range(days, THURSDAY, TOTAL)
        assert found is not None
        assert found == pytest.approx((0, 1_017.17))
        assert usual_range(days[1:], THURSDAY, TOTAL) is None

    @given(ranges(), METRICS)
    def test_every_outlier_is_outside_of_its_usual_range(self, days: tuple[Day, ...], metric: Metric) -> None:
        for outlier in outliers(days, metric):
            day = next(day for day in days if day.date == outlier.date)
            found = usual_range(days, day.date, metric)
            assert found is not None
            assert day.counters is not None
            assert not found[0] < metric.of(day.counters) < found[1] * (1 - 1e-9)

    @given(st.integers(0, 2**31 - 1), st.integers(1, 90))
    def test_days_that_are_all_alike_have_none(self, total: int, length: int) -> None:
        assert outliers([over(THURSDAY - ago * ONE_DAY, total) for ago in range(length)], TOTAL) == ()


WEEKS = thursdays(80, 80, 80, 80, 80, 80, 80)
USUAL = parts(1_600, 400, 6_000)


def reason(day: Counters, usual_day: Counters = USUAL, metric: Metric = TOTAL) -> Outlier:
    """THURSDAY as an outlier after six usual ones."""
    (outlier,) = outliers((*thursdays(*6 * [usual_day]), over(THURSDAY, day)), metric)
    return outlier


class TestReason:
    def test_it_is_the_operation_furthest_from_its_own_usual(self) -> None:
        outlier = reason(parts(1_800, 600, 20_400))
        assert outlier == Outlier(THURSDAY, 22_800 / 8_000, Metric.VERIFICATIONS, 3.4, above=True)

    def test_a_few_requests_are_no_reason_however_many_times_the_usual(self) -> None:
        # 90 authorizations more are ten times the usual, and nothing beside 12,000 verifications more.
        outlier = reason(parts(1_600, 100, 18_000), parts(1_600, 10, 6_000))
        assert (outlier.part, outlier.part_ratio) == (Metric.VERIFICATIONS, 3)

    def test_of_a_day_below_it_is_the_one_that_fell_the_most(self) -> None:
        # 1,280 exchanges fewer of 4,880 requests fewer are more than a fifth.
        outlier = reason(parts(320, 400, 2_400))
        assert (outlier.part, outlier.part_ratio, outlier.above) == (Metric.TOKEN_EXCHANGES, 0.2, False)

    def test_an_operation_that_moved_the_other_way_is_none(self) -> None:
        outlier = reason(parts(0, 400, 12_000))
        assert (outlier.part, outlier.part_ratio) == (Metric.VERIFICATIONS, 2)

    def test_an_operation_that_usually_has_none_comes_first_and_has_no_ratio(self) -> None:
        outlier = reason(parts(1_600, 3_000, 18_000), parts(1_600, 0, 6_000))
        assert (outlier.part, outlier.part_ratio) == (Metric.AUTHORIZATIONS, None)

    def test_a_total_that_no_operation_explains_has_none(self) -> None:
        outlier = reason(Counters(1_600, 400, 6_000, 80_000))
        assert (outlier.ratio, outlier.part, outlier.part_ratio) == (10, None, None)
        fewer = reason(Counters(1_600, 400, 2_000, 16_000))
        assert (fewer.ratio, fewer.part, fewer.part_ratio) == (2, None, None)

    @pytest.mark.parametrize("metric", PARTS)
    def test_an_operation_is_its_own_reason(self, metric: Metric) -> None:
        outlier = reason(parts(160_000, 40_000, 600_000), metric=metric)
        assert (outlier.ratio, outlier.part, outlier.part_ratio) == (100, None, None)


class TestPace:
    TUESDAYS = Baseline(median=7_749, mad=300, count=12)

    def test_a_day_that_goes_on_as_so_far_is_compared_with_the_usual_one(self) -> None:
        found = run_rate(counters(4_870), self.TUESDAYS, 0.5, TOTAL)
        assert found == RunRate(expected=9_740, ratio=9_740 / 7_749)

    def test_before_a_tenth_of_the_day_is_gone_there_is_none(self) -> None:
        assert run_rate(counters(500), self.TUESDAYS, 0.0999, TOTAL) is None
        assert run_rate(counters(500), self.TUESDAYS, 0.1, TOTAL) == RunRate(5_000, 5_000 / 7_749)

    def test_without_three_days_to_compare_with_there_is_none(self) -> None:
        assert run_rate(counters(500), None, 0.5, TOTAL) is None
        assert run_rate(counters(500), Baseline(7_749, 300, 2), 0.5, TOTAL) is None

    def test_where_no_use_is_usual_there_is_no_ratio(self) -> None:
        assert run_rate(counters(500), Baseline(0, 0, 12), 0.5, TOTAL) == RunRate(1_000, None)

    def test_each_metric_has_its_own(self) -> None:
        assert run_rate(parts(10, 20, 30), Baseline(20, 1, 3), 0.5, Metric.AUTHORIZATIONS) == RunRate(40, 2)

    @given(FIGURES, st.floats(0, 1), METRICS)
    def test_a_day_comes_to_no_less_than_it_has(self, today: Counters, elapsed: float, metric: Metric) -> None:
        found = run_rate(today, self.TUESDAYS, elapsed, metric)
        assert (found is None) == (elapsed < 0.1)
        assert found is None or found.expected >= metric.of(today)


class TestElapsed:
    def test_it_is_the_share_of_the_utc_day(self) -> None:
        assert elapsed_share(dt.datetime(2026, 9, 10, tzinfo=dt.UTC)) == 0
        assert elapsed_share(dt.datetime(2026, 9, 10, 14, 24, tzinfo=dt.UTC)) == 0.6

    def test_another_zone_does_not_move_it(self) -> None:
        east = dt.timezone(dt.timedelta(hours=13))
        assert elapsed_share(dt.datetime(2026, 9, 10, 1, tzinfo=east)) == 0.5

    @given(st.datetimes(timezones=st.just(dt.UTC)))
    def test_it_is_never_the_whole_day(self, now: dt.datetime) -> None:
        assert 0 <= elapsed_share(now) < 1
