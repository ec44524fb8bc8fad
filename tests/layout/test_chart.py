"""The range as bars: pictures as a reader sees them at the main sizes, and what every bar is told apart by."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.bars import BEFORE_BEYOND, SETTLING_MARK, Plot, Tick
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.lines import Role
from grantex_tui.layout.plot import draw
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.range import RangeContent
from grantex_tui.view.selection import RANGES, Selection
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import NOW, Counted, ago, failure, metrics, state


def ranged(chosen: Selection = WEEK, of: State = STATE) -> RangeContent:
    return dashboard(of, chosen).range.range


def bars(view: RangeContent, cells: int = 80, rows: int = 10) -> Plot:
    found = chart_of(view, cells, rows)
    assert found is not None
    return found.plot


def cursor(view: RangeContent, cells: int = 80) -> int | None:
    found = chart_of(view, cells, 10)
    assert found is not None
    return found.cursor


def picture(view: RangeContent, cells: int, rows: int) -> list[str]:
    return [line.rstrip() for line in words(draw(bars(view, cells, rows)))]


# At the main sizes


def test_at_80_columns_a_week_has_every_day_dated() -> None:
    assert picture(replace(ranged(), on_course=None), 80, 10) == [
        "                                                                     ▄▄▄▄▄▄▄▄",
        "                             !                                       ████████",
        "10k ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔████████▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔!▔▔▔▔▔▔▔████████▔",
        "                          ████████                !       ▆▆▆▆▆▆▆▆   ████████",
        "avg                       ████████             ▅▅▅▅▅▅▅▅   ████████   ████████",
        " 5k ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌████████╌╌╌╌╌╌╌╌╌╌╌╌╌████████╌╌╌████████╌╌╌████████◂",
        "       !          !       ████████             ████████   ████████   ████████",
        "    ▂▂▂▂▂▂▂▂      ·       ████████     !       ████████   ████████   ████████",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "     Mon 16     Tue 17     Wed 18    Thu 19     Fri 20     Sat 21     today",
    ]


def test_at_80_columns_a_month_of_days_is_dated_on_mondays() -> None:
    assert picture(replace(ranged(Selection(days=30)), outliers=frozenset(), on_course=None), 80, 10) == [
        "                                                                           ▄",
        "                                                                           █",
        "10k ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔█▔▔▔▔▔▔▔█▔▔",
        "                                                                   █     ▆ █",
        "avg                                                                █   ▅ █ █",
        " 5k ╌▃ ▃╌╌╌╌▃ ▃ ▃ ▃ ▃ ▃ ▃╌╌╌╌▃ ▃ ▃ ▃ ▃ ▃ ▃╌╌╌╌▃ ▃ ▃ ▃ ▃ ▃╌╌╌╌╌╌╌╌╌╌█╌╌╌█ █ █◂╌",
        "     █ █    █ █ █ █ █ █ █    █ █ █ █ █ █ █    █ █ █ █ █ █          █   █ █ █",
        "     █ █    █ █ █ █ █ █ █    █ █ █ █ █ █ █    █ █ █ █ █ █ ·    ▂ · █   █ █ █",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "            26 Oct           2 Nov            9 Nov            16 Nov    today",
    ]


def test_at_110_columns_weekdays_have_letters() -> None:
    shown = replace(ranged(Selection(days=30)), outliers=frozenset(), on_course=None)

    line, letters, dates = picture(shown, 110, 20)[-3:]

    assert line == f"  0 {'▔' * 104}"
    assert letters == f"     {(5 * ' ').join(['S  S'] + ['M  T  W  T  F  S  S'] * 4)}"
    assert dates == (
        "              26 Oct                  2 Nov                   9 Nov                   16 Nov           today"
    )


def test_at_60_columns_the_latest_of_90_days_stand_side_by_side() -> None:
    shown = replace(ranged(Selection(days=90)), outliers=frozenset(), on_course=None)

    assert picture(shown, 60, 7) == [
        "                                                        █",
        "10k                                                 █  ▂█",
        "                                                    █ ▃██",
        "    ▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅▅   █ ███◂",
        "    █████████████████████████████████████████████·▂·█ ███",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "        5 Oct  12 Oct 19 Oct 26 Oct 2 Nov  9 Nov     today",
    ]


def test_at_40_columns_a_week_keeps_three_rows() -> None:
    assert picture(replace(ranged(), outliers=frozenset(), on_course=None), 40, 5) == [
        "                                  ▄▄▄",
        "10k           ███       ▂▂▂  ▅▅▅  ███",
        "    ▁▁▁   ·   ███       ███  ███  ███◂",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "    16 Nov                       today",
    ]


def test_the_days_that_fit_are_the_latest() -> None:
    assert [bars(ranged(Selection(days=90)), cells).place.shown for cells in (120, 80, 40, 20)] == [90, 73, 33, 14]


@pytest.mark.parametrize("cells", [60, 80, 120, 200])
@pytest.mark.parametrize("days", [7, 30, 90])
def test_the_bars_take_92_percent_of_the_width_beside_the_axis(cells: int, days: int) -> None:
    place = bars(ranged(Selection(days=days)), cells, 20).place

    assert place.starts[-1] + place.breadth - place.starts[0] >= 0.92 * place.cells


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


def test_the_last_bar_is_todays_and_weekends_and_outliers_have_roles_of_their_own() -> None:
    week = replace(ranged(), outliers=frozenset({ago(4), ago(1)}))

    assert [bar.role for bar in bars(week).bars] == [
        *(Role.BAR, Role.BAR, Role.OUTLIER, Role.BAR, Role.BAR),  # Monday to Friday
        *(Role.OUTLIER, Role.TODAY),
    ]
    assert bars(replace(week, outliers=frozenset())).bars[5].role is Role.WEEKEND


def test_only_days_without_a_figure_are_dotted() -> None:
    shown = bars(ranged()).bars

    assert [bar.base for bar in shown] == ["", "·", "", "", "", "", ""]  # Tuesday
    assert shown[3].level == 0  # Thursday's zeros


def test_days_far_from_the_usual_have_a_mark() -> None:
    at = state(metrics(63), {**dict.fromkeys(range(1, 90), 400), 3: 1_080, 45: 1_080})

    assert [bar.outlier for bar in bars(ranged(of=at)).bars] == [False, False, False, True, False, False, False]
    assert sum(bar.outlier for bar in bars(ranged(Selection(days=90), at), 120).bars) == 2


def test_the_chosen_day_is_known_by_its_place_among_the_bars_that_fit() -> None:
    assert cursor(ranged()) is None
    assert cursor(ranged(replace(WEEK, cursor=ago(2)))) == 4
    assert cursor(ranged(Selection(days=90, cursor=ago(2))), 40) == 30  # of 33
    assert cursor(ranged(Selection(days=90, cursor=ago(60))), 40) is None


def test_choosing_a_day_changes_nothing_that_is_drawn() -> None:
    assert bars(ranged(replace(WEEK, cursor=ago(2)))) == bars(ranged())


# Another metric, the three on top of each other, the range before

PARTS: dict[int, Counted] = {1: (100, 300, 600), 2: (1_000, 0, 0), 3: (0, 0, 0)}


def test_heights_and_axis_are_those_of_the_chosen_metric() -> None:
    at = state(metrics(0), PARTS)
    total, exchanges = (
        bars(ranged(replace(WEEK, metric=metric), at), rows=12) for metric in (Metric.TOTAL, Metric.TOKEN_EXCHANGES)
    )

    assert total.bars[5].level == total.bars[4].level == exchanges.bars[4].level == 80  # ten rows of 1,000
    assert exchanges.bars[5].level == 8


def test_a_stacked_bar_ends_its_parts_where_their_sums_are() -> None:
    shown = bars(ranged(replace(WEEK, stacked=True), state(metrics(0), PARTS)), rows=12).bars

    assert shown[5].parts == (8, 32, 80)  # 100, 400 and 1,000 of ten rows
    assert shown[4].parts == (80, 80, 80)
    assert shown[3].parts == ()


def test_a_stacked_chart_is_as_high_as_the_plain_one_and_todays_is_still_todays() -> None:
    plain, stacked = (bars(ranged(replace(WEEK, stacked=stacked))).bars for stacked in (False, True))

    assert [bar.level for bar in stacked] == [bar.level for bar in plain]
    assert [bar.role for bar in stacked] == [bar.role for bar in plain]
    assert (stacked[-1].ghost, stacked[-1].usual) == (plain[-1].ghost, plain[-1].usual)


def test_a_total_below_the_sum_of_its_parts_is_as_high_as_served() -> None:
    at = state(metrics(500, parts=(400, 400, 400)), {1: 1_000})
    today = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars[-1]

    assert (today.level, today.parts) == (40, (13, 27, 40))


def test_a_total_without_parts_is_drawn_as_a_plain_bar() -> None:
    at = state(metrics(500, parts=(0, 0, 0)), {1: 1_000})
    today = bars(ranged(replace(WEEK, stacked=True), at), rows=12).bars[-1]

    assert (today.level, today.parts) == (40, ())


def test_the_same_weekday_before_is_a_line_at_its_height_on_the_same_axis() -> None:
    at = state(metrics(0), {1: 500, 2: 500, 8: 1_000, 9: 250})
    shown = bars(ranged(replace(WEEK, comparing=True), at), rows=12).bars

    assert [bar.before for bar in shown] == [0, 0, 0, 0, 20, 80, 0]
    assert [bar.level for bar in shown] == [0, 0, 0, 0, 40, 40, 0]


def test_thirty_days_have_the_lines_of_five_weeks_before() -> None:
    at = state(metrics(0), {1: 500, 36: 1_000, 31: 700})
    shown = bars(ranged(Selection(days=30, comparing=True), at), rows=12).bars

    assert [bar.before for bar in shown if bar.before] == [80]
    assert shown[-2].before == 80


def test_a_range_before_of_more_than_twice_as_much_does_not_rule_the_scale() -> None:
    at = state(metrics(0), {1: 500, 2: 500, 8: 10_000, 9: 250})
    alone = bars(ranged(replace(WEEK, comparing=True), state(metrics(0), {1: 500, 2: 500, 8: 1_000})), rows=12)
    found = bars(ranged(replace(WEEK, comparing=True), at), rows=12)

    assert found.ticks == alone.ticks  # up to 1,000, twice the present 500
    drawn = words(draw(found))
    assert [row.count(BEFORE_BEYOND) for row in drawn[:10]] == [found.place.breadth] + 9 * [0]


def test_without_comparing_or_where_history_does_not_reach_no_bar_has_a_line() -> None:
    for chosen in (WEEK, Selection(days=90, comparing=True)):
        assert {bar.before for bar in bars(ranged(chosen), 120).bars} == {None}


# Today's race, and the average

NOON = NOW.replace(hour=12, minute=0, second=0)
RACE = state(metrics(4_000), {7: 5_000, 14: 6_000, 21: 7_000}, at=NOON)


def test_today_is_solid_up_to_now_with_a_ghost_to_where_it_is_on_course_and_the_usual_day_beside_it() -> None:
    today = bars(ranged(of=RACE), rows=12).bars[-1]

    # Six rows are 5,000: 4,000 so far, 8,000 on course, 6,000 usual.
    assert (today.level, today.ghost, today.usual) == (38, 77, 58)
    assert {(bar.ghost, bar.usual) for bar in bars(ranged(of=RACE)).bars[:-1]} == {(0, None)}


def test_a_projection_of_more_than_twice_the_highest_does_not_rule_the_scale() -> None:
    morning = state(metrics(4_000), {7: 100, 14: 200, 21: 300}, at=NOW.replace(hour=3, minute=0, second=0))

    assert bars(ranged(of=morning), rows=12).bars[-1].level >= 32


def test_a_projection_that_moves_a_little_rescales_nothing() -> None:
    shown = ranged(of=RACE)

    plots = {bars(replace(shown, on_course=expected), rows=12).ticks for expected in range(7_950, 8_050, 7)}

    assert len(plots) == 1


def test_the_average_of_the_complete_days_is_a_line_where_there_are_rows_for_it() -> None:
    at = state(metrics(0), {1: 1_000, 2: 200})

    assert bars(ranged(of=at), rows=12).average == Tick(16, "avg")  # 1,200 ÷ 6 = 200, and a row is 100
    assert bars(ranged(of=at), rows=7).average is None


# Every figure


@given(
    rows=st.dictionaries(st.integers(1, 89), st.tuples(*[st.integers(0, 10**9)] * 3), min_size=1, max_size=9),
    days=st.sampled_from(RANGES),
    metric=st.sampled_from(Metric),
    height=st.integers(3, 60),
    cells=st.integers(20, 200),
)
def test_each_bar_is_its_figure_in_eighths_and_never_invisible(
    rows: dict[int, Counted], days: int, metric: Metric, height: int, cells: int
) -> None:
    shown = ranged(Selection(days=days, metric=metric), state(metrics(10**6), rows))
    found = chart_of(shown, cells, height)
    if found is None:
        return
    drawn = found.plot
    per_tick = drawn.ticks[1].level
    step = {"": 1, "k": 10**3, "M": 10**6, "B": 10**9}
    unit = drawn.ticks[1].label.lstrip("0123456789.")
    value_of_tick = Fraction(drawn.ticks[1].label.removesuffix(unit)) * step[unit]

    for day, bar in zip(shown.window[-drawn.place.shown :], drawn.bars, strict=True):
        value = metric.of(day.counters) if day.counters else 0
        assert abs(bar.level - value * per_tick / value_of_tick) <= (Fraction(1, 2) if bar.level > 1 else 1)
        assert (bar.level == 0) == (value == 0)
        assert bar.level <= 8 * drawn.rows
    assert [tick.level for tick in drawn.ticks] == [per_tick * index for index in range(len(drawn.ticks))]


@given(
    rows=st.dictionaries(st.integers(1, 89), st.tuples(*[st.integers(0, 10**9)] * 3), min_size=1, max_size=9),
    days=st.sampled_from(RANGES),
    height=st.integers(6, 60),
)
def test_a_marked_day_has_a_row_for_its_mark_above_it(rows: dict[int, Counted], days: int, height: int) -> None:
    found = chart_of(ranged(Selection(days=days), state(metrics(1), rows)), 120, height)

    for bar in found.plot.bars if found else ():
        assert not bar.outlier or bar.level <= 8 * (found.plot.rows - 1 if found else 0)


def test_yesterday_has_a_mark_while_it_can_still_change() -> None:
    just_after_midnight = dt.datetime(2026, 11, 22, 0, 10, tzinfo=dt.UTC)

    shown = bars(ranged(of=state(metrics(3), {1: 40, 2: 30}, at=just_after_midnight))).bars

    assert [bar.settling for bar in shown] == [False] * 5 + [True, False]
    assert SETTLING_MARK in "".join(
        picture(ranged(of=state(metrics(3), {1: 1, 2: 30}, at=just_after_midnight)), 80, 10)
    )
