"""Kills a process that writes the archive, again and again, and looks whether all that is kept is whole.

    python -m tests.tools.archive_kill [--kills N] [--seed SEED] [--folder FOLDER]

Every write sets three days and a reading to the same number. After each kill the file must be whole and all four must
be equal and no lower than before. Takes about ten minutes for 10,000 kills, more on a slow disk.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.models import Counters
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.store import Archive
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample

ACCOUNT = Account("https://api.example.test", "dev_1", KeyMode.LIVE)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DATES = tuple(NOON.date() - dt.timedelta(days=ago) for ago in (2, 1, 0))
LONGEST = 0.05
"""Seconds within which a writer is killed."""


def moment(number: int) -> dt.datetime:
    """When the reading of a write is of: a minute after that of the write before, so that some are thinned."""
    return NOON + dt.timedelta(minutes=number)


def observation(number: int) -> Observation:
    """Three days and a reading that all count `number`."""
    counted, at = Counters(0, 0, number, number), moment(number)
    days = tuple(DayRecord(Day(date, counted, DayState.SO_FAR), Provenance.LIVE, at) for date in DATES)
    return Observation(ACCOUNT, days, (Sample(at.timestamp(), str(at.date()), counted),))


def numbers(archive: Archive) -> set[int]:
    """What the days and the last reading count: one number where every write is whole, none before the first."""
    found = {record.total for record in archive.days(ACCOUNT, DATES[0], DATES[-1])}
    last = moment(max(found, default=0))
    readings = archive.samples(ACCOUNT, last, last + dt.timedelta(days=1))
    return found | {sample.counters.total_requests for sample in readings}


def write_for_ever(archive: Archive, number: int) -> NoReturn:
    while True:
        number += 1
        archive.keep(observation(number))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.archive_kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=26)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args(arguments)
    moments = random.Random(chosen.seed)
    with TemporaryDirectory(dir=chosen.folder) as folder:
        archive, last, interrupted = Archive(Path(folder, "archive.db")), 0, 0
        for kill in range(1, chosen.kills + 1):
            child = os.fork()
            if child == 0:
                write_for_ever(archive, last)
            time.sleep(moments.uniform(0, LONGEST))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            interrupted += Path(folder, "archive.db-journal").exists()
            found, problems = numbers(archive), archive.problems()
            if problems or len(found) > 1 or (found and max(found) < last):
                sys.stdout.write(f"kill {kill}: {problems or ''} {sorted(found)} after {last}\n")
                return 1
            last = max(found, default=last)
        sys.stdout.write(f"{chosen.kills} kills, {interrupted} of them in a transaction, {last} writes: all whole\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
