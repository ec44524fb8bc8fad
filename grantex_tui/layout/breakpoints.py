"""How much room a window has, in steps. What is left out at which step: `layout` and `tcss/dashboard.tcss`."""

from __future__ import annotations

import enum
from typing import Final


class Breakpoint(enum.Enum):
    """A step, and as `-line` … a class of the screen, from the smallest."""

    LINE = "line"  # today's total alone
    TINY = "tiny"  # and how fresh it is, how it compares, and the last days
    SMALL = "small"  # the chart, with what is above it on a row each
    MEDIUM = "medium"  # and a border around the chart
    FULL = "full"  # today's total in large digits, a row for each counter
    WIDE = "wide"  # a panel for today and for each counter
    TALL = "tall"  # with blank rows between their parts


SMALLEST: Final = (
    (Breakpoint.TALL, 100, 36),
    (Breakpoint.WIDE, 100, 30),
    (Breakpoint.FULL, 80, 24),
    (Breakpoint.MEDIUM, 60, 16),
    (Breakpoint.SMALL, 40, 12),
    (Breakpoint.TINY, 1, 3),
)
"""Columns and rows from which on a step holds, the largest step first."""

LARGE: Final = frozenset((Breakpoint.FULL, Breakpoint.WIDE, Breakpoint.TALL))
"""Steps with room for more than a row a part."""

PANELS: Final = frozenset((Breakpoint.WIDE, Breakpoint.TALL))
"""Steps with a border around every part."""


def breakpoint_for(columns: int, rows: int) -> Breakpoint:
    """The step for a window."""
    fitting = (step for step, least_columns, least_rows in SMALLEST if columns >= least_columns and rows >= least_rows)
    return next(fitting, Breakpoint.LINE)


BESIDE_BARS: Final = ((100, 11), (60, 9), (1, 7))
"""Columns of a window from which on its border, margins and value axis take so many."""


def bars_across(columns: int) -> int:
    """How many bars of one cell a window has room for."""
    taken = next((taken for least, taken in BESIDE_BARS if columns >= least), 0)
    return max(columns - taken, 1)
