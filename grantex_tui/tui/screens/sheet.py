"""A sheet of text opened on top of the dashboard: scrolled by keys, closed by Esc. What it says, subclasses know."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from grantex_tui.tui.bindings import bindings, rebound
from grantex_tui.tui.keys import Place
from grantex_tui.tui.stylesheets import stylesheets

LABEL_WIDTH = 15


class Sheet(ModalScreen[None], inherit_bindings=False):
    """Shows `text()`; `show_again` after it changed."""

    CSS_PATH = stylesheets("sheet")
    BINDINGS = [*bindings(Place.SHEET), rebound("quit", "app.quit")]  # noqa: RUF012 (Textual's own declaration)

    def text(self) -> Text:
        """The whole sheet."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(self.text())

    def show_again(self) -> None:
        """Show the text anew, scrolled as it was."""
        self.query_one(Static).update(self.text())

    def action_scroll_lines(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_scroll_pages(self, pages: int) -> None:
        scrolled = self.query_one(VerticalScroll)
        scrolled.scroll_relative(y=pages * scrolled.size.height, animate=False)

    def action_scroll_to_end(self, direction: int) -> None:
        scrolled = self.query_one(VerticalScroll)
        scrolled.scroll_to(y=scrolled.max_scroll_y if direction > 0 else 0, animate=False)


def heading(title: str) -> Text:
    """A section's title on a line of its own."""
    return Text(f"{title}\n", style="bold underline", end="")


def rows(pairs: Iterable[tuple[str, str]], label_width: int = LABEL_WIDTH) -> Text:
    """A line for each pair: a label and what there is to say."""
    text = Text(end="")
    for label, words in pairs:
        text.append(f"{label:<{label_width}}", style="bold")
        text.append(f"{words}\n")
    return text
