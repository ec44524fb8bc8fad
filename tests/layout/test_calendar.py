"""The calendar on lines: weeks across, weekdays down, shades that need no colour, and a scale."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.heatmap import SHADE_MARKS
from grantex_tui.layout.lines import MARGIN, SHADES, Ink, Role, StyledLine, text_of, width
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.selection import Display, Selection
from tests.support.dashboards import STATE, dashboard, words
from tests.support.states import ago

MONTH = Selection(days=30, display=Display.CALENDAR)


def content(chosen: Selection = MONTH) -> CalendarContent:
    found = dashboard(STATE, chosen).range.content
    assert isinstance(found, CalendarContent)
    return found


def lines_of(chosen: Selection, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> list[str]:
    return [line.rstrip() for line in words(calendar_lines(content(chosen), cells, rows, ink))]


def test_a_month_at_80_columns_has_a_square_with_its_figure_for_each_day_over_the_full_width() -> None:
    assert lines_of(replace(MONTH, cursor=ago(20)), 80, 12) == [
        "     Oct                         Nov",
        " Mon                     4k           [4k]           4k           !500",
        " Tue                     4k            4k            4k            !·",
        " Wed                     4k            4k            4k           !10k",
        " Thu                     4k            4k            4k            !0",
        " Fri                     4k            4k            4k           !6k",
        " Sat       4k            4k            4k            4k           !8k",
        " Sun       4k            4k            4k            !·          (12k)",
        "",
        "     ·   no use      to 4k      to 12k",
    ]


def test_without_colour_a_day_has_a_texture_before_its_figure() -> None:
    assert lines_of(replace(MONTH, cursor=ago(20)), 80, 12, Ink.TEXTURE) == [
        "     Oct                         Nov",
        " Mon                ▒ 4k         [▒ 4k]         ▒ 4k         !▒ 500",
        " Tue                ▒ 4k          ▒ 4k          ▒ 4k         !·",
        " Wed                ▒ 4k          ▒ 4k          ▒ 4k         !█ 10k",
        " Thu                ▒ 4k          ▒ 4k          ▒ 4k         !· 0",
        " Fri                ▒ 4k          ▒ 4k          ▒ 4k         !█ 6k",
        " Sat  ▒ 4k          ▒ 4k          ▒ 4k          ▒ 4k         !█ 8k",
        " Sun  ▒ 4k          ▒ 4k          ▒ 4k         !·            (█ 12k)",
        "",
        "     · no use  ▒ to 4k  █ to 12k",
    ]


@pytest.mark.parametrize("cells", [80, 120, 200])
def test_thirty_days_take_92_percent_of_the_width(cells: int) -> None:
    monday = calendar_lines(content(), cells, 20)[1]

    assert width(monday) >= 0.92 * (cells - 2 * MARGIN)


def test_ninety_days_at_80_columns_have_figures_where_they_fit_and_else_their_mark() -> None:
    lines = lines_of(replace(MONTH, days=90), 80, 12)

    assert lines[0].split() == ["Aug", "Sep", "Oct", "Nov"]
    assert lines[1].split() == ["Mon", *["4k"] * 11, "!500"]  # the first week begins on a Tuesday
    assert lines[7].split() == ["Sun", *["4k"] * 11, "!·", "(", ")"]  # (12k) would touch the next


def test_weeks_that_do_not_fit_are_the_oldest_and_counted() -> None:
    lines = lines_of(replace(MONTH, days=90), 40, 12, Ink.TEXTURE)

    assert lines[1].split() == ["Mon", *"▒" * 10, "!▒"]
    assert "    the latest 11 of 13 weeks" in lines[8]


def test_squares_of_three_cells_have_marks_alone() -> None:
    assert lines_of(replace(MONTH, days=90, cursor=ago(1)), 40, 12)[6:8] == [
        " Sat                               []",
        " Sun                            !· ()",
    ]


def test_a_tall_window_has_taller_squares_with_the_figure_in_their_middle() -> None:
    tall = calendar_lines(content(), 80, 31)

    assert [text_of(line)[:5].strip() for line in tall[1:9]] == ["", "Mon", "", "", "", "Tue", "", ""]
    assert [SHADES[2] in [span.role for span in line] for line in tall[1:5]] == [True, True, True, False]


def test_few_rows_have_a_week_each() -> None:
    lines = lines_of(MONTH, 80, 9)

    assert lines[0].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert lines[-1].split() == ["!500", "!·", "!10k", "!0", "!6k", "!8k", "(12k)"]


def with_role(lines: tuple[StyledLine, ...], role: Role) -> list[str]:
    return [span.text.strip() for line in lines for span in line if span.role is role and span.text.strip()]


def test_the_chosen_day_and_unusual_days_have_grounds_of_their_own_and_today_its_shade() -> None:
    lines = calendar_lines(content(replace(MONTH, cursor=ago(1))), 80, 12)

    assert with_role(lines, Role.SHADE_CHOSEN) == ["[8k]"]
    assert with_role(lines, Role.SHADE_OUTLIER) == ["!500", "!·", "!10k", "!0", "!6k", "!·"]
    assert with_role(lines, SHADES[4]) == ["(12k)"]
    assert set(with_role(lines, SHADES[2])) == {"4k"}


def test_without_colour_the_marks_and_roles_stay() -> None:
    lines = calendar_lines(content(replace(MONTH, cursor=ago(1))), 80, 12, Ink.TEXTURE)

    assert with_role(lines, Role.CURSOR) == ["[█ 8k]"]
    assert with_role(lines, Role.TODAY) == ["(█ 12k)"]
    assert all(text.startswith("!") for text in with_role(lines, Role.WARN))
    assert len(with_role(lines, Role.WARN)) == 6  # Monday to Friday, and last Sunday; Saturday is chosen


def test_today_chosen_is_in_brackets_alone() -> None:
    lines = calendar_lines(content(replace(MONTH, cursor=ago(0))), 80, 12)

    assert with_role(lines, Role.SHADE_CHOSEN) == ["[12k]"]


def test_shades_differ_in_texture_so_that_no_colour_is_needed() -> None:
    assert len(set(SHADE_MARKS)) == len(SHADE_MARKS) == 5
