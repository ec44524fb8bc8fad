"""Which keys the footer and the borders of sheets name, in which words. What the keys are: `keys`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from grantex_tui.tui.keys import KEYS, Place, groups_in
from grantex_tui.view.key_hints import KeyHint, KeyHintsContent

NEEDED: Final = (
    *("range", "help", "quit", "account", "open", "day", "view", "refresh", "metric", "sort", "row", "hour", "scale"),
    *("pause", "interval", "unusual", "step", "mark", "weekday", "info", "compare", "export", "stack", "theme"),
    *("commands", "accounts"),
)
"""The footer's hints, the most needed first."""

_ARROWS: Final = ("←", "→", "↑", "↓")


def key_hints(view: Place, *, paused: bool, interval: int) -> KeyHintsContent:
    """The footer's hints while `view` is shown. `interval`: seconds between readings."""
    words = {"pause": "resume"} if paused else {}
    words["interval"] = f"every {interval} s"
    return _hints(words, view, Place.DASHBOARD, Place.EVERYWHERE)


def board_hints() -> KeyHintsContent:
    """The footer's hints while accounts are shown side by side."""
    return _hints({"accounts": "back"}, Place.BOARD, Place.EVERYWHERE)


def _hints(words: Mapping[str, str], *places: Place) -> KeyHintsContent:
    hinted = [key for group in groups_in(*places) for key in group.keys if key.hint]
    return KeyHintsContent(
        tuple(
            KeyHint(_side_by_side([key.displays[0] for key in keys]), words.get(hint, hint), NEEDED.index(hint))
            for hint, keys in groupby(hinted, key=lambda key: key.hint)
        )
    )


def _side_by_side(displays: list[str]) -> str:
    return ("" if all(display in _ARROWS for display in displays) else " ").join(displays)


def sheet_hints(*said: tuple[tuple[str, ...], str]) -> tuple[KeyHint, ...]:
    """Hints in a sheet's border: ids of keys and their word. The last one is the most needed, then the first ones."""
    return tuple(
        KeyHint(_side_by_side([KEYS[id].displays[0] for id in ids]), word, (at + 1) % len(said))
        for at, (ids, word) in enumerate(said)
    )


CLOSE_HINTS: Final = sheet_hints((("close",), "close"))
SCROLL_HINTS: Final = sheet_hints((("scroll-up", "scroll-down"), "scroll"), (("close",), "close"))
DAY_HINTS: Final = sheet_hints(
    (("day-before", "day-after"), "day"), (("copy-day",), "copy"), (("next-outlier",), "unusual"), (("close",), "close")
)
"""What sheets say in their borders."""
