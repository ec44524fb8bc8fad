"""A screen that fills the window, one account or all of them: what it has room for, and what the terminal does to it.

Sheets lie on either. Shows nothing itself.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen

from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.widgets.cells import Cells


def is_covered(screen: Screen[Any]) -> bool:
    """Whether a whole screen, and no sheet, is shown in its place."""
    stack = screen.app.screen_stack
    return screen not in stack or any(not above.is_modal for above in stack[stack.index(screen) + 1 :])


class WholeScreen(Screen[None], inherit_bindings=False):
    """`window`: known before the first layout, so that there is no second one."""

    def __init__(self, window: Size, flow_control: FlowControl | None = None) -> None:
        super().__init__(classes=f"-{breakpoint_for(*window).value}")
        self._flow_control = flow_control

    def on_mount(self) -> None:
        if self._flow_control is not None:
            for cells in self.query(Cells):
                cells.flow_control = self._flow_control
        self.app.app_resume_signal.subscribe(self, lambda _: self.call_later(self._come_back))

    def action_refresh(self) -> None:
        """Read what is shown, now."""
        raise NotImplementedError

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size)

    def fit(self, window: Size) -> None:
        """Leave out what the window has no room for."""
        room = breakpoint_for(*window)
        if self.has_class(f"-{room.value}"):
            return
        for other in Breakpoint:
            self.set_class(other is room, f"-{other.value}")
        for cells in self.query(Cells):  # also those whose size stays
            cells.lay_out_again()

    def catch_up(self) -> None:
        """Draw what a slow line had no room for."""
        for cells in self.query(Cells):
            cells.catch_up()

    def _come_back(self) -> None:
        """After ctrl+z and fg: the terminal's screen is blank, and the figures are old."""
        if not is_covered(self):
            self.refresh()
            self.action_refresh()
