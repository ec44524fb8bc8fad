"""How much room a window has, in steps. What is left out at which step: `layout` and `tcss/dashboard.tcss`."""

from __future__ import annotations

import enum
from typing import Final

FULL_WIDTH: Final = 80
FULL_HEIGHT: Final = 24
TALL_HEIGHT: Final = 34
MIN_WIDTH: Final = 40
MIN_HEIGHT: Final = 12
BESIDE_BARS: Final = 7
"""Columns that margins and the value axis take."""


class Breakpoint(enum.Enum):
    """A step, and as `-tiny` … a class of the screen."""

    TINY = "tiny"
    SMALL = "small"
    FULL = "full"
    TALL = "tall"


def breakpoint_for(columns: int, rows: int) -> Breakpoint:
    """The step for a window."""
    if columns < MIN_WIDTH or rows < MIN_HEIGHT:
        return Breakpoint.TINY
    if columns < FULL_WIDTH or rows < FULL_HEIGHT:
        return Breakpoint.SMALL
    return Breakpoint.FULL if rows < TALL_HEIGHT else Breakpoint.TALL


def bars_across(columns: int) -> int:
    """How many bars of one cell a window has room for."""
    return max(columns - BESIDE_BARS, 1)
