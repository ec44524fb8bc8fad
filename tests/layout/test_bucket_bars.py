"""Weeks and months as bars: pictures as a reader sees them, what is cut or lacking, and the chosen one."""

from __future__ import annotations

import pytest

from grantex_tui.layout.bars import Plot
from grantex_tui.layout.breakpoints import bars_across
from grantex_tui.layout.chart import Chart, chart_of
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.plot import draw
from grantex_tui.layout.range import day_at, range_heading
from grantex_tui.polling.state import State
from grantex_tui.view.range import RangeContent, RangePanelContent
from grantex_tui.view.selection import Range, Reach, Selection
from tests.support.dashboards import dashboard, words
from tests.support.states import Counted, ago, kept, metrics, state

STEADY: dict[int, Counted] = dict.fromkeys(range(90, 812), (10, 0, 90))
LONG = state(metrics(50), dict.fromkeys(range(1, 90), (10, 0, 90))).with_records(kept(STEADY))
"""A hundred a day since Monday 2 September 2024, a tenth of it token exchanges; 50 so far today, a Sunday."""


def ranged(days: Range, columns: int, at: State = LONG, **more: object) -> RangeContent:
    return dashboard(at, Selection(days=days, most_bars=bars_across(columns), **more)).range.range  # type: ignore[arg-type]


def chart(view: RangeContent, columns: int = 80, rows: int = 8) -> Chart:
    found = chart_of(view, columns, rows)
    assert found is not None
    return found


def picture(plot: Plot) -> list[str]:
    return [line.rstrip() for line in words(draw(plot))]


def test_a_year_at_80_columns_is_53_weeks_with_the_months_a_little_apart() -> None:
    assert picture(chart(ranged(365, 80)).plot)[-5:] == [
        "     █  █████ ████  ████  █████  ████ ████  █████  ████  █████ ████  ████  ███",
        "     █  █████ ████  ████  █████  ████ ████  █████  ████  █████ ████  ████  ███",
        "    ▆█  █████ ████  ████  █████  ████ ████  █████  ████  █████ ████  ████  ███",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "        Dec   2026  Feb   Mar    Apr  May   Jun    Jul   Aug   Sep   this week",
    ]


def test_two_years_at_80_columns_are_27_months_named_as_far_as_there_is_room() -> None:
    assert picture(chart(ranged(Reach.ALL, 80)).plot)[-5:] == [
        "     █  █  █ █  █  █  █ █  █  █  █ █  █  █  █  █ █  █  █  █ █  █  █  █ █  █  █",
        "     █  █  █ █  █  █  █ █  █  █  █ █  █  █  █  █ █  █  █  █ █  █  █  █ █  █  █",
        "     █  █  █ █  █  █  █ █  █  █  █ █  █  █  █  █ █  █  █  █ █  █  █  █ █  █  █",
        "   0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "        Oct     2025    Apr      Jul     Oct     2026     Apr       this month",
    ]


@pytest.mark.parametrize("columns", [70, 80, 100, 120, 200])
def test_a_year_is_weeks_from_70_columns_on_and_all_of_them_are_shown(columns: int) -> None:
    assert chart(ranged(365, columns), columns).plot.place.shown == 53


def test_at_40_columns_a_year_is_13_months() -> None:
    assert chart(ranged(365, 40), 40).plot.place.shown == 13


@pytest.mark.parametrize(
    ("columns", "words"), [(120, "53 weeks"), (80, "53 weeks"), (60, "13 months"), (40, "13 months"), (30, "13 months")]
)
def test_the_heading_says_what_a_bar_is_at_every_width(columns: int, words: str) -> None:
    panel = RangePanelContent(ranged(365, columns))

    assert words in text_of(range_heading(panel, columns, panel.range.bars))


def test_the_first_and_the_last_week_are_marked_as_not_whole() -> None:
    bars = chart(ranged(365, 80, state(metrics(1), {}).with_records(kept(STEADY)))).plot.bars

    assert [bar.role for bar in bars] == [Role.WEEKEND, *[Role.BAR] * 51, Role.TODAY]  # a Sunday; this week


def test_a_week_with_too_few_known_days_has_a_mark_and_one_without_any_a_question_mark() -> None:
    holed = {days: counted for days, counted in STEADY.items() if days not in (*range(198, 200), *range(210, 217))}
    bars = chart(ranged(365, 80, LONG.with_records(kept(holed)))).plot.bars

    assert [bar.settling for bar in bars].count(True) == 1
    assert [bar.base for bar in bars].count("?") == 1


def test_stacked_weeks_have_their_three_parts() -> None:
    assert all(bar.parts[-1] == bar.level for bar in chart(ranged(365, 80, stacked=True)).plot.bars)


def test_the_chosen_day_marks_the_bar_of_its_week() -> None:
    assert chart(ranged(365, 80, cursor=ago(8))).cursor == 51
    assert chart(ranged(365, 80)).cursor is None


def test_a_click_on_a_bar_is_one_on_its_week() -> None:
    content = RangePanelContent(ranged(365, 80))
    place = chart(content.range, rows=7).plot

    assert day_at(content, 80, 8, 1 + place.label_width + place.place.starts[7], 3) == 7
