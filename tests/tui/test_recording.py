"""The dashboard and its archive: what is seen is kept, and what goes wrong there is a notice and a line in the log."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.base_url import parse_address
from grantex_tui.archive.recorder import Outcome
from grantex_tui.archive.store import Archive
from grantex_tui.config.settings import Settings
from grantex_tui.polling.memory import StateRecorder
from grantex_tui.polling.poller import Poller
from grantex_tui.tui.app import DashboardApp
from tests.support.states import TODAY, metrics
from tests.tui.test_app import PAUSES, ROWS, GatedService, StillClock

SETTINGS = Settings(
    ApiKey("gx_live_SECRET"), parse_address("https://api.grantex.dev"), 30, interval_is_explicit=False, mouse=False
)


async def kept_by_a_dashboard(path: Path, outcomes: int = 0) -> tuple[dict[dt.date, int], list[str], list[str]]:
    """What a dashboard that read once keeps at `path`, the log, and the notices; it tells so many outcomes."""
    clock = StillClock()
    service = GatedService(clock)
    service.usage_answers.put_nowait(metrics(4870))
    service.history_answers.put_nowait(ROWS)
    poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)
    recorders: list[StateRecorder] = []
    told: list[Outcome] = []

    def open_memory(tell: object) -> StateRecorder:
        def noted(outcome: Outcome) -> None:
            told.append(outcome)
            assert callable(tell)
            tell(outcome)

        recorders.append(StateRecorder(SETTINGS, path, noted))
        return recorders[0]

    app = DashboardApp(lambda: poller, SETTINGS.service, zone=dt.UTC, open_memory=open_memory)
    async with app.run_test() as pilot:
        for pause in PAUSES:
            if recorders and service.history_answers.empty() and len(told) >= outcomes:
                await recorders[0].written()
                break
            await asyncio.sleep(pause)
        await pilot.pause()
        await recorders[0].written()
        log = [event.words for event in poller.state.events]
        notices = [notification.message for notification in app._notifications]
    archive = Archive(path)
    if outcomes:
        return {}, log, notices
    (account,) = archive.accounts()
    kept = {record.day.date: record.total for record in archive.days(account, dt.date.min, dt.date.max)}
    return kept, log, notices


async def test_what_the_dashboard_sees_is_kept(tmp_path: Path) -> None:
    kept, log, notices = await kept_by_a_dashboard(tmp_path / "archive.db")

    assert (len(kept), kept[TODAY], kept[TODAY - dt.timedelta(days=1)]) == (90, 4870, 1001)
    assert (log, notices) == ([], [])


async def test_an_archive_that_cannot_be_used_is_one_notice_and_one_line_and_all_goes_on(tmp_path: Path) -> None:
    (tmp_path / "archive.db").symlink_to("/dev/null")

    _, log, notices = await kept_by_a_dashboard(tmp_path / "archive.db", outcomes=1)

    words = "archive: the file or its folder belongs to another user, is a link, or holds something else"
    assert log == [f"{words}; nothing is kept"]
    assert notices == log
