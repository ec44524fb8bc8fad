"""The service's figures as frozen values. What a body says: `decode`; where it came from: `response`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from grantex_tui.api.limits import MAX_DAYS as MAX_DAYS

COUNTER_FIELDS: Final = ("tokenExchanges", "authorizations", "verifications", "totalRequests")
"""The four counters as the service names them, in the order of `Counters`."""


class Counters(Struct, frozen=True):
    """Requests counted by the service, by kind; `total_requests` is stored by itself and may differ from the sum."""

    token_exchanges: int
    authorizations: int
    verifications: int
    total_requests: int

    def __add__(self, other: Counters) -> Counters:
        return Counters(
            self.token_exchanges + other.token_exchanges,
            self.authorizations + other.authorizations,
            self.verifications + other.verifications,
            self.total_requests + other.total_requests,
        )

    @property
    def parts(self) -> int:
        """The sum of the three operations."""
        return self.token_exchanges + self.authorizations + self.verifications

    def fell_from(self, before: Counters) -> bool:
        """Whether any counter is lower than it was."""
        return (
            self.token_exchanges < before.token_exchanges
            or self.authorizations < before.authorizations
            or self.verifications < before.verifications
            or self.total_requests < before.total_requests
        )


NO_USE: Final = Counters(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class UsageMetrics:
    """The current period's counters, live. `period` is a UTC day `YYYY-MM-DD` or a month `YYYY-MM`."""

    developer_id: str
    period: str
    token_exchanges: int
    authorizations: int
    verifications: int
    total_requests: int

    @property
    def counters(self) -> Counters:
        return Counters(self.token_exchanges, self.authorizations, self.verifications, self.total_requests)

    @property
    def day(self) -> dt.date | None:
        """The UTC day the counters belong to; None where the period is a month."""
        return dt.date.fromisoformat(self.period) if len(self.period) == 10 else None

    @property
    def first_day(self) -> dt.date:
        """The UTC day that the period, a day or a month, begins with."""
        return self.day or dt.date.fromisoformat(f"{self.period}-01")


@dataclass(frozen=True, slots=True)
class UsageEntry:
    """One UTC day's counters as the hourly rollup last stored them. `date` is `YYYY-MM-DD`."""

    date: str
    token_exchanges: int
    authorizations: int
    verifications: int
    total_requests: int

    @property
    def counters(self) -> Counters:
        return Counters(self.token_exchanges, self.authorizations, self.verifications, self.total_requests)

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.date)


@dataclass(frozen=True, slots=True)
class UsageHistory:
    """Days with use, oldest to newest, one entry a day; days without a row are absent.

    `notes` says in words what in the answer was outlier yet harmless, such as a day that came twice.
    """

    entries: list[UsageEntry] = field(default_factory=list)
    developer_id: str = ""
    notes: tuple[str, ...] = ()

    def window(self, last: dt.date, days: int) -> UsageHistory:
        """The entries of the `days` UTC days that end with `last`."""
        first = last - dt.timedelta(days=days - 1)
        kept = [entry for entry in self.entries if first <= entry.day <= last]
        return UsageHistory(kept, self.developer_id, self.notes)


class Subscription(Struct, frozen=True):
    """The account's plan as billing names it: `free`, `pro`, `enterprise`."""

    plan: str


class HealthReport(Struct, frozen=True):
    """Whether the service's own parts work, as it says: `database` and `redis`, its counter store."""

    database: bool
    redis: bool

    @property
    def well(self) -> bool:
        """Whether both work."""
        return self.database and self.redis
