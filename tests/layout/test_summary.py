"""The range's heading, its message and the words below it, at every width; what gives way first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout import summary as range_layout
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.plot import STACK_FILLS
from grantex_tui.layout.range_panel import range_heading, range_message
from grantex_tui.layout.summary import summary_lines, summary_panel_lines
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.day import DayContent
from grantex_tui.view.range import Range
from grantex_tui.view.selection import RANGES, Selection
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import Counted, ago, metrics, refused, state

MONTH = Selection(days=30)


def ranged(of: State = STATE, chosen: Selection = WEEK) -> Range:
    return dashboard(of, chosen).range.range


def heading(chosen: Selection, cells: int, shown: int | None = None) -> str:
    return text_of(range_heading(ranged(chosen=chosen), cells, chosen.days if shown is None else shown))


# The heading


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        (80, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90 days"]),
        (54, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90 days"]),
        (53, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90"]),
        (48, ["24 Oct – 22 Nov 2026", "7 [30] 90"]),
        (34, ["24 Oct – 22 Nov 2026", "7 [30] 90"]),
        (33, ["24 Oct – 22 Nov", "7 [30] 90"]),
        (28, ["Last 30 days", "7 [30] 90"]),
        (20, ["Last 30 days"]),
        (10, ["Last 30…"]),
    ],
)
def test_the_ends_of_the_range_get_shorter_and_go_before_the_choice_of_ranges(cells: int, ends: list[str]) -> None:
    assert re.split(" ─+ ", heading(MONTH, cells).strip()) == ends


def test_days_left_out_are_counted() -> None:
    assert heading(Selection(days=90), 80, 54) == (
        " Last 90 days · 25 Aug – 22 Nov 2026 · 54 of 90 days ─────────── 7 30 [90] days"
    )
    assert heading(Selection(days=90), 60, 54) == " 25 Aug – 22 Nov 2026 · 54 of 90 days ─────────── 7 30 [90]"
    assert heading(Selection(days=90), 40, 34) == " 25 Aug – 22 Nov · 34 of 90 ─ 7 30 [90]"


def test_a_metric_is_named_before_the_dates() -> None:
    assert heading(Selection(days=30, metric=Metric.VERIFICATIONS), 80) == (
        " Last 30 days · verifications · 24 Oct – 22 Nov 2026 ─────────── 7 [30] 90 days"
    )


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (120, f" Last 30 days · 24 Oct – 22 Nov 2026  █ exchanges  ▓ authoriz.  ░ verific. {'─' * 29} 7 [30] 90 days"),
        (80, " 24 Oct – 22 Nov  █ exchanges  ▓ authoriz.  ░ verific. ───────── 7 [30] 90 days"),
        (60, " 24 Oct – 22 Nov  █ exch  ▓ auth  ░ veri ──────── 7 [30] 90"),
        (40, " █ exch  ▓ auth  ░ veri ───── 7 [30] 90"),
    ],
)
def test_stacked_bars_have_a_legend_at_every_size_for_which_the_dates_give_way(cells: int, line: str) -> None:
    assert heading(Selection(days=30, stacked=True), cells) == line


def test_a_legend_names_each_part_beside_the_texture_and_role_that_its_bars_have() -> None:
    line = range_heading(ranged(chosen=Selection(days=7, stacked=True)), 100, 7)

    fills = [(span.text.strip(), span.role) for span in line if span.text.strip() in STACK_FILLS]
    assert fills == [("█", Role.STACK_1), ("▓", Role.STACK_2), ("░", Role.STACK_3)]


# The message in the chart's place


def message(of: State, cells: int, rows: int) -> list[str]:
    return words(range_message(ranged(of), cells, rows))


def test_a_message_stands_in_the_middle_of_the_charts_place() -> None:
    assert message(state(metrics(0), {}), 80, 8) == [
        "",
        "",
        "",
        "                      No use recorded in the last 7 days.",
        "  A self-hosted server can have metering switched off; it then counts nothing.",
    ]


def test_a_message_wraps_in_a_small_window_and_says_what_to_do() -> None:
    assert message(state(refused(), refused()), 40, 5) == [
        "    The service refuses the API key.",
        " Check the key (GRANTEX_API_KEY, --api-",
        "  key-file or ~/.grantex/config.json)",
        " and start again; r tries it once more.",
    ]


def test_a_message_leaves_no_words_on_total_and_average() -> None:
    assert summary_lines(ranged(state(metrics(0), {})), 80, 2) == ()


# The range's words


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
    assert words(summary_lines(ranged(), cells, 1)) == [line]


def test_total_average_and_peak_of_the_largest_days_are_all_there_in_full() -> None:
    highest = 2**32 - 1
    chosen = ranged(state(metrics(highest), dict.fromkeys(range(1, 90), highest)), Selection(days=90))

    assert words(summary_lines(chosen, 80, 2)) == [
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
    compared = replace(ranged(), comparison="─ before: +2 % on those 7 days (complete days, 24,000 → 24,500)")

    assert words(summary_lines(compared, cells, rows)) == lines


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
    assert words(range_layout.day_lines(day_of(3), cells, 2)) == lines


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
    assert words(range_layout.day_lines(day_of(3), cells, 1)) == [line]


def test_a_reason_has_a_mark_and_a_colour_of_its_own() -> None:
    (_, facts) = range_layout.day_lines(day_of(3), 80, 2)

    assert [span.text for span in facts if span.role is Role.WARN] == ["! 2.7× the usual Thu, verifications 3.4×  "]
    assert all(span.role is not Role.WARN for line in range_layout.day_lines(day_of(4), 80, 2) for span in line)


def test_the_chosen_days_words_come_before_the_ranges() -> None:
    def first_words(rows: int, day: DayContent | None) -> list[str]:
        lines = summary_panel_lines(ranged(state(metrics(63), QUARTER)), day, 80, rows)
        return [line.split()[0] for line in words(lines)]

    assert first_words(3, day_of(3)) == ["▲", "!", "Total"]
    assert first_words(2, day_of(3)) == ["▲", "Total"]
    assert first_words(1, day_of(3)) == ["▲"]
    assert first_words(1, None) == ["Total"]


@given(cells=st.integers(40, 300), days=st.sampled_from(RANGES), shown=st.integers(1, 89), stacked=st.booleans())
def test_days_that_do_not_fit_are_never_left_out_silently(cells: int, days: int, shown: int, stacked: bool) -> None:
    shown = min(shown, days)

    line = heading(Selection(days=days, stacked=stacked), cells, shown)

    assert (f"{shown} of {days}" in line) == (shown < days)
    assert f"[{days}]" in line
