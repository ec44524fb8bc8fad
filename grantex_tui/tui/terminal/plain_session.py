"""The program's life on any system: signals that end it, and the way out. Restores no terminal: the driver does."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from types import FrameType
from typing import Any, Final, NoReturn

from grantex_tui.tui.terminal.ground import Answers

GRACE: Final = 0.7
"""Seconds that a normal exit may take before the process ends regardless."""


class PlainSession:
    """Where Textual's own driver runs, be it for a browser or on a system without `termios`."""

    attributes_before: list[Any] | None = None
    """The terminal's, where they were changed for a question."""

    def __init__(self) -> None:
        self._ending = threading.Lock()  # whoever takes it ends the process
        self.answers = Answers(time.monotonic)
        self.typed = b""
        """What came while the program started, but for the answer."""
        self.at_end: Callable[[], object] = lambda: None
        """What is done last on every way out; it must be quick, and may run in any thread."""

    def end_on_signals(self, stop: Callable[[int], object]) -> None:
        """The signals of `ending_signals` call `stop` with the exit code, 128 + signal; a slow end is cut short.

        A signal that the parent had ignored stays ignored.
        """

        def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            code = 128 + number
            if not self.owns_screen():
                self.at_end()
                os._exit(code)
            self.end_within(GRACE, code)
            stop(code)

        for number in self.ending_signals():
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, handle)

    def ending_signals(self) -> Iterable[signal.Signals]:
        return signal.SIGINT, signal.SIGTERM

    def owns_screen(self) -> bool:
        """Whether the screen is the program's to draw and to close."""
        return True

    def ask_ground(self) -> None:
        """Ask the terminal for its ground; here nobody would take the answer."""

    def hear(self) -> None:
        """Take in what the terminal has sent by now, without waiting."""

    def withdraw_question(self) -> None:
        """Nobody will read the answer: let nothing of it be typed into the shell."""

    def end_on_hang_up(self) -> None:
        """End the process when its terminal is gone; here there is none."""

    def end_if_stalled(self, code: Callable[[], int], unless: threading.Event) -> None:
        """End the process when its terminal takes no output any more; here there is none."""

    def end_within(self, seconds: float, code: int) -> None:
        """End the process with `code` after `seconds`, whatever it is doing then."""
        timer = threading.Timer(seconds, self._end, (code,))
        timer.daemon = True
        timer.start()

    def leave(self, code: int) -> NoReturn:
        """End the process after the screen was closed, without waiting for threads that hang in a name lookup."""
        if sys.stdout is not None:  # None where it was closed at the start
            with suppress(OSError):
                sys.stdout.flush()
        self.at_end()
        self._ending.acquire()
        self.tidy()
        os._exit(code)

    def tidy(self) -> None:
        """What is left to do after the driver has closed the screen."""

    def restore(self) -> None:
        """Bring the terminal back in the middle of whatever the program does."""

    def _end(self, code: int) -> NoReturn:
        self._ending.acquire()
        self.at_end()
        self.restore()
        os._exit(code)
