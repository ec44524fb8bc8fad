"""Numbers as text, worked by hand, and the axis that every bar of a chart fits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.decode import MAX_COUNTER
from grantex_tui.layout.axis import Scale, scale
from grantex_tui.view.numbers import compact, full, mean, to_digits

values = st.integers(0, 90 * MAX_COUNTER)
heights = st.integers(1, 60)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1_000, "1,000"), (12_406, "12,406"), (2**53 - 1, "9,007,199,254,740,991")],
)
def test_a_full_figure_has_all_digits_and_separators(number: int, words: str) -> None:
    assert full(number) == words


@pytest.mark.parametrize(
    ("number", "rounded"),
    [(0, 0), (8_594, 8_594), (36_352, 36_350), (99_996, 100_000), (231_228, 231_200), (1_159_999, 1_160_000)],
)
def test_a_figure_to_four_digits_ends_in_zeros(number: int, rounded: int) -> None:
    assert to_digits(number, 4) == rounded


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1k"),
        (1_500, "1.5k"),
        (9_949, "9.9k"),
        (9_950, "10k"),
        (12_000, "12k"),
        (12_406, "12k"),
        (999_499, "999k"),
        (999_500, "1M"),
        (1_250_000, "1.2M"),
        (2_147_483_647, "2.1B"),
        (999_499_999_999, "999B"),
        (2 * 10**12, "2T"),
        (2**53 - 1, "9P"),
    ],
)
def test_a_compact_figure_has_two_or_three_digits_and_a_unit(number: int, words: str) -> None:
    assert compact(number) == words


@given(st.integers(0, MAX_COUNTER))
def test_a_compact_figure_never_takes_more_than_four_cells(number: int) -> None:
    assert len(compact(number)) <= 4


@pytest.mark.parametrize(
    ("total", "count", "words"),
    [
        (0, 7, "0"),
        (1, 3, "0.3"),
        (2, 3, "0.7"),
        (10, 4, "2.5"),
        (30, 3, "10"),
        (1_999, 20, "100"),  # 99.95, which one decimal would call 100.0
        (201, 2, "101"),  # 100.5
        (2_009, 20, "100"),  # 100.45, which is not first made 100.5
        (86_849, 7, "12,407"),
        (3 * (2**53 - 1) + 1, 3, "9,007,199,254,740,991"),  # a float would end in 992
    ],
)
def test_a_mean_is_whole_from_a_hundred_up_and_has_one_decimal_below(total: int, count: int, words: str) -> None:
    assert mean(total, count) == words


@pytest.mark.parametrize(
    ("highest", "rows", "axis"),
    [
        (0, 9, Scale(step=1, rows=9, ticks=1)),  # a day without use still has an axis
        (12_000, 12, Scale(step=5_000, rows=5, ticks=2)),
        (20_000, 8, Scale(step=10_000, rows=4, ticks=2)),
        (999, 1, Scale(step=1_000, rows=1, ticks=1)),
        (1_001, 1, Scale(step=2_000, rows=1, ticks=1)),
    ],
)
def test_an_axis_has_round_steps_of_whole_rows(highest: int, rows: int, axis: Scale) -> None:
    assert scale(highest, rows) == axis


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (0, 0),
        (1, 1),  # never invisible
        (250, 1),  # 2 rows are 1,000, so a half cell is 250
        (374, 1),
        (375, 2),  # the nearest
        (1_000, 4),
        (2_000, 8),
    ],
)
def test_a_bars_height_is_its_value_to_the_nearest_half_cell(value: int, level: int) -> None:
    assert Scale(step=1_000, rows=2, ticks=2).level(value) == level


@given(highest=values, rows=heights)
def test_the_highest_bar_and_every_tick_fit_the_rows(highest: int, rows: int) -> None:
    axis = scale(highest, rows)

    assert axis.level(highest) <= 2 * rows
    assert axis.ticks >= 1
    assert axis.ticks * axis.rows <= rows


@given(highest=values, rows=st.integers(3, 60))
def test_the_highest_bar_takes_at_least_a_third_of_the_rows(highest: int, rows: int) -> None:
    level = scale(highest, rows).level(highest)

    assert highest == 0 or 3 * level >= 2 * rows


@given(highest=values, rows=heights)
def test_an_axis_step_is_one_two_two_and_a_half_or_five_times_a_power_of_ten(highest: int, rows: int) -> None:
    assert str(scale(highest, rows).step).rstrip("0") in ("1", "2", "25", "5")


@given(highest=values, rows=heights)
def test_every_tick_reads_as_exactly_what_it_is(highest: int, rows: int) -> None:
    axis = scale(highest, rows)
    units = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9, "T": 10**12, "P": 10**15}

    for value in range(axis.step, axis.step * axis.ticks + 1, axis.step):
        digits = compact(value).rstrip("kMBTP")
        assert Decimal(digits) * units[compact(value).removeprefix(digits)] == value


@given(highest=values, other=values, rows=heights)
def test_a_higher_value_never_has_a_lower_bar(highest: int, other: int, rows: int) -> None:
    axis = scale(highest, rows)
    low, high = sorted((min(other, highest), highest))

    assert axis.level(low) <= axis.level(high)
    assert (axis.level(low) == 0) == (low == 0)
