"""The archive as the rest of the program sees it: accounts, days, readings in; the same out. Blocking; no SQL.

What counts of a day is decided by `usage.ledger.reconciled`; a figure is replaced, never added to. Many processes may
use one file. For use beside an event loop: `recorder`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.sanitize import plain
from grantex_tui.archive import database, files
from grantex_tui.archive.database import Database
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import (
    Account,
    Claim,
    Correction,
    Edge,
    Event,
    Observation,
    SetAside,
    Summary,
)
from grantex_tui.archive.thinning import coarse_before, plausible, slot, thinned
from grantex_tui.usage.ledger import DayRecord, reconciled
from grantex_tui.usage.rate import Sample

CHUNK: Final = 1_000
"""Old readings thinned in one write at most, so that none takes long."""

ATTEMPTS: Final = 4
"""At a write, while processes that find the file damaged set it aside and begin new ones; at a claim, while locked."""

ALERTS_FOR: Final = dt.timedelta(days=100)
"""How long it is known that a day's or month's alert was told."""

T = TypeVar("T")


class Archive:
    """The archive in the file `path`, which is made when there is something to keep. `wall`: seconds since 1970.

    Every method but `keep` and `claim` gives nothing where there is no file. All raise ArchiveError.
    """

    def __init__(self, path: Path, wall: Callable[[], float] = time.time) -> None:
        self.path = path
        self._wall = wall

    def keep(self, observation: Observation) -> tuple[Event, ...]:
        """Write what is new in it, in one transaction; what of that the user should know."""
        aside: tuple[Event, ...] = ()
        for _ in range(ATTEMPTS - 1):
            before = files.identity(self.path)
            try:
                files.prepare(self.path)
                before = files.identity(self.path)
                return (*aside, *self._keep(observation))
            except ArchiveError as error:
                if error.fault is Fault.CORRUPT:
                    at = dt.datetime.fromtimestamp(self._wall(), dt.UTC)
                    name = files.set_aside(self.path, before, at)
                    aside = (*aside, SetAside(name)) if name else aside
                elif files.identity(self.path) == before:
                    raise  # else another process set the file aside, and there is a new one, or will be
        files.prepare(self.path)
        return (*aside, *self._keep(observation))

    def claim(self, account: Account, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Those that no process claimed before, on the disk: whoever is given one tells it. One transaction."""
        whose = Account(account.base_url, plain(account.developer), account.mode)
        if all(claim.edge is Edge.OVER for claim in claims) and not files.exists(self.path):
            return ()
        files.prepare(self.path)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._claim(whose, claims)
            except ArchiveError as error:
                if error.fault is not Fault.LOCKED:
                    raise
        return self._claim(whose, claims)

    def accounts(self) -> tuple[Account, ...]:
        """Of whom something is kept, in the order in which they came."""
        return self._read(lambda db: tuple(account for _, account in db.accounts()), ())

    def last_seen(self, base_url: str, mode: KeyMode) -> Account | None:
        """The account with such a key at this service that was read last: probably the one that is read next."""

        def find(db: Database) -> Account | None:
            alike = [
                (number, account)
                for number, account in db.accounts()
                if (account.base_url, account.mode) == (base_url, mode)
            ]
            newest = max(alike, key=lambda one: db.last_read(one[0]), default=None)
            return newest[1] if newest else None

        return self._read(find, None)

    def first_day(self, account: Account) -> dt.date | None:
        """The oldest UTC day of the account that is kept."""
        return self._read_of(account, lambda db, number: db.first_day(number), None)

    def days(self, account: Account, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        """The days from `first` to `last` that are kept, oldest first."""
        return self._read_of(account, lambda db, number: db.days(number, first, last), ())

    def samples(self, account: Account, start: dt.datetime, end: dt.datetime, limit: int = -1) -> tuple[Sample, ...]:
        """The kept readings from `start` to `end` (excluded), oldest first; at most `limit`, if it is given."""
        seconds = start.timestamp(), end.timestamp()
        return self._read_of(account, lambda db, number: db.samples(number, *seconds, limit), ())

    def summary(self) -> Summary | None:
        """What is kept since when, and how large it is; None where there is no file."""

        def summarize(db: Database) -> Summary:
            kept = tuple(db.kept(number, account) for number, account in db.accounts())
            return Summary(self.path.stat().st_size, db.version, kept)

        return self._read(summarize, None)

    def problems(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file."""
        try:
            return self._read(lambda db: db.problems(), ())
        except ArchiveError as error:
            if error.fault is Fault.CORRUPT:
                return (error.fault.value,)
            raise

    def forget(self, number: int) -> bool:
        """Remove an account so that nothing of it is left in the file. False: there is none of that number."""
        if not files.exists(self.path):
            return False
        with database.writing(self.path) as db:
            known = number in (other for other, _ in db.accounts())
            if known:
                db.remove(number)
        if known:
            database.compact(self.path)
        return known

    def _keep(self, observation: Observation) -> tuple[Event, ...]:
        account = observation.account
        account = Account(account.base_url, plain(account.developer), account.mode)
        with database.writing(self.path) as db:
            number = db.number_of(account) or db.add_account(account)
            events = _keep_days(db, number, observation.days)
            if samples := tuple(filter(plausible, observation.samples)):
                now = min(self._wall(), samples[-1].at)  # a clock that is wrong, here or there, must thin nothing
                _keep_samples(db, number, samples, now)
                _thin(db, number, now)
        return events

    def _claim(self, account: Account, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        with database.writing(self.path) as db:
            db.remove_alerts(max(claim.since for claim in claims) - ALERTS_FOR)
            claimed = {Edge.BEGINS: db.begin_alert, Edge.OVER: db.end_alert}
            return tuple(claim for claim in claims if claimed[claim.edge](account, claim))

    def _read(self, read: Callable[[Database], T], nothing: T) -> T:
        if not files.exists(self.path):
            return nothing
        with database.reading(self.path, writable=files.is_writable(self.path)) as db:
            return read(db) if db.version else nothing

    def _read_of(self, account: Account, read: Callable[[Database, int], T], nothing: T) -> T:
        def find(db: Database) -> T:
            number = db.number_of(account)
            return nothing if number is None else read(db, number)

        return self._read(find, nothing)


def _keep_days(db: Database, number: int, records: Sequence[DayRecord]) -> tuple[Event, ...]:
    known = [record for record in records if record.day.counters is not None]
    if not known:
        return ()
    dates = [record.day.date for record in known]
    before = {record.day.date: record for record in db.days(number, min(dates), max(dates))}
    changed: list[DayRecord] = []
    events: list[Event] = []
    for record in known:
        kept = before.get(record.day.date)
        counts = record if kept is None else reconciled(kept, record)
        if counts is not kept:
            changed.append(counts)
            if kept is not None and counts.total < kept.total:
                events.append(Correction(record.day.date, kept.total, counts.total))
    db.put_days(number, changed)
    return tuple(events)


def _keep_samples(db: Database, number: int, samples: Iterable[Sample], now: float) -> None:
    """Each five minutes' newest. A reading that is older than what is kept of them is left out."""
    new = {_key(sample): sample for sample in samples}
    times = [sample.at for sample in new.values()]
    before = {_key(sample): sample for sample in db.samples(number, slot(min(times), now)[0], slot(max(times), now)[1])}
    kept = {_key(sample): sample for sample in thinned({**before, **new}.values(), now)}
    db.remove_samples(number, (sample for key, sample in before.items() if key not in kept))
    db.put_samples(number, (sample for key, sample in kept.items() if before.get(key) != sample))


def _thin(db: Database, number: int, now: float) -> None:
    """Leave one reading an hour of what has become old."""
    end = coarse_before(now)
    start = db.coarse_before(number)
    if start >= end:
        return
    old = db.samples(number, start, end, CHUNK)
    if len(old) == CHUNK:
        end = slot(old[-1].at, now)[0] or end
        old = tuple(sample for sample in old if sample.at < end)
    kept = set(thinned(old, now))
    db.remove_samples(number, (sample for sample in old if sample not in kept))
    db.set_coarse_before(number, end)


def _key(sample: Sample) -> tuple[int, str]:
    """Readings are kept by the second."""
    return int(sample.at), sample.period
