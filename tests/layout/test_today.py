"""The current period's total on lines, as a reader sees it at the main sizes; what gives way first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.layout.breakpoints import Breakpoint
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.today import DONE, TO_COME, today_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.digits import large_digits
from grantex_tui.view.pace import Deviation, Pace
from grantex_tui.view.today import TodayContent
from tests.support.dashboards import COUNTERS, STATE, dashboard, words
from tests.support.states import failure, metrics, state

TODAY = replace(
    dashboard().today,
    rate="+40/min",
    course=(10, 20, 40, 80),
    pace=Pace(50_000, 60_000, Deviation("20 % above", ("a usual Sunday", "a usual Sun", "usual"))),
)
"""12,406 on course for 60,000, where 50,000 are usual."""


def panel(content: TodayContent, cells: int = 56, rows: int = 9) -> list[str]:
    step = Breakpoint.TALL if rows == 9 else Breakpoint.WIDE
    return words(today_lines(content, cells, rows, step, large_digits))


def one_row(content: TodayContent, cells: int) -> str:
    return words(today_lines(content, cells, 1, Breakpoint.MEDIUM))[0]


# The panel


def test_a_tall_window_has_large_digits_the_sentence_and_the_race_with_its_legend() -> None:
    assert panel(TODAY) == [
        " ╭─ Today · Sun 22 Nov, UTC day ── resets in 9 h 27 m ─╮",
        " │                                                     │",
        " │ ╶╮ ╶─╮ ╷ ╷╭─╮╭─╴  +40/min  total requests           │",
        " │  │ ┌─┘ ╰─┤│ │├─╮  ▂▃▅█                              │",
        " │ ╶┴╴╰─╴,  ╵╰─╯╰─╯  20 % above a usual Sunday         │",
        " │                                                     │",
        " │ ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃╌╌╌╌╌╌╌▸ │",
        " │                                                     │",
        " ╰─ ┃ usual 50.0k   ▸ on course for 60.0k ─────────────╯",
    ]


def test_a_lower_window_has_the_same_without_blank_rows_and_with_shorter_words() -> None:
    assert panel(TODAY, 46, 7) == [
        " ╭─ Today · Sun 22 Nov ─ resets in 9 h 27 m ─╮",
        " │ ╶╮ ╶─╮ ╷ ╷╭─╮╭─╴  +40/min  total requests │",
        " │  │ ┌─┘ ╰─┤│ │├─╮  ▂▃▅█                    │",
        " │ ╶┴╴╰─╴,  ╵╰─╯╰─╯  20 % above a usual Sun  │",
        " │                                           │",
        " │ ━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┃╌╌╌╌╌▸ │",
        " ╰─ ┃ usual 50.0k   ▸ on course for 60.0k ───╯",
    ]


def test_where_large_digits_cannot_be_drawn_the_figure_stands_as_it_is_written() -> None:
    plain = words(today_lines(TODAY, 46, 7, Breakpoint.WIDE))

    assert plain[1] == " │ 12,406  +40/min  total requests           │"


def test_figures_whose_digits_leave_no_room_for_the_sentence_stand_as_they_are_written() -> None:
    most = replace(dashboard(state(metrics(MAX_COUNTER))).today, pace=TODAY.pace)

    assert panel(most, 46, 7)[1:4] == [
        " │ 9,007,199,254,740,991  total requests     │",
        " │                                           │",
        " │                        20 % above usual   │",
    ]


def test_what_was_counted_since_the_mark_has_a_row_that_is_kept_for_it() -> None:
    marked = replace(TODAY, since_mark=("+264 since the mark at 14:20:00 UTC", "+264 since 14:20:00 UTC"))

    assert panel(marked)[5] == " │ +264 since the mark at 14:20:00 UTC                 │"
    assert len(panel(marked)) == len(panel(TODAY))


def test_too_early_for_a_course_the_race_ends_at_the_usual() -> None:
    early = replace(TODAY, pace=Pace(50_000, None, Deviation(than=("too early to compare", "too early"))))

    assert panel(early)[4] == " │ ╶┴╴╰─╴,  ╵╰─╯╰─╯  too early to compare              │"
    assert panel(early)[6] == " │ ━━━━━━━━━━━━                                      ┃ │"
    assert panel(early)[8] == f" ╰─ ┃ usual 50.0k {'─' * 37}╯"


def test_without_a_usual_day_there_is_no_race() -> None:
    unknown = replace(TODAY, pace=Pace(deviation=Deviation(than=("no usual Sunday yet", "no usual Sun yet"))))

    assert panel(unknown)[4] == " │ ╶┴╴╰─╴,  ╵╰─╯╰─╯  no usual Sunday yet               │"
    assert panel(unknown)[6].strip(" │") == ""
    assert panel(unknown)[8] == f" ╰{'─' * 53}╯"


def test_without_figures_the_reason_stands_in_the_panel() -> None:
    lines = panel(dashboard(state(failure())).today)

    assert lines[0] == f" ╭─ Today {'─' * 45}╮"
    assert lines[2] == " │ No figures yet: no answer within 10 s.              │"
    assert len(lines) == 9


def test_what_is_done_and_what_is_to_come_are_told_apart_by_their_line_and_their_role() -> None:
    race = today_lines(TODAY, 56, 9, Breakpoint.TALL)[6]

    roles = {span.text[0]: span.role for span in race if span.text}
    assert (roles[DONE], roles[TO_COME], roles["┃"]) == (Role.TODAY, Role.GHOST, Role.USUAL)


# Three rows


def test_at_80_columns_three_rows_say_rate_deviation_and_course() -> None:
    assert words(today_lines(TODAY, 45, 3, Breakpoint.FULL, large_digits)) == [
        " ╶╮ ╶─╮ ╷ ╷╭─╮╭─╴  +40/min  total today",
        "  │ ┌─┘ ╰─┤│ │├─╮  20 % above a usual Sunday",
        " ╶┴╴╰─╴,  ╵╰─╯╰─╯  on course for 60.0k",
    ]


def test_a_fourth_row_is_for_the_mark() -> None:
    marked = replace(TODAY, since_mark=("+264 since the mark at 14:20:00 UTC", "+264"))

    assert words(today_lines(marked, 45, 4, Breakpoint.FULL))[3] == " +264 since the mark at 14:20:00 UTC"


# One row


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (80, " 12,406 total today  20 % above a usual Sun  on course for 60.0k  +40/min"),
        (60, " 12,406 total  20 % above a usual Sun  on course for 60.0k"),
        (40, " 12,406 total  20 % above a usual Sun"),
        (34, " 12,406 total  20 % above usual"),
        (26, " 12,406 total  20 % above"),
        (22, " 12,406 total today"),
        (14, " 12,406 total"),
        (11, " 12k total"),
    ],
)
def test_on_one_row_the_rate_goes_first_and_the_total_with_its_name_last(cells: int, line: str) -> None:
    assert one_row(TODAY, cells) == line


# Smaller still


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (60, "12,406 total · exch 4,310 · auth 1,204 · verif 6,892"),
        (39, "12,406 total E4.3k A1.2k V6.9k"),
        (20, "12,406 total …"),
        (9, "12,406"),
        (5, "12k"),
        (1, "…"),
    ],
)
def test_on_a_row_of_its_own_the_total_is_the_last_to_go(cells: int, line: str) -> None:
    assert words(today_lines(TODAY, cells, 1, Breakpoint.LINE)) == [line]


def test_a_tiny_window_says_what_the_figure_is_how_it_compares_and_shows_the_last_days() -> None:
    assert words(today_lines(TODAY, 20, 4, Breakpoint.TINY)) == [
        " 12,406 total",
        " 20 % above usual",
        " E4.3k A1.2k V6.9k",
        " ▃▃▃▃▃▃▃▃▃▃ ▁ ▆ ▄▅█",
    ]


def test_a_tiny_window_says_stale_and_says_why_there_are_no_figures() -> None:
    stale = dashboard(STATE.with_usage(failure())).today
    down = dashboard(state(failure())).today

    assert words(today_lines(stale, 39, 1, Breakpoint.TINY)) == ["stale 12,406 total E4.3k A1.2k V6.9k"]
    assert words(today_lines(stale, 20, 4, Breakpoint.TINY))[0] == " stale 12,406 total"
    assert words(today_lines(down, 39, 4, Breakpoint.TINY)) == ["No figures yet: no answer within 10 s."]


# Any figures


@pytest.mark.parametrize(
    ("cells", "rows", "step"),
    [(56, 9, Breakpoint.TALL), (45, 3, Breakpoint.FULL), (60, 1, Breakpoint.MEDIUM), (20, 4, Breakpoint.TINY)],
)
def test_stale_figures_change_their_role(cells: int, rows: int, step: Breakpoint) -> None:
    def roles(of: State) -> set[Role]:
        lines = today_lines(dashboard(of).today, cells, rows, step)
        return {span.role for line in lines for span in line if "12,406" in span.text}

    assert roles(STATE) == {Role.TOTAL}
    assert roles(STATE.with_usage(failure())) == {Role.WARN}


@given(total=COUNTERS, cells=st.integers(44, 120), step=st.sampled_from([Breakpoint.FULL, Breakpoint.WIDE]))
def test_from_80_columns_on_the_total_has_all_its_digits(total: int, cells: int, step: Breakpoint) -> None:
    content = replace(TODAY, counters=metrics(total).counters)

    lines = today_lines(content, cells, 7, step, lambda number: (number, "", ""))

    assert any(f"{total:,}" in text_of(line) for line in lines)
