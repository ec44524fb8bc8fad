"""The table of keys as Textual's bindings, for the `BINDINGS` of app, screens and widgets. Names no key of its own."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from grantex_tui.tui.key_names import NEVER_SENT
from grantex_tui.tui.keys import GROUPS, KEYS, Place, groups_in


def bindings(place: Place, *, namespace: str = "") -> list[BindingType]:
    """The keys that apply in `place`. `namespace`: whose actions they are, where not the binder's own (`screen.`)."""
    return [
        Binding(
            key.keys or NEVER_SENT,  # it may get one by its id
            namespace + key.action,
            key.name,
            show=False,
            priority=key.priority,
            id=key.id,
            group=Binding.Group(group.help),
        )
        for group in groups_in(place)
        for key in group.keys
    ]


def rebound(id: str, action: str) -> Binding:
    """The key of this id with another action: on a sheet, what opened it closes it."""
    group = next(group for group in GROUPS if KEYS[id] in group.keys)
    return Binding(KEYS[id].keys, action, show=False, id=id, group=Binding.Group(group.help))
