"""What goes into archives in tests: an account, days, readings, and the states that they come from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.models import Account, Observation
from grantex_tui.archive.store import Archive
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample
from tests.support.gated_client import counters

ACCOUNT = Account("https://api.grantex.dev", "dev_1", KeyMode.LIVE)
OTHER = Account("https://api.grantex.dev", "dev_2", KeyMode.TEST)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY = NOON.date()


def archive_in(folder: Path, now: dt.datetime = NOON) -> Archive:
    """An archive that does not exist yet; this machine's clock stands at `now`."""
    return Archive(folder / "grantex-tui" / "archive.db", now.timestamp)


def day(total: int, date: dt.date = TODAY, state: DayState = DayState.FINAL) -> DayRecord:
    """A day as its history has it, or, if it is not over, as it was read live at noon."""
    live = state is DayState.SO_FAR
    read_at = NOON if live else dt.datetime.combine(date, dt.time(2), dt.UTC) + dt.timedelta(days=1)
    known = Day(date, counters(total), state, complete=state is DayState.FINAL)
    return DayRecord(known, Provenance.LIVE if live else Provenance.HISTORY, read_at)


def reading(total: int, at: dt.datetime = NOON) -> Sample:
    """A live reading of that day's counters."""
    return Sample(at.timestamp(), str(at.date()), counters(total))


def seen(*what: DayRecord | Sample, account: Account = ACCOUNT) -> Observation:
    """Those days and readings of the account."""
    days = tuple(one for one in what if isinstance(one, DayRecord))
    return Observation(account, days, tuple(one for one in what if isinstance(one, Sample)))


def totals(archive: Archive, account: Account = ACCOUNT) -> dict[dt.date, int]:
    """Every kept day's total."""
    return {record.day.date: record.total for record in archive.days(account, dt.date.min, dt.date.max)}


def readings(archive: Archive, account: Account = ACCOUNT) -> list[tuple[str, int]]:
    """Every kept reading's time and total."""
    found = archive.samples(account, dt.datetime.fromtimestamp(0, dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC))
    moments = [dt.datetime.fromtimestamp(sample.at, dt.UTC) for sample in found]
    return [(f"{at:%m-%d %H:%M:%S}", one.counters.total_requests) for at, one in zip(moments, found, strict=True)]
