"""What was kept of an account, for whoever shows it: asked beside an event loop, and never a failure. Writes nothing.

A fault is told as the recorder tells those of its writes; the answer is then that nothing is kept.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from grantex_tui.archive.models import Account
from grantex_tui.archive.recorder import Recorder
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.rate import Sample


class Recall(Protocol):
    """One account's days and readings."""

    async def first_day(self) -> dt.date | None:
        """The oldest UTC day that is kept."""

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        """The days from `first` to `last` that are kept, oldest first."""

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:
        """The kept readings from `start` to `end` (excluded), oldest first."""


class ArchiveRecall:
    """What `recorder` keeps of `account`."""

    def __init__(self, recorder: Recorder, account: Account) -> None:
        self._recorder = recorder
        self._account = account

    async def first_day(self) -> dt.date | None:
        return await self._recorder.recall(lambda archive: archive.first_day(self._account), None)

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        return await self._recorder.recall(lambda archive: archive.days(self._account, first, last), ())

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:
        return await self._recorder.recall(lambda archive: archive.samples(self._account, start, end), ())
