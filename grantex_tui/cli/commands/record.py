"""`grantex-tui record`: the poller without a screen, which keeps what it sees in the archive until it is ended.

Silent but for what goes wrong, which is said once, on standard error: for systemd's journal and cron's mail.
"""

from __future__ import annotations

import os
import signal
from contextlib import aclosing
from pathlib import Path
from types import FrameType

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.archive.errors import ArchiveError
from grantex_tui.cli.alerting import command_teller
from grantex_tui.cli.archiving import complain_of, keep, tell
from grantex_tui.cli.exit_codes import UNAVAILABLE, CommandError
from grantex_tui.cli.output import complain
from grantex_tui.cli.run import error_for, figures_of, read_with, run_to_end, settings_of
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.settings import Settings
from grantex_tui.export.narration import new_events
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.connect import build_poller
from grantex_tui.polling.feed import Live
from grantex_tui.polling.fetch import read_once, read_plan
from grantex_tui.polling.memory import StateRecorder, observed, start_from_archive
from grantex_tui.polling.state import State, refusal


def record(arguments: Arguments) -> int:
    """Keep what is read. Raises SettingsError, CommandError and OSError."""
    settings = settings_of(arguments)
    if settings.archive is None:
        raise SettingsError("record keeps what the service says: without --demo and --no-archive")
    if arguments.once:
        return _once(settings, settings.archive)
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` and a script's `&` ask for
            signal.signal(number, _end)
    run_to_end(_record(settings, settings.archive))
    raise AssertionError("unreachable")


def _once(settings: Settings, path: Path) -> int:
    teller = command_teller(settings, StateRecorder(settings, path, tell))
    clock = SystemClock()

    async def read(client: AsyncGrantex) -> State:
        state = await read_once(client, clock, MAX_DAYS)
        if teller is not None and teller.needs_plan and isinstance(state.history, Live):
            state = await read_plan(client, clock, state)
        if teller is not None:
            teller.follow(state, clock.utc())
            await teller.finish()
        return state

    state = read_with(settings, read)
    answer = keep(settings, observed(state, settings))
    figures_of(state.usage, settings)
    figures_of(state.history, settings)
    if isinstance(answer, ArchiveError):
        raise CommandError(str(answer), UNAVAILABLE)
    complain_of(answer)
    return 0


async def _record(settings: Settings, path: Path) -> None:
    recorder, before, poller = StateRecorder(settings, path, tell), State(), build_poller(settings)
    teller = command_teller(settings, recorder)
    start_from_archive(poller, settings, path)
    async with aclosing(poller.states()) as states:
        async for state in states:
            if teller is not None:
                teller.follow(state, poller.now())
            refused = refusal(state)
            if refused is not None:  # nothing would ever change again
                await recorder.written()
                if teller is not None:
                    await teller.finish()
                raise error_for(refused, settings)
            recorder.keep(state)
            for event in new_events(before, state):
                complain(event.words)
            before = state


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """A write under way is whole or not there at all, as after a kill."""
    os._exit(128 + number)
