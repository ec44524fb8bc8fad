"""The program's frame: the start, theme, help, the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.choices import Choices
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.screens.dashboard import DashboardScreen
from grantex_tui.tui.screens.palette import Palette, key_commands, theme_commands
from grantex_tui.tui.stylesheets import DASHBOARD, stylesheets
from grantex_tui.tui.terminal.ascii import in_ascii
from grantex_tui.tui.terminal.filters import OnlyAscii, WithoutColour
from grantex_tui.tui.terminal.ground import Ground
from grantex_tui.tui.terminal.paced_app import PacedApp
from grantex_tui.tui.themes import ANSI, AUTO, COUNTERPARTS, DARK, LIGHT, OWN, role_colours

if TYPE_CHECKING:
    from grantex_tui.config.settings import PlanSettings, Service
    from grantex_tui.export.teller import OpenTeller
    from grantex_tui.polling.memory import OpenMemory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.tui.terminal.driver import GroundTold
    from grantex_tui.view.selection import Selection


class DashboardApp(PacedApp, inherit_bindings=False):
    """The dashboard of what `open_poller` gives reads from `service`. `zone`: the user's, None for the machine's.

    `month`: what the user says of the plan. `ascii_only`: the terminal takes no other characters. `few_colours`: it
    has 16 of its own and no others.
    `open_memory`: gives what keeps the states and recalls earlier ones, None where nothing is kept.
    `recall`: gives what an earlier run kept, for the first paint. `selection`: what to look at first.
    `open_teller`: gives what tells alerts, None where none are asked for.
    `bound`: the keys. `ground`: what the terminal's own text stands on, for a theme that is `AUTO`.
    `notes`: lines for the log.
    """

    CSS_PATH = stylesheets(*DASHBOARD)
    TITLE = "grantex usage"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = bindings(Place.EVERYWHERE)

    def __init__(
        self,
        open_poller: Callable[[], Poller],
        service: Service,
        *,
        zone: dt.tzinfo | None = None,
        month: Callable[[], PlanSettings] | None = None,
        ascii_only: bool = False,
        few_colours: bool = False,
        open_memory: OpenMemory | None = None,
        recall: Callable[[], Recalled | None] | None = None,
        selection: Selection | None = None,
        open_teller: OpenTeller | None = None,
        bound: Keys = UNCHANGED,
        ground: Ground = Ground.DARK,
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.remember: Callable[[Choices], object] = lambda _: None
        """Gets what is chosen, from now on."""
        self.animation_level = "none"
        self._ascii_only = ascii_only
        self._bound = bound
        if bound is not UNCHANGED:
            self._rebind(bound)
        self._open_dashboard = partial(
            DashboardScreen,
            open_poller,
            service,
            zone=zone,
            plan_settings=month,
            flow_control=self.flow_control,
            open_memory=open_memory,
            recall=recall,
            selection=selection,
            open_teller=open_teller,
            send=self.send,
            bound=bound,
            remember=lambda choices: self.remember(choices),
            notes=notes,
        )
        self._dashboard: DashboardScreen | None = None
        for theme in OWN:
            self.register_theme(theme)
        self._few_colours = few_colours
        self._dark, self._light = ANSI if few_colours or self.no_color else (DARK.name, LIGHT.name)
        self._ground = ground
        self._is_auto = True
        self._begin_in(self._theme_on_ground)

    def start_in(self, theme: str, origin: str = "--theme") -> None:
        """Start in a theme by its name; without colours there is none to choose. Raises SettingsError.

        `origin`: who names it.
        """
        if theme not in self.available_themes:
            near = get_close_matches(theme, [AUTO, *self.available_themes], 1)
            raise SettingsError(f"{origin}: there is no such theme{f'; did you mean {near[0]}?' if near else ''}")
        if not self.no_color:
            self._is_auto = False
            self._begin_in(theme)

    def choose_theme(self, theme: str) -> None:
        """From now on this one, or `AUTO`."""
        self._is_auto = theme == AUTO
        self.theme = self._theme_on_ground if self._is_auto else theme
        if not self._few_colours:  # what is right here would be a loss on other terminals
            self.remember(Choices(theme=theme))

    def on_ground_told(self, event: GroundTold) -> None:
        """The terminal's answer came after the first paint."""
        self._ground = event.ground
        if self._is_auto:
            self.theme = self._theme_on_ground

    @property
    def _theme_on_ground(self) -> str:
        return self._light if self._ground is Ground.LIGHT else self._dark

    def _begin_in(self, name: str) -> None:
        """As `self.theme = …`, without parsing all styles a second time in the first paint (10 ms of 350)."""
        theme = self.available_themes[name]
        if theme.ansi:
            self.theme = name
            return
        self.set_reactive(DashboardApp.theme, name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def _rebind(self, bound: Keys) -> None:
        from grantex_tui.tui.key_map import keymap  # start-up boundary: only where keys were changed

        self.set_keymap(keymap(bound))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return role_colours(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [WithoutColour()] if self.no_color else super().get_line_filters()
        return [*filters, OnlyAscii()] if self._ascii_only else filters

    def send(self, sequence: str) -> None:
        super().send(in_ascii(sequence) if self._ascii_only else sequence)

    def get_default_screen(self) -> Screen[None]:
        self._dashboard = self._open_dashboard(self.size)
        return self._dashboard

    def on_ready(self) -> None:
        if self._dashboard is not None:
            self._dashboard.open()

    def on_caught_up(self) -> None:
        if self._dashboard is not None:
            self._dashboard.catch_up()

    def quits(self, key: str) -> bool:
        # On a sheet `q` closes it, and in a text field it is a letter.
        on_dashboard = self._dashboard is None or self._dashboard.is_active
        keys = self._bound.by_id
        return super().quits(key) or key in keys["quit-typing"].names or (on_dashboard and key in keys["quit"].names)

    @property
    def dashboard(self) -> DashboardScreen | None:
        """The dashboard, once it stands."""
        return self._dashboard

    def action_theme(self) -> None:
        if not self.no_color:
            self.choose_theme(COUNTERPARTS.get(self.theme, self._dark))

    def action_help(self) -> None:
        from grantex_tui.tui.screens.help import HelpScreen  # start-up boundary: text that the first paint does without

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._bound))

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The command palette: the keys' commands by name, then the themes."""
        if self._dashboard is not None:
            yield from key_commands(self, self._dashboard, Place(self._dashboard.selection.display.value), self._bound)
        yield from theme_commands(self, self.choose_theme)
