"""Time as the poller needs it, so that tests bring their own. Waiting never follows the wall clock, which can jump."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Final, Protocol

# Linux and macOS keep a clock that goes on while the machine sleeps; elsewhere the monotonic one has to serve.
_BOOT_CLOCK: Final[int | None] = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)


class Clock(Protocol):
    """The machine's wall clock, its monotonic clock, and waiting."""

    def utc(self) -> dt.datetime:
        """The wall clock, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary start, never backwards."""

    def since_boot(self) -> float:
        """As `monotonic`, but with the time that the machine slept, where the system counts that."""

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        """Until `seconds` passed or `woken` is set."""


class SystemClock:
    """The machine's clocks."""

    def utc(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def since_boot(self) -> float:
        return time.monotonic() if _BOOT_CLOCK is None else time.clock_gettime(_BOOT_CLOCK)

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await woken.wait()
        except TimeoutError:
            return
