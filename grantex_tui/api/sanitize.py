"""Text from elsewhere made safe to show. Not for figures (`view.numbers`) and not for our own words (`view`)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_TEXT: Final = 200
"""Characters of foreign text kept at most: one line of a wide terminal."""

RIGHT_TO_LEFT: Final = ("R", "AL", "AN")
"""Bidirectional classes (Unicode Annex 9) whose letters make some terminals reorder the figures beside them."""

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS, SOS, PM, APC and their payload
    r"|\x1b[ -/]*[0-~]?",
    re.DOTALL,
)

_NOT_ONE_CELL = re.compile(
    "[\u1160-\u11ff\ud7b0-\ud7fb\uffa0"  # Hangul parts that join the character before, and its blank
    "\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376\U0001f1e6-\U0001f1ff]"  # wide in newer Unicode, flags
)


def plain(text: str, limit: int = MAX_TEXT) -> str:
    """`text` without terminal escapes, control characters and markup, at most `limit` characters.

    Square brackets go, for they are the screen library's markup. What a terminal cannot draw in one cell
    (wide and combining characters, letters written from right to left) becomes `?`, so that columns stay aligned.
    """
    kept = _ESCAPE_SEQUENCE.sub("", text[: 20 * limit])
    drawn = "".join(_one_cell(char) for char in kept if char not in "[]")
    words = " ".join(drawn.split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def _one_cell(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cf"):
        return ""
    wide = unicodedata.east_asian_width(char) in "WF"
    reordered = unicodedata.bidirectional(char) in RIGHT_TO_LEFT
    return "?" if wide or reordered or category[0] in "MC" or _NOT_ONE_CELL.match(char) else char
