"""A month of polling in a few minutes, to see whether memory stays flat: a command.

    python -m tests.tools.soak [--days 30] [--interval 30] [--trace]

The real poller and client read the sample service by an injected clock, with failures every hour and a refresh now
and then; view and layout are computed for every state and drawn now and then. Memory is measured after a warm-up of
two days, when the log and every cache are full, in the middle and at the end. Flat is: Python holds at most `GROWTH`
blocks of memory more at the end than at the start, far less than one for every ten readings, and the process is at
most 5 % larger. Else the exit status is 1. `--trace` says which lines the growth comes from, and takes five times as
long.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.sample_service import SampleService
from grantex_tui.config.settings import Service
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.view.selection import RANGES, Selection
from grantex_tui.view.selection import Display as Shown
from tests.support.clock import FakeClock
from tests.support.picture import SIZES, info, picture

DAY: Final = 86_400.0
WARM_UP_DAYS: Final = 2
GROWTH: Final = 5_000
RESIDENT_RATIO: Final = 1.05
PLOT_EVERY: Final = 200
REFRESH_EVERY: Final = 500
SERVICE: Final = Service("api.example.test", KeyMode.LIVE)


class Faulty(httpx.AsyncBaseTransport):
    """The sample service, which fails for five minutes of every hour, each hour in another way."""

    def __init__(self, clock: FakeClock) -> None:
        self.requests = 0
        self._clock = clock
        self._sample = SampleService(clock.utc)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        hour, second = divmod(self._clock.monotonic(), 3600.0)
        good = await self._sample.handle_async_request(request)
        if second < 3300.0:
            return good
        match int(hour) % 8:
            case 0:
                raise httpx.ConnectError("connection refused")
            case 1:
                self._clock.advance(10.0)
                raise httpx.ReadTimeout("no answer")
            case 2:
                return httpx.Response(429, headers={"retry-after": "57"}, json={"code": "RATE_LIMIT_EXCEEDED"})
            case 3 if request.url.path.endswith("history"):
                return httpx.Response(500, json={"message": f"failure {self.requests}"})
            case 4 if request.url.path.endswith("usage"):
                return httpx.Response(503, text="no counters")
            case 5:
                return httpx.Response(200, headers=good.headers, text=f'{{"number": {self.requests}')
            case 6:
                return httpx.Response(200, headers={"content-type": "text/html"}, text="<html>" * self.requests)
            case 7:
                return httpx.Response(200, headers=good.headers, json={"entries": None, "period": self.requests})
            case _:
                return good


@dataclass(frozen=True)
class Memory:
    """Blocks that Python has allocated, and bytes of the process in memory."""

    blocks: int
    resident: int

    @classmethod
    def now(cls) -> Memory:
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return cls(sys.getallocatedblocks(), pages * resource.getpagesize())

    def __str__(self) -> str:
        return f"{self.blocks:,} blocks allocated, {self.resident / 2**20:.1f} MiB resident"


@dataclass
class Run:
    """A soak; afterwards how many requests it made and states it showed, and where memory grew, if that was traced."""

    days: int
    interval: int
    requests: int = 0
    shown: int = 0
    growth: list[tracemalloc.StatisticDiff] = field(default_factory=list)

    async def memories(self) -> list[tuple[str, Memory]]:
        """Poll for the days; the memory after the warm-up, in the middle and at the end."""
        clock = FakeClock(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
        service = Faulty(clock)
        chance = random.Random(26)
        poller = Poller(
            lambda: AsyncGrantex(api_key="gx_test_soak", base_url="http://127.0.0.1", transport=service),
            clock=clock,
            jitter=chance.random,
            interval=self.interval,
            explicit=False,
        )
        warm = min(WARM_UP_DAYS, self.days / 3)
        marks = [("start", warm), ("middle", (self.days + warm) / 2), ("end", float(self.days))]
        found: list[tuple[str, Memory]] = []
        traces: list[tracemalloc.Snapshot] = []
        last: State | None = None
        async with aclosing(poller.states()) as states:
            async for state in states:
                if state != last:
                    self._show(state, clock)
                last = state
                if chance.random() < 1 / REFRESH_EVERY:
                    poller.refresh()
                if clock.monotonic() >= marks[0][1] * DAY:
                    found.append((marks.pop(0)[0], Memory.now()))
                    traces += [tracemalloc.take_snapshot()] if tracemalloc.is_tracing() else []
                if not marks:
                    self.requests = service.requests
                    self.growth = traces[-1].compare_to(traces[0], "lineno")[:10] if traces else []
                    return found
        raise AssertionError("the poller ended")

    def _show(self, state: State, clock: FakeClock) -> None:
        self.shown += 1
        size = SIZES[self.shown % len(SIZES)]
        display = Shown.CHART if self.shown % 5 else list(Shown)[self.shown // 5 % len(Shown)]
        selection = Selection(RANGES[self.shown // len(SIZES) % len(RANGES)], display=display)
        picture(state, selection, SERVICE, size, plotted=self.shown % PLOT_EVERY == 0)
        if self.shown % PLOT_EVERY == 0:
            info(state, clock.utc())


def soak(days: int, interval: int, say: Callable[[str], object]) -> bool:
    """Run and report; whether memory was flat."""
    began = time.perf_counter()
    run = Run(days, interval)
    memories = asyncio.run(run.memories())
    for name, memory in memories:
        say(f"{name:<7}{memory}\n")
    start, end = memories[0][1], memories[-1][1]
    flat = end.blocks <= start.blocks + GROWTH and end.resident <= start.resident * RESIDENT_RATIO
    say(
        f"{days} days, {run.requests:,} requests, {run.shown:,} states shown, {time.perf_counter() - began:.0f} s; "
        f"end/start {end.blocks / start.blocks:.3f} blocks, {end.resident / start.resident:.3f} resident: "
        f"{'flat' if flat else 'NOT FLAT'}\n"
    )
    for line in run.growth:
        say(f"{line}\n")
    return flat


def main() -> int:
    """The command."""
    description = "A month of polling; is memory flat?"
    options = argparse.ArgumentParser(prog="python -m tests.tools.soak", description=description)
    options.add_argument("--days", type=int, default=30, metavar="N", help="simulated days (30)")
    options.add_argument("--interval", type=int, default=30, metavar="SECONDS", help="from poll to poll (30)")
    options.add_argument("--trace", action="store_true", help="say where growth comes from")
    given = options.parse_args()
    if given.trace:
        tracemalloc.start()
    return 0 if soak(given.days, given.interval, sys.stdout.write) else 1


if __name__ == "__main__":
    sys.exit(main())
