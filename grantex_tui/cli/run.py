"""How a command gets its figures: its settings, a client while it reads, and failures as the command's end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from grantex_tui.cli.exit_codes import KEY_REFUSED, UNAVAILABLE, CommandError
from grantex_tui.cli.output import complain
from grantex_tui.config.arguments import Arguments
from grantex_tui.config.lookup import home_folder, key_from_standard_input
from grantex_tui.config.settings import Settings, read_settings
from grantex_tui.polling.connect import build_client
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Feed, Reading, failure_of, reading_of

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex

T = TypeVar("T")


def settings_of(arguments: Arguments) -> Settings:
    """The settings that arguments, environment and files give; their warning goes to standard error.

    Raises SettingsError.
    """
    settings = read_settings(arguments, os.environ, home_folder(os.environ), key_from_standard_input)
    if settings.warning:
        complain(settings.warning)
    return settings


def read_with(settings: Settings, work: Callable[[AsyncGrantex], Awaitable[T]]) -> T:
    """What `work` makes of a client, which is closed afterwards."""

    async def run() -> T:
        async with build_client(settings) as client:
            return await work(client)

    return run_to_end(run())


def run_to_end(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run `coroutine`. Unlike `asyncio.run` this does not wait for threads that hang in a name lookup."""
    runner = asyncio.Runner()
    try:
        return runner.run(coroutine)
    finally:
        runner.get_loop().close()


def figures_of(feed: Feed[T], settings: Settings) -> Reading[T]:
    """The feed's reading. Raises CommandError where it failed."""
    reading = reading_of(feed)
    if reading is None:
        failure = failure_of(feed)
        assert failure is not None, feed
        raise error_for(failure, settings)
    return reading


def error_for(failure: Failure, settings: Settings) -> CommandError:
    """How a command ends that could not read. A refused key is named by where it comes from."""
    if failure.cause is Cause.KEY_REFUSED:
        status = f" ({failure.meta.status})" if failure.meta else ""
        return CommandError(f"the key from {settings.key_source} is refused{status}", KEY_REFUSED)
    return CommandError(failure.reason, UNAVAILABLE)
