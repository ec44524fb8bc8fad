"""The one clock of the tests: time passes only as a test lets it, and waiting takes none."""

from __future__ import annotations

import asyncio
import datetime as dt

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


class FakeClock:
    """A clock whose waits take no time: once nobody can go on, it moves to the next one's end, or to `horizon`.

    `horizon`: seconds since its start. `parked`: set once nobody can go on before that.
    """

    def __init__(self, now: dt.datetime = NOON, *, horizon: float = float("inf")) -> None:
        self.horizon = horizon
        self.parked = asyncio.Event()
        self._now = now
        self._elapsed = 0.0
        self._slept = 0.0
        self._waiting: list[tuple[float, asyncio.Event]] = []

    def utc(self) -> dt.datetime:
        return self._now

    def monotonic(self) -> float:
        return self._elapsed

    def since_boot(self) -> float:
        return self._elapsed + self._slept

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        end = self._elapsed + seconds
        self._waiting.append((end, woken))
        try:
            while not woken.is_set() and self._elapsed < end:
                await asyncio.sleep(0)
                if self._nobody_else_goes_on():
                    ends = [moment for moment, _ in self._waiting]
                    self.advance(max(0.0, min(*ends, self.horizon) - self._elapsed))
                    if self._elapsed >= self.horizon and self._elapsed < min(ends):
                        self.parked.set()
        finally:
            self._waiting.remove((end, woken))

    def _nobody_else_goes_on(self) -> bool:
        """Whether all that the loop has to run are these waits, none of which has ended."""
        ready = len(asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]  # no public name tells it
        return ready < len(self._waiting) and not any(
            woken.is_set() or self._elapsed >= end for end, woken in self._waiting
        )

    async def sleep(self, seconds: float) -> None:
        """A wait that nothing ends before its time."""
        await self.wait(asyncio.Event(), seconds)

    def advance(self, seconds: float) -> None:
        """Both clocks move on."""
        self._elapsed += seconds
        self._now += dt.timedelta(seconds=seconds)

    def jump(self, change: dt.timedelta) -> None:
        """The wall clock moves alone: somebody set it."""
        self._now += change

    def machine_sleeps(self, time: dt.timedelta) -> None:
        """All clocks but the monotonic one move."""
        self._now += time
        self._slept += time.total_seconds()
