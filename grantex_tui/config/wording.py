"""What an error says of a word that is none of those allowed, and of where it stands. Imported only for an error.

The word itself is never repeated: it could be a key in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

from grantex_tui.api.sanitize import plain


def choices(word: str, allowed: Sequence[str]) -> str:
    """`there are free, pro, enterprise; did you mean pro?`"""
    there = "there are" if len(allowed) > 1 else "there is"
    return f"{there} {', '.join(allowed)}{nearest(word, allowed)}"


def nearest(word: str, allowed: Sequence[str]) -> str:
    """`; did you mean pro?`; empty where none is near."""
    near = get_close_matches(word, allowed, 1)
    return f"; did you mean {near[0]}?" if near else ""


def is_harmless(word: str) -> bool:
    """Whether a message may repeat it: short, of characters that no terminal obeys, and not like a key."""
    return re.fullmatch(r"[\w.-]{1,32}", word, re.ASCII) is not None and not looks_like_key(word)


def looks_like_key(text: str) -> bool:
    """Whether the service's keys begin in this way, wherever in the text."""
    return "gx_live_" in text or "gx_test_" in text


def entry(path: Sequence[str | int]) -> str:
    """Where something stands in a TOML file: `profiles.prod.plan`, `alerts.tell[1]`."""
    said = ""
    for part in path:
        if isinstance(part, int):
            said += f"[{part}]"
        else:
            said += f"{'.' if said else ''}{part if is_harmless(part) else quoted(part)}"
    return said


def quoted(text: str) -> str:
    """As a quoted key, without what a terminal would obey; a long one, which could be a key, not at all."""
    return f'"{plain(text)}"' if len(text) <= 32 and not looks_like_key(text) else '"…"'
