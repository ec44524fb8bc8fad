"""The range as a table: a row a day, in the order of any column, and the rows beside the chosen one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.polling.state import State
from grantex_tui.usage.totals import Step
from grantex_tui.view.selection import RANGES, Column, Display, Selection
from grantex_tui.view.table import Row, TableContent, table_content
from tests.support.states import NOW, Counted, ago, history, kept, metrics, reading, state

WEEK = state(
    metrics(63, parts=(3, 20, 40)),
    {1: (1_000, 5, 2_000), 2: (10, 900, 30), 4: (10, 5, 50), 5: (0, 0, 0), 6: (7, 7, 5_000)},
)
"""Monday (6 days ago) to Sunday; Thursday (3) has no row, Tuesday's counts nothing."""


def days(selection: Selection, at: State = WEEK) -> list[int]:
    """The rows, each as so many days ago."""
    return [(ago(0) - row.date).days for row in table_content(at, selection).rows]


# Cells


def test_a_row_has_its_date_its_figures_in_full_and_its_state() -> None:
    rows = table_content(WEEK, Selection(7)).rows

    assert rows[0] == Row(
        ago(0),
        ("Sun 22 Nov", "3", "20", "40", "63", "", "so far"),
        chosen=False,
        outlier=False,
        today=True,
        brief=(("Sun 22 Nov", "3", "20", "40", "63", "", "so far"),),
        total=63,
    )
    assert rows[1].cells == ("Sat 21 Nov", "1,000", "5", "2,000", "3,005", "", "final")
    assert rows[3].cells == ("Thu 19 Nov", "0", "0", "0", "0", "", "no use")


def test_days_of_one_digit_are_dated_under_those_of_two() -> None:
    cells = {row.cells[0] for row in table_content(WEEK, Selection(30)).rows}

    assert {"Sun  1 Nov", "Sat 31 Oct", "Mon  9 Nov", "Tue 10 Nov"} <= cells


def test_a_day_never_read_has_dashes_and_no_0() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({3: 5}), at=two_days_ago)).with_usage(reading(metrics(63)))

    assert table_content(at, Selection(7)).rows[1].cells == ("Sat 21 Nov", "–", "–", "–", "–", "", "never read")


def test_a_complete_day_is_compared_with_the_median_of_the_other_days_of_its_weekday() -> None:
    at = state(metrics(63), {0: 5, 7: 40, 14: 40, 21: 40, 1: 300, 8: 100, 15: 200, 22: 500, 2: 5, 9: 5, 16: 5})
    cells = {row.date: row.cells[5] for row in table_content(at, Selection(7)).rows}

    assert cells[ago(1)] == "+50 %"  # 300 against 100, 200 and 500
    assert cells[ago(0)] == ""  # today is not over
    assert cells[ago(2)] == ""  # two other Fridays since the first use


def test_the_chosen_day_the_days_far_from_the_usual_and_today_are_marked() -> None:
    at = state(metrics(63), {**dict.fromkeys(range(1, 90), 400), 3: 1_080})
    rows = {row.date: row for row in table_content(at, Selection(7, cursor=ago(4))).rows}

    assert [date for date, row in rows.items() if row.chosen] == [ago(4)]
    assert [date for date, row in rows.items() if row.outlier] == [ago(3)]
    assert [date for date, row in rows.items() if row.today] == [ago(0)]


# Order


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (Column.DATE, [0, 1, 2, 3, 4, 5, 6]),
        (Column.TOKEN_EXCHANGES, [1, 2, 4, 6, 0, 3, 5]),  # 1,000, 10, 10, 7, 3, 0, 0
        (Column.AUTHORIZATIONS, [2, 0, 6, 1, 4, 3, 5]),  # 900, 20, 7, 5, 5, 0, 0
        (Column.VERIFICATIONS, [6, 1, 4, 0, 2, 3, 5]),  # 5,000, 2,000, 50, 40, 30, 0, 0
        (Column.TOTAL, [6, 1, 2, 4, 0, 3, 5]),  # 5,014, 3,005, 940, 65, 63, 0, 0
        (Column.USUAL, [0, 1, 2, 3, 4, 5, 6]),  # nothing to compare with: by date
        (Column.STATE, [0, 1, 2, 4, 5, 6, 3]),  # so far, final, no use recorded
    ],
)
def test_every_column_sorts_and_its_other_direction_is_the_same_backwards(column: Column, order: list[int]) -> None:
    assert days(Selection(7, column=column)) == order
    assert days(Selection(7, column=column, descending=False)) == order[::-1]


def test_the_column_against_the_usual_sorts_by_the_change_and_days_without_one_come_last() -> None:
    at = state(
        metrics(63),
        {**{days: 100 for week in (7, 14, 21) for days in (week + 1, week + 2, week + 3)}, 1: 150, 2: 50, 3: 100},
    )

    assert days(Selection(7, column=Column.USUAL), at) == [1, 3, 2, 0, 4, 5, 6]  # +50 %, ±0 %, −50 %


def test_a_day_never_read_sorts_as_a_day_without_use() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({3: 5}), at=two_days_ago)).with_usage(reading(metrics(63)))

    assert days(Selection(7, column=Column.TOTAL), at) == [0, 3, 1, 2, 4, 5, 6]
    assert days(Selection(7, column=Column.STATE), at)[-2:] == [1, 2]


# The rows beside the chosen one


@pytest.mark.parametrize(("step", "chosen"), [(1, 3), (-1, 1), (3, 5), (-9, 0), (9, 6)])
def test_the_day_beside_is_so_many_rows_further_and_never_beyond_the_ends(step: int, chosen: int) -> None:
    assert table_content(WEEK, Selection(7, cursor=ago(2))).day_beside(step) == ago(chosen)


def test_in_another_order_the_day_beside_is_that_of_the_next_row() -> None:
    by_total = table_content(WEEK, Selection(7, column=Column.TOTAL, cursor=ago(2)))

    assert (by_total.day_beside(1), by_total.day_beside(-1)) == (ago(4), ago(1))


def test_while_none_is_chosen_the_first_row_is_next() -> None:
    assert table_content(WEEK, Selection(7)).day_beside(1) == ago(0)
    assert TableContent((), Column.DATE, descending=True).day_beside(1) is None


counts = st.integers(0, 50)


@given(
    rows=st.dictionaries(st.integers(0, 89), st.tuples(counts, counts, counts), max_size=89),
    days_=st.sampled_from(RANGES),
    column=st.sampled_from(Column),
    descending=st.booleans(),
    chosen=st.none() | st.integers(0, 120),
)
def test_whatever_sorts_it_the_table_has_each_day_of_the_range_once_and_the_chosen_one(
    rows: dict[int, Counted], days_: int, column: Column, descending: bool, chosen: int | None
) -> None:
    selection = Selection(days_, column=column, descending=descending, cursor=None if chosen is None else ago(chosen))

    found = table_content(state(metrics(7), rows), selection)

    assert sorted(row.date for row in found.rows) == [ago(days_ - 1 - at) for at in range(days_)]
    assert [row.date for row in found.rows if row.chosen] == ([] if chosen is None else [ago(min(chosen, days_ - 1))])
    assert found.rows[found.chosen].chosen is (chosen is not None)


# By week and by month

QUARTER = state(metrics(63), {**dict.fromkeys(range(1, 90), (100, 0, 300)), 8: (0, 0, 9_000)})
WEEKLY = Selection(30, display=Display.TABLE, step=Step.WEEK)


def test_by_week_a_row_is_from_monday_to_sunday_and_the_first_and_last_are_cut() -> None:
    rows = table_content(QUARTER, WEEKLY).rows

    assert [row.cells[0] for row in rows] == [
        "Mon 16 Nov – Sun 22 Nov",
        "Mon  9 Nov – Sun 15 Nov",
        "Mon  2 Nov – Sun  8 Nov",
        "Mon 26 Oct – Sun  1 Nov",
        "Sat 24 Oct – Sun 25 Oct",
    ]
    assert rows[0].cells[1:] == ("600", "0", "1,863", "2,463", "", "so far")
    assert (rows[0].today, rows[1].cells[4], rows[4].cells[4]) == (True, "11,400", "800")


def test_by_month_a_row_is_a_month_and_sorting_works_on_it() -> None:
    monthly = replace(WEEKLY, days=90, step=Step.MONTH, column=Column.TOTAL)

    assert [row.cells[0] for row in table_content(QUARTER, monthly).rows] == [
        "November 2026",  # 17,063 so far
        "October 2026",  # 12,400
        "September 2026",  # 12,000
        "25 – 31 August 2026",  # 2,800
    ]


def test_by_week_no_column_says_what_is_usual() -> None:
    assert Column.USUAL not in table_content(QUARTER, WEEKLY).titles
    assert table_content(QUARTER, WEEKLY).titles[Column.DATE] == "Week (UTC)"


def test_a_week_that_lacks_days_says_how_many_are_known() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({3: 5}), at=two_days_ago)).with_usage(reading(metrics(63)))

    row = table_content(at, WEEKLY).rows[0]

    assert row.cells[:5] == ("Mon 16 Nov – Sun 22 Nov · 5 of 7 days", "~0", "~0", "~68", "~68")


def test_rows_are_gone_through_by_week_and_the_chosen_one_is_the_week_of_the_day() -> None:
    chosen = table_content(QUARTER, replace(WEEKLY, cursor=ago(9)))

    assert [row.date for row in chosen.rows if row.chosen] == [ago(13)]
    assert chosen.day_beside(1) == ago(20)


def test_a_year_of_days_is_dated_with_the_year_and_its_older_days_have_no_usual() -> None:
    kept_too = QUARTER.with_records(kept(dict.fromkeys(range(90, 400), 400)))
    rows = {row.date: row.cells for row in table_content(kept_too, Selection(365, display=Display.TABLE)).rows}

    assert (rows[ago(1)][0], rows[ago(1)][5]) == ("Sat 21 Nov 2026", "±0 %")
    assert (rows[ago(200)][0], rows[ago(200)][4:6]) == ("Wed  6 May 2026", ("400", ""))
