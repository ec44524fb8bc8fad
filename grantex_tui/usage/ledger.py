"""One value per UTC day, put together from what was read. Pure: no clock, no transport, no words.

Rules, with their sources in the API document ("How the two relate"):

- Today's live counters replace today's row; they are never added to it.
- After 00:00 UTC yesterday's row keeps the last hourly rollup's value for an hour or so. Until history was read after
  a rollup that covers the day, the day is *settling* and the higher of the row and the last live figure seen counts.
- A rollup writes today and yesterday alone, so every older day is final. A day that the service did not roll up to
  what was seen live keeps the higher figure: a finished day shrinks only where the service wrote it anew.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from grantex_tui.api.models import MAX_DAYS, NO_USE, Counters, UsageHistory, UsageMetrics
from grantex_tui.usage.utc import ONE_DAY, end_of_day

ROLLUP_DELAY: Final = dt.timedelta(hours=1)
"""How long after its end a day's row may still lack the day's last hour: the rollup is hourly."""


class DayState(enum.Enum):
    """How far a day's figure can be trusted."""

    SO_FAR = "so far"  # today: the day is not over
    SETTLING = "settling"  # over, and the service has not rolled it up for certain
    FINAL = "final"
    NO_ROW = "no row"  # history was read and has no row: no use recorded
    NEVER_READ = "never read"


class Day(Struct, frozen=True):
    """A UTC day's counters. None where nothing was read; `NO_USE` where history has no row.

    `complete`: history was read after the day was over, so averages, peaks and comparisons may use it.
    """

    date: dt.date
    counters: Counters | None
    state: DayState
    complete: bool = False


class Ledger(Struct, frozen=True, dict=True):  # `dict` leaves room for what is computed once
    """All that has been read of the days so far.

    `rows`: history as last read, at the service's time `rows_read`. `live`: the last live counters seen of each day
    that history has not caught up with, the newest served at `live_read`. `today`: the service's UTC day.
    `restarted`: one of today's live counters fell, so the service's counter store lost data.
    """

    today: dt.date | None = None
    rows: Mapping[dt.date, Counters] = field(default_factory=lambda: MappingProxyType({}))
    rows_read: dt.datetime | None = None
    live: Mapping[dt.date, Counters] = field(default_factory=lambda: MappingProxyType({}))
    live_read: dt.datetime | None = None
    restarted: bool = False

    def on(self, today: dt.date) -> Ledger:
        """The ledger on the service's day `today`."""
        return self if today == self.today else replace(self, today=today, restarted=False)

    def after_usage(self, metrics: UsageMetrics, served: dt.datetime) -> Ledger:
        """With a live reading that the service answered at `served` (UTC)."""
        ledger = self.on(metrics.day or served.date())
        if metrics.day is None:  # a month's figure is no day's
            return ledger
        before = ledger.live.get(metrics.day)
        fell = before is not None and metrics.counters.fell_from(before)
        live = MappingProxyType({**ledger.live, metrics.day: metrics.counters})
        return replace(ledger, live=live, live_read=served, restarted=ledger.restarted or fell)

    def after_history(self, history: UsageHistory, served: dt.datetime) -> Ledger:
        """With a history reading that the service answered at `served` (UTC)."""
        rows = MappingProxyType({entry.day: entry.counters for entry in history.entries})
        # A live reading of the same date named the service's day by its period, which counts more than the date.
        named = self.live_read is not None and self.live_read.date() == served.date()
        # At the turn of the day a live reading can be of the new day when history's answer still is of the old one.
        just_turned = self.today is not None and self.today - served.date() == ONE_DAY
        ledger = self if named or just_turned else self.on(served.date())
        live = {
            day: seen
            for day, seen in self.live.items()
            if day == ledger.today or not self._settled(day, seen, rows, served)
        }
        return replace(ledger, rows=rows, rows_read=served, live=MappingProxyType(live))

    def _settled(self, day: dt.date, seen: Counters, rows: Mapping[dt.date, Counters], served: dt.datetime) -> bool:
        """Whether the row read at `served` is the service's last word on `day`, last seen live as `seen`."""
        end = end_of_day(day)
        if served < end:
            return False
        row = rows.get(day)
        before = self.rows.get(day)
        rewritten = self.rows_read is not None and self.rows_read >= end and row != before
        reached = (row or NO_USE).total_requests >= seen.total_requests  # a day without use never gets a row
        return rewritten or (reached and served >= end + ROLLUP_DELAY)

    def day(self, date: dt.date) -> Day:
        """What is known of `date`. Days after today are not asked for."""
        row, seen = self.rows.get(date), self.live.get(date)
        if date == self.today:
            counters = row if seen is None else _higher(row, seen) if self._outdated else seen
            return Day(date, counters, DayState.NEVER_READ if counters is None else DayState.SO_FAR)
        read = self.rows_read
        # A row that is missing before the day is over says nothing of the day.
        if read is None or read.date() < date or (read.date() == date and row is None):
            return Day(date, seen, DayState.NEVER_READ if seen is None else DayState.SETTLING)
        counters = row or NO_USE if seen is None else _higher(row, seen)
        # From the day after next on no rollup writes the day any more; what was seen live stays the better figure.
        settles = ROLLUP_DELAY if seen is None else ONE_DAY
        if read < end_of_day(date) + settles:
            return Day(date, counters, DayState.SETTLING, complete=read >= end_of_day(date))
        return Day(
            date, counters, DayState.NO_ROW if counters == NO_USE and row is None else DayState.FINAL, complete=True
        )

    @property
    def _outdated(self) -> bool:
        """Whether today's row can be newer than the last live reading, as live readings failed for an hour or more."""
        read, live_read = self.rows_read, self.live_read
        return read is not None and live_read is not None and read - live_read > ROLLUP_DELAY

    def window(self, days: int) -> tuple[Day, ...]:
        """Exactly the `days` UTC days that end today, oldest first; empty before today is known."""
        return self._longest[-days:] if days <= MAX_DAYS else self._last(days)

    def window_before(self, days: int) -> tuple[Day, ...]:
        """The `days` days before those of `window`; empty where history does not reach back that far."""
        return self.window(2 * days)[:days] if 2 * days <= MAX_DAYS else ()

    @cached_property
    def _longest(self) -> tuple[Day, ...]:
        """The days of the longest range, of which every shorter one is the end."""
        return self._last(MAX_DAYS)

    def _last(self, days: int) -> tuple[Day, ...]:
        if self.today is None:
            return ()
        return tuple(self.day(self.today - dt.timedelta(days=ago)) for ago in range(days - 1, -1, -1))

    @property
    def days_ahead(self) -> tuple[dt.date, ...]:
        """Days after today that history has a row for: kept out of every range."""
        return tuple(sorted(day for day in self.rows if self.today is not None and day > self.today))


def _higher(row: Counters | None, seen: Counters) -> Counters:
    return seen if row is None or seen.total_requests > row.total_requests else row
