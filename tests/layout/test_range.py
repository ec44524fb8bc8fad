"""The range's upper border at every width, what it encloses, and the message in the chart's place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.bars import STACK_FILLS
from grantex_tui.layout.borders import Framing, chart_framing
from grantex_tui.layout.breakpoints import bars_across, breakpoint_for
from grantex_tui.layout.lines import Ink, Role, text_of
from grantex_tui.layout.range import day_at, range_heading, range_lines, range_message
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.range import RangePanelContent
from grantex_tui.view.selection import RANGES, Display, Reach, Selection
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import kept, metrics, refused, state

MONTH = Selection(days=30)


def panel(of: State = STATE, chosen: Selection = WEEK) -> RangePanelContent:
    return dashboard(of, chosen).range


def heading(chosen: Selection, cells: int, shown: int | None = None) -> str:
    framing = chart_framing(breakpoint_for(cells, 24))
    content = panel(chosen=chosen)
    return text_of(range_heading(content, cells, content.range.bars if shown is None else shown, framing))


# The upper border


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            120,
            "╭─ Last 30 days · 24 Oct – 22 Nov 2026 · total requests ───────────────── "
            "7 30 90 1y all │ chart table calendar hours ─╮",
        ),
        (80, "╭─ Last 30 days · total ───────── 7 30 90 1y all │ chart table calendar hours ─╮"),
        (60, "╭─ Last 30 days · total ────────────────── 7 30 90 1y all ─╮"),
        (40, " Last 30 days ────────── 7 30 90 1y all"),
    ],
)
def test_the_ends_of_the_range_go_before_what_there_is_to_choose_from(cells: int, line: str) -> None:
    assert heading(MONTH, cells) == line


def test_the_chosen_range_and_view_are_bold() -> None:
    table = range_heading(panel(chosen=Selection(days=90, display=Display.TABLE)), 120, 90)

    assert [span.text for span in table if span.role is Role.CHOSEN] == ["90", "table"]


TEN_YEARS = state(metrics(9), {1: 5}).with_records(kept(dict.fromkeys(range(1, 3_650), 1_000)))


@pytest.mark.parametrize(("cells", "rows"), [(200, 37), (120, 27), (80, 17), (60, 14), (40, 7)])
def test_of_ten_years_it_says_how_many_months_or_years_there_is_room_for(cells: int, rows: int) -> None:
    everything = Selection(days=Reach.ALL, most_bars=bars_across(cells))
    framing = chart_framing(breakpoint_for(cells, 24))

    bars, squares = (
        "\n".join(words(range_lines(panel(TEN_YEARS, chosen), cells, rows, plotted=False, framing=framing)))
        for chosen in (everything, replace(everything, display=Display.CALENDAR))
    )

    assert ("121 months" if cells == 200 else " of 121 months") in bars
    assert " of 11 years" in squares or "/522" in squares


def test_days_left_out_are_counted() -> None:
    assert heading(Selection(days=90), 80, 54) == (
        "╭─ Last 90 days · 25 Aug – 22 Nov · total · 54 of 90 days ──── 7 30 90 1y all ─╮"
    )
    assert heading(Selection(days=90), 60, 54) == "╭─ Last 90 days · total · 54 of 90 days ── 7 30 90 1y all ─╮"
    assert heading(Selection(days=90), 40, 34) == " Last 90 days · 34 of 90 ────── 7 30 90"


def test_a_metric_is_named_at_every_size_and_the_views_give_way_to_it() -> None:
    verifications = Selection(days=30, metric=Metric.VERIFICATIONS)

    assert heading(verifications, 80) == (
        "╭─ Last 30 days · verific. ────── 7 30 90 1y all │ chart table calendar hours ─╮"
    )
    assert heading(verifications, 60) == "╭─ Last 30 days · verific. ─────────────── 7 30 90 1y all ─╮"
    assert heading(verifications, 40) == " Last 30 days · verific. ────── 7 30 90"


@pytest.mark.parametrize(
    ("cells", "legend"),
    [
        (120, "· 24 Oct – 22 Nov  █ exchanges  █ authoriz.  █ verific."),
        (80, "╭─ █ exch  █ auth  █ veri ─"),
        (60, "Last 30 days  █ exch  █ auth  █ veri"),
        (40, " █ exch  █ auth  █ veri ─────── 7 30 90"),
    ],
)
def test_stacked_bars_have_a_legend_at_every_size_for_which_the_dates_give_way(cells: int, legend: str) -> None:
    assert legend in heading(Selection(days=30, stacked=True), cells)


@pytest.mark.parametrize(("ink", "drawn"), [(Ink.COLOUR, "███"), (Ink.TEXTURE, "█▓░")])
def test_a_legend_names_each_part_beside_the_texture_and_role_that_its_bars_have(ink: Ink, drawn: str) -> None:
    line = range_heading(panel(chosen=Selection(days=7, stacked=True)), 100, 7, ink=ink)

    fills = [(span.text.strip(), span.role) for span in line if span.text.strip() in set(STACK_FILLS)]
    assert fills == list(zip(drawn, (Role.STACK_1, Role.STACK_2, Role.STACK_3), strict=True))


def test_a_table_stacks_nothing_and_has_no_legend() -> None:
    assert "█" not in heading(Selection(days=7, stacked=True, display=Display.TABLE), 120)


# The border around it


@pytest.mark.parametrize("display", Display)
@pytest.mark.parametrize("framing", [Framing.FLUSH, Framing.INSET])
def test_whatever_is_shown_stands_between_two_sides_and_fills_its_rows(display: Display, framing: Framing) -> None:
    lines = range_lines(panel(chosen=Selection(days=30, display=display)), 100, 20, plotted=True, framing=framing)

    assert len(lines) == 20
    margin = " " * framing.margin
    for line in words(lines)[1:]:
        assert line.startswith(f"{margin}│")
        assert line.endswith(f"│{margin}")
        assert len(line) == 100


def test_a_click_finds_the_same_day_with_a_border_as_without() -> None:
    plain = [day_at(panel(), 78, 20, x, 5) for x in range(78)]

    assert [day_at(panel(), 80, 20, x + 1, 5, Framing.FLUSH) for x in range(78)] == plain
    assert [day_at(panel(), 82, 20, x + 2, 5, Framing.INSET) for x in range(78)] == plain
    assert {day for day in plain if day is not None} == set(range(7))


# The message in the chart's place


def message(of: State, cells: int, rows: int) -> list[str]:
    return words(range_message(panel(of).range, cells, rows))


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
        "   Check the key (`grantex-tui config",
        "  show` says where it comes from) and",
        "   start again; r tries it once more.",
    ]


@given(cells=st.integers(40, 300), days=st.sampled_from(RANGES), shown=st.integers(1, 89), stacked=st.booleans())
def test_days_that_do_not_fit_are_never_left_out_silently(cells: int, days: int, shown: int, stacked: bool) -> None:
    shown = min(shown, days)

    line = heading(Selection(days=days, stacked=stacked), cells, shown)

    assert (f"{shown} of {days}" in line) == (shown < days)
    assert "7 30 90" in line
