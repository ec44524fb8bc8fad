"""What opens on top of the dashboard: one frame, keys that close it, and figures that go on in it."""

from __future__ import annotations

import asyncio

import pytest
from textual.command import CommandList
from textual.containers import VerticalScroll
from textual.content import Content

from grantex_tui.archive.sample import SampleRecall
from grantex_tui.polling.memory import SampleMemory
from grantex_tui.tui.screens.day import DayScreen
from tests.support.states import NOW, history, metrics
from tests.tui.test_app import PAUSES, RHYTHM, Running, running


async def shown(dashboard: Running, *words: str) -> None:
    """Until the sheet on top says all of these."""
    for pause in PAUSES:
        if all(word in dashboard.sheet for word in words):
            return
        await asyncio.sleep(pause)
    raise AssertionError(f"no {words} on:\n{dashboard.sheet}")


SHEETS = [
    ("question_mark", "Help", "↑↓ scroll  Esc close"),
    ("i", "Where the numbers come from", "↑↓ scroll  Esc close"),
    ("d", "Sun 22 Nov 2026, UTC day · so far", "←→ day  y copy  n unusual  Esc close"),
    ("x", "Export the last 30 days to a file", "Esc close"),
]


async def test_every_sheet_says_in_its_border_what_it_is_and_how_to_close_it() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for key, title, keys in SHEETS:
            await dashboard.pilot.press(key)
            await dashboard.pilot.pause()
            lines = dashboard.sheet.splitlines()
            assert (lines[0], lines[-1]) == (title, keys)
            await dashboard.pilot.press("escape")


async def test_esc_and_q_close_a_sheet_and_the_program_goes_on() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for key, _, _ in SHEETS:
            for close in ("escape", "q"):
                await dashboard.pilot.press(key)
                assert len(dashboard.app.screen_stack) == 2, key
                await dashboard.pilot.press(close)
                assert dashboard.app.screen_stack == [dashboard.screen], (key, close)
                assert dashboard.app.is_running


async def test_q_ends_the_program_on_the_dashboard_alone_and_ctrl_c_everywhere() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        assert (dashboard.app.quits("q"), dashboard.app.quits("ctrl+c")) == (True, True)
        for key in ("question_mark", "ctrl+p"):
            await dashboard.pilot.press(key)
            assert (dashboard.app.quits("q"), dashboard.app.quits("ctrl+c")) == (False, True)
            await dashboard.pilot.press("escape", "escape")
        await dashboard.pilot.press("q")
        assert not dashboard.app.is_running


async def test_in_the_palettes_field_q_is_a_letter() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("ctrl+p", "q")

        assert len(dashboard.app.screen_stack) == 2
        assert dashboard.app.is_running


@pytest.mark.parametrize(
    ("columns", "rows", "whole"), [(120, 40, False), (80, 24, False), (59, 24, True), (80, 19, True), (20, 5, True)]
)
async def test_a_sheet_stands_in_the_middle_and_takes_a_small_window_whole(
    columns: int, rows: int, whole: bool
) -> None:
    async with running(columns, rows) as dashboard:
        await dashboard.answers(metrics(196, parts=(60, 10, 126)), history(RHYTHM))
        await dashboard.pilot.press("d")
        await dashboard.pilot.pause()

        frame = dashboard.app.screen.query_one(VerticalScroll).region
        assert frame.width == (columns if whole else 76)
        assert (frame.height == rows) or not whole
        assert abs(frame.x - (columns - frame.right)) <= 1
        assert abs(frame.y - (rows - frame.bottom)) <= 1


@pytest.mark.parametrize("columns", [120, 80, 40, 20])
async def test_what_goes_on_below_hangs_under_its_own_beginning(columns: int) -> None:
    async with running(columns, 24) as dashboard:
        await dashboard.answers(metrics(196, parts=(60, 10, 126)), history(RHYTHM))
        for key in ("question_mark", "i"):
            await dashboard.pilot.press(key)
            await dashboard.pilot.pause()

            body = dashboard.app.screen.query_one("#body")
            lines = dashboard.sheet.splitlines()[1:-1]
            assert all(len(line) <= body.size.width for line in lines)
            assert not [line for line in lines if line.startswith(("day", "connection", "total ", "per "))]
            await dashboard.pilot.press("escape")


async def test_the_help_explains_the_charts_marks() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("question_mark")

        for mark in ("▲  ", "!  ", "~  ", "◂  ", "╌ avg", "┊  ", "E A V"):
            assert f"\n{mark}" in dashboard.sheet


async def test_the_help_has_a_legend_of_the_hues_and_without_colour_one_of_the_textures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("question_mark")
        assert "\n█ auth" in dashboard.sheet
        assert "█ ▓ ░" not in dashboard.sheet
    monkeypatch.setenv("NO_COLOR", "1")
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("question_mark")
        assert "\n█ ▓ ░" in dashboard.sheet
        assert "█ auth" not in dashboard.sheet


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (40, 12), (20, 5)])
async def test_the_palette_says_in_its_border_how_to_close_it(columns: int, rows: int) -> None:
    async with running(columns, rows) as dashboard:
        await dashboard.answers(metrics(196, parts=(60, 10, 126)), history(RHYTHM))
        await dashboard.pilot.press("ctrl+p")
        await dashboard.pilot.pause()

        listed = dashboard.app.screen.query_one(CommandList)
        assert listed.border_subtitle is not None
        assert Content.from_text(listed.border_subtitle).plain == "Esc close"
        assert listed.region.bottom <= rows


# The day


async def test_the_days_sheet_goes_on_with_the_figures() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("d")
        await shown(dashboard, "At this pace the day ends with")
        dashboard.service.clock.seconds += 60
        dashboard.screen.action_refresh()
        await dashboard.answers(metrics(250, parts=(70, 20, 160)), history(RHYTHM))
        await shown(dashboard, "12 more requests than a usual Sunday", "authorizations")


async def test_keys_in_the_days_sheet_choose_another_day_also_on_the_dashboard() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("d")
        await dashboard.pilot.press("left")
        await shown(dashboard, "Sat 21 Nov 2026, UTC day · final", "It has as many requests as a usual Saturday")
        await dashboard.pilot.press("h", "l", "right")
        await shown(dashboard, "Sun 22 Nov 2026, UTC day · so far")
        await dashboard.pilot.press("right")
        await shown(dashboard, "Sun 22 Nov 2026")
        await dashboard.pilot.press("N")
        await shown(dashboard, "Thu 19 Nov 2026", "! 2.7× a usual Thu, verifications 3.4×")
        await dashboard.pilot.press("n")
        await shown(dashboard, "Thu 29 Oct 2026")
        await dashboard.pilot.press("y")
        assert dashboard.app.clipboard.startswith("Thu 29 Oct 2026 (UTC): 1,080 total requests")
        await dashboard.pilot.press("q", "v", "d", "y")
        assert dashboard.app.clipboard.startswith("Thu 29 Oct 2026 (UTC): 950 verifications; final;")
        await dashboard.pilot.press("q")
        await dashboard.shows("▲ Thu 29 Oct")


@pytest.mark.parametrize(("columns", "rows", "hours"), [(120, 40, True), (80, 24, True), (40, 12, False)])
async def test_the_days_sheet_has_the_hours_where_there_is_room(columns: int, rows: int, hours: bool) -> None:
    async with running(columns, rows, memory=SampleMemory(SampleRecall(lambda: NOW))) as dashboard:
        await dashboard.answers(metrics(196, parts=(60, 10, 126)), history(RHYTHM))
        while not dashboard.screen.charts_ready:
            await dashboard.pilot.pause()
        await dashboard.pilot.press("left", "left", "d")
        await shown(dashboard, *(("By the hour, UTC", "12      15", "▔") if hours else ("400 total requests",)))

        assert isinstance(dashboard.app.screen, DayScreen)
        assert ("By the hour" in dashboard.sheet) == hours


async def test_a_toast_leaves_the_chosen_days_line_free() -> None:
    async with running(notifications=True) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("left", "y")
        await dashboard.pilot.pause()

        toast = dashboard.app.screen.query_one("Toast").region
        assert (toast.right, toast.bottom < 10) == (120, True)
