"""Textual's driver with additions: it asks the terminal how far it has read, misses no window size, and knows when the
screen is somebody else's.
"""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any, Final, Protocol, cast

from textual import events, messages
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from grantex_tui.tui.terminal.flow_control import Flow
from grantex_tui.tui.terminal.frame_writer import Shown

QUESTION: Final = "\x1b[?2026$p"
"""Textual's own at a start: whether frames are shown whole. Terminals that do not know it were found out by that."""

END_OF_FRAME: Final = "\x1b[?2026l"
"""After which a terminal that knows the question shows the frame."""

LAST_ANSWER: Final = 0.3
"""Seconds that an answer which is on its way may hold up the end: it would be typed into the shell."""


class CaughtUp(Message):
    """The terminal has read what was written: there is room for what was held back."""


class Lost(Message):
    """The terminal may show anything: its window changed, if only for a moment."""


class Paced(Protocol):
    """An app that keeps to what the line carries, and remembers what the terminal shows."""

    flow: Flow
    shown: Shown


class PacedDriver(LinuxDriver):
    """For an app that is `Paced`."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: Any = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._flow, self._shown = cast(Paced, app).flow, cast(Paced, app).shown
        self._told_its_size = False

    def write(self, data: str) -> None:
        super().write(data)
        if data == QUESTION:
            self._flow.asked()
        elif self._flow.written(len(data.encode())) and data == END_OF_FRAME:
            self._flow.asked()
            super().write(QUESTION)

    def flush(self) -> None:
        super().flush()
        time.sleep(0)  # the thread that writes has its turn now, not when Python next changes threads by itself

    def process_message(self, message: Message) -> None:
        if isinstance(message, messages.TerminalSupportsSynchronizedOutput) and self._flow.answered():
            self.send_message(CaughtUp())
        if isinstance(message, events.Resize):
            if self._told_its_size:
                self.send_message(Lost())
            self._told_its_size = True  # the first time it only answers that it will tell
        super().process_message(message)

    def start_application_mode(self) -> None:
        self._shown.forget()  # after ctrl+z and fg it is blank
        self._told_its_size = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, self._window_changed)

    def stop_application_mode(self) -> None:
        end = time.monotonic() + LAST_ANSWER
        while self._flow.waiting and time.monotonic() < end:
            time.sleep(0.005)
        super().stop_application_mode()

    def _window_changed(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        # Textual reads the size here, where a second signal may come in between and tell the newer size first.
        if not self._in_band_window_resize:
            self._loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(Lost())
        self._app.post_message(events.Resize(size, size))
