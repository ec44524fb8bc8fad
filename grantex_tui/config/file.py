"""Finds and reads `config.toml`: all of it is right, or one line says what is wrong with it. Runs and sends nothing.

Light to import, because every start looks whether there is a file; TOML and msgspec are imported where there is one.
"""

from __future__ import annotations

import os
import stat

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.sources import Source, Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.models import ConfigFile, Profile

CONFIG_VARIABLE: Final = "GRANTEX_TUI_CONFIG"
MAX_FILE_BYTES: Final = 256 * 1024

_WRITTEN_BY_OTHERS: Final = stat.S_IWOTH


class Place:
    """Where the config file is or would be. `origin`: who names it, empty for the usual place. `shown`: for messages.

    `stamp`: tells whether the file is still the same; empty where there is none.
    """

    __slots__ = ("origin", "path", "shown", "stamp")

    def __init__(self, path: str, origin: str, shown: str, stamp: tuple[int, ...] = ()) -> None:
        self.path = path
        self.origin = origin
        self.shown = shown
        self.stamp = stamp

    @property
    def exists(self) -> bool:
        return bool(self.stamp)


def find_file(
    arguments: Arguments, environment: Mapping[str, str], home: str | os.PathLike[str] | None
) -> Place | None:
    """Where the config file is. None: nobody names one, and there is no home for one.

    Raises SettingsError where one is named that is not there, and for what is no regular file.
    """
    place = file_place(arguments, environment, home)
    if place is None:
        return None
    try:
        found = os.stat(place.path)
    except (OSError, ValueError) as error:
        if place.origin:
            reason = error.strerror if isinstance(error, OSError) else None
            words = (reason or "the path cannot be used").lower()
            raise SettingsError(f"{place.origin}: {place.shown}: {words}") from None
        return place
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(f"{place.shown}: not a regular file")
    if os.name != "nt" and found.st_mode & _WRITTEN_BY_OTHERS:
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        raise SettingsError(f"{place.shown}: every user can write it (mode {mode}): use chmod 600")
    stamp = (found.st_mtime_ns, found.st_size, found.st_ino, found.st_dev, found.st_mode)
    return Place(place.path, place.origin, place.shown, stamp)


def file_place(
    arguments: Arguments, environment: Mapping[str, str], home: str | os.PathLike[str] | None
) -> Place | None:
    """Where the config file would be, whether it is there or not. Raises SettingsError for a key given as a path."""
    named, origin = arguments.config, "--config"
    if named is None:
        named, origin = environment.get(CONFIG_VARIABLE) or None, CONFIG_VARIABLE
    if named is not None and _is_key(named):
        raise SettingsError(f"{origin}: that is no path but an API key")
    if named is not None:
        return Place(os.path.abspath(os.path.expanduser(named)), origin, _shown(named, home))
    folder = environment.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(folder):
        if home is None:
            return None
        folder = os.path.join(home, ".config")
    path = os.path.join(folder, "grantex-tui", "config.toml")
    return Place(path, "", _shown(path, home))


def read_file(place: Place) -> ConfigFile:
    """The whole file. Raises SettingsError for the first entry that cannot be used."""
    import tomllib  # start-up boundary: most have no such file

    from grantex_tui.config.conversion import config_of

    text = _text(place)
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        from grantex_tui.config.faults import syntax_fault  # only for an error

        raise SettingsError(f"{place.shown}: {syntax_fault(text, error)}") from None
    return config_of(document, place.shown)


def sources_of(file: ConfigFile, place: Place) -> Sources:
    """What the file says of where the figures come from."""
    return Sources(
        place.shown,
        os.path.dirname(place.path),
        file.profile,
        file.demo,
        file.archive,
        Source("", file.base_url, file.allow_http, file.api_key_file),
        {name: _source(name, profile) for name, profile in file.profiles.items()},
    )


def _source(name: str, profile: Profile) -> Source:
    return Source(name, profile.base_url, profile.allow_http, profile.api_key_file, profile.api_key_command)


def _text(place: Place) -> str:
    try:
        descriptor = os.open(place.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SettingsError(f"{place.shown}: not a regular file")
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{place.shown}: {(error.strerror or 'cannot be read').lower()}") from None
    if len(data) > MAX_FILE_BYTES:
        raise SettingsError(f"{place.shown}: larger than {MAX_FILE_BYTES // 1024} KB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{place.shown}: not UTF-8 text") from None


def _is_key(text: str) -> bool:
    return text.startswith(("gx_live_", "gx_test_"))


def _shown(path: str, home: str | os.PathLike[str] | None) -> str:
    """`path` for messages: the home as `~`, and nothing that a terminal obeys."""
    inside = home is not None and path.startswith(os.path.join(home, ""))
    short = os.path.join("~", os.path.relpath(path, home)) if home is not None and inside else path
    if short.isprintable() and len(short) <= 200:
        return short
    from grantex_tui.api.sanitize import plain  # rare, and `status` must start fast

    return plain(short)
