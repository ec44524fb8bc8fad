"""One thing said at several lengths. Pure; which length fits, `layout` decides."""

from __future__ import annotations

Wordings = tuple[str, ...]
"""The same words from long to short, empty where there is nothing to say. Layout picks one and takes none apart."""


def wording(wordings: Wordings, step: int = 0) -> str:
    """The wording `step` steps shorter than the longest, at most the shortest; empty where there is none."""
    return wordings[min(step, len(wordings) - 1)] if wordings else ""


def capitalized(words: str) -> str:
    """With a capital first letter, as at the start of a line."""
    return words[:1].upper() + words[1:]
