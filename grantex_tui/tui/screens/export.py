"""Asks in which form the range is to be written; answers with a `Format`, or None."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from grantex_tui.export.formats import Format
from grantex_tui.tui.bindings import bindings, rebound
from grantex_tui.tui.keys import Place
from grantex_tui.tui.screens.sheet import heading, rows
from grantex_tui.tui.stylesheets import stylesheets


class ExportScreen(ModalScreen[Format | None], inherit_bindings=False):
    """One key for each form."""

    CSS_PATH = stylesheets("sheet")
    BINDINGS = [  # noqa: RUF012 (Textual's own declaration)
        *bindings(Place.EXPORT),
        rebound("export", "dismiss"),
        rebound("quit", "app.quit"),
    ]

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        forms = (("c", "CSV, for spreadsheets"), ("j", "JSON, for programs"), ("m", "Markdown, for people"))
        text = Text("", end="").join(
            [heading(f"Write {self._what} to a file"), rows((*forms, ("Esc", "write nothing")), 6)]
        )
        with VerticalScroll(can_focus=False):
            yield Static(text)

    def action_choose(self, name: str) -> None:
        self.dismiss(Format[name])
