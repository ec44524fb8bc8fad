"""What is to be seen before the dashboard is loaded: whose figures are coming."""

from __future__ import annotations

from rich.segment import Segment
from textual.screen import Screen
from textual.strip import Strip

from grantex_tui.stylesheets import stylesheets


class StartScreen(Screen[None]):
    """One line of words, drawn by the screen itself: a widget more would be a paint more."""

    CSS_PATH = stylesheets("start")
    COMPONENT_CLASSES = {"start--words"}  # noqa: RUF012 (Textual's own declaration)

    def __init__(self, host: str) -> None:
        super().__init__()
        self._words = f" grantex usage  Connecting to {host}…"

    def render_line(self, y: int) -> Strip:
        words = [Segment(self._words, self.get_component_rich_style("start--words"))] if y == 0 else []
        return Strip(words).adjust_cell_length(self.size.width, self.rich_style)
