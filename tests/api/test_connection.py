"""The way to the service on real sockets: connections, addresses, certificates, proxies; and nothing is left behind."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from grantex_tui import AsyncGrantex, Grantex, GrantexError, GrantexNetworkError, GrantexTimeoutError
from grantex_tui.api.base_url import parse_address
from grantex_tui.api.httpx_adapter import MAX_RESPONSE_BYTES
from grantex_tui.api.proxy import proxy_for
from tests.support.service import (
    SELF_SIGNED,
    Handler,
    LoopbackService,
    Play,
    Request,
    always,
    answer,
    hang,
    json_answer,
    raw,
    reset,
    self_signed,
    serve,
    truncated,
    wire,
)

KEY: Final = "gx_test_" + "k" * 43
PLAN: Final = '{"plan":"free"}'
FREE: Final = json_answer({"plan": "free"})
ONE_READ: Final = 64 * 1024
"""Bytes that httpx reads at once."""

LARGEST_HEAD: Final = 100 * 1024
"""Bytes of a status line and headers after which httpx waits for no more."""

SUBJECT_HASH: Final = "88d0bdcb.0"
"""The name by which OpenSSL finds `SELF_SIGNED` in a folder."""

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


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


class Mute:
    """Says `opening` to the first words on each connection and is silent then; reads until the other side ends it."""

    def __init__(self, opening: bytes = b"") -> None:
        self._opening = opening
        self.words: list[bytes] = []
        self.heard, self.heard_more, self.ended = (asyncio.Event() for _ in range(3))

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.words.append(await reader.read(ONE_READ))
        self.heard.set()
        writer.write(self._opening)
        with suppress(ConnectionError):
            while await reader.read(ONE_READ):
                self.heard_more.set()
        self.ended.set()
        writer.close()


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[str]:
    """Host and port of a server that speaks to each connection by `talk`."""
    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def connected(
    handler: Handler, *, seconds: float = 2.0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[AsyncGrantex, LoopbackService]]:
    """A client of a server that answers by `handler`."""
    async with serve(handler, tls=tls) as service, client_of(service.url, seconds) as client:
        yield client, service


def client_of(url: str, seconds: float = 2.0) -> AsyncGrantex:
    """A client of that base URL whose requests may take so many seconds."""
    return AsyncGrantex(api_key=KEY, base_url=url, timeout=seconds)


async def plan(client: AsyncGrantex) -> str:
    """The plan, the shortest answer there is."""
    return (await client.read_subscription()).value.plan


# One request, one connection


async def test_every_request_has_a_connection_of_its_own_and_says_that_none_follows_on_it() -> None:
    visits = Visits(FREE)

    async with connected(visits) as (client, service):
        assert [await plan(client) for _ in range(3)] == ["free"] * 3

    assert len(set(visits.connections)) == 3
    assert [request.headers["connection"] for request in service.requests] == ["close"] * 3


async def test_requests_at_the_same_time_do_not_wait_for_each_other() -> None:
    both_are_here = asyncio.Barrier(2)

    async def say_plan(writer: asyncio.StreamWriter) -> None:
        await both_are_here.wait()
        await FREE(writer)

    async with connected(always(say_plan)) as (client, _):
        assert [*await asyncio.gather(plan(client), plan(client))] == ["free", "free"]


@pytest.mark.parametrize("size", [0, ONE_READ], ids=["read with it", "left by the read that ends it"])
async def test_what_comes_right_behind_an_answer_is_not_taken_for_the_next_one(size: int) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %05d\r\n\r\n"
    body = PLAN.encode().ljust(size - len(head % 0))
    message = head % len(body) + body + wire("billing-subscription-pro-200")

    async with connected(always(raw(message))) as (client, _):
        assert [await plan(client) for _ in range(2)] == ["free"] * 2


@pytest.mark.parametrize(
    "play",
    [reset(), truncated(wire("billing-subscription-free-200")), hang(), answer(500), answer(200, "no JSON")],
    ids=["reset", "truncated", "hang", "500", "not JSON"],
)
async def test_a_request_that_fails_is_not_sent_again(play: Play) -> None:
    async with connected(always(play), seconds=0.2) as (client, service):
        with pytest.raises(GrantexError):
            await plan(client)

    assert len(service.requests) == 1


# Nothing is left


@pytest.mark.parametrize(
    "message",
    [
        wire("billing-subscription-free-200"),
        wire("wrong-path-404"),
        b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (MAX_RESPONSE_BYTES + 1),
        b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (MAX_RESPONSE_BYTES + ONE_READ),
        b"SSH-2.0-OpenSSH_9.9\r\n\r\n",
    ],
    ids=["answer", "404", "too large by its length", "too large", "not HTTP"],
)
async def test_after_an_answer_no_connection_and_no_task_is_left(message: bytes) -> None:
    server = Mute(message)

    async with listening(server) as address, client_of(f"http://{address}") as client, asyncio.timeout(5):
        before = asyncio.all_tasks()
        (end,) = await asyncio.gather(plan(client), return_exceptions=True)
        await server.ended.wait()
        while left := asyncio.all_tasks() - before:
            await asyncio.wait(left)

    assert not isinstance(end, GrantexTimeoutError)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nx: ",
        b"HTTP/1.1 200 OK\r\n\r\n[",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n[",
    ],
    ids=["before its answer", "in its head", "in its body", "in a body of known length"],
)
async def test_a_request_that_is_cancelled_ends_its_connection(head: bytes) -> None:
    server = Mute(head)

    async with listening(server) as address, client_of(f"http://{address}") as client, asyncio.timeout(5):
        asking = asyncio.create_task(plan(client))
        await server.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await server.ended.wait()


async def test_a_request_that_is_cancelled_in_the_tls_handshake_ends_its_connection() -> None:
    server = Mute()

    async with listening(server) as address, client_of(f"https://{address}") as client, asyncio.timeout(5):
        asking = asyncio.create_task(plan(client))
        await server.heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await server.ended.wait()


async def test_the_time_out_counts_the_tls_handshake_and_ends_its_connection() -> None:
    server = Mute()

    async with listening(server) as address, client_of(f"https://{address}", 0.1) as client, asyncio.timeout(5):
        with pytest.raises(GrantexTimeoutError, match=r"^no whole answer within 0\.1 s$"):
            await plan(client)
        await server.ended.wait()


async def test_a_client_that_is_closed_while_it_asks_ends_the_connection_and_says_so() -> None:
    server = Mute()

    async with listening(server) as address, asyncio.timeout(5):
        client = client_of(f"http://{address}")
        asking = asyncio.create_task(plan(client))
        await server.heard.wait()
        await client.aclose()
        with pytest.raises(GrantexNetworkError, match=r"^the connection to 127.0.0.1 broke off$"):
            await asking
        await server.ended.wait()


def test_the_synchronous_client_leaves_no_connection_behind_either() -> None:
    server, ended = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def speak() -> None:
        with server, server.accept()[0] as connection:
            connection.recv(ONE_READ)
            connection.sendall(wire("usage-200"))
            while connection.recv(ONE_READ):
                pass
        ended.set()

    threading.Thread(target=speak).start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with Grantex(api_key=KEY, base_url=url) as client:
        assert client.usage.current().total_requests == 9_064
        assert ended.wait(5)


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
    async with connected(always(raw(message))) as (client, _):
        assert await plan(client) == "free"


@pytest.mark.parametrize("length", [None, str(len(PLAN))], ids=["whose end says where it ends", "of known length"])
async def test_an_answer_may_be_the_last_on_its_connection(length: str | None) -> None:
    async def play(writer: asyncio.StreamWriter) -> None:
        await answer(200, PLAN, {"connection": "close", "content-length": length})(writer)
        writer.close()

    async with connected(always(play)) as (client, _):
        assert await plan(client) == "free"


@pytest.mark.parametrize(
    "message",
    [
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 2 * LARGEST_HEAD,
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    ],
    ids=["endless head", "another protocol", "two lengths"],
)
async def test_what_is_no_answer_to_the_request_is_refused(message: bytes) -> None:
    async with connected(always(raw(message))) as (client, _):
        with pytest.raises(GrantexNetworkError, match=r"^the answer of 127.0.0.1 is not HTTP$"):
            await plan(client)


# Several addresses


def resolve_to(hosts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is found, at these addresses."""

    async def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:  # noqa: ARG001
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port)) for host in hosts]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)


async def test_where_a_names_first_address_refuses_the_next_one_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as service:
        resolve_to(["127.0.0.2", "127.0.0.1"], monkeypatch)
        async with client_of(service.url.replace("127.0.0.1", "usage.invalid")) as client:
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
            client_of(f"http://usage.invalid:{port}", seconds=5.0) as client,
        ):
            assert await plan(client) == "free"


@pytest.mark.parametrize("first", ["127.0.0.2", "255.255.255.255"], ids=["all of them", "one beside an impossible one"])
async def test_where_addresses_of_a_name_refuse_it_says_so(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to([first, "127.0.0.1"], monkeypatch)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but not listening
        async with client_of(f"http://usage.invalid:{deaf.getsockname()[1]}") as client:
            with pytest.raises(GrantexNetworkError, match=r"^usage.invalid refuses the connection$"):
                await plan(client)


async def test_an_address_that_no_way_leads_to_cannot_be_reached() -> None:
    async with client_of("http://255.255.255.255") as client:
        with pytest.raises(GrantexNetworkError, match=r"^255.255.255.255 cannot be reached$"):
            await plan(client)


# TLS


def trust_by_file(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))


def trust_by_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    (folder / SUBJECT_HASH).symlink_to(SELF_SIGNED)
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))


@pytest.mark.parametrize("trust", [trust_by_file, trust_by_folder], ids=["SSL_CERT_FILE", "SSL_CERT_DIR"])
async def test_a_certificate_that_the_environment_vouches_for_is_trusted(
    trust: Callable[[Path, pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(tmp_path, monkeypatch)
    tls = self_signed()
    tls.set_alpn_protocols(["h2", "http/1.1"])
    protocols: list[str | None] = []

    async def say_plan(writer: asyncio.StreamWriter) -> None:
        protocols.append(writer.get_extra_info("ssl_object").selected_alpn_protocol())
        await FREE(writer)

    async with connected(always(say_plan), tls=tls) as (client, _):
        assert [await plan(client) for _ in range(2)] == ["free"] * 2

    assert protocols == ["http/1.1", "http/1.1"]


def test_certificates_that_cannot_be_read_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")

    with pytest.raises(ValueError, match=r"^the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read$"):
        client_of("https://usage.invalid")


async def test_without_tls_no_certificates_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")

    async with connected(always(FREE)) as (client, _):
        assert await plan(client) == "free"


async def test_a_server_that_ends_the_handshake_has_no_tls() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(ONE_READ)  # all of the hello: what is left unread would reset the connection
        writer.close()

    async with listening(hang_up) as address, client_of(f"https://{address}") as client:
        with pytest.raises(GrantexNetworkError, match=r"^no secure connection to 127.0.0.1 \(TLS failed\)$"):
            await plan(client)


async def test_a_connection_that_is_reset_in_the_handshake_says_so() -> None:
    async def tear_down(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(ONE_READ)
        await reset()(writer)

    async with listening(tear_down) as address, client_of(f"https://{address}") as client:
        with pytest.raises(GrantexNetworkError, match=r"^127.0.0.1 reset the connection$"):
            await plan(client)


@pytest.mark.parametrize(
    ("play", "words"),
    [
        (reset(), "127.0.0.1 reset the connection"),
        (truncated(wire("usage-200")), "127.0.0.1 broke off before the answer was whole"),
        (truncated(b""), "127.0.0.1 broke off before the answer was whole"),
        (raw(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "the answer of 127.0.0.1 is not HTTP"),
    ],
    ids=["reset", "truncated", "closed", "not HTTP"],
)
async def test_a_broken_exchange_says_the_same_over_tls(
    play: Play, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))

    async with connected(always(play), tls=self_signed()) as (client, _):
        with pytest.raises(GrantexNetworkError) as failed:
            await plan(client)

    assert str(failed.value) == words


# Proxies


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
async def test_where_the_environment_names_a_proxy_requests_go_through_it(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serve(always(FREE)) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        async with client_of("http://usage.invalid") as client:
            assert await plan(client) == "free"

    assert [request.headers["host"] for request in proxy.requests] == ["usage.invalid"]


@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
async def test_a_proxy_for_https_is_asked_for_a_tunnel_and_does_not_see_the_key(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Mute(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")

    async with listening(proxy) as address:
        monkeypatch.setenv(variable, f"http://{address}")
        async with client_of("https://usage.invalid") as client:
            with pytest.raises(GrantexNetworkError, match=r"^the proxy refuses to connect to usage.invalid$"):
                await plan(client)

    (words,) = proxy.words
    assert words.startswith(b"CONNECT usage.invalid:443 HTTP/1.1\r\n")
    assert KEY.encode() not in words


async def test_however_many_requests_have_hung_behind_a_proxy_the_next_one_reaches_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proxy = Mute(b"HTTP/1.1 200 OK\r\n\r\n")
    many = 101  # one more than the connections that httpx allows by itself

    async with listening(proxy) as address, asyncio.timeout(20):
        monkeypatch.setenv("https_proxy", f"http://{address}")
        async with client_of("https://usage.invalid", seconds=20) as client:
            for _ in range(many):
                proxy.heard_more.clear()
                asking = asyncio.create_task(plan(client))
                await proxy.heard_more.wait()  # the hello of TLS, through the tunnel
                asking.cancel()
                await asyncio.gather(asking, return_exceptions=True)

    assert len(proxy.words) == many


async def test_what_stays_on_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as proxy, serve(always(FREE)) as service:
        monkeypatch.setenv("http_proxy", proxy.url)
        async with client_of(service.url) as client:
            assert await plan(client) == "free"

    assert proxy.requests == []
    assert len(service.requests) == 1


async def test_a_server_that_no_proxy_may_stand_before_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(FREE)) as proxy, serve(always(FREE)) as service:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "localhost,.invalid")
        resolve_to(["127.0.0.1"], monkeypatch)
        async with client_of(service.url.replace("127.0.0.1", "usage.invalid")) as client:
            assert await plan(client) == "free"

    assert proxy.requests == []
    assert len(service.requests) == 1


async def test_without_a_proxy_it_does_not_matter_what_no_proxy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "[::1]")

    async with client_of("http://usage.invalid"):
        pass


async def test_a_proxy_that_refuses_is_not_taken_for_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but not listening
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        async with client_of("https://usage.invalid") as client:
            with pytest.raises(GrantexNetworkError, match=r"^the proxy refuses the connection$"):
                await plan(client)


@pytest.mark.parametrize(
    ("proxy", "why"),
    [
        ("socks4://127.0.0.1:1", "only http:// and https:// proxies can"),
        ("ftp://proxy.invalid", "only http:// and https:// proxies can"),
        ("http://user:secret@[::1", "it is no URL"),
    ],
)
@pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_that_cannot_be_used_is_named_by_its_variable_and_not_repeated(
    variable: str, proxy: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, proxy)

    with pytest.raises(ValueError, match=f"^{variable} cannot be used: {why}$") as refused:
        client_of("https://usage.invalid")

    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    "environment",
    [
        {"https_proxy": "http://proxy.invalid:1", "no_proxy": "[::1]"},
        {"https_proxy": "http://proxy.invalid:1", "no_proxy": "fd00::/8, [fd00::1]:443, 10.0.0.0/8"},
        {"https_proxy": "http://proxy.invalid:1", "all_proxy": "socks://proxy.invalid"},
        {"https_proxy": "http://proxy.invalid:1", "http_proxy": "ftp://proxy.invalid"},
        {"all_proxy": "proxy.invalid:1", "https_proxy": ""},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_what_does_not_concern_the_base_url_is_ignored(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    proxy = proxy_for(parse_address("https://usage.invalid"))

    assert proxy is not None
    assert proxy.url.host == "proxy.invalid"


@pytest.mark.parametrize(
    ("url", "no_proxy"),
    [
        ("https://usage.invalid", "*"),
        ("https://usage.invalid", "localhost usage.invalid"),
        ("https://usage.invalid", "USAGE.INVALID:443"),
        ("https://usage.invalid", "other, .invalid"),
        ("https://usage.invalid", "*.invalid"),
        ("https://10.1.2.3", "10.0.0.0/8"),
        ("https://10.1.2.3", "10.1.2.3"),
        ("https://[fd12::1]", "fd00::/8"),
        ("https://[fd12::1]:8443", "[fd12::1]"),
        ("https://usage.invalid", "https://usage.invalid"),
    ],
)
def test_a_host_that_no_proxy_names_is_asked_itself(url: str, no_proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks://never.used")
    monkeypatch.setenv("no_proxy", no_proxy)

    assert proxy_for(parse_address(url)) is None


@pytest.mark.parametrize("no_proxy", ["", ",", "age.invalid", "10.0.0.0/8", "[", "usage.invalid.example", "fd00::/8"])
def test_a_host_that_no_proxy_does_not_name_goes_through_it(no_proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid")
    monkeypatch.setenv("no_proxy", no_proxy)

    assert proxy_for(parse_address("https://usage.invalid")) is not None
