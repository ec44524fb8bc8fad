"""The screen for a terminal that knows no UTF-8: for every character one of ASCII, so that columns stay where they are.

What is told apart by its texture stays apart: bars, today, the parts of a stack, days without use.
"""

from __future__ import annotations

from typing import Final


class _Table(dict[int, int | str]):
    """What a character becomes; letters lose their accents, and what nothing is like becomes `?`, as wide as it was."""

    def __missing__(self, code: int) -> str:
        import unicodedata

        char = chr(code)
        if code < 0x80:
            return char
        if 0x2500 <= code < 0x2580:  # corners, ticks and crossings
            return "+"
        if unicodedata.category(char)[0] == "M" or unicodedata.category(char) == "Cf":
            return ""  # part of the character before
        alike = unicodedata.normalize("NFKD", char)[0]
        width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return (alike if alike.isascii() and alike.isprintable() else "?").ljust(width, "?")


_ALIKE: Final = _Table(
    str.maketrans(
        "█▓▒░┊▁▂▃▄▅▆▇▉▋▏▎▍▌▊▐▕│┃║‖─━═▔╌–—−·…▲▼↑↓←→▸◂●◐○■×÷±≥“”‘’▰▱✓",
        "#=:~:_,-=+*%##|||||||||||-==-.---..^v^v<>><*%o#x/~>\"\"''#-v",
    )
)
"""Bars, today and shades; small curves; narrow bars; lines; and single marks."""


def in_ascii(text: str) -> str:
    """`text` as ASCII, cell for cell."""
    return text if text.isascii() else text.translate(_ALIKE)
