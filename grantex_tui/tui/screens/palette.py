"""Commands by name: every key's, each view, range and metric, and every theme. Framed as the sheets are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.screen import Screen

from grantex_tui.tui.keys import Place, groups_in
from grantex_tui.tui.stylesheets import stylesheets


class Palette(CommandPalette):
    """Takes keys for the list only once the list has its size: Textual crashes on a page key before."""

    CSS_PATH = stylesheets("palette")

    def on_mount(self) -> None:
        self.query_one("#--input").border_title = Content.styled("Commands", "bold")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and not self.query_one(CommandList).size.height:
            return False
        return super().check_action(action, parameters)


def key_commands(app: App[None], screen: Screen[None], *places: Place) -> Iterator[SystemCommand]:
    """What keys do on `screen`, where those of `places` apply."""
    for group in groups_in(*places, Place.EVERYWHERE):
        owner = app if Place.EVERYWHERE in group.places else screen
        for key in group.keys:
            if key.name:
                said = f"key {key.displays[0]}" if key.keys else group.help
                yield SystemCommand(key.name, said, partial(app.run_action, key.action, owner))


def theme_commands(app: App[None]) -> Iterator[SystemCommand]:
    """Every theme by its name; none where no colour is wanted."""
    if not app.no_color:
        for name in sorted(app.available_themes):
            yield SystemCommand(f"Theme {name}", "colours of the dashboard", partial(setattr, app, "theme", name))
