"""The table of keys: nothing is bound, explained or offered that it does not say, and all that it says works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.screen import Screen

import grantex_tui
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import text_of
from grantex_tui.tui.app import DashboardApp
from grantex_tui.tui.key_hints import NEEDED, key_hints
from grantex_tui.tui.key_names import NEVER_SENT
from grantex_tui.tui.keys import GROUPS, KEYS, Key, Place, groups_in
from grantex_tui.tui.screens.board import BoardScreen
from grantex_tui.tui.screens.dashboard import DashboardScreen
from grantex_tui.tui.screens.export import ExportScreen
from grantex_tui.tui.screens.help import key_rows
from grantex_tui.tui.screens.sheet import Sheet
from tests.tui.test_app import RHYTHM, Running, running

README = Path(grantex_tui.__file__).parent.parent / "README.md"
VIEWS = (Place.CHART, Place.TABLE, Place.CALENDAR, Place.HOURS)
EVERY_KEY = [key for group in GROUPS for key in group.keys]


def footer(view: Place, cells: int = 250) -> str:
    return text_of(key_hint_lines(key_hints(view, paused=False, interval=30), cells)[0])


# Words


def test_the_readme_explains_every_key_in_the_words_of_the_table() -> None:
    wanted = [
        f"| {' '.join(f'`{key}`' for key in group.displays)} | {group.where} | {group.help} |"
        for group in GROUPS
        if group.displays
    ]

    table = README.read_text("utf-8").partition("## Keys")[2].partition("##")[0]

    assert [line for line in table.splitlines() if line.startswith("| `")] == wanted


def test_the_readme_names_every_id() -> None:
    ids = README.read_text("utf-8").partition("The ids, in the order of the table:")[2].partition("##")[0]

    assert re.findall(r"`([a-z0-9-]+)`", ids) == list(KEYS)


def test_the_help_has_a_line_for_every_group_of_keys() -> None:
    rows = list(key_rows())

    assert [keys.split(" ") for keys, _ in rows] == [group.displays for group in GROUPS]
    assert ("s o", "table: sort by the next column; reverse the order") in rows
    assert "o" not in dict(rows)


def test_the_footer_of_the_table_names_sorting_and_that_of_the_calendar_its_movement() -> None:
    assert "s stack" in footer(Place.CHART)
    assert "↑↓ row" in footer(Place.TABLE)
    assert "s sort" in footer(Place.TABLE, 120)
    assert "stack" not in footer(Place.TABLE)
    assert "↑↓ weekday" in footer(Place.CALENDAR)
    assert "row" not in footer(Place.CALENDAR)
    assert "↑↓ hour" in footer(Place.HOURS)


@pytest.mark.parametrize("view", VIEWS)
def test_the_footer_says_only_keys_of_its_view_each_once(view: Place) -> None:
    hints = key_hints(view, paused=False, interval=30).hints

    hinted = {key.hint for group in groups_in(view, Place.DASHBOARD, Place.EVERYWHERE) for key in group.keys} - {""}
    assert sorted(NEEDED[hint.rank] for hint in hints) == sorted(hinted)
    assert all(NEEDED.count(hint) == 1 for hint in hinted)


# Ids


def test_ids_are_kebab_case_and_each_stands_once() -> None:
    assert len(KEYS) == len(EVERY_KEY)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", id) for id in KEYS)


def test_no_key_means_two_things_in_one_place() -> None:
    together = [(view, Place.DASHBOARD, Place.EVERYWHERE) for view in VIEWS]
    for places in (*together, (Place.BOARD, Place.EVERYWHERE), (Place.SHEET, Place.DAY), (Place.EXPORT,)):
        bound = [name for group in groups_in(*places) for key in group.keys for name in key.keys.split(",") if name]
        assert len(bound) == len(set(bound))


async def test_a_key_is_rebound_by_its_id_in_the_dashboard_in_a_view_and_on_the_sheet_that_it_closes() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        dashboard.app.set_keymap({"days-90": "f9", "metric-below": "f2", "help": "f1"})
        await dashboard.press("f9", shows="Last 90 days")
        await dashboard.press("f2", shows="8,980 token exchanges")  # 60 + 87 × 100 + 2 × 110
        await dashboard.pilot.press("f1")
        assert dashboard.help_is_open
        await dashboard.pilot.press("f1")
        assert len(dashboard.app.screen_stack) == 1
        await dashboard.press("9", "3", shows="Last 30 days")


# Bindings


def said(*places: Place) -> dict[str, str]:
    """Names of keys in Textual's words, and the ids that stand for them in these places."""
    return {name: key.id for group in groups_in(*places) for key in group.keys for name in key.keys.split(",") if name}


def bound(screen: Screen[Any]) -> dict[str, str]:
    found = {name: str(active.binding.id) for name, active in screen.active_bindings.items()}
    return {name: id for name, id in found.items() if name != NEVER_SENT}


async def test_in_each_view_the_keys_of_the_table_are_bound_and_no_others() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for view in VIEWS:
            assert bound(dashboard.screen) == said(view, Place.DASHBOARD, Place.EVERYWHERE), view
            await dashboard.pilot.press("tab")


async def test_on_a_sheet_its_keys_are_bound_and_what_opened_it() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for key, opener in (("question_mark", "help"), ("i", "info"), ("d", "day-detail")):
            await dashboard.pilot.press(key)
            assert isinstance(dashboard.app.screen, Sheet)
            opening = dict.fromkeys(KEYS[opener].keys.split(","), opener)
            its_own = said(Place.DAY) if opener == "day-detail" else {}
            assert bound(dashboard.app.screen) == {**said(Place.SHEET), **its_own, **opening}
            await dashboard.pilot.press(key)
            assert dashboard.app.screen_stack == [dashboard.screen]


async def test_while_a_format_is_asked_for_the_keys_of_the_table_are_bound_and_no_others() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("x")

        assert isinstance(dashboard.app.screen, ExportScreen)
        assert bound(dashboard.app.screen) == {**said(Place.EXPORT), "x": "export"}


@pytest.mark.parametrize("key", EVERY_KEY, ids=lambda key: key.id)
def test_every_action_is_there(key: Key) -> None:
    group = next(group for group in GROUPS if key in group.keys)
    owners: dict[Place, type[object]] = {
        Place.EVERYWHERE: DashboardApp,
        Place.SHEET: Sheet,
        Place.EXPORT: ExportScreen,
        Place.BOARD: BoardScreen,
    }
    owner = owners.get(group.places[0], DashboardScreen)

    assert callable(getattr(owner, f"action_{key.action.partition('(')[0]}"))


# The palette


async def offered(dashboard: Running) -> list[str]:
    return [command.title for command in dashboard.app.get_system_commands(dashboard.app.screen)]


async def test_the_palette_has_one_entry_a_view_a_range_a_metric_and_a_theme() -> None:
    async with running() as dashboard:
        titles = await offered(dashboard)

        assert len(titles) == len(set(titles))
        assert {"Chart", "Table", "Calendar", "Hours", "7 days", "30 days", "90 days"} <= set(titles)
        assert {"Token exchanges", "Authorizations", "Verifications", "Total requests"} <= set(titles)
        assert {f"Theme {name}" for name in dashboard.app.available_themes} <= set(titles)


async def test_typing_a_name_in_the_palette_opens_it() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for typed, shown in (
            ("calendar", "Mon "),
            ("hours", "by the hour"),
            ("table", "Day (UTC)"),
            ("90 days", "Last 90"),
            ("verif", "· verifications"),
        ):
            assert shown not in dashboard.text
            await dashboard.choose(typed)
            await dashboard.shows(shown)


async def test_a_theme_is_chosen_by_its_name() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.choose("nord")
        await dashboard.pilot.pause()
        assert dashboard.app.theme == "nord"


# Scrolling a sheet


async def test_a_sheet_is_scrolled_by_line_by_page_and_to_its_ends() -> None:
    async with running(80, 24) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("question_mark")
        frame = dashboard.app.screen.query_one(VerticalScroll)

        async def top_after(key: str) -> int:
            await dashboard.pilot.press(key)
            await dashboard.pilot.pause()
            return frame.scroll_offset.y

        page = 20  # 24 rows without the border and the blank rows inside
        hidden = frame.query_one("#body").size.height - page
        assert [await top_after(key) for key in ("down", "j", "up", "k")] == [1, 2, 1, 0]
        assert [await top_after(key) for key in ("end", "g", "G", "home")] == [hidden, 0, hidden, 0]
        assert [await top_after(key) for key in ("pagedown", "pageup")] == [min(page, hidden), 0]


# Its cost


def test_the_table_needs_no_screen_library() -> None:
    script = "import sys, grantex_tui.tui.keys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert {"textual", "rich", "httpx", "plotext"}.isdisjoint(run.stdout.split())
