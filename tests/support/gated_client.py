"""A client whose answers a test sets, for the poller and the app: no sockets, and time is the fake clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, cast

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.errors import GrantexError
from grantex_tui.api.models import Counters, HealthReport, Subscription, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit, Response, ResponseMeta
from tests.support.clock import NOON, FakeClock


def counters(total: int) -> Counters:
    """`total` requests, all of them verifications."""
    return Counters(0, 0, total, total)


@dataclass
class GatedClient:
    """Stands in for the client: `live` and `rows` are what it answers, unless an error is set.

    It is its own `client.usage`. `now` is the service's clock, which follows the monotonic one from `start` on.
    `calls` notes each request with the time it began; more than two at once, or two of one kind, fail the test. Each
    takes `takes` seconds, or those of `takes_by`; `meanwhile` runs once while the next one is in flight.
    `subscriptions` are the times at which the plan was asked for. `health`: None is as ill as the readings are.
    """

    clock: FakeClock
    start: dt.datetime = NOON
    live: dict[dt.date, int] = field(default_factory=dict)
    rows: dict[dt.date, int] = field(default_factory=dict)
    period: str | None = None
    rate_limit: RateLimit | None = None
    health: HealthReport | GrantexError | None = None
    usage_error: GrantexError | None = None
    history_error: GrantexError | None = None
    takes: float = 0.0
    takes_by: dict[str, float] = field(default_factory=dict)
    meanwhile: Callable[[], object] | None = None
    calls: list[tuple[str, float]] = field(default_factory=list)
    subscription: Subscription | GrantexError = field(default_factory=lambda: Subscription("free"))
    subscriptions: list[float] = field(default_factory=list)
    open: bool = False
    in_flight: list[str] = field(default_factory=list)

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
        assert set(self.in_flight) <= {"usage"}, "the plan asked beside the history"
        self.subscriptions.append(self.clock.monotonic())
        if isinstance(self.subscription, GrantexError):
            raise self.subscription
        return Response(self.subscription, self._meta("/v1/billing/subscription"))

    async def read_health(self) -> Response[HealthReport]:
        health = self.health or self.usage_error or self.history_error or HealthReport(database=True, redis=True)
        await self._travel("health", health if isinstance(health, GrantexError) else None)
        return Response(cast(HealthReport, health), ResponseMeta("/health", 200))

    def times(self, endpoint: str) -> list[float]:
        """When `endpoint` was asked, in seconds since the start."""
        return [at for name, at in self.calls if name == endpoint]

    async def _travel(self, endpoint: str, error: GrantexError | None) -> None:
        assert self.open, "a request outside of the client's life"
        assert endpoint not in self.in_flight, f"{endpoint} asked twice at once"
        assert len(self.in_flight) < 2, f"{endpoint} asked beside {self.in_flight}"
        self.calls.append((endpoint, self.clock.monotonic()))
        self.in_flight.append(endpoint)
        try:
            await self.clock.sleep(self.takes_by.get(endpoint, self.takes))
            meanwhile, self.meanwhile = self.meanwhile, None
            if meanwhile is not None:
                meanwhile()
        finally:
            self.in_flight.remove(endpoint)
        if error is not None:
            raise error

    def _meta(self, endpoint: str) -> ResponseMeta:
        return ResponseMeta(endpoint, 200, self.now, self.rate_limit)
