"""A year and more as squares: months above, weekdays beside, marks that need no colour, years below each other."""

from __future__ import annotations

import datetime as dt

from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.lines import SHADES, Ink, Role
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.selection import Display, Range, Reach, Selection
from tests.support.dashboards import dashboard, words
from tests.support.states import Counted, ago, kept, metrics, state

ROWS: dict[int, Counted] = {days: 10 if days % 7 in (0, 1) else 100 + days for days in range(1, 812)}
LONG = state(metrics(50), {days: ROWS[days] for days in range(1, 90)}).with_records(
    kept({days: ROWS[days] for days in range(90, 812) if days != 320})
)


def content(days: Range = 365, cursor: dt.date | None = None) -> CalendarContent:
    found = dashboard(LONG, Selection(days=days, cursor=cursor, display=Display.CALENDAR)).range.content
    assert isinstance(found, CalendarContent)
    return found


def lines_of(found: CalendarContent, cells: int, rows: int, ink: Ink = Ink.TEXTURE) -> list[str]:
    return [line.rstrip() for line in words(calendar_lines(found, cells, rows, ink))]


def test_at_80_columns_a_year_has_a_cell_a_day() -> None:
    assert lines_of(content(cursor=ago(30)), 80, 10) == [
        "        Dec  Jan Feb Mar  Apr May Jun  Jul Aug  Sep Oct Nov",
        " Mon   ███████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒",
        " Tue   ██████?████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒",
        " Wed   ██████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒",
        " Thu   ██████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒",
        " Fri   ██████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒▒▒▲▒▒▒▒",
        " Sat   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        " Sun  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▒",
        "",
        "     · no use  ░ to 10  ▒ to 208  ▓ to 335  █ to 463",
    ]


def test_at_120_columns_a_day_has_two_cells_and_its_shade_is_its_ground() -> None:
    monday = calendar_lines(content(), 120, 12)[1]

    assert {len(span.text) for span in monday[2:]} == {2}
    assert {span.role for span in monday[2:]} <= {*SHADES, Role.TEXT}


def test_at_40_columns_the_latest_weeks_are_shown_and_counted_until_an_older_one_is_chosen() -> None:
    lines = lines_of(content(), 40, 12)
    older = lines_of(content(cursor=ago(364)), 40, 12)

    assert "the latest 33 of 53 weeks" in "\n".join(lines)
    assert "▲" in "\n".join(older)


def test_all_days_have_a_block_a_year_the_latest_that_fit() -> None:
    three = lines_of(content(Reach.ALL), 80, 30)
    one = lines_of(content(Reach.ALL), 80, 10)

    assert [line[1:5] for line in three if line[1:3] == "20"] == ["2024", "2025", "2026"]
    assert [line[1:5] for line in one if line[1:3] == "20"] == ["2026"]
    assert one[0].endswith("1 of 3 years")


def test_the_block_of_the_chosen_day_comes_into_sight() -> None:
    lines = lines_of(content(Reach.ALL, ago(800)), 80, 10)

    assert lines[0].startswith(" 2024")
    assert "▲" in "\n".join(lines)


def test_too_low_for_the_weekdays_the_weeks_go_down() -> None:
    assert lines_of(content(), 40, 5)[0].split()[:2] == ["Mo", "Tu"]
    assert lines_of(content(), 40, 5)[0].endswith("4/53")
