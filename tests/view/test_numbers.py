"""Numbers as text, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.view.numbers import compact, full, mean, place, shortened, three_digits, to_digits, two_digits

values = st.integers(0, 90 * MAX_COUNTER)


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
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, "1.00k"),
        (9_994, "9.99k"),
        (9_996, "10.0k"),
        (50_540, "50.5k"),
        (99_949, "99.9k"),
        (99_951, "100k"),
        (999_499, "999k"),
        (999_500, "1.00M"),
        (2_130_000_000, "2.13B"),
    ],
)
def test_three_digits_tell_two_figures_apart(number: int, words: str) -> None:
    assert three_digits(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999_999, "999,999"),
        (1_000_000, "1.00M"),
        (1_234_567_890, "1.23B"),
        (9_994_999_999, "9.99B"),
        (9_995_000_000, "10.0B"),
        (12_345_678_901, "12.3B"),
        (999_499_999_999, "999B"),
        (999_950_000_000, "1.00T"),
        (2**53 - 1, "9.01P"),
    ],
)
def test_a_shortened_figure_has_three_digits_and_a_unit_from_a_million_up(number: int, words: str) -> None:
    assert shortened(number) == words


@given(values)
def test_a_shortened_figure_never_takes_more_than_seven_cells(number: int) -> None:
    assert len(shortened(number)) <= 7


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "highest of 30"),
        (2, "2nd highest of 30"),
        (3, "3rd highest of 30"),
        (4, "4th highest of 30"),
        (11, "11th highest of 30"),
        (13, "13th highest of 30"),
        (22, "22nd highest of 30"),
        (111, "111th highest of 30"),
    ],
)
def test_a_place_is_said_as_an_ordinal(number: int, words: str) -> None:
    assert place(number, "30") == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (999, "999"), (1_499, "1k"), (9_940, "10k"), (48_000, "48k"), (107_404, "107k"), (999_500, "1M")],
)
def test_a_figure_of_two_digits_has_no_decimal(number: int, words: str) -> None:
    assert two_digits(number) == words
