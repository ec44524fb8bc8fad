"""Whether the terminal's own ground is dark or light: the question, its answer, and what is said without one.

The answer comes on the line that brings the keys. `Answers` takes it out, whenever it comes: Textual would take its
letters for keys. Sends nothing.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from typing import Final

QUESTION: Final = "\x1b]11;?\x1b\\"
"""xterm's control sequence for the ground's colour ("OSC 11"), which most terminals answer and the others swallow."""

LATE: Final = 1.0
"""Seconds after which an answer changes nothing any more, and Esc waits no longer for what may follow it."""

MOST: Final = 64
"""Bytes that an answer has at most."""

_ANSWER: Final = re.compile(rb"\x1b\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)")
_BEGUN: Final = re.compile(rb"\x1b(?:\](?:1(?:1(?:;[^\x07\x1b]*\x1b?)?)?)?)?\Z")
_COLOUR: Final = re.compile(
    rb"(?:rgba?:)([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})(?:/[0-9a-fA-F]{1,4})?"
)
_DARK_OF_16: Final = (0, 1, 2, 3, 4, 5, 6, 8)


class Ground(enum.Enum):
    """What the terminal's own text stands on."""

    DARK = "dark"
    LIGHT = "light"


def ground_of(colour: bytes) -> Ground | None:
    """The ground of a colour as terminals write it, `rgb:1e1e/1e1e/2e2e`; None for anything else."""
    found = _COLOUR.fullmatch(colour)
    if found is None:
        return None
    red, green, blue = (int(part, 16) / (16 ** len(part) - 1) for part in found.groups())
    return Ground.LIGHT if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 else Ground.DARK


def ground_by_variable(environment: Mapping[str, str]) -> Ground | None:
    """What COLORFGBG says, which some terminals set: `15;0`, `0;default;15`. None where it says nothing."""
    last = environment.get("COLORFGBG", "").rpartition(";")[2]
    if not (last.isascii() and last.isdigit() and int(last[:3]) < 16):
        return None
    return Ground.DARK if int(last) in _DARK_OF_16 else Ground.LIGHT


class Answers:
    """Takes the answer out of what the line brings. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked_at: float | None = None
        self._held = b""
        self._is_answered = False
        self.ground: Ground | None = None

    def asked(self) -> None:
        """The question was written."""
        self._asked_at = self._clock()

    @property
    def expected(self) -> bool:
        """Whether the answer may still come."""
        return self._asked_at is not None and not self._is_answered

    @property
    def soon(self) -> bool:
        """Whether the answer may still come and change something."""
        return self._asked_at is not None and not self._is_answered and self._clock() - self._asked_at < LATE

    def take(self, data: bytes) -> bytes:
        """What of `data` is no answer. The begin of one is held back until its end, or `released`."""
        if not self.expected:
            return data
        soon, data, self._held = self.soon, self._held + data, b""
        if (found := _ANSWER.search(data)) is not None:
            self._is_answered = True
            self.ground = ground_of(found[1]) if soon else None
            return data[: found.start()] + data[found.end() :]
        begun = _BEGUN.search(data)
        if begun is None or len(begun[0]) > MOST or (begun[0] == b"\x1b" and not soon):
            return data
        self._held = begun[0]
        return data[: begun.start()]

    def given_up(self) -> None:
        """Nobody listens any more."""
        self._is_answered = True

    def released(self) -> bytes:
        """What was held back and did not go on: it was typed."""
        held, self._held = self._held, b""
        return held
