"""The accounts that the dashboard can show, from the config file's profiles. A profile's key is read when it is opened.

Key files and programs that print keys are left alone until then, so that a start costs the same with 50 profiles.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from grantex_tui.api.api_key import KeyMode
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.configuration import Configuration
from grantex_tui.config.settings import Service, Settings, Unusable, plan_settings, settings_or_reason
from grantex_tui.config.sources import NO_PROFILE, Chosen
from grantex_tui.polling.account import Account

if TYPE_CHECKING:
    from pathlib import Path

    from grantex_tui.api.connection_pool import ConnectionPool
    from grantex_tui.archive.recorder import ArchiveThread, Outcome
    from grantex_tui.export.teller import OpenTeller, Outlets, Teller
    from grantex_tui.polling.memory import Memory
    from grantex_tui.polling.poller import Poller

UNKNOWN_SERVICE = Service("", KeyMode.UNKNOWN)
"""Until the key is read."""


class Opener:
    """Opens one account, `chosen`. `settings`: where they are read already. `shared`: what all have in common."""

    def __init__(
        self,
        configuration: Configuration,
        chosen: Chosen,
        shared: Shared,
        settings: Settings | None = None,
    ) -> None:
        self._configuration = configuration
        self._chosen = chosen
        self._shared = shared
        self._settings = settings

    @property
    def account(self) -> Account:
        """As the dashboard opens it."""
        name, settings = self._chosen.name, self._settings
        label, colour = self._configuration.label_and_colour(name)
        arguments = self._configuration.completed(name).arguments
        return Account(
            name,
            self.poller,
            settings.service if settings else UNKNOWN_SERVICE,
            label or ("" if name or settings is None else settings.key_source),
            colour,
            plan_settings(arguments),
            self.memory,
            lambda: self.settings.service,
        )

    @property
    def settings(self) -> Settings:
        """Read once, in whichever thread asks. Raises SettingsError."""
        if self._settings is None:
            found = settings_or_reason(self._configuration, self._chosen)
            if isinstance(found, Unusable):
                raise SettingsError(found.reason.removeprefix(f"{self._configuration.sources.shown}: "))
            self._settings = found
        return self._settings

    def poller(self) -> Poller:
        """Raises SettingsError."""
        from grantex_tui.polling.connect import build_poller  # start-up boundary: httpx, after the first paint

        return build_poller(self.settings, pool=self._shared.pool())

    def memory(self, told: Callable[[Outcome], None]) -> Memory | None:
        """What keeps the account's states."""
        archive = self.settings.archive
        return memory_of(self.settings, told, None if archive is None else self._shared.thread(archive))

    def teller(self) -> OpenTeller | None:
        """What tells the account's alerts; nothing of them is loaded where none are asked for."""
        return None if self._configuration.alerts is None else teller_of(lambda: self.settings)


class Shared:
    """What accounts have in common, made when the first is opened: one pool of connections, one thread an archive."""

    def __init__(self) -> None:
        self._pool: ConnectionPool | None = None
        self._threads: dict[Path, ArchiveThread] = {}
        self._lock = threading.Lock()

    def thread(self, archive: Path) -> ArchiveThread:
        """That of the file `archive`."""
        from grantex_tui.archive.recorder import ArchiveThread  # start-up boundary: after the first paint

        with self._lock:
            return self._threads.setdefault(archive, ArchiveThread(archive))

    def pool(self) -> ConnectionPool:
        """Connections."""
        from grantex_tui.api.connection_pool import ConnectionPool  # start-up boundary: httpx, after the first paint

        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool()
            return self._pool


def openers(configuration: Configuration, chosen: Sequence[Chosen], started: Settings | None) -> dict[str, Opener]:
    """By name, in the order named; `started` first where it is none of the profiles."""
    shared = Shared()
    alone = () if started is None or started.profile in (one.name for one in chosen) else (NO_PROFILE,)
    return {
        one.name: Opener(configuration, one, shared, started if started and one.name == started.profile else None)
        for one in (*alone, *chosen)
    }


def memory_of(
    settings: Settings, told: Callable[[Outcome], None], thread: ArchiveThread | None = None
) -> Memory | None:
    """What keeps the states of a run with `settings`; None where nothing is kept. `thread`: that of its archive."""
    from grantex_tui.polling.memory import SampleMemory, StateRecorder  # start-up boundary: after the first paint

    if settings.demo:
        from grantex_tui.archive.sample import SampleRecall
        from grantex_tui.polling.clock import SystemClock

        return SampleMemory(SampleRecall(SystemClock().utc))
    return None if settings.archive is None else StateRecorder(settings, settings.archive, told, thread)


def teller_of(settings: Callable[[], Settings]) -> OpenTeller:
    """What tells the alerts of a run, whose settings are asked for when it begins."""

    def open_it(memory: Memory | None, outlets: Outlets) -> Teller | None:
        from grantex_tui.cli.telling import open_teller  # only where alerts are asked for

        return open_teller(settings(), memory, outlets)

    return open_it


def sample_accounts_of(settings: Settings) -> tuple[Account, ...]:
    """The demo's."""
    from grantex_tui.polling.sample_accounts import sample_accounts  # only when they are shown side by side

    return sample_accounts(settings, lambda told: memory_of(settings, told))


def key_is_piped(configuration: Configuration) -> bool:
    """Whether standard input brings the key. Raises SettingsError where it brings the keys of a browser instead."""
    from grantex_tui.tui.terminal.startup import draws_on_terminal

    if configuration.arguments.api_key_file != "-":
        return False
    if not draws_on_terminal(os.environ):
        raise SettingsError("--api-key-file -: standard input brings the keys of the browser")
    return True
