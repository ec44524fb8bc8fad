"""The command: arguments, the client's life, and exit codes.

Exit codes: 0 after `q`, 1 after a crash, 2 for wrong settings or no terminal, 128 + n after signal n.
"""

from __future__ import annotations

import os
import sys

from grantex_tui.cli.dispatch import ended, run
from grantex_tui.cli.output import complain, hold_closed_streams
from grantex_tui.config.arguments import Arguments, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, NoReturn

    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.cli.choices_file import Keeper
    from grantex_tui.config.choices import Choices
    from grantex_tui.config.settings import PlanSettings, Settings
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


def _settings(arguments: Arguments) -> Settings:
    from grantex_tui.config.lookup import home_folder, key_from_standard_input
    from grantex_tui.config.settings import read_settings
    from grantex_tui.tui.terminal.startup import draws_on_terminal, require_terminal

    key_piped_in = arguments.api_key_file == "-"
    if key_piped_in and not draws_on_terminal(os.environ):
        raise SettingsError("--api-key-file -: standard input brings the keys of the browser")
    settings = read_settings(arguments, os.environ, home_folder(os.environ), key_from_standard_input)
    require_terminal(os.environ, key_piped_in=key_piped_in)
    if settings.warning:
        complain(settings.warning)
    return settings


def _dashboard(arguments: Arguments) -> NoReturn:
    from grantex_tui.tui.preload import hold_garbage

    hold_garbage()
    settings = _settings(arguments)
    recall = _recalling(settings)  # the disk works while Textual is imported

    bound = _bound()
    choices, note, keeper = _choices(arguments)

    from grantex_tui.tui.terminal import startup

    startup.prepare(os.environ)
    session = startup.open_session(os.environ)
    few_colours = startup.draws_on_terminal(os.environ) and startup.has_few_colours()
    theme = arguments.theme or (not few_colours and choices.theme) or "auto"
    if theme == "auto":
        startup.ask_ground(session, os.environ)  # it answers while Textual is imported
    try:
        app = _app(
            arguments,
            settings,
            session,
            choices,
            few_colours=few_colours,
            recall=recall,
            bound=bound,
            notes=[note] if note else [],
        )
        if theme != "auto" and (arguments.theme or theme in app.available_themes):
            app.start_in(theme)
    except BaseException:
        session.withdraw_question()
        raise
    if keeper is not None:
        app.remember, session.at_end = keeper.choose, keeper.end

    from grantex_tui.tui.terminal.paced_app import run as run_to_end

    run_to_end(app, session, mouse=settings.mouse)


def _app(
    arguments: Arguments, settings: Settings, session: PlainSession, choices: Choices, **options: Any
) -> DashboardApp:
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.choices import selection_of
    from grantex_tui.tui.terminal import startup

    return DashboardApp(
        lambda: _poller(settings),
        settings.service,
        month=lambda: _month(arguments),
        ascii_only=startup.draws_on_terminal(os.environ) and not _screen_speaks_utf8(),
        open_memory=lambda told: _memory(settings, told),
        selection=selection_of(choices),
        ground=startup.known_ground(session, os.environ),
        **options,
    )


def _choices(arguments: Arguments) -> tuple[Choices, str, Keeper | None]:
    """What to start with, a line for the log if what was kept cannot be used, and what keeps the next choices."""
    from grantex_tui.cli.choices_file import Keeper, choices_path, read_choices
    from grantex_tui.config.choices import NOTHING_CHOSEN, Choices
    from grantex_tui.config.lookup import home_folder

    path = None if arguments.demo or arguments.fresh else choices_path(os.environ, home_folder(os.environ))
    kept, note = (NOTHING_CHOSEN, "") if path is None else read_choices(path)
    given = Choices(days=arguments.days, metric=arguments.metric, view=arguments.view)
    return kept.changed_by(given), note, None if path is None else Keeper(path)


def _bound() -> Keys:
    """The keys, changed by what the configuration says of them."""
    changed: dict[str, str] = {}  # here comes the file's [keys]
    if not changed:
        from grantex_tui.tui.keys import UNCHANGED

        return UNCHANGED
    from grantex_tui.tui.key_map import bound_as

    return bound_as(changed)


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


def _month(arguments: Arguments) -> PlanSettings:
    from grantex_tui.config.settings import PlanSettings
    from grantex_tui.usage.plans import Allowance, Plan

    limits = Allowance(arguments.exchanges_limit, arguments.authorizations_limit)
    return PlanSettings(Plan(arguments.plan) if arguments.plan else None, limits)


if __name__ == "__main__":
    main()
