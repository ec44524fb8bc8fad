"""Where the dashboard's alerts go: a notice on the screen, a line in the log, bytes between two frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.app import App
from textual.notifications import SeverityLevel

from grantex_tui.export.teller import Work
from grantex_tui.view.alerts import Message

SHOWN: Final = 30.0
"""Seconds that a notice stays; the log keeps it."""


class AlertOutlets:
    """Those of `app`. `log` adds a line to the log; `send` writes to the terminal."""

    def __init__(self, app: App[None], log: Callable[[str], None], send: Callable[[str], None]) -> None:
        self._app = app
        self._log = log
        self._send = send

    def say(self, said: Message) -> None:
        self._log(said.line)
        severity: SeverityLevel = "warning" if said.grave else "information"
        self._app.notify(said.text, title=said.title, severity=severity, timeout=SHOWN, markup=False)

    def complain(self, words: str) -> None:
        self._log(words)
        self._app.notify(words, severity="warning", markup=False)

    def write(self, sequence: str) -> None:
        self._send(sequence)

    def start(self, work: Work) -> None:
        """As a worker: it ends with the program."""
        self._app.run_worker(work(), group="alerts")
