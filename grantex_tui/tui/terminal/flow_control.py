"""How far the program may write ahead of what the terminal has shown, so that a slow line carries no old frames.

Between program and terminal lie buffers that nobody can look into, of seconds at 9,600 baud, so the terminal itself is
asked: it answers a question when it has read all that was written before. A line that answers late is a slow one, and
then cells are drawn in pieces that it carries in `PIECE` seconds, the newest ones each time. Where answers come soon,
or never, nothing is held back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

ENOUGH: Final = 200
"""Bytes that are worth a question, and that say something about the line."""

ENOUGH_WHEN_SLOW: Final = 20
BYTES_A_CELL: Final = 5
"""With its share of colours and moves."""

LATE: Final = 0.25
"""Seconds longer than the soonest answer took."""

SOON: Final = 0.05
"""Seconds beyond twice the soonest answer after which nothing more is written before the answer is there."""

SLOW: Final = 8_000
"""Bytes a second below which a line that answers late is a slow one: what is late on a faster one has other reasons."""

PIECE: Final = 0.4
LOST: Final = 60.0
"""Seconds after which no answer is expected any more."""


class FlowControl:
    """What is on its way to the terminal. `clock` gives monotonic seconds; answers may come from another thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._answers = False
        self._asked_at: float | None = None
        self._asked_after = 0  # bytes that the open question waits for
        self._since = 0  # bytes written after the last question
        self._promised = 0  # bytes that will come of the cells granted since the last write
        self._soonest = float("inf")
        self._rate: float | None = None  # bytes a second of a slow line
        self._refused = False

    @property
    def slow(self) -> bool:
        return self._rate is not None

    def written(self, size: int) -> bool:
        """So many bytes were written; whether the terminal should be asked now."""
        with self._lock:
            self._since += size
            self._promised = 0
            enough = ENOUGH if self._rate is None else ENOUGH_WHEN_SLOW
            return self._answers and self._asked_at is None and self._since >= enough

    def asked(self) -> None:
        """The question was written."""
        with self._lock:
            self._asked_at, self._asked_after, self._since = self._clock(), self._since, 0

    def answered(self) -> bool:
        """The answer came; whether something was refused meanwhile that may be tried again."""
        with self._lock:
            if self._asked_at is None:
                return False
            took = self._clock() - self._asked_at
            self._answers, self._asked_at = True, None
            self._soonest = min(self._soonest, took)
            late = took - self._soonest
            if self._asked_after >= ENOUGH:
                rate = self._asked_after / late if late > LATE else SLOW
                self._rate = rate if rate < SLOW else None
            refused, self._refused = self._refused, False
            return refused

    @property
    def waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._answers and self._asked_at is not None

    def take(self, cells: int) -> bool:
        """Whether so many cells may be drawn now; they count as written until something is."""
        with self._lock:
            if not self._answers:
                return True
            waited = 0.0 if self._asked_at is None else self._clock() - self._asked_at
            if waited > LOST:
                self._answers, self._asked_at, self._rate = False, None, None
                return True
            if self._rate is None:
                granted = waited < 2 * self._soonest + SOON
            else:
                under_way = 0 if self._asked_at is None else self._asked_after + self._since
                granted = under_way + self._promised < self._rate * PIECE
            self._promised += cells * BYTES_A_CELL if granted else 0
            self._refused |= not granted
            return granted
