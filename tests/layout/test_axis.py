"""The value axis: round steps, equal heights, and every bar inside its rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.layout.axis import EIGHTHS, Scale, scale
from grantex_tui.view.numbers import compact

values = st.integers(0, 90 * MAX_COUNTER)
heights = st.integers(1, 60)


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
        (93, 1),  # 2 rows are 1,000, so an eighth is 62.5
        (94, 2),  # the nearest
        (1_000, 16),
        (2_000, 32),
    ],
)
def test_a_bars_height_is_its_value_to_the_nearest_eighth_of_a_cell(value: int, level: int) -> None:
    assert Scale(step=1_000, rows=2, ticks=2).level(value) == level


@given(highest=values, rows=heights)
def test_the_highest_bar_and_every_tick_fit_the_rows(highest: int, rows: int) -> None:
    axis = scale(highest, rows)

    assert axis.level(highest) <= EIGHTHS * rows
    assert axis.ticks >= 1
    assert axis.ticks * axis.rows <= rows


@given(highest=values, rows=st.integers(3, 60))
def test_the_highest_bar_takes_at_least_a_third_of_the_rows(highest: int, rows: int) -> None:
    level = scale(highest, rows).level(highest)

    assert highest == 0 or 3 * level >= EIGHTHS * rows


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


@given(highest=values, rows=heights)
def test_equal_steps_are_equal_heights_from_nothing_on(highest: int, rows: int) -> None:
    axis = scale(highest, rows)

    assert [axis.level(axis.step * index) for index in range(axis.ticks + 1)] == [
        EIGHTHS * axis.rows * index for index in range(axis.ticks + 1)
    ]
