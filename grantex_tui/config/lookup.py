"""Where the API key and the base URL come from, as unchecked text.

Arguments, then a profile that was typed, then the environment, then any other profile, then the config file, then the
file of the vendor's command line tool: `~/.grantex/config.json`, `{"baseUrl": "…", "apiKey": "…"}`. Light to import,
because `status` looks here before it knows whether it needs more.
"""

from __future__ import annotations

import os
import stat
import sys

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.sources import NO_PROFILE, Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.sources import Chosen, Source

KEY_VARIABLES: Final = ("GRANTEX_API_KEY", "GRANTEX_KEY")
URL_VARIABLES: Final = ("GRANTEX_BASE_URL", "GRANTEX_URL")
MAX_FILE_BYTES: Final = 64 * 1024
VENDOR_FILE: Final = "~/.grantex/config.json"

NO_KEY: Final = (
    "no API key: set GRANTEX_API_KEY, or give --api-key-file PATH, or name a --profile of the config file, or log in "
    f"with the vendor's grantex command ({VENDOR_FILE}); --demo needs none"
)

_READ_BY_OTHERS: Final = stat.S_IRGRP | stat.S_IROTH


class KeyPlace:
    """Where the key is, before anything is read. `origin`: who says so: an option, a variable, a file's entry.

    One of `path` (of a file; `-` is standard input where `origin` is the option), `text` (the key) and `command` is
    set. `folder`: what a path is relative to, and where a command runs.
    """

    __slots__ = ("command", "folder", "origin", "path", "text")

    def __init__(
        self,
        origin: str,
        *,
        path: str | None = None,
        text: str | None = None,
        command: Sequence[str] = (),
        folder: str = "",
    ) -> None:
        self.origin = origin
        self.path = path
        self.text = text
        self.command = tuple(command)
        self.folder = folder


class Found:
    """The key and the base URL, each with the place it comes from. `url` None: nothing sets it.

    `key` None: `command` prints it, which is run only when the key is needed. `warning`: one line about a file with
    the key that other users can read; empty if there is none. `allow_http`: as the profile or the file says.
    """

    __slots__ = ("allow_http", "command", "key", "key_source", "url", "url_source", "warning")

    def __init__(
        self,
        key: str | None,
        key_source: str,
        url: str | None,
        url_source: str,
        warning: str,
        *,
        command: KeyPlace | None = None,
        allow_http: bool = False,
    ) -> None:
        self.key = key
        self.key_source = key_source
        self.url = url
        self.url_source = url_source
        self.warning = warning
        self.command = command
        self.allow_http = allow_http


def find_key_and_url(
    arguments: Arguments,
    environment: Mapping[str, str],
    home: str | os.PathLike[str] | None,
    read_standard_input: Callable[[], str],
    sources: Sources | None = None,
    chosen: Chosen = NO_PROFILE,
) -> Found:
    """The key and the base URL. Reads the vendor's file only for what all else leaves open, and runs nothing.

    `read_standard_input` is called for `--api-key-file -` alone. Raises SettingsError. Not for the demo.
    """
    sources = sources or Sources()
    place = key_place(arguments, environment, sources, chosen)
    url, url_source = find_url(arguments, environment, sources, chosen)
    key, key_source, warning = _read(place, read_standard_input) if place else (None, "", "")
    if place is None or url is None:
        vendors, warned = _vendors(home)
        if url is None:
            url, url_source = vendors.get("baseUrl"), VENDOR_FILE
        if place is None:
            key, key_source, warning = vendors.get("apiKey"), VENDOR_FILE, warned
            if key is None:
                raise SettingsError(_no_key(sources))
    command = place if place and place.command else None
    allow_http = allows_http(arguments, sources, chosen)
    return Found(key, key_source, url, url_source, warning, command=command, allow_http=allow_http)


def key_place(
    arguments: Arguments, environment: Mapping[str, str], sources: Sources, chosen: Chosen
) -> KeyPlace | None:
    """Where the key is; None: at most in the vendor's file. Raises SettingsError for one of several without a key."""
    own = _of_source(chosen.source, sources)
    if not chosen.alone:
        if arguments.api_key_file is not None:
            raise SettingsError("--api-key-file holds one key: name one profile with --profile")
        if own is None:
            words = f"{sources.shown}: profiles.{chosen.name}: no key: give it api_key_file or api_key_command"
            raise SettingsError(words)
        return own
    if arguments.api_key_file is not None:
        return KeyPlace("--api-key-file", path=arguments.api_key_file)
    if own is not None and chosen.typed:
        return own
    key, variable = _first(environment, KEY_VARIABLES)
    if key is not None:
        return KeyPlace(variable, text=key)
    return own or _of_source(sources.file, sources)


def find_url(
    arguments: Arguments, environment: Mapping[str, str], sources: Sources, chosen: Chosen
) -> tuple[str | None, str]:
    """The base URL and who says it; None: at most the vendor's file."""
    if arguments.base_url is not None:
        return arguments.base_url, "--base-url"
    own = chosen.source
    if own.url is not None and (chosen.typed or not chosen.alone):
        return own.url, _origin(own, "base_url", sources)
    url, variable = _first(environment, URL_VARIABLES)
    if url is not None:
        return url, variable
    said = next((source for source in (own, sources.file) if source.url is not None), None)
    return (said.url, _origin(said, "base_url", sources)) if said else (None, "")


def allows_http(arguments: Arguments, sources: Sources, chosen: Chosen) -> bool:
    """Whether the key may go unencrypted to another machine."""
    said = (arguments.allow_http, chosen.source.allow_http, sources.file.allow_http)
    return bool(next((value for value in said if value is not None), False))


def wants_demo(arguments: Arguments, sources: Sources) -> bool:
    """Whether the built-in sample service is asked for."""
    return bool(sources.demo if arguments.demo is None else arguments.demo)


def key_of(found: Found) -> str:
    """The key; a program that prints it is run now. Raises SettingsError."""
    if found.key is not None:
        return found.key
    from grantex_tui.config.key_command import key_from_command  # rare, and `status` must start fast

    place = found.command
    assert place is not None, "there is a key or a command"
    return key_from_command(place.command, place.folder, place.origin)


def shown_path(path: str, folder: str) -> str:
    """`path` for a message; empty where it could be a key given in the wrong place, for then no such file exists."""
    try:
        expanded = _expanded(path, folder)
        parent = os.path.dirname(expanded)
        known = os.path.lexists(expanded) or (
            os.path.dirname(path) not in ("", os.sep) and parent != os.sep and os.path.isdir(parent)
        )
    except ValueError:
        return ""
    return path if known and path.isprintable() else ""


def _no_key(sources: Sources) -> str:
    """With the profiles that have one, where there are some."""
    if not sources.profiles:
        return NO_KEY
    names = ", ".join(sources.profiles)
    return f"no API key: name a profile with --profile (there are {names}), or all of them with --all"


def home_folder(environment: Mapping[str, str]) -> str | None:
    """The user's home as an absolute path; None for a user without one, as in some containers."""
    home = environment.get("HOME") or os.path.expanduser("~")
    return home if os.path.isabs(home) else None


def key_from_standard_input() -> str:
    """What was piped in, or typed at a terminal, which does not echo it."""
    if sys.stdin is None:  # closed
        return ""
    if sys.stdin.isatty():
        from getpass import getpass  # prompts are rare, and `status` must start fast

        try:
            return getpass("API key: ")
        except EOFError:  # ctrl+d
            return ""
    return sys.stdin.read(MAX_FILE_BYTES)


def _first(environment: Mapping[str, str], names: Sequence[str]) -> tuple[str | None, str]:
    """The first variable that is set to something, and its name."""
    name = next((name for name in names if environment.get(name)), "")
    return environment.get(name) if name else None, name


def _of_source(source: Source, sources: Sources) -> KeyPlace | None:
    if source.key_file is not None:
        origin = _origin(source, "api_key_file", sources)
        return KeyPlace(origin, path=source.key_file, folder=sources.folder)
    if source.key_command:
        origin = _origin(source, "api_key_command", sources)
        return KeyPlace(origin, command=source.key_command, folder=sources.folder)
    return None


def _origin(source: Source, entry: str, sources: Sources) -> str:
    return f"{sources.shown}: {source.path(entry)}"


def _read(place: KeyPlace, read_standard_input: Callable[[], str]) -> tuple[str | None, str, str]:
    """The key, its source as the user knows it, and a warning."""
    if place.command:
        return None, place.origin, ""
    if place.path is None:
        return place.text, place.origin, ""
    if place.path == "-" and not place.folder:
        source, warning = "standard input", ""
        try:
            text = read_standard_input()
        except (OSError, ValueError) as error:
            raise SettingsError(f"{place.origin}: standard input: {_why(error)}") from None
    else:
        source = shown_path(place.path, place.folder)
        try:
            text, mode = _read_text(_expanded(place.path, place.folder))
        except (OSError, ValueError) as error:
            raise SettingsError(f"{place.origin}: {source}{': ' if source else ''}{_why(error)}") from None
        source = source or place.origin
        warning = _warning(source, mode)
    if not text.strip():
        raise SettingsError(f"{place.origin}: {source}: no key in it")
    return text, source, warning


def _expanded(path: str, folder: str) -> str:
    """Raises ValueError where there is no such user's home folder."""
    expanded = os.path.expanduser(path)
    if expanded.startswith("~"):
        raise ValueError
    return os.path.join(folder, expanded)


def vendor_entries(home: str | os.PathLike[str] | None) -> Mapping[str, str]:
    """What the vendor's file sets: `apiKey` and `baseUrl`. Raises SettingsError."""
    return _vendors(home)[0]


def _vendors(home: str | os.PathLike[str] | None) -> tuple[Mapping[str, str], str]:
    """What the vendor's file sets, and a warning if others can read a key in it."""
    path = None if home is None else os.path.join(home, ".grantex", "config.json")
    if path is None or not _exists(path):
        return {}, ""
    import json  # start-up boundary: 2 ms, and most have no such file

    try:
        text, mode = _read_text(path)
        data = json.loads(text)
    except (RecursionError, json.JSONDecodeError):
        raise SettingsError(f"{VENDOR_FILE} is not valid JSON") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{VENDOR_FILE}: {_why(error)}") from None
    if not isinstance(data, dict):
        raise SettingsError(f"{VENDOR_FILE} holds no object")
    found = {name: data[name] for name in ("apiKey", "baseUrl") if data.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str):
            raise SettingsError(f"{VENDOR_FILE}: {name} is not text")
    return {name: value for name, value in found.items() if value}, _warning(VENDOR_FILE, mode)


def _exists(path: str) -> bool:
    """Whether there is the vendor's file. A home that is no folder, or that may not be entered, holds none.

    Raises SettingsError for a named pipe or device, which could be waited for without end.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SettingsError(f"{VENDOR_FILE}: not a regular file")
    return True


def _read_text(path: str) -> tuple[str, int]:
    """The file's text and mode. A named pipe is waited for: a shell's `<(…)` is one."""
    with open(path, "rb") as file:
        return file.read(MAX_FILE_BYTES).decode("utf-8"), os.fstat(file.fileno()).st_mode


def _warning(source: str, mode: int) -> str:
    """As ssh does for its keys. Windows keeps no such modes."""
    if os.name == "nt" or not stat.S_ISREG(mode) or not mode & _READ_BY_OTHERS:
        return ""
    return f"warning: other users can read the API key in {source} (mode {stat.S_IMODE(mode):04o}); use chmod 600"


def _why(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "not UTF-8 text"
        case OSError(strerror=str(reason)):
            return reason.lower()
        case _:
            return "the path cannot be used"
