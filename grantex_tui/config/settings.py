"""The checked settings of a run, from what `lookup` finds and what was typed. Sends nothing.

No option takes the key itself: every process on the machine can see command lines.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from grantex_tui.api.api_key import ApiKey, InvalidKeyError, KeyMode
from grantex_tui.api.base_url import DEFAULT_BASE_URL, Address, InvalidAddressError, parse_address
from grantex_tui.config.arguments import DEFAULT_INTERVAL, DEMO_INTERVAL, Arguments, SettingsError
from grantex_tui.config.lookup import Found, find_key_and_url
from grantex_tui.usage.plans import NO_LIMITS, Allowance, Plan


class Settings(Struct, frozen=True):
    """What a run needs. `key` is None in the demo and only there. `interval`: seconds between polls.

    `interval_is_explicit`: the user gave the interval, so polling keeps it whatever the request budget; or the budget
    is nobody's, as the demo's.
    `key_source`: where the key comes from, as the user knows it: `GRANTEX_API_KEY`, a path. `warning`: one line about
    a file with the key that other users can read; empty if there is none. `archive`: the file that keeps what was
    seen; None where nothing is to be kept.
    """

    key: ApiKey | None
    address: Address
    interval: int
    interval_is_explicit: bool
    mouse: bool
    key_source: str = ""
    warning: str = ""
    archive: Path | None = None

    @property
    def demo(self) -> bool:
        return self.key is None

    @property
    def mode(self) -> KeyMode:
        """What the key gives access to; the sample service counts as a test."""
        return self.key.mode if self.key else KeyMode.TEST

    @property
    def service(self) -> Service:
        """Where the figures come from."""
        return Service(self.address.host, self.mode, demo=self.demo)


def read_settings(
    arguments: Arguments,
    environment: Mapping[str, str],
    home: str | os.PathLike[str] | None,
    read_standard_input: Callable[[], str],
) -> Settings:
    """The settings of a run. Reads the config file only for what arguments and environment leave open.

    `home` None: there is no config file. `read_standard_input` is called for `--api-key-file -` alone. Raises
    SettingsError.
    """
    found = None if arguments.demo else find_key_and_url(arguments, environment, home, read_standard_input)
    return checked(arguments, found, archive_file(arguments, environment, home))


def archive_file(
    arguments: Arguments, environment: Mapping[str, str], home: str | os.PathLike[str] | None
) -> Path | None:
    """Where the archive is: in XDG_DATA_HOME if that is a whole path, else in `~/.local/share`.

    None in the demo and with `--no-archive`. Without a home it is where nothing can be: a home is never made.
    """
    if arguments.demo or arguments.no_archive:
        return None
    named = Path(environment.get("XDG_DATA_HOME", ""))
    there = os.devnull if home is None or not os.path.isdir(home) else home  # noqa: PTH112 (never raises)
    return (named if named.is_absolute() else Path(there, ".local", "share")) / "grantex-tui" / "archive.db"


def checked(arguments: Arguments, found: Found | None, archive: Path | None = None) -> Settings:
    """The settings with what was `found`; None is the demo. Raises SettingsError."""
    explicit = arguments.interval is not None
    interval = DEFAULT_INTERVAL if arguments.interval is None else arguments.interval
    if found is None:
        if arguments.command is None and not explicit:
            interval, explicit = DEMO_INTERVAL, True
        return Settings(None, parse_address(DEFAULT_BASE_URL), interval, explicit, arguments.mouse)
    try:
        address = parse_address(DEFAULT_BASE_URL if found.url is None else found.url)
    except InvalidAddressError as error:
        raise SettingsError(f"{found.url_source}: {error}") from None
    try:
        key = ApiKey(found.key)
    except InvalidKeyError as error:
        raise SettingsError(f"{found.key_source}: {error}") from None
    if not address.encrypted and not address.loopback and not arguments.allow_http:
        raise SettingsError(
            f"{found.url_source}: plain http to another machine would show the API key: use https, or --allow-http"
        )
    return Settings(key, address, interval, explicit, arguments.mouse, found.key_source, found.warning, archive)


class Service(Struct, frozen=True):
    """The service's host, what the key's prefix says, and whether this is the built-in sample service."""

    host: str
    mode: KeyMode
    demo: bool = False


class PlanSettings(Struct, frozen=True):
    """The user's word on the plan: its name where the service does not give it, and limits of their own."""

    plan: Plan | None = None
    limits: Allowance = NO_LIMITS


NO_OVERRIDES: Final = PlanSettings()
