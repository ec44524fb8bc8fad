"""Starts of the program as forks of one process that has imported it; half a second less each. See `fork_server.py`.

    run(Forked("status", "--demo"), environment)

What depends on the interpreter's own start is started as a process of its own: imports that are counted, another
locale, closed streams, flags, pipes of a shell.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
LOCALE: Final = "C.UTF-8"
LOOK: Final = 0.005
"""Seconds between two looks at whether it has ended."""


class Forked:
    """The program with these arguments. `first`: Python that is run before it."""

    def __init__(self, *arguments: str, first: str = "") -> None:
        self.arguments = arguments
        self.first = first


class Fork:
    """A start of the program, to be asked what a `subprocess.Popen` is asked."""

    def __init__(self, server: Server, process: int, began: float) -> None:
        self._server = server
        self.pid = process
        self.began = began
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.ask({"ended": self.pid})["code"]
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("grantex-tui", timeout or 0)
            time.sleep(LOOK)
        return code

    def stops(self) -> bool:
        """Whether it has been suspended since it was last asked."""
        return bool(self._server.ask({"stopped": self.pid})["stopped"])

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Piped:
    """A start of the program with pipes for its output, to be asked what a `subprocess.Popen` is asked."""

    def __init__(self, program: Forked, environment: Mapping[str, str]) -> None:
        (out, to_out), (err, to_err) = os.pipe(), os.pipe()
        self.stdout, self.stderr = os.fdopen(out), os.fdopen(err)
        with open(os.devnull) as nothing, os.fdopen(to_out, "w"), os.fdopen(to_err, "w"):  # noqa: PTH123
            self._fork = server().start(program, environment, streams=[nothing.fileno(), to_out, to_err])
        self.poll, self.send_signal, self.kill = self._fork.poll, self._fork.send_signal, self._fork.kill

    @property
    def returncode(self) -> int | None:
        return self._fork.returncode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Wait for its end; what it wrote to standard output and error."""
        with self.stdout, self.stderr:
            self._fork.wait(timeout)
            return self.stdout.read(), self.stderr.read()


class Server:
    """The process that is forked."""

    def __init__(self) -> None:
        self._questions, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.fork_server", str(theirs.fileno())],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], "LANG": LOCALE},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def start(
        self,
        program: Forked,
        environment: Mapping[str, str],
        *,
        terminal: str = "",
        streams: Sequence[int] = (),
        ignore_hang_up: bool = False,
    ) -> Fork:
        """With `terminal` for all streams, or these `streams`."""
        wanted = {
            "arguments": program.arguments,
            "first": program.first,
            "environment": dict(environment),
            "terminal": terminal,
            "ignore_hang_up": ignore_hang_up,
            "folder": os.getcwd(),  # noqa: PTH109
        }
        answer = self.ask(wanted, streams)
        assert "refused" not in answer, answer["refused"]
        return Fork(self, answer["process"], answer["began"])

    def ask(self, question: Mapping[str, Any], streams: Sequence[int] = ()) -> Any:
        socket.send_fds(self._questions, [json.dumps(question).encode()], streams)
        answer = self._questions.recv(4096)
        assert answer, "the fork server has ended"
        return json.loads(answer)

    def close(self) -> None:
        self._questions.close()
        self._process.wait()


@cache
def server() -> Server:
    """This process's own; ends with it."""
    opened = Server()
    atexit.register(opened.close)
    return opened


def run(
    program: Forked, environment: Mapping[str, str], *, standard_input: str = "", timeout: float = 30
) -> subprocess.CompletedProcess[str]:
    """The program without a terminal, to its end."""
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(standard_input.encode())
        given.seek(0)
        process = server().start(program, environment, streams=[given.fileno(), out.fileno(), err.fileno()])
        try:
            code = process.wait(timeout)
        finally:
            process.kill()
        texts = [file.read().decode() for file in (out, err) if file.seek(0) == 0]
    return subprocess.CompletedProcess(program.arguments, code, *texts)
