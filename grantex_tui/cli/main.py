"""The command: arguments, the client's life, and exit codes.

Exit codes: 0 after `q`, 1 after a crash, 2 for wrong settings or no terminal, 128 + n after signal n.
"""

from __future__ import annotations

import os
import sys

from grantex_tui.cli.dispatch import ended, run
from grantex_tui.cli.output import complain, hold_closed_streams
from grantex_tui.config.arguments import DEFAULT_THEME, Arguments, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.cli.choices_file import Keeper
    from grantex_tui.config.choices import Choices
    from grantex_tui.config.configuration import Configuration
    from grantex_tui.config.settings import Settings
    from grantex_tui.export.teller import OpenTeller, Outlets, Teller
    from grantex_tui.polling.memory import Memory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.keys import Keys
    from grantex_tui.tui.terminal.plain_session import PlainSession


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
    layered = configuration.completed(settings.profile)
    recall = _recalling(settings)  # the disk works while Textual is imported
    bound = _bound(configuration)
    choices, note, keeper = _choices(layered.arguments)

    from grantex_tui.tui.terminal import startup

    startup.prepare(os.environ)
    session = startup.open_session(os.environ)
    few_colours = startup.draws_on_terminal(os.environ) and startup.has_few_colours()
    named = layered.arguments.theme
    theme = named or (not few_colours and choices.theme) or DEFAULT_THEME
    if theme == DEFAULT_THEME:
        startup.ask_ground(session, os.environ)  # it answers while Textual is imported
    try:
        app = _app(
            settings,
            session,
            choices,
            few_colours=few_colours,
            recall=recall,
            bound=bound,
            notes=[note] if note else [],
        )
        if theme != DEFAULT_THEME and (named or theme in app.available_themes):
            app.start_in(theme, layered.origins["theme"])
    except BaseException:
        session.withdraw_question()
        raise
    if keeper is not None:
        app.remember, session.at_end = keeper.choose, keeper.end

    from grantex_tui.tui.terminal.paced_app import run as run_to_end

    run_to_end(app, session, mouse=settings.mouse)


def _app(settings: Settings, session: PlainSession, choices: Choices, **options: Any) -> DashboardApp:
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.choices import selection_of
    from grantex_tui.tui.terminal import startup

    return DashboardApp(
        lambda: _poller(settings),
        settings.service,
        month=lambda: settings.plan,
        ascii_only=startup.draws_on_terminal(os.environ) and not _screen_speaks_utf8(),
        open_memory=lambda told: _memory(settings, told),
        open_teller=_open_teller(settings),
        selection=selection_of(choices),
        ground=startup.known_ground(session, os.environ),
        **options,
    )


def _choices(arguments: Arguments) -> tuple[Choices, str, Keeper | None]:
    """What to start with, a line for the log if what was kept cannot be used, and what keeps the next choices.

    `arguments`: completed from the config file, which counts more than what was kept.
    """
    from grantex_tui.cli.choices_file import Keeper, choices_path, read_choices
    from grantex_tui.config.choices import NOTHING_CHOSEN, Choices
    from grantex_tui.config.lookup import home_folder

    path = None if arguments.demo or arguments.fresh else choices_path(os.environ, home_folder(os.environ))
    kept, note = (NOTHING_CHOSEN, "") if path is None else read_choices(path)
    given = Choices(days=arguments.days, metric=arguments.metric, view=arguments.view)
    return kept.changed_by(given), note, None if path is None else Keeper(path)


def _bound(configuration: Configuration) -> Keys:
    """The keys, changed by what the config file says of them. Raises SettingsError."""
    if not configuration.keys:
        from grantex_tui.tui.keys import UNCHANGED

        return UNCHANGED
    from grantex_tui.tui.key_map import bound_as

    try:
        return bound_as(configuration.keys)
    except SettingsError as error:
        raise SettingsError(f"{configuration.sources.shown}: {error}") from None


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
