"""The command: arguments, the client's life, and exit codes.

Exit codes: 0 after `q`, 1 after a crash, 2 for wrong settings or no terminal, 128 + n after signal n.
"""

from __future__ import annotations

import os
import sys

from grantex_tui.cli.dispatch import ended, run
from grantex_tui.cli.output import complain, hold_closed_streams
from grantex_tui.config.arguments import DEFAULT_DAYS, DEFAULT_METRIC, DEFAULT_VIEW, Arguments, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.config.configuration import Configuration
    from grantex_tui.config.settings import Settings
    from grantex_tui.export.teller import OpenTeller, Outlets, Teller
    from grantex_tui.polling.memory import Memory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.view.selection import Selection


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with `arguments`, by default the process's own. Ends the process."""
    hold_closed_streams()
    given = sys.argv[1:] if arguments is None else arguments
    code = ended(given, lambda: _run(given))
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(code)  # everything is written, and a thread may hang in a name lookup


def _run(given: Sequence[str]) -> int:
    parsed = _parsed(given)
    if parsed.command is None:
        _dashboard(parsed)
    return run(parsed)


def _parsed(arguments: Sequence[str]) -> Arguments:
    if not arguments:  # nothing to parse, and nothing to import for it
        return Arguments()
    from grantex_tui.cli.parser import parse_arguments

    return parse_arguments(arguments)


def _settings(configuration: Configuration) -> Settings:
    from grantex_tui.config.lookup import key_from_standard_input
    from grantex_tui.config.settings import one_account
    from grantex_tui.tui.terminal.startup import draws_on_terminal, require_terminal

    key_piped_in = configuration.arguments.api_key_file == "-"
    if key_piped_in and not draws_on_terminal(os.environ):
        raise SettingsError("--api-key-file -: standard input brings the keys of the browser")
    settings = one_account(configuration, key_from_standard_input)
    require_terminal(os.environ, key_piped_in=key_piped_in)
    if settings.warning:
        complain(settings.warning)
    return settings


def _configuration(arguments: Arguments) -> Configuration:
    from grantex_tui.config.configuration import read_configuration
    from grantex_tui.config.lookup import home_folder

    return read_configuration(arguments, os.environ, home_folder(os.environ))


def _dashboard(arguments: Arguments) -> NoReturn:
    from grantex_tui.tui.preload import hold_garbage

    hold_garbage()
    configuration = _configuration(arguments)
    settings = _settings(configuration)
    chosen = configuration.completed(settings.profile)
    recall = _recalling(settings)  # the disk works while Textual is imported

    from grantex_tui.tui.terminal import startup

    startup.prepare(os.environ)

    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.terminal.paced_app import run as run_to_end

    app = DashboardApp(
        lambda: _poller(settings),
        settings.service,
        month=lambda: settings.plan,
        ascii_only=startup.draws_on_terminal(os.environ) and not _screen_speaks_utf8(),
        few_colours=startup.draws_on_terminal(os.environ) and startup.has_few_colours(),
        open_memory=lambda told: _memory(settings, told),
        recall=recall,
        selection=_selection(chosen.arguments),
        open_teller=_open_teller(settings),
    )
    if chosen.arguments.theme:
        app.start_in(chosen.arguments.theme, chosen.origins["theme"])
    run_to_end(app, mouse=settings.mouse)


def _screen_speaks_utf8() -> bool:
    from grantex_tui.cli.output import speaks_utf8

    return speaks_utf8(sys.stderr.encoding, os.environ, assumed=bool(sys.flags.utf8_mode))


def _poller(settings: Settings) -> Poller:
    from grantex_tui.polling.connect import build_poller

    return build_poller(settings)


def _recalling(settings: Settings) -> Callable[[], Recalled | None] | None:
    if settings.archive is None or not os.path.lexists(settings.archive):
        return None
    from grantex_tui.polling.clock import SystemClock
    from grantex_tui.polling.memory import recalling

    return recalling(settings, settings.archive, SystemClock().utc())


def _memory(settings: Settings, told: Callable[[Outcome], None]) -> Memory | None:
    from grantex_tui.polling.memory import SampleMemory, StateRecorder

    if settings.demo:
        from grantex_tui.archive.sample import SampleRecall
        from grantex_tui.polling.clock import SystemClock

        return SampleMemory(SampleRecall(SystemClock().utc))
    return None if settings.archive is None else StateRecorder(settings, settings.archive, told)


def _selection(arguments: Arguments) -> Selection:
    from grantex_tui.usage.metric import Metric
    from grantex_tui.view.selection import Display, Selection

    days, metric = arguments.days or DEFAULT_DAYS, Metric(arguments.metric or DEFAULT_METRIC)
    return Selection(days=days, metric=metric, display=Display(arguments.view or DEFAULT_VIEW))


def _open_teller(settings: Settings) -> OpenTeller | None:
    """Nothing of alerts is loaded where none are asked for."""
    if settings.alerts is None:
        return None

    def open_it(memory: Memory | None, outlets: Outlets) -> Teller | None:
        from grantex_tui.cli.telling import open_teller

        return open_teller(settings, memory, outlets)

    return open_it


if __name__ == "__main__":
    main()
