"""What the user chose to look at: each key's step from one selection to the next, and a cursor that stays in sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Step
from grantex_tui.view.selection import RANGES, Column, Display, Range, Reach, Selection, columns_by
from tests.support.states import TODAY, ago

START = Selection()
ALL = Reach.ALL


def window(days: int, last: dt.date = TODAY) -> tuple[Day, ...]:
    """The last `days` days up to `last`, of which nothing is known but their dates."""
    return tuple(Day(last - dt.timedelta(days=days - 1 - at), None, DayState.NEVER_READ) for at in range(days))


# Range, metric and view


@pytest.mark.parametrize(
    ("days", "step", "next_days"),
    [
        (7, 1, 30),
        (30, 1, 90),
        (90, 1, 365),
        (365, 1, ALL),
        (ALL, 1, ALL),
        (ALL, -1, 365),
        (90, -1, 30),
        (30, -1, 7),
        (7, -1, 7),
    ],
)
def test_the_neighbour_is_the_next_longer_or_shorter_range_if_there_is_one(
    days: Range, step: int, next_days: Range
) -> None:
    assert START.over(days).neighbour(step).days == next_days


def test_metrics_come_round_and_round_in_both_directions() -> None:
    shown = [START]
    for _ in Metric:
        shown.append(shown[-1].next_metric(1))

    assert [selection.metric for selection in shown] == [*Metric, Metric.TOTAL]
    assert [selection.next_metric(-1).metric for selection in shown[1:]] == list(Metric)


def test_choosing_a_metric_ends_the_stack() -> None:
    stacked = replace(START, stacked=True)

    assert stacked.measuring(Metric.VERIFICATIONS) == replace(START, metric=Metric.VERIFICATIONS)
    assert not stacked.next_metric(1).stacked


def test_views_come_round_and_round_in_both_directions_on_the_same_day() -> None:
    chosen = START.on(ago(3))
    round_trip = [chosen]
    for _ in Display:
        round_trip.append(round_trip[-1].next_display())

    assert [shown.display for shown in round_trip[:-1]] == list(Display)
    assert round_trip[-1] == chosen
    assert chosen.next_display(-1) == round_trip[-2]


def test_the_hours_are_today_s_without_a_chosen_day_so_that_the_first_move_leaves_it() -> None:
    hours = replace(START, display=Display.HOURS)

    assert hours.moved(window(30), -1).cursor == ago(1)
    assert START.moved(window(30), -1).cursor == ago(0)


def test_the_chosen_hour_stays_while_days_change_and_goes_with_the_day() -> None:
    chosen = START.on(ago(3)).at_hour(11)

    assert chosen.on(ago(2)).hour == 11
    assert chosen.on(None).hour is None


# The table's order


def test_the_table_begins_with_the_newest_day() -> None:
    assert (START.column, START.descending) == (Column.DATE, True)


def test_another_column_begins_with_its_largest_and_the_same_one_turns_round() -> None:
    by_total = START.sorted_by(Column.TOTAL)

    assert (by_total.column, by_total.descending) == (Column.TOTAL, True)
    assert not by_total.sorted_by(Column.TOTAL).descending
    assert by_total.sorted_by(Column.TOTAL).sorted_by(Column.TOTAL) == by_total
    assert by_total.sorted_by(Column.TOTAL).sorted_by(Column.USUAL).descending


def test_going_from_column_to_column_comes_back_to_the_first() -> None:
    shown = [START]
    for _ in Column:
        shown.append(shown[-1].next_column())

    assert [selection.column for selection in shown] == [*Column, Column.DATE]
    assert all(selection.descending for selection in shown)


# The chosen day


@pytest.mark.parametrize(
    ("days", "chosen"),
    [(-1, ago(0)), (1, ago(0)), (7, ago(0)), (90, ago(0)), (-7, ago(7)), (-90, ago(29))],
    ids=["day before", "day after", "week after", "last", "week before", "first"],
)
def test_the_first_move_chooses_today_or_goes_back_from_it(days: int, chosen: dt.date) -> None:
    assert START.moved(window(30), days).cursor == chosen


@pytest.mark.parametrize(
    ("days", "chosen"),
    [(-1, ago(11)), (1, ago(9)), (-7, ago(17)), (7, ago(3)), (-90, ago(29)), (90, ago(0)), (14, ago(0))],
)
def test_a_move_goes_so_many_days_and_stops_at_the_ends(days: int, chosen: dt.date) -> None:
    assert START.on(ago(10)).moved(window(30), days).cursor == chosen


def test_a_day_outside_a_shorter_range_is_shown_as_its_first_and_moves_from_there() -> None:
    chosen = START.on(ago(20)).over(7)

    assert chosen.inside(window(7)).cursor == ago(6)
    assert chosen.moved(window(7), 1).cursor == ago(5)


def test_a_day_outside_a_shorter_range_is_still_chosen_in_the_longer_one() -> None:
    assert START.on(ago(20)).over(7).over(30).inside(window(30)).cursor == ago(20)


def test_the_chosen_day_stays_as_the_window_moves_on_at_midnight_until_it_leaves() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)

    assert START.on(ago(0)).inside(window(7, tomorrow)).cursor == ago(0)
    assert START.on(ago(6)).inside(window(7, tomorrow)).cursor == ago(5)


def test_without_days_nothing_moves_and_nothing_is_chosen() -> None:
    assert START.moved((), 1) == START
    assert START.inside(()) == START


MOVES = st.sampled_from([-90, -7, -1, 1, 7, 90])


@given(
    steps=st.lists(st.tuples(st.sampled_from(RANGES), MOVES | st.none()), max_size=30),
    first=st.none() | st.integers(-200, 200).map(lambda days: TODAY + dt.timedelta(days=days)),
)
def test_the_cursor_is_always_inside_the_window_and_a_move_never_goes_the_other_way(
    steps: list[tuple[int, int | None]], first: dt.date | None
) -> None:
    selection = START.on(first)
    for days, move in steps:
        shown = window(days)
        before = selection.over(days).inside(shown).cursor
        selection = selection.over(days) if move is None else selection.over(days).moved(shown, move)
        cursor = selection.inside(shown).cursor
        assert cursor is None or shown[0].date <= cursor <= shown[-1].date
        if before is not None and move is not None:
            assert cursor == min(max(before + dt.timedelta(days=move), shown[0].date), shown[-1].date)


CHANGES = st.sampled_from(
    [
        lambda chosen: chosen.next_display(),
        lambda chosen: chosen.next_display(-1),
        lambda chosen: chosen.next_metric(1),
        lambda chosen: chosen.measuring(Metric.TOTAL),
        lambda chosen: chosen.next_column(),
        lambda chosen: chosen.over(7),
        lambda chosen: chosen.over(90),
        lambda chosen: chosen.neighbour(1),
        lambda chosen: chosen.neighbour(-1),
        lambda chosen: chosen.next_step(),
    ]
)


@given(day=st.integers(0, 6).map(ago), changes=st.lists(CHANGES))
def test_views_metrics_columns_and_ranges_that_have_the_day_leave_it_chosen(
    day: dt.date, changes: list[Callable[[Selection], Selection]]
) -> None:
    selection = START.on(day)
    for change in changes:
        selection = change(selection)

    assert selection.inside(window(selection.days if isinstance(selection.days, int) else 800)).cursor == day


# Weeks and months


@pytest.mark.parametrize(
    ("days", "room", "step"),
    [
        (90, 10, Step.DAY),
        (365, 53, Step.WEEK),  # 53 of them, side by side
        (365, 52, Step.MONTH),
        (365, 365, Step.DAY),
        (450, 73, Step.MONTH),  # 65 weeks would stand without a gap
        (450, 129, Step.WEEK),
        (812, 250, Step.MONTH),
    ],
)
def test_a_bar_is_a_day_a_week_or_a_month_by_the_room_there_is(days: int, room: int, step: Step) -> None:
    assert START.with_most_bars(room).unit(window(days)) is step


def test_a_row_of_the_table_is_what_was_chosen_for_it_and_a_square_is_a_day() -> None:
    table = replace(START, display=Display.TABLE)

    assert [chosen.unit(window(7)) for chosen in (table, table.next_step(), table.next_step().next_step())] == [*Step]
    assert table.next_step().next_step().next_step() == table
    assert replace(START, display=Display.CALENDAR).next_step().unit(window(365)) is Step.DAY


def test_by_week_or_month_no_column_says_what_is_usual_and_sorting_goes_past_it() -> None:
    weekly = replace(START, display=Display.TABLE, column=Column.TOTAL).next_step()

    assert columns_by(Step.WEEK) == [column for column in Column if column is not Column.USUAL]
    assert weekly.next_column().column is Column.STATE
    assert replace(weekly, column=Column.USUAL).next_column().column is Column.STATE


YEARLY = START.over(365)
"""Its weeks begin on Saturday 22 and Monday 24 November 2025, and so on to Monday 16 November 2026."""


@pytest.mark.parametrize(
    ("cursor", "bars", "chosen"),
    [
        (None, -1, ago(6)),
        (None, 1, ago(6)),
        (None, -7, ago(6 + 49)),
        (ago(6), -1, ago(13)),
        (ago(3), -1, ago(13)),
        (ago(13), 1, ago(6)),
        (ago(0), 1, ago(6)),
        (ago(20), -3650, ago(364)),
    ],
)
def test_moving_goes_from_bar_to_bar_and_chooses_the_first_day_of_each(
    cursor: dt.date | None, bars: int, chosen: dt.date
) -> None:
    assert YEARLY.on(cursor).moved_by(window(365), bars).cursor == chosen


def test_the_chosen_week_is_the_one_that_the_day_is_in() -> None:
    bucket = YEARLY.on(ago(8)).bucket(window(365))

    assert bucket is not None
    assert (bucket.first, bucket.last) == (ago(13), ago(7))
    assert YEARLY.bucket(window(365)) is None
    assert START.on(ago(8)).bucket(window(30)) is None
