"""The archive as JSON lines, and back. An import may be repeated, and may meet what is kept already.

The first line names the format. A line of kind `account` says whose the `day` and `reading` lines after it are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated, Final, assert_never

import msgspec
from msgspec import Meta, Struct

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.base_url import parse_address
from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import Counters
from grantex_tui.api.sanitize import plain
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.store import Archive
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample

VERSION: Final = 1
BATCH: Final = 1_000
"""Lines of one transaction: others wait no longer for it than for a poll's."""

LAST_MOMENT: Final = dt.datetime.max.replace(tzinfo=dt.UTC)

Count = Annotated[int, Meta(ge=0, le=MAX_COUNTER)]
Period = Annotated[str, Meta(pattern=r"^\d{4}-\d\d(-\d\d)?$")]
Moment = Annotated[dt.datetime, Meta(tz=True)]


class InvalidLineError(ValueError):
    """The line of this number is none of an export; the message says why and repeats nothing of it."""


class _Line(Struct, frozen=True, tag_field="kind", rename="camel"):
    """What every kind of line has."""


class _Head(_Line, frozen=True, tag="grantex-tui archive"):
    version: int


class _Account(_Line, frozen=True, tag="account"):
    base_url: str
    developer_id: str
    mode: KeyMode


class _Day(_Line, frozen=True, tag="day"):
    date: dt.date
    token_exchanges: Count
    authorizations: Count
    verifications: Count
    total_requests: Count
    state: DayState
    complete: bool
    provenance: Provenance
    read_at: Moment


class _Reading(_Line, frozen=True, tag="reading"):
    at: Moment
    period: Period
    token_exchanges: Count
    authorizations: Count
    verifications: Count
    total_requests: Count


_AnyLine = _Head | _Account | _Day | _Reading


def export_lines(archive: Archive) -> Iterator[str]:
    """Everything, a line each, account after account. Raises ArchiveError."""
    yield _json(_Head(VERSION))
    for account in archive.accounts():
        yield _json(_Account(account.base_url, account.developer, account.mode))
        for record in archive.days(account, dt.date.min, dt.date.max):
            yield _json(_day(record))
        start = dt.datetime.fromtimestamp(0, dt.UTC)
        while samples := archive.samples(account, start, LAST_MOMENT, BATCH):
            last = samples[-1].at
            whole = len(samples) < BATCH  # else others of the last second may follow
            yield from (_json(_reading(sample)) for sample in samples if whole or sample.at < last)
            start = dt.datetime.fromtimestamp(last + whole, dt.UTC)


def observations(lines: Iterable[bytes]) -> Iterator[Observation]:
    """What the lines say, in parts of `BATCH`. Raises InvalidLineError."""
    account: Account | None = None
    days: list[DayRecord] = []
    samples: list[Sample] = []
    for number, text in enumerate(lines, 1):
        line = _parsed(text, number)
        if account is not None and (isinstance(line, Account) or len(days) + len(samples) >= BATCH):
            yield Observation(account, tuple(days), tuple(samples))
            days, samples = [], []
        match line:
            case Account():
                account = line
            case DayRecord():
                days.append(line)
            case Sample():
                samples.append(line)
        if account is None and (days or samples):
            raise InvalidLineError(f"line {number}: no line before it says whose it is")
    if account is not None:
        yield Observation(account, tuple(days), tuple(samples))


def _parsed(text: bytes, number: int) -> Account | DayRecord | Sample | None:
    """None for the line that names the format."""
    try:
        match msgspec.json.decode(text, type=_AnyLine):
            case _Head(version=version) if version > VERSION:
                raise InvalidLineError(f"line {number}: a newer grantex-tui wrote it")
            case _Head():
                return None
            case _Account(base_url=base_url, developer_id=developer, mode=mode):
                return Account(parse_address(base_url).url, plain(developer), mode)
            case _Day() as day:
                counted = Day(day.date, _counters(day), day.state, day.complete)
                return DayRecord(counted, day.provenance, day.read_at.astimezone(dt.UTC))
            case _Reading(period=period) as reading:
                dt.date.fromisoformat(f"{period}-01"[:10])
                return Sample(reading.at.timestamp(), period, _counters(reading))
            case line:
                assert_never(line)
    except InvalidLineError:
        raise
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise InvalidLineError(f"line {number}: {plain(str(error))}") from None


def _counters(line: _Day | _Reading) -> Counters:
    return Counters(line.token_exchanges, line.authorizations, line.verifications, line.total_requests)


def _day(record: DayRecord) -> _Day:
    day = record.day
    assert day.counters is not None, "days without a figure are not kept"
    return _Day(
        day.date,
        day.counters.token_exchanges,
        day.counters.authorizations,
        day.counters.verifications,
        day.counters.total_requests,
        day.state,
        day.complete,
        record.provenance,
        record.read_at,
    )


def _reading(sample: Sample) -> _Reading:
    at = dt.datetime.fromtimestamp(sample.at, dt.UTC)
    return _Reading(at, sample.period, *msgspec.structs.astuple(sample.counters))


def _json(line: _Line) -> str:
    return msgspec.json.encode(line).decode() + "\n"
