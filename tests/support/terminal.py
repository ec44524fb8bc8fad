"""A terminal for tests: runs a command in a real pseudo-terminal and is the one who looks at it and types.

    with Terminal(["grantex-tui", "--demo"], columns=80, rows=24) as terminal:
        terminal.wait_for("resets in")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0

It reads only while a test waits, so a terminal that does not read is one that nobody waits on.
"""

from __future__ import annotations

import array
import codecs
import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

import pyte

from tests.support.forked import LOCALE, Fork, Forked, server

DEADLINE: Final = 20.0
"""Seconds after which something awaited is taken for missing; far more than it takes, also on a busy machine."""

LOOK: Final = 0.02
"""Seconds between two looks at whether the program is still there."""

CTRL_C: Final = "\x03"
CTRL_P: Final = "\x10"
CTRL_Z: Final = "\x1a"
ESCAPE: Final = "\x1b"

_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-OQ-WYZ\\`-~])", re.DOTALL)
_ALTERNATE, _CURSOR, _WRAP, _FRAME, _RESIZE_REPORTS = 1049, 25, 7, 2026, 2048
_CELL = (9, 18)
"""Pixels of a character, for those who ask."""

_START = """
import os, signal, sys, time
os.write(1, repr(time.monotonic()).encode())
terminal = os.open(sys.argv[1], os.O_RDWR)  # the first one a session opens is its controlling terminal
for descriptor in (0, 1, 2):
    os.dup2(terminal, descriptor)
os.close(terminal)
signal.signal(signal.SIGHUP, signal.SIG_IGN if sys.argv[2] == "ignore" else signal.SIG_DFL)
os.execvp(sys.argv[3], sys.argv[3:])
"""


def executed(
    command: Sequence[str], environment: Mapping[str, str], terminal: str, *, ignore_hang_up: bool
) -> tuple[subprocess.Popen[bytes], float]:
    """`command` on the terminal of that name, and when it began."""
    hang_up = "ignore" if ignore_hang_up else "default"
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _START, terminal, hang_up, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env=environment,
    )
    assert process.stdout is not None
    with process.stdout as told:
        return process, float(told.read())


class Terminal:
    """`command` in a pseudo-terminal of its own session. `answers`: whether it replies to what it is asked.
    `ground`: the colour that it says its ground has, as `ffff/ffff/ffff`; None says nothing.

    The program gets a bare environment with an empty home, extended by `environment`. `bytes_a_second` is how fast the
    line brings what it writes, None for at once.
    """

    bytes_a_second: int | None = None

    def __init__(
        self,
        command: Sequence[str] | Forked,
        *,
        columns: int = 80,
        rows: int = 24,
        answers: bool = True,
        ground: str | None = None,
        ignore_hang_up: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._home = TemporaryDirectory(ignore_cleanup_errors=True)
        self.output = bytearray()
        self.columns, self.rows = columns, rows
        self._answers = answers
        self._ground = ground
        self._normal = pyte.Screen(columns, rows)
        self._alternate = pyte.Screen(columns, rows)
        self._screen = self._normal
        self._lines: dict[pyte.Screen, dict[int, str]] = {self._normal: {}, self._alternate: {}}
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unfinished = ""
        self._moved = time.monotonic()
        self._modes = {_CURSOR, _WRAP}
        self._kitty = 0
        self._master, self._slave = os.openpty()
        self._set_size()
        self._before = termios.tcgetattr(self._slave)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": self._home.name,
            "LANG": LOCALE,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **(environment or {}),
        }
        terminal = os.ttyname(self._slave)
        self._process: Fork | subprocess.Popen[bytes]
        self.began: float
        """When the command was started, by the monotonic clock."""
        if isinstance(command, Forked):
            self._process = server().start(command, environment, terminal=terminal, ignore_hang_up=ignore_hang_up)
            self.began = self._process.began
        else:
            self._process, self.began = executed(command, environment, terminal, ignore_hang_up=ignore_hang_up)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self.hang_up()
        os.close(self._slave)
        self._home.cleanup()

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        lines, changed = self._lines[self._screen], self._screen.dirty
        for row in changed:
            cells = self._screen.buffer[row]
            lines[row] = "".join([cells[column].data for column in range(self.columns)]).rstrip()
        changed.clear()
        return "\n".join([lines[row] for row in range(self.rows)])

    @property
    def in_alternate_screen(self) -> bool:
        return _ALTERNATE in self._modes

    @property
    def modes(self) -> set[int]:
        """The private modes that are set."""
        return set(self._modes)

    @property
    def left_behind(self) -> set[str]:
        """What a shell would not find as it was before the program came."""
        left = {f"mode {mode}" for mode in self._modes - {_CURSOR, _WRAP}}
        left |= {f"mode {mode} off" for mode in {_CURSOR, _WRAP} - self._modes}
        left |= {"keyboard protocol"} if self._kitty else set()
        left |= {"terminal attributes"} if termios.tcgetattr(self._slave) != self._before else set()
        return left

    @property
    def background(self) -> str:
        """The colour behind the first character."""
        return str(self._screen.buffer[0][0].bg)

    @property
    def unreadable(self) -> str:
        """What stands on the screen in the colour of its ground."""
        cells = (self._screen.buffer[row][column] for row in range(self.rows) for column in range(self.columns))
        return "".join(cell.data for cell in cells if cell.data.strip() and cell.fg == cell.bg != "default")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_for(self, text: str, timeout: float = DEADLINE) -> None:
        """Until the screen shows `text`."""
        self.wait_until(lambda: text in self.text, repr(text), timeout)

    def wait_until(self, condition: Callable[[], bool], what: str, timeout: float = DEADLINE) -> None:
        """Until `condition` holds between two frames; fails with the screen if it does not come to that."""
        end = time.monotonic() + timeout
        while not self._shows(condition):
            ended = not self.alive
            if not self._read() and ended and not self._shows(condition):
                raise AssertionError(f"ended with {self._process.returncode} before {what}:\n{self.text}")
            if time.monotonic() > end:
                raise AssertionError(f"no {what} within {timeout} s:\n{self.text}")

    def quiet(self, seconds: float) -> bool:
        """Whether nothing was written or typed for so long."""
        return time.monotonic() - self._moved >= seconds

    def wait_for_exit(self, timeout: float = DEADLINE, *, reading: bool = True) -> int:
        """The exit code, -n after an unhandled signal n. Without `reading` its output is left where it is."""
        end = time.monotonic() + timeout
        while self.alive and time.monotonic() < end:
            if reading and self._master >= 0:
                self._read()
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(LOOK)
        if self._process.returncode is None:
            raise AssertionError(f"still running after {timeout} s:\n{self.text}")
        if reading and self._master >= 0:
            self.drain()  # what it wrote last
        return self._process.returncode

    def wait_for_stop(self, timeout: float = DEADLINE) -> None:
        """Until the program is suspended, as by ctrl+z."""
        self.wait_until(self._stops, "stop", timeout)

    def wait_until_stalled(self, timeout: float = DEADLINE) -> None:
        """Until so much is waiting to be read that a program can write no more; reads nothing."""
        waiting, most, since, end = array.array("i", [0]), 0, time.monotonic(), time.monotonic() + timeout
        while time.monotonic() < since + 10 * LOOK or most == 0:
            fcntl.ioctl(self._master, termios.FIONREAD, waiting)
            if waiting[0] > most:
                most, since = waiting[0], time.monotonic()
            assert time.monotonic() < end, "nothing was written"
            time.sleep(LOOK)

    def drain(self) -> None:
        """Read all that is waiting to be read."""
        while self._read():
            pass

    def send(self, keys: str) -> None:
        """Type."""
        self._moved = time.monotonic()
        os.write(self._master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Another window size, told as terminals tell it."""
        self.columns, self.rows = columns, rows
        for screen in (self._normal, self._alternate):
            screen.resize(rows, columns)
        self._set_size()
        if _RESIZE_REPORTS in self._modes:
            self._report_size()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """The line is gone, as when an ssh connection breaks."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _stops(self) -> bool:
        if isinstance(self._process, Fork):
            return self._process.stops()
        return os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOHANG) is not None

    def _shows(self, condition: Callable[[], bool]) -> bool:
        return _FRAME not in self._modes and condition()

    def _read(self) -> bool:
        """Take in what there is, for which it waits a moment; whether there was something."""
        if not select.select([self._master], [], [], LOOK)[0]:
            return False
        if self.bytes_a_second is None:
            self._take(os.read(self._master, 65_536))
        else:
            time.sleep(LOOK)
            self._take(os.read(self._master, max(round(self.bytes_a_second * LOOK), 1)))
        return True

    def _take(self, data: bytes) -> None:
        self.output += data
        self._moved = time.monotonic()
        text, at = self._unfinished + self._decoder.decode(data), 0
        for sequence in _SEQUENCE.finditer(text):
            self._stream.feed(text[at : sequence.start()])
            self._sequence(sequence[0])
            at = sequence.end()
        rest, escape, unfinished = text[at:].partition("\x1b")
        self._stream.feed(rest)
        self._unfinished = escape + unfinished

    def _sequence(self, sequence: str) -> None:
        """Do what an escape sequence says, or let pyte do it; it knows nothing of private ones."""
        parameters, final = sequence[2:-1], sequence[-1]
        match sequence[1], final:
            case ("[", "h" | "l") if parameters.startswith("?"):
                for number in parameters[1:].split(";"):
                    self._set_mode(int(number), on=final == "h")
            case "[", "p" if parameters.endswith("$"):
                mode = int(parameters.strip("?$"))
                known = mode in (_ALTERNATE, _CURSOR, _WRAP, _FRAME, _RESIZE_REPORTS)
                self._reply(f"\x1b[?{mode};{(1 if mode in self._modes else 2) if known else 0}$y")
            case "[", "u" if parameters[:1] in ("<", ">"):
                self._kitty = self._kitty + 1 if parameters[0] == ">" else max(self._kitty - 1, 0)
            case "[", "n" if parameters == "6":
                self._reply(f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R")
            case "[", "c":
                self._reply("\x1b[?62;22c")
            case "[", _ if not re.fullmatch(r"[0-9;]*", parameters):
                pass
            case "]", _ if sequence.startswith("\x1b]11;?") and self._ground is not None:
                self._reply(f"\x1b]11;rgb:{self._ground}\x1b\\")
            case (("]" | "P" | "X" | "^" | "_"), _):
                pass
            case _:
                self._stream.feed(sequence)

    def _set_mode(self, mode: int, *, on: bool) -> None:
        (self._modes.add if on else self._modes.discard)(mode)
        if mode == _ALTERNATE:
            self._stream.detach(self._screen)
            self._screen = self._alternate if on else self._normal
            self._stream.attach(self._screen)
            self._alternate.reset()
        if mode == _RESIZE_REPORTS and on:
            self._report_size()

    def _set_size(self) -> None:
        pixels = (self.columns * _CELL[0], self.rows * _CELL[1])
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, *pixels))

    def _report_size(self) -> None:
        height, width = self.rows * _CELL[1], self.columns * _CELL[0]
        self._reply(f"\x1b[48;{self.rows};{self.columns};{height};{width}t")

    def _reply(self, text: str) -> None:
        if self._answers:
            self.send(text)
