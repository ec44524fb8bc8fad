"""A run's memory: what the archive is to keep of its states, and what they learn from what was kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.recall import ArchiveRecall, Recall, SampleRecall
from grantex_tui.archive.recorder import Outcome, Recorder
from grantex_tui.config.settings import Settings
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State


def observed(state: State, settings: Settings, days: int = MAX_DAYS) -> Observation | None:
    """What was read of the account; None before it named itself. `days`: for how many history was asked."""
    account = account_of(state, settings)
    if account is None:
        return None
    return Observation(account, state.ledger.records(days), state.samples.readings)


class Memory(Protocol):
    """What a run keeps of its states, and what it can recall."""

    def keep(self, state: State) -> None:
        """Keep what is new in it, soon; at once for the caller."""

    def recall(self, state: State) -> Recall | None:
        """What is kept of the state's account; None before the account is known."""


OpenMemory = Callable[[Callable[[Outcome], None]], Memory | None]
"""Gives a run's memory, None where it has none; it tells the outcomes that say something."""


class StateRecorder:
    """Hands the states of a run with `settings` to a recorder that keeps in the file `archive`; `told` as there."""

    def __init__(self, settings: Settings, archive: Path, told: Callable[[Outcome], None]) -> None:
        self._settings = settings
        self._recorder = Recorder(archive, told)

    def keep(self, state: State) -> None:
        """Keep what is new in it, soon; at once for the caller."""
        if (seen := observed(state, self._settings)) is not None:
            self._recorder.keep(seen)

    def recall(self, state: State) -> Recall | None:
        """What is kept of the state's account; None before the account is known."""
        account = account_of(state, self._settings)
        return None if account is None else ArchiveRecall(self._recorder, account)

    async def written(self) -> Outcome:
        """Wait until all that was given is written or not."""
        return await self._recorder.written()


class SampleMemory:
    """Keeps nothing, and recalls what an archive of the sample service would hold at `now()`."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self._recall = SampleRecall(now)

    def keep(self, state: State) -> None:
        """The sample service can make all of it up again."""

    def recall(self, state: State) -> SampleRecall:  # noqa: ARG002
        """The sample account's days and readings."""
        return self._recall


def account_of(state: State, settings: Settings) -> Account | None:
    """Whose figures the state has, as the service named the account at the last good reading."""
    usage, history = reading_of(state.usage), reading_of(state.history)
    developer = usage.value.developer_id if usage else history.value.developer_id if history else ""
    return Account(settings.address.url, developer, settings.mode) if developer else None
