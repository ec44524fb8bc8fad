"""The chosen day in detail: its three operations against their usual, and one plain sentence."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from grantex_tui.tui.bindings import rebound
from grantex_tui.tui.screens.sheet import Sheet, heading
from grantex_tui.view.day import DayContent
from grantex_tui.view.numbers import full
from grantex_tui.view.wordings import wording

BAR: Final = 12
LABEL: Final = 17
NUMBER: Final = 14


class DayScreen(Sheet):
    """Shows a `DayContent`."""

    BINDINGS = [rebound("day-detail", "dismiss")]  # noqa: RUF012 (Textual's own declaration)

    def __init__(self, day: DayContent) -> None:
        super().__init__()
        self._day = day

    def text(self) -> Text:
        day = self._day
        text = Text("", end="").join(
            [heading(f"{wording(day.date)}, UTC day"), Text(f"{day.headline} · {day.state}\n\n", end="")]
        )
        for part in day.parts:
            text.append(f"{part.metric.label:<{LABEL}}{full(part.count):>{NUMBER}}  ")
            filled = round(part.share * BAR)
            text.append("█" * filled + "░" * (BAR - filled))
            text.append(f" {100 * part.share:>3.0f} %  {part.comparison}\n")
        text.append("\n")
        if outlier := wording(day.outlier):
            text.append(f"! {outlier}\n")
        for fact in day.facts:
            text.append(f"  {fact}\n")
        text.append(f"\n{day.sentence}\n")
        return text
