"""The range's heading at every width, and the message in the chart's place; what gives way first."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.layout.bars import STACK_FILLS
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.range import range_heading, range_message
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.range import RangeContent
from grantex_tui.view.selection import RANGES, Selection
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import metrics, refused, state

MONTH = Selection(days=30)


def ranged(of: State = STATE, chosen: Selection = WEEK) -> RangeContent:
    return dashboard(of, chosen).range.range


def heading(chosen: Selection, cells: int, shown: int | None = None) -> str:
    content = ranged(chosen=chosen)
    return text_of(range_heading(content, cells, content.bars if shown is None else shown))


# The heading


@pytest.mark.parametrize(
    ("cells", "ends"),
    [
        (80, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90 1y all"]),
        (56, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90 1y all"]),
        (55, ["Last 30 days · 24 Oct – 22 Nov 2026", "7 [30] 90"]),
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
        " Last 90 days · 25 Aug – 22 Nov 2026 · 54 of 90 days ───────── 7 30 [90] 1y all"
    )
    assert heading(Selection(days=90), 60, 54) == " 25 Aug – 22 Nov 2026 · 54 of 90 days ─────────── 7 30 [90]"
    assert heading(Selection(days=90), 40, 34) == " 25 Aug – 22 Nov · 34 of 90 ─ 7 30 [90]"


def test_a_metric_is_named_before_the_dates() -> None:
    assert heading(Selection(days=30, metric=Metric.VERIFICATIONS), 80) == (
        " Last 30 days · verifications · 24 Oct – 22 Nov 2026 ───────── 7 [30] 90 1y all"
    )


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (95, " Last 30 days · 24 Oct – 22 Nov 2026  █ exchanges  ▓ authoriz.  ░ verific. ── 7 [30] 90 1y all"),
        (80, " 24 Oct – 22 Nov  █ exchanges  ▓ authoriz.  ░ verific. ─────── 7 [30] 90 1y all"),
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


@given(cells=st.integers(40, 300), days=st.sampled_from(RANGES), shown=st.integers(1, 89), stacked=st.booleans())
def test_days_that_do_not_fit_are_never_left_out_silently(cells: int, days: int, shown: int, stacked: bool) -> None:
    shown = min(shown, days)

    line = heading(Selection(days=days, stacked=stacked), cells, shown)

    assert (f"{shown} of {days}" in line) == (shown < days)
    assert f"[{days}]" in line
