"""The words below the range at every width; what gives way first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.lines import Role
from grantex_tui.layout.summary import day_lines, summary_lines, totals_lines
from grantex_tui.polling.state import State
from grantex_tui.view.day import DayContent
from grantex_tui.view.selection import Selection
from grantex_tui.view.summary import SummaryContent
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import Counted, ago, metrics, state


def summary(of: State = STATE, chosen: Selection = WEEK) -> SummaryContent:
    return dashboard(of, chosen).summary


# The range's words


def test_a_message_leaves_no_words_on_total_and_average() -> None:
    assert totals_lines(summary(state(metrics(0), {})), 80, 2) == ()


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (110, " Total 36,906 in 7 days · average 4,083 a day over 6 complete days · peak 10,000 on Wed 18 Nov 2026"),
        (80, " Total 36,906 · average 4,083 a day · peak 10,000 on Wed 18 Nov 2026"),
        (60, " Total 36,906 · avg 4,083 · peak 10,000"),
        (39, " 36,906 · avg 4,083 · peak 10,000"),
        (30, " Total 36,906 · avg 4,083"),
        (20, " Total 36,906"),
    ],
)
def test_on_one_line_the_words_get_shorter_and_the_total_is_the_last_to_go(cells: int, line: str) -> None:
    assert words(totals_lines(summary(), cells, 1)) == [line]


def test_total_average_and_peak_of_the_largest_days_are_all_there_in_full() -> None:
    highest = 2**32 - 1
    content = summary(state(metrics(highest), dict.fromkeys(range(1, 90), highest)), Selection(days=90))

    assert words(totals_lines(content, 80, 2)) == [
        " Total 386,547,056,550 · average 4,294,967,295 a day",
        " Peak 4,294,967,295 on Sat 21 Nov 2026",
    ]


@pytest.mark.parametrize(
    ("cells", "rows", "lines"),
    [
        (
            120,
            2,
            [
                " Total 36,906 in 7 days · average 4,083 a day over 6 complete days · peak 10,000 on Wed 18 Nov 2026",
                " ─ before: +2 % on those 7 days (complete days, 24,000 → 24,500)",
            ],
        ),
        (
            80,
            2,
            [
                " Total 36,906 · average 4,083 a day · peak 10,000 on Wed 18 Nov 2026",
                " ─ before: +2 % on those 7 days",
            ],
        ),
        (80, 1, [" Total 36,906 · avg 4,083 · peak 10,000 · ─ before: +2 % on those 7 days"]),
        (67, 1, [" 36,906 · avg 4,083 · peak 10,000 · ─ before: +2 % on those 7 days"]),
        (60, 1, [" 36,906 · ─ before: +2 % on those 7 days"]),
        (41, 1, [" 36,906 · ─ before: +2 % on those 7 days"]),
        (30, 1, [" 36,906 · ─ before: +2 %"]),
    ],
)
def test_the_comparison_that_was_asked_for_stays_longer_than_average_and_peak(
    cells: int, rows: int, lines: list[str]
) -> None:
    change = "─ before: +2 %"
    shorter = f"{change} on those 7 days"
    compared = replace(summary(), comparison=(f"{shorter} (complete days, 24,000 → 24,500)", shorter, change))

    assert words(totals_lines(compared, cells, rows)) == lines


# The chosen day's words

QUARTER: dict[int, Counted] = {**dict.fromkeys(range(1, 90), (100, 20, 280)), 3: (110, 20, 950)}


def day_of(days_ago: int) -> DayContent:
    found = dashboard(state(metrics(63), QUARTER), Selection(days=30, cursor=ago(days_ago))).summary.day
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (
            120,
            [
                " ▲ Thu 19 Nov 2026  1,080 total requests = exchanges 110 (10 %) · authoriz. 20 (2 %)"
                " · verific. 950 (88 %)  final",
                "   ! 2.7× the usual Thu, verifications 3.4×  +170 % on Thu 12 Nov · #1 of 30",
            ],
        ),
        (
            80,
            [
                " ▲ Thu 19 Nov  1,080 total requests = exch 110 · auth 20 · veri 950  final",
                "   ! 2.7× the usual Thu, verifications 3.4×  +170 % on Thu 12 Nov · #1 of 30",
            ],
        ),
        (
            60,
            [
                " ▲ Thu 19 Nov  1,080 total requests  final",
                "   ! 2.7× the usual Thu, verifications 3.4×  ",
            ],
        ),
        (
            44,
            [
                " ▲ Thu 19 Nov  1,080 total requests  final",
                "   ! 2.7× the usual Thu",
            ],
        ),
    ],
)
def test_on_two_lines_a_day_has_its_parts_and_its_reason_and_what_does_not_fit_goes_from_the_end(
    cells: int, lines: list[str]
) -> None:
    assert words(day_lines(day_of(3), cells, 2)) == lines


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            110,
            " ▲ Thu 19 Nov 1,080 total requests · ! 2.7× the usual Thu, verifications 3.4× · +170 % on Thu 12 Nov"
            " · final",
        ),
        (80, " ▲ Thu 19 Nov 1,080 total requests · ! 2.7× the usual Thu · final"),
        (60, " ▲ Thu 19 Nov 1,080 total requests · ! 2.7× the usual Thu"),
        (50, " ▲ Thu 19 Nov 1,080 total requests · final"),
        (40, " ▲ Thu 19 Nov 1,080 total requests"),
        (30, " ▲ Thu 19 Nov 1,080 total re…"),
    ],
)
def test_on_one_line_the_figure_stays_longest_and_then_that_the_day_is_unusual(cells: int, line: str) -> None:
    assert words(day_lines(day_of(3), cells, 1)) == [line]


def test_a_reason_has_a_mark_and_a_colour_of_its_own() -> None:
    (_, facts) = day_lines(day_of(3), 80, 2)

    assert [span.text for span in facts if span.role is Role.WARN] == ["! 2.7× the usual Thu, verifications 3.4×  "]
    assert all(span.role is not Role.WARN for line in day_lines(day_of(4), 80, 2) for span in line)


def test_the_chosen_days_words_come_before_the_ranges() -> None:
    def first_words(rows: int, day: DayContent | None) -> list[str]:
        lines = summary_lines(replace(summary(state(metrics(63), QUARTER)), day=day), 80, rows)
        return [line.split()[0] for line in words(lines)]

    assert first_words(3, day_of(3)) == ["▲", "!", "Total"]
    assert first_words(2, day_of(3)) == ["▲", "Total"]
    assert first_words(1, day_of(3)) == ["▲"]
    assert first_words(1, None) == ["Total"]
