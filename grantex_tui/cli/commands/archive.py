"""`grantex-tui archive`: what is kept on this machine, whether it is whole, and its way out, in and away.

Asks nobody and needs no key. Unlike elsewhere, an archive that cannot be used ends the command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from grantex_tui.archive.errors import ArchiveError
from grantex_tui.archive.models import Kept
from grantex_tui.archive.store import Archive
from grantex_tui.archive.transfer import InvalidLineError, export_lines, observations
from grantex_tui.cli.exit_codes import UNAVAILABLE, CommandError
from grantex_tui.cli.output import complain, write
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.lookup import home_folder
from grantex_tui.config.settings import archive_file
from grantex_tui.view import dates
from grantex_tui.view.numbers import full

MAX_LINE: Final = 64 * 1024
"""Bytes of an imported line; ours have 300."""


def archive(arguments: Arguments) -> int:
    """Do what `arguments` name. Raises SettingsError, CommandError and OSError."""
    path = archive_file(arguments, os.environ, home_folder(os.environ))
    assert path is not None, "the command has no --demo and no --no-archive"
    kept = Archive(path)
    if arguments.target is not None and arguments.action not in ("import", "forget"):
        raise SettingsError(f"archive {arguments.action} takes nothing more")
    try:
        match arguments.action:
            case "info":
                return _info(kept)
            case "check":
                return _check(kept)
            case "export":
                return _export(kept)
            case "import":
                return _import(kept, arguments.target)
            case _:
                return _forget(kept, arguments.target)
    except ArchiveError as error:
        raise CommandError(str(error), UNAVAILABLE) from None


def _info(archive: Archive) -> int:
    summary = archive.summary()
    if summary is None:
        write(f"Nothing is kept yet: {archive.path} does not exist.\n")
        return 0
    lines = [f"{archive.path}: {summary.size / 1e6:.1f} MB", *map(_line, summary.accounts)]
    write("".join(f"{line}\n" for line in lines))
    return 0


def _line(kept: Kept) -> str:
    account = kept.account
    parts = [f"{kept.number}  {account.developer} at {account.base_url}"]
    if account.mode.value:
        parts.append(account.mode.value)
    if kept.first_day and kept.last_day:
        parts.append(f"{dates.days(kept.days)} since {kept.first_day}, last {kept.last_day}")
    if kept.first_reading and kept.last_reading:
        parts.append(f"{_readings(kept.readings)} since {kept.first_reading:%Y-%m-%d}")
    return " · ".join(parts)


def _check(archive: Archive) -> int:
    problems = archive.problems()
    write("".join(f"{line}\n" for line in problems) or "The archive is whole.\n")
    return UNAVAILABLE if problems else 0


def _export(archive: Archive) -> int:
    for line in export_lines(archive):
        write(line)
    return 0


def _import(archive: Archive, source: str | None) -> int:
    """Part after part: what was read before a line that is none stays, and may be imported again."""
    days = readings = 0
    with _opened(source) as file:
        try:
            for observation in observations(_lines(file)):
                for event in archive.keep(observation):
                    complain(event.words)
                days += len(observation.days)
                readings += len(observation.samples)
        except InvalidLineError as error:
            raise CommandError(f"not imported from there on: {error}", UNAVAILABLE) from None
    write(f"Imported: {dates.days(days)}, {_readings(readings)}.\n")
    return 0


def _readings(count: int) -> str:
    return "1 reading" if count == 1 else f"{full(count)} readings"


def _opened(source: str | None) -> BinaryIO:
    if source in (None, "-"):
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise CommandError(f"{source}: {(error.strerror or 'cannot be read').lower()}", UNAVAILABLE) from None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    read: Callable[[], bytes] = lambda: file.readline(MAX_LINE)  # noqa: E731 (as `iter` takes it)
    yield from iter(read, b"")


def _forget(archive: Archive, target: str | None) -> int:
    if target is None or not target.isascii() or not target.isdigit() or len(target) > 9:
        raise SettingsError("archive forget needs the account's number, as `grantex-tui archive info` shows it")
    if not archive.forget(int(target)):
        raise CommandError(f"there is no account {int(target)} in the archive", UNAVAILABLE)
    write(f"Account {int(target)} is forgotten.\n")
    return 0
