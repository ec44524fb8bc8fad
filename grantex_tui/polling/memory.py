"""A run's memory: what the archive is to keep of its states, and what they learn from what was kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.archive.errors import ArchiveError
from grantex_tui.archive.models import Account, Claim, Correction, Observation
from grantex_tui.archive.recall import ArchiveRecall, Recall
from grantex_tui.archive.recorder import ArchiveThread, Outcome, Recorder, Written, asked
from grantex_tui.config.settings import Settings
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State

if TYPE_CHECKING:
    from grantex_tui.archive.store import Archive
    from grantex_tui.polling.poller import Poller

START_PATIENCE: Final = 0.25
"""Seconds that the first paint waits for the archive, on a disk that hangs."""


def observed(state: State, settings: Settings, days: int = MAX_DAYS) -> Observation | None:
    """What was read of the account; None before any reading. `days`: for how many history was asked."""
    account = account_of(state, settings)
    if account is None or (reading_of(state.usage) is None and reading_of(state.history) is None):
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

    def __init__(
        self,
        settings: Settings,
        archive: Path,
        told: Callable[[Outcome], None],
        thread: ArchiveThread | None = None,
    ) -> None:
        self._settings = settings
        self._told = told
        self._recorder = Recorder(archive, self._tell, thread)

    def keep(self, state: State) -> None:
        """Keep what is new in it, soon; at once for the caller."""
        if (seen := observed(state, self._settings)) is not None:
            self._recorder.keep(seen)

    def recall(self, state: State) -> Recall | None:
        """What is kept of the state's account; None before the account is known."""
        account = account_of(state, self._settings)
        return None if account is None else ArchiveRecall(self._recorder, account)

    async def claim(self, state: State, claims: tuple[Claim, ...]) -> tuple[Claim, ...] | ArchiveError:
        """Those that no process claimed before; while the account is unnamed, of the one that had such a key last."""
        address, mode, named = self._settings.address.url, self._settings.mode, account_of(state, self._settings)

        def ask(archive: Archive) -> tuple[Claim, ...]:
            return archive.claim(named or archive.last_seen(address, mode) or Account(address, "", mode), claims)

        return await self._recorder.ask(ask)

    async def written(self) -> Outcome:
        """Wait until all that was given is written or not."""
        return await self._recorder.written()

    def _tell(self, outcome: Outcome) -> None:
        """All but corrections: the state that recalls what was kept tells them in its log."""
        if isinstance(outcome, Written):
            outcome = Written(tuple(event for event in outcome.events if not isinstance(event, Correction)))
        if outcome != Written():
            self._told(outcome)


class SampleMemory:
    """Keeps nothing, for the sample service can make all of it up again, as `recall` does."""

    def __init__(self, recall: Recall) -> None:
        self._recall = recall

    def keep(self, state: State) -> None: ...

    def recall(self, state: State) -> Recall:  # noqa: ARG002
        """The sample account's days and readings."""
        return self._recall


def start_from_archive(poller: Poller, settings: Settings, archive: Path) -> None:
    """Show what was kept until the service answers; for who has nothing else to do meanwhile."""
    if (recalled := recalling(settings, archive, poller.now())()) is not None:
        poller.start_from(recalled)


def recalling(settings: Settings, archive: Path, now: dt.datetime) -> Callable[[], Recalled | None]:
    """Begin to read what was kept of the account that such a key had last; the result waits for it, not for long."""
    address, mode, today = settings.address.url, settings.mode, now.date()

    def find(kept: Archive) -> Recalled | None:
        account = kept.last_seen(address, mode)
        days = kept.days(account, today - dt.timedelta(days=MAX_DAYS - 1), today) if account else ()
        return Recalled(account.developer, days, now) if account and days else None

    answer = asked(archive, find)

    def wait() -> Recalled | None:
        try:
            found = answer.result(START_PATIENCE)
        except FutureTimeoutError:
            return None
        return None if isinstance(found, ArchiveError) else found  # the first write tells the fault

    return wait


def account_of(state: State, settings: Settings) -> Account | None:
    """Whose figures the state has; None before the account is known."""
    return Account(settings.address.url, state.developer, settings.mode) if state.developer else None
