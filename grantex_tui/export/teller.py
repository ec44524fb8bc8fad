"""Tells each alert once, in all the ways that are asked for; where the words and bytes go, the `Outlets` say.

The log is the one in the dashboard's info sheet, and standard error for a command.

Nobody waits for it: what is to be told is asked of the archive, and commands run, beside whoever gives the states.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from grantex_tui.export.alert_command import run_command
from grantex_tui.polling.alert_watch import AlertWatch
from grantex_tui.polling.alerts import Alert, gravest
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.state import State
from grantex_tui.view.alerts import Message, words_of

Work = Callable[[], Coroutine[Any, Any, None]]


class Outlets(Protocol):
    """Where alerts go."""

    def say(self, said: Message) -> None:
        """The notice and the line in the log."""

    def complain(self, words: str) -> None:
        """One line about a way that fails."""

    def write(self, sequence: str) -> None:
        """To the terminal, as it stands."""

    def start(self, work: Work) -> None:
        """Run it beside the caller."""


class Teller:
    """Tells what `watch` finds. `sequence`: a message as the terminal takes it, empty where it gets nothing.

    `command`: the user's, run with `environment`; empty where there is none. `name`: what the account is called; empty:
    as the service does.
    """

    def __init__(
        self,
        watch: AlertWatch,
        outlets: Outlets,
        sequence: Callable[[Message], str],
        command: Sequence[str],
        environment: Mapping[str, str],
        name: str = "",
    ) -> None:
        self._watch = watch
        self._outlets = outlets
        self._sequence = sequence
        self._command = command
        self._environment = environment
        self._name = name
        self._pending: list[tuple[State, tuple[Alert, ...]]] = []
        self._telling = False
        self._failed = ""

    def follow(self, state: State, now: dt.datetime) -> None:
        """Tell what is new in it, soon; at once for the caller. `now`: this machine's clock (UTC)."""
        if news := self._watch.news(state, now):
            self._pending.append((state, news))
            if not self._telling:
                self._telling = True
                self._outlets.start(self._tell_all)

    async def _tell_all(self) -> None:
        """One state after the other: what is over began before."""
        try:
            while self._pending:
                state, news = self._pending.pop(0)
                for alert in gravest(await self._watch.claimed(state, news)):
                    self._tell(words_of(alert, self._name or state.developer))
        finally:
            self._telling = False

    def _tell(self, said: Message) -> None:
        self._outlets.say(said)
        if sequence := self._sequence(said):
            self._outlets.write(sequence)
        if self._command:
            self._outlets.start(partial(self._run, said))

    async def _run(self, said: Message) -> None:
        """A command that fails again for the same reason is not told again."""
        failed = await run_command(self._command, said, self._environment)
        if failed and failed != self._failed:
            self._outlets.complain(f"alerts: {failed}")
        self._failed = failed


OpenTeller = Callable[[Memory | None, Outlets], Teller | None]
"""Gives what tells a run's alerts; it remembers what it told where the run keeps its states."""
