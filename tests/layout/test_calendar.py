"""The calendar on lines: weeks across, weekdays down, shades that need no colour, and a scale."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.calendar import SHADE_MARKS, calendar_lines
from grantex_tui.layout.lines import Role, StyledLine
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.selection import Display, Selection
from tests.support.dashboards import STATE, dashboard, words
from tests.support.states import ago

MONTH = Selection(days=30, display=Display.CALENDAR)


def content(chosen: Selection = MONTH) -> CalendarContent:
    found = dashboard(STATE, chosen).range.content
    assert isinstance(found, CalendarContent)
    return found


def test_a_month_at_80_columns_has_a_shade_and_a_figure_for_each_day() -> None:
    assert [line.rstrip() for line in words(calendar_lines(content(replace(MONTH, cursor=ago(20))), 80, 12))] == [
        "     Oct             Nov",
        " Mon          ▒ 4k   [▒ 4k]   ▒ 4k   !░ 500",
        " Tue          ▒ 4k    ▒ 4k    ▒ 4k   !·",
        " Wed          ▒ 4k    ▒ 4k    ▒ 4k   !█ 10k",
        " Thu          ▒ 4k    ▒ 4k    ▒ 4k   !· 0",
        " Fri          ▒ 4k    ▒ 4k    ▒ 4k   !▒ 6k",
        " Sat  ▒ 4k    ▒ 4k    ▒ 4k    ▒ 4k   !▓ 8k",
        " Sun  ▒ 4k    ▒ 4k    ▒ 4k   !·      (█ 12k)",
        "",
        "     · no use  ░ to 3.1k  ▒ to 6.2k  ▓ to 9.3k  █ to 12k",
    ]


def test_ninety_days_at_80_columns_are_shades_alone() -> None:
    lines = words(calendar_lines(content(replace(MONTH, days=90)), 80, 12))

    assert lines[0].split() == ["Aug", "Sep", "Oct", "Nov"]
    assert lines[1].split() == ["Mon", *"▒" * 11, "!░"]  # the first week begins on a Tuesday
    assert lines[2].split() == ["Tue", *"▒" * 12, "!·"]


def test_weeks_that_do_not_fit_are_the_oldest_and_counted() -> None:
    lines = words(calendar_lines(content(replace(MONTH, days=90)), 40, 12))

    assert lines[1].split() == ["Mon", *"▒" * 10, "!░"]
    assert "    the latest 11 of 13 weeks" in lines[8]


def test_a_tall_window_gives_each_weekday_two_rows() -> None:
    spaced = words(calendar_lines(content(), 80, 20))

    assert [line.strip() for line in spaced[1::2]] == [""] * 10
    assert spaced[::2] == words(calendar_lines(content(), 80, 19))


def with_role(lines: tuple[StyledLine, ...], role: Role) -> list[str]:
    return [span.text.strip() for line in lines for span in line if span.role is role]


@pytest.mark.parametrize(
    ("days", "rows", "chosen", "today", "one_outlier"),
    [
        (30, 12, "[▓ 8k]", "(█ 12k)", "!░ 500"),
        (90, 12, "[▓]", "(█)", "!░"),
        (30, 9, "[▓]", "(█)", "!░"),
    ],
    ids=["with figures", "shades alone", "weeks going down"],
)
def test_the_chosen_day_today_and_unusual_days_have_marks_and_roles_of_their_own(
    days: int, rows: int, chosen: str, today: str, one_outlier: str
) -> None:
    lines = calendar_lines(content(replace(MONTH, days=days, cursor=ago(1))), 80, rows)

    assert with_role(lines, Role.CURSOR) == [chosen]
    assert with_role(lines, Role.TODAY) == [today]
    outlier = with_role(lines, Role.WARN)
    assert len(outlier) == 6  # Monday to Friday, and last Sunday; Saturday is unusual too, but chosen
    assert outlier.count(one_outlier) == 1
    assert all(text.startswith("!") for text in outlier)


def test_today_chosen_is_in_brackets_alone() -> None:
    lines = calendar_lines(content(replace(MONTH, cursor=ago(0))), 80, 12)

    assert with_role(lines, Role.CURSOR) == ["[█ 12k]"]
    assert with_role(lines, Role.TODAY) == []


def test_shades_differ_in_texture_so_that_no_colour_is_needed() -> None:
    assert len(set(SHADE_MARKS)) == len(SHADE_MARKS) == 5
