"""The archive's file and folder: made private, refused if somebody else's, set aside if damaged. No SQL."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from grantex_tui.archive.errors import ArchiveError, Fault

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600

Identity = tuple[int, int]
"""What tells a file from another of the same name: device and inode."""


def prepare(path: Path) -> None:
    """Make folder and file where they are missing, and see that they are ours alone. Raises ArchiveError."""
    with _faults():
        _make_folder(path.parent)
        _check_folder(path.parent)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE))
        _check_file(path)


def exists(path: Path) -> bool:
    """Whether there is an archive that can be read. Raises ArchiveError for one that is not ours."""
    with _faults():
        try:
            _check_folder(path.parent)
            _check_file(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True


def is_writable(path: Path) -> bool:
    """Whether what a killed writer left behind could be put in order before reading."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def identity(path: Path) -> Identity | None:
    """Which file it is now; None where there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_aside(path: Path, damaged: Identity | None, at: dt.datetime) -> str | None:
    """Give the `damaged` file a dated name, and say which; None where another process did. Raises ArchiveError."""
    with _faults(), _folder_lock(path.parent):
        if damaged is None or identity(path) != damaged:
            return None
        name = f"{path.stem}-damaged-{at:%Y-%m-%dT%H%M%SZ}{path.suffix}"
        journal = path.with_name(f"{path.name}-journal")
        with suppress(FileNotFoundError):  # first: a new file must not meet the old one's journal
            journal.rename(path.with_name(f"{name}-journal"))
        path.rename(path.with_name(name))
        return name


def _make_folder(folder: Path) -> None:
    """Raises ArchiveError where it would be made in another user's folder, as root does with another's HOME."""
    if folder.exists():
        return
    parent = next(above for above in folder.parents if above.exists())
    if not parent.is_dir():
        raise ArchiveError(Fault.NO_HOME)
    if not _is_mine(parent.stat()) and parent.stat().st_uid != 0:
        raise ArchiveError(Fault.NOT_OURS)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(FOLDER_MODE)


def _check_folder(folder: Path) -> None:
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError
    if not _is_mine(found):
        raise ArchiveError(Fault.NOT_OURS)
    if stat.S_IMODE(found.st_mode) & 0o077:
        _make_private(folder, FOLDER_MODE)


def _check_file(path: Path) -> None:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or not _is_mine(found):
        raise ArchiveError(Fault.NOT_OURS)
    if stat.S_IMODE(found.st_mode) & 0o077:
        _make_private(path, FILE_MODE)


def _make_private(path: Path, mode: int) -> None:
    with suppress(OSError):  # a file system without modes, or one that is only read
        path.chmod(mode)


def _is_mine(found: os.stat_result) -> bool:
    user = getattr(os, "geteuid", None)  # Windows has none, and no owner in what it tells of a file
    return user is None or found.st_uid == user()


@contextmanager
def _folder_lock(folder: Path) -> Iterator[None]:
    """One process after the other sets aside; at once where there can be no lock."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            import fcntl  # missing on Windows

            descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ArchiveError(_fault(error)) from None


def _fault(error: OSError) -> Fault:
    match error.errno:
        case errno.ENOTDIR | errno.ENODEV:
            return Fault.NO_HOME
        case errno.ENOSPC | errno.EDQUOT:
            return Fault.FULL
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return Fault.READ_ONLY
        case errno.ENOLCK:
            return Fault.NO_LOCKS
        case _:
            return Fault.NO_HOME if isinstance(error, NotADirectoryError) else Fault.OTHER
