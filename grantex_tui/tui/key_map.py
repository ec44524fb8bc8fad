"""The `[keys]` of a configuration over the table of keys: checked, and as Textual's keymap. Reads no file.

Textual ignores ids that it does not know, takes a key from whatever had it without a word, and leaves what is bound to
nothing as it was. Here the first two are errors, and the last gets a key that is never sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from grantex_tui.api.sanitize import plain
from grantex_tui.config.arguments import SettingsError
from grantex_tui.tui.key_names import NEVER_SENT, SENT_AS, canonical, is_combination, near, sendable, types_text
from grantex_tui.tui.keys import KEYS, UNCHANGED, Group, Key, Keys, Place

FIXED: Final = {"quit-typing": "ctrl+c", "close": "escape", "export-nothing": "escape"}
"""What always quits and always closes, so that nobody is locked in."""

_VIEWS: Final = (Place.CHART, Place.TABLE, Place.CALENDAR, Place.HOURS)
_CLOSING: Final = {"close", "export-nothing"}
_TOGETHER: Final = (
    *(((view, Place.DASHBOARD, Place.EVERYWHERE), "") for view in _VIEWS),
    ((Place.BOARD, Place.EVERYWHERE), ""),
    ((Place.SHEET,), "help"),
    ((Place.SHEET,), "info"),
    ((Place.SHEET, Place.DAY), "day-detail"),
    ((Place.EXPORT,), "export"),
)
"""Places whose keys apply at once, and the id of what opens them: there it closes."""


def bound_as(wanted: Mapping[str, str]) -> Keys:
    """The table with other keys: action id → keys separated by commas, none for "". Raises SettingsError."""
    if not wanted:
        return UNCHANGED
    changed = {id: _keys(id, written) for id, written in wanted.items()}
    bound = Keys(tuple(_with(group, changed) for group in UNCHANGED.groups))
    for places, opener in _TOGETHER:
        _refuse_clashes(bound, set(wanted), places, opener)
    return bound


def keymap(bound: Keys) -> dict[str, str]:
    """For `App.set_keymap`: what changed, and whatever shares a key with it, which Textual would unbind."""
    now = bound.by_id
    moved = {id for id, key in KEYS.items() if now[id].keys != key.keys}
    while True:
        touched = {name for id in moved for name in (*KEYS[id].names, *now[id].names)}
        more = moved | {id for id, key in KEYS.items() if touched & {*key.names, *now[id].names}}
        if more == moved:
            return {id: now[id].keys or NEVER_SENT for id in moved}
        moved = more


def _with(group: Group, changed: Mapping[str, str]) -> Group:
    return replace(group, keys=tuple(replace(key, keys=changed.get(key.id, key.keys)) for key in group.keys))


def _keys(id: str, written: str) -> str:
    """Textual's names of the keys, each once."""
    if id not in KEYS:
        from difflib import get_close_matches  # only for an error

        likely = next(iter(get_close_matches(id, KEYS, 1)), "")
        raise SettingsError(f"keys.{_shown(id)}: there is no such action{_meant(likely)}")
    names = [_key(id, part.strip()) for part in written.split(",")] if written.strip() else []
    return ",".join(dict.fromkeys([*names, *([FIXED[id]] if id in FIXED else [])]))


def _key(id: str, written: str) -> str:
    name = canonical(written)
    if not written:
        raise SettingsError(f'keys.{id}: no key between two commas; "comma" is the key itself')
    if name in SENT_AS:
        raise SettingsError(f"keys.{id}: a terminal sends {SENT_AS[name]} for {_shown(written)}")
    if is_combination(name) and not sendable(name):
        raise SettingsError(f"keys.{id}: not every terminal sends {_shown(written)}")
    if not sendable(name):
        raise SettingsError(f"keys.{id}: there is no key {_shown(written)}{_meant(near(written))}")
    if KEYS[id].priority and types_text(name):
        raise SettingsError(f"keys.{id}: {written} is needed for typing: take F1 to F12, or one with ctrl or alt")
    return name


def _refuse_clashes(bound: Keys, wanted: set[str], places: tuple[Place, ...], opener: str) -> None:
    """No key may do two things at once; what closes a sheet may be said twice."""
    taken: dict[str, Key] = {}
    for key in _applying(bound, places, opener):
        for name in key.names:
            other = taken.setdefault(name, key)
            if other.id == key.id or {other.id, key.id} <= {*_CLOSING, opener}:
                continue
            mine, its = (key, other) if key.id in wanted else (other, key)
            if FIXED.get(its.id) == name:
                always = "Esc always closes" if its.id in _CLOSING else f"{name} always quits"
                raise SettingsError(f"keys.{mine.id}: {always}")
            shown = mine.displays[mine.names.index(name)]
            raise SettingsError(f"keys.{mine.id}: {shown} is also the key of {its.id}")


def _applying(bound: Keys, places: tuple[Place, ...], opener: str) -> Iterator[Key]:
    for group in bound.groups:
        for key in group.keys:
            if set(places) & set(group.places) or key.priority or key.id == opener:
                yield key


def _meant(likely: str) -> str:
    return f"; did you mean {likely}?" if likely else ""


def _shown(written: str) -> str:
    return plain(written, 40)
