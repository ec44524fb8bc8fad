"""The range as a calendar: whole weeks, a shade for every day's quarter, and what each shade means."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.calendar import SHADES, Block, CalendarContent, Square, calendar_content
from grantex_tui.view.selection import RANGES, Reach, Selection
from tests.support.states import NOW, Counted, ago, history, kept, metrics, reading, state

WEEK = state(metrics(200), {1: 1_000, 2: 999, 4: 250, 5: 0, 6: 251})
"""Monday (6 days ago) to Sunday, today; Thursday (3) has no row, Tuesday's counts nothing."""


def squares(found: CalendarContent) -> list[Square]:
    return [square for week in found.weeks for square in week if square]


def test_a_week_from_monday_to_sunday_has_a_shade_for_each_quarter_of_its_days() -> None:
    (week,) = calendar_content(WEEK, Selection(days=7)).weeks

    assert week == (
        Square(2, "251", chosen=False, today=False, brief="251"),
        Square(0, "0", chosen=False, today=False, brief="0"),
        Square(1, "250", chosen=False, today=False, brief="250"),
        Square(0, "", chosen=False, today=False),
        Square(3, "999", chosen=False, today=False, brief="999"),
        Square(4, "1k", chosen=False, today=False, brief="1k"),
        Square(1, "200", chosen=False, today=True, brief="200"),
    )


def test_the_scale_says_what_each_shade_reaches_up_to() -> None:
    assert calendar_content(WEEK, Selection(days=7)).scale == (
        (1, "to 250"),
        (2, "to 251"),
        (3, "to 999"),
        (4, "to 1k"),
    )


def test_one_outlier_does_not_make_the_other_days_look_alike() -> None:
    at = state(metrics(0), {1: 1_000_000, 2: 40, 3: 30, 4: 20, 5: 10})

    shades = [square.shade for square in squares(calendar_content(at, Selection(days=7)))]

    assert shades == [0, 1, 1, 2, 3, 4, 0]


def test_days_that_are_all_alike_are_one_class() -> None:
    at = state(metrics(0), {1: 500, 2: 500, 3: 500})

    assert calendar_content(at, Selection(days=7)).scale == ((4, "to 500"),)


def test_thirty_days_are_five_weeks_of_which_the_first_begins_in_its_middle() -> None:
    found = calendar_content(WEEK, Selection(days=30))

    assert len(found.weeks) == 5  # Saturday 24 October to Sunday 22 November
    assert [square is None for square in found.weeks[0]] == [True] * 5 + [False] * 2
    assert all(square for week in found.weeks[1:] for square in week)


def test_days_after_today_are_left_blank() -> None:
    friday = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    at = state(metrics(7, period="2026-11-20"), {3: 5}, at=friday)

    assert [square is None for square in calendar_content(at, Selection(days=7)).weeks[-1]] == [False] * 5 + [True] * 2


def test_a_month_is_named_above_the_first_week_that_begins_in_it() -> None:
    found = calendar_content(WEEK, Selection(days=90))

    # Weeks from Monday 24 August on: 24 and 31 Aug, 7 to 28 Sep, 5 to 26 Oct, 2 to 16 Nov.
    assert found.months == ("Aug", "", "Sep", "", "", "", "Oct", "", "", "", "Nov", "", "")
    assert len(found.months) == len(found.weeks)


def test_a_day_never_read_has_neither_shade_nor_figure() -> None:
    two_days_ago = NOW - dt.timedelta(days=2)
    at = State().with_history(reading(history({3: 5}), at=two_days_ago)).with_usage(reading(metrics(63)))

    assert calendar_content(at, Selection(days=7)).weeks[0][5] == Square(None, "", chosen=False, today=False)


def test_weeks_that_are_not_shown_are_counted_in_three_lengths() -> None:
    found = calendar_content(WEEK, Selection(days=30))

    assert found.left_out(3) == ("the latest 3 of 5 weeks", "3 of 5 weeks", "3/5")
    assert found.left_out(5) == ()


def test_shades_figures_and_scale_are_those_of_the_chosen_metric() -> None:
    at = state(metrics(0), {1: (8, 0, 9_000), 2: (2, 0, 100)})
    found = calendar_content(at, Selection(days=7, metric=Metric.TOKEN_EXCHANGES))

    assert [(square.shade, square.figure) for square in squares(found)[-3:]] == [(2, "2"), (4, "8"), (0, "0")]
    assert found.scale == ((2, "to 2"), (4, "to 8"))


def test_the_chosen_day_is_marked_and_so_is_the_nearest_of_a_shorter_range() -> None:
    assert [
        square.figure for square in squares(calendar_content(WEEK, Selection(days=7, cursor=ago(4)))) if square.chosen
    ] == ["250"]
    assert squares(calendar_content(WEEK, Selection(days=7, cursor=ago(20))))[0].chosen


def test_days_far_from_the_usual_of_all_90_days_are_marked_for_the_chosen_metric() -> None:
    rows: dict[int, Counted] = {**dict.fromkeys(range(1, 90), (100, 0, 300)), 3: (100, 0, 900), 4: (600, 0, 0)}
    at = state(metrics(63), rows)

    def outlier(metric: Metric) -> list[int]:
        found = squares(calendar_content(at, Selection(days=7, metric=metric)))
        return [6 - index for index, square in enumerate(found) if square.outlier]

    assert outlier(Metric.TOTAL) == [4, 3]  # 600 and 1,000 against 400
    assert outlier(Metric.TOKEN_EXCHANGES) == [4]
    assert outlier(Metric.AUTHORIZATIONS) == []


def test_before_anything_is_known_there_are_no_weeks() -> None:
    assert calendar_content(State(), Selection()) == CalendarContent((), (), ())


@pytest.mark.parametrize("metric", Metric)
@given(
    rows=st.dictionaries(st.integers(0, 89), st.integers(0, MAX_COUNTER), max_size=40),
    days=st.sampled_from(RANGES),
)
def test_every_day_has_one_square_use_has_a_shade_and_no_use_has_none(
    rows: dict[int, Counted], days: int, metric: Metric
) -> None:
    at = state(metrics(7), rows)
    found = squares(calendar_content(at, Selection(days=days, metric=metric)))

    window = at.ledger.window(days)
    values = [metric.of(day.counters) for day in window if day.counters]
    assert len(found) == days
    assert [bool(square.shade) for square in found] == [bool(value) for value in values]
    assert all(square.shade is not None and square.shade <= SHADES for square in found)
    by_value = sorted(zip(values, (square.shade or 0 for square in found), strict=True))
    assert [shade for _, shade in by_value] == sorted(shade for _, shade in by_value)


# A month that has only begun, and a year


def test_a_month_that_begins_within_the_last_week_is_named_above_it() -> None:
    first_of_december = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    at = state(metrics(7, period="2026-12-01"), {}, at=first_of_december)

    assert calendar_content(at, Selection(days=30)).months == ("Nov", "", "", "", "Dec")
    assert calendar_content(at, Selection(days=7)).months == ("Nov", "Dec")


LONG = state(metrics(63), dict.fromkeys(range(1, 90), 10)).with_records(kept(dict.fromkeys(range(90, 400), 10)))


def test_365_days_are_one_block_of_53_weeks() -> None:
    found = calendar_content(LONG, Selection(days=365))

    assert (found.blocks, len(found.weeks)) == ((Block("", 0),), 53)


def test_all_days_have_a_block_a_year_to_which_a_week_belongs_with_its_thursday() -> None:
    found = calendar_content(LONG, Selection(days=Reach.ALL))

    # From Monday 13 October 2025 on; the week of Monday 29 December 2025 is the first of 2026.
    assert found.blocks == (Block("2025", 0), Block("2026", 11))
    assert len(found.weeks) == 11 + 47
    assert (found.years_left_out(1), found.years_left_out(2)) == (("1 of 2 years", "1 of 2 years"), ())


def test_a_quarter_has_no_blocks() -> None:
    assert calendar_content(LONG, Selection(days=90)).blocks == ()
