"""Which command runs, and how its end becomes an exit code."""

from __future__ import annotations

from grantex_tui.cli.exit_codes import INTERRUPTED, NOBODY_READS, UNAVAILABLE, UNKNOWN, CommandError
from grantex_tui.cli.output import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grantex_tui.config.arguments import Arguments


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
