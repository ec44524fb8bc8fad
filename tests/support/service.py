"""A real HTTP server on the loopback interface in the place of the Grantex service.

A handler answers each request with a play: what is written to the socket, a recorded answer of `wire/` or a fault.

    async with serve(replay({"/v1/usage": "usage-200", "/v1/usage/history": hang()})) as service:
        AsyncGrantex(api_key=…, base_url=service.url)

`running_service` is the same from a thread, for synchronous code and for child processes.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

WIRE: Final = Path(__file__).parent / "wire"
RECORDED_DATE: Final = "Sun, 22 Nov 2026 08:11:27 GMT"
"""The `Date` header of most recordings."""

SELF_SIGNED: Final = Path(__file__).with_name("untrusted.pem")
"""A certificate for 127.0.0.1 signed by itself, with its key."""

TLS_HANDSHAKE: Final = b"\x16"
"""The first byte of a client that speaks TLS to a server that does not."""


@dataclass(frozen=True)
class Request:
    """A request as it arrived; header names are in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]


Play = Callable[[asyncio.StreamWriter], Awaitable[None]]
Handler = Callable[[Request], Play]
Script = str | Play | list[str | Play]
"""A recording's name, a play, or several of them for one request after the other, the last one for the rest."""


@dataclass
class LoopbackService:
    """A running server. `handler` can be exchanged while it runs."""

    handler: Handler
    url: str = ""
    requests: list[Request] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]


@asynccontextmanager
async def serve(handler: Handler, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[LoopbackService]:
    """A server on a free port of 127.0.0.1; at the end it drops its connections and raises what a handler raised."""
    service = LoopbackService(handler)
    connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections[asyncio.ensure_future(_converse(service, reader, writer))] = writer

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    service.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    try:
        yield service
    finally:
        server.close()
        for connection, writer in connections.items():
            connection.cancel()
            writer.transport.abort()
        ends = await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()
    for end in ends:
        if isinstance(end, Exception):
            raise end


def self_signed() -> ssl.SSLContext:
    """TLS for `serve` with a certificate that nobody vouches for, unless somebody trusts `SELF_SIGNED`."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(SELF_SIGNED)
    return tls


@contextmanager
def running_service(handler: Handler) -> Iterator[LoopbackService]:
    """`serve` in a thread with an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serving = serve(handler)
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result()
    finally:
        try:
            asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


def replay(scripts: Mapping[str, Script]) -> Handler:
    """A handler that plays the script of the request's path; other paths get the service's 404."""
    left = {path: list(script) if isinstance(script, list) else [script] for path, script in scripts.items()}

    def handler(request: Request) -> Play:
        steps = left.get(request.path, ["wrong-path-404"])
        step = steps.pop(0) if len(steps) > 1 else steps[0]
        return recorded(step) if isinstance(step, str) else step

    return handler


def always(play: Play) -> Handler:
    """A handler that plays the same whatever is asked for."""
    return lambda _: play


def wire(name: str) -> bytes:
    """A whole recorded answer, status line and headers included."""
    return (WIRE / f"{name}.http").read_bytes()


def recorded(name: str) -> Play:
    """The recorded answer `wire/<name>.http`, byte by byte as the service sent it."""
    return raw(wire(name))


def answer(status: int = 200, body: bytes | str = b"", headers: Mapping[str, str | None] | None = None) -> Play:
    """Any status with any body, as JSON of the recordings' moment; `headers` change that, None leaves one out."""
    content = body.encode() if isinstance(body, str) else body
    fields: dict[str, str | None] = {
        "content-type": "application/json; charset=utf-8",
        "date": RECORDED_DATE,
        "content-length": None if status == HTTPStatus.NO_CONTENT else str(len(content)),
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return raw(f"HTTP/1.1 {status} \r\n{head}\r\n".encode() + content)


def json_answer(value: object, headers: Mapping[str, str | None] | None = None) -> Play:
    """A 200 with `value` as its body."""
    return answer(200, json.dumps(value), headers)


def raw(message: bytes) -> Play:
    """These bytes and nothing else; the connection stays open."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(message)
        await writer.drain()

    return play


def hang() -> Play:
    """No byte at all, for as long as the client waits."""

    async def play(_: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    return play


def reset() -> Play:
    """The connection torn down with a TCP reset."""

    async def play(writer: asyncio.StreamWriter) -> None:
        connection: socket.socket = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return play


def drip(message: bytes, seconds: float) -> Play:
    """One byte every so many seconds."""

    async def play(writer: asyncio.StreamWriter) -> None:
        for byte in message:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds)

    return play


def truncated(message: bytes) -> Play:
    """The message without its last ten bytes, then the end of the connection."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(message[:-10])
        writer.close()

    return play


def odd_answers() -> dict[str, Play]:
    """Answers with status 200 that are none, by what is wrong with them."""
    html = {"content-type": "text/html"}
    return {
        "ten megabytes": answer(200, b" " * 10_000_000),
        "ten megabytes in chunks": raw(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
            + b"10000\r\n%b\r\n" % (b" " * 65_536) * 150
            + b"0\r\n\r\n"
        ),
        "not JSON": answer(200, "{developerId: dev_1}"),
        "HTML of a proxy": answer(200, "<html><body>Please log in</body></html>", html),
        "another shape": json_answer({"usage": [1, 2, 3]}),
        "100,000 nested brackets": answer(200, "[" * 100_000),
        "invalid UTF-8": answer(200, b'{"developerId":"\xff\xfe"}'),
        "wrong content type": answer(200, wire("usage-200").partition(b"\r\n\r\n")[2], {"content-type": "text/plain"}),
        "empty": answer(200),
    }


async def _converse(service: LoopbackService, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection: requests without a body, one after the other, until either side ends it."""
    try:
        while not writer.is_closing():
            start = await reader.readexactly(1)
            if start == TLS_HANDSHAKE:
                await truncated(b"HTTP/1.1 400 Bad Request\r\n\r\n")(writer)
                return
            request = _request(start + await reader.readuntil(b"\r\n\r\n"))
            service.requests.append(request)
            await service.handler(request)(writer)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the client went away
    finally:
        writer.close()


def _request(head: bytes) -> Request:
    first, *lines = head.decode("ascii").rstrip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(method, urlsplit(target).path, dict(parse_qsl(urlsplit(target).query)), headers)
