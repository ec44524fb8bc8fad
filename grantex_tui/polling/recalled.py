"""What an earlier run kept of an account, shown with its age until the service answers. Reads no file (`memory`)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from grantex_tui.api.models import Counters
from grantex_tui.usage.ledger import DayRecord


class Recalled(Struct, frozen=True):
    """The days of the account that a key like this one had last, oldest first, at least one.

    `developer`: whose they are; the key may have become another account's since. `at`: this machine's clock (UTC) when
    they were recalled.
    """

    developer: str
    days: tuple[DayRecord, ...]
    at: dt.datetime

    @property
    def read_at(self) -> dt.datetime:
        """When the service was read last (UTC)."""
        return max(record.read_at for record in self.days)

    @property
    def age(self) -> dt.timedelta:
        """How old the figures were when they were recalled; 0 where this machine's clock went back since."""
        return max(self.at - self.read_at, dt.timedelta())

    @property
    def today(self) -> Counters | None:
        """The counters of the day on which they were recalled; None where they are of days before."""
        newest = self.days[-1].day
        return newest.counters if newest.date == self.at.date() else None
