"""One reading of the service, and what it is when it fails; the loop that reads for ever is the `poller`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from grantex_tui.api.errors import GrantexApiError, GrantexError
from grantex_tui.api.models import HealthReport, UsageHistory, UsageMetrics
from grantex_tui.api.response import Response
from grantex_tui.polling.clock import Clock
from grantex_tui.polling.failures import cause_of, reason_of
from grantex_tui.polling.feed import Failure, Reading
from grantex_tui.polling.state import State

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex

T = TypeVar("T")


async def read_once(client: AsyncGrantex, clock: Clock, days: int) -> State:
    """Both readings, one after the other, history for `days`; without the first the second is not tried."""
    usage = await read_usage(client, clock)
    state = State().with_usage(usage)
    if isinstance(usage, Failure):
        return state

    async def read() -> Response[UsageHistory]:
        return await client.usage.read_history(days=days)

    return state.with_history(await _read(read, clock, usage.served))


async def read_usage(client: AsyncGrantex, clock: Clock) -> Reading[UsageMetrics] | Failure:
    """The current usage."""
    return await _read(client.usage.read_current, clock)


async def read_plan(client: AsyncGrantex, clock: Clock, state: State) -> State:
    """`state` with the plan as billing names it; left open where billing does not answer."""
    return state.with_subscription(await _read(client.read_subscription, clock))


async def read_health(client: AsyncGrantex) -> HealthReport | None:
    """What the service says of its own parts; None where it does not answer that either."""
    try:
        return (await client.read_health()).value
    except GrantexError:
        return None


async def _read(
    read: Callable[[], Awaitable[Response[T]]], clock: Clock, expected: dt.datetime | None = None
) -> Reading[T] | Failure:
    began = clock.monotonic()
    try:
        answer = await read()
    except GrantexError as error:
        return failed(error, clock.utc(), clock.monotonic() - began)
    return Reading(answer.value, answer.meta, clock.utc(), clock.monotonic() - began, expected)


def failed(error: GrantexError, at: dt.datetime, took: float, times: int = 1) -> Failure:
    """The failure that `error` stands for: `at` in UTC, `took` in seconds, the last of `times` in a row."""
    retry_after = error.retry_after if isinstance(error, GrantexApiError) else None
    return Failure(cause_of(error), reason_of(error), at, took, times, retry_after, error.meta)
