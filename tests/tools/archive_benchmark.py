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

NOW: Final = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY: Final = NOW.date()
YEARS, ACCOUNTS = 10, 5
FINE_DAYS: Final = 400
ONE_DAY: Final = dt.timedelta(days=1)
WRITES: Final = 60


def account(number: int) -> Account:
    return Account("https://api.grantex.dev", f"dev_01M812TMWE6N6MD52B33HEX4{number:02}", KeyMode.LIVE)


def counters(share: float) -> Counters:
    """So much of a busy day: figures as long as those of most accounts."""
    whole = int(1_500_000 * share)
    return Counters(whole // 4, whole // 12, whole - whole // 4 - whole // 12, whole)


def record(date: dt.date) -> DayRecord:
    return DayRecord(Day(date, counters(1), DayState.FINAL, complete=True), Provenance.HISTORY, NOW)


def readings(days: int, every: int) -> Iterator[Sample]:
    """Of the `days` days that end today, one in `every` seconds."""
    for ago in range(days - 1, -1, -1):
        date = TODAY - ago * ONE_DAY
        start = dt.datetime.combine(date, dt.time(), dt.UTC).timestamp()
        for at in range(every - 7, 86_400, every):
            yield Sample(start + at, str(date), counters(at / 86_400))


def fill(archive: Archive, accounts: int, days: int, fine_days: int) -> None:
    """As if the program had run for so long; readings of the last `fine_days` are five minutes apart."""
    files.prepare(archive.path)
    for number in range(accounts):
        with database.writing(archive.path) as db:
            key = db.add_account(account(number))
            db.put_days(key, [record(TODAY - ago * ONE_DAY) for ago in range(days)])
            coarse = (one for one in readings(days, 3_600) if one.at < NOW.timestamp() - fine_days * 86_400)
            db.put_samples(key, coarse)
            db.put_samples(key, readings(min(days, fine_days), 300))
            db.set_coarse_before(key, int(NOW.timestamp()) - fine_days * 86_400)


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
    day = dt.datetime.combine(TODAY - ONE_DAY, dt.time(), dt.UTC)
    return {
        "90 days": seconds(lambda: archive.days(of, TODAY - 89 * ONE_DAY, TODAY), times),
        "ten years of days": seconds(lambda: archive.days(of, dt.date.min, dt.date.max), times),
        "a day's readings": seconds(lambda: archive.samples(of, day, day + ONE_DAY), times),
        "whose figures to show at a start": seconds(lambda: archive.last_seen(of.base_url, of.mode), times),
    }
