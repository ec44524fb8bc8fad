"""HTTP/1.1 over asyncio's streams: how requests reach a service that no proxy stands before. The protocol is h11's.

httpx's own transport (httpcore and anyio) does the same and much more, and takes 19 of the 46 ms and 2.6 of the 6.9 MB
that a first request costs (`python -m tests.tools.benchmark --only libraries`). It stays the one for proxies: see
`transport.network`. Errors are httpx's; an OSError comes as a standing connection gives it.
"""

from __future__ import annotations

import asyncio
import errno
import select
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Final

import h11
import httpx
from aiohappyeyeballs import start_connection

from grantex_tui.api.base_url import Address

IDLE: Final = 5.0
"""Seconds; after longer ones a router may have cut the connection unnoticed."""

MAX_HEAD: Final = 64 * 1024
"""Bytes of a status line and headers after which no more are waited for."""

PIECE: Final = 64 * 1024
SECOND_ADDRESS: Final = 0.25
"""Seconds after which a name's next address is tried beside the one before (RFC 8305, 5)."""


class Http11Transport(httpx.AsyncBaseTransport):
    """Sends requests to `address`, whatever host they name: one at a time on a connection, on as many as it takes.

    `idle`: seconds for which a connection is used again. A request that fails is not sent again. Raises OSError where
    the certificates that the environment names cannot be read; for https reading them takes 50 ms.
    """

    def __init__(self, address: Address, *, idle: float = IDLE) -> None:
        self._address = address
        self._idle_for = idle
        self._tls = httpx.create_ssl_context() if address.encrypted else None
        if self._tls:
            self._tls.set_alpn_protocols(["http/1.1"])
        self._idle: list[_Connection] = []
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        connection = await self._connection()
        try:
            await connection.send(request)
            answer = await connection.answer()
        except BaseException:
            connection.close()
            raise
        body = _Body(connection, self._keep)
        return httpx.Response(answer.status_code, headers=answer.headers.raw_items(), stream=body)

    async def aclose(self) -> None:
        """End idle connections now, and those in use with their answer."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    async def _connection(self) -> _Connection:
        idle, self._idle = self._idle, []
        for connection in idle:
            if connection.is_usable(self._idle_for):
                self._idle.append(connection)
            else:
                connection.close()
        return self._idle.pop() if self._idle else await self._connect()

    async def _connect(self) -> _Connection:
        host, port = self._address.host, self._address.port
        loop = asyncio.get_running_loop()
        reader = _Reader(loop=loop)
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            transport, protocol = await loop.create_connection(
                lambda: asyncio.StreamReaderProtocol(reader, loop=loop),
                sock=await start_connection(found, happy_eyeballs_delay=SECOND_ADDRESS),
                ssl=self._tls,
                server_hostname=host if self._tls else None,
            )
        except OSError as error:
            raise httpx.ConnectError("no connection") from _cause(error)
        return _Connection(reader, asyncio.StreamWriter(transport, protocol, reader, loop))

    def _keep(self, connection: _Connection) -> None:
        """For the next request, if its answer came to a clean end."""
        if not self._closed and connection.start_over():
            self._idle.append(connection)
        else:
            connection.close()


class _Reader(asyncio.StreamReader):
    """Knows how many bytes lie in it that nobody has read; to be read in pieces of a given size."""

    unread = 0

    def feed_data(self, data: bytes) -> None:  # type: ignore[override]
        self.unread += len(data)
        super().feed_data(data)

    async def read(self, n: int = -1) -> bytes:
        data = await super().read(n)
        self.unread -= len(data)
        return data


class _Connection:
    """One request and its answer at a time. Whoever gives it up closes it."""

    def __init__(self, reader: _Reader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._idle_since = 0.0

    async def send(self, request: httpx.Request) -> None:
        body = await request.aread()
        try:
            head = h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw)
            for event in (head, h11.Data(data=body), h11.EndOfMessage()):
                self._writer.write(self._http.send(event) or b"")
        except h11.LocalProtocolError:  # its text can hold a header
            raise httpx.LocalProtocolError("the request is not HTTP") from None
        await self._writer.drain()

    async def answer(self) -> h11.Response:
        """Status line and headers."""
        while isinstance(event := await self._event(), h11.InformationalResponse):
            pass
        if not isinstance(event, h11.Response):
            raise httpx.RemoteProtocolError("no answer")
        return event

    async def body(self) -> AsyncIterator[bytes]:
        while isinstance(event := await self._event(), h11.Data):
            yield bytes(event.data)

    def start_over(self) -> bool:
        """Be idle; False if the answer is not at its end, was the last one, or more came than the answer."""
        beyond, _ = self._http.trailing_data
        if beyond or self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        self._idle_since = asyncio.get_running_loop().time()
        return True

    def is_usable(self, idle: float) -> bool:
        """Whether it may carry the next request: idle for less than `idle` seconds, not ended, nothing came unasked.

        What came unasked would be taken for the next answer.
        """
        fresh = asyncio.get_running_loop().time() - self._idle_since < idle
        return fresh and not (self._writer.is_closing() or self._reader.unread or self._has_input())

    def close(self) -> None:
        """At once; what is not sent yet is of no use to anybody."""
        self._writer.transport.abort()

    def _has_input(self) -> bool:
        """Whether there is something that the event loop has not read yet, if only the end."""
        poll = select.poll()
        poll.register(self._writer.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(poll.poll(0))

    async def _event(self) -> object:
        """What h11 makes of the bytes that came, or come next."""
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                data = await self._reader.read(PIECE)
                if not data and self._http.their_state is h11.SEND_RESPONSE:
                    raise httpx.RemoteProtocolError("disconnected before the answer's head was whole")
                self._http.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from None
        return event


class _Body(httpx.AsyncByteStream):
    """The rest of an answer; afterwards its connection goes to `release`."""

    def __init__(self, connection: _Connection, release: Callable[[_Connection], None]) -> None:
        self._connection = connection
        self._release = release

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._connection.body()

    async def aclose(self) -> None:
        self._release(self._connection)


def _cause(error: OSError) -> OSError:
    """Why there is no connection; asyncio leaves the number out of what it sums up or finds out by itself."""
    if error.errno is not None:
        return error
    if isinstance(error, ConnectionResetError):
        return ssl.SSLError("the server ended the handshake")
    refused = f"[Errno {errno.ECONNREFUSED}]" in str(error)  # by one of several addresses
    return ConnectionRefusedError() if refused else error
