"""Every value of a run and who says it, as `config show` prints them. Reads no key and runs no program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from msgspec import Struct, structs

from grantex_tui.api.base_url import DEFAULT_BASE_URL, InvalidAddressError, parse_address
from grantex_tui.api.sanitize import plain
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.configuration import Configuration
from grantex_tui.config.layers import DEFAULT, DEFAULTS, OF_PROFILES
from grantex_tui.config.lookup import VENDOR_FILE, find_url, key_place, shown_path, vendor_entries
from grantex_tui.config.models import AlertSettings, Way
from grantex_tui.config.sources import Chosen


class Value(Struct, frozen=True):
    """One value, as text. `origin`: an option, a variable, an entry of a file, `default`."""

    name: str
    text: str
    origin: str


def values(configuration: Configuration, chosen: Chosen) -> Iterator[Value]:
    """Those of the account `chosen`."""
    if chosen.name:
        label, colour = configuration.label_and_colour(chosen.name)
        yield Value("profile", chosen.name, chosen.origin)
        shown = configuration.sources.shown
        for name, text in (("label", label), ("colour", colour)):
            if text:
                yield Value(name, text, f"{shown}: profiles.{chosen.name}.{name}")
    yield _base_url(configuration, chosen)
    yield _key(configuration, chosen)
    yield from _layered(configuration, OF_PROFILES, chosen.name)


def common_values(configuration: Configuration) -> Iterator[Value]:
    """Those that are the same for every account; of `[keys]` and `[alerts]` what the file says."""
    yield from _layered(configuration, [name for name in DEFAULTS if name not in OF_PROFILES])
    shown = configuration.sources.shown
    for action, keys in configuration.keys.items():
        yield Value(f"keys.{plain(action, 40)}", plain(keys), f"{shown}: keys")
    nothing = AlertSettings()
    for name, said in structs.asdict(configuration.alerts or nothing).items():
        if said != getattr(nothing, name):
            # Its other arguments may hold somebody's secret, such as a web hook's address.
            text = f"{_program(said[0])} …" if name == "command" else _text(said)
            yield Value(f"alerts.{name}", text, f"{shown}: alerts.{name}")


def _layered(configuration: Configuration, names: Sequence[str], profile: str = "") -> Iterator[Value]:
    layered = configuration.completed(profile)
    for name in names:
        said = getattr(layered.arguments, name)
        yield Value(name, _text(DEFAULTS.get(name) if said is None else said), layered.origins[name])


def _base_url(configuration: Configuration, chosen: Chosen) -> Value:
    url, origin = find_url(configuration.arguments, configuration.environment, configuration.sources, chosen)
    if url is None:
        url, origin = vendor_entries(configuration.home).get("baseUrl"), VENDOR_FILE
    if url is None:
        return Value("base_url", DEFAULT_BASE_URL, DEFAULT)
    try:
        return Value("base_url", parse_address(url).url, origin)
    except InvalidAddressError as error:
        return Value("base_url", f"cannot be used: {error}", origin)


def _key(configuration: Configuration, chosen: Chosen) -> Value:
    try:
        place = key_place(configuration.arguments, configuration.environment, configuration.sources, chosen)
    except SettingsError as error:
        return Value("API key", "none", str(error))
    if place is None:
        said = "apiKey" in vendor_entries(configuration.home)
        return Value("API key", "in the file" if said else "none", VENDOR_FILE if said else "nowhere")
    if place.command:
        return Value("API key", f"printed by {_program(place.command[0])}", place.origin)
    if place.path == "-" and not place.folder:
        return Value("API key", "from standard input", place.origin)
    if place.path is not None:
        shown = shown_path(place.path, place.folder)
        return Value("API key", f"in {shown}" if shown else "in a file that is not there", place.origin)
    return Value("API key", "set", place.origin)


def _program(name: str) -> str:
    return plain(PurePath(name).name, 40)


def _text(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Way():
            return str(value.value)
        case None:
            return "as the service says"
        case tuple():
            return ", ".join(map(_text, value))
        case _:
            return plain(str(value))
