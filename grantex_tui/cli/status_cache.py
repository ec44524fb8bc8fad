"""The last outcome of `status`, figures and failure, in the user's cache folder: what the next `status` says again.

One file for each key and base URL, mode 0600. It holds no key: 24 bits of a hash over key and base URL name it. That
tells a user's few keys apart but confirms no guess, as one guess in sixteen million matches by chance. A file that is
damaged, a link, a pipe or somebody else's counts as none.

Light to import: `_blake2` holds the blake2b of `hashlib` and loads no OpenSSL.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from hashlib import blake2b
    from typing import Final
else:
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

LAYOUT: Final = 2
"""Raised whenever a field of the file changes its meaning."""

MAX_BYTES: Final = 8192
NAME_BYTES: Final = 3

MAX_SHARED: Final = 900.0
"""Seconds a failure is shared at most. Whatever is later was written before the clock was set back."""

LOCK_STEP: Final = 0.02
"""Seconds between two tries to get the lock: `flock` itself waits without an end."""

_FOLLOW_NOTHING: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Open no link, and wait for no pipe. Windows has neither."""


class Figures:
    """What was read at `read_at` (seconds since 1970, this machine's clock): the words of every field.

    `served_at`: the service's clock at that moment, likewise.
    """

    __slots__ = ("read_at", "served_at", "words")

    def __init__(self, words: Mapping[str, str], read_at: float, served_at: float) -> None:
        self.words = words
        self.read_at = read_at
        self.served_at = served_at


class Failed:
    """A reading that failed at `failed_at`, to be shared until `until` (seconds since 1970).

    `reason`: one line for the user. `code`: the exit code.
    """

    __slots__ = ("code", "failed_at", "reason", "until")

    def __init__(self, reason: str, code: int, failed_at: float, until: float) -> None:
        self.reason = reason
        self.code = code
        self.failed_at = failed_at
        self.until = until

    def holds(self, now: float) -> bool:
        """Whether it is still too soon to ask again."""
        return self.failed_at <= now < min(self.until, self.failed_at + MAX_SHARED)


class Cache:
    """The outcome for one key at one base URL; `identity` tells it from others. Without a `folder` nothing is kept."""

    def __init__(self, folder: str | None, identity: tuple[str, ...]) -> None:
        data = "\0".join(identity).encode("utf-8", "surrogateescape")
        digest = blake2b(data, digest_size=NAME_BYTES, person=b"grantex-tui").hexdigest()
        self._folder = folder
        self._path = os.path.join(folder or "", f"status-{digest}.json")

    def read(self) -> tuple[Figures | None, Failed | None]:
        """The last figures, and the failure since, if there was one."""
        try:
            document = json.loads(self._text())
        except (OSError, ValueError, RecursionError):
            return None, None
        if not isinstance(document, dict) or document.get("layout") != LAYOUT:
            return None, None
        return _figures(document.get("figures")), _failed(document.get("failure"))

    def keep(self, figures: Figures | None, failed: Failed | None) -> None:
        """Keep the outcome. Where that fails, the next `status` asks the service."""
        from grantex_tui.export.files import write_private  # only after a request

        document = {
            "layout": LAYOUT,
            "figures": figures
            and {"words": dict(figures.words), "readAt": figures.read_at, "servedAt": figures.served_at},
            "failure": failed
            and {"reason": failed.reason, "code": failed.code, "failedAt": failed.failed_at, "until": failed.until},
        }
        if self._folder is not None:
            with contextlib.suppress(OSError):
                write_private(self._path, json.dumps(document) + "\n", overwrite=True)

    @contextlib.contextmanager
    def lock(self, patience: float) -> Iterator[bool]:
        """One process after the other. False: another still held it after `patience` seconds.

        Where there can be no lock, nobody waits.
        """
        descriptor = self._open_lock()
        if descriptor is None:
            yield True
            return
        try:
            yield _is_locked(descriptor, patience)
        finally:
            os.close(descriptor)

    def _open_lock(self) -> int | None:
        if self._folder is None:
            return None
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            descriptor = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT | _FOLLOW_NOTHING, 0o600)
        except OSError:
            return None
        if _is_ours(descriptor):
            return descriptor
        os.close(descriptor)
        return None

    def _text(self) -> bytes:
        if self._folder is None:
            raise FileNotFoundError
        return kept_text(self._path, MAX_BYTES)


def kept_text(path: str, limit: int) -> bytes:
    """What a file of this user's cache holds, at most so many bytes. Raises OSError for anything else than a file."""
    descriptor = os.open(path, os.O_RDONLY | _FOLLOW_NOTHING)
    try:
        if not _is_ours(descriptor):
            raise PermissionError
        return os.read(descriptor, limit)
    finally:
        os.close(descriptor)


def cache_folder(environment: Mapping[str, str], home: str | None) -> str | None:
    """The program's folder for what can be lost: in XDG_CACHE_HOME if that is an absolute path, else in `~/.cache`.

    None where there is no home either: a home is never made.
    """
    named = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        return os.path.join(named, "grantex-tui")
    return None if home is None or not os.path.isdir(home) else os.path.join(home, ".cache", "grantex-tui")


def _is_locked(descriptor: int, patience: float) -> bool:
    """Whether the lock was free within `patience` seconds, and is ours now. Always, where there are no locks."""
    try:
        import fcntl  # only before a request; Windows has none
    except ImportError:
        return True
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(LOCK_STEP)
        except OSError:  # a file system without locks
            return True
        else:
            return True


def _is_ours(descriptor: int) -> bool:
    """Whether it is a regular file of this user. Windows knows no owner here."""
    found = os.fstat(descriptor)
    return stat.S_ISREG(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())


def _figures(document: object) -> Figures | None:
    match document:
        case {"readAt": float(read_at), "servedAt": float(served_at), "words": dict(words)}:
            return Figures(words, read_at, served_at) if all(map(_is_line, words.values())) else None
        case _:
            return None


def _failed(document: object) -> Failed | None:
    match document:
        case {"reason": str(reason), "code": int(code), "failedAt": float(failed_at), "until": float(until)}:
            return Failed(reason, code, failed_at, until) if _is_line(reason) and 0 < code < 128 else None
        case _:
            return None


def _is_line(word: object) -> bool:
    return isinstance(word, str) and word.isprintable()
