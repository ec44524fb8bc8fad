"""One value per UTC day, put together from what was read. Pure: no clock, no transport, no words.

Rules, with their sources in the API document ("How the two relate"):

- Today's live counters replace today's row; they are never added to it.
- After 00:00 UTC yesterday's row keeps the last hourly rollup's value until the next rollup, whose timer starts with
  the service's process. The day is *settling* until its row was seen to be rewritten after the day's end, or
  `SETTLE_TIME` passed; until then the higher of the row and the last live figure seen counts.
- A rollup writes today and yesterday alone, so every older day is final. A day that the service did not roll up to
  what was seen live keeps the higher figure: a finished day shrinks only where the service wrote it anew.
- At midnight replicas of the service may still answer for the day before: that turns nothing back.
- A row that was served is never called absent. Where no row lies in the range that history was asked for, the service's
  day contradicts its rows, and a day without a row is not known rather than without use.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import NO_USE, Counters, UsageHistory, UsageMetrics
from grantex_tui.usage.utc import ONE_DAY, REPLICA_LAG, WEEK, end_of_day, midnight

ROLLUP_DELAY: Final = dt.timedelta(hours=1)
"""How far a row may be behind the live figures: the rollup is hourly."""

SETTLE_TIME: Final = dt.timedelta(hours=2)
"""How long after a day's end its row, if not seen to change, may still lack the day's last hour."""


FARTHEST: Final = 3650
"""Days of the longest range."""


def weeks_before(days: int) -> int:
    """How many weeks before a range of `days` days the one lies that it is compared with, weekday by weekday."""
    return -(-days // WEEK.days)


class DayState(enum.Enum):
    """How far a day's figure can be trusted."""

    SO_FAR = "so far"  # today: the day is not over
    SETTLING = "settling"  # over, and perhaps not rolled up: no average, peak or outlier may use it
    FINAL = "final"
    NO_ROW = "no row"  # history was read and has no row: no use recorded
    NEVER_READ = "never read"


class Day(Struct, frozen=True):
    """A UTC day's counters. None where nothing was read; `NO_USE` where history has no row.

    `complete`: over and settled, so that averages, peaks and comparisons may use it.
    """

    date: dt.date
    counters: Counters | None
    state: DayState
    complete: bool = False


class Provenance(enum.Enum):
    """Which of the service's answers a day's figure comes from."""

    LIVE = "live"
    HISTORY = "history"
    SETTLED = "settled"  # history, whose row is the last word on what was seen live


class DayRecord(Struct, frozen=True):
    """A day as it was known when the service answered at `read_at` (UTC): what outlives the process that read it."""

    day: Day
    provenance: Provenance
    read_at: dt.datetime

    @property
    def total(self) -> int:
        """Total requests; 0 where there is no figure."""
        return self.day.counters.total_requests if self.day.counters else 0


class Ledger(Struct, frozen=True, dict=True):  # `dict` leaves room for what is computed once
    """All that has been read of the days so far.

    `rows`: history as last read, at the service's time `rows_read`. `live`: the last live counters seen of each day
    that history has not caught up with, the newest served at `live_read`. `today`: the service's UTC day.
    `restarted`: one of today's live counters fell, so the service's counter store lost data. `rewritten`: recent days
    whose row was seen to change after their end. `rows_fit`: whether the rows can be of the day they were read on.
    `kept`: what earlier runs of the program knew of the days.
    """

    today: dt.date | None = None
    rows: Mapping[dt.date, Counters] = field(default_factory=lambda: MappingProxyType({}))
    rows_read: dt.datetime | None = None
    live: Mapping[dt.date, Counters] = field(default_factory=lambda: MappingProxyType({}))
    live_read: dt.datetime | None = None
    restarted: bool = False
    rewritten: frozenset[dt.date] = frozenset()
    rows_fit: bool = True
    kept: Mapping[dt.date, DayRecord] = field(default_factory=lambda: MappingProxyType({}))

    def recall(self, records: Iterable[DayRecord]) -> Ledger:
        """With what earlier processes knew; live figures that history had not caught up with are held against it."""
        kept = {record.day.date: record for record in records}
        unsettled = [
            record
            for record in kept.values()
            if record.provenance is Provenance.LIVE and record.day.state in (DayState.SO_FAR, DayState.SETTLING)
        ]
        live = {record.day.date: record.day.counters for record in unsettled if record.day.counters is not None}
        live_read = self.live_read or max((record.read_at for record in unsettled), default=None)
        return replace(
            self, kept=MappingProxyType(kept), live=MappingProxyType(live | {**self.live}), live_read=live_read
        )

    def on(self, today: dt.date) -> Ledger:
        """The ledger on the service's day `today`."""
        return self if today == self.today else replace(self, today=today, restarted=False)

    def after_usage(self, metrics: UsageMetrics, served: dt.datetime) -> Ledger:
        """With a live reading that the service answered at `served` (UTC)."""
        day = metrics.day or served.date()
        if self._is_late(day, served):
            return self._with_late(day, metrics)
        ledger = self._moved(day, served)
        if metrics.day is None:  # a month's figure is no day's
            return ledger
        before = ledger.live.get(day)
        fell = before is not None and metrics.counters.fell_from(before)
        live = MappingProxyType({**ledger.live, day: metrics.counters})
        return replace(ledger, live=live, live_read=served, restarted=ledger.restarted or fell)

    def _is_late(self, day: dt.date, served: dt.datetime) -> bool:
        """Whether a replica answered for yesterday around midnight, after another one turned the day."""
        if self.today is None or self.today - day != ONE_DAY:
            return False
        return abs(served - midnight(self.today)) <= REPLICA_LAG

    def _with_late(self, day: dt.date, metrics: UsageMetrics) -> Ledger:
        seen = self.live.get(day)
        if metrics.day is None or seen is None or metrics.total_requests <= seen.total_requests:
            return self
        return replace(self, live=MappingProxyType({**self.live, day: metrics.counters}))

    def _moved(self, day: dt.date, served: dt.datetime) -> Ledger:
        """On `day`. Where that is back in time, nothing was read after `served`."""
        if self.today is None or day >= self.today:
            return self.on(day)
        live = {date: seen for date, seen in self.live.items() if date <= day}
        read = None if self.rows_read is None else min(self.rows_read, served)
        return replace(self.on(day), live=MappingProxyType(live), rows_read=read)

    def after_history(self, history: UsageHistory, served: dt.datetime) -> Ledger:
        """With a history reading that the service answered at `served` (UTC)."""
        rows = MappingProxyType({entry.day: entry.counters for entry in history.entries})
        # A live reading of the same date named the service's day by its period, which counts more than the date.
        named = self.live_read is not None and self.live_read.date() == served.date()
        # At the turn of the day a live reading can be of the new day when history's answer still is of the old one.
        just_turned = self.today is not None and self.today - served.date() == ONE_DAY
        ledger = self if named or just_turned else self._moved(served.date(), served)
        rewritten = self._rewritten(rows, served)
        live = {
            day: seen
            for day, seen in ledger.live.items()
            if day == ledger.today or not (day in rewritten or _reached(day, seen, rows, served))
        }
        return replace(
            ledger,
            rows=rows,
            rows_read=served,
            live=MappingProxyType(live),
            rewritten=rewritten,
            rows_fit=rows_fit(rows, ledger.today or served.date()),
        )

    def _rewritten(self, rows: Mapping[dt.date, Counters], served: dt.datetime) -> frozenset[dt.date]:
        """The days whose row changed between two readings after the day's end; yesterday, and those last seen live."""
        read, yesterday = self.rows_read, served.date() - ONE_DAY
        kept = {day for day in self.rewritten if day >= yesterday}
        if read is None:
            return frozenset(kept)
        changed = {day for day in (*self.live, yesterday) if rows.get(day) != self.rows.get(day)}
        return frozenset(kept | {day for day in changed if end_of_day(day) <= min(read, served)})

    def day(self, date: dt.date) -> Day:
        """What is known of `date`. Days after today are not asked for."""
        kept = self.kept.get(date)
        if kept is None:
            return self._read_day(date)
        if date < self._oldest_served and date not in self.rows and date not in self.live:
            return kept.day
        return reconciled(kept, self.record(date)).day

    @cached_property
    def _oldest_served(self) -> dt.date:
        """Before this day the history that was read can have nothing to say."""
        return self.rows_read.date() - MAX_DAYS * ONE_DAY if self.rows_read else dt.date.max

    def record(self, date: dt.date) -> DayRecord:
        """What this process read of `date`, with where it comes from; `kept` has no part in it."""
        day, read = self._read_day(date), self.rows_read or dt.datetime.min.replace(tzinfo=dt.UTC)
        if self.live_read is not None and day.counters is not None and day.counters is self.live.get(date):
            return DayRecord(day, Provenance.LIVE, min(self.live_read, end_of_day(date)))
        return DayRecord(day, Provenance.SETTLED if date in self.rewritten else Provenance.HISTORY, read)

    def _read_day(self, date: dt.date) -> Day:
        row, seen = self.rows.get(date), self.live.get(date)
        if date == self.today:
            counters = row if seen is None else _higher(row, seen) if self._outdated else seen
            return Day(date, counters, DayState.NEVER_READ if counters is None else DayState.SO_FAR)
        read = self.rows_read
        if read is None or read.date() < date or (row is None and not self._serves(date, read)):
            return Day(date, seen, DayState.NEVER_READ if seen is None else DayState.SETTLING)
        counters = row or NO_USE if seen is None else _higher(row, seen)
        # From the day after next on no rollup writes the day any more; what was seen live stays the better figure.
        settles = SETTLE_TIME if seen is None else ONE_DAY
        if date not in self.rewritten and read < end_of_day(date) + settles:
            return Day(date, counters, DayState.SETTLING)
        state = DayState.NO_ROW if counters == NO_USE and row is None else DayState.FINAL
        return Day(date, counters, state, complete=True)

    def _serves(self, date: dt.date, read: dt.datetime) -> bool:
        """Whether history, read then, would have a row of `date` if there was use.

        Not before the day is over, nor where its rows are of other days, nor beyond its longest range.
        """
        return self.rows_fit and read.date() != date and (read.date() - date).days <= MAX_DAYS

    @property
    def _outdated(self) -> bool:
        """Whether today's row can be newer than the last live reading, as live readings failed for an hour or more."""
        read, live_read = self.rows_read, self.live_read
        return read is not None and live_read is not None and read - live_read > ROLLUP_DELAY

    def window(self, days: int) -> tuple[Day, ...]:
        """Exactly the `days` UTC days that end today, oldest first; empty before today is known."""
        if days <= MAX_DAYS:
            return self._longest[-days:]
        known = self.known
        if self.today is None or days <= len(known):
            return known[-days:]
        return (*self.between(self.today - dt.timedelta(days=days - 1), known[0].date - ONE_DAY), *known)

    def window_before(self, days: int) -> tuple[Day, ...]:
        """As many days as `window`, whole weeks before it; empty where history does not reach back that far."""
        reach = days + weeks_before(days) * WEEK.days
        return self.window(reach)[:days] if reach <= MAX_DAYS else ()

    @cached_property
    def known(self) -> tuple[Day, ...]:
        """The days from the first of which anything is known to today, oldest first, as far as the longest range."""
        if self.today is None:
            return ()
        served = (day for day in self.rows if (self.today - day).days < MAX_DAYS)
        first = min((*self.kept, *served, *self.live, self.today))
        days = min(max((self.today - first).days + 1, 1), FARTHEST)
        older = self.between(self.today - dt.timedelta(days=days - 1), self.today - dt.timedelta(days=MAX_DAYS))
        return (*older, *self._longest[-days:])

    @cached_property
    def _longest(self) -> tuple[Day, ...]:
        """The days of the longest range, of which every shorter one is the end."""
        return self._last(MAX_DAYS)

    def _last(self, days: int) -> tuple[Day, ...]:
        if self.today is None:
            return ()
        return tuple(self.day(self.today - dt.timedelta(days=ago)) for ago in range(days - 1, -1, -1))

    def between(self, first: dt.date, last: dt.date) -> tuple[Day, ...]:
        """The UTC days from `first` to `last`, both among them, oldest first; `last` is not after today."""
        return tuple(self.day(first + dt.timedelta(days=after)) for after in range((last - first).days + 1))

    def records(self, days: int = MAX_DAYS) -> tuple[DayRecord, ...]:
        """What this process read of the `days` UTC days that end today, oldest first; days without a figure are out."""
        if self.today is None:
            return ()
        found = (self.record(self.today - dt.timedelta(days=ago)) for ago in range(days - 1, -1, -1))
        return tuple(record for record in found if record.day.counters is not None)

    @property
    def days_ahead(self) -> tuple[dt.date, ...]:
        """Days after today that history has a row for: kept out of every range."""
        return tuple(sorted(day for day in self.rows if self.today is not None and day > self.today))


def rows_fit(rows: Iterable[dt.date], day: dt.date) -> bool:
    """Whether rows can be the history of the service's `day`: one lies in the range or near it, or there are none."""
    days, first = tuple(rows), day - MAX_DAYS * ONE_DAY - WEEK
    return not days or any(first <= row <= day + WEEK for row in days)


def _reached(day: dt.date, seen: Counters, rows: Mapping[dt.date, Counters], served: dt.datetime) -> bool:
    """Whether the row has all that was `seen` live of a settled day; one without use never gets a row."""
    row = rows.get(day) or NO_USE
    return row.total_requests >= seen.total_requests and served >= end_of_day(day) + SETTLE_TIME


def _higher(row: Counters | None, seen: Counters) -> Counters:
    return seen if row is None or seen.total_requests > row.total_requests else row


def reconciled(kept: DayRecord, now: DayRecord) -> DayRecord:
    """Which of two records of a day counts, by the rules above; the same again where nothing is new.

    A lower figure takes the place of a higher one in two cases: today's counters were read again, for the service lost
    some; or the service wrote a finished day anew.
    """
    if now.day.counters is None or (kept.day.counters == now.day.counters and kept.day.state is now.day.state):
        return kept
    if kept.day.counters is None:
        return now
    higher = now if now.total > kept.total else kept
    match kept.day.state, now.day.state:
        case DayState.SO_FAR, DayState.SO_FAR:
            behind = now.provenance is not Provenance.LIVE and kept.provenance is Provenance.LIVE
            return higher if behind else now if now.read_at >= kept.read_at else kept
        case ((DayState.FINAL | DayState.NO_ROW), DayState.FINAL):
            rewritten = kept.provenance is not Provenance.LIVE or now.provenance is Provenance.SETTLED
            return now if now.read_at > kept.read_at and rewritten else higher
        case ((DayState.SO_FAR | DayState.SETTLING), (DayState.SETTLING | DayState.FINAL | DayState.NO_ROW)):
            return now if now.provenance is Provenance.SETTLED else _closed(higher, now)
        case _:  # the day was further on already
            return higher


def _closed(higher: DayRecord, now: DayRecord) -> DayRecord:
    """`higher` in the state that the day has `now`: a day with use has a row, whether it is served or not."""
    state = DayState.FINAL if now.day.state is DayState.NO_ROW and higher.total else now.day.state
    day = replace(higher.day, state=state, complete=now.day.complete)
    return DayRecord(day, higher.provenance, max(higher.read_at, now.read_at))
