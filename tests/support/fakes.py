"""A clock and a service for the poller's tests: time passes only as a test lets it, and answers are what it sets."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, cast

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.errors import GrantexError
from grantex_tui.api.models import Counters, HealthReport, Subscription, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit, Response, ResponseMeta

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


class FakeClock:
    """A clock whose waits take no time: they move it on at once, up to `horizon` seconds since its start."""

    def __init__(self, now: dt.datetime = NOON, *, horizon: float = float("inf")) -> None:
        self.horizon = horizon
        self.parked = False
        self._now = now
        self._elapsed = 0.0

    def utc(self) -> dt.datetime:
        return self._now

    def monotonic(self) -> float:
        return self._elapsed

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:
        end = self._elapsed + seconds
        while not woken.is_set() and self._elapsed < end:
            self.advance(max(0.0, min(end, self.horizon) - self._elapsed))
            self.parked = self._elapsed < end
            await asyncio.sleep(0)
        self.parked = False

    def advance(self, seconds: float) -> None:
        """Both clocks move on."""
        self._elapsed += seconds
        self._now += dt.timedelta(seconds=seconds)

    def jump(self, change: dt.timedelta) -> None:
        """The wall clock moves alone: the machine slept, or somebody set its clock."""
        self._now += change


def counters(total: int) -> Counters:
    """`total` requests, all of them verifications."""
    return Counters(0, 0, total, total)


@dataclass
class FakeService:
    """Stands in for the client: `live` and `rows` are what it answers, unless an error is set.

    It is its own `client.usage`. `now` is the service's clock, which follows the monotonic one from `start` on.
    `calls` notes each request with the time it began; requests that overlap fail the test. Each takes `takes`
    seconds, and `meanwhile` runs once while the next one is in flight. `subscriptions` are the times at which the
    plan was asked for.
    """

    clock: FakeClock
    start: dt.datetime = NOON
    live: dict[dt.date, int] = field(default_factory=dict)
    rows: dict[dt.date, int] = field(default_factory=dict)
    period: str | None = None
    rate_limit: RateLimit | None = None
    health: HealthReport | GrantexError = field(default_factory=lambda: HealthReport(database=True, redis=True))
    usage_error: GrantexError | None = None
    history_error: GrantexError | None = None
    takes: float = 0.0
    meanwhile: Callable[[], object] | None = None
    calls: list[tuple[str, float]] = field(default_factory=list)
    subscription: Subscription | GrantexError = field(default_factory=lambda: Subscription("free"))
    subscriptions: list[float] = field(default_factory=list)
    open: bool = False
    _busy: bool = False

    @property
    def now(self) -> dt.datetime:
        return self.start + dt.timedelta(seconds=self.clock.monotonic())

    @property
    def usage(self) -> Self:
        return self

    def opened(self) -> AsyncGrantex:
        """As `open_client` wants it."""
        return cast(AsyncGrantex, self)

    async def __aenter__(self) -> Self:
        self.open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open = False

    async def read_current(self) -> Response[UsageMetrics]:
        await self._travel("usage", self.usage_error)
        today = self.now.date()
        seen = counters(self.live.get(today, 0))
        period = self.period or str(today)
        metrics = UsageMetrics(
            "dev_1", period, seen.token_exchanges, seen.authorizations, seen.verifications, seen.total_requests
        )
        return Response(metrics, self._meta("/v1/usage"))

    async def read_history(self, *, days: int) -> Response[UsageHistory]:
        assert days == 90, "every shorter range is a slice of the longest"
        await self._travel("history", self.history_error)
        entries = [UsageEntry(str(day), 0, 0, total, total) for day, total in sorted(self.rows.items())]
        return Response(UsageHistory(entries, "dev_1"), self._meta("/v1/usage/history"))

    async def read_subscription(self) -> Response[Subscription]:
        assert not self._busy, "the plan asked while another request is in flight"
        self.subscriptions.append(self.clock.monotonic())
        if isinstance(self.subscription, GrantexError):
            raise self.subscription
        return Response(self.subscription, self._meta("/v1/billing/subscription"))

    async def read_health(self) -> Response[HealthReport]:
        failure = self.health if isinstance(self.health, GrantexError) else None
        await self._travel("health", failure)
        return Response(cast(HealthReport, self.health), ResponseMeta("/health", 200))

    def times(self, endpoint: str) -> list[float]:
        """When `endpoint` was asked, in seconds since the start."""
        return [at for name, at in self.calls if name == endpoint]

    async def _travel(self, endpoint: str, error: GrantexError | None) -> None:
        assert self.open, "a request outside of the client's life"
        assert not self._busy, f"{endpoint} asked while another request is in flight"
        self.calls.append((endpoint, self.clock.monotonic()))
        self._busy = True
        try:
            await asyncio.sleep(0)
            self.clock.advance(self.takes)
            meanwhile, self.meanwhile = self.meanwhile, None
            if meanwhile is not None:
                meanwhile()
        finally:
            self._busy = False
        if error is not None:
            raise error

    def _meta(self, endpoint: str) -> ResponseMeta:
        return ResponseMeta(endpoint, 200, self.now, self.rate_limit)
