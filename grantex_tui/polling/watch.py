"""An account that is read, whoever looks: one poller and one memory, handed from screen to screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.polling.memory import Memory, OpenMemory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.state import State


class Watch:
    """Reads with `poller` and keeps what it reads; `open_memory`: None where nothing is kept.

    `tell` is given each new state with this machine's clock (UTC), whoever looks.

    `on_state` and `on_outcome` belong to whoever looks at the account now: they are given each new state, and what
    the archive has to say.
    """

    def __init__(self, poller: Poller, open_memory: OpenMemory | None = None) -> None:
        self.poller = poller
        self.on_state: Callable[[State], None] = _nobody_looks
        self.on_outcome: Callable[[Outcome], None] = _nobody_looks
        self.tell: Callable[[State, dt.datetime], None] | None = None
        self.memory: Memory | None = open_memory(self._note) if open_memory else None

    async def run(self) -> None:
        """Read until cancelled. Raises what is a bug, and SettingsError for an environment that cannot be worked in."""
        async with aclosing(self.poller.states()) as states:
            async for state in states:
                self.on_state(state)
                if self.memory is not None:
                    self.memory.keep(state)
                if self.tell is not None:
                    self.tell(state, self.poller.now())

    def log(self, words: str) -> None:
        """Add a line to the account's log."""
        self.on_state(self.poller.note(words))

    def _note(self, outcome: Outcome) -> None:
        self.on_outcome(outcome)


def _nobody_looks(_: object) -> None: ...
