"""What the archive costs: the figures of the benchmark's group `archive`, each as its samples. No processes."""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.models import Counters
from grantex_tui.archive import database, files
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.store import Archive
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import ONE_DAY, midnight
from tests.tools.benchmark_service import DEVELOPER

NOW: Final = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY: Final = NOW.date()
YEARS, ACCOUNTS = 10, 5
FINE_DAYS: Final = 400
WRITES: Final = 60


BASE_URL: Final = "https://api.grantex.dev"


def account(number: int, base_url: str = BASE_URL) -> Account:
    """The first is that of the benchmark's service."""
    return Account(base_url, f"{DEVELOPER[:-2]}{number:02}" if number else DEVELOPER, KeyMode.LIVE)


def counters(share: float) -> Counters:
    """So much of a busy day: figures as long as those of most accounts."""
    whole = int(1_500_000 * share)
    return Counters(whole // 4, whole // 12, whole - whole // 4 - whole // 12, whole)


def record(date: dt.date, read_at: dt.datetime = NOW) -> DayRecord:
    return DayRecord(Day(date, counters(1), DayState.FINAL, complete=True), Provenance.HISTORY, read_at)


def readings(days: int, every: int, now: dt.datetime = NOW) -> Iterator[Sample]:
    """Up to `now` on the `days` days that end with its day, one in `every` seconds."""
    for ago in range(days - 1, -1, -1):
        date = now.date() - ago * ONE_DAY
        start = midnight(date).timestamp()
        for at in range(every - 7, 86_400, every):
            if start + at < now.timestamp():
                yield Sample(start + at, str(date), counters(at / 86_400))


def fill(
    archive: Archive, accounts: int, days: int, fine_days: int, *, base_url: str = BASE_URL, now: dt.datetime = NOW
) -> None:
    """As if the program had run for so long; readings of the last `fine_days` are five minutes apart.

    The first account was read last.
    """
    files.prepare(archive.path)
    coarse_before = int(now.timestamp()) - fine_days * 86_400
    for number in range(accounts):
        until = now - min(number, 1) * dt.timedelta(hours=1)
        with database.writing(archive.path) as db:
            key = db.add_account(account(number, base_url))
            db.put_days(key, [record(now.date() - ago * ONE_DAY, until) for ago in range(1, days)])
            db.put_samples(key, (one for one in readings(days, 3_600, until) if one.at < coarse_before))
            db.put_samples(key, readings(min(days, fine_days), 300, until))
            db.set_coarse_before(key, coarse_before)


def seconds(work: Callable[[], object], times: int) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return took


def writes(*archives: Archive) -> list[list[float]]:
    """Seconds of one poll's write to each archive, in turn, poll after poll, 30 seconds apart."""
    return _writes(time.perf_counter, *archives)


def processor_writes(*archives: Archive) -> list[list[float]]:
    """The same in seconds of processor time."""
    return _writes(time.process_time, *archives)


def _writes(clock: Callable[[], float], *archives: Archive) -> list[list[float]]:
    took: list[list[float]] = [[] for _ in archives]
    for poll in range(WRITES):
        at = NOW + dt.timedelta(days=1, seconds=30 * poll)
        today = DayRecord(Day(at.date(), counters(0.5 + poll / 999), DayState.SO_FAR), Provenance.LIVE, at)
        sample = Sample(at.timestamp(), str(at.date()), counters(0.5 + poll / 999))
        for archive, series in zip(archives, took, strict=True):
            began = clock()
            archive.keep(Observation(account(0), (today,), (sample,)))
            series.append(clock() - began)
    return took


def bare_writes(folder: Path) -> list[float]:
    """Seconds of the smallest transaction that SQLite can make durable there."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (number INTEGER PRIMARY KEY)")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare DEFAULT VALUES")
        connection.execute("COMMIT")

    took = seconds(write, WRITES)
    connection.close()
    return took


def reads(archive: Archive, times: int) -> dict[str, list[float]]:
    """Seconds of what a start and a screen read, of one account."""
    of = account(2)
    day = midnight(TODAY - ONE_DAY)
    return {
        "90 days": seconds(lambda: archive.days(of, TODAY - 89 * ONE_DAY, TODAY), times),
        "ten years of days": seconds(lambda: archive.days(of, dt.date.min, dt.date.max), times),
        "a day's readings": seconds(lambda: archive.samples(of, day, day + ONE_DAY), times),
        "whose figures to show at a start": seconds(lambda: archive.last_seen(of.base_url, of.mode), times),
    }
