"""Where every number comes from, and the log of the last hundred events."""

from __future__ import annotations

from textual.widget import Widget

from grantex_tui.layout.lines import Role
from grantex_tui.tui.bindings import rebound
from grantex_tui.tui.key_hints import SheetHints
from grantex_tui.tui.keys import Keys
from grantex_tui.tui.screens.sheet import Sheet
from grantex_tui.tui.widgets.body import SheetText
from grantex_tui.view.provenance import Provenance
from grantex_tui.view.sheet import Section, SheetContent
from grantex_tui.view.wordings import Wordings

NOTHING_YET = (("nothing yet", ""),)


class InfoScreen(Sheet):
    """Shows a `Provenance`."""

    BINDINGS = [rebound("info", "dismiss")]  # noqa: RUF012 (Textual's own declaration)
    said = SheetHints.SCROLL

    def __init__(self, provenance: Provenance, bound: Keys) -> None:
        super().__init__(bound)
        self._provenance = provenance

    @property
    def title_words(self) -> Wordings:
        return ("Where the numbers come from", "Info")

    def body(self) -> Widget:
        return SheetText(_content(self._provenance), Role.LABEL)

    def show(self, provenance: Provenance) -> None:
        """Show a newer one, scrolled as it was."""
        if provenance != self._provenance:
            self._provenance = provenance
            self.renew()

    def renew(self) -> None:
        super().renew()
        for shown in self.query(SheetText):
            shown.view = _content(self._provenance)


def _content(provenance: Provenance) -> SheetContent:
    log = Section("Log, newest first (UTC)", provenance.log or NOTHING_YET)
    return SheetContent((*provenance.sections, log))
