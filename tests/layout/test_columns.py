"""Where the bars stand: equally wide, weeks apart, the width used, what is left shared out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.layout.columns import HOURS_TOGETHER, Columns, columns, hour_columns

MONDAY, THURSDAY, FRIDAY = 0, 3, 4
PLACES = st.builds(columns, st.integers(1, 90), st.integers(0, 6), st.integers(1, 300), after=st.integers(0, 1))


def steps(place: Columns) -> list[int]:
    return [after - before for before, after in pairwise(place.starts)]


def test_a_week_from_monday_on_fills_its_width_evenly() -> None:
    place = columns(7, MONDAY, 27)

    assert (place.breadth, steps(place), place.starts[0]) == (3, [4] * 6, 0)


def test_spare_cells_go_between_the_weeks_and_then_to_both_margins() -> None:
    place = columns(4, FRIDAY, 11)  # Friday, Saturday, Sunday, and Monday

    assert (place.breadth, steps(place)) == (2, [3, 3, 3]), "four bars and their gaps take all eleven"
    place = columns(4, FRIDAY, 13)
    assert (place.breadth, steps(place)) == (2, [3, 3, 5])


def test_what_no_week_takes_is_shared_by_the_margins() -> None:
    place = columns(14, MONDAY, 93)  # pitch 6 takes 83, the week's gap the other ten
    assert (place.starts[0], place.starts[-1] + place.breadth) == (0, 93)

    place = columns(21, MONDAY, 106)  # pitch 5 takes 104 and leaves two for two weeks
    assert [step for step in steps(place) if step != 5] == [6, 6]


def test_days_that_just_fit_stand_side_by_side() -> None:
    assert columns(8, THURSDAY, 8).starts == tuple(range(8))


def test_the_latest_days_are_kept_where_not_all_fit() -> None:
    assert columns(90, MONDAY, 40).shown == 40


@given(place=PLACES)
def test_all_days_are_inside_the_width_and_none_touches_the_next(place: Columns) -> None:
    assert place.breadth >= 1
    assert place.starts[0] >= 0
    assert place.starts[-1] + place.breadth <= place.cells
    assert all(step >= place.breadth for step in steps(place))


@given(days=st.integers(2, 90), weekday=st.integers(0, 6), cells=st.integers(10, 300))
def test_only_a_monday_stands_further_off_than_other_days(days: int, weekday: int, cells: int) -> None:
    place = columns(days, weekday, cells)
    first = weekday + days - place.shown

    gaps = list(enumerate(steps(place), start=first + 1))
    mondays = {step for index, step in gaps if index % 7 == MONDAY}
    others = {step for index, step in gaps if index % 7 != MONDAY}

    assert max(others, default=0) - min(others, default=0) <= (0 if mondays else 1)
    assert max(mondays, default=0) - min(mondays, default=0) <= 1
    assert not mondays or not others or min(mondays) >= max(others)


@given(days=st.integers(7, 90), weekday=st.integers(0, 6), cells=st.integers(20, 300), after=st.integers(0, 1))
def test_the_margins_are_even_and_as_wide_as_asked_for(days: int, weekday: int, cells: int, after: int) -> None:
    place = columns(days, weekday, cells, after=after)
    right = cells - place.starts[-1] - place.breadth

    assert right >= after
    assert abs(right - place.starts[0]) <= 1


@pytest.mark.parametrize("window", [60, 80, 120, 200])
@pytest.mark.parametrize("days", [7, 14, 30, 60, 90])
def test_at_least_92_percent_of_the_width_is_used_from_seven_days_on(window: int, days: int) -> None:
    for weekday in range(7):
        for beside in range(4, 13):  # margins, borders, and the labels of the value axis
            for after in (0, 1):
                place = columns(days, weekday, window - beside, after=after)
                assert place.starts[-1] + place.breadth - place.starts[0] >= 0.92 * place.cells, (weekday, beside)


@given(place=PLACES, label=st.sampled_from(["Mon 16", "26 Oct", "today"]))
def test_a_label_stays_inside_the_width_and_near_its_bar(place: Columns, label: str) -> None:
    for day in range(place.shown):
        start = place.label_start(day, label)
        assert 0 <= start <= max(place.cells - len(label), 0)
        assert start - len(label) < place.starts[day] + place.breadth


# Hours


@pytest.mark.parametrize(("cells", "breadth"), [(24, 1), (47, 1), (48, 2), (71, 2), (113, 3), (193, 6)])
def test_hours_are_equally_wide_with_every_three_set_apart_alike(cells: int, breadth: int) -> None:
    place = hour_columns(cells)
    assert place is not None

    within = {step for at, step in enumerate(steps(place), 1) if at % HOURS_TOGETHER}
    between = {step for at, step in enumerate(steps(place), 1) if at % HOURS_TOGETHER == 0}
    assert (place.breadth, len(place.starts), len(within)) == (breadth, 24, 1)
    assert min(between) >= min(within)
    assert max(between) - min(between) <= 1


@given(st.integers(24, 300))
def test_hours_stay_within_their_width_and_share_the_margins(cells: int) -> None:
    place = hour_columns(cells)
    assert place is not None

    left, right = place.starts[0], cells - place.starts[-1] - place.breadth
    assert left >= 0
    assert right >= 0
    assert abs(left - right) <= 1


def test_hours_that_do_not_all_fit_have_no_place() -> None:
    assert hour_columns(23) is None
