"""What the archive tells of the weekdays, asked once a UTC day behind everything else. Knows no widget.

No poll waits for it; whoever shows a projection asks again after the message `WeekdaysRead`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial

from textual.message import Message

from grantex_tui.archive.recall import Recall
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.state import State
from grantex_tui.usage.utc import ONE_DAY
from grantex_tui.usage.weekdays import Weekdays, learn


class WeekdaysRead(Message):
    """They are there."""


class WeekdayReader:
    """Recalls from `memory`, where there is one. `start` runs what it is given; `read` is called when it is there."""

    def __init__(
        self,
        memory: Memory | None,
        start: Callable[[Callable[[], Awaitable[None]]], object],
        read: Callable[[], object],
    ) -> None:
        self._memory = memory
        self._start = start
        self._read = read
        self._asked: tuple[str, dt.date] | None = None
        self._known: Weekdays | None = None

    def weekdays(self, state: State) -> Weekdays | None:
        """Those of the state's account up to yesterday; None until they are read."""
        today = state.ledger.today
        recall = None if self._memory is None else self._memory.recall(state)
        if recall is None or today is None:
            return None
        wanted = (state.developer, today)
        if wanted != self._asked:
            self._asked, self._known = wanted, None
            self._start(partial(self._recall, recall, today))
        return self._known

    async def _recall(self, recall: Recall, today: dt.date) -> None:
        first = await recall.first_day()
        records = await recall.days(first, today - ONE_DAY) if first is not None else ()
        self._known = await asyncio.to_thread(learn, [record.day for record in records])
        self._read()
