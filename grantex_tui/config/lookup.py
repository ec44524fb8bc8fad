"""Where the API key and the base URL come from, as unchecked text: arguments, then environment, then config file.

Light to import, because `status` looks here before it knows whether it needs more. The config file is the vendor's
command line tool's: `~/.grantex/config.json`, `{"baseUrl": "…", "apiKey": "…"}`.
"""

from __future__ import annotations

import os
import stat
import sys

from grantex_tui.config.arguments import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from grantex_tui.config.arguments import Arguments

KEY_VARIABLES: Final = ("GRANTEX_API_KEY", "GRANTEX_KEY")
URL_VARIABLES: Final = ("GRANTEX_BASE_URL", "GRANTEX_URL")
MAX_FILE_BYTES: Final = 64 * 1024
CONFIG: Final = "~/.grantex/config.json"

NO_KEY: Final = (
    "no API key: set GRANTEX_API_KEY, or give --api-key-file PATH, or log in with the vendor's grantex command "
    f"({CONFIG}); --demo needs none"
)

_READ_BY_OTHERS: Final = stat.S_IRGRP | stat.S_IROTH


class Found:
    """The key and the base URL, each with the place it comes from. `url` None: nothing sets it.

    `warning`: one line about a file with the key that other users can read; empty if there is none.
    """

    __slots__ = ("key", "key_source", "url", "url_source", "warning")

    def __init__(self, key: str, key_source: str, url: str | None, url_source: str, warning: str) -> None:
        self.key = key
        self.key_source = key_source
        self.url = url
        self.url_source = url_source
        self.warning = warning


def find_key_and_url(
    arguments: Arguments,
    environment: Mapping[str, str],
    home: str | os.PathLike[str] | None,
    read_standard_input: Callable[[], str],
) -> Found:
    """The key and the base URL. Reads the config file only for what arguments and environment leave open.

    `read_standard_input` is called for `--api-key-file -` alone. Raises SettingsError. Not for the demo.
    """
    key, key_source, warning = _key_from_file(arguments.api_key_file, read_standard_input)
    if key is None:
        key, key_source = _first(environment, KEY_VARIABLES)
    url, url_source = arguments.base_url, "--base-url"
    if url is None:
        url, url_source = _first(environment, URL_VARIABLES)
    if key is None or url is None:
        config, warned = _config(home)
        if url is None:
            url, url_source = config.get("baseUrl"), CONFIG
        if key is None:
            key, key_source, warning = config.get("apiKey"), CONFIG, warned
    if key is None:
        raise SettingsError(NO_KEY)
    return Found(key, key_source, url, url_source, warning)


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


def _key_from_file(path: str | None, read_standard_input: Callable[[], str]) -> tuple[str | None, str, str]:
    """The key, its source and a warning."""
    if path is None:
        return None, "", ""
    if path == "-":
        source, warning = "standard input", ""
        try:
            text = read_standard_input()
        except (OSError, ValueError) as error:
            raise SettingsError(f"--api-key-file: standard input: {_why(error)}") from None
    else:
        source = _shown(path)
        try:
            text, mode = _read_text(_expanded(path))
        except (OSError, ValueError) as error:
            raise SettingsError(f"--api-key-file: {source}{': ' if source else ''}{_why(error)}") from None
        source = source or "--api-key-file"
        warning = _warning(source, mode)
    if not text.strip():
        raise SettingsError(f"--api-key-file: {source}: no key in it")
    return text, source, warning


def _shown(path: str) -> str:
    """`path` for a message; empty where it could be a key given in the wrong place, for then no such file exists."""
    try:
        expanded = _expanded(path)
        folder = os.path.dirname(expanded)
        known = os.path.lexists(expanded) or (folder not in ("", os.sep) and os.path.isdir(folder))
    except ValueError:
        return ""
    return path if known and path.isprintable() else ""


def _expanded(path: str) -> str:
    """Raises ValueError where there is no such user's home folder."""
    expanded = os.path.expanduser(path)
    if expanded.startswith("~"):
        raise ValueError
    return expanded


def _config(home: str | os.PathLike[str] | None) -> tuple[Mapping[str, str], str]:
    """What the config file sets, and a warning if others can read a key in it."""
    path = None if home is None else os.path.join(home, ".grantex", "config.json")
    if path is None or not _exists(path):
        return {}, ""
    import json  # start-up boundary: 2 ms, and most have no such file

    try:
        text, mode = _read_text(path)
        data = json.loads(text)
    except (RecursionError, json.JSONDecodeError):
        raise SettingsError(f"{CONFIG} is not valid JSON") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{CONFIG}: {_why(error)}") from None
    if not isinstance(data, dict):
        raise SettingsError(f"{CONFIG} holds no object")
    found = {name: data[name] for name in ("apiKey", "baseUrl") if data.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str):
            raise SettingsError(f"{CONFIG}: {name} is not text")
    return {name: value for name, value in found.items() if value}, _warning(CONFIG, mode)


def _exists(path: str) -> bool:
    """Whether there is a config file. A home that is no folder, or that may not be entered, holds none.

    Raises SettingsError for a named pipe or device, which could be waited for without end.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SettingsError(f"{CONFIG}: not a regular file")
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
