"""One pool of connections for the clients of several accounts: certificates are read and trusted once for all of them.

It holds no key: a client puts its own into each request. Addresses behind different proxies have transports of their
own. Every request closes its connection, so nothing is left to close when the clients are.
"""

from __future__ import annotations

import threading

import httpx

from grantex_tui.api.base_url import Address
from grantex_tui.api.httpx_adapter import LIMITS, trusted

_Way = tuple[bool, str, tuple[bytes, bytes] | None]
"""Whether it is encrypted, and the proxy's address and credentials."""


class ConnectionPool:
    """Transports that clients share. May be used from several threads at once."""

    def __init__(self) -> None:
        self._transports: dict[_Way, httpx.AsyncBaseTransport] = {}
        self._lock = threading.Lock()

    def transport(self, address: Address, proxy: httpx.Proxy | None) -> httpx.AsyncBaseTransport:
        """The way to `address`. Raises ValueError for certificates that cannot be read."""
        way = (address.encrypted, str(proxy.url) if proxy else "", proxy.raw_auth if proxy else None)
        with self._lock:
            if way not in self._transports:
                self._transports[way] = httpx.AsyncHTTPTransport(
                    verify=trusted(encrypted=address.encrypted), trust_env=False, limits=LIMITS, proxy=proxy
                )
            return _Shared(self._transports[way])


class _Shared(httpx.AsyncBaseTransport):
    """A transport that outlives the client which it serves."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        """The other clients go on."""
