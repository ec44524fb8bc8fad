"""The program's life in a terminal: signals, a lost line, and the way out. Knows nothing of screens or figures.

Left to themselves Textual programs leave the terminal in raw mode on SIGTERM and SIGHUP, wait for threads when they
quit, and spin when the line is gone. Python's signal handlers run between byte codes of the main thread, so they work
even while the event loop waits for a terminal that does not read; the loop's own do not.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final, NoReturn

GRACE: Final = 0.7
"""Seconds that a normal exit may take before the process ends regardless."""

PATIENCE: Final = 0.2
"""Seconds that a terminal gets to take the sequences which restore it."""

INPUT: Final = 0
OUTPUT: Final = 2
"""Textual draws on standard error, so that standard output stays free for pipes."""

RESTORE: Final = "".join(
    (
        *(f"\x1b[?{mode}l" for mode in (1000, 1002, 1003, 1006, 1015, 1016)),  # mouse
        *(f"\x1b[?{mode}l" for mode in (1004, 2004, 2026, 2048)),  # focus, paste, frames, resize reports
        "\x1b[?7h",  # lines wrap
        "\x1b[<u",  # kitty's keyboard protocol
        "\x1b[?1049l\x1b[?25h\x1b[0m",  # normal screen, cursor, no colour
    )
)
LEFT_SET: Final = "\x1b[?1016l\x1b[?2048l"
"""What Textual's own exit forgets: mouse positions in pixels, and resize reports where it ends soon after fg."""


def is_terminal() -> bool:
    """Whether keys can be read and a screen be drawn."""
    return os.isatty(INPUT) and os.isatty(OUTPUT)


def adopt_terminal() -> bool:
    """Make the controlling terminal standard input, where that was a pipe that carried the key."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        return False
    os.dup2(terminal, INPUT)
    os.close(terminal)
    return True


class Line:
    """The connection to the terminal, with the settings it had at the start."""

    def __init__(self) -> None:
        self._attributes = termios.tcgetattr(INPUT)
        self._end = threading.Lock()  # whoever takes it ends the process

    def end_on_signals(self, stop: Callable[[int], None]) -> None:
        """SIGINT, SIGTERM and SIGHUP call `stop` with the exit code, 128 + signal, and end the process if it is slow.

        After a real hang-up nobody reads the screen any more, and while it is suspended the shell has the terminal:
        there is nothing to restore, and it ends at once.
        A signal that the parent had ignored stays ignored.
        """

        def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
            code = 128 + number
            if not self._is_ours():
                os._exit(code)
            self.end_within(GRACE, code)
            stop(code)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, handle)

    def end_when_lost(self) -> None:
        """Watch the line from a thread and end the process when it is gone, also where SIGHUP is ignored.

        Without this Textual's input thread spins on the end of its input.
        """

        def watch() -> None:
            poll = select.poll()
            poll.register(INPUT, 0)  # asks for nothing but the hang-up, which cannot be left out
            poll.poll()
            os._exit(128 + signal.SIGHUP)

        threading.Thread(target=watch, name="line", daemon=True).start()

    def end_within(self, seconds: float, code: int) -> None:
        """End the process with `code` after `seconds`, whatever it is doing then; the terminal is restored."""

        def end() -> None:
            self._end.acquire()
            self._restore()
            os._exit(code)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()

    def leave(self, code: int) -> NoReturn:
        """End the process after the screen was closed, without waiting for threads that hang in a name lookup."""
        sys.stdout.flush()
        self._end.acquire()
        with suppress(OSError):
            _write_now(OUTPUT, LEFT_SET)
        os._exit(code)

    def _is_ours(self) -> bool:
        """Whether the line stands and the program is in its foreground: not behind a shell, which has it back."""
        try:
            termios.tcgetattr(INPUT)
        except termios.error:
            return False
        try:
            return os.tcgetpgrp(INPUT) == os.getpgrp()
        except OSError:  # somebody else's terminal, which has no foreground that we could know
            return True

    def _restore(self) -> None:
        """Bring the terminal back although Textual's writer waits in the middle of a frame that nobody reads.

        Until that write is over no other one is taken. Throwing away what it wrote, and waking it, lets it come to
        its end; what it writes after that goes nowhere.
        """
        with suppress(OSError, termios.error):
            terminal = os.dup(OUTPUT)
            os.dup2(os.open(os.devnull, os.O_WRONLY), OUTPUT)
            termios.tcsetattr(INPUT, termios.TCSANOW, self._attributes)
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                termios.tcflush(terminal, termios.TCOFLUSH)
                for flow in (termios.TCOOFF, termios.TCOON):  # off and on again is what wakes it
                    termios.tcflow(terminal, flow)
                if _write_now(terminal, RESTORE):
                    return
                time.sleep(0.001)


def _write_now(descriptor: int, text: str) -> bool:
    """Write all of `text` if the terminal takes it now; a stalled one must not hold the exit up."""
    data = text.encode("ascii")
    os.set_blocking(descriptor, False)
    try:
        return os.write(descriptor, data) == len(data)
    except BlockingIOError:
        return False
    finally:
        os.set_blocking(descriptor, True)  # shared with the shell that started us
