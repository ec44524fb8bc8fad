"""How a command writes: UTF-8, or ASCII where the locale is ASCII; all of a text or none of it.

Writes past Python's buffers, so nothing is left to fail with a traceback when the process ends.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

STANDARD_OUTPUT: Final = 1
STANDARD_ERROR: Final = 2


def hold_closed_streams() -> None:
    """Keep the numbers of closed standard streams from the next file or connection that is opened.

    Each is opened in the direction that nobody uses, so reading and writing fail as on a closed one.
    """
    for descriptor, flag in ((0, os.O_WRONLY), (STANDARD_OUTPUT, os.O_RDONLY), (STANDARD_ERROR, os.O_RDONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, flag)  # takes the lowest free number, this one


def write(text: str) -> None:
    """Write to standard output at once. Raises OSError; BrokenPipeError where nobody reads any more."""
    _write(STANDARD_OUTPUT, text)


def complain(words: str) -> None:
    """Write one line to standard error, after the program's name. What cannot be written there is dropped."""
    try:
        _write(STANDARD_ERROR, f"grantex-tui: {words}\n")
    except OSError:
        return


def write_to_terminal(sequence: str) -> bool:
    """Write to standard error if that is a terminal; whether it is one and took it."""
    try:
        if os.isatty(STANDARD_ERROR):
            _write(STANDARD_ERROR, sequence)
            return True
    except OSError:
        pass
    return False


def speaks_utf8(encoding: str, environment: Mapping[str, str], *, assumed: bool) -> bool:
    """Whether the locale takes UTF-8. `encoding`: of Python's streams; `assumed`: Python's own choice of UTF-8.

    Where the locale is C, POSIX or unknown on this machine, Python assumes UTF-8 and sets LC_CTYPE to C.UTF-8. Then
    the locale that the user's variables name decides.
    """
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return False
    if not assumed or environment.get("PYTHONUTF8") == "1" or environment.get("PYTHONIOENCODING"):
        return True
    ctype = environment.get("LC_CTYPE", "")
    named = environment.get("LC_ALL") or (ctype if ctype != "C.UTF-8" else "") or environment.get("LANG") or ""
    return named.lower().replace("-", "").endswith("utf8")


def _write(descriptor: int, text: str) -> None:
    data = _encoded(text)
    while data:
        data = data[os.write(descriptor, data) :]


def _encoded(text: str) -> bytes:
    if text.isascii():
        return text.encode("ascii")
    encoding = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    if speaks_utf8(encoding, os.environ, assumed=bool(sys.flags.utf8_mode)):
        return text.encode("utf-8", "replace")
    from grantex_tui.tui.terminal.ascii import in_ascii  # rare, and `status` must start fast

    return in_ascii(text).encode("ascii")
