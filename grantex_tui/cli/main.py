"""The command: arguments, the terminal, the client's life, and exit codes.

Exit codes: 0 after `q`, 1 after a crash, 2 for wrong settings or no terminal, 128 + n after signal n.
"""

from __future__ import annotations

import os
import sys

from grantex_tui.cli.dispatch import run
from grantex_tui.cli.exit_codes import INTERRUPTED, NOBODY_READS, wrong_settings
from grantex_tui.cli.output import complain
from grantex_tui.config.arguments import Arguments, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence
    from typing import Final, NoReturn

    from grantex_tui.config.settings import PlanSettings, Settings
    from grantex_tui.polling.poller import Poller
    from grantex_tui.tui.app import DashboardApp

CRASHED: Final = 1

FRAMES_A_SECOND: Final = "1000"
"""As often as Textual looks for what to paint after a change, so that a key waits 1 ms and not 17; idle, never."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with `arguments`, by default the process's own. Ends the process."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        parsed = _parsed(given)
        if parsed.command is not None:
            os._exit(run(parsed))  # all is written, and a thread may hang in a name lookup
        _dashboard(parsed)
    except SettingsError as error:
        complain(str(error))
        sys.exit(wrong_settings(given))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the help's reader went away
        sys.exit(NOBODY_READS)
    except OSError as error:
        complain(f"the output cannot be written: {(error.strerror or 'no reason given').lower()}")
        sys.exit(1)


def _parsed(arguments: Sequence[str]) -> Arguments:
    if not arguments:  # nothing to parse, and nothing to import for it
        return Arguments()
    from grantex_tui.cli.parser import parse_arguments

    return parse_arguments(arguments)


def _settings(arguments: Arguments) -> Settings:
    from grantex_tui.config.lookup import key_from_standard_input
    from grantex_tui.config.settings import home_folder, read_settings
    from grantex_tui.tui.terminal import session as terminal

    settings = read_settings(arguments, os.environ, home_folder(), key_from_standard_input)
    piped = arguments.api_key_file == "-" and not os.isatty(terminal.INPUT)
    if (piped and not terminal.adopt_terminal()) or not terminal.is_terminal():
        raise SettingsError("the dashboard needs a terminal: standard input and standard error must be one")
    if os.environ.get("TERM") == "dumb":
        raise SettingsError("the dashboard needs a terminal that can move the cursor; this one says TERM=dumb")
    return settings


def _dashboard(arguments: Arguments) -> NoReturn:
    import gc

    gc.disable()  # until the start is over: nearly all that is made now stays
    settings = _settings(arguments)
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)

    import asyncio

    from grantex_tui.cli.output import speaks_utf8
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.terminal import session as terminal

    if os.environ.get("NO_COLOR") == "":  # set but empty means colours (no-color.org); Textual takes it for a no
        del os.environ["NO_COLOR"]
    utf8 = speaks_utf8(sys.stderr.encoding, os.environ, assumed=bool(sys.flags.utf8_mode))
    app = DashboardApp(
        lambda: _poller(settings), settings.service, month=lambda: _month(arguments), ascii_only=not utf8
    )
    line = terminal.Line()
    loop = asyncio.new_event_loop()
    line.end_on_signals(lambda code: _from_signal(loop, app, code))
    line.end_when_lost()
    try:
        loop.run_until_complete(app.run_async(mouse=settings.mouse))
    except BaseException:  # noqa: BLE001 (said here, for leaving ends the process)
        sys.excepthook(*sys.exc_info())
        line.leave(CRASHED)
    line.leave(app.return_code or 0)


def _poller(settings: Settings) -> Poller:
    from grantex_tui.polling.connect import build_poller

    return build_poller(settings)


def _month(arguments: Arguments) -> PlanSettings:
    from grantex_tui.config.settings import PlanSettings
    from grantex_tui.usage.plans import Allowance, Plan

    limits = Allowance(arguments.exchanges_limit, arguments.authorizations_limit)
    return PlanSettings(Plan(arguments.plan) if arguments.plan else None, limits)


def _from_signal(loop: asyncio.AbstractEventLoop, app: DashboardApp, code: int) -> None:
    # Thread-safe, though on the same thread: nothing else wakes a loop that sleeps.
    loop.call_soon_threadsafe(lambda: app.exit(return_code=code))


if __name__ == "__main__":
    main()
