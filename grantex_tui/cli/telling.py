"""How the dashboard and the commands tell alerts: what is asked for, put together with the archive and the terminal."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from functools import partial
from typing import Final

from grantex_tui.cli.output import complain, write_to_terminal
from grantex_tui.config.models import Way
from grantex_tui.config.settings import Settings
from grantex_tui.export.alert_command import without_keys
from grantex_tui.export.teller import Outlets, Teller, Work
from grantex_tui.polling.alert_watch import AlertWatch
from grantex_tui.polling.alerts import asks_for_anything, asks_for_month
from grantex_tui.polling.memory import Memory, StateRecorder
from grantex_tui.polling.state import State
from grantex_tui.tui.terminal.notification import route, sequence
from grantex_tui.view.alerts import Message

PATIENCE: Final = 5.0
"""Seconds that `watch` and `record` wait at their end for the archive and for the user's command."""


def open_teller(settings: Settings, memory: Memory | None, outlets: Outlets) -> Teller | None:
    """What tells the alerts of a run with `settings`; None where no condition is asked for."""
    alerts = settings.alerts
    if alerts is None or not asks_for_anything(alerts):
        return None
    ask = memory.claim if isinstance(memory, StateRecorder) else None
    return Teller(
        AlertWatch(alerts, settings.plan, ask),
        outlets,
        partial(sequence, ways=alerts.tell, to=route(os.environ)),
        alerts.command if Way.COMMAND in alerts.tell else (),
        without_keys(os.environ, settings.key),
        settings.name,
    )


class CommandOutlets:
    """A command's: lines on standard error, and its bytes where that is a terminal."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def say(self, said: Message) -> None:
        complain(said.line)

    def complain(self, words: str) -> None:
        complain(words)

    def write(self, sequence: str) -> None:
        write_to_terminal(sequence)

    def start(self, work: Work) -> None:
        """Raises what work that ended since had raised, which is a bug."""
        for task in [task for task in self._tasks if task.done()]:
            self._tasks.remove(task)
            task.result()
        self._tasks.add(asyncio.get_running_loop().create_task(work()))

    async def finish(self) -> None:
        """Wait for all that was started, not for long; what is not over then is ended."""
        try:
            async with asyncio.timeout(PATIENCE):
                while running := [task for task in self._tasks if not task.done()]:
                    await asyncio.wait(running)
        except TimeoutError:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


class CommandTeller:
    """Tells a command's alerts on standard error."""

    def __init__(self, settings: Settings, memory: StateRecorder | None) -> None:
        self._outlets = CommandOutlets()
        self._teller = open_teller(settings, memory, self._outlets)
        self.needs_plan = settings.alerts is not None and asks_for_month(settings.alerts)
        """Whether there is a condition that only the plan decides."""

    def follow(self, state: State, now: dt.datetime) -> None:
        """Tell what is new in it, soon; at once for the caller."""
        if self._teller is not None:
            self._teller.follow(state, now)

    async def finish(self) -> None:
        """Before the command ends: wait for what is told, not for long."""
        await self._outlets.finish()
