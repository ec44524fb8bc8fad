"""How the dashboard is put together: what it goes by, whose accounts it shows, and the terminal that it starts on."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from grantex_tui.cli.accounts import key_is_piped, memory_of, openers, sample_accounts_of, teller_of
from grantex_tui.cli.output import complain
from grantex_tui.config.arguments import DEFAULT_THEME, SettingsError
from grantex_tui.config.configuration import Configuration, read_configuration
from grantex_tui.config.lookup import home_folder, key_from_standard_input, wants_demo
from grantex_tui.config.settings import Settings, one_account
from grantex_tui.config.sources import are_several, every_profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from grantex_tui.cli.choices_file import Keeper
    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.choices import Choices
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.keys import Keys
    from grantex_tui.tui.terminal.plain_session import PlainSession


def dashboard(arguments: Arguments) -> NoReturn:
    """Run it to its end. Raises SettingsError."""
    configuration = read_configuration(arguments, os.environ, home_folder(os.environ))
    if wants_demo(arguments, configuration.sources):
        side_by_side, arguments.all_profiles = arguments.all_profiles, False  # the demo has accounts of its own
        settings = _one(configuration)
        accounts = _sample(settings)
    elif len(chosen := configuration.chosen) > 1 and are_several(chosen):
        side_by_side, settings = True, None
        _require_terminal(key_piped_in=False)
        accounts = _several(configuration)
    else:
        side_by_side, settings = False, _one(configuration)
        accounts = _profiles(configuration, settings)
    layered = configuration.completed(settings.profile if settings else "")
    recall = _recalling(settings) if settings else None  # the disk works while Textual is imported
    options = accounts | {
        "bound": _bound(configuration), "recall": recall, "side_by_side": side_by_side,
    }  # fmt: skip
    _start(layered.arguments, layered.origins["theme"], options)


def _one(configuration: Configuration) -> Settings:
    """The settings of the account that is shown. Raises SettingsError."""
    piped = key_is_piped(configuration)
    settings = one_account(configuration, key_from_standard_input)
    _require_terminal(key_piped_in=piped)
    if settings.warning:
        complain(settings.warning)
    return settings


def _require_terminal(*, key_piped_in: bool) -> None:
    from grantex_tui.tui.terminal.startup import require_terminal

    require_terminal(os.environ, key_piped_in=key_piped_in)


# Whose figures are shown, as the app's options


def _sample(settings: Settings) -> dict[str, Any]:
    """The demo: the account that is shown first is one of its six."""
    from grantex_tui.api.sample_accounts import SAMPLE_ACCOUNTS

    return _shown_first(settings) | {
        "accounts": lambda: sample_accounts_of(settings),
        "account": SAMPLE_ACCOUNTS[0].name,
    }


def _profiles(configuration: Configuration, settings: Settings) -> dict[str, Any]:
    """One account, and beside it every profile's, once it is asked for."""
    if not configuration.sources.profiles:
        return _shown_first(settings)
    opened = openers(configuration, every_profile(configuration.sources), settings)
    shown = opened[settings.profile]
    return _shown_first(settings) | {
        "open_poller": shown.poller,
        "open_memory": shown.memory,
        "accounts": lambda: tuple(opener.account for opener in opened.values()),
        "account": settings.profile,
        "label": settings.name if len(opened) > 1 else "",
        "open_tellers": {name: teller for name, one in opened.items() if (teller := one.teller())},
    }


def _several(configuration: Configuration) -> dict[str, Any]:
    """Those that were named, side by side."""
    opened = openers(configuration, configuration.chosen, None)
    accounts = tuple(opener.account for opener in opened.values())
    return {
        "open_poller": accounts[0].open_poller,
        "service": accounts[0].service,
        "accounts": lambda: accounts,
        "account": accounts[0].name,
        "open_tellers": {name: teller for name, one in opened.items() if (teller := one.teller())},
    }


def _shown_first(settings: Settings) -> dict[str, Any]:
    def open_poller() -> Any:
        from grantex_tui.polling.connect import build_poller  # start-up boundary: httpx, after the first paint

        return build_poller(settings)

    return {
        "open_poller": open_poller,
        "service": settings.service,
        "month": lambda: settings.plan,
        "open_memory": lambda told: memory_of(settings, told),
        "open_teller": None if settings.alerts is None else teller_of(lambda: settings),
    }


# The start


def _start(arguments: Arguments, theme_origin: str, options: dict[str, Any]) -> NoReturn:
    """`arguments`: completed from the config file. `options`: the app's."""
    from grantex_tui.tui.terminal import startup

    choices, note, keeper = _choices(arguments)
    startup.prepare(os.environ)
    session = startup.open_session(os.environ)
    few_colours = startup.draws_on_terminal(os.environ) and startup.has_few_colours()
    named = arguments.theme
    theme = named or (not few_colours and choices.theme) or DEFAULT_THEME
    if theme == DEFAULT_THEME:
        startup.ask_ground(session, os.environ)  # it answers while Textual is imported
    try:
        notes = [note] if note else []
        app = _app(session, choices, options | {"few_colours": few_colours, "notes": notes})
        if theme != DEFAULT_THEME and (named or theme in app.available_themes):
            app.start_in(theme, theme_origin)
    except BaseException:
        session.withdraw_question()
        raise
    if keeper is not None:
        app.remember, session.at_end = keeper.choose, keeper.end

    from grantex_tui.tui.terminal.paced_app import run as run_to_end

    run_to_end(app, session, mouse=bool(arguments.mouse))


def _app(session: PlainSession, choices: Choices, options: dict[str, Any]) -> DashboardApp:
    from grantex_tui.tui.app import DashboardApp
    from grantex_tui.tui.choices import selection_of
    from grantex_tui.tui.terminal import startup

    return DashboardApp(
        ascii_only=startup.draws_on_terminal(os.environ) and not _screen_speaks_utf8(),
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


def _recalling(settings: Settings) -> Callable[[], Recalled | None] | None:
    if settings.archive is None or not os.path.lexists(settings.archive):
        return None
    from grantex_tui.polling.clock import SystemClock
    from grantex_tui.polling.memory import recalling

    return recalling(settings, settings.archive, SystemClock().utc())
