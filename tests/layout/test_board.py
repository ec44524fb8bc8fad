"""The board at every size: panels that do not overlap, equal bars for equal figures, and no number cut."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.board import bar_starts, board_lines, label_cells, panel_lines, panel_of
from grantex_tui.layout.board_grid import PANEL_CELLS, Grid, grid_of
from grantex_tui.layout.board_sum import board_heading, sum_lines
from grantex_tui.layout.breakpoints import LARGE, PANELS, Breakpoint, breakpoint_for
from grantex_tui.layout.lines import Ink, Role, StyledLine, text_of, width
from grantex_tui.polling.account import Account
from grantex_tui.polling.state import State
from grantex_tui.tui.digits import large_digits
from grantex_tui.view.board import (
    AccountContent,
    BoardContent,
    BoardSelection,
    Order,
    account_content,
    board_content,
    unread_content,
)
from tests.support.dashboards import FOREIGN, states, words
from tests.support.states import SERVICE, Counted, failure, metrics, state
from tests.view.test_board import account, content, never

SIZES = [(200, 50), (120, 40), (80, 24), (60, 20), (40, 12), (39, 10), (20, 4)]
COUNTS = [2, 6, 10, 50]
USUAL: dict[int, Counted] = dict.fromkeys(range(1, 90), 1_000)


def many(count: int) -> tuple[AccountContent, ...]:
    """Accounts of all sizes, one of them down and one that is not read yet."""
    known = [content(f"account {index:02}", state(metrics(7 * 9**index % 10**9), USUAL)) for index in range(count - 2)]
    return (
        *known,
        content("down", state(failure("the service is away for a while"), USUAL)),
        unread_content(account("unread")),
    )


def placed(count: int, chosen: int, cells: int, rows: int) -> Grid:
    return grid_of(count, chosen, cells, board_rows(cells, rows), breakpoint_for(cells, rows))


def board_rows(cells: int, rows: int) -> int:
    """Rows of a window that are left to the panels."""
    step = breakpoint_for(cells, rows)
    if step in (Breakpoint.TINY, Breakpoint.LINE):
        return max(rows - 1, 1)
    return rows - 2 - (5 if step in PANELS else 3 if step in LARGE else 1)


def shown(accounts: tuple[AccountContent, ...], chosen: int) -> BoardContent:
    return board_content(accounts, BoardSelection(chosen=sorted(each.name for each in accounts)[chosen]))


def drawn(of: BoardContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> tuple[StyledLine, ...]:
    grid, step = placed(len(of.accounts), of.chosen, cells, rows), breakpoint_for(cells, rows)
    return board_lines(cells, grid, lambda index: panel_lines(panel_of(of, index, grid, step, ink)))


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_panels_in_sight_lie_side_by_side_inside_the_window_and_the_chosen_one_is_among_them(
    size: tuple[int, int], count: int
) -> None:
    for chosen in range(count):
        grid = placed(count, chosen, *size)
        taken = set[tuple[int, int]]()
        for index in range(grid.first, grid.last):
            x, y = grid.place(index)
            cells = {(x + dx, y + dy) for dx in range(grid.width(index)) for dy in range(grid.rows)}
            assert not cells & taken
            assert {grid.at(*cell) for cell in cells} == {index}
            taken |= cells
        assert max(x for x, _ in taken) < size[0]
        assert max(y for _, y in taken) < board_rows(*size)
        assert grid.first <= chosen < grid.last


def test_every_account_is_on_some_page_and_neighbours_are_mostly_on_the_same() -> None:
    for size in SIZES:
        seen = set[int]()
        turned = 0
        for chosen in range(50):
            grid = placed(50, chosen, *size)
            turned += chosen > 0 and grid.first != placed(50, chosen - 1, *size).first
            seen |= set(range(grid.first, grid.last))
        assert seen == set(range(50))
        assert turned <= -(-50 // grid.page)


def test_panels_stand_in_as_many_columns_as_have_room_for_thirty_bars() -> None:
    assert [placed(50, 0, *size).columns for size in SIZES] == [5, 3, 2, 1, 1, 1, 1]
    assert placed(2, 0, 120, 40).columns == 1, "two have room for broad bars"
    assert placed(6, 0, 200, 50).columns == 2


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("size", SIZES)
def test_no_number_and_no_label_is_cut(size: tuple[int, int], count: int) -> None:
    accounts = many(count)
    for chosen in (0, count // 2, count - 1):
        of = shown(accounts, chosen)
        lines = (
            *drawn(of, *size),
            *board_heading(of, size[0]),
            *sum_lines(of.sum, size[0], 5, breakpoint_for(*size), large_digits),
        )
        grid = placed(count, chosen, *size)
        said = " ".join(words(lines))
        for index in range(grid.first, grid.last):
            one = of.accounts[index]
            if size[0] >= 39:
                assert one.label in said
            assert not one.number or any(re.search(rf"(?<![\d,]){number}(?![\d,])", said) for number in one.number)
        assert not re.search(r"\d…", said)


@pytest.mark.parametrize("size", SIZES)
def test_a_label_stands_where_it_is_said_to_stand(size: tuple[int, int]) -> None:
    accounts = many(6)
    for chosen in range(6):
        of = shown(accounts, chosen)
        grid, lines = placed(6, of.chosen, *size), words(drawn(of, *size))
        if size[0] < PANEL_CELLS + 1:
            continue
        for index in range(grid.first, grid.last):
            row, start, end = label_cells(of, index, grid, breakpoint_for(*size))
            assert lines[row][start:end] == of.accounts[index].label


def steady(name: str, requests: int) -> AccountContent:
    """So many requests on each day but today."""
    return content(name, state(metrics(0), dict.fromkeys(range(1, 90), requests)))


def test_on_one_scale_equal_figures_are_equally_high_and_twice_as_much_is_twice_as_high() -> None:
    one, two = steady("1", 1_000), steady("2", 2_000)
    of = board_content((one, two), BoardSelection())

    assert [bar_rows(of, index) for index in (0, 1)] == [5, 11]  # half and all of 11 rows: one is left to marks


def test_on_scales_of_their_own_all_are_as_high_as_there_is_room() -> None:
    one, two = steady("1", 1_000), steady("2", 2_000)
    of = board_content((one, two), BoardSelection(own_scales=True))

    assert [bar_rows(of, index) for index in (0, 1)] == [11, 11]


def bar_rows(of: BoardContent, index: int) -> int:
    """How many rows the first full bar of a panel of 120 × 16 cells takes."""
    grid = placed(2, 0, 120, 40)
    assert grid.rows == 16
    lines = words(drawn(of, 120, 40))[16 * index : 16 * (index + 1)]
    return sum(line[3] == "█" for line in lines)


def test_what_is_not_nothing_is_never_invisible() -> None:
    small = content("1", state(metrics(0), dict.fromkeys(range(1, 90), 1)))
    large = content("2", state(metrics(0), dict.fromkeys(range(1, 90), 10**9)))

    lines = words(drawn(board_content((small, large), BoardSelection()), 120, 40))

    assert "▁" in "".join(lines[:16])


def test_outliers_have_their_mark_above_the_bar_and_missing_days_theirs_on_the_ground() -> None:
    rows: dict[int, Counted] = {**USUAL, 3: 5_000}
    odd = content("odd", state(metrics(606), {ago: rows[ago] for ago in rows if ago != 10}))

    lines = words(drawn(board_content((odd, odd), BoardSelection()), 120, 40))[:16]

    top = next(row for row, line in enumerate(lines[2:]) if "█" in line or "▇" in line)
    assert "!" in lines[2:][top - 1]
    assert "·" in lines[13]


def test_todays_course_is_drawn_as_a_ghost_or_as_a_texture() -> None:
    today = content("a", state(metrics(606), USUAL))
    of = board_content((today, today), BoardSelection())

    assert any(span.role is Role.GHOST for line in drawn(of, 120, 40) for span in line)
    assert any("┊" in text_of(line) for line in drawn(of, 120, 40, Ink.TEXTURE))


def test_where_not_all_are_in_sight_the_edge_shows_which_part_is() -> None:
    accounts = many(50)
    pages = [words(drawn(shown(accounts, chosen), 120, 40)) for chosen in (0, 49)]

    first, last = ([y for y, line in enumerate(page) if line[119:] == "┃"] for page in pages)
    assert (first[0], last[-1]) == (0, len(pages[1]) - 1)
    assert all(abs(len(part) - 11) <= 1 for part in (first, last)), "18 of 50 accounts on 30 rows"
    assert "┃" not in "".join(words(drawn(shown(many(6), 0), 120, 40)))


@given(days=st.integers(1, 30), cells=st.integers(1, 200))
def test_bars_are_equally_wide_and_apart_and_stay_inside(days: int, cells: int) -> None:
    window = content("a", state(metrics(606), USUAL)).days[-days:]

    starts, breadth = bar_starts(window, cells)

    assert starts[-1] + breadth <= cells
    assert all(later - earlier >= breadth for earlier, later in pairwise(starts))
    assert len(starts) == min(days, cells)


@given(
    of=st.lists(states(), min_size=2, max_size=4),
    label=FOREIGN,
    colour=FOREIGN,
    selection=st.builds(BoardSelection, order=st.sampled_from(Order), reversed=st.booleans(), own_scales=st.booleans()),
    cells=st.integers(1, 220),
    rows=st.integers(1, 60),
    ink=st.sampled_from(Ink),
)
def test_nothing_is_ever_wider_or_higher_than_its_place(
    of: list[State], label: str, colour: str, selection: BoardSelection, cells: int, rows: int, ink: Ink
) -> None:
    accounts = [
        account_content(replace(Account(str(index), never, SERVICE), label=label, colour=colour), each)
        for index, each in enumerate(of)
    ]
    board, step = board_content(accounts, selection), breakpoint_for(cells, rows)
    grid = grid_of(len(accounts), board.chosen, cells, rows, step)

    lines = board_lines(cells, grid, lambda index: panel_lines(panel_of(board, index, grid, step, ink)))

    assert len(lines) <= rows
    for each in (*lines, *board_heading(board, cells), *sum_lines(board.sum, cells, rows, step, large_digits)):
        assert width(each) <= cells
        assert text_of(each).isprintable()
