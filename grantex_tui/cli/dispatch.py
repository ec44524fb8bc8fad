"""Which command runs, and how its end becomes words and an exit code."""

from __future__ import annotations

import os

from grantex_tui.cli.exit_codes import (
    CRASHED,
    INTERRUPTED,
    NOBODY_READS,
    UNAVAILABLE,
    UNKNOWN,
    WRONG_SETTINGS,
    CommandError,
)
from grantex_tui.cli.output import STANDARD_ERROR, STANDARD_OUTPUT, complain, write
from grantex_tui.config.arguments import SettingsError, command_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grantex_tui.config.arguments import Arguments


def ended(arguments: Sequence[str], work: Callable[[], int]) -> int:
    """The exit code of `work`. Its failures become one line; a bug becomes a traceback, whatever the command."""
    plugin = command_of(arguments) == "check"
    try:
        return work()
    except SettingsError as error:
        return _fail(str(error), WRONG_SETTINGS, plugin=plugin)
    except CommandError as error:
        return _fail(str(error), error.code, plugin=plugin)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return NOBODY_READS
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        return _fail(f"the output cannot be written: {reason}", UNAVAILABLE, plugin=plugin)
    except Exception as bug:  # noqa: BLE001 (said here: the caller ends the process)
        import sys  # only for a bug

        sys.excepthook(type(bug), bug, bug.__traceback__)
        return _unknown(f"a bug in grantex-tui ({type(bug).__name__})") if plugin else CRASHED


def run(arguments: Arguments) -> int:
    """Run the command that `arguments` name; its exit code. Raises SettingsError, CommandError and OSError."""
    # Each command is imported only when it runs: `status` must start fast.
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
        case "record":
            from grantex_tui.cli.commands.record import record

            return record(arguments)
        case "archive":
            from grantex_tui.cli.commands.archive import archive

            return archive(arguments)
        case "config":
            from grantex_tui.cli.commands.config import config

            return config(arguments)
        case "alerts":
            from grantex_tui.cli.commands.alerts import alerts

            return alerts(arguments)
        case "completion":
            from grantex_tui.cli.commands.completion import completion

            return completion(arguments)
        case unknown:
            raise AssertionError(unknown)


def _fail(words: str, code: int, *, plugin: bool) -> int:
    """Say the failure. Monitoring systems read a plug-in's standard output; people see their terminal."""
    if not plugin:
        complain(words)
        return code
    if os.isatty(STANDARD_ERROR) and not os.isatty(STANDARD_OUTPUT):
        complain(words)
    return _unknown(words)


def _unknown(words: str) -> int:
    from grantex_tui.export.plugin import Severity, plugin_line  # only for a failed check

    try:
        write(plugin_line(Severity.UNKNOWN, words, ()) + "\n")
    except OSError as error:
        complain(f"the output cannot be written: {(error.strerror or 'no reason given').lower()}")
    return UNKNOWN
