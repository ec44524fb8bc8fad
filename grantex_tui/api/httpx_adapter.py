"""httpx as the client uses it: the key's header, transports, bodies up to a size, and failures in plain words."""

from __future__ import annotations

import asyncio
import socket
import ssl
import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final
from urllib.request import getproxies

import httpx

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.base_url import Address
from grantex_tui.api.errors import GrantexResponseError
from grantex_tui.api.http11 import Http11Transport
from grantex_tui.api.response import whole_number
from grantex_tui.api.sanitize import plain

MAX_RESPONSE_BYTES: Final = 1024 * 1024

Transport = httpx.AsyncBaseTransport | httpx.BaseTransport


class Bearer(httpx.Auth):
    """Puts the key into the Authorization header of the request as it leaves."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._key.reveal()}"
        yield request


def no_cookies() -> CookieJar:
    """A jar that takes none: the service sets none, and one that a proxy sets could make the next request fail."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


class _ThreadedTransport(httpx.AsyncBaseTransport):
    """A synchronous transport in a thread, so that the time-out holds for it too."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        def handle() -> httpx.Response:
            request.read()
            response = self._transport.handle_request(request)
            return httpx.Response(response.status_code, headers=response.headers, content=response.read())

        await request.aread()
        return await asyncio.to_thread(handle)

    async def aclose(self) -> None:
        await asyncio.to_thread(self._transport.close)


def asynchronous(transport: Transport) -> httpx.AsyncBaseTransport:
    """`transport` for an asynchronous client."""
    return transport if isinstance(transport, httpx.AsyncBaseTransport) else _ThreadedTransport(transport)


def network(address: Address) -> httpx.AsyncBaseTransport | None:
    """The way to `address`; None for httpx's own, which finds its way through the environment's proxy.

    What stays on this machine goes through no proxy. Raises OSError for certificates that cannot be read.
    """
    proxies = {} if address.loopback else getproxies()
    return None if any(proxies.get(scheme) for scheme in ("http", "https", "all")) else Http11Transport(address)


async def read_body(response: httpx.Response) -> bytes:
    """The body as sent. Raises GrantexResponseError once it is larger than `MAX_RESPONSE_BYTES`."""
    too_large = GrantexResponseError(f"the answer is larger than {MAX_RESPONSE_BYTES // 1024**2} MiB")
    if (whole_number(response.headers.get("content-length")) or 0) > MAX_RESPONSE_BYTES:
        raise too_large
    body = bytearray()
    async with aclosing(_chunks(response)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > MAX_RESPONSE_BYTES:
                raise too_large
    return bytes(body)


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    if response.is_stream_consumed:  # an answer made of memory, as transports in tests give
        yield response.content
        return
    raw: AsyncIterator[bytes] = response.aiter_raw(64 * 1024)
    async for chunk in raw:
        yield chunk


def without_frames(bug: Exception) -> Exception:
    """`bug` with its way as a note instead of frames: crash reports print their variables, the headers among them."""
    bug.add_note("".join(traceback.format_tb(bug.__traceback__)))
    bug.__cause__ = bug.__context__ = None
    return bug.with_traceback(None)


def network_reason(error: BaseException) -> str:
    """Which step failed, in plain words; the error's own text could hold headers."""
    causes = list(_chain(error))
    for cause in causes:
        match cause:
            case ssl.SSLCertVerificationError():
                return f"the certificate is not trusted ({plain(cause.verify_message or 'unknown reason', 60)})"
            case ssl.SSLError():
                return "no secure connection (TLS failed)"
            case socket.gaierror():
                return "the server's name is not found (DNS)"
            case ConnectionRefusedError():
                return "the connection is refused"
            case ConnectionResetError() | BrokenPipeError():
                return "the connection was reset"
    match error:
        case httpx.ConnectError() | httpx.UnsupportedProtocol():
            return "the server cannot be reached"
        case httpx.ProxyError():
            return "the proxy refuses the connection"
        case httpx.RemoteProtocolError() if "disconnected" in str(error) or "closed" in str(error):
            return "the connection broke off before the answer was whole"
        case httpx.RemoteProtocolError():
            return "the answer is not HTTP"
        case httpx.DecodingError():
            return "the answer cannot be unpacked"
        case _:
            return "the connection broke off"


def _chain(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    if error is None or depth > 8:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _chain(inner, depth + 1)
    yield from _chain(error.__cause__ or error.__context__, depth + 1)
