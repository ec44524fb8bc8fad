"""What a key of the table is: its id, what it does, in which words, and where it applies. The table: `keys`."""

from __future__ import annotations

import enum

from msgspec import Struct

from grantex_tui.tui.key_names import sign_of


class Place(enum.Enum):
    """Where keys apply; the word that help and README use for it."""

    EVERYWHERE = "everywhere"
    DASHBOARD = "dashboard"
    CHART = "chart"
    TABLE = "table"
    CALENDAR = "calendar"
    HOURS = "hours"
    BOARD = "board"
    SHEET = "sheet"
    DAY = "day"
    EXPORT = "export"


class Key(Struct, frozen=True):
    """One binding, or one command of the palette.

    `id`: stable, as `App.set_keymap` takes it. `keys`: Textual's names, separated by commas, the one to show first;
    empty for a command that has no key. `action`: as Textual parses it. `name`: the palette's entry; empty: none.
    `hint`: the footer's word; empty: none. `priority`: it applies before whatever has the focus gets the key.
    """

    id: str
    keys: str
    action: str
    name: str = ""
    hint: str = ""
    priority: bool = False

    @property
    def displays(self) -> list[str]:
        """The keys as they stand on keyboards."""
        return [sign_of(name) for name in self.names]

    @property
    def names(self) -> list[str]:
        """Textual's names of the keys."""
        return [name for name in self.keys.split(",") if name]


class Group(Struct, frozen=True):
    """Keys that one sentence explains, `help`, and that apply in the same `places`."""

    help: str
    places: tuple[Place, ...]
    keys: tuple[Key, ...]

    @property
    def displays(self) -> list[str]:
        """The keys as they stand on keyboards: the first of each, then the others."""
        keys = [key.displays for key in self.keys]
        return [shown for found in keys for shown in found[:1]] + [shown for found in keys for shown in found[1:]]

    @property
    def where(self) -> str:
        """The view or sheet to which the keys are limited; empty where they are not."""
        if Place.DASHBOARD in self.places:
            return ""
        return ", ".join(place.value for place in self.places if place not in (Place.EVERYWHERE, Place.DASHBOARD))
