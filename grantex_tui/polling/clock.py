"""Time as the poller needs it, so that tests bring their own. Waiting never follows the wall clock, which can jump."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """The machine's wall clock, its monotonic clock, and waiting."""

    def utc(self) -> dt.datetime:
        """The wall clock, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never backwards."""

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        """Until `seconds` passed or `woken` is set."""


class SystemClock:
    """The machine's clocks."""

    def utc(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            return
