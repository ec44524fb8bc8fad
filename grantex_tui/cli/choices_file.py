"""Where the dashboard's last choices are kept: `state.json` in the user's state folder, 0600, written whole.

A file that is damaged, too large, a link, a pipe or somebody else's counts as none; a damaged one of the user is
written anew, any other is left alone. What cannot be written is not kept. Nothing here holds a key up, or the end.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from grantex_tui.config.choices import NOTHING_CHOSEN, Choices

MAX_BYTES: Final = 4096
FOLDER_MODE: Final = 0o700

DELAY: Final = 0.5
"""Seconds in which further choices are written with the first."""

PATIENCE: Final = 0.1
"""Seconds that a slow disk may hold up the end."""

_FOLLOW_NOTHING: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Open no link, and wait for no pipe. Windows has none of them."""


def choices_path(environment: Mapping[str, str], home: str | None) -> Path | None:
    """In XDG_STATE_HOME if that is an absolute path, else in `~/.local/state`; None where there is no home either."""
    named = Path(environment.get("XDG_STATE_HOME", ""))
    if not named.is_absolute():
        if home is None or not os.path.isdir(home):  # noqa: PTH112 (never raises)
            return None
        named = Path(home, ".local", "state")
    return named / "grantex-tui" / "state.json"


def read_choices(path: Path) -> tuple[Choices, str]:
    """What is kept, and one line where something is there that cannot be used."""
    try:
        return msgspec.json.decode(_content(path), type=Choices), ""
    except (FileNotFoundError, NotADirectoryError):
        return NOTHING_CHOSEN, ""
    except OSError:
        reason = "it cannot be read, or is no file of yours"
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        reason = "it is damaged"
    return NOTHING_CHOSEN, f"Last choices not used: {path.name}: {reason}"


class Keeper:
    """Keeps what is chosen in the file at `path`, from threads of its own."""

    def __init__(self, path: Path, delay: float = DELAY) -> None:
        self._path = path
        self._delay = delay
        self._pending = NOTHING_CHOSEN
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    def choose(self, newer: Choices) -> None:
        """Keep this too, soon."""
        with self._lock:
            self._pending = self._pending.changed_by(newer)
            if self._timer is None:
                self._timer = threading.Timer(self._delay, self._write)
                self._timer.daemon = True
                self._timer.start()

    def end(self) -> None:
        """Write what is left, if it takes no longer than `PATIENCE`. From a signal's handler too: waits for no lock."""
        if self._timer is not None or self._writing.locked():
            last = threading.Thread(target=self._write, name="choices", daemon=True)
            last.start()
            last.join(PATIENCE)

    def _write(self) -> None:
        with self._writing:
            with self._lock:
                pending, self._pending, self._timer = self._pending, NOTHING_CHOSEN, None
            if pending != NOTHING_CHOSEN:
                with suppress(OSError):
                    _keep(self._path, pending)


def _keep(path: Path, newer: Choices) -> None:
    """Raises OSError. What another dashboard chose meanwhile stays, but for the same."""
    from grantex_tui.export.files import write_private  # start-up boundary: only after a choice

    _make_folder(path.parent)
    with suppress(FileNotFoundError):
        if not _is_own_file(path.lstat()):
            raise PermissionError
    choices = read_choices(path)[0].changed_by(newer)
    write_private(path, msgspec.json.encode(choices).decode() + "\n", overwrite=True)


def _make_folder(folder: Path) -> None:
    """Raises OSError, also where it would be made in another user's folder, as root does with another's HOME."""
    above = next(above for above in (folder, *folder.parents) if os.path.lexists(above))
    if not _is_mine(above.stat()):
        raise PermissionError
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(FOLDER_MODE)


def _content(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | _FOLLOW_NOTHING)
    try:
        found = os.fstat(descriptor)
        if not _is_own_file(found):
            raise PermissionError
        return os.read(descriptor, MAX_BYTES) if found.st_size <= MAX_BYTES else b""
    finally:
        os.close(descriptor)


def _is_own_file(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and _is_mine(found)


def _is_mine(found: os.stat_result) -> bool:
    """Windows knows no owner here."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
