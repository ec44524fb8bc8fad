"""Commands by name: every key's, each view, range and metric, and every theme. Framed as the sheets are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.screen import Screen

from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.stylesheets import stylesheets
from grantex_tui.tui.themes import AUTO


class Palette(CommandPalette):
    """Takes keys for the list only once the list has its size: Textual crashes on a page key before."""

    CSS_PATH = stylesheets("palette")
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (9, "-low"), (20, "-high")]  # noqa: RUF012 (Textual's own declaration)

    def on_mount(self) -> None:
        from grantex_tui.tui.key_hints import SheetHints  # start-up boundary: the first paint needs no sheet
        from grantex_tui.tui.screens.sheet import FRAME_CELLS, key_words

        self.query_one("#--input").border_title = Content.styled("Commands", "bold")
        hints = SheetHints.CLOSE.hints(UNCHANGED)  # any other key is typed here
        for bordered in (self.query_one("#--input"), self.query_one(CommandList)):  # whichever is the lowest
            bordered.border_subtitle = key_words(hints, FRAME_CELLS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and not self.query_one(CommandList).size.height:
            return False
        return super().check_action(action, parameters)


def key_commands(app: App[None], screen: Screen[None], bound: Keys, *places: Place) -> Iterator[SystemCommand]:
    """What the keys that are `bound` do on `screen`, where those of `places` apply."""
    for group in bound.groups_in(*places, Place.EVERYWHERE):
        owner = app if Place.EVERYWHERE in group.places else screen
        for key in group.keys:
            if key.name:
                never = not UNCHANGED.by_id[key.id].keys
                unbound = "a view; Tab leads from one to the next" if never else group.help
                said = f"key {key.displays[0]}" if key.keys else unbound
                yield SystemCommand(key.name, said, partial(app.run_action, key.action, owner))


def theme_commands(app: App[None], choose: Callable[[str], None]) -> Iterator[SystemCommand]:
    """Every theme by its name, and what chooses by itself; none where no colour is wanted."""
    if not app.no_color:
        yield SystemCommand(f"Theme {AUTO}", "dark or light as the terminal is", partial(choose, AUTO))
        for name in sorted(app.available_themes):
            yield SystemCommand(f"Theme {name}", "colours of the dashboard", partial(choose, name))
