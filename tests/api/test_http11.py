"""The transport on real sockets: connections are used again where that is safe, and nothing is taken for an answer."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Final

import httpx
import pytest

from grantex_tui import AsyncGrantex, GrantexNetworkError
from grantex_tui.api.base_url import parse_address
from grantex_tui.api.http11 import IDLE, MAX_HEAD, PIECE, Http11Transport
from grantex_tui.api.httpx_adapter import network
from tests.support.service import (
    SELF_SIGNED,
    Handler,
    Play,
    Request,
    always,
    answer,
    drip,
    json_answer,
    raw,
    recorded,
    reset,
    self_signed,
    serve,
    wire,
)

KEY: Final = "gx_test_" + "k" * 43
PLAN: Final = '{"plan":"free"}'
FREE: Final = json_answer({"plan": "free"})


class Visits:
    """Plays the same for every request, and notes on which connection each came."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self.connections: list[object] = []

    def __call__(self, request: Request) -> Play:  # noqa: ARG002
        async def play(writer: asyncio.StreamWriter) -> None:
            self.connections.append(writer.get_extra_info("peername"))
            await self._play(writer)

        return play


@asynccontextmanager
async def connected(
    handler: Handler, *, idle: float = IDLE, tls: ssl.SSLContext | None = None
) -> AsyncIterator[AsyncGrantex]:
    """A client of a server that answers by `handler`, through the transport under test."""
    async with serve(handler, tls=tls) as service:
        transport = Http11Transport(parse_address(service.url), idle=idle)
        async with AsyncGrantex(api_key=KEY, base_url=service.url, timeout=2.0, transport=transport) as client:
            yield client


async def plan(client: AsyncGrantex) -> str:
    """The plan, the shortest answer there is."""
    return (await client.read_subscription()).value.plan


class Later:
    """Plays one thing, and another when the test says so; `done` afterwards."""

    def __init__(self, first: Play, second: Play) -> None:
        self._first, self._second = first, second
        self.now, self.done = asyncio.Event(), asyncio.Event()

    async def __call__(self, writer: asyncio.StreamWriter) -> None:
        await self._first(writer)
        await self.now.wait()
        await self._second(writer)
        self.done.set()


async def end(writer: asyncio.StreamWriter) -> None:
    """The end of the connection."""
    writer.close()
    await writer.wait_closed()


# Connections


async def test_requests_that_follow_each_other_share_a_connection() -> None:
    visits = Visits(FREE)

    async with connected(visits) as client:
        assert [await plan(client) for _ in range(3)] == ["free"] * 3

    assert len(visits.connections) == 3
    assert len(set(visits.connections)) == 1


async def test_requests_at_the_same_time_have_a_connection_each() -> None:
    both_are_here = asyncio.Barrier(2)

    async def say_plan(writer: asyncio.StreamWriter) -> None:
        await both_are_here.wait()
        await FREE(writer)

    visits = Visits(say_plan)
    async with connected(visits) as client:
        assert [*await asyncio.gather(plan(client), plan(client))] == ["free", "free"]

    assert len(set(visits.connections)) == 2


async def test_a_connection_that_was_idle_for_too_long_is_not_used_again() -> None:
    visits = Visits(FREE)

    async with connected(visits, idle=0.0) as client:
        assert [await plan(client) for _ in range(2)] == ["free"] * 2

    assert len(set(visits.connections)) == 2


@pytest.mark.parametrize("noticed", [False, True], ids=["just now", "while it was idle"])
@pytest.mark.parametrize(
    "later", [end, reset(), recorded("billing-subscription-pro-200")], ids=["end", "reset", "answer"]
)
async def test_a_connection_on_which_something_came_unasked_is_replaced(later: Play, noticed: bool) -> None:
    play = Later(FREE, later)
    visits = Visits(play)

    async with connected(visits) as client:
        assert await plan(client) == "free"
        play.now.set()
        await play.done.wait()
        for _ in range(10 if noticed else 0):
            await asyncio.sleep(0)
        assert await plan(client) == "free"

    assert len(set(visits.connections)) == 2


@pytest.mark.parametrize("size", [0, PIECE], ids=["read with it", "left by the read that ends it"])
async def test_what_comes_right_behind_an_answer_is_not_taken_for_the_next_one(size: int) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %05d\r\n\r\n"
    body = PLAN.encode().ljust(size - len(head % 0))
    visits = Visits(raw(head % len(body) + body + wire("billing-subscription-pro-200")))

    async with connected(visits) as client:
        assert [await plan(client) for _ in range(2)] == ["free"] * 2

    assert len(set(visits.connections)) == 2


@pytest.mark.parametrize("headers", [{"connection": "close"}, {"connection": "close", "content-length": None}], ids=str)
async def test_a_connection_that_the_answer_ends_is_not_used_again(headers: dict[str, str | None]) -> None:
    async def play(writer: asyncio.StreamWriter) -> None:
        await answer(200, PLAN, headers)(writer)
        await end(writer)

    visits = Visits(play)

    async with connected(visits) as client:
        assert [await plan(client) for _ in range(2)] == ["free"] * 2

    assert len(set(visits.connections)) == 2


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nx: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n",
    ],
    ids=["in its head", "in its body", "in a body of known length"],
)
async def test_a_request_that_is_given_up_ends_its_connection(head: bytes) -> None:
    asked, gone = asyncio.Event(), asyncio.Event()

    async def drip_until_nobody_reads(writer: asyncio.StreamWriter) -> None:
        asked.set()
        try:
            await drip(head + b"a" * 10_000, 0.01)(writer)
        except ConnectionError:
            gone.set()

    async with connected(always(drip_until_nobody_reads)) as client:
        asking = asyncio.create_task(plan(client))
        async with asyncio.timeout(5):
            await asked.wait()
            asking.cancel()
            await gone.wait()
            with pytest.raises(asyncio.CancelledError):
                await asking


async def test_a_client_that_is_closed_while_it_asks_ends_the_connection_with_the_answer() -> None:
    asked, now, read, gone = (asyncio.Event() for _ in range(4))

    async def say_plan_and_wait(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await now.wait()
        await FREE(writer)
        await read.wait()
        try:
            await drip(b" " * 10_000, 0.01)(writer)
        except ConnectionError:
            gone.set()

    async with serve(always(say_plan_and_wait)) as service:
        transport = Http11Transport(parse_address(service.url))
        client = AsyncGrantex(api_key=KEY, base_url=service.url, transport=transport)
        asking = asyncio.create_task(plan(client))
        async with asyncio.timeout(5):
            await asked.wait()
            await client.aclose()
            now.set()
            assert await asking == "free"
            read.set()
            await gone.wait()


async def test_of_several_idle_connections_those_that_are_of_no_use_any_more_are_closed() -> None:
    both_are_here, first_is_done = asyncio.Barrier(2), asyncio.Event()
    gone: list[int] = []

    async def say_plan(writer: asyncio.StreamWriter) -> None:
        place = len(visits.connections)
        if place > 2:
            return await FREE(writer)
        await both_are_here.wait()
        if place == 2:
            await first_is_done.wait()
            return await FREE(writer)
        await FREE(writer)
        first_is_done.set()
        try:
            await drip(b" " * 10_000, 0.01)(writer)  # nothing that was asked for
        except ConnectionError:
            gone.append(place)

    visits = Visits(say_plan)
    async with connected(visits) as client:
        await asyncio.gather(plan(client), plan(client))
        async with asyncio.timeout(5):
            while not gone:
                assert await plan(client) == "free"
                await asyncio.sleep(0.01)

    assert len(set(visits.connections)) == 2


# Answers


@pytest.mark.parametrize(
    "message",
    [
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n"
        + wire("billing-subscription-free-200"),
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
        b'8\r\n{"plan":\r\n7;x=y\r\n"free"}\r\n0\r\ntrailer: 1\r\n\r\n',
    ],
    ids=["after hints", "in chunks"],
)
async def test_an_answer_is_read_in_every_form_that_it_may_have(message: bytes) -> None:
    async with connected(always(raw(message))) as client:
        assert [await plan(client) for _ in range(2)] == ["free"] * 2


@pytest.mark.parametrize(
    "message",
    [
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 2 * MAX_HEAD,
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    ],
    ids=["endless head", "another protocol", "two lengths"],
)
async def test_what_is_no_answer_to_the_request_is_refused(message: bytes) -> None:
    async with connected(always(raw(message))) as client:
        with pytest.raises(GrantexNetworkError, match=r"^the answer is not HTTP$"):
            await plan(client)


async def test_a_request_that_is_no_http_is_not_sent_and_its_error_repeats_nothing_of_it() -> None:
    async with serve(always(FREE)) as service:
        transport = Http11Transport(parse_address(service.url))
        async with httpx.AsyncClient(transport=transport, base_url=service.url) as client:
            with pytest.raises(httpx.LocalProtocolError) as failed:
                await client.get("/", headers={"x": "secret\n"})

    assert service.requests == []
    assert "secret" not in str(failed.value)


# The way


def resolve_to(hosts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is found, at these addresses."""

    async def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:  # noqa: ARG001
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port)) for host in hosts]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)


async def test_where_a_names_first_address_refuses_the_next_one_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as service:
        resolve_to(["127.0.0.2", "127.0.0.1"], monkeypatch)
        async with AsyncGrantex(api_key=KEY, base_url=service.url.replace("127.0.0.1", "usage.invalid")) as client:
            assert await plan(client) == "free"


async def test_where_a_names_first_address_does_not_answer_the_next_one_is_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ExitStack() as full:
        deaf = full.enter_context(socket.socket())
        deaf.bind(("127.0.0.2", 0))
        deaf.listen(0)
        for _ in range(4):  # more than it takes: the kernel answers no further one
            waiting = full.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())

        def say_plan(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(wire("billing-subscription-free-200"))
            writer.close()

        port = deaf.getsockname()[1]
        resolve_to(["127.0.0.2", "127.0.0.1"], monkeypatch)
        async with (
            await asyncio.start_server(say_plan, "127.0.0.1", port),
            AsyncGrantex(api_key=KEY, base_url=f"http://usage.invalid:{port}", timeout=5.0) as client,
        ):
            assert await plan(client) == "free"


@pytest.mark.parametrize("first", ["127.0.0.2", "255.255.255.255"], ids=["all of them", "one beside an impossible one"])
async def test_where_addresses_of_a_name_refuse_it_says_so(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to([first, "127.0.0.1"], monkeypatch)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but not listening
        async with AsyncGrantex(api_key=KEY, base_url=f"http://usage.invalid:{deaf.getsockname()[1]}") as client:
            with pytest.raises(GrantexNetworkError, match=r"^the connection is refused$"):
                await plan(client)


async def test_a_certificate_that_the_environment_vouches_for_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
    tls = self_signed()
    tls.set_alpn_protocols(["h2", "http/1.1"])
    protocols: list[str | None] = []

    async def say_plan(writer: asyncio.StreamWriter) -> None:
        protocols.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await FREE(writer)

    visits = Visits(say_plan)
    async with connected(visits, tls=tls) as client:
        assert [await plan(client) for _ in range(2)] == ["free"] * 2

    assert protocols == ["http/1.1", "http/1.1"]
    assert len(set(visits.connections)) == 1


async def test_a_server_that_ends_the_handshake_has_no_tls() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(PIECE)  # all of the hello: what is left unread would reset the connection
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with AsyncGrantex(api_key=KEY, base_url=f"https://127.0.0.1:{port}") as client:
            with pytest.raises(GrantexNetworkError, match=r"^no secure connection \(TLS failed\)$"):
                await plan(client)


async def test_where_the_environment_names_a_proxy_requests_go_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with AsyncGrantex(api_key=KEY, base_url="http://usage.invalid") as client:
            assert await plan(client) == "free"

    assert [request.headers["host"] for request in proxy.requests] == ["usage.invalid"]


@pytest.mark.parametrize("variable", ["http_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_every_variable_that_names_a_proxy_counts(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(network(parse_address("https://usage.invalid")), Http11Transport)

    monkeypatch.setenv(variable, "http://proxy.invalid:3128")

    assert network(parse_address("https://usage.invalid")) is None


async def test_what_stays_on_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as proxy, serve(always(FREE)) as service:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with AsyncGrantex(api_key=KEY, base_url=service.url) as client:
            assert await plan(client) == "free"

    assert proxy.requests == []
    assert len(service.requests) == 1
