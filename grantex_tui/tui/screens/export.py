"""Asks in which form the range is to be written; answers with a `Format`, or None."""

from __future__ import annotations

from typing import Final

from textual.widget import Widget

from grantex_tui.export.formats import Format
from grantex_tui.layout.lines import Role
from grantex_tui.tui.bindings import bindings, rebound
from grantex_tui.tui.key_hints import SheetHints
from grantex_tui.tui.keys import Keys, Place
from grantex_tui.tui.screens.sheet import Framed
from grantex_tui.tui.widgets.body import SheetText
from grantex_tui.view.sheet import Section, SheetContent
from grantex_tui.view.wordings import Wordings

FORMS: Final = (
    ("export-csv", "CSV, for spreadsheets"),
    ("export-json", "JSON, for programs"),
    ("export-markdown", "Markdown, for people"),
    ("export-nothing", "write nothing"),
)


class ExportScreen(Framed[Format | None], inherit_bindings=False):
    """One key for each form."""

    BINDINGS = [*bindings(Place.EXPORT), rebound("export", "dismiss")]  # noqa: RUF012 (Textual's own declaration)
    said = SheetHints.CLOSE

    def __init__(self, what: str, bound: Keys) -> None:
        super().__init__(bound)
        self._what = what

    @property
    def title_words(self) -> Wordings:
        return (f"Export {self._what} to a file", f"Export {self._what}", "Export")

    def body(self) -> Widget:
        keys = self.bound.by_id
        rows = tuple((keys[id].displays[0], words) for id, words in FORMS if keys[id].keys)
        return SheetText(SheetContent((Section("", rows),)), Role.KEY)

    def action_choose(self, name: str) -> None:
        self.dismiss(Format[name])
