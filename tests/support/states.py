"""States of the dashboard, built by hand with fixed moments: what the tests of view and layout start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.models import Counters, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit, ResponseMeta
from grantex_tui.config.settings import Service
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Failure, Reading
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance

T = TypeVar("T")

TODAY = dt.date(2026, 11, 22)
"""A Sunday."""

NOW = dt.datetime(2026, 11, 22, 14, 32, 7, tzinfo=dt.UTC)
SERVICE = Service("api.grantex.dev", KeyMode.LIVE)
DEVELOPER = "dev_01M812TMWE6N6MD52B33HEX4TJ"


def ago(days: int) -> dt.date:
    """The UTC day `days` before today."""
    return TODAY - dt.timedelta(days=days)


def metrics(
    total: int = 63,
    *,
    period: str = "2026-11-22",
    parts: tuple[int, int, int] | None = None,
    developer: str = DEVELOPER,
) -> UsageMetrics:
    """Current usage; without `parts`, all of it verifications."""
    return UsageMetrics(developer, period, *(parts or (0, 0, total)), total)


Counted = int | tuple[int, int, int]
"""A day's total, all of it verifications, or its three parts."""


def entry(date: dt.date, counted: Counted) -> UsageEntry:
    """A day's row."""
    parts = (0, 0, counted) if isinstance(counted, int) else counted
    return UsageEntry(date.isoformat(), *parts, sum(parts))


def history(rows: Mapping[int, Counted], *notes: str) -> UsageHistory:
    """History with what each day that is so many days ago counted; a negative number is a day ahead."""
    return UsageHistory([entry(ago(days), rows[days]) for days in sorted(rows, reverse=True)], DEVELOPER, notes)


def reading(
    value: T, *, at: dt.datetime = NOW, served: dt.datetime | None = None, rate_limit: RateLimit | None = None
) -> Reading[T]:
    """A valid answer, read at `at`; the service's clock says `served`, or the same."""
    return Reading(value, ResponseMeta("/v1/usage", 200, served or at, rate_limit), at, took=0.1)


def failure(reason: str = "no answer within 10 s", *, cause: Cause = Cause.OTHER, at: dt.datetime = NOW) -> Failure:
    """A failed reading."""
    return Failure(cause, reason, at, took=0.1)


def refused() -> Failure:
    """The key was not accepted."""
    return failure("the service refuses the API key (401)", cause=Cause.KEY_REFUSED)


def state(
    usage: UsageMetrics | Failure | None = None,
    rows: UsageHistory | Mapping[int, Counted] | Failure | None = None,
    *,
    at: dt.datetime = NOW,
) -> State:
    """What the dashboard knows after these readings, each made at `at`; None: not tried yet. Rows as for `history`."""
    result = State()
    if usage is not None:
        result = result.with_usage(usage if isinstance(usage, Failure) else reading(usage, at=at))
    if rows is not None:
        outcome = rows if isinstance(rows, (UsageHistory, Failure)) else history(rows)
        result = result.with_history(outcome if isinstance(outcome, Failure) else reading(outcome, at=at))
    return result


def kept(rows: Mapping[int, Counted]) -> tuple[DayRecord, ...]:
    """What an archive has of the days that are so many days ago, all of them final."""
    found = []
    for days, counted in sorted(rows.items(), reverse=True):
        parts = (0, 0, counted) if isinstance(counted, int) else counted
        day = Day(ago(days), Counters(*parts, sum(parts)), DayState.FINAL, complete=True)
        found.append(DayRecord(day, Provenance.HISTORY, NOW - dt.timedelta(days=days - 2)))
    return tuple(found)
