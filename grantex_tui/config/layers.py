"""What was typed, completed from the profile and the config file: arguments > profile > file > default.

Key and address have an order of their own, which the environment belongs to: `lookup`. Light to import.
"""

from __future__ import annotations

from grantex_tui.config.arguments import (
    DEFAULT_DAYS,
    DEFAULT_INTERVAL,
    DEFAULT_METRIC,
    DEFAULT_THEME,
    DEFAULT_VIEW,
    Arguments,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.config.models import ConfigFile

    Plain = str | int | bool

OF_PROFILES: Final = ("allow_http", "plan", "exchanges_limit", "authorizations_limit")
OF_ALL: Final = ("demo", "archive", "interval", *OF_PROFILES)
OF_THE_DASHBOARD: Final = ("days", "view", "metric", "theme", "mouse")
"""Entries by the names that arguments and file share. The last ones mean something else to commands, or nothing."""

DEFAULTS: Final[Mapping[str, Plain]] = {
    "demo": False,
    "allow_http": False,
    "archive": True,
    "interval": DEFAULT_INTERVAL,
    "days": DEFAULT_DAYS,
    "view": DEFAULT_VIEW,
    "metric": DEFAULT_METRIC,
    "theme": DEFAULT_THEME,
    "mouse": False,
}
"""What a value that stays None comes to. Where there is none, the service says it: the plan and its limits."""

DEFAULT: Final = "default"


class Layered:
    """`arguments` with what the file adds, and who says each: `--days`, `default`, the file's path and entry."""

    __slots__ = ("arguments", "origins")

    def __init__(self, arguments: Arguments, origins: Mapping[str, str]) -> None:
        self.arguments = arguments
        self.origins = origins


def completed(arguments: Arguments, file: ConfigFile | None, shown: str, profile: str = "") -> Layered:
    """`arguments` completed. `shown`: the file's path. `profile`: the name of the chosen one, empty for none."""
    whole = Arguments(arguments.command)
    vars(whole).update(vars(arguments))
    origins: dict[str, str] = {}
    for name in (*OF_ALL, *(OF_THE_DASHBOARD if arguments.command in (None, "config") else ())):
        typed = getattr(arguments, name)
        if typed is not None:
            origins[name] = _option(name, typed)
            continue
        value, entry = _from_file(name, file, profile)
        setattr(whole, name, value)
        origins[name] = f"{shown}: {entry}" if entry else DEFAULT
    return Layered(whole, origins)


def _from_file(name: str, file: ConfigFile | None, profile: str) -> tuple[Plain | None, str]:
    """The value, and the entry that says it."""
    if file is not None:
        if profile and name in OF_PROFILES:
            value = getattr(file.profiles[profile], name)
            if value is not None:
                return value, f"profiles.{profile}.{name}"
        value = getattr(file, name)
        if value is not None:
            return value, name
    return None, ""


def _option(name: str, typed: Plain) -> str:
    """`--exchanges-limit`, `--no-mouse`."""
    return f"--{'no-' if typed is False else ''}{name.replace('_', '-')}"
