"""The last words of `status` in the user's cache folder, so that they can be said again without a request.

A file of its own for each key and address, mode 0600. It holds no key: its name has 24 bits of a hash over key and
address, enough to tell a user's few keys apart, and too few to confirm a guess, as every sixteen-millionth guess has
the same. Whatever is wrong with a file, it is as if there were none.

Light to import: `_blake2` is what `hashlib` takes its blake2b from, without loading OpenSSL.
"""

from __future__ import annotations

import contextlib
import json
import os

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

LAYOUT: Final = 1
"""Raised whenever what is in the file changes its meaning."""

MAX_BYTES: Final = 8192
NAME_BYTES: Final = 3


class Cache:
    """The words for one key at one address, in `folder`; `identity` is what tells them from others."""

    def __init__(self, folder: str, identity: tuple[str, ...]) -> None:
        data = "\0".join(identity).encode("utf-8", "surrogateescape")
        digest = blake2b(data, digest_size=NAME_BYTES, person=b"grantex-tui").hexdigest()
        self._path = os.path.join(folder, f"status-{digest}.json")

    def words(self, oldest: float, now: float) -> Mapping[str, str] | None:
        """The words if they were read between the times `oldest` and `now`, in seconds since 1970."""
        try:
            with open(self._path, "rb") as file:
                document = json.loads(file.read(MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return None
        match document:
            case {"layout": 1, "readAt": float(read_at), "words": dict(words)} if oldest <= read_at <= now:
                return words if all(_is_line(word) for word in words.values()) else None
            case _:
                return None

    def keep(self, words: Mapping[str, str], read_at: float) -> None:
        """Keep them for the next time; where that cannot be, the next time will read."""
        from grantex_tui.export.files import write_private

        text = json.dumps({"layout": LAYOUT, "readAt": read_at, "words": dict(words)}) + "\n"
        with contextlib.suppress(OSError):
            write_private(self._path, text, overwrite=True)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """One process after the other; at once where there can be no lock."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
                lock = os.open(f"{self._path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
                stack.callback(os.close, lock)
                _wait_for(lock)
            yield


def _wait_for(lock: int) -> None:
    """Until no other process has `lock`. Without `fcntl`, on Windows, at once: then each reads for itself."""
    try:
        import fcntl  # not before words are too old
    except ImportError:
        return
    fcntl.flock(lock, fcntl.LOCK_EX)


def cache_folder(environment: Mapping[str, str], home: str) -> str:
    """The program's folder for what can be lost: in XDG_CACHE_HOME if that is a whole path, else in `~/.cache`."""
    named = environment.get("XDG_CACHE_HOME", "")
    return os.path.join(named if os.path.isabs(named) else os.path.join(home, ".cache"), "grantex-tui")


def _is_line(word: object) -> bool:
    return isinstance(word, str) and word.isprintable()
