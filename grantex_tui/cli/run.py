"""How a command gets its figures: settings, a client for as long as it takes, and failures as the command's end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from grantex_tui.cli.exit_codes import KEY_REFUSED, UNAVAILABLE, CommandError
from grantex_tui.config.arguments import Arguments
from grantex_tui.config.lookup import key_from_standard_input
from grantex_tui.config.settings import Settings, home_folder, read_settings
from grantex_tui.polling.connect import build_client
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Feed, Reading, failure_of, reading_of

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex

T = TypeVar("T")


def settings_of(arguments: Arguments) -> Settings:
    """Raises SettingsError."""
    return read_settings(arguments, os.environ, home_folder(), key_from_standard_input)


def read_with(settings: Settings, work: Callable[[AsyncGrantex], Awaitable[T]]) -> T:
    """What `work` makes of a client, which is closed afterwards."""

    async def run() -> T:
        async with build_client(settings) as client:
            return await work(client)

    return run_to_end(run())


def run_to_end(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it. Unlike `asyncio.run` this does not wait for threads that hang in a name lookup."""
    runner = asyncio.Runner()
    try:
        return runner.run(coroutine)
    finally:
        runner.get_loop().close()


def figures_of(feed: Feed[T]) -> Reading[T]:
    """The feed's reading. Raises CommandError where it failed."""
    reading = reading_of(feed)
    if reading is None:
        failure = failure_of(feed)
        assert failure is not None, feed
        raise error_for(failure)
    return reading


def error_for(failure: Failure) -> CommandError:
    """How a command ends that could not read."""
    code = KEY_REFUSED if failure.cause is Cause.KEY_REFUSED else UNAVAILABLE
    return CommandError(failure.reason, code)
