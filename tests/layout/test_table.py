"""The table on lines: columns that leave in their order, and the chosen row always in sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.table import table_lines
from grantex_tui.usage.totals import Step
from grantex_tui.view.selection import Column, Display, Selection
from grantex_tui.view.table import TITLES, TableContent
from tests.support.dashboards import dashboard, words
from tests.support.states import Counted, ago, metrics, state

MONTH = Selection(days=30, display=Display.TABLE)
QUARTER: dict[int, Counted] = {**dict.fromkeys(range(1, 90), (100, 20, 280)), 3: (110, 20, 950), 5: (1_000, 20, 280)}


def content(chosen: Selection = MONTH) -> TableContent:
    found = dashboard(state(metrics(63), QUARTER), chosen).range.content
    assert isinstance(found, TableContent)
    return found


COLUMNS = list(TITLES.values())


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (120, COLUMNS),
        (80, COLUMNS),
        (70, COLUMNS[:-1]),
        (60, ["Day (UTC)", "Exchanges", "Authoriz.", "Verific.", "Total"]),
        (50, ["Day (UTC)", "Exchanges", "Authoriz.", "Total"]),
        (40, ["Day (UTC)", "Exchanges", "Total"]),
        (30, ["Day (UTC)", "Total"]),
    ],
)
def test_columns_leave_from_the_least_to_the_most_needed(cells: int, columns: list[str]) -> None:
    head = text_of(table_lines(content(), cells, 6)[0])

    assert [title for title in COLUMNS if title in head] == columns


def test_the_sorting_column_has_an_arrow_for_its_direction() -> None:
    by_total = replace(MONTH, column=Column.TOTAL)

    assert "Total ▼" in text_of(table_lines(content(by_total), 80, 6)[0])
    assert "Total ▲" in text_of(table_lines(content(replace(by_total, descending=False)), 80, 6)[0])
    assert "Day (UTC) ▼" in text_of(table_lines(content(), 80, 6)[0])


def test_where_there_is_room_each_total_is_a_bar_too_and_the_highest_ends_at_the_margin() -> None:
    _, today, *rows = words(table_lines(content(), 120, 12))

    # 1,300 is the highest; 63, 400 and 1,080 of it are 1, 6 and 15 of 18 cells.
    assert [line.count("━") for line in (today, *rows[:5])] == [1, 6, 6, 15, 6, 18]
    assert len(rows[4]) == 120 - 1
    assert not any("━" in line for line in words(table_lines(content(), 80, 12)))


@pytest.mark.parametrize("cells", [40, 80, 120])
def test_numbers_end_under_each_other_and_under_their_title(cells: int) -> None:
    head, *rows = words(table_lines(content(replace(MONTH, column=Column.TOTAL)), cells, 12))

    end = head.index("Total ▼") + len("Total ▼")
    assert all(row[end - 1].isdigit() and row[end] == " " for row in rows)


def test_a_chosen_a_strange_and_todays_row_are_marked_by_more_than_colour() -> None:
    lines = table_lines(content(replace(MONTH, cursor=ago(1))), 80, 8)

    assert [text_of(line)[1:3] for line in lines] == ["  ", "  ", "▸ ", "  ", " !", "  ", " !", "  "]
    assert [line[2].role for line in lines[1:4]] == [Role.TODAY, Role.CURSOR, Role.TEXT]


def dates(chosen: Selection, rows: int) -> list[str]:
    return [" ".join(text_of(line)[3:13].split()) for line in table_lines(content(chosen), 80, rows)[1:]]


def test_a_low_window_shows_the_first_days_until_a_day_further_down_is_chosen() -> None:
    assert dates(MONTH, 4) == ["Sun 22 Nov", "Sat 21 Nov", "Fri 20 Nov"]
    assert dates(replace(MONTH, cursor=ago(10)), 4) == ["Fri 13 Nov", "Thu 12 Nov", "Wed 11 Nov"]
    assert dates(replace(MONTH, cursor=ago(29)), 4) == ["Mon 26 Oct", "Sun 25 Oct", "Sat 24 Oct"]


@given(
    days=st.sampled_from([7, 30, 90]),
    cursor=st.integers(0, 89),
    column=st.sampled_from(Column),
    descending=st.booleans(),
    cells=st.integers(1, 200),
    rows=st.integers(2, 100),
)
def test_the_chosen_row_is_in_sight_in_any_order_and_at_any_size(
    days: int, cursor: int, column: Column, descending: bool, cells: int, rows: int
) -> None:
    chosen = Selection(days, display=Display.TABLE, cursor=ago(cursor), column=column, descending=descending)

    lines = table_lines(content(chosen), cells, rows)

    assert len(lines) == min(rows, days + 1)
    assert cells < 4 or sum("▸" in text_of(line) for line in lines[1:]) == 1  # on 3 cells only an ellipsis fits
    if cells > 14:
        assert sum(text_of(line).startswith((" ▸ ", " ▸!")) for line in lines) == 1


BILLIONS: dict[int, Counted] = dict.fromkeys(range(1, 90), (1_234_567_890, 2_345_678_901, 3_456_789_012))


@pytest.mark.parametrize(
    ("cells", "columns", "figure"),
    [(120, COLUMNS, "1,234,567,890"), (80, COLUMNS, "1.23B"), (60, COLUMNS[:5], "1.23B")],
)
def test_figures_of_ten_digits_are_shortened_before_a_column_leaves(
    cells: int, columns: list[str], figure: str
) -> None:
    found = dashboard(state(metrics(63), BILLIONS), MONTH).range.content
    assert isinstance(found, TableContent)

    head, *rows = words(table_lines(found, cells, 20))

    assert [title for title in COLUMNS if title in head] == columns
    assert figure in rows[1]


@pytest.mark.parametrize(
    ("cells", "week"),
    [
        (120, "Mon 16 Nov – Sun 22 Nov"),
        (80, "Mon 16 Nov – Sun 22 Nov"),
        (60, "16 Nov 2026"),
        (40, "16 Nov 2026"),
    ],
)
def test_a_week_has_its_days_as_long_as_no_figure_has_to_leave_for_them(cells: int, week: str) -> None:
    head, first, *_ = words(table_lines(content(replace(MONTH, step=Step.WEEK)), cells, 6))

    assert "Week (UTC)" in head
    assert first[3:].startswith(f"{week} ")
