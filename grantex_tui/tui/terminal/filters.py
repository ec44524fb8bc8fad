"""What is done to every line on its way to the terminal, whichever widget or screen drew it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from grantex_tui.tui.terminal.ascii import in_ascii


def keeps_hues(filters: Iterable[LineFilter]) -> bool:
    """Whether lines keep their colours and their blocks on the way to the terminal."""
    return not any(isinstance(line_filter, WithoutColour | OnlyAscii) for line_filter in filters)


class OnlyAscii(LineFilter):
    """For a locale without UTF-8."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]


class WithoutColour(LineFilter):
    """Takes every colour out; Textual's own filters for NO_COLOR leave greys, or the codes of the default colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [Segment(text, style and style.without_color, control) for text, style, control in segments]
