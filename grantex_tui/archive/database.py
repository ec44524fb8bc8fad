"""All the SQL there is: the archive's tables, their migrations, and one connection to them.

No rules and no paths: what is kept is `store`'s, whether the file may be opened `files`'s. A rollback journal and not
WAL, which corrupts on NFS, 9p and SMB homes. A transaction is on the disk or not there at all, also after a kill.
What stands in a row is checked when it is read: somebody else may have written it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from grantex_tui.api.sanitize import plain
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Account, Claim, Kept
from grantex_tui.archive.rows import (
    Row,
    account_of,
    date_of,
    decoded,
    figures_of,
    moment_of,
    number_of_row,
    packed,
    record_of,
    sample_of,
    valid_rows,
)
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.rate import Sample

BUSY: Final = 0.25
"""Seconds to wait for another program's transaction."""

APPLICATION: Final = 0x47584152
"""Says in the file that it is ours."""

WRONG_CLOCK: Final = 86_400
"""Seconds by which a moment that lies ahead was written by a clock that was wrong."""

MIGRATIONS: Final = (
    (
        f"PRAGMA application_id = {APPLICATION}",
        """CREATE TABLE account (
            base_url TEXT NOT NULL, developer TEXT NOT NULL, mode TEXT NOT NULL,
            number INTEGER NOT NULL UNIQUE,
            coarse_before INTEGER NOT NULL DEFAULT 0, -- readings before it are thinned to one an hour
            PRIMARY KEY (base_url, developer, mode)
        ) WITHOUT ROWID""",
        """CREATE TABLE day (
            account INTEGER NOT NULL, date TEXT NOT NULL,
            token_exchanges INTEGER NOT NULL, authorizations INTEGER NOT NULL,
            verifications INTEGER NOT NULL, total_requests INTEGER NOT NULL,
            state TEXT NOT NULL, complete INTEGER NOT NULL, provenance TEXT NOT NULL,
            read_at INTEGER NOT NULL, -- seconds since 1970
            PRIMARY KEY (account, date)
        ) WITHOUT ROWID""",
        """CREATE TABLE reading (
            account INTEGER NOT NULL, at INTEGER NOT NULL, -- seconds since 1970
            period INTEGER NOT NULL, -- 20261122 is a day, 202611 a month: a third of the text's bytes
            token_exchanges INTEGER NOT NULL, authorizations INTEGER NOT NULL,
            verifications INTEGER NOT NULL, total_requests INTEGER NOT NULL,
            PRIMARY KEY (account, at, period)
        ) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE alert (
            base_url TEXT NOT NULL, developer TEXT NOT NULL, mode TEXT NOT NULL, -- '' while the developer is not known
            kind TEXT NOT NULL, threshold INTEGER NOT NULL, period TEXT NOT NULL,
            began_at INTEGER NOT NULL, over_at INTEGER NOT NULL, -- seconds since 1970; 0: it is not over
            PRIMARY KEY (base_url, developer, mode, kind, threshold, period)
        ) WITHOUT ROWID""",
    ),
)
"""The statements that lead from each version of the tables, 0 the empty file, to the next."""

FIGURES: Final = "token_exchanges, authorizations, verifications, total_requests"


class Database:
    """A connection; its methods are one statement each. Raises sqlite3.Error, which `reading` and `writing` catch."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def version(self) -> int:
        """Of the tables; 0: there are none."""
        return number_of_row(self._all("PRAGMA user_version"))

    def accounts(self) -> tuple[tuple[int, Account], ...]:
        """Every account with its number, in the order in which they came."""
        rows = self._all("SELECT number, base_url, developer, mode FROM account ORDER BY number")
        return tuple(valid_rows(account_of, rows))

    def number_of(self, account: Account) -> int | None:
        """By which the other tables name the account; None where nothing is kept of it."""
        rows = self._all("SELECT number FROM account WHERE (base_url, developer, mode) = (?, ?, ?)", _whose(account))
        return number_of_row(rows) if rows else None

    def add_account(self, account: Account) -> int:
        """The number it gets, which no account had before."""
        number = 1 + number_of_row(self._all("SELECT coalesce(max(number), 0) FROM account"))
        row = (*_whose(account), number)
        self._connection.execute("INSERT INTO account (base_url, developer, mode, number) VALUES (?, ?, ?, ?)", row)
        return number

    def days(self, number: int, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        """The records from `first` to `last`, oldest first."""
        rows = self._all(
            f"SELECT date, {FIGURES}, state, complete, provenance, read_at FROM day"
            " WHERE account = ? AND date BETWEEN ? AND ? ORDER BY date",
            (number, str(first), str(last)),
        )
        return tuple(valid_rows(record_of, rows))

    def put_days(self, number: int, records: Iterable[DayRecord]) -> None:
        """Each in the place of the record of its date. Only days with a figure."""
        rows = (
            (
                number, str(record.day.date), *figures_of(record.day.counters), record.day.state.value,
                int(record.day.complete), record.provenance.value, int(record.read_at.timestamp()),
            )
            for record in records if record.day.counters is not None
        )  # fmt: skip
        self._connection.executemany("INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def samples(self, number: int, start: float, end: float, limit: int = -1) -> tuple[Sample, ...]:
        """The readings from `start` to `end` (excluded), seconds since 1970, oldest first; at most `limit`."""
        rows = self._all(
            f"SELECT at, period, {FIGURES} FROM reading WHERE account = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?",
            (number, int(start), int(end), limit),
        )
        return tuple(valid_rows(sample_of, rows))

    def put_samples(self, number: int, samples: Iterable[Sample]) -> None:
        rows = ((number, int(sample.at), packed(sample.period), *figures_of(sample.counters)) for sample in samples)
        self._connection.executemany("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def remove_samples(self, number: int, samples: Iterable[Sample]) -> None:
        rows = ((number, int(sample.at), packed(sample.period)) for sample in samples)
        self._connection.executemany("DELETE FROM reading WHERE (account, at, period) = (?, ?, ?)", rows)

    def coarse_before(self, number: int) -> int:
        """Seconds since 1970 before which the account's readings are thinned to one an hour."""
        return number_of_row(self._all("SELECT coarse_before FROM account WHERE number = ?", (number,)))

    def set_coarse_before(self, number: int, at: int) -> None:
        self._connection.execute("UPDATE account SET coarse_before = ? WHERE number = ?", (at, number))

    def kept(self, number: int, account: Account) -> Kept:
        """What there is of the account."""
        key = (number,)
        (days,) = self._all("SELECT count(*), min(date), max(date) FROM day WHERE account = ?", key)
        (readings,) = self._all("SELECT count(*), min(at), max(at) FROM reading WHERE account = ?", key)
        return Kept(
            number=number,
            account=account,
            days=number_of_row([days]),
            first_day=date_of(days[1]),
            last_day=date_of(days[2]),
            readings=number_of_row([readings]),
            first_reading=moment_of(readings[1]),
            last_reading=moment_of(readings[2]),
        )

    def first_day(self, number: int) -> dt.date | None:
        """The account's oldest day."""
        ((day,),) = self._all("SELECT min(date) FROM day WHERE account = ?", (number,))
        return date_of(day)

    def last_read(self, number: int) -> tuple[int, str]:
        """The account's newest reading, in seconds since 1970, and its newest day; 0 and no text without any."""
        key = (number, number)
        (row,) = self._all(
            "SELECT (SELECT max(at) FROM reading WHERE account = ?), (SELECT max(date) FROM day WHERE account = ?)", key
        )
        at, date = row
        return at if isinstance(at, int) else 0, date if isinstance(date, str) else ""

    def begin_alert(self, account: Account, claim: Claim) -> bool:
        """Whether the condition begins with this claim: it never did, or was over before what the claim rests on."""
        row = (*_whose(account), claim.kind, claim.threshold, claim.period, int(claim.since.timestamp()))
        begun = self._connection.execute(
            "INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, 0)"
            " ON CONFLICT (base_url, developer, mode, kind, threshold, period)"
            " DO UPDATE SET began_at = excluded.began_at, over_at = 0"
            " WHERE over_at > 0 AND (over_at < excluded.began_at OR over_at > excluded.began_at + ?)",
            (*row, WRONG_CLOCK),
        )
        return begun.rowcount > 0

    def end_alert(self, account: Account, claim: Claim) -> bool:
        """Whether the condition is over with this claim; also one that began before the developer was known."""
        at, (base_url, developer, mode) = int(claim.since.timestamp()), _whose(account)
        ended = self._connection.execute(
            "UPDATE alert SET over_at = ? WHERE (base_url, mode, kind, threshold, period) = (?, ?, ?, ?, ?)"
            " AND developer IN (?, '') AND over_at = 0 AND (began_at <= ? OR began_at > ? + ?)",
            (at, base_url, mode, claim.kind, claim.threshold, claim.period, developer, at, at, WRONG_CLOCK),
        )
        return ended.rowcount > 0

    def remove_alerts(self, before: dt.datetime) -> None:
        """Those of days and months that began before."""
        self._connection.execute("DELETE FROM alert WHERE period <> '' AND began_at < ?", (int(before.timestamp()),))

    def problems(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, a line each."""
        words = [str(row[0]) for row in self._all("PRAGMA quick_check")]
        return () if words == ["ok"] else tuple(plain(line) for line in words)

    def remove(self, number: int) -> None:
        """Everything of the account."""
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute(
            "DELETE FROM alert WHERE EXISTS (SELECT 1 FROM account AS whose WHERE whose.number = ?"
            " AND (whose.base_url, whose.mode) = (alert.base_url, alert.mode)"
            " AND alert.developer IN (whose.developer, ''))",
            (number,),
        )
        for table, column in (("day", "account"), ("reading", "account"), ("account", "number")):
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))

    def _all(self, statement: str, values: Sequence[object] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()


def _whose(account: Account) -> tuple[str, str, str]:
    return account.base_url, account.developer, account.mode.value


@contextmanager
def reading(path: Path, *, writable: bool) -> Iterator[Database]:
    """The archive to read from. `writable`: SQLite may put in order what a killed writer left. Raises ArchiveError."""
    with _faults(Fault.UNREADABLE), closing(_connect(path, "rw" if writable else "ro")) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")  # all that is read is of one moment
        _check_size(connection, path)
        yield Database(connection)


@contextmanager
def writing(path: Path) -> Iterator[Database]:
    """A transaction, its tables brought up to date: all of it is kept, or nothing. Raises ArchiveError."""
    with _faults(Fault.READ_ONLY), closing(_connect(path, "rw")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        _check_size(connection, path)
        _migrate(connection)
        yield Database(connection)
        connection.execute("COMMIT")


def compact(path: Path) -> None:
    """Leave nothing in the file of what was removed. Raises ArchiveError."""
    with _faults(Fault.READ_ONLY), closing(_connect(path, "rw")) as connection:
        connection.execute("VACUUM")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, timeout=BUSY, isolation_level=None)
    connection.text_factory = decoded
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_size(connection: sqlite3.Connection, path: Path) -> None:
    """Raises ArchiveError for a truncated file: SQLite finds out only where it looks for what is cut off."""
    pages, size = (number_of_row(connection.execute(f"PRAGMA page_{what}").fetchall()) for what in ("count", "size"))
    if 0 < path.stat().st_size < pages * size:
        raise ArchiveError(Fault.CORRUPT)


def _migrate(connection: sqlite3.Connection) -> None:
    """Raises ArchiveError for tables of a newer version, and for those of another program."""
    version = number_of_row(connection.execute("PRAGMA user_version").fetchall())
    if version > len(MIGRATIONS):
        raise ArchiveError(Fault.NEWER)
    if version == len(MIGRATIONS):
        return
    named = number_of_row(connection.execute("PRAGMA application_id").fetchall())
    tables = number_of_row(connection.execute("SELECT count(*) FROM sqlite_schema").fetchall())
    if named not in (0, APPLICATION) or (tables and not version):
        raise ArchiveError(Fault.NOT_OURS)
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def _faults(denied: Fault) -> Iterator[None]:
    """`denied`: what it means that the file cannot be opened."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(_fault(getattr(error, "sqlite_errorname", "") or "", denied)) from None


def _fault(name: str, denied: Fault) -> Fault:
    """By SQLite's name of the error, of which some have an extended form such as SQLITE_IOERR_LOCK."""
    match name.split("_")[1:]:
        case ["BUSY" | "LOCKED", *_]:
            return Fault.LOCKED
        case ["FULL"]:
            return Fault.FULL
        case ["READONLY", *_]:
            return Fault.READ_ONLY
        case ["CANTOPEN" | "PERM" | "AUTH", *_]:
            return denied
        case ["CORRUPT" | "NOTADB" | "FORMAT", *_]:
            return Fault.CORRUPT
        case ["NOLFS" | "PROTOCOL", *_] | ["IOERR", "LOCK" | "UNLOCK" | "RDLOCK" | "CHECKRESERVEDLOCK"]:
            return Fault.NO_LOCKS
        case _:
            return Fault.OTHER
