"""Where the API key and the base URL come from, as text and not yet checked: arguments > environment > files.

Light to import, for `status` looks here before it knows whether it needs more. File format of
`~/.grantex/config.json`: the vendor's command line tool, `{"baseUrl": "…", "apiKey": "…"}`.
"""

from __future__ import annotations

import json
import os
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

NO_KEY: Final = (
    "no API key: set GRANTEX_API_KEY, or give --api-key-file PATH, or log in with the vendor's grantex command "
    "(~/.grantex/config.json); --demo needs none"
)


def find_key_and_url(
    arguments: Arguments,
    environment: Mapping[str, str],
    home: str | os.PathLike[str],
    read_standard_input: Callable[[], str],
) -> tuple[str, str | None]:
    """The key, and the base URL if one is set anywhere. Reads the config file only for what is left open.

    `read_standard_input` is called for `--api-key-file -` alone. Raises SettingsError. Not for the demo.
    """
    key = _key_from_file(arguments.api_key_file, read_standard_input) or _first(environment, KEY_VARIABLES)
    url = arguments.base_url if arguments.base_url is not None else _first(environment, URL_VARIABLES)
    if key is None or url is None:
        config = _config(os.path.join(home, ".grantex", "config.json"))
        key = key or config.get("apiKey")
        url = url if url is not None else config.get("baseUrl")
    if key is None:
        raise SettingsError(NO_KEY)
    return key, url


def key_from_standard_input() -> str:
    """What was piped in, or typed without an echo at a terminal."""
    if sys.stdin is None:  # closed
        return ""
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass("API key: ")
        except EOFError:  # ctrl+d
            return ""
    return sys.stdin.read(MAX_FILE_BYTES)


def _first(environment: Mapping[str, str], names: Sequence[str]) -> str | None:
    """The first variable that is set to something."""
    return next((environment[name] for name in names if environment.get(name)), None)


def _key_from_file(path: str | None, read_standard_input: Callable[[], str]) -> str | None:
    if path is None:
        return None
    try:
        text = read_standard_input() if path == "-" else _read_text(_expanded(path))
    except (OSError, ValueError) as error:
        raise SettingsError(f"--api-key-file: {_why(error)}") from None
    if not text.strip():
        raise SettingsError("--api-key-file: the file holds no key")
    return text


def _expanded(path: str) -> str:
    """Raises ValueError where there is no such user's home folder."""
    expanded = os.path.expanduser(path)
    if expanded.startswith("~"):
        raise ValueError
    return expanded


def _config(path: str) -> Mapping[str, str]:
    try:
        data = json.loads(_read_text(path))
    except FileNotFoundError:
        return {}
    except (RecursionError, json.JSONDecodeError):
        raise SettingsError("~/.grantex/config.json is not valid JSON") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"~/.grantex/config.json: {_why(error)}") from None
    if not isinstance(data, dict):
        raise SettingsError("~/.grantex/config.json holds no object")
    found = {name: data[name] for name in ("apiKey", "baseUrl") if data.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str):
            raise SettingsError(f"~/.grantex/config.json: {name} is not text")
    return {name: value for name, value in found.items() if value}


def _read_text(path: str) -> str:
    with open(path, "rb") as file:
        return file.read(MAX_FILE_BYTES).decode("utf-8")


def _why(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "the file is not UTF-8 text"
        case OSError(strerror=str(reason)):
            return reason.lower()
        case _:
            return "the path cannot be used"
