"""httpx as the client uses it: its set-up, the key's header, bodies up to a size, and failures in plain words."""

from __future__ import annotations

import asyncio
import socket
import ssl
import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final

import httpx

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.base_url import Address
from grantex_tui.api.errors import GrantexResponseError
from grantex_tui.api.response import whole_number
from grantex_tui.api.sanitize import plain

MAX_RESPONSE_BYTES: Final = 1024 * 1024

HEADERS: Final = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "close",  # on one used again, httpcore takes what lay unread behind an answer for the next one
    "User-Agent": "grantex-tui",
}

LIMITS: Final = httpx.Limits(max_connections=None)
"""httpcore keeps counting what failed behind a proxy."""

Transport = httpx.AsyncBaseTransport | httpx.BaseTransport


class Bearer(httpx.Auth):
    """Puts the key into the Authorization header of the request as it leaves."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._key.reveal()}"
        yield request


def http_client(
    address: Address, *, timeout: float, proxy: httpx.Proxy | None, transport: Transport | None
) -> httpx.AsyncClient:
    """An HTTP client for `address`, over `transport` or the network. It retries nothing and follows no redirect.

    Raises ValueError for certificates that the environment names and that cannot be read.
    """
    return httpx.AsyncClient(
        base_url=address.url,
        headers=HEADERS,
        cookies=_no_cookies(),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        proxy=proxy,
        verify=trusted(encrypted=transport is None and address.encrypted),
        limits=LIMITS,
        transport=transport if transport is None else _asynchronous(transport),
    )


def trusted(*, encrypted: bool) -> ssl.SSLContext:
    """Whom to trust. Without TLS nobody needs to be, and reading certificates takes 50 ms.

    Raises ValueError for certificates that the environment names and that cannot be read.
    """
    try:
        return httpx.create_ssl_context() if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except OSError:
        raise ValueError("the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read") from None


def _no_cookies() -> CookieJar:
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


def _asynchronous(transport: Transport) -> httpx.AsyncBaseTransport:
    return transport if isinstance(transport, httpx.AsyncBaseTransport) else _ThreadedTransport(transport)


@asynccontextmanager
async def sent(
    http: httpx.AsyncClient, request: httpx.Request, auth: httpx.Auth | None
) -> AsyncIterator[httpx.Response]:
    """The response to `request`, its body unread. No connection is left after the block, however it ends.

    httpcore itself leaves one open whose TLS handshake is cancelled.
    """
    async with AsyncExitStack() as at_end:

        async def note(event: str, info: Mapping[str, Any]) -> None:
            if event == "connection.connect_tcp.complete":
                at_end.push_async_callback(info["return_value"].aclose)

        request.extensions["trace"] = note
        response = await http.send(request, stream=True, auth=auth)
        at_end.push_async_callback(response.aclose)
        yield response


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


def network_reason(error: BaseException, host: str, peer: str) -> str:
    """Which step failed, in plain words; the error's own text could hold headers.

    `host`: of the service. `peer`: who the connection goes to, the host or the proxy before it.
    """
    causes = list(_chain(error))
    for cause in causes:
        match cause:
            case ssl.SSLCertVerificationError():
                why = plain(cause.verify_message or "unknown reason", 60)
                return f"untrusted certificate of {host} ({why})"
            case ssl.SSLError():
                return f"no secure connection to {host} (TLS failed)"
            case socket.gaierror():
                return f"the name of {peer} is not found (DNS)"
            case ConnectionRefusedError():
                return f"{peer} refuses the connection"
            case ConnectionResetError() | BrokenPipeError():
                return f"{peer} reset the connection"
    match error:
        case httpx.ConnectError() | httpx.UnsupportedProtocol():
            return f"{peer} cannot be reached"
        case httpx.ProxyError():
            return f"the proxy refuses to connect to {host}"
        case httpx.RemoteProtocolError() if "disconnected" in str(error) or "closed" in str(error):
            return f"{peer} broke off before the answer was whole"
        case httpx.RemoteProtocolError():
            return f"the answer of {peer} is not HTTP"
        case httpx.DecodingError():
            return f"the answer of {host} cannot be unpacked"
        case _:
            return f"the connection to {peer} broke off"


def _chain(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    if error is None or depth > 8:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _chain(inner, depth + 1)
    yield from _chain(error.__cause__ or error.__context__, depth + 1)
