"""The client and the poller that a run's settings ask for: the service's, or those of the built-in sample service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from grantex_tui.api.client import AsyncGrantex
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.settings import Settings

if TYPE_CHECKING:
    from grantex_tui.api.connection_pool import ConnectionPool
    from grantex_tui.api.sample_accounts import SampleAccount
    from grantex_tui.polling.poller import Poller


def build_poller(
    settings: Settings, *, pool: ConnectionPool | None = None, sample: SampleAccount | None = None
) -> Poller:
    """A poller on the machine's clocks, with a client of its own once it polls.

    `pool`: connections in common with other clients. `sample`: whose figures the sample service makes up.
    """
    import random

    from grantex_tui.polling.clock import SystemClock
    from grantex_tui.polling.poller import Poller

    return Poller(
        lambda: connected(settings, pool, sample),
        clock=SystemClock(),
        jitter=random.random,
        interval=settings.interval,
        explicit=settings.interval_is_explicit,
    )


@asynccontextmanager
async def connected(
    settings: Settings, pool: ConnectionPool | None = None, sample: SampleAccount | None = None
) -> AsyncIterator[AsyncGrantex]:
    """The client for the program's life. Setting TLS up takes 50 ms: not on the event loop."""
    client = await asyncio.to_thread(build_client, settings, pool, sample)
    async with client:
        yield client


def build_client(
    settings: Settings, pool: ConnectionPool | None = None, sample: SampleAccount | None = None
) -> AsyncGrantex:
    """A new client, to be closed by the caller. Raises SettingsError for an environment that it cannot work in."""
    if settings.key is None:
        from grantex_tui.api.sample_service import SampleService

        return AsyncGrantex(api_key="gx_test_demo", transport=SampleService(account=sample))
    try:
        return AsyncGrantex(api_key=settings.key, base_url=settings.address.url, pool=pool)
    except ValueError as error:
        raise SettingsError(str(error)) from None
