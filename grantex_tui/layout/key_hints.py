"""The key hints of the last line, as many as fit. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded

KEY_GAP: Final = 2


class KeyHint(Struct, frozen=True):
    """A key and what it does, for the last line."""

    key: str
    does: str

    @property
    def cells(self) -> int:
        """Its width with the gap after it."""
        return len(self.key) + 1 + len(self.does) + KEY_GAP


KEY_HINTS: Final = (
    KeyHint("7 3 9", "range"),
    KeyHint("?", "help"),
    KeyHint("q", "quit"),
    KeyHint("←→", "day"),
    KeyHint("Tab", "view"),
    KeyHint("r", "refresh"),
    KeyHint("e a v 0", "metric"),
    KeyHint("p", "pause"),
    KeyHint("+ -", "interval"),
    KeyHint("n", "unusual"),
    KeyHint("m", "mark"),
    KeyHint("i", "info"),
    KeyHint("c", "compare"),
    KeyHint("x", "export"),
    KeyHint("s", "stack"),
    KeyHint("t", "theme"),
    KeyHint("ctrl+p", "commands"),
)
"""The most needed first; what does not fit is in the help."""

_ORDER: Final = (
    *("←→", "7 3 9", "e a v 0", "s", "Tab", "n", "c", "m", "x"),
    *("r", "p", "+ -", "i", "t", "ctrl+p", "?", "q"),
)


class KeyHintsContent(Struct, frozen=True):
    """What the last line says beside the keys: whether polling is paused, and its interval in seconds."""

    paused: bool
    interval: int


def key_hint_lines(view: KeyHintsContent, cells: int) -> tuple[StyledLine, ...]:
    """The keys that fit."""
    inner = cells - 2 * MARGIN
    effects = {"p": "resume"} if view.paused else {}
    effects["+ -"] = f"every {view.interval} s"
    hints = tuple(KeyHint(hint.key, effects.get(hint.key, hint.does)) for hint in KEY_HINTS)
    chosen: list[KeyHint] = []
    for hint in hints:
        if sum(other.cells for other in (*chosen, hint)) - KEY_GAP <= inner:
            chosen.append(hint)
    chosen.sort(key=lambda hint: _ORDER.index(hint.key))
    line: list[Span] = []
    for hint in chosen:
        gap = " " * KEY_GAP if hint is not chosen[-1] else ""
        line += [Span(hint.key, Role.KEY), Span(f" {hint.does}{gap}", Role.MUTED)]
    return (padded(cut(tuple(line), inner)),)
