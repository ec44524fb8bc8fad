"""How a command gets its figures: its settings, a client while it reads, and failures as the command's end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from grantex_tui.cli.exit_codes import KEY_REFUSED, UNAVAILABLE, WRONG_SETTINGS, CommandError
from grantex_tui.cli.output import complain
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.configuration import read_configuration
from grantex_tui.config.lookup import home_folder, key_from_standard_input
from grantex_tui.config.settings import Settings, Unusable, read_profiles, read_settings
from grantex_tui.config.sources import are_several
from grantex_tui.polling.connect import build_client
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Feed, Reading, failure_of, reading_of

if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex

T = TypeVar("T")


class Accounts(Struct, frozen=True):
    """The accounts that a command is for, in the order named. `labelled`: each one's output says whose it is."""

    all: tuple[Settings | Unusable, ...]
    labelled: bool

    @property
    def usable(self) -> tuple[Settings, ...]:
        """Those that can be read."""
        return tuple(account for account in self.all if isinstance(account, Settings))


def settings_of(arguments: Arguments) -> Settings:
    """The settings of a command for one account; their warning goes to standard error. Raises SettingsError."""
    settings = read_settings(arguments, os.environ, home_folder(os.environ), key_from_standard_input)
    _warn(settings)
    return settings


def accounts_of(arguments: Arguments) -> Accounts:
    """The accounts of a command that takes several; warnings go to standard error.

    Raises SettingsError, also where the only account has no settings.
    """
    configuration = read_configuration(arguments, os.environ, home_folder(os.environ))
    accounts = Accounts(read_profiles(configuration, key_from_standard_input), are_several(configuration.chosen))
    for account in accounts.usable:
        _warn(account)
    return accounts


def _warn(settings: Settings) -> None:
    if settings.warning:
        complain(settings.warning)


def read_each(accounts: Sequence[Settings], work: Callable[[AsyncGrantex, Settings], Awaitable[T]]) -> list[T]:
    """What `work` makes of each account's client, all at the same time, in the accounts' order."""

    async def run() -> list[T]:
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(build_client(settings)) for settings in accounts]
            return await asyncio.gather(*map(work, clients, accounts))

    return run_to_end(run())


def complain_of_each(failures: Mapping[str, SettingsError | CommandError]) -> int:
    """A line on standard error for each profile that failed; the exit code that says so, 0 where none did."""
    for profile, error in failures.items():
        complain(f"{profile}: {error}")
    codes = (error.code if isinstance(error, CommandError) else WRONG_SETTINGS for error in failures.values())
    return max(codes, default=0)


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
