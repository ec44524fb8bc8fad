"""A row of the archive as a frozen value, and back; no SQL. Rows are checked: somebody else may have written them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.base_url import InvalidAddressError, parse_address
from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import Counters
from grantex_tui.api.sanitize import plain
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Account
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample

Row = tuple[object, ...]
T = TypeVar("T")


def valid_rows(read: Callable[[Row], T], rows: Iterable[Row]) -> Iterator[T]:
    """What the rows say; one that no version of this program writes is left out."""
    for row in rows:
        try:
            yield read(row)
        except (TypeError, ValueError, OverflowError, OSError):
            continue


def account_of(row: Row) -> tuple[int, Account]:
    number, base_url, developer, mode = row
    try:
        address = parse_address(text_of(base_url))
    except InvalidAddressError as error:
        raise ValueError from error
    return whole(number), Account(address.url, plain(text_of(developer)), KeyMode(mode))


def record_of(row: Row) -> DayRecord:
    date, *figures, state, complete, provenance, read_at = row
    day = Day(dt.date.fromisoformat(text_of(date)), counters_of(figures), DayState(state), bool(whole(complete)))
    return DayRecord(day, Provenance(provenance), dt.datetime.fromtimestamp(whole(read_at), dt.UTC))


def sample_of(row: Row) -> Sample:
    at, period, *figures = row
    return Sample(float(whole(at)), unpacked(whole(period)), counters_of(figures))


def counters_of(figures: Sequence[object]) -> Counters:
    return Counters(*map(whole, figures))


def figures_of(counters: Counters | None) -> tuple[int, int, int, int]:
    assert counters is not None
    return counters.token_exchanges, counters.authorizations, counters.verifications, counters.total_requests


def number_of_row(rows: Sequence[Row]) -> int:
    """The first field of the only row. Raises ArchiveError where it is no number."""
    try:
        return whole(rows[0][0])
    except (TypeError, IndexError):
        raise ArchiveError(Fault.CORRUPT) from None


def whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= MAX_COUNTER:
        raise TypeError
    return value


def decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def text_of(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def date_of(value: object) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(text_of(value))
    except (TypeError, ValueError):
        raise ArchiveError(Fault.CORRUPT) from None


def moment_of(value: object) -> dt.datetime | None:
    try:
        return None if value is None else dt.datetime.fromtimestamp(whole(value), dt.UTC)
    except (TypeError, ValueError, OverflowError):
        raise ArchiveError(Fault.CORRUPT) from None


def packed(period: str) -> int:
    return int(period.replace("-", ""))


def unpacked(period: int) -> str:
    """Raises ValueError for what is no day and no month."""
    text = str(period)
    month = len(text) == 6
    date = dt.date.fromisoformat(f"{text}01" if month else text)
    return str(date)[:7] if month else str(date)
