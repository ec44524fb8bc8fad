"""The settings of a run, checked: what the arguments and the sources of key and address come to. Sends nothing.

The key has no option of its own, because a command line is visible to every process of the machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from grantex_tui.api.api_key import ApiKey, InvalidKeyError, KeyMode
from grantex_tui.api.base_url import DEFAULT_BASE_URL, Address, InvalidAddressError, parse_address
from grantex_tui.config.arguments import DEFAULT_INTERVAL, Arguments, SettingsError
from grantex_tui.config.lookup import find_key_and_url
from grantex_tui.usage.plans import NO_LIMITS, Allowance, Plan


class Settings(Struct, frozen=True):
    """What a run needs. `key` is None exactly in the demo. `interval`: seconds between polls.

    `interval_is_explicit`: whether the user gave the interval, which is then honoured whatever the request budget.
    """

    key: ApiKey | None
    address: Address
    interval: int
    interval_is_explicit: bool
    mouse: bool

    @property
    def demo(self) -> bool:
        return self.key is None

    @property
    def mode(self) -> KeyMode:
        """What the key opens; the sample service is for tests."""
        return self.key.mode if self.key else KeyMode.TEST

    @property
    def service(self) -> Service:
        """Where the figures come from, for those who name it."""
        return Service(self.address.host, self.mode, demo=self.demo)


def home_folder() -> Path:
    """The user's home; where there is none, as in some containers, a folder that holds nothing."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)


def read_settings(
    arguments: Arguments, environment: Mapping[str, str], home: Path, read_standard_input: Callable[[], str]
) -> Settings:
    """The settings of a run. Reads the config file only for what arguments and environment leave open.

    `read_standard_input` is called for `--api-key-file -` alone. Raises SettingsError.
    """
    interval = arguments.interval if arguments.interval is not None else DEFAULT_INTERVAL
    chosen = arguments.interval is not None
    if arguments.demo:
        return Settings(None, parse_address(DEFAULT_BASE_URL), interval, chosen, arguments.mouse)
    key, url = find_key_and_url(arguments, environment, home, read_standard_input)
    try:
        address = parse_address(DEFAULT_BASE_URL if url is None else url)
        secret = ApiKey(key)
    except (InvalidAddressError, InvalidKeyError) as error:
        raise SettingsError(str(error)) from None
    if not address.encrypted and not address.loopback and not arguments.allow_http:
        raise SettingsError("plain http to another machine would show the API key: use https, or --allow-http")
    return Settings(secret, address, interval, chosen, arguments.mouse)


class Service(Struct, frozen=True):
    """The service's host, what the key's prefix says, and whether it is the built-in sample service."""

    host: str
    mode: KeyMode
    demo: bool = False


class PlanSettings(Struct, frozen=True):
    """What the user says of the plan: its name where the service does not say it, and limits of their own."""

    plan: Plan | None = None
    limits: Allowance = NO_LIMITS


NO_OVERRIDES: Final = PlanSettings()
