"""How commands end: exit codes, and the error that ends a command.

0 success, 1 not reached or no valid response, 2 wrong settings, 3 key refused, 130 ctrl+c, 141 nobody reads the output.
`check` has the codes of monitoring plug-ins: whatever keeps it from judging is 3, UNKNOWN.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


CRASHED: Final = 1
UNAVAILABLE: Final = 1
WRONG_SETTINGS: Final = 2
KEY_REFUSED: Final = 3
UNKNOWN: Final = 3
INTERRUPTED: Final = 130

NOBODY_READS: Final = 141
"""As a shell reports the end by SIGPIPE."""


class CommandError(Exception):
    """The command cannot do its work: one line for the user, and the exit code."""

    def __init__(self, words: str, code: int) -> None:
        super().__init__(words)
        self.code = code
