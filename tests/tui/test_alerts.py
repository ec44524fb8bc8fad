"""The dashboard tells: a notice, a line in the log, bytes between two frames; off, it has nothing of alerts."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from pathlib import Path

from msgspec.structs import replace

from grantex_tui.cli.telling import open_teller
from grantex_tui.config.models import AlertSettings, Way
from grantex_tui.export.teller import Outlets, Teller
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.poller import Poller
from grantex_tui.tui.app import DashboardApp
from tests.export.test_alert_command import runs
from tests.support.configs import alerts_table, written
from tests.support.states import metrics
from tests.support.terminal import Terminal
from tests.tui.test_app import PAUSES, ROWS, GatedService, Running, StillClock
from tests.tui.test_recording import SETTINGS

ASKED = AlertSettings(day_total=5_000, tell=(Way.BELL, Way.DESKTOP, Way.COMMAND), command=("/nonexistent/notify",))
DEMO = [sys.executable, "-m", "grantex_tui", "--demo"]
HANG = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
FRAME, END_OF_FRAME = b"\x1b[?2026h", b"\x1b[?2026l"


async def test_a_crossing_is_one_notice_and_one_line_in_the_log() -> None:
    clock = StillClock()
    service = GatedService(clock)
    poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)

    def open_it(memory: Memory | None, outlets: Outlets) -> Teller | None:
        return open_teller(replace(SETTINGS, alerts=ASKED), memory, outlets)

    app = DashboardApp(lambda: poller, SETTINGS.service, zone=dt.UTC, open_teller=open_it)
    async with app.run_test(size=(120, 40)) as pilot:
        dashboard = Running(app, pilot, service)
        await dashboard.answers(metrics(4_870), ROWS)
        await dashboard.shows("4,870")
        assert notices(app) == []
        for total in (5_001, 5_002):
            await dashboard.refresh()
            await dashboard.answers(metrics(total), ROWS)
            await dashboard.shows(f"{total:,}")
        for pause in PAUSES:
            if len(notices(app)) == 2:
                break
            await asyncio.sleep(pause)
        log, told = [event.words for event in poller.state.events], notices(app)

    text = "There are 5,001 so far on Sun 22 Nov 2026. Account dev_01M812TMWE6N6MD52B33HEX4TJ."
    failed = "alerts: the command notify cannot be started: no such file or directory"
    assert log == [f"alert: more than 5,000 requests today. {text}", failed]
    assert told == [("Grantex: more than 5,000 requests today", text), ("", failed)]


def notices(app: DashboardApp) -> list[tuple[str, str]]:
    """Titles and texts of those on the screen."""
    return [(one.title, one.message) for one in app._notifications]


def test_bell_and_desktop_come_between_two_frames_and_a_hanging_command_does_not_hold_the_exit(tmp_path: Path) -> None:
    named = tmp_path / "process"
    ways = (Way.BELL, Way.DESKTOP, Way.COMMAND)
    hanging = (sys.executable, "-c", HANG, str(named))
    alerts = AlertSettings(day_total=1, tell=ways, command=hanging)

    config = {"GRANTEX_TUI_CONFIG": str(written(tmp_path, alerts_table(alerts)))}

    with Terminal(DEMO, environment=config, columns=120, rows=40) as terminal:
        terminal.wait_for("more than 1 request today")
        terminal.wait_until(lambda: named.exists() and bool(named.read_text()), "the command")
        before, _, after = bytes(terminal.output).partition(b"\x07\x1b]9;Grantex: more than 1 request today. ")
        assert after.startswith(b"There are ")
        assert before.rfind(END_OF_FRAME) > before.rfind(FRAME) > 0
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind
    assert not runs(int(named.read_text()))
