"""Which keys the footer and the borders of sheets name, in which words. What the keys are: `keys`."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from itertools import groupby
from typing import Final

from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.view.key_hints import KeyHint, KeyHintsContent

NEEDED: Final = (
    *("range", "help", "quit", "account", "open", "day", "view", "refresh", "metric", "sort", "row", "hour", "scale"),
    *("pause", "interval", "unusual", "step", "mark", "weekday", "info", "compare", "export", "stack", "theme"),
    *("commands", "accounts"),
)
"""The footer's hints, the most needed first."""

_ARROWS: Final = ("←", "→", "↑", "↓")


def key_hints(view: Place, *, paused: bool, interval: int, bound: Keys = UNCHANGED) -> KeyHintsContent:
    """The footer's hints while `view` is shown. `interval`: seconds between readings."""
    words = {"pause": "resume"} if paused else {}
    words["interval"] = f"every {interval} s"
    return _hints(bound, words, view, Place.DASHBOARD, Place.EVERYWHERE)


def board_hints(bound: Keys = UNCHANGED) -> KeyHintsContent:
    """The footer's hints while accounts are shown side by side."""
    return _hints(bound, {"accounts": "back"}, Place.BOARD, Place.EVERYWHERE)


def _hints(bound: Keys, words: Mapping[str, str], *places: Place) -> KeyHintsContent:
    hinted = [key for group in bound.groups_in(*places) for key in group.keys if key.hint and key.keys]
    return KeyHintsContent(
        tuple(
            KeyHint(_side_by_side([key.displays[0] for key in keys]), words.get(hint, hint), NEEDED.index(hint))
            for hint, keys in groupby(hinted, key=lambda key: key.hint)
        )
    )


def _side_by_side(displays: list[str]) -> str:
    return ("" if all(display in _ARROWS for display in displays) else " ").join(displays)


class SheetHints(enum.Enum):
    """What sheets say in their borders: ids of keys and their word. The last is the most needed, then the first."""

    CLOSE = ((("close",), "close"),)
    SCROLL = ((("scroll-up", "scroll-down"), "scroll"), (("close",), "close"))
    DAY = (
        (("day-before", "day-after"), "day"),
        (("copy-day",), "copy"),
        (("next-outlier",), "unusual"),
        (("close",), "close"),
    )

    def hints(self, bound: Keys) -> tuple[KeyHint, ...]:
        """With the keys that are `bound`."""
        keys = bound.by_id
        shown = [([keys[id].displays[0] for id in ids if keys[id].keys], word) for ids, word in self.value]
        return tuple(
            KeyHint(_side_by_side(displays), word, (at + 1) % len(shown))
            for at, (displays, word) in enumerate(shown)
            if displays
        )
