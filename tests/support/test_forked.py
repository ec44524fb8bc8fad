"""A fork of the program is as a process of its own, or refused."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import forked
from tests.support.forked import LOCALE, Forked, Piped
from tests.support.terminal import Terminal

TELL = """
import gc, json, locale, os, signal, sys, threading, time
streams = [getattr(sys, name) for name in ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")]
facts = {
    "arguments": sys.argv[1:],
    "environment": dict(os.environ),
    "folder": os.getcwd(),
    "session": os.getsid(0) == os.getpgrp() == os.getpid(),
    "foreground": os.tcgetpgrp(2) == os.getpid() if os.isatty(2) else None,
    "signals": {number: str(signal.getsignal(number)) for number in sorted(signal.valid_signals())},
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    "woken": signal.set_wakeup_fd(-1),
    "descriptors": sorted(os.listdir("/proc/self/fd"))[:-1],
    "streams": [(s.fileno(), s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.isatty()) for s in streams],
    "flags": tuple(sys.flags),
    "locale": locale.setlocale(locale.LC_ALL),
    "zone": time.tzname,
    "threads": threading.active_count(),
    "garbage": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
    "umask": os.umask(0o22),
}
open(os.environ["FACTS"], "w").write(json.dumps(facts))
os._exit(7)
"""


def facts(file: Path, *, fork: bool, ignore_hang_up: bool = False) -> dict[str, Any]:
    """What a start on a terminal finds."""
    environment = {"FACTS": str(file), "TZ": "America/New_York", "HOME": "/", "TERM": "xterm-16color"}
    command = Forked("--demo", first=TELL) if fork else [sys.executable, "-c", TELL, "--demo"]
    with Terminal(command, environment=environment, ignore_hang_up=ignore_hang_up) as terminal:
        assert terminal.wait_for_exit() == 7
        found: dict[str, Any] = json.loads(file.read_text())
        return found


@pytest.mark.parametrize("ignore_hang_up", [False, True])
def test_a_fork_finds_what_a_process_of_its_own_finds(ignore_hang_up: bool, tmp_path: Path) -> None:
    fresh = facts(tmp_path / "fresh", fork=False, ignore_hang_up=ignore_hang_up)
    fork = facts(tmp_path / "fork", fork=True, ignore_hang_up=ignore_hang_up)
    for found in (fresh, fork):
        del found["environment"]["FACTS"]

    assert fork == fresh


@pytest.mark.parametrize(
    ("environment", "differing"),
    [({"LC_ALL": "C"}, "locale"), ({"TEXTUAL_FPS": "5"}, "TEXTUAL_FPS"), ({"PYTHONUTF8": "1"}, "PYTHONUTF8")],
    ids=lambda value: "".join(value),
)
def test_a_start_that_would_import_or_interpret_otherwise_is_refused(
    environment: dict[str, str], differing: str
) -> None:
    with pytest.raises(AssertionError, match=f"needs a process of its own: {differing}"):
        forked.run(Forked("--version"), {"LANG": LOCALE, **environment})


def test_it_ends_as_a_process_does() -> None:
    for first, code, said in (
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit('no')", 1, "no\n"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero\n"),
        ("import os; os._exit(9)", 9, ""),
    ):
        ended = forked.run(Forked(first=first), {"LANG": LOCALE})
        assert (ended.returncode, ended.stdout) == (code, "")
        assert ended.stderr.endswith(said)


def test_a_signal_ends_it_and_what_it_wrote_is_there() -> None:
    piped = Piped(Forked(first="print('begun', flush=True); import time; time.sleep(60)"), {"LANG": LOCALE})
    assert piped.stdout.readline() == "begun\n"
    piped.send_signal(signal.SIGTERM)
    assert piped.communicate(10) == ("", "")
    assert piped.returncode == -signal.SIGTERM
