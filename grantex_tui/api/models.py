"""What the service says, parsed once at the edge into frozen values. No transport, no words, no clock.

Field names and units are those of the vendor's documents; where the service departs from them (ISO timestamps,
newest first, a day as `period`), both forms are accepted. A counter that is missing, null, negative, fractional,
boolean or text is refused with the field's name: a missing number is not 0.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from msgspec import Struct

from grantex_tui.api.errors import GrantexAnswerError
from grantex_tui.api.sanitize import plain

T = TypeVar("T")

MAX_COUNTER: Final = 2**53 - 1
"""The largest counter accepted: the service is JavaScript and cannot count exactly beyond it."""

MAX_DAYS: Final = 90
"""The longest history: the service cuts longer ones without a word."""

ADDRESS_LIMIT: Final = 5000
"""Requests a minute that the service allows an address, checked before the key: it says nothing of the plan."""

PLAUSIBLE_YEARS: Final = (2000, 9000)
"""Years a date from the service may lie in; beyond them a window of days could leave the calendar."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T[0-9:.]{5,20}(Z|[+-]\d{2}:\d{2}))?", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


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

    `notes` says in words what in the answer was odd yet harmless, such as a day that came twice.
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


class Health(Struct, frozen=True):
    """What the service says of its own parts: `database` and `redis`, its counter store."""

    database: bool
    redis: bool

    @property
    def words(self) -> str:
        match self.database, self.redis:
            case True, True:
                return "the service calls itself healthy"
            case False, True:
                return "its database is down"
            case True, False:
                return "its counter store is down"
            case _:
                return "its database and counter store are down"


class RateLimit(Struct, frozen=True):
    """Requests a minute: allowed, left, and seconds until the minute is over; from the `x-ratelimit-*` headers."""

    limit: int
    remaining: int
    reset: int


class ResponseMeta(Struct, frozen=True):
    """Where an answer came from: path, HTTP status, the service's clock (UTC) and the request budget."""

    endpoint: str
    status: int
    server_time: dt.datetime | None = None
    rate_limit: RateLimit | None = None


class Answer(Struct, Generic[T], frozen=True):
    """A valid answer and where it came from."""

    value: T
    meta: ResponseMeta


def parse_metrics(data: object) -> UsageMetrics:
    """`GET /v1/usage`. Raises GrantexAnswerError naming the field that is not as documented."""
    body = _object(data, "the answer")
    return UsageMetrics(_text(body, "developerId"), _period(body), *_counters(body, ""))


def parse_history(data: object) -> UsageHistory:
    """`GET /v1/usage/history`, in any order. Of two entries for a day the first in the answer is kept, with a note.

    Raises GrantexAnswerError naming the field that is not as documented.
    """
    body = _object(data, "the answer")
    rows = body.get("entries")
    if not isinstance(rows, list):
        raise GrantexAnswerError(f"entries is {_kind(body, 'entries')} instead of a list")
    entries: dict[str, UsageEntry] = {}
    notes: list[str] = []
    for index, row in enumerate(rows):
        name = f"entries {index + 1}"
        fields = _object(row, name)
        entry = UsageEntry(_day(fields, name), *_counters(fields, f"{name}: "))
        if entry.date in entries:
            notes.append(f"{entry.date} came twice; the first is shown")
        else:
            entries[entry.date] = entry
    ordered = [entries[date] for date in sorted(entries)]
    differing = sum(entry.counters.total_requests != entry.counters.parts for entry in ordered)
    if differing:
        days = "1 day's total differs" if differing == 1 else f"{differing} days' totals differ"
        notes.append(f"{days} from the sum of the parts; shown as served")
    return UsageHistory(ordered, _text(body, "developerId"), tuple(notes))


def parse_subscription(data: object) -> Subscription:
    """`GET /v1/billing/subscription`. Raises GrantexAnswerError naming the field that is not as documented."""
    return Subscription(_text(_object(data, "the answer"), "plan"))


def parse_health(data: object) -> Health:
    """`GET /health`. Raises GrantexAnswerError naming the field that is not as documented."""
    body = _object(data, "the answer")
    return Health(_text(body, "database") == "ok", _text(body, "redis") == "ok")


def _counters(body: Mapping[str, object], where: str) -> tuple[int, int, int, int]:
    return (
        _counter(body, "tokenExchanges", where),
        _counter(body, "authorizations", where),
        _counter(body, "verifications", where),
        _counter(body, "totalRequests", where),
    )


def _counter(body: Mapping[str, object], name: str, where: str) -> int:
    match body.get(name):
        case bool():
            raise GrantexAnswerError(f"{where}{name} is a truth value instead of a number")
        case int(number) if number < 0:
            raise GrantexAnswerError(f"{where}{name} is negative")
        case int(number) if number > MAX_COUNTER:
            raise GrantexAnswerError(f"{where}{name} is too large to be exact")
        case int(number):
            return number
        case float():
            raise GrantexAnswerError(f"{where}{name} is not a whole number")
        case _:
            raise GrantexAnswerError(f"{where}{name} is {_kind(body, name)} instead of a number")


def _period(body: Mapping[str, object]) -> str:
    value = body.get("period")
    if isinstance(value, str) and _MONTH.fullmatch(value) and _is_date(f"{value}-01"):
        return value
    return _day_of(value) or _refuse(body, "period", "period", "a day or a month")


def _day(body: Mapping[str, object], where: str) -> str:
    return _day_of(body.get("date")) or _refuse(body, "date", f"{where}: date", "a day")


def _day_of(value: object) -> str | None:
    """The first ten characters: a converted time zone would move the day."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found and _is_date(found[1]) else None


def _is_date(text: str) -> bool:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return PLAUSIBLE_YEARS[0] <= date.year <= PLAUSIBLE_YEARS[1]


def _refuse(body: Mapping[str, object], name: str, where: str, wanted: str) -> str:
    value = body.get(name)
    came = f"“{plain(value, 24)}”" if isinstance(value, str) else _kind(body, name)
    raise GrantexAnswerError(f"{where} is {came} instead of {wanted}")


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise GrantexAnswerError(f"{name} is {_kind(body, name)} instead of text")
    return plain(value, 64)


def _object(data: object, where: str) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise GrantexAnswerError(f"{where} is {_kind_of(data)} instead of an object")
    return data


def _kind(body: Mapping[str, object], name: str) -> str:
    return _kind_of(body[name]) if name in body else "missing"


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"
