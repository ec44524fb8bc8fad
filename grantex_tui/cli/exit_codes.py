"""How commands end: their exit codes, and the error that ends one.

0, 1 not reached or no valid response, 2 wrong settings, 3 key refused, 130 ctrl+c, 141 nobody reads the output.
`check` has those of monitoring plug-ins: whatever keeps it from judging is 3, unknown.
"""

from __future__ import annotations

from grantex_tui.config.arguments import command_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final


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


def wrong_settings(arguments: Sequence[str]) -> int:
    """The exit code for arguments or settings that cannot be used."""
    return UNKNOWN if command_of(arguments) == "check" else WRONG_SETTINGS
