"""Small curves of eighths, one cell a value, where a chart would be too much. Pure; no axis, no marks."""

from __future__ import annotations

from collections.abc import Sequence

from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.bars import BLOCKS


def curve(values: Sequence[int], cells: int, rows: int = 1) -> tuple[str, ...]:
    """The last values on at most `cells` cells and `rows` rows; one that is not 0 is never invisible."""
    shown = values[-cells:] if cells > 0 else ()
    highest = max(shown, default=0)
    if not shown or rows < 1:
        return ()
    levels = [_level(value, highest, EIGHTHS * rows) for value in shown]
    return tuple(_row(levels, EIGHTHS * row) for row in reversed(range(rows)))


def _row(levels: Sequence[int], below: int) -> str:
    """The row of cells that begins at `below` eighths."""
    return "".join(BLOCKS[min(max(level - below, 0), EIGHTHS)] for level in levels)


def _level(value: int, highest: int, eighths: int) -> int:
    return max((2 * eighths * value + highest) // (2 * highest), 1) if value > 0 else 0
