"""The range as bars: pictures as a reader sees them at the main sizes, and what every bar is told apart by."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout import plot
from grantex_tui.layout.chart import Chart, chart_of
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.range import RangeContent
from grantex_tui.view.selection import RANGES, Selection
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import Counted, ago, failure, metrics, state


def ranged(chosen: Selection = WEEK, of: State = STATE) -> RangeContent:
    return dashboard(of, chosen).range.range


def bars(view: RangeContent, cells: int = 80, rows: int = 10) -> Chart:
    found = chart_of(view, cells, rows)
    assert found is not None
    return found


def picture(view: RangeContent, cells: int, rows: int) -> list[str]:
    found = bars(view, cells, rows)
    return words(plot.draw(found.bars, found.place, found.ticks, found.rows))


# At the main sizes


def test_at_80_columns_a_week_has_every_day_dated() -> None:
    assert picture(ranged(), 80, 10) == [
        "   │                                                            ▒▒▒▒▒▒▒▒",
        "   │                        !                                   ▒▒▒▒▒▒▒▒",
        "10k┤                    ████████                          !     ▒▒▒▒▒▒▒▒",
        "   │                    ████████                !     ████████  ▒▒▒▒▒▒▒▒",
        "   │                    ████████            ▄▄▄▄▄▄▄▄  ████████  ▒▒▒▒▒▒▒▒",
        " 5k┤                    ████████            ████████  ████████  ▒▒▒▒▒▒▒▒",
        "   │    !         !     ████████            ████████  ████████  ▒▒▒▒▒▒▒▒",
        "  0┤▄▄▄▄▄▄▄▄      ·     ████████      !     ████████  ████████  ▒▒▒▒▒▒▒▒",
        "   └────┬─────────┬─────────┬─────────┬────────┬─────────┬─────────┬────",
        "      Mon 16    Tue 17    Wed 18    Thu 19   Fri 20    Sat 21    today  ",
    ]


def test_at_80_columns_a_month_of_days_is_dated_on_mondays() -> None:
    assert picture(replace(ranged(Selection(days=30)), outliers=frozenset()), 80, 10) == [
        "   │                                                                  ▒",
        "   │                                                                  ▒",
        "10k┤                                                          █       ▒",
        "   │                                                          █     █ ▒",
        "   │                                                          █   ▄ █ ▒",
        " 5k┤▄ ▄   ▄ ▄ ▄ ▄ ▄ ▄ ▄   ▄ ▄ ▄ ▄ ▄ ▄ ▄   ▄ ▄ ▄ ▄ ▄ ▄         █   █ █ ▒",
        "   │█ █   █ █ █ █ █ █ █   █ █ █ █ █ █ █   █ █ █ █ █ █         █   █ █ ▒",
        "  0┤█ █   █ █ █ █ █ █ █   █ █ █ █ █ █ █   █ █ █ █ █ █ ·   ▄ · █   █ █ ▒",
        "   └──────┬───────────────┬───────────────┬───────────────┬───────────┬",
        "        26 Oct          2 Nov           9 Nov           16 Nov    today",
    ]


def test_at_60_columns_the_latest_54_of_90_days_stand_side_by_side() -> None:
    assert picture(replace(ranged(Selection(days=90)), outliers=frozenset()), 60, 7) == [
        "   │                                                     ▒",
        "10k┤                                                 █   ▒",
        "   │                                                 █ ▄█▒",
        "   │▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄   █ ██▒",
        "  0┤██████████████████████████████████████████████·▄·█ ██▒",
        "   └─────┬─────────────┬─────────────┬───────────────────┬",
        "       5 Oct         19 Oct        2 Nov             today",
    ]


def test_at_40_columns_a_week_keeps_three_rows() -> None:
    assert picture(replace(ranged(), outliers=frozenset()), 40, 5) == [
        "   │                              ▒▒▒▒",
        "10k┤          ████           ▄▄▄▄ ▒▒▒▒",
        "  0┤▄▄▄▄   ·  ████      ████ ████ ▒▒▒▒",
        "   └───────────────────────────────┬──",
        "                                 today",
    ]


def test_the_days_that_fit_are_the_latest() -> None:
    assert [bars(ranged(Selection(days=90)), cells).place.shown for cells in (120, 80, 40, 20)] == [90, 74, 34, 14]


# What is not drawn


def test_a_panel_too_low_for_a_row_of_bars_above_the_axis_has_none() -> None:
    assert chart_of(ranged(), 80, 2) is None
    assert chart_of(ranged(), 80, 3) is not None


def test_a_panel_too_narrow_for_a_bar_beside_the_axis_has_none() -> None:
    drawn = [cells for cells in range(1, 10) if chart_of(ranged(), cells, 10)]

    assert drawn == [8, 9]  # the axis and a bar take 6, the ends 2


@pytest.mark.parametrize("of", [State(), state(metrics(0), {}), state(metrics(5), failure())])
def test_where_a_message_stands_there_are_no_bars(of: State) -> None:
    assert chart_of(ranged(of=of), 80, 10) is None


# What bars are told apart by


def test_only_the_last_bar_is_todays_and_only_days_without_a_figure_are_dotted() -> None:
    shown = bars(ranged()).bars

    assert [bar.today for bar in shown] == [False] * 6 + [True]
    assert [bar.base for bar in shown] == ["", "·", "", "", "", "", ""]  # Tuesday
    assert shown[3].level == 0  # Thursday's zeros


def test_days_far_from_the_usual_have_a_mark() -> None:
    at = state(metrics(63), {**dict.fromkeys(range(1, 90), 400), 3: 1_080, 45: 1_080})

    assert [bar.outlier for bar in bars(ranged(of=at)).bars] == [False, False, False, True, False, False, False]
    assert sum(bar.outlier for bar in bars(ranged(Selection(days=90), at), 120).bars) == 2


def test_the_chosen_day_is_known_by_its_place_among_the_bars_that_fit() -> None:
    assert bars(ranged()).cursor is None
    assert bars(ranged(replace(WEEK, cursor=ago(2)))).cursor == 4
    assert bars(ranged(Selection(days=90, cursor=ago(2))), 40).cursor == 31  # of 34
    assert bars(ranged(Selection(days=90, cursor=ago(60))), 40).cursor is None


def test_choosing_a_day_changes_nothing_that_is_drawn() -> None:
    plain, chosen = bars(ranged()), bars(ranged(replace(WEEK, cursor=ago(2))))

    assert replace(chosen, cursor=None) == plain


# Another metric, the three on top of each other, the range before

PARTS: dict[int, Counted] = {1: (100, 300, 600), 2: (1_000, 0, 0), 3: (0, 0, 0)}


def test_heights_and_axis_are_those_of_the_chosen_metric() -> None:
    at = state(metrics(0), PARTS)
    total, exchanges = (
        bars(ranged(replace(WEEK, metric=metric), at), rows=12)
        for metric in (
            Metric.TOTAL,
            Metric.TOKEN_EXCHANGES,
        )
    )

    assert total.bars[5].level == total.bars[4].level == exchanges.bars[4].level == 20  # ten rows of 1,000
    assert exchanges.bars[5].level == 2


def test_a_stacked_bar_ends_its_parts_where_their_sums_are() -> None:
    at = state(metrics(0), PARTS)
    shown = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars

    assert shown[5].parts == (2, 8, 20)  # 100, 400 and 1,000 of ten rows
    assert shown[4].parts == (20, 20, 20)
    assert shown[3].parts == ()


def test_a_total_below_the_sum_of_its_parts_is_as_high_as_served() -> None:
    at = state(metrics(500, parts=(400, 400, 400)), {1: 1_000})
    today = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars[-1]

    # Five rows for three equal parts: one each, and one more for the first two.
    assert (today.level, today.parts) == (10, (4, 8, 10))


@pytest.mark.parametrize(
    ("counted", "rows", "ends"),
    [
        ((100, 300, 600), 4, (0, 2, 8)),  # 0.4, 1.2 and 2.4 of 4 rows: 0, 1 and 2, the one left to the verifications
        ((150, 250, 600), 4, (2, 4, 8)),  # 0.6, 1.0 and 2.4: the one left to the exchanges
        ((340, 330, 330), 2, (2, 4, 4)),  # 0.68, 0.66 and 0.66: of equal remainders the first
        ((100, 300, 600), 1, (0, 0, 2)),
        ((400, 350, 250), 1, (2, 2, 2)),
        ((300, 400, 300), 1, (0, 2, 2)),
    ],
)
def test_parts_share_out_whole_rows_by_largest_remainders_and_the_biggest_has_a_single_one(
    counted: Counted, rows: int, ends: tuple[int, ...]
) -> None:
    at = state(metrics(0), {1: counted})  # 1,000, the highest day
    shown = bars(ranged(replace(WEEK, stacked=True), at), rows=rows + plot.AXIS_ROWS).bars[5]

    assert (shown.level, shown.parts) == (2 * rows, ends)


def test_a_low_bar_among_high_ones_is_all_of_its_biggest_part() -> None:
    at = state(metrics(0), {1: (0, 0, 10_000), 2: (3, 2, 1)})
    shown = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars

    assert (shown[4].level, shown[4].parts) == (1, (2, 2, 2))


def test_a_total_without_parts_is_drawn_as_a_plain_bar() -> None:
    at = state(metrics(500, parts=(0, 0, 0)), {1: 1_000})
    today = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars[-1]

    assert (today.level, today.parts) == (10, ())


def test_the_range_before_is_a_line_for_each_day_at_its_height_on_the_same_axis() -> None:
    at = state(metrics(0), {1: 500, 2: 500, 8: 1_000, 9: 250})
    shown = bars(ranged(replace(WEEK, comparing=True), at), rows=12).bars

    assert [bar.before for bar in shown] == [0, 0, 0, 0, 5, 20, 0]
    assert [bar.level for bar in shown] == [0, 0, 0, 0, 10, 10, 0]


def test_a_range_before_of_more_than_twice_as_much_does_not_rule_the_scale_and_has_an_arrow() -> None:
    at = state(metrics(0), {1: 500, 2: 500, 8: 10_000, 9: 250})
    alone = bars(ranged(replace(WEEK, comparing=True), state(metrics(0), {1: 500, 2: 500, 8: 1_000})), rows=12)
    found = bars(ranged(replace(WEEK, comparing=True), at), rows=12)

    assert found.ticks == alone.ticks  # up to 1,000, twice the present 500
    assert [bar.level for bar in found.bars] == [0, 0, 0, 0, 10, 10, 0]
    assert [bar.before for bar in found.bars] == [0, 0, 0, 0, 5, 2 * found.rows + 1, 0]
    drawn = words(plot.draw(found.bars, found.place, found.ticks, found.rows))
    assert [row.count(plot.BEFORE_BEYOND) for row in drawn] == [found.place.breadth] + 11 * [0]


def test_where_the_chosen_metric_has_no_use_now_all_of_before_is_above_the_chart() -> None:
    at = state(metrics(0), {1: 500, 8: (10, 0, 0), 9: (90, 0, 0)})
    chosen = replace(WEEK, comparing=True, metric=Metric.TOKEN_EXCHANGES)
    found = bars(ranged(chosen, at), rows=12)

    assert [bar.before for bar in found.bars] == [0, 0, 0, 0, 21, 21, 0]


def test_without_comparing_or_where_history_does_not_reach_no_bar_has_a_line() -> None:
    for chosen in (WEEK, Selection(days=90, comparing=True)):
        assert {bar.before for bar in bars(ranged(chosen), 120).bars} == {None}


@given(
    rows=st.dictionaries(st.integers(1, 89), st.tuples(*[st.integers(0, 10**9)] * 3), min_size=1, max_size=9),
    days=st.sampled_from(RANGES),
    height=st.integers(3, 60),
)
def test_parts_rise_and_the_last_ends_at_the_bars_own_top(rows: dict[int, Counted], days: int, height: int) -> None:
    shown = chart_of(ranged(Selection(days=days, stacked=True, comparing=True), state(metrics(1), rows)), 120, height)

    for bar in shown.bars if shown else ():
        assert list(bar.parts) == sorted(bar.parts)
        assert bar.level <= 2 * (height - plot.AXIS_ROWS)
        assert (bar.parts or (0,))[-1] == bar.level + bar.level % 2, "textures have no half cells"
        assert all(top % 2 == 0 for top in bar.parts)
        assert (bar.before or 0) <= 2 * (height - plot.AXIS_ROWS) + 1  # one above the chart is an arrow


def test_yesterday_has_a_mark_while_it_can_still_change() -> None:
    just_after_midnight = dt.datetime(2026, 11, 22, 0, 10, tzinfo=dt.UTC)

    shown = bars(ranged(of=state(metrics(3), {1: 40, 2: 30}, at=just_after_midnight))).bars

    assert [bar.settling for bar in shown] == [False] * 5 + [True, False]
    assert plot.SETTLING_MARK in "".join(
        picture(ranged(of=state(metrics(3), {1: 1, 2: 30}, at=just_after_midnight)), 80, 10)
    )
