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
    from typing import NoReturn

    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.config.settings import PlanSettings, Settings
    from grantex_tui.polling.account import Account
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

    from grantex_tui.tui.terminal import startup

    startup.prepare(os.environ)

    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.terminal.paced_app import run as run_to_end

    app = DashboardApp(
        lambda: _poller(settings),
        settings.service,
        month=lambda: _month(arguments),
        ascii_only=startup.draws_on_terminal(os.environ) and not _screen_speaks_utf8(),
        few_colours=startup.draws_on_terminal(os.environ) and startup.has_few_colours(),
        open_memory=lambda told: _memory(settings, told),
        recall=recall,
        selection=_selection(arguments),
        accounts=lambda: _accounts(settings),
        account=_account_name(settings),
        side_by_side=arguments.all,
    )
    if arguments.theme:
        app.start_in(arguments.theme)
    run_to_end(app, mouse=settings.mouse)


def _screen_speaks_utf8() -> bool:
    from grantex_tui.cli.output import speaks_utf8

    return speaks_utf8(sys.stderr.encoding, os.environ, assumed=bool(sys.flags.utf8_mode))


def _poller(settings: Settings) -> Poller:
    from grantex_tui.polling.connect import build_poller

    return build_poller(settings)


def _accounts(settings: Settings) -> tuple[Account, ...]:
    """All that can be shown side by side: in the demo the made-up ones, else those of the profiles."""
    if not settings.demo:
        return ()  # here profiles become accounts: their pollers by `build_poller` with one ConnectionPool for all
    from grantex_tui.polling.sample_accounts import sample_accounts

    return sample_accounts(settings, lambda told: _memory(settings, told))


def _account_name(settings: Settings) -> str:
    """Which of them the dashboard starts with."""
    if not settings.demo:
        return ""
    from grantex_tui.api.sample_accounts import SAMPLE_ACCOUNTS

    return SAMPLE_ACCOUNTS[0].name


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

    days, metric = arguments.days or Selection().days, Metric(arguments.metric or Metric.TOTAL.value)
    return Selection(days=days, metric=metric, display=Display(arguments.view))


def _month(arguments: Arguments) -> PlanSettings:
    from grantex_tui.config.settings import PlanSettings
    from grantex_tui.usage.plans import Allowance, Plan

    limits = Allowance(arguments.exchanges_limit, arguments.authorizations_limit)
    return PlanSettings(Plan(arguments.plan) if arguments.plan else None, limits)


if __name__ == "__main__":
    main()
