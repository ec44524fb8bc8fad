"""What a command writes and how: UTF-8, or ASCII where the locale is ASCII, to the end or not at all.

Writes past Python's own buffers, so that nothing is left to fail, with a traceback, when the process ends.
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

_PLAIN: Final = {
    **dict.fromkeys("█▉▊▋", "#"),
    **dict.fromkeys("▌▍▎▏", "-"),
    **dict.fromkeys("·–—−", "-"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    "×": "x",
    "…": "...",
    "≥": ">=",
}


def write(text: str) -> None:
    """Write to standard output at once. Raises OSError, BrokenPipeError where nobody reads any more."""
    _write(STANDARD_OUTPUT, text)


def complain(words: str) -> None:
    """One line on standard error, by the program's name; what cannot be said there is not said."""
    try:
        _write(STANDARD_ERROR, f"grantex-tui: {words}\n")
    except OSError:
        return


def as_ascii(text: str) -> str:
    """`text` in ASCII: bars and dashes as what looks like them, letters without accents, `?` for the rest."""
    import unicodedata

    replaced = "".join(_PLAIN.get(char, char) for char in text)
    parts = (char for char in unicodedata.normalize("NFKD", replaced) if not unicodedata.combining(char))
    return "".join(parts).encode("ascii", "replace").decode("ascii")


def speaks_utf8(encoding: str, environment: Mapping[str, str], *, assumed: bool) -> bool:
    """Whether the locale takes UTF-8. `encoding`: of Python's streams; `assumed`: Python's own choice of UTF-8.

    Python assumes UTF-8 where the locale is C, POSIX or unknown on this machine, and then sets LC_CTYPE to C.UTF-8:
    what the user's variables name decides.
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
    return as_ascii(text).encode("ascii")
