"""Large digits, as Textual's `Digits` draws them, as rows of text: a panel writes only the cells that change."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import Digits


def large_digits(number: str) -> tuple[str, ...]:
    """The number on three rows."""
    drawn = Digits(number).render(Style.null())
    return tuple("".join(segment.text for segment in drawn if isinstance(segment, Segment)).splitlines())
