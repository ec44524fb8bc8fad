"""What an archive of the sample service would hold, made up in memory: `--demo` never touches a file. Pure."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

from grantex_tui.api.models import NO_USE
from grantex_tui.api.sample_service import LAUNCH, SEED, day_counters, history_row
from grantex_tui.archive.thinning import FINE
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import ONE_DAY, end_of_day, midnight


def sample_records(first: dt.date, now: dt.datetime, seed: int = SEED) -> tuple[DayRecord, ...]:
    """The days from `first` to two before `now` (UTC), which are final; none from before the sample account began."""
    records = []
    date = max(first, LAUNCH)
    while date < now.date() - ONE_DAY:
        row = history_row(seed, date, now)
        state = DayState.NO_ROW if row is None else DayState.FINAL
        records.append(DayRecord(Day(date, row or NO_USE, state, complete=True), Provenance.HISTORY, now))
        date += ONE_DAY
    return tuple(records)


def sample_readings(date: dt.date, now: dt.datetime, seed: int = SEED) -> tuple[Sample, ...]:
    """A reading every five minutes of the UTC day `date`, up to `now`; none of a day that has no row any more."""
    if date < now.date() and history_row(seed, date, now) is None:
        return ()
    start, end = midnight(date), min(end_of_day(date), now)
    seconds = range(FINE - 1, int((end - start).total_seconds()), FINE)
    return tuple(Sample(start.timestamp() + at, str(date), day_counters(seed, date, float(at))) for at in seconds)


class SampleRecall:
    """A `Recall` of the sample account at `now()`."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self._now = now

    async def first_day(self) -> dt.date | None:
        return LAUNCH

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        return tuple(record for record in sample_records(first, self._now()) if record.day.date <= last)

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:
        return await asyncio.to_thread(self._samples, start, end)

    def _samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:
        now, date, found = self._now(), start.date(), list[Sample]()
        while midnight(date) < min(end, now):
            found += sample_readings(date, now)
            date += ONE_DAY
        return tuple(sample for sample in found if start.timestamp() <= sample.at < end.timestamp())
