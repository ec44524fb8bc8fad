"""What goes into the archive and what comes out of it, as frozen values."""

from __future__ import annotations

import datetime as dt
import enum

from msgspec import Struct

from grantex_tui.api.api_key import KeyMode
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.rate import Sample


class Account(Struct, frozen=True):
    """Whose figures: a developer at a service, with live or test keys. It holds no key."""

    base_url: str
    developer: str
    mode: KeyMode


class Observation(Struct, frozen=True):
    """What was seen of an account: the days as the ledger has them, and the last live readings, oldest first."""

    account: Account
    days: tuple[DayRecord, ...]
    samples: tuple[Sample, ...] = ()


class Edge(enum.Enum):
    """Of a condition that is told: where it begins and where it is over."""

    BEGINS = "begins"
    OVER = "over"


class Claim(Struct, frozen=True):
    """An edge of a condition, which one process is to tell, once. `since`: the moment of what shows it (UTC).

    `kind`, `threshold`, `period`: which condition; an empty `period` is one that may begin at any time.
    """

    kind: str
    threshold: int
    period: str
    edge: Edge
    since: dt.datetime


class Correction(Struct, frozen=True):
    """A kept day's total that gave way to a lower one: the service lost counters, or wrote the day anew."""

    date: dt.date
    before: int
    after: int

    @property
    def words(self) -> str:
        return f"archive: {self.date} went from {self.before:,} to {self.after:,} requests at the service"


class SetAside(Struct, frozen=True):
    """A damaged file was given another name, and a new one begun."""

    name: str

    @property
    def words(self) -> str:
        return f"archive: the file was damaged and is now {self.name}; a new one is begun"


class KeptAgain(Struct, frozen=True):
    """The first write that succeeds after one that did not."""

    @property
    def words(self) -> str:
        return "archive: what is seen is kept again"


Event = Correction | SetAside | KeptAgain


class Kept(Struct, frozen=True):
    """What there is of an account. `number`: by which the command line names it. Times in UTC, None without any."""

    number: int
    account: Account
    days: int
    first_day: dt.date | None
    last_day: dt.date | None
    readings: int
    first_reading: dt.datetime | None
    last_reading: dt.datetime | None


class Summary(Struct, frozen=True):
    """The archive as a whole: the size of its file in bytes, the version of its tables, its accounts."""

    size: int
    version: int
    accounts: tuple[Kept, ...]
