"""`grantex-tui config`: where the config file is, what holds and who says so, a file to begin with, and a check.

Sends nothing. Only `check` reads keys, and no action shows one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from msgspec import structs

from grantex_tui.cli.exit_codes import UNAVAILABLE, WRONG_SETTINGS, CommandError
from grantex_tui.cli.output import complain, write
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.configuration import Configuration, read_configuration
from grantex_tui.config.file import Place, file_place
from grantex_tui.config.lookup import home_folder
from grantex_tui.config.provenance import Value, common_values, values
from grantex_tui.config.settings import Settings, settings_or_reason, settings_side_by_side
from grantex_tui.config.sources import every_profile
from grantex_tui.config.template import template
from grantex_tui.export.files import write_private


def config(arguments: Arguments) -> int:
    """Do what `arguments` name. Raises SettingsError, CommandError and OSError."""
    home = home_folder(os.environ)
    match arguments.action:
        case "path":
            write(f"{_place(arguments, home).path}\n")
            return 0
        case "init":
            return _init(_place(arguments, home))
        case "show":
            return _show(read_configuration(arguments, os.environ, home))
        case _:
            return _check(read_configuration(arguments, os.environ, home))


def _place(arguments: Arguments, home: str | None) -> Place:
    place = file_place(arguments, os.environ, home)
    if place is None:
        raise SettingsError("there is no home folder for a config file: name one with --config")
    return place


def _init(place: Place) -> int:
    """The folder is made for its owner alone."""
    path = Path(place.path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, template(), overwrite=False)
    except FileExistsError:
        raise CommandError(f"{place.shown}: there is a file already, and it stays as it is", UNAVAILABLE) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise CommandError(f"{place.shown}: {(reason or 'the path cannot be used').lower()}", UNAVAILABLE) from None
    write(f"Written: {place.shown}. All in it is a comment; grantex-tui config check reads what you make of it.\n")
    return 0


def _show(configuration: Configuration) -> int:
    """The file, then a block an account, then what is the same for all."""
    accounts = [list(values(configuration, one)) for one in configuration.chosen]
    blocks = [[_file(configuration)], *accounts, list(common_values(configuration))]
    shown = configuration.sources.shown
    brief = [[structs.replace(value, origin=_brief(value.origin, shown)) for value in block] for block in blocks]
    widths = [max(len(value.name) for block in blocks for value in block), _width(blocks)]
    write("\n".join(_lines(block, widths) for block in brief))
    return 0


def _brief(origin: str, shown: str) -> str:
    """Without the file's folder, which the first line has."""
    entry = origin.removeprefix(f"{shown}: ")
    return f"{PurePath(shown).name}: {entry}" if entry != origin and shown else origin


def _file(configuration: Configuration) -> Value:
    place = configuration.place
    if place is None:
        return Value("config file", "none", "no home folder")
    if not place.exists:
        return Value("config file", "none", f"no {place.shown}")
    return Value("config file", place.shown, place.origin or "the usual place")


def _width(blocks: Sequence[Sequence[Value]]) -> int:
    """Of the values but the longest, which may stick out."""
    return min(max(len(value.text) for block in blocks for value in block), 44)


def _lines(block: Sequence[Value], widths: Sequence[int]) -> str:
    return "".join(f"{value.name:<{widths[0]}}  {value.text:<{widths[1]}}  {value.origin}\n" for value in block)


def _check(configuration: Configuration) -> int:
    """Every profile's settings as a run would have them."""
    place, profiles = configuration.place, every_profile(configuration.sources)
    if configuration.file is None or place is None:
        write(f"There is no config file{f': {place.shown}' if place else ''}.\n")
        return 0
    _check_theme(configuration)
    _check_keys(configuration)
    assert configuration.chosen, "GRANTEX_PROFILE may name one that there is none of"
    configuration.arguments.demo = configuration.arguments.demo or False  # the file may ask for the demo
    failed = 0
    for account in settings_side_by_side(profiles, lambda one: settings_or_reason(configuration, one)):
        if isinstance(account, Settings):
            write(f"{account.profile}: right; key from {account.key_source or 'the demo'}, {account.address.url}\n")
            if account.warning:
                complain(account.warning)
        else:
            failed += 1
            complain(f"{account.profile}: {account.reason}")
    write(f"{place.shown}: {_verdict(len(profiles), failed)}\n")
    return WRONG_SETTINGS if failed else 0


def _verdict(profiles: int, failed: int) -> str:
    if failed:
        return f"{failed} of {profiles} profiles cannot be used"
    return "right, without profiles" if not profiles else "right"


def _check_theme(configuration: Configuration) -> None:
    theme = configuration.file.theme if configuration.file else None
    if theme in (None, "auto"):
        return
    from grantex_tui.config.wording import choices  # only where a theme is named: it takes Textual to know them
    from grantex_tui.tui.themes import theme_names

    if theme not in theme_names():
        words = choices(theme, theme_names())
        raise SettingsError(f"{configuration.sources.shown}: theme: no such theme: {words}")


def _check_keys(configuration: Configuration) -> None:
    if not configuration.keys:
        return
    from grantex_tui.tui.key_map import bound_as  # only where keys are named, as above

    try:
        bound_as(configuration.keys)
    except SettingsError as error:
        raise SettingsError(f"{configuration.sources.shown}: {error}") from None
