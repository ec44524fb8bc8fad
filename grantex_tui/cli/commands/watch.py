"""`grantex-tui watch`: the dashboard as sentences, for screen readers and logs, until a signal ends it."""

from __future__ import annotations

import os
import signal
from contextlib import aclosing
from types import FrameType

from grantex_tui.cli.alerting import command_teller
from grantex_tui.cli.archiving import tell
from grantex_tui.cli.output import write
from grantex_tui.cli.run import error_for, run_to_end, settings_of
from grantex_tui.config.arguments import Arguments
from grantex_tui.config.settings import Settings
from grantex_tui.export.narration import changes
from grantex_tui.polling.connect import build_poller
from grantex_tui.polling.memory import StateRecorder, start_from_archive
from grantex_tui.polling.state import State, refusal
from grantex_tui.view import dates


def watch(arguments: Arguments) -> int:
    """Print until a signal ends the process. Raises SettingsError, CommandError and OSError."""
    settings = settings_of(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` and a script's `&` ask for
            signal.signal(number, _end)
    run_to_end(_print_changes(settings))
    raise AssertionError("unreachable")


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End at once: every line is whole, and there is nothing to put in order."""
    os._exit(128 + number)


async def _print_changes(settings: Settings) -> None:
    service, before = settings.service, State()
    recorder = StateRecorder(settings, settings.archive, tell) if settings.archive else None
    teller = command_teller(settings, recorder)
    poller = build_poller(settings)
    if settings.archive:
        start_from_archive(poller, settings, settings.archive)
    async with aclosing(poller.states()) as states:
        async for state in states:
            if teller is not None:
                teller.follow(state, poller.now())
            refused = refusal(state)
            if refused is not None:  # nothing would ever change again
                if teller is not None:
                    await teller.finish()
                raise error_for(refused, settings)
            for sentence in changes(before, state, service):
                write(f"{dates.clock(poller.now())} UTC  {sentence}\n")
            if recorder is not None:
                recorder.keep(state)
            before = state
