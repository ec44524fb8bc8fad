"""Telling: each way gets each message once, and nobody waits for a command."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from pathlib import Path

from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.export.teller import Teller, Work
from grantex_tui.polling.alert_watch import AlertWatch
from grantex_tui.view.alerts import Message
from tests.polling.test_alert_watch import BUSY, CALM, FAILING, GOOD_AGAIN, LATER
from tests.support.clock import NOON

ASKED = AlertSettings(day_total=5_000, stale_minutes=10)
BELOW = AlertSettings(day_total=1, day_verifications=1, stale_minutes=10)


class Outlets:
    """Notes what goes where."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.complaints: list[str] = []
        self.written: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    def say(self, said: Message) -> None:
        self.titles.append(said.title.removeprefix("Grantex: "))

    def complain(self, words: str) -> None:
        self.complaints.append(words)

    def write(self, sequence: str) -> None:
        self.written.append(sequence)

    def start(self, work: Work) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work()))

    async def done(self) -> None:
        """Until all that was started is over."""
        while self._tasks:
            await self._tasks.pop(0)

    async def told(self) -> None:
        """Until the first thing that was started is over: commands go on."""
        await self._tasks.pop(0)

    async def end(self) -> None:
        """As the program's end ends what runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def teller(outlets: Outlets, *command: str, settings: AlertSettings = ASKED) -> Teller:
    watch = AlertWatch(settings, NO_OVERRIDES, None)
    return Teller(watch, outlets, lambda said: f"<{said.title[9:]}>", command, {})


async def test_what_begins_and_what_is_over_is_told_in_the_order_in_which_it_happens() -> None:
    outlets = Outlets()
    telling = teller(outlets)

    for of, now in ((CALM, NOON), (BUSY, NOON), (FAILING, LATER), (GOOD_AGAIN, LATER), (GOOD_AGAIN, LATER)):
        telling.follow(of, now)
    await outlets.done()

    assert outlets.titles == ["more than 5,000 requests today", "figures stale for 10 min", "figures are read again"]
    assert outlets.written == [f"<{title}>" for title in outlets.titles]


async def test_a_command_is_run_for_each_message(tmp_path: Path) -> None:
    outlets = Outlets()
    write = "import sys; open(sys.argv[1], 'w').write(sys.argv[2])"
    telling = teller(outlets, sys.executable, "-c", write, f"{tmp_path}/{{title}}", "{text}")

    telling.follow(BUSY, NOON)
    await outlets.done()

    file = tmp_path / "Grantex: more than 5,000 requests today"
    assert file.read_text().startswith("There are 6,000 so far on Sun 22 Nov 2026. Account dev_")


async def test_a_command_that_fails_for_the_same_reason_is_one_complaint() -> None:
    outlets = Outlets()
    telling = teller(outlets, "/nonexistent/notify", settings=BELOW)

    for of, now in ((BUSY, NOON), (FAILING, LATER), (GOOD_AGAIN, LATER)):
        telling.follow(of, now)
    await outlets.done()

    assert len(outlets.titles) == 4
    assert outlets.complaints == ["alerts: the command notify cannot be started: no such file or directory"]


async def test_a_command_that_hangs_holds_up_no_other_message() -> None:
    outlets = Outlets()
    telling = teller(outlets, sys.executable, "-c", "import time; time.sleep(600)")

    for of, now in ((BUSY, NOON), (FAILING, LATER), (GOOD_AGAIN, LATER + dt.timedelta(minutes=20))):
        telling.follow(of, now)
    await outlets.told()

    assert len(outlets.titles) == 3
    await outlets.end()
    assert outlets.complaints == []
