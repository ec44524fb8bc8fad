"""Starts of the program without its imports: a process that has imported all of it, and is forked for each start.

    python -m tests.support.fork_server DESCRIPTOR

Each line on the socket DESCRIPTOR asks for a start, or how one ended; each has an answer. `forked.py` is who asks. A
fork is as a fresh process would be: session, terminal, streams, environment, folder, arguments. What a fresh one
would import differently is refused.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn
from unittest.mock import patch

import grantex_tui
from grantex_tui.tui.terminal import startup

LONGEST: Final = 65_536
"""Bytes of a question."""

STREAMS: Final = 3


def import_all() -> frozenset[str]:
    """Import the program; the names of the environment variables that decide what becomes of the imports."""
    read: set[str] = set()
    look_up = os._Environ.__getitem__

    def noted(environment: os._Environ[str], name: str) -> str:
        read.add(name)
        return look_up(environment, name)

    startup.prepare(os.environ)
    with patch.object(os._Environ, "__getitem__", noted):
        for module in pkgutil.walk_packages(grantex_tui.__path__, f"{grantex_tui.__name__}."):
            importlib.import_module(module.name)
    return frozenset(read)


def refusal(wanted: Mapping[str, str], read: frozenset[str]) -> str:
    """Why a fork would not be as a fresh process with this environment; empty where it would."""
    own, prepared = dict(os.environ), dict(wanted)
    startup.prepare(prepared)
    differing = sorted(name for name in read if own.get(name) != prepared.get(name))
    differing += [name for name in wanted if name.startswith("PYTHON")]
    locales = [
        environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG")
        for environment in (own, wanted)
    ]
    differing += ["locale"] if locales[0] != locales[1] else []
    return ", ".join(differing)


def become(wanted: Mapping[str, Any], streams: list[int]) -> NoReturn:
    """Be the program in a new session."""
    os.setsid()
    if wanted["terminal"]:
        terminal = os.open(wanted["terminal"], os.O_RDWR)  # the first one a session opens is its controlling terminal
        streams = [terminal] * STREAMS
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(STREAMS, os.sysconf("SC_OPEN_MAX"))
    signal.signal(signal.SIGHUP, signal.SIG_IGN if wanted["ignore_hang_up"] else signal.SIG_DFL)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    open_streams()
    sys.argv[1:] = wanted["arguments"]
    from grantex_tui.cli.main import main

    exec(wanted["first"], {"__name__": "__main__"})
    main()


def open_streams() -> None:
    """As the interpreter does at its start."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        before = getattr(sys, f"__{name}__")
        buffering = 1 if name == "stderr" else -1
        opened: Any = open(  # noqa: SIM115 (a descriptor that stays open)
            number, mode, buffering, encoding=before.encoding, errors=before.errors, closefd=False
        )
        opened.buffer.raw.name = f"<{name}>"
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)


def ended(process: int) -> dict[str, Any]:
    found, status = os.waitpid(process, os.WNOHANG)
    return {"code": os.waitstatus_to_exitcode(status) if found else None}


def stopped(process: int) -> dict[str, Any]:
    return {"stopped": os.waitid(os.P_PID, process, os.WSTOPPED | os.WNOHANG) is not None}


def serve(questions: socket.socket, read: frozenset[str]) -> tuple[Mapping[str, Any], list[int]] | None:
    """Answer until nobody can ask any more. In a fork: what it is wanted to be, and its streams."""
    assert threading.active_count() == 1, "a fork has only the thread that forks"
    while True:
        data, streams, _, _ = socket.recv_fds(questions, LONGEST, STREAMS)
        if not data:
            return None
        match json.loads(data):
            case {"ended": int(process)}:
                answer = ended(process)
            case {"stopped": int(process)}:
                answer = stopped(process)
            case wanted if refused := refusal(wanted["environment"], read):
                answer = {"refused": f"needs a process of its own: {refused}"}
            case wanted:
                began, process = time.monotonic(), os.fork()
                if process == 0:
                    return wanted, streams
                answer = {"process": process, "began": began}
        for stream in streams:
            os.close(stream)
        questions.send(json.dumps(answer).encode())


if __name__ == "__main__":
    sys.argv[0] = str(Path(grantex_tui.__file__).with_name("__main__.py"))
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        start = serve(asked, import_all())
    if start is not None:
        become(*start)  # what it raises ends the process, as it ends a fresh one
