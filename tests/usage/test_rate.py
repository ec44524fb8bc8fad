"""How fast the counters grow: readings worked by hand, then any readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.models import Counters
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.rate import LEAST_SPAN, MAX_SAMPLES, Rate, Sample, Samples
from tests.support.days import FIGURES, parts
from tests.support.gated_client import counters

TODAY, TOMORROW = "2026-11-22", "2026-11-23"


def read(*readings: tuple[float, int], period: str = TODAY) -> Samples:
    """After readings of a total at so many seconds."""
    samples = Samples()
    for at, total in readings:
        samples = samples.add(Sample(at, period, counters(total)))
    return samples


def per_minute(samples: Samples, window: float = 300) -> float:
    rate = samples.rate(window)
    assert rate is not None
    return rate.of(Metric.TOTAL)


class TestRate:
    def test_it_is_what_was_counted_a_minute(self) -> None:
        # 44 in two minutes.
        assert per_minute(read((0, 100), (60, 140), (120, 144))) == 22

    def test_each_counter_has_its_own(self) -> None:
        samples = Samples().add(Sample(0, TODAY, parts(1, 1, 1))).add(Sample(30, TODAY, parts(3, 2, 9)))
        assert samples.rate() == Rate(4, 2, 16, 22)
        rate = samples.rate()
        assert rate is not None
        assert [rate.of(metric) for metric in Metric] == [22, 4, 2, 16]

    def test_one_reading_has_none(self) -> None:
        assert Samples().rate() is None
        assert read((0, 100)).rate() is None

    def test_readings_of_a_few_seconds_have_none(self) -> None:
        assert read((0, 100), (2, 103), (9, 110)).rate() is None
        assert per_minute(read((0, 100), (2, 103), (10, 110))) == 60

    def test_readings_from_before_the_window_do_not_count(self) -> None:
        assert per_minute(read((0, 0), (100, 9_000), (200, 9_010), (400, 9_050))) == 10  # 50 in 300 s

    def test_readings_further_apart_than_the_window_still_have_one(self) -> None:
        assert per_minute(read((0, 0), (3_600, 60), (7_200, 660))) == 10

    def test_a_counter_that_fell_counts_from_zero(self) -> None:
        assert per_minute(read((0, 100), (60, 5))) == 5

    def test_at_the_turn_of_the_day_the_new_day_counts_from_zero(self) -> None:
        turned = read((0, 100)).add(Sample(60, TOMORROW, counters(120)))
        assert per_minute(turned) == 120

    def test_at_the_turn_of_the_month_the_new_month_counts_from_zero(self) -> None:
        turned = read((0, 100), period="2026-11").add(Sample(60, "2026-12", counters(7)))
        assert per_minute(turned) == 7

    def test_a_service_that_changes_from_days_to_months_counts_nothing_between(self) -> None:
        changed = read((0, 100)).add(Sample(60, "2026-11", counters(90_000)))
        assert per_minute(changed) == 0

    def test_a_late_answer_of_the_day_before_is_left_out(self) -> None:
        turned = read((0, 3), (60, 5), period=TOMORROW)
        assert turned.add(Sample(90, TODAY, counters(100))) == turned

    def test_a_reading_that_is_not_newer_is_left_out(self) -> None:
        samples = read((0, 3), (60, 5))
        assert samples.add(Sample(60, TODAY, counters(9))) == samples


class TestDeltas:
    def test_they_are_what_each_reading_added(self) -> None:
        samples = read((0, 100), (30, 104), (60, 104), (90, 111))
        assert samples.deltas(Metric.TOTAL) == (4, 0, 7)
        assert samples.deltas(Metric.TOKEN_EXCHANGES) == (0, 0, 0)

    def test_a_single_reading_has_none(self) -> None:
        assert Samples().deltas(Metric.TOTAL) == ()
        assert read((0, 100)).deltas(Metric.TOTAL) == ()

    def test_the_oldest_readings_are_forgotten(self) -> None:
        samples = read(*((index, index) for index in range(MAX_SAMPLES + 50)))
        assert len(samples.readings) == MAX_SAMPLES
        assert samples.deltas(Metric.TOTAL) == (MAX_SAMPLES - 1) * (1,)


READINGS = st.lists(
    st.builds(
        Sample, st.integers(0, 10**6).map(float), st.sampled_from([TODAY, TOMORROW, "2026-11", "2026-12"]), FIGURES
    ),
    max_size=20,
)


@given(READINGS, st.sampled_from(Metric), st.floats(0, 10**6))
def test_nothing_is_ever_counted_backwards(readings: list[Sample], metric: Metric, window: float) -> None:
    samples = Samples()
    for sample in readings:
        samples = samples.add(sample)
    rate = samples.rate(window)
    assert all(counted >= 0 for counted in samples.deltas(metric))
    assert (
        rate is not None or len(samples.readings) < 2 or samples.readings[-1].at - samples.readings[-2].at < LEAST_SPAN
    )
    assert rate is None or rate.of(metric) >= 0


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=50), st.integers(10, 600))
def test_of_counters_that_only_grow_the_deltas_are_all_that_was_counted(added: list[int], gap: int) -> None:
    totals = [sum(added[: index + 1]) for index in range(len(added))]
    samples = read(*((index * gap, total) for index, total in enumerate(totals)))
    assert samples.deltas(Metric.TOTAL) == tuple(added[1:])
    minutes = gap * (len(added) - 1) / 60
    assert per_minute(samples, window=10**6) == pytest.approx(sum(added[1:]) / minutes)


@given(FIGURES, FIGURES)
def test_each_counter_falls_by_itself_and_then_the_total_is_its_parts_sum(before: Counters, after: Counters) -> None:
    samples = Samples().add(Sample(0, TODAY, before)).add(Sample(60, TODAY, after))
    grown = 0
    for metric in PARTS:
        fell = metric.of(after) < metric.of(before)
        assert samples.deltas(metric) == (metric.of(after) - (0 if fell else metric.of(before)),)
        grown += samples.deltas(metric)[0]
    total = after.total_requests - before.total_requests
    assert samples.deltas(Metric.TOTAL) == (grown if after.fell_from(before) else total,)
