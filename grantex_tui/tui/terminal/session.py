"""The program's life in a POSIX terminal: signals, a lost or stalled terminal, the way out. Knows no figures.

Left to themselves Textual programs leave the terminal in raw mode on SIGTERM and SIGHUP, wait for threads when they
quit, and spin when the terminal is gone. Python's signal handlers run between byte codes of the main thread, so they
work even while the event loop waits for a terminal that does not read; the loop's own do not.
"""

from __future__ import annotations

import os
import select
import signal
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Final

from grantex_tui.tui.terminal.ground import QUESTION
from grantex_tui.tui.terminal.plain_session import GRACE, PlainSession
from grantex_tui.tui.terminal.streams import STANDARD_ERROR, STANDARD_INPUT

RESTORE_PATIENCE: Final = 0.2
"""Seconds that a terminal gets to take the sequences which restore it."""

LAST_ANSWER: Final = 0.3
"""Seconds that an answer which is on its way may hold up the end: it would be typed into the shell."""

STALL_CHECK: Final = 0.05
"""Seconds between two looks at whether the terminal takes output."""

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


class TerminalSession(PlainSession):
    """The connection to the terminal, with the attributes it had at the start: they are restored on every way out."""

    def __init__(self) -> None:
        super().__init__()
        self._attributes = termios.tcgetattr(STANDARD_INPUT)

    def ask_ground(self) -> None:
        if not self.in_foreground():
            return
        self.attributes_before = self._attributes
        with suppress(OSError, termios.error):
            termios.tcsetattr(STANDARD_INPUT, termios.TCSANOW, _unechoed(self._attributes))
            if _write_now(STANDARD_ERROR, QUESTION):
                self.answers.asked()

    def hear(self) -> None:
        while self.attributes_before is not None and select.select([STANDARD_INPUT], [], [], 0)[0]:
            data = os.read(STANDARD_INPUT, 4096)
            if not data:
                return
            self.typed += self.answers.take(data)

    def withdraw_question(self) -> None:
        if self.attributes_before is None:
            return
        end = time.monotonic() + LAST_ANSWER
        with suppress(OSError, termios.error):
            while self.answers.soon and (left := end - time.monotonic()) > 0:
                if select.select([STANDARD_INPUT], [], [], left)[0]:
                    self.hear()
            termios.tcsetattr(STANDARD_INPUT, termios.TCSANOW, self._attributes)
        self.answers.given_up()

    def ending_signals(self) -> Iterable[signal.Signals]:
        return signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT

    def owns_screen(self) -> bool:
        """Whether the terminal is there and the program in its foreground.

        After a hang-up nobody reads the screen, and behind a shell the terminal is the shell's: nothing to restore.
        """
        try:
            termios.tcgetattr(STANDARD_INPUT)
        except termios.error:
            return False
        return self.in_foreground()

    def in_foreground(self) -> bool:
        """Whether the terminal is the program's, not the shell's."""
        try:
            return os.tcgetpgrp(STANDARD_INPUT) == os.getpgrp()
        except OSError:  # somebody else's terminal, which has no foreground that we could know
            return True

    def end_on_hang_up(self) -> None:
        """Watch the terminal from a thread and end the process when it is gone, also where SIGHUP is ignored.

        Without this Textual's input thread spins on the end of its input.
        """
        if not hasattr(select, "poll"):
            return

        def watch() -> None:
            poll = select.poll()
            poll.register(STANDARD_INPUT, 0)  # asks for nothing but the hang-up, which cannot be left out
            # POLLNVAL alone is macOS, which cannot poll terminals: there SIGHUP has to do.
            if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll()):
                self.at_end()
                os._exit(128 + signal.SIGHUP)

        threading.Thread(target=watch, name="hang-up", daemon=True).start()

    def end_if_stalled(self, code: Callable[[], int], unless: threading.Event) -> None:
        """End the process with `code` once the terminal has taken nothing for `GRACE` s, `unless` that is set before.

        Textual's exit waits until the terminal has read all that was written.
        """

        def watch() -> None:
            taken_at = time.monotonic()
            while not unless.wait(STALL_CHECK):
                if select.select([], [STANDARD_ERROR], [], 0)[1]:
                    taken_at = time.monotonic()
                elif time.monotonic() - taken_at >= GRACE:
                    self._end(code())

        threading.Thread(target=watch, name="stall", daemon=True).start()

    def tidy(self) -> None:
        with suppress(OSError, termios.error):
            _write_now(STANDARD_ERROR, LEFT_SET)
            if self.in_foreground():  # in the background it would be stopped for this
                self.withdraw_question()
                termios.tcsetattr(STANDARD_INPUT, termios.TCSANOW, self._attributes)

    def restore(self) -> None:
        """Bring the terminal back although Textual's writer waits in the middle of a frame that nobody reads.

        Until that write is over no other one is taken. Throwing away what it wrote, and waking it, lets it come to
        its end; what it writes after that goes nowhere.
        """
        with suppress(OSError, termios.error):
            terminal = os.dup(STANDARD_ERROR)
            os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_ERROR)
            termios.tcsetattr(STANDARD_INPUT, termios.TCSANOW, self._attributes)
            end = time.monotonic() + RESTORE_PATIENCE
            while time.monotonic() < end:
                termios.tcflush(terminal, termios.TCOFLUSH)
                for flow in (termios.TCOOFF, termios.TCOON):  # off and on again is what wakes it
                    termios.tcflow(terminal, flow)
                if _write_now(terminal, RESTORE):
                    return
                time.sleep(0.001)


def _unechoed(attributes: list[Any]) -> list[Any]:
    """What comes is read as it comes, as Textual has it, but ctrl+c still interrupts."""
    changed = [*attributes]
    changed[tty.IFLAG] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    changed[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    changed[tty.CC] = [*attributes[tty.CC]]
    changed[tty.CC][termios.VMIN], changed[tty.CC][termios.VTIME] = 1, 0
    return changed


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
