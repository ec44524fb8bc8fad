"""The web driver's other end: runs a command as `textual serve` does and is the browser that shows it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyte

from tests.support.terminal import DEADLINE

COLUMNS, ROWS = 100, 30
WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
HANDSHAKE = b"__GANGLION__\n"


class Browser:
    """Speaks the web driver's packets: kind, length in four bytes, content. `D` is for the terminal, `M` is JSON."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._unread = b""
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._screen.set_mode(pyte.modes.LNM)
        self._stream = pyte.ByteStream(self._screen)
        self.told: list[dict[str, object]] = []
        """The contents of the `M` packets."""

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        self._send(b"D", keys.encode())

    def tell(self, **content: object) -> None:
        self._send(b"M", json.dumps(content).encode())

    def wait_for_handshake(self) -> None:
        self._wait_until(lambda: self._unread.startswith(HANDSHAKE), "handshake")
        self._unread = self._unread.removeprefix(HANDSHAKE)

    def wait_for(self, words: str) -> None:
        self._wait_until(lambda: words in self.text, words)

    def wait_for_exit(self) -> int:
        self._wait_until(lambda: {"type": "exit"} in self.told, "exit packet")
        return self._process.wait(DEADLINE)

    def _send(self, kind: bytes, content: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(kind + len(content).to_bytes(4, "big") + content)
        self._process.stdin.flush()

    def _take_packets(self) -> None:
        """Take in all packets that came whole."""
        while len(self._unread) >= 5 and len(self._unread) >= (end := 5 + int.from_bytes(self._unread[1:5], "big")):
            kind, content, self._unread = self._unread[:1], self._unread[5:end], self._unread[end:]
            if kind == b"D":
                self._stream.feed(content)
            else:
                assert kind == b"M"
                self.told.append(json.loads(content))

    def _wait_until(self, condition: Callable[[], bool], what: str) -> None:
        assert self._process.stdout is not None
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"no {what}:\n{self.text}"
            if select.select([self._process.stdout], [], [], 0.1)[0]:
                data = os.read(self._process.stdout.fileno(), 65_536)
                assert data, f"ended before {what}:\n{self.text}"
                self._unread += data
            if not HANDSHAKE.startswith(self._unread[: len(HANDSHAKE)]):
                self._take_packets()


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`command` with pipes for a terminal, in what `textual serve` gives as environment, extended by `environment`."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "TEXTUAL_DRIVER": WEB_DRIVER,
            "TEXTUAL_FPS": "60",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(COLUMNS),
            "ROWS": str(ROWS),
            **(environment or {}),
        },
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
