"""Files for their owner alone, written whole or not at all."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

PRIVATE: Final = 0o600


def write_private(path: str | os.PathLike[str], text: str, *, overwrite: bool) -> None:
    """Write `text` as UTF-8 with mode 0600; no reader ever finds a part of it.

    Raises OSError; FileExistsError where `overwrite` is false and there is a file or a link of that name.
    """
    target = os.fspath(path)
    folder, name = os.path.split(target)
    draft = os.path.join(folder, f".{name[:200]}.{os.urandom(6).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        with open(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
        if not overwrite:
            # Taking the name fails if it is taken. Then the draft replaces this empty file of our own.
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise


def write_new(stem: str, suffix: str, text: str) -> str:
    """Write `text` to the first free one of `stem`, `stem-2`, … with `suffix`; the name. Raises OSError."""
    number = 1
    while True:
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        try:
            write_private(name, text, overwrite=False)
        except FileExistsError:
            number += 1
        else:
            return name
