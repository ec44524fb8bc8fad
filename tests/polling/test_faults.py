"""Whatever the service does on a real socket: old figures stay with their time and a reason, one good answer mends all.

Each fault is played for the current usage alone, for the history alone and for both, against the real client, poller
and view.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.config.settings import Service
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Live, Stale, failure_of, reading_of
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.view.dashboard import Dashboard, dashboard_content
from grantex_tui.view.selection import Selection
from tests.support.service import (
    LoopbackService,
    Play,
    answer,
    drip,
    hang,
    odd_answers,
    recorded,
    replay,
    reset,
    serve,
    truncated,
    wire,
)

USAGE = "/v1/usage"
HISTORY = "/v1/usage/history"
GOOD = {USAGE: recorded("usage-200"), HISTORY: recorded("history-90-200"), "/health": recorded("health-200")}
TIME_OUT = 0.25
SLOW = ("hang", "one byte every 400 ms")
"""Faults that only a time-out ends; with the others a client has time, for a busy machine is no fault of theirs."""

PATIENCE = 5.0
HURRY = 100
STATUSES = {
    "204": answer(204),
    "301 to another host": answer(301, headers={"location": "https://elsewhere.example/v1/usage"}),
    **{str(status): answer(status, "{}") for status in (400, 402, 403, 404, 500, 502, 503, 504)},
    "401": recorded("unknown-key-401"),
    "429 with seconds": recorded("plan-limit-429"),
    "429 by address": recorded("ip-limit-429"),
    "429 without retry-after": answer(429, "{}"),
    "429 with a date": answer(429, "{}", {"retry-after": "Sun, 22 Nov 2026 08:12:27 GMT"}),
    "429 with nonsense": answer(429, "{}", {"retry-after": "soon"}),
    "429 with an hour": answer(429, "{}", {"retry-after": "3600"}),
    "database down": recorded("postgres-down-500"),
    "counter store down": recorded("redis-down-503"),
}
FAULTS: dict[str, Play] = {
    "reset": reset(),
    "hang": hang(),
    "one byte every 400 ms": drip(wire("usage-200"), 0.4),
    "truncated": truncated(wire("usage-200")),
    "null counters": recorded("usage-null-counts-200"),
    **odd_answers(),
    **STATUSES,
}
PARTS = {"usage": {USAGE}, "history": {HISTORY}, "both": {USAGE, HISTORY}}


class Watched:
    """A poller on a real connection, and the states it gives."""

    def __init__(self, poller: Poller, states: asyncio.Queue[State]) -> None:
        self.poller = poller
        self._states = states

    async def until(self, holds: Callable[[State], bool]) -> State:
        """The first state for which it holds."""
        async with asyncio.timeout(10):
            while True:
                state = await self._states.get()
                if holds(state):
                    return state

    async def refreshed(self) -> State:
        """The state after a refresh, asked for as the key does."""
        asked = self.poller.refresh()
        return await self.until(lambda state: asked.refreshing and not state.refreshing)


@asynccontextmanager
async def watched(url: str, patience: float = TIME_OUT) -> AsyncIterator[Watched]:
    poller = Poller(
        lambda: AsyncGrantex(api_key="gx_live_faults", base_url=url, timeout=patience),
        clock=HurriedClock(),
        jitter=lambda: 0.5,
        interval=3600,
        explicit=True,
    )
    states: asyncio.Queue[State] = asyncio.Queue()

    async def watch() -> None:
        async for state in poller.states():
            states.put_nowait(state)

    task = asyncio.create_task(watch())
    try:
        yield Watched(poller, states)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class HurriedClock(SystemClock):
    """The machine's clock, with waits a hundred times as fast: a refresh's turn comes after 10 ms."""

    def monotonic(self) -> float:
        return super().monotonic() * HURRY

    def since_boot(self) -> float:
        return self.monotonic()

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        await super().wait(woken, seconds / HURRY)


def screen(state: State) -> Dashboard:
    return dashboard_content(state, Selection(), Service("api.grantex.dev", KeyMode.LIVE), dt.UTC)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_old_figures_stay_with_a_reason_and_one_good_answer_mends_all(fault: str, part: str) -> None:
    patience = TIME_OUT if fault in SLOW else PATIENCE
    async with serve(replay(GOOD)) as service, watched(service.url, patience) as watching:
        before = screen(await watching.until(lambda state: isinstance(state.history, Live)))
        service.handler = replay({**GOOD, **dict.fromkeys(PARTS[part], FAULTS[fault])})

        state = await watching.refreshed()

        after = screen(state)
        failed = {USAGE: failure_of(state.usage), HISTORY: failure_of(state.history)}
        stopped = fault in ("401", "403") and part != "history"
        assert {path for path, failure in failed.items() if failure} == PARTS[part] - ({HISTORY} if stopped else set())
        assert after.today.counters == before.today.counters
        assert after.range.range.window == before.range.range.window
        assert all(0 < len(failure.reason) < 70 for failure in failed.values() if failure)
        assert any("stale" in notice.words or "refuses" in notice.words for notice in after.notices)

        service.handler = replay(GOOD)
        mended = await watching.refreshed()

        assert isinstance(mended.usage, Live)
        assert isinstance(mended.history, Live)
        assert screen(mended).range == before.range
        assert not any("stale" in notice.words for notice in screen(mended).notices)


async def test_flapping_for_ever_keeps_figures_and_words_in_step() -> None:
    flapping: list[str | Play] = [recorded("usage-200"), recorded("redis-down-503")] * 10
    async with serve(replay({**GOOD, USAGE: flapping})) as service, watched(service.url, PATIENCE) as watching:
        await watching.until(lambda state: isinstance(state.history, Live))

        for turn in range(1, 20):
            state = await watching.refreshed()

            assert isinstance(state.usage, Stale if turn % 2 else Live)
            assert screen(state).today.stale == bool(turn % 2)
            reading = reading_of(state.usage)
            assert reading is not None
            assert reading.value.total_requests == 9064


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1", "127.0.0.1 refuses the connection"),
        ("http://name.invalid", "the name of name.invalid is not found (DNS)"),
    ],
)
async def test_a_server_that_is_not_there_is_said_in_words(url: str, reason: str) -> None:
    async with watched(url) as watching:
        state = await watching.until(lambda state: failure_of(state.history) is not None)

        usage = failure_of(state.usage)
        assert usage is not None
        assert usage.cause in (Cause.OTHER, Cause.TIME_OUT)
        assert usage.reason == reason or usage.cause is Cause.TIME_OUT
        assert screen(state).today.counters is None
        assert screen(state).range.range.message


async def test_a_server_without_tls_is_said_in_words() -> None:
    async with serve(replay(GOOD)) as service, watched(service.url.replace("http:", "https:")) as watching:
        state = await watching.until(lambda state: failure_of(state.usage) is not None)

        assert screen(state).today.message == "No figures yet: no secure connection to 127.0.0.1 (TLS failed)."


async def test_a_time_out_says_what_the_health_page_says() -> None:
    ill = answer(503, '{"status":"degraded","database":"error","redis":"ok"}')
    async with serve(replay({**GOOD, USAGE: hang(), "/health": ill})) as service, watched(service.url) as watching:
        state = await watching.until(lambda state: failure_of(state.usage) is not None)

        assert screen(state).today.message == "No figures yet: no whole answer within 0.25 s; its database is down."
        assert _health_requests(service) == [None]


def _health_requests(service: LoopbackService) -> list[str | None]:
    """The Authorization headers that the health page was asked with."""
    return [request.headers.get("authorization") for request in service.requests if request.path == "/health"]
