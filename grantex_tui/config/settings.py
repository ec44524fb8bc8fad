"""The checked settings of a run, from what `lookup` finds, what was typed and what the file says. Sends nothing.

No option takes the key itself: every process on the machine can see command lines.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, structs

from grantex_tui.api.api_key import ApiKey, InvalidKeyError, KeyMode
from grantex_tui.api.base_url import DEFAULT_BASE_URL, Address, InvalidAddressError, parse_address
from grantex_tui.config.arguments import DEFAULT_INTERVAL, DEMO_INTERVAL, Arguments, SettingsError
from grantex_tui.config.configuration import Configuration, read_configuration
from grantex_tui.config.lookup import Found, find_key_and_url, key_of, wants_demo
from grantex_tui.config.profiles import chosen_profile
from grantex_tui.config.sources import Chosen, are_several
from grantex_tui.usage.plans import NO_LIMITS, Allowance, Plan

if TYPE_CHECKING:  # only where there is a config file
    from grantex_tui.config.models import AlertSettings

MAX_PROGRAMS: Final = 8
"""How many of those that print keys run at once."""


class PlanSettings(Struct, frozen=True):
    """The user's word on the plan: its name where the service does not give it, and limits of their own."""

    plan: Plan | None = None
    limits: Allowance = NO_LIMITS


NO_OVERRIDES: Final = PlanSettings()


class Settings(Struct, frozen=True):
    """What a run needs. `key` is None in the demo and only there. `interval`: seconds between polls.

    `interval_is_explicit`: the user gave the interval, so polling keeps it whatever the request budget; or the budget
    is nobody's, as the demo's.
    `key_source`: where the key comes from, as the user knows it: `GRANTEX_API_KEY`, a path. `warning`: one line about
    a file with the key that other users can read; empty if there is none. `archive`: the file that keeps what was
    seen; None where nothing is to be kept. `alerts`: None where there is no config file. `profile`: the name of the
    config file's profile, empty for none, with what it says of itself: `label` and `colour`, empty where it does not.
    """

    key: ApiKey | None
    address: Address
    interval: int
    interval_is_explicit: bool
    mouse: bool
    key_source: str = ""
    warning: str = ""
    archive: Path | None = None
    plan: PlanSettings = NO_OVERRIDES
    alerts: AlertSettings | None = None
    profile: str = ""
    label: str = ""
    colour: str = ""

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

    @property
    def name(self) -> str:
        """What the account is called beside others: its label, else the profile's name."""
        return self.label or self.profile


class Unusable(Struct, frozen=True):
    """A profile that has no settings, such as one whose key file is missing. `reason`: one line."""

    profile: str
    reason: str
    label: str = ""
    colour: str = ""

    @property
    def name(self) -> str:
        """As of `Settings`."""
        return self.label or self.profile


def read_settings(
    arguments: Arguments,
    environment: Mapping[str, str],
    home: str | os.PathLike[str] | None,
    read_standard_input: Callable[[], str],
) -> Settings:
    """The settings of a run for one account. Reads the vendor's file only for what all else leaves open.

    `home` None: there is no such file. `read_standard_input` is called for `--api-key-file -` alone. Raises
    SettingsError.
    """
    return one_account(read_configuration(arguments, environment, home), read_standard_input)


def one_account(configuration: Configuration, read_standard_input: Callable[[], str]) -> Settings:
    """The settings of the one account that a run is for. Raises SettingsError, also where several are named."""
    chosen = chosen_profile(configuration.arguments, configuration.environment, configuration.sources)
    return settings_of(configuration, chosen, read_standard_input)


def read_profiles(
    configuration: Configuration, read_standard_input: Callable[[], str]
) -> tuple[Settings | Unusable, ...]:
    """The settings of each account that a run is for, in the order named; programs that print keys run side by side.

    Raises SettingsError for names that the file does not have, and where the run's only account has no settings.
    """
    chosen = configuration.chosen
    if not are_several(chosen):
        return (settings_of(configuration, chosen[0], read_standard_input),)
    return settings_side_by_side(chosen, lambda one: settings_or_reason(configuration, one))


def settings_side_by_side(
    chosen: Sequence[Chosen], settings_of_one: Callable[[Chosen], Settings | Unusable]
) -> tuple[Settings | Unusable, ...]:
    """In threads where programs print keys, each of which may take seconds."""
    if sum(1 for one in chosen if one.source.key_command) < 2:
        return tuple(map(settings_of_one, chosen))
    from concurrent.futures import ThreadPoolExecutor  # only where programs are waited for

    with ThreadPoolExecutor(MAX_PROGRAMS, "profile") as pool:
        return tuple(pool.map(settings_of_one, chosen))


def settings_or_reason(configuration: Configuration, chosen: Chosen) -> Settings | Unusable:
    """The settings of one of several accounts, or why it has none."""
    try:
        return settings_of(configuration, chosen, _no_standard_input)
    except SettingsError as error:
        label, colour = configuration.label_and_colour(chosen.name)
        return Unusable(chosen.name, str(error), label, colour)


def settings_of(configuration: Configuration, chosen: Chosen, read_standard_input: Callable[[], str]) -> Settings:
    """The settings of an account. Raises SettingsError."""
    arguments = configuration.completed(chosen.name).arguments
    environment, home, sources = configuration.environment, configuration.home, configuration.sources
    label, colour = configuration.label_and_colour(chosen.name)
    found = None
    if not wants_demo(arguments, sources):
        found = find_key_and_url(configuration.arguments, environment, home, read_standard_input, sources, chosen)
    settings = checked(arguments, found, archive_file(arguments, environment, home))
    alerts = configuration.alerts
    return structs.replace(settings, alerts=alerts, profile=chosen.name, label=label, colour=colour)


def _no_standard_input() -> str:
    raise AssertionError("a profile's key never comes from standard input")


def archive_file(
    arguments: Arguments, environment: Mapping[str, str], home: str | os.PathLike[str] | None
) -> Path | None:
    """Where the archive is: in XDG_DATA_HOME if that is a whole path, else in `~/.local/share`.

    None in the demo and with `--no-archive`. Without a home it is where nothing can be: a home is never made.
    """
    if arguments.demo or arguments.archive is False:
        return None
    named = Path(environment.get("XDG_DATA_HOME", ""))
    there = os.devnull if home is None or not os.path.isdir(home) else home  # noqa: PTH112 (never raises)
    return (named if named.is_absolute() else Path(there, ".local", "share")) / "grantex-tui" / "archive.db"


def checked(arguments: Arguments, found: Found | None, archive: Path | None = None) -> Settings:
    """The settings with what was `found`; None is the demo. A program that prints the key runs now.

    Raises SettingsError.
    """
    explicit, mouse = arguments.interval is not None, bool(arguments.mouse)
    interval = DEFAULT_INTERVAL if arguments.interval is None else arguments.interval
    plan = plan_settings(arguments)
    if found is None:
        if arguments.command is None and not explicit:
            interval, explicit = DEMO_INTERVAL, True
        return Settings(None, parse_address(DEFAULT_BASE_URL), interval, explicit, mouse, plan=plan)
    try:
        address = parse_address(DEFAULT_BASE_URL if found.url is None else found.url)
    except InvalidAddressError as error:
        raise SettingsError(f"{found.url_source}: {error}") from None
    if not address.encrypted and not address.loopback and not found.allow_http:
        raise SettingsError(
            f"{found.url_source}: plain http to another machine would show the API key: use https, or --allow-http"
        )
    try:
        key = ApiKey(key_of(found))
    except InvalidKeyError as error:
        raise SettingsError(f"{found.key_source}: {error}") from None
    return Settings(key, address, interval, explicit, mouse, found.key_source, found.warning, archive, plan)


def plan_settings(arguments: Arguments) -> PlanSettings:
    """What was typed, or completed from the file, of the plan."""
    limits = Allowance(arguments.exchanges_limit, arguments.authorizations_limit)
    return PlanSettings(Plan(arguments.plan) if arguments.plan else None, limits)


class Service(Struct, frozen=True):
    """The service's host, what the key's prefix says, and whether this is the built-in sample service."""

    host: str
    mode: KeyMode
    demo: bool = False
