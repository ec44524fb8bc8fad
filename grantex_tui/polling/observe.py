"""What the archive is to keep of a state, and a state that knows what the archive kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.recorder import Outcome, Recorder
from grantex_tui.config.settings import Settings
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayRecord


def observed(state: State, settings: Settings, days: int = MAX_DAYS) -> Observation | None:
    """What was read of the account; None before it named itself. `days`: for how many history was asked."""
    account = account_of(state, settings)
    if account is None:
        return None
    return Observation(account, state.ledger.records(days), state.samples.readings)


OpenRecorder = Callable[[Callable[[Outcome], None]], "StateRecorder | None"]
"""Gives what keeps a run's states, if they are to be kept; it tells the outcomes that say something."""


class StateRecorder:
    """Hands the states of a run with `settings` to a recorder that keeps in the file `archive`; `told` as there."""

    def __init__(self, settings: Settings, archive: Path, told: Callable[[Outcome], None]) -> None:
        self._settings = settings
        self._recorder = Recorder(archive, told)

    def keep(self, state: State) -> None:
        """Keep what is new in it, soon; at once for the caller."""
        if (seen := observed(state, self._settings)) is not None:
            self._recorder.keep(seen)

    async def written(self) -> Outcome:
        """Wait until all that was given is written or not."""
        return await self._recorder.written()


def account_of(state: State, settings: Settings) -> Account | None:
    """Whose figures the state has, as the service named the account at the last good reading."""
    usage, history = reading_of(state.usage), reading_of(state.history)
    developer = usage.value.developer_id if usage else history.value.developer_id if history else ""
    return Account(settings.address.url, developer, settings.mode) if developer else None


def recalled(state: State, records: Iterable[DayRecord]) -> State:
    """`state` with what earlier runs of the program knew of its account's days."""
    return replace(state, ledger=state.ledger.recall(records))
