"""Textual's driver with additions: it asks the terminal how far it has read, misses no window size, and knows when the
screen is somebody else's.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import threading
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, Final, Protocol, cast

from textual import events, messages
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.terminal.ground import Ground
from grantex_tui.tui.terminal.plain_session import PlainSession
from grantex_tui.tui.terminal.session import LAST_ANSWER
from grantex_tui.tui.terminal.streams import screen_size

QUESTION: Final = "\x1b[?2026$p"
"""Textual's own at a start: whether frames are shown whole. Terminals that do not know it were found out by that."""

END_OF_FRAME: Final = "\x1b[?2026l"
"""After which a terminal that knows the question shows the frame."""

HELD_BACK: Final = 0.1
"""Seconds without a byte after which what looked like the begin of an answer was typed: Textual's for Esc."""


class CaughtUp(Message):
    """The terminal has read what was written: there is room for what was held back."""


class Lost(Message):
    """The terminal may show anything: its window changed, if only for a moment."""


class GroundTold(Message):
    """The terminal answered what its ground is."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground


class Paced(Protocol):
    """An app that keeps to what the terminal carries, and remembers what it shows."""

    flow_control: FlowControl
    session: PlainSession

    def forget_rows(self) -> None: ...
    def quits(self, key: str) -> bool: ...
    def serve_through(self, write: Callable[[str], object]) -> None: ...


class PacedDriver(LinuxDriver):
    """For an app that is `Paced`."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: Any = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._served = app
        self._paced = cast(Paced, app)
        self._flow_control = self._paced.flow_control
        self._event_loop = asyncio.get_running_loop()
        self._reports_sizes = False
        self._told_its_size = False
        self._has_screen = False
        self._is_suspending = False

    def write(self, data: str) -> None:
        super().write(data)
        if data == QUESTION:
            self._flow_control.asked()
        elif self._flow_control.written(len(data.encode())) and data == END_OF_FRAME:
            self._flow_control.asked()
            super().write(QUESTION)

    def flush(self) -> None:
        super().flush()
        time.sleep(0)  # the thread that writes has its turn now, not when Python next changes threads by itself

    def process_message(self, message: Message) -> None:
        match message:
            case messages.TerminalSupportsSynchronizedOutput() if self._flow_control.answered():
                self.send_message(CaughtUp())
            case messages.InBandWindowResize(supported=True):
                self._reports_sizes = True
            case events.Resize():
                if self._told_its_size:
                    self.send_message(Lost())
                self._told_its_size = True  # the first time it only answers that it will tell
            case events.Key(key=key) if self._paced.quits(key):
                self._end_if_stuck()
            case _:
                pass
        super().process_message(message)

    def run_input_thread(self) -> None:
        try:
            if self._paced.session.answers.expected or self._paced.session.typed:
                self._read_keys()
            else:
                super().run_input_thread()
        except BaseException:  # noqa: BLE001 (Textual would show it, and exit as if all were well)
            from rich.traceback import Traceback  # slow to import, and nothing but a crash needs it

            leave = partial(self._served.exit, return_code=1, message=Traceback())
            self._event_loop.call_soon_threadsafe(leave)

    def _read_keys(self) -> None:
        """As Textual's own does it, but for the answer about the ground, which is none."""
        session, parser, decode = self._paced.session, XTermParser(), getincrementaldecoder("utf-8")().decode
        typed, session.typed = session.typed, b""
        while not self.exit_event.is_set():
            if text := decode(typed):
                for message in parser.feed(text):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)
            if select.select([self.fileno], [], [], HELD_BACK)[0]:
                typed = self._without_answer(os.read(self.fileno, 4096))
            else:
                typed = session.answers.released()

    def _without_answer(self, data: bytes) -> bytes:
        answers = self._paced.session.answers
        was_expected, typed = answers.expected, answers.take(data)
        if was_expected and answers.ground is not None:
            self.send_message(GroundTold(answers.ground))
        return typed

    def start_application_mode(self) -> None:
        self._paced.forget_rows()  # after ctrl+z and fg it is blank
        self._told_its_size = False
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._has_screen = True
        self._paced.serve_through(self.write)
        session = self._paced.session
        if session.attributes_before is not None:  # for the shell, when Textual leaves
            self.attrs_before, session.attributes_before = session.attributes_before, None
        signal.signal(signal.SIGWINCH, self._window_changed)

    def suspend_application_mode(self) -> None:
        self._is_suspending = True
        super().suspend_application_mode()
        self._is_suspending = False

    def resume_application_mode(self) -> None:
        if self._has_screen:  # continued after a stop that nobody saw coming: SIGSTOP, or none at all
            if not self._paced.session.owns_screen():
                return
            self.suspend_application_mode()
            self._event_loop.call_soon_threadsafe(self._served.refresh)
        super().resume_application_mode()

    def stop_application_mode(self) -> None:
        self._has_screen = False
        self._paced.serve_through(lambda _: None)
        if not self._is_suspending:
            self._paced.session.end_if_stalled(lambda: self._served.return_code or 0, unless=threading.Event())
        end = time.monotonic() + LAST_ANSWER
        answers = self._paced.session.answers
        while (self._flow_control.waiting or answers.soon) and time.monotonic() < end:
            time.sleep(0.005)
        answers.given_up()
        super().stop_application_mode()

    def _end_if_stuck(self) -> None:
        """The event loop may wait for a terminal that takes nothing, and then never sees the key."""
        seen = threading.Event()
        self._event_loop.call_soon_threadsafe(seen.set)
        self._paced.session.end_if_stalled(lambda: 0, unless=seen)

    def _get_terminal_size(self) -> tuple[int, int]:
        # Textual asks standard output, which may be a pipe. A release that calls it something else takes 80×24 there.
        return screen_size()

    def _window_changed(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        # Textual reads the size here, where a second signal may come in between and tell the newer size first.
        if not self._reports_sizes:
            self._event_loop.call_soon_threadsafe(self._tell_size)

    def _tell_size(self) -> None:
        size = Size(*screen_size())
        self._served.post_message(Lost())
        self._served.post_message(events.Resize(size, size))
