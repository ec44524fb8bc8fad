"""How the parts of a bar share out its height, in eighths of a cell and in whole cells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.layout.lines import Ink
from grantex_tui.layout.stack import part_tops

COUNTS = st.lists(st.integers(0, 10**6) | st.sampled_from([0, 1, 2**53]), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("counts", "level", "tops"),
    [
        ((100, 300, 600), 80, (8, 32, 80)),  # ten cells: 1, 3 and 6 of them
        ((1_000, 0, 0), 80, (80, 80, 80)),
        ((0, 500, 500), 80, (0, 40, 80)),
        ((2_300, 800, 6_900), 64, (15, 20, 64)),  # 14.7 and 19.8: a border in the second cell, one in the third
        ((1, 1, 10**6), 80, (1, 8, 80)),  # an eighth at least, and no cell with two borders
        ((900, 80, 1_100), 80, (37, 40, 80)),  # 34.6 and 37.7 lie in one cell: both move, for the small part's sake
        ((30, 20, 50), 12, (6, 8, 12)),  # in the upper cell the bar ends, so it holds no border
        ((30, 20, 50), 8, (3, 3, 8)),  # a single cell has two colours: the two biggest
        ((30, 20, 50), 5, (0, 0, 5)),  # less than a cell is the biggest alone
    ],
)
def test_parts_end_where_their_sums_are_as_near_as_cells_allow(
    counts: tuple[int, int, int], level: int, tops: tuple[int, ...]
) -> None:
    assert part_tops(counts, level, Ink.COLOUR) == tops


@pytest.mark.parametrize(
    ("counts", "level", "tops"),
    [
        ((100, 300, 600), 80, (8, 32, 80)),
        ((1, 1, 10**6), 80, (8, 16, 80)),  # a whole cell at least
        ((30, 20, 50), 20, (8, 16, 20)),  # of three cells one each, the last one not full
        ((30, 20, 50), 12, (8, 8, 12)),  # two cells for the two biggest
    ],
)
def test_without_colour_parts_are_whole_cells(counts: tuple[int, int, int], level: int, tops: tuple[int, ...]) -> None:
    assert part_tops(counts, level, Ink.TEXTURE) == tops


def test_nothing_has_no_parts() -> None:
    assert part_tops((0, 0, 0), 80, Ink.COLOUR) == ()
    assert part_tops((1, 2, 3), 0, Ink.COLOUR) == ()


@given(counts=COUNTS, level=st.integers(1, 400), ink=st.sampled_from(Ink))
def test_parts_add_up_to_the_bar_and_none_vanishes_that_cells_can_show(counts: list[int], level: int, ink: Ink) -> None:
    tops = part_tops(tuple(counts), level, ink)
    if not tops:
        assert not any(counts)
        return

    heights = [top - below for below, top in pairwise((0, *tops))]
    cells = -(-level // 8)
    room = cells if ink is Ink.TEXTURE else 1 if level < 8 else 2 if level == 8 else 3
    assert sum(heights) == level
    assert min(heights) >= 0
    assert sum(height > 0 for height in heights) == min(sum(count > 0 for count in counts), room)
    assert all(count for count, height in zip(counts, heights, strict=True) if height)


@given(counts=COUNTS, level=st.integers(1, 400))
def test_no_cell_needs_more_than_two_colours(counts: list[int], level: int) -> None:
    tops = {0, *part_tops(tuple(counts), level, Ink.COLOUR), level}

    for below in range(0, level, 8):
        inside = [top for top in tops if below < top < below + 8]
        assert len(inside) <= 1, "a border between two parts, or the end of the bar"


@given(counts=COUNTS, level=st.integers(32, 400))
def test_a_part_is_never_more_than_a_cell_from_its_share(counts: list[int], level: int) -> None:
    if all(counts):
        for upto, top in enumerate(part_tops(tuple(counts), level, Ink.COLOUR), 1):
            assert abs(top - level * sum(counts[:upto]) / sum(counts)) <= 8
