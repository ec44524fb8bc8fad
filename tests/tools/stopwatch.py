"""A terminal that stamps what a program writes: a thread of its own reads, looking at it comes later.

    with Stopwatch(["grantex-tui", "--demo"], columns=120, rows=40) as watch:
        shown = watch.when(lambda: "resets in" in watch.text, "figures") - watch.began

While nobody looks, this process does nothing but read, so that it takes no time from the program that is measured.
"""

from __future__ import annotations

import os
import re
import select
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.support.terminal import DEADLINE, Terminal

QUIET: Final = 0.1
"""Seconds without a byte after which a look disturbs nobody."""

_ESCAPE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-~])|[\r\n]", re.DOTALL)
_QUESTIONS: Final = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;2$y",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:0000/0000/0000\x1b\\",
}


class Stopwatch(Terminal):
    """`Terminal` whose bytes are stamped when they arrive. `at`: when what is on the screen was written."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        ignore_hang_up: bool = False,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._arrived: deque[tuple[float, bytes]] = deque()
        self._wake = os.pipe()
        self._reader: threading.Thread | None = None
        super().__init__(command, columns=columns, rows=rows, ignore_hang_up=ignore_hang_up, environment=environment)
        self.at = self._latest = self.began
        self._ended: float | None = None
        self._shown: tuple[object, ...] = ()
        self.start_reading()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        for end in self._wake:
            os.close(end)

    @property
    def cells_drawn(self) -> int:
        """Characters put on the screen so far."""
        return len(_ESCAPE.sub(b"", self.output).decode("utf-8", "replace"))

    @property
    def bytes_by_moment(self) -> list[tuple[float, int]]:
        """When something came that nobody has looked at yet, and how much."""
        return [(moment, len(data)) for moment, data in self._arrived]

    @property
    def painted(self) -> bool:
        """Whether the screen has a ground from its first row to its last."""
        return all(self._screen.buffer[row][0].bg != "default" for row in range(self.rows))

    @property
    def cpu_seconds(self) -> float:
        """What the program's threads have used so far, to the nanosecond."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    @property
    def megabytes(self) -> float:
        """The memory that the program holds."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found is not None
        return int(found[1]) / 1024

    def when(self, condition: Callable[[], bool], what: str, timeout: float = DEADLINE) -> float:
        """When that was written after which `condition` holds between two frames."""
        end = time.monotonic() + timeout
        while not self._shows(condition):
            if not self._read():
                assert self.alive, f"ended before {what}:\n{self.text}"
                assert time.monotonic() < end, f"no {what} within {timeout} s:\n{self.text}"
                self._await_quiet(QUIET)
        return self.at

    def settle(self, quiet: float = 4 * QUIET) -> float:
        """Wait until nothing was written for so long; when the last byte came that changed the picture."""
        changed, before = self.at, self._picture()
        self._await_quiet(quiet)
        while self._read():
            if (now := self._picture()) != before:
                changed, before = self.at, now
        return changed

    def press(self, key: str, quiet: float = QUIET) -> tuple[float, int]:
        """Type it; the seconds until the picture that it leads to is finished, and the bytes that this took."""
        self.settle(quiet)
        bytes_before = len(self.output)
        typed = time.monotonic()
        self.send(key)
        while (changed := self.settle(quiet)) < typed:
            assert time.monotonic() < typed + DEADLINE, f"{key!r} changed nothing:\n{self.text}"
        return changed - typed, len(self.output) - bytes_before

    def exited(self, timeout: float = DEADLINE) -> float:
        """When the program ended."""
        if self._ended is None:
            process = os.pidfd_open(self._process.pid)
            try:
                assert select.select([process], [], [], timeout)[0], f"still running after {timeout} s:\n{self.text}"
                self._ended = time.monotonic()
            finally:
                os.close(process)
            self._process.wait()
        return self._ended

    def start_reading(self) -> None:
        self._reader = threading.Thread(target=self._stamp, daemon=True)
        self._reader.start()

    def stop_reading(self) -> None:
        """Be a terminal that does not read."""
        if self._reader is not None:
            os.write(self._wake[1], b".")
            self._reader.join()
            self._reader = None

    def hang_up(self) -> None:
        self.stop_reading()
        super().hang_up()

    def _await_quiet(self, quiet: float) -> None:
        began = time.monotonic()
        while time.monotonic() - max(self._latest, began) < quiet:
            time.sleep(quiet / 10)

    def _picture(self) -> tuple[object, ...]:
        """What is on the screen, colours included; in the middle of a frame what was there before."""
        if self._shows(lambda: True):
            cells = ((row, column) for row in range(self.rows) for column in range(self.columns))
            self._shown = tuple(self._screen.buffer[row][column] for row, column in cells)
        return self._shown

    def _stamp(self) -> None:
        """The thread: read, note the time, answer what is asked, also where a read ends inside a question."""
        begun = dict.fromkeys(_QUESTIONS, b"")
        while True:
            if self._wake[0] in select.select([self._master, self._wake[0]], [], [])[0]:
                os.read(self._wake[0], 1)
                return
            data = os.read(self._master, 65_536)
            self._latest = time.monotonic()
            self._arrived.append((self._latest, data))
            for question, reply in _QUESTIONS.items():
                text = begun[question] + data
                begun[question] = text[1 - len(question) :]
                if question in text:
                    os.write(self._master, reply)

    def _read(self) -> bool:
        if not self._arrived:
            return False
        self.at, data = self._arrived.popleft()
        self._take(data)
        return True

    def _reply(self, text: str) -> None:
        """The thread has answered already."""
