"""Time as the poller needs it, so that tests bring their own. Waiting never follows the wall clock, which can jump."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Final, Protocol

from msgspec import Struct

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


class Jump(Struct, frozen=True):
    """The machine slept, or its clock was set: by so many seconds, back where `set_by` is negative."""

    set_by: float
    slept: float
    words: str


class JumpWatch:
    """Compares the wall clock, and the clock that counts sleep, with the monotonic one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._leads = self._look()

    def since_last_look(self, least: float) -> Jump | None:
        """A jump of more than `least` seconds."""
        (wall, boot), self._leads = self._leads, self._look()
        set_by, slept = self._leads[0] - wall, self._leads[1] - boot
        if slept > least:
            return Jump(set_by, slept, "the machine slept")
        if abs(set_by) > least:
            return Jump(set_by, slept, f"this machine's clock was set {'forward' if set_by > 0 else 'back'}")
        return None

    def _look(self) -> tuple[float, float]:
        monotonic = self._clock.monotonic()
        return self._clock.utc().timestamp() - monotonic, self._clock.since_boot() - monotonic
