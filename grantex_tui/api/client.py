"""The Grantex usage API over HTTP: `AsyncGrantex`, and `Grantex` for code without `await`.

One request, one answer: no retries and no waiting (that is `poller`), no merging of readings (`days`). The total
time-out covers the whole request, name lookup to last byte, because httpx's own is per read and a server that drips
a byte at a time outlives it. Redirects are not followed: the key would go along.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import httpx

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.base_url import DEFAULT_BASE_URL, parse_address
from grantex_tui.api.decode import api_error, json_of, parse_health, parse_history, parse_metrics, parse_subscription
from grantex_tui.api.errors import (
    GrantexApiError,
    GrantexError,
    GrantexNetworkError,
    GrantexResponseError,
    GrantexTimeoutError,
)
from grantex_tui.api.httpx_adapter import (
    Bearer,
    Transport,
    http_client,
    network_reason,
    read_body,
    sent,
    without_frames,
)
from grantex_tui.api.models import MAX_DAYS, HealthReport, Subscription, UsageHistory, UsageMetrics
from grantex_tui.api.proxy import proxy_for
from grantex_tui.api.response import Response, ResponseMeta, meta_of
from grantex_tui.api.sanitize import plain

if TYPE_CHECKING:
    from grantex_tui.api.connection_pool import ConnectionPool

T = TypeVar("T")

DEFAULT_TIMEOUT: Final = 10.0
HEALTH_TIMEOUT: Final = 3.0

MAX_HOST: Final = 40
"""Characters of the host's name in an error, so that the words around it stay in view."""


class AsyncUsage:
    """`client.usage`: the two readings, plain as documented, or with the answer's metadata (`read_…`)."""

    def __init__(self, client: AsyncGrantex) -> None:
        self._client = client

    async def current(self) -> UsageMetrics:
        """The current period's counters, live. Raises GrantexError."""
        return (await self.read_current()).value

    async def history(self, *, days: int = 30) -> UsageHistory:
        """The rows of the `days` UTC days (1 to 90) that end with the service's day, oldest to newest.

        The service's day is its `Date` header's, without one this machine's. The service itself serves one row
        more; days without use have no row. Raises ValueError before any request, and GrantexError.
        """
        answer = await self.read_history(days=days)
        today = (answer.meta.server_time or dt.datetime.now(dt.UTC)).date()
        return answer.value.window(today, days)

    async def read_current(self) -> Response[UsageMetrics]:
        """`current()` with the answer's metadata."""
        return await self._client.get("/v1/usage", parse_metrics)

    async def read_history(self, *, days: int) -> Response[UsageHistory]:
        """All the rows served for `days` (1 to 90), with the answer's metadata; no day is left out."""
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MAX_DAYS:
            raise ValueError(f"days must be a whole number from 1 to {MAX_DAYS}")
        return await self._client.get("/v1/usage/history", parse_history, days=str(days))


class AsyncGrantex:
    """The asynchronous client; one for the life of a program, as each reads the certificates, which takes 50 ms."""

    def __init__(
        self,
        *,
        api_key: str | ApiKey,
        base_url: str = DEFAULT_BASE_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: Transport | None = None,
        pool: ConnectionPool | None = None,
    ) -> None:
        """`timeout`: seconds for a whole request. `transport`: any httpx transport, instead of the network.

        `pool`: the connections that it has in common with other clients, instead of its own.
        Raises ValueError for a key or an address that cannot be used, and for such a proxy or such certificates in
        the environment.
        """
        api_key = _wrapped(api_key)  # the plain text must not stay behind as a local of this frame
        if not timeout > 0:
            raise ValueError("timeout must be a positive number of seconds")
        address = parse_address(base_url)
        self._timeout = timeout
        self._key = api_key
        self._bearer = Bearer(api_key)
        proxy = proxy_for(address) if transport is None else None
        self._host = plain(address.host, MAX_HOST)
        self._peer = self._host if proxy is None else "the proxy"
        if transport is None and pool is not None:
            transport, proxy = pool.transport(address, proxy), None
        self._http = http_client(address, timeout=timeout, proxy=proxy, transport=transport)
        self.usage = AsyncUsage(self)

    async def get(self, endpoint: str, parse: Callable[[object], T], **params: str) -> Response[T]:
        """GET `endpoint`, its body parsed. Raises GrantexError and nothing else for whatever the network does."""
        request = self._http.build_request("GET", endpoint, params=params)
        return await self._within(
            self._timeout, self._exchange(request, endpoint, parse, {HTTPStatus.OK}, self._bearer)
        )

    async def read_subscription(self) -> Response[Subscription]:
        """`GET /v1/billing/subscription`: the plan. Raises GrantexError."""
        return await self.get("/v1/billing/subscription", parse_subscription)

    async def read_health(self) -> Response[HealthReport]:
        """`GET /health`: free of the plan's budget and sent without the key. Raises GrantexError."""
        request = self._http.build_request("GET", "/health")
        statuses = {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
        exchange = self._exchange(request, "/health", parse_health, statuses, None)
        return await self._within(min(HEALTH_TIMEOUT, self._timeout), exchange)

    async def _within(self, seconds: float, exchange: Coroutine[Any, Any, Response[T]]) -> Response[T]:
        failure: Exception
        try:
            async with asyncio.timeout(seconds):
                return await exchange
        except GrantexError:
            raise
        except (TimeoutError, httpx.TimeoutException):
            failure = GrantexTimeoutError(f"no whole answer within {seconds:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            failure = GrantexNetworkError(network_reason(error, self._host, self._peer))
        except Exception as error:  # noqa: BLE001 (raised again)
            failure = without_frames(error)
        # Raised out here, so that no cause or context with request headers hangs on it.
        raise failure

    async def _exchange(
        self,
        request: httpx.Request,
        endpoint: str,
        parse: Callable[[object], T],
        valid: set[HTTPStatus],
        auth: httpx.Auth | None,
    ) -> Response[T]:
        async with sent(self._http, request, auth) as response:
            meta = meta_of(endpoint, response.status_code, response.headers)
            if response.status_code not in valid:
                raise await _refusal(response, meta, self._key)
            try:
                body = await read_body(response)
                if self._key.reveal().encode() in body:
                    raise GrantexResponseError("the answer repeats the API key")
                return Response(parse(json_of(response.headers, body)), meta)
            except GrantexResponseError as error:
                error.meta = meta
                raise

    async def aclose(self) -> None:
        """End the requests that still run. The client cannot be used afterwards."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class Usage:
    """`client.usage` without `await`."""

    def __init__(self, client: Grantex, usage: AsyncUsage) -> None:
        self._client = client
        self._usage = usage

    def current(self) -> UsageMetrics:
        """The current period's counters, live. Raises GrantexError."""
        return self._client.run(self._usage.current())

    def history(self, *, days: int = 30) -> UsageHistory:
        """See `AsyncUsage.history`."""
        return self._client.run(self._usage.history(days=days))


class Grantex:
    """The client for code without `await`: an `AsyncGrantex` on an event loop of its own, so both behave alike.

    Works inside a running loop too (a notebook). Calls from several threads take turns. A forked process needs a client
    of its own.
    """

    def __init__(
        self,
        *,
        api_key: str | ApiKey,
        base_url: str = DEFAULT_BASE_URL,
        timeout: float = DEFAULT_TIMEOUT,
        transport: Transport | None = None,
    ) -> None:
        """See `AsyncGrantex`."""
        api_key = _wrapped(api_key)
        self._client = AsyncGrantex(api_key=api_key, base_url=base_url, timeout=timeout, transport=transport)
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._closed = False
        self.usage = Usage(self, self._client.usage)

    def run(self, call: Coroutine[Any, Any, T]) -> T:
        """Run `call` to its end on the client's loop. Raises RuntimeError after `close`, and in a forked process."""
        if os.getpid() != self._process:  # asked before the lock, which another thread may have held at the fork
            call.close()
            raise RuntimeError("the client was made before the fork: make one in each process")
        with self._lock:
            if self._closed:
                call.close()
                raise RuntimeError("the client is closed")
            return _off_loop(lambda: self._runner.run(call))

    def close(self) -> None:
        """Close the loop, without waiting for a name lookup that hangs. The client cannot be used afterwards."""
        with self._lock:
            if not self._closed:
                self._closed = True
                _off_loop(lambda: self._runner.run(self._client.aclose()))
                self._runner.get_loop().close()  # the runner's own close waits for the lookup's thread

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _off_loop(function: Callable[[], T]) -> T:
    """`function()` where no event loop runs: right here, or inside a running loop in a thread."""
    if not _in_running_loop():
        return function()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function).result()


def _in_running_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _wrapped(api_key: str | ApiKey) -> ApiKey:
    return api_key if isinstance(api_key, ApiKey) else ApiKey(api_key)


async def _refusal(response: httpx.Response, meta: ResponseMeta, key: ApiKey) -> GrantexApiError:
    """The error to raise for a status. A body too large to read stays unread: the status says enough."""
    try:
        body = await read_body(response)
    except GrantexResponseError:
        body = b""
    return api_error(response.headers, body, meta, key)
