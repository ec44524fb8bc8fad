"""A year and all days in the app: read from the archive when first asked for, by week and month, holes and all."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.recall import Recall
from grantex_tui.archive.store import Archive
from grantex_tui.config.choices import Choices
from grantex_tui.config.settings import Service
from grantex_tui.polling.memory import Memory, StateRecorder
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.tui.app import DashboardApp
from grantex_tui.tui.choices import selection_of
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.rate import Sample
from grantex_tui.view.selection import Display
from tests.support.states import DEVELOPER, TODAY, Counted, ago, history, kept, metrics
from tests.tui.test_app import GatedService, Running, StillClock
from tests.tui.test_recording import SETTINGS

STEADY: dict[int, Counted] = dict.fromkeys(range(1, 90), 100)
KEPT = kept({days: 100 for days in range(90, 812) if not 210 <= days <= 216})
"""Since Monday 2 September 2024, but for the week of Monday 20 April 2026."""


class GatedArchive:
    """Has `records`, of every account, and answers when the test opens it; `asked` notes what for."""

    def __init__(self, records: tuple[DayRecord, ...] = KEPT) -> None:
        self.records = records
        self.opened = asyncio.Event()
        self.asked: list[tuple[dt.date, dt.date]] = []

    def keep(self, state: State) -> None: ...

    def recall(self, state: State) -> Recall:  # noqa: ARG002
        return self

    async def first_day(self) -> dt.date | None:
        await self.opened.wait()
        return self.records[0].day.date if self.records else None

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        self.asked.append((first, last))
        return self.records

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:  # noqa: ARG002
        return ()


@asynccontextmanager
async def remembering(
    archive: Memory | None, columns: int = 120, rows: int = 40, last: str = "today", **options: Any
) -> AsyncIterator[Running]:
    """A dashboard with its figures, beside this archive."""
    clock = StillClock()
    service = GatedService(clock)
    poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)
    app = DashboardApp(
        lambda: poller, Service("api.example.com", KeyMode.LIVE), zone=dt.UTC, open_memory=lambda _: archive, **options
    )
    async with app.run_test(size=(columns, rows)) as pilot:
        while app.dashboard is None or not app.dashboard.is_mounted:
            await pilot.pause()
        dashboard = Running(app, pilot, service)
        await dashboard.answers(metrics(50), history(STEADY))
        await dashboard.shows("▔", last)
        await dashboard.drawn()
        yield dashboard


def open_archive() -> GatedArchive:
    archive = GatedArchive()
    archive.opened.set()
    return archive


async def test_the_archive_is_read_when_a_long_range_is_first_chosen_and_no_key_waits_for_it() -> None:
    archive = GatedArchive()
    async with remembering(archive) as dashboard:
        await dashboard.press("1", shows="Reading the archive…")
        await dashboard.press("7", shows="Last 7 days")
        assert "Reading the archive" not in dashboard.text
        await dashboard.press("A", shows="Reading the archive…")
        archive.opened.set()
        await dashboard.shows("All 812 days", "since 2 Sep 2024", "27 months", "this month")
        await dashboard.press("1", shows="53 weeks")
        assert [asked for asked in archive.asked if asked[1] == TODAY] == [(ago(811), TODAY)]


async def test_the_days_of_an_archive_on_disk_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    account = Account(SETTINGS.address.url, DEVELOPER, SETTINGS.mode)
    Archive(path).keep(Observation(account, KEPT, ()))
    async with remembering(StateRecorder(SETTINGS, path, lambda _: None)) as dashboard:
        await dashboard.press("A", shows="All 812 days")
        await dashboard.shows("80,450 total, 7 days not read")  # 804 days, and 50 so far today


@pytest.mark.parametrize(("days", "shown"), [(365, "this week"), ("all", "this month")])
async def test_a_long_range_that_was_chosen_last_is_there_at_the_start(days: int | str, shown: str) -> None:
    async with remembering(open_archive(), last=shown, selection=selection_of(Choices(days=days))) as dashboard:
        await dashboard.shows("80,450 total, 7 days not read" if days == "all" else "53 weeks")


async def test_without_an_archive_the_other_days_are_holes() -> None:
    async with remembering(None) as dashboard:
        await dashboard.press("1", shows="53 weeks")
        await dashboard.shows("274 days not read", "692 a week over 12 complete weeks", "?")
        await dashboard.press("A", shows="All 90 days")


async def test_brackets_go_through_all_five_ranges() -> None:
    async with remembering(open_archive()) as dashboard:
        for shown in ("Last 90", "Last 365", "All 812", "All 812"):
            await dashboard.press("right_square_bracket", shows=shown)
        for shown in ("Last 365", "Last 90", "Last 30", "Last 7"):
            await dashboard.press("left_square_bracket", shows=shown)


async def test_the_cursor_goes_from_week_to_week_and_the_line_below_says_what_a_week_adds_up() -> None:
    async with remembering(open_archive()) as dashboard:
        await dashboard.press("1", shows="53 weeks")
        await dashboard.press("left", shows="week of Mon 16 Nov 650")
        await dashboard.shows("so far, 7 days")
        await dashboard.press("left", shows="week of Mon 9 Nov 700")
        await dashboard.shows("7 days")
        await dashboard.press("home", shows="1 day of it in the range")
        await dashboard.pilot.press("enter")
        assert not dashboard.has_day_open()


async def test_a_week_of_which_nothing_is_kept_is_a_hole_and_says_so() -> None:
    async with remembering(open_archive()) as dashboard:
        await dashboard.press("1", shows="53 weeks")
        await dashboard.press("left", *["left"] * 30, shows="week of Mon 20 Apr not read")
        await dashboard.shows("0 of 7 days known")


async def test_the_table_is_by_day_week_or_month_and_keeps_the_day_that_is_chosen() -> None:
    async with remembering(open_archive()) as dashboard:
        await dashboard.press("1", "tab", shows="Sun 22 Nov 2026")
        await dashboard.press("down", "down", shows="▸")
        await dashboard.press("w", shows="Mon 16 Nov – Sun 22 Nov 2026")
        assert "vs usual" not in dashboard.text
        await dashboard.press("down", shows="▲ week of Mon 9 Nov")
        await dashboard.press("w", shows="13 months")
        await dashboard.shows("November 2026", "23 – 30 November 2025")
        await dashboard.press("w", shows="vs usual")


async def test_the_calendar_of_a_year_goes_by_day() -> None:
    async with remembering(open_archive()) as dashboard:
        await dashboard.press("1", "tab", "tab", shows="no use")
        assert dashboard.screen.selection.display is Display.CALENDAR
        await dashboard.press("home", shows="▲ Sun 23 Nov")
        await dashboard.press("A", "home", shows="▲ Mon 2 Sep")
        await dashboard.press("end", shows="▲ Sun 22 Nov")


def test_the_export_has_the_tables_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def export() -> None:
        async with remembering(open_archive()) as dashboard:
            await dashboard.press("A", "tab", "w", "w", shows="27 months")
            await dashboard.pilot.press("x", "c")
            await dashboard.pilot.pause()

    monkeypatch.chdir(tmp_path)
    asyncio.run(export())

    (file,) = tmp_path.iterdir()
    assert file.name == "grantex-usage-2024-09-02-to-2026-11-22-by-month.csv"
    lines = file.read_text().splitlines()
    assert (len(lines), lines[1]) == (28, "2024-09-02,2024-09-30,0,0,2900,2900,final")
    assert lines[20] == '2026-04-01,2026-04-30,0,0,2300,2300,"final, 23 of 30 days"'


async def test_all_days_are_by_the_steps_that_the_window_has_room_for() -> None:
    async with remembering(open_archive(), 80, 20) as dashboard:
        await dashboard.press("1", shows="53 weeks")
        await dashboard.pilot.resize_terminal(50, 20)
        await dashboard.shows("13 months")


async def test_another_accounts_days_are_not_shown() -> None:
    archive = GatedArchive()
    async with remembering(archive) as dashboard:
        await dashboard.press("A", shows="Reading the archive…")
        dashboard.service.clock.seconds += 60
        await dashboard.pilot.press("r")
        await dashboard.answers(metrics(51, developer="dev_other"), history(STEADY))
        await dashboard.shows("dev_other")
        archive.opened.set()
        await dashboard.shows("All 812 days")
        assert len([asked for asked in archive.asked if asked[1] == TODAY]) == 2
