"""The key hints of the last line, as many as fit. Pure."""

from __future__ import annotations

from typing import Final

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, cut, padded
from grantex_tui.view.key_hints import KeyHint, KeyHintsContent

KEY_GAP: Final = 2


def key_hint_lines(view: KeyHintsContent, cells: int) -> tuple[StyledLine, ...]:
    """One line with the hints that fit, the most needed before others."""
    inner = cells - 2 * MARGIN
    chosen: list[KeyHint] = []
    for hint in sorted(view.hints, key=lambda hint: hint.rank):
        if sum(map(_width, (*chosen, hint))) - KEY_GAP <= inner:
            chosen.append(hint)
    chosen.sort(key=view.hints.index)
    line: list[Span] = []
    for hint in chosen:
        gap = " " * KEY_GAP if hint is not chosen[-1] else ""
        line += [Span(hint.keys, Role.KEY), Span(f" {hint.does}{gap}", Role.MUTED)]
    return (padded(cut(tuple(line), inner)),)


def _width(hint: KeyHint) -> int:
    """Cells, with the gap after it."""
    return len(hint.keys) + 1 + len(hint.does) + KEY_GAP
