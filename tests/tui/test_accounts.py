"""Several accounts at once, over real sockets: one pool, keys that never mix, and a dead one that harms no other."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.base_url import parse_address
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.connection_pool import ConnectionPool
from grantex_tui.api.errors import GrantexNetworkError
from grantex_tui.config.settings import Settings
from grantex_tui.polling.account import Account
from grantex_tui.polling.connect import build_poller
from grantex_tui.polling.feed import Down, Live, Loading
from grantex_tui.polling.intervals import intervals
from grantex_tui.polling.sample_accounts import sample_accounts
from grantex_tui.polling.state import State
from grantex_tui.tui.accounts import Accounts
from tests.support.service import SELF_SIGNED, Play, Request, recorded, self_signed, serve

KEYS = {name: f"gx_test_{name.upper() * 8}" for name in ("alpha", "beta", "gamma")}
ANSWERS = {
    "/v1/usage": "usage-200",
    "/v1/usage/history": "history-90-200",
    "/v1/billing/subscription": "billing-subscription-pro-200",
    "/health": "health-200",
}


def settings(url: str, key: str) -> Settings:
    return Settings(ApiKey(key), parse_address(url), 30, interval_is_explicit=False, mouse=False)


class Seen:
    """The newest state of each account, and the tasks that read them."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.changed = asyncio.Event()

    def take(self, account: Account, state: State) -> None:
        self.states[account.name] = state
        self.changed.set()

    def run(self, reading: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(reading))

    async def until(self, reached: Callable[[dict[str, State]], bool]) -> None:
        async with asyncio.timeout(20):
            while not reached(self.states):
                self.changed.clear()
                await self.changed.wait()

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def reader(url: str, name: str, pool: ConnectionPool) -> Account:
    its = settings(url, KEYS[name])
    return Account(name, lambda: build_poller(its, pool=pool), its.service)


async def hang(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def test_a_dead_account_makes_no_other_stale_and_each_key_goes_with_its_own_requests_alone() -> None:
    def answers(request: Request) -> Play:
        hangs = request.headers.get("authorization") == f"Bearer {KEYS['beta']}"
        return hang if hangs else recorded(ANSWERS[request.path])

    seen, pool = Seen(), ConnectionPool()
    async with serve(answers) as service:
        accounts = [reader(service.url, name, pool) for name in KEYS]
        watched = Accounts(accounts, seen.take, lambda *_: None, lambda _: None)
        watched.read(seen.run)
        try:
            live = ("alpha", "gamma")
            await seen.until(
                lambda states: all(name in states and isinstance(states[name].history, Live) for name in live)
            )
            assert isinstance(seen.states["beta"].usage, Loading)
            assert all(isinstance(seen.states[name].usage, Live) for name in live)
        finally:
            await seen.end()

    sent = {request.headers.get("authorization") for request in service.requests if request.path != "/health"}
    assert sent == {f"Bearer {key}" for key in KEYS.values()}


async def test_certificates_are_read_once_for_all_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ssl.SSLContext] = []
    plain_context = httpx.create_ssl_context

    def create() -> ssl.SSLContext:
        made.append(plain_context())
        return made[-1]

    monkeypatch.setenv("SSL_CERT_FILE", str(SELF_SIGNED))
    monkeypatch.setattr(httpx, "create_ssl_context", create)
    pool = ConnectionPool()
    async with serve(lambda request: recorded(ANSWERS[request.path]), tls=self_signed()) as service:
        clients = [AsyncGrantex(api_key=key, base_url=service.url, pool=pool) for key in KEYS.values()]
        for client in clients:
            assert (await client.usage.current()).day is not None
        await clients[0].aclose()
        assert (await clients[1].usage.current()).day is not None
        await asyncio.gather(*(client.aclose() for client in clients[1:]))

    assert len(made) == 1
    keys = [request.headers["authorization"].removeprefix("Bearer ") for request in service.requests]
    assert keys == [*KEYS.values(), KEYS["beta"]]


def test_ways_through_different_proxies_have_transports_of_their_own() -> None:
    pool, address = ConnectionPool(), parse_address("https://api.example.com")
    one, other = httpx.Proxy("http://user:one@proxy:1"), httpx.Proxy("http://user:two@proxy:1")

    ways = {_under(pool.transport(address, proxy)) for proxy in (None, one, other, one)}

    assert len(ways) == 3


def _under(transport: httpx.AsyncBaseTransport) -> int:
    return id(vars(transport)["_transport"])


async def test_an_account_that_refuses_connections_says_so_and_the_next_one_goes_on() -> None:
    pool = ConnectionPool()
    async with (
        serve(lambda request: recorded(ANSWERS[request.path])) as service,
        AsyncGrantex(api_key=KEYS["alpha"], base_url="http://127.0.0.1:9", pool=pool) as dead,
        AsyncGrantex(api_key=KEYS["beta"], base_url=service.url, pool=pool) as living,
    ):
        with pytest.raises(GrantexNetworkError):
            await dead.usage.current()
        assert (await living.usage.current()).day is not None


# The demo's


async def test_the_demos_accounts_differ_in_size_and_state_and_one_cannot_be_reached() -> None:
    demo = Settings(None, parse_address("https://api.grantex.dev"), 30, interval_is_explicit=False, mouse=False)
    accounts, seen = sample_accounts(demo, None), Seen()
    watched = Accounts(accounts, seen.take, lambda *_: None, lambda _: None)
    watched.read(seen.run)

    def is_read(states: dict[str, State]) -> bool:
        plans = [name for name, state in states.items() if not isinstance(state.subscription, Loading)]
        return len({*plans, "billing"}) == 6 and isinstance(states["billing"].usage, Down)

    try:
        await seen.until(is_read)
    finally:
        await seen.end()

    down = [name for name, state in seen.states.items() if isinstance(state.usage, Down)]
    developers = {state.developer for name, state in seen.states.items() if name not in down}
    assert (len(accounts), down, len(developers)) == (6, ["billing"], 5)
    assert [name for name, state in seen.states.items() if (plan := state.plan_in_force()) and plan.plan is None] == [
        "partners"
    ]
    for state in seen.states.values():  # each within 5 % of its own plan
        if state.rate_limit:
            cost = intervals(state.interval, state.rate_limit, explicit=False).requests_per_minute
            assert cost < 0.05 * state.rate_limit.limit
