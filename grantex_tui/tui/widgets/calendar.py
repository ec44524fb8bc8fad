"""The range as a calendar, a column a week."""

from __future__ import annotations

from grantex_tui.layout.lines import Ink
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.display import RangeDisplay


class Calendar(RangeDisplay):
    """Days shaded by their figures; 16 colours have no shades, so there they are textures."""

    BINDINGS = bindings(Place.CALENDAR, namespace="screen.")

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.lay_out_again())

    @property
    def ink(self) -> Ink:
        return Ink.TEXTURE if self.app.current_theme.ansi else super().ink
