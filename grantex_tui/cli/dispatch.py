"""The commands, one a module, and their ends. Each reads the service as the dashboard does and shows no screen.

Exit codes: 0, 1 not reached or no valid answer, 2 wrong settings, 3 key refused, 130 ctrl+c, 141 nobody reads the
output. `check` has those of monitoring plug-ins: whatever keeps it from judging is 3, unknown.
"""

from __future__ import annotations

from grantex_tui.cli.output import complain
from grantex_tui.config.arguments import command_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from grantex_tui.config.arguments import Arguments

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


def run(arguments: Arguments) -> int:
    """Run the command that `arguments` name; its exit code. Raises SettingsError."""
    try:
        return _run(arguments)
    except CommandError as error:
        complain(str(error))
        return UNKNOWN if arguments.command == "check" else error.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return NOBODY_READS
    except OSError as error:
        complain(f"the output cannot be written: {(error.strerror or 'unknown reason').lower()}")
        return UNKNOWN if arguments.command == "check" else UNAVAILABLE


def wrong_settings(arguments: Sequence[str]) -> int:
    """The exit code for arguments or settings that cannot be used."""
    return UNKNOWN if command_of(arguments) == "check" else WRONG_SETTINGS


def _run(arguments: Arguments) -> int:
    match arguments.command:
        case "report":
            from grantex_tui.cli.commands.report import report

            return report(arguments)
        case "check":
            from grantex_tui.cli.commands.check import check

            return check(arguments)
        case "status":
            from grantex_tui.cli.commands.status import status

            return status(arguments)
        case "watch":
            from grantex_tui.cli.commands.watch import watch

            return watch(arguments)
        case "completion":
            from grantex_tui.cli.commands.completion import completion

            return completion(arguments)
        case unknown:
            raise AssertionError(unknown)
