"""A TOML document as a `ConfigFile`, checked beyond its structure. Heavy to import: msgspec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from msgspec import ValidationError, convert

from grantex_tui.api.base_url import InvalidAddressError, parse_address
from grantex_tui.api.sanitize import plain
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.models import COLOURS, ConfigFile, Profile, Way

MAX_LABEL: Final = 40
_KEY_NAMES: Final = frozenset({"apikey", "grantexapikey"})


def config_of(document: dict[str, object], shown: str) -> ConfigFile:
    """Raises SettingsError, which begins with `shown`, the file's path."""
    try:
        path = next(keys_in(document), None)
        if path is not None:
            from grantex_tui.config.wording import entry

            raise SettingsError(
                f"{shown}: {entry(path)}: an API key does not belong in this file, which gets copied and shown: "
                "use api_key_file or api_key_command"
            )
        config = convert(document, ConfigFile)
    except (ValidationError, RecursionError):
        from grantex_tui.config.faults import fault  # only for an error

        raise SettingsError(f"{shown}: {fault(document)}") from None
    for complaint in _complaints(config):
        raise SettingsError(f"{shown}: {complaint}")
    return config


def keys_in(document: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where entries are named as a key is, or texts begin as keys do."""
    match document:
        case dict():
            for name, value in document.items():
                if re.sub(r"[\W_]", "", name).lower() in _KEY_NAMES:
                    yield (*path, name)
                yield from keys_in(value, (*path, name))
        case list():
            for index, value in enumerate(document):
                yield from keys_in(value, (*path, index))
        case str() if re.search(r"gx_(live|test)_[A-Za-z0-9]{12}", document):
            yield path
        case _:
            return


def _complaints(config: ConfigFile) -> Iterator[str]:
    """What no single entry's structure says."""
    for name, profile in config.profiles.items():
        if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,31}", name, re.ASCII):
            from grantex_tui.config.wording import entry

            yield f"{entry(('profiles', name))}: a profile's name is up to 32 of the letters a to z, digits, - _ and ."
        else:
            yield from (f"profiles.{name}.{words}" for words in _of_profile(profile))
    if config.profile is not None and config.profile not in config.profiles:
        from grantex_tui.config.wording import choices

        there = choices(config.profile, tuple(config.profiles)) if config.profiles else "there are none"
        yield f"profile: no such profile: {there}"
    if Way.COMMAND in config.alerts.tell and not config.alerts.command:
        yield 'alerts.tell: "command" needs alerts.command, a program and its arguments'
    for path, value in (("theme", config.theme), ("api_key_file", config.api_key_file)):
        if value is not None and not _is_line(value):
            yield f"{path}: must be a line of text"
    yield from _of_address(config.base_url)


def _of_address(base_url: str | None) -> Iterator[str]:
    if base_url is not None:
        try:
            parse_address(base_url)
        except InvalidAddressError as error:
            yield f"base_url: {error}"


def _of_profile(profile: Profile) -> Iterator[str]:
    yield from _of_address(profile.base_url)
    if profile.api_key_file is not None and profile.api_key_command:
        yield "api_key_command: there is api_key_file already, and only one of them can be"
    if profile.api_key_file is not None and not _is_line(profile.api_key_file):
        yield "api_key_file: must be a line of text"
    if any("\0" in argument for argument in profile.api_key_command):
        yield "api_key_command: no argument of a program has a NUL character"
    if profile.label != plain(profile.label, MAX_LABEL):
        yield f"label: must be up to {MAX_LABEL} characters of one column each, without [ and ]"
    if profile.colour and profile.colour not in COLOURS and not re.fullmatch("#[0-9a-fA-F]{6}", profile.colour):
        from grantex_tui.config.wording import choices

        yield f"colour: must be #rrggbb or a name: {choices(profile.colour, COLOURS)}"


def _is_line(text: str) -> bool:
    return bool(text) and text.isprintable()
