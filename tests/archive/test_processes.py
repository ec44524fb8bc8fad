"""The archive among processes: killed while they write, and many at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.archives import archive_in, totals
from tests.tools.archive_kill import ACCOUNT

WRITERS, WRITES = 8, 12

WRITER = """
import datetime as dt, os, sys
from pathlib import Path
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Observation
from grantex_tui.archive.store import Archive
from grantex_tui.api.models import Counters
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from tests.tools.archive_kill import ACCOUNT, NOON

def write(archive, writer, writes):
    for number in range(writes):
        date = NOON.date() - dt.timedelta(days=writes * writer + number)
        day = DayRecord(Day(date, Counters(0, 0, 1, 1), DayState.FINAL, True), Provenance.HISTORY, NOON)
        while True:
            try:
                archive.keep(Observation(ACCOUNT, (day,)))
                break
            except ArchiveError as error:
                assert error.fault is Fault.LOCKED, error

children = []
for writer in range(int(sys.argv[2])):
    children.append(os.fork())
    if not children[-1]:
        write(Archive(Path(sys.argv[1])), writer, int(sys.argv[3]))
        os._exit(0)
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""
"""Processes that write days of their own, and wait their turn where another one writes."""


def write_at_once(path: Path, writes: int) -> None:
    """Eight processes write so many days each."""
    line = [sys.executable, "-c", WRITER, str(path), f"{WRITERS}", f"{writes}"]
    ended = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory, where that can be: no disk to wait for."""
    with TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path) as name:
        yield Path(name)


def test_a_kill_at_any_moment_leaves_whole_writes_only(folder: Path) -> None:
    """Twenty of them; `python -m tests.tools.archive_kill` does 10,000."""
    line = [sys.executable, "-m", "tests.tools.archive_kill", "--kills", "20", "--folder", str(folder)]

    ended = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "all whole" in ended.stdout


def test_eight_processes_at_once_lose_nothing(folder: Path) -> None:
    archive = archive_in(folder)

    write_at_once(archive.path, WRITES)

    assert len(totals(archive, ACCOUNT)) == WRITERS * WRITES
    assert archive.problems() == ()


def test_eight_processes_that_find_a_damaged_file_set_it_aside_once(folder: Path) -> None:
    archive = archive_in(folder)
    archive.path.parent.mkdir(mode=0o700)
    archive.path.write_bytes(b"no database" * 900)

    write_at_once(archive.path, 2)

    assert len(list(archive.path.parent.glob("*-damaged-*"))) == 1
    assert len(totals(archive, ACCOUNT)) == WRITERS * 2
