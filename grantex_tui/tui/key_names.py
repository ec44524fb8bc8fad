"""How keys are called: Textual's names, the signs on keyboards, and which combinations every terminal sends.

Binds nothing, and needs no Textual: a test compares the names with its own.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

from grantex_tui.api.sanitize import plain

NEVER_SENT: Final = "<ignore>"
"""Textual's own name for what its parser drops: the key of what has none."""

SIGNS: Final = {
    **{"left": "←", "right": "→", "up": "↑", "down": "↓"},
    **{"pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End"},
    **{"tab": "Tab", "shift+tab": "Shift+Tab", "enter": "Enter", "escape": "Esc"},
    **{"exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$", "percent_sign": "%"},
    **{"ampersand": "&", "apostrophe": "'", "left_parenthesis": "(", "right_parenthesis": ")", "asterisk": "*"},
    **{"plus": "+", "comma": ",", "minus": "-", "full_stop": ".", "slash": "/", "colon": ":", "semicolon": ";"},
    **{"less_than_sign": "<", "equals_sign": "=", "greater_than_sign": ">", "question_mark": "?", "at": "@"},
    **{"left_square_bracket": "[", "backslash": "\\", "right_square_bracket": "]", "circumflex_accent": "^"},
    **{"underscore": "_", "grave_accent": "`", "left_curly_bracket": "{", "vertical_line": "|"},
    **{"right_curly_bracket": "}", "tilde": "~"},
}
"""What stands on the key, by Textual's name; a key that is not here is called what it says."""

SENT_AS: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""Combinations that a terminal cannot tell from another key."""

MODIFIERS: Final = ("alt", "ctrl", "shift", "super", "hyper", "meta", "cmd", "command", "option", "win")
"""Words before a `+`; only the first three reach a program."""

_NAMES: Final = {sign.lower(): name for name, sign in SIGNS.items()}
_MOVES: Final = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_FUNCTIONS: Final = tuple(f"f{number}" for number in range(1, 13))
_OTHERS: Final = ("tab", "shift+tab", "enter", "escape", "space", "backspace")


def sign_of(name: str) -> str:
    """The key as it stands on keyboards: `?`, `PgUp`, `ctrl+shift+←`."""
    if name in SIGNS:
        return SIGNS[name]
    before, plus, key = name.rpartition("+")
    return f"{before}{plus}{SIGNS.get(key, key)}"


def canonical(written: str) -> str:
    """Textual's name of the key that a user wrote: its sign, its name in any case, modifiers in any order."""
    if len(written) == 1:
        return _NAMES.get(written, written)
    if (name := _NAMES.get(written.lower())) is not None:
        return name
    *modifiers, key = written.lower().split("+")
    return "+".join([*sorted(modifiers), _NAMES.get(key, key)])


def sendable(name: str) -> bool:
    """Whether every terminal sends the key, and as no other one."""
    if len(name) == 1:
        return name.isalnum() and plain(name) == name
    return name in _sendable_names()


def is_combination(name: str) -> bool:
    """Whether it is a key that there is, with modifiers, sent or not."""
    *modifiers, key = name.split("+")
    known = key in SIGNS or key in _MOVES or key in _FUNCTIONS or key in _OTHERS or (len(key) == 1 and key.isalnum())
    return known and bool(modifiers) and all(modifier in MODIFIERS for modifier in modifiers)


def types_text(name: str) -> bool:
    """Whether a field for text needs the key: it writes a character, or moves in what is written."""
    return not (name in _FUNCTIONS or name.startswith(("ctrl+", "alt+")))


def near(written: str) -> str:
    """The name that is spelled nearest to what is none; empty where there is none near."""
    from difflib import get_close_matches  # only for an error

    return next(iter(get_close_matches(canonical(written), sorted(_sendable_names()), 1)), "")


@cache
def _sendable_names() -> frozenset[str]:
    return frozenset(_names())


def _names() -> Iterator[str]:
    """Those longer than one character."""
    yield from (*SIGNS, *_MOVES, *_FUNCTIONS, *_OTHERS)
    yield from (f"ctrl+{letter}" for letter in string.ascii_lowercase if f"ctrl+{letter}" not in SENT_AS)
    yield from ("ctrl+backslash", "ctrl+right_square_bracket")
    yield from (f"alt+{letter}" for letter in string.ascii_lowercase if letter not in "bf")  # readline's words
    yield from (f"alt+shift+{letter}" for letter in string.ascii_lowercase)
    functions = [key for key in _FUNCTIONS if key != "f3"]  # with a modifier it is sent as a cursor's position
    for modifiers, key in product(("shift", "ctrl", "ctrl+shift"), (*_MOVES, *functions)):
        yield f"{modifiers}+{key}"
