"""The app's colours: which theme it starts in, follows and is given. What the themes are: `themes`. Knows no screen."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.choices import Choices
from grantex_tui.tui.terminal.ground import Ground
from grantex_tui.tui.terminal.paced_app import PacedApp
from grantex_tui.tui.themes import ANSI, AUTO, COUNTERPARTS, DARK, LIGHT, OWN, role_colours

if TYPE_CHECKING:
    from grantex_tui.tui.terminal.driver import GroundTold


class ThemedApp(PacedApp, inherit_bindings=False):
    """Begins in a theme for the terminal's ground, until `start_in` or the user names another."""

    def __init__(self) -> None:
        super().__init__()
        self.remember: Callable[[Choices], object] = lambda _: None
        """Gets what is chosen, from now on."""

    def begin_on(self, ground: Ground, *, few_colours: bool) -> None:
        """`few_colours`: the terminal has 16 of its own and no others."""
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

    def action_theme(self) -> None:
        if not self.no_color:
            self.choose_theme(COUNTERPARTS.get(self.theme, self._dark))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return role_colours(self.current_theme)

    @property
    def _theme_on_ground(self) -> str:
        return self._light if self._ground is Ground.LIGHT else self._dark

    def _begin_in(self, name: str) -> None:
        """As `self.theme = …`, without parsing all styles a second time in the first paint (10 ms of 350)."""
        theme = self.available_themes[name]
        if theme.ansi:
            self.theme = name
            return
        self.set_reactive(ThemedApp.theme, name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())
