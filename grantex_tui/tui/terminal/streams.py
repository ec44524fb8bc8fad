"""The standard streams: which one brings keys, which one is the screen, and how large that is. Knows no Textual."""

from __future__ import annotations

import os
import sys
from typing import Final

STANDARD_INPUT: Final = 0
STANDARD_OUTPUT: Final = 1
STANDARD_ERROR: Final = 2

SCREEN: Final = STANDARD_OUTPUT if sys.platform == "win32" else STANDARD_ERROR
"""Where Textual draws: on standard error, so that standard output stays free for pipes; on Windows on that."""

SCREEN_NAME: Final = "standard output" if sys.platform == "win32" else "standard error"

USUAL_SIZE: Final = (80, 24)
"""Columns and rows of a terminal that tells none."""


def is_terminal() -> bool:
    """Whether keys can be read and a screen be drawn."""
    return os.isatty(STANDARD_INPUT) and os.isatty(SCREEN)


def adopt_terminal() -> bool:
    """Make the controlling terminal standard input, where that was a pipe that carried the key."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return False
    os.dup2(terminal, STANDARD_INPUT)
    os.close(terminal)
    return True


def screen_size() -> tuple[int, int]:
    """Columns and rows, as `shutil.get_terminal_size` has them, but of the screen: standard output may be a pipe."""
    try:
        columns, rows = os.get_terminal_size(SCREEN)
    except OSError:
        columns, rows = 0, 0
    sizes = zip(("COLUMNS", "LINES"), (columns, rows), USUAL_SIZE, strict=True)
    wide, high = (_number(os.environ.get(name, "")) or measured or usual for name, measured, usual in sizes)
    return wide, high


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
