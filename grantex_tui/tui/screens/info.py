"""Where every number comes from, and the log of the last hundred events."""

from __future__ import annotations

from rich.text import Text

from grantex_tui.tui.bindings import rebound
from grantex_tui.tui.screens.sheet import Sheet, heading, rows
from grantex_tui.view.provenance import Provenance


class InfoScreen(Sheet):
    """Shows a `Provenance`."""

    BINDINGS = [rebound("info", "dismiss")]  # noqa: RUF012 (Textual's own declaration)

    def __init__(self, provenance: Provenance) -> None:
        super().__init__()
        self._provenance = provenance

    def show(self, provenance: Provenance) -> None:
        """Show a newer one."""
        if provenance != self._provenance:
            self._provenance = provenance
            self.show_again()

    def text(self) -> Text:
        parts: list[Text] = []
        for section in self._provenance.sections:
            parts += [heading(section.title), rows(section.rows), Text("\n", end="")]
        log = rows(self._provenance.log, 17) if self._provenance.log else Text("nothing yet\n", end="")
        return Text("", end="").join([*parts, heading("Log, newest first (UTC)"), log])
