"""The hours in the running app: recalled when they are looked at and not before, and renewed with the hour."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from grantex_tui.archive.errors import Fault
from grantex_tui.archive.recorder import NotWritten, Written
from grantex_tui.archive.sample import SampleRecall
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.memory import Memory, SampleMemory
from grantex_tui.polling.state import State
from grantex_tui.tui.hour_reader import OTHERS, HourReader
from grantex_tui.usage.hours import Readings, by_hour
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import midnight
from tests.support.days import parts
from tests.support.states import NOW, TODAY, Counted, ago, history, metrics, reading, state
from tests.tui.test_app import Running, running

HOUR = dt.timedelta(hours=1)

EVEN = (96, 24, 240)
"""A day of 15 requests an hour: 4 exchanges, one authorization, 10 verifications."""

SPIKE = (96, 24, 960)
ROWS: dict[int, Counted] = {**dict.fromkeys(range(1, 90), EVEN), 3: SPIKE}
"""Every day is even but for Thursday 19 November with 1,080 requests."""


def day_of(
    date: dt.date,
    total: int | tuple[int, int, int],
    *,
    spike: int | None = None,
    without: tuple[int, int] = (0, 0),
) -> list[Sample]:
    """A reading two minutes before every full hour: a 24th of `total` an hour, all of it in the hour `spike` if given,
    without those of the hours from and to `without`.
    """
    counted = (0, 0, total) if isinstance(total, int) else total
    found = []
    for hour in range(24):
        done = (hour + 1) / 24 if spike is None else float(hour >= spike)
        read = parts(*(int(part * done) for part in counted))
        if not without[0] <= hour < without[1]:
            found.append(Sample((midnight(date) + (hour + 1) * HOUR).timestamp() - 120, str(date), read))
    return found


@dataclass
class Remembered:
    """A memory of readings by day, which answers while its gate is open; it notes what is asked. Its own recall."""

    days_kept: dict[dt.date, list[Sample]] = field(default_factory=dict)
    asked: list[dt.date] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def keep(self, state: State) -> None:
        """Nothing more than it has."""

    def recall(self, state: State) -> Remembered | None:
        return None if reading_of(state.usage) is None else self

    async def first_day(self) -> dt.date | None:
        return min(self.days_kept, default=None)

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:  # noqa: ARG002
        return ()

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:
        self.asked.append(start.date())
        await self.gate.wait()
        kept = (sample for day in self.days_kept.values() for sample in day)
        return tuple(sample for sample in kept if start.timestamp() <= sample.at < end.timestamp())


def rhythm() -> Remembered:
    """The days of `ROWS` hour by hour: Thursday's all came from 11 to 12 h, and Saturday has a gap."""
    memory = Remembered({ago(days): day_of(ago(days), EVEN) for days in range(1, 90)})
    memory.days_kept[ago(3)] = day_of(ago(3), SPIKE, spike=11)
    memory.days_kept[ago(1)] = day_of(ago(1), EVEN, without=(2, 9))
    memory.days_kept[TODAY] = [sample for sample in day_of(TODAY, (0, 0, 96)) if sample.at < NOW.timestamp()]
    memory.gate.set()
    return memory


async def in_hours(dashboard: Running, *keys: str, shows: str, first: str = "█ a usual Sunday") -> None:
    """In the view of hours, and then with these keys."""
    await dashboard.ready_with(ROWS)
    await dashboard.press("shift+tab", shows=first)
    await dashboard.press(*keys, shows=shows)


async def test_only_days_of_todays_weekday_are_recalled_until_hours_are_looked_at() -> None:
    memory = rhythm()
    async with running(memory=memory) as dashboard:
        await dashboard.ready_with(ROWS)
        await dashboard.press("n", "tab", "tab", shows="[1.1k]")
        await dashboard.pilot.pause()
        assert {day.weekday() for day in memory.asked} <= {TODAY.weekday()}
        await dashboard.press("tab", shows="1,065 above a usual Thu")
        assert len(memory.asked) >= 1 + OTHERS


async def test_today_s_pace_is_judged_by_its_weekday_s_hours_also_where_hours_are_looked_at_first() -> None:
    async with running(memory=rhythm()) as dashboard:
        await dashboard.ready_with(ROWS)
        await dashboard.press("shift+tab", shows="█ a usual Sunday")
        await dashboard.shows("Sun 22 Nov 2026 by the hour")
        while not dashboard.screen.state.rhythm:
            await dashboard.pilot.pause()


async def test_while_the_archive_is_asked_it_says_so_and_other_keys_work() -> None:
    memory = rhythm()
    memory.gate.clear()
    async with running(memory=memory) as dashboard:
        await in_hours(dashboard, shows="Reading the archive…", first="by the hour")
        await dashboard.press("e", shows="Sun 22 Nov 2026 by the hour · token exchanges")
        await dashboard.refresh()
        await dashboard.answers(metrics(250, parts=(60, 10, 180)), history(ROWS))
        await dashboard.shows("250", "Reading the archive…")
        memory.gate.set()
        await dashboard.shows("a usual Sunday", "UTC")


async def test_tab_leads_from_the_calendar_to_today_s_hours_and_on_to_the_chart() -> None:
    async with running(memory=rhythm()) as dashboard:
        await dashboard.ready_with(ROWS)
        await dashboard.press("tab", "tab", "tab", shows="Sun 22 Nov 2026 by the hour · total requests")
        await dashboard.shows("00            03            06")
        await dashboard.press("tab", shows="Last 30 days")


async def test_the_first_move_goes_to_yesterday_and_the_metric_is_that_of_every_view() -> None:
    async with running(memory=rhythm()) as dashboard:
        await in_hours(dashboard, "left", shows="Sat 21 Nov 2026 by the hour")
        await dashboard.press("left", shows="Fri 20 Nov 2026 by the hour")
        await dashboard.press("pageup", shows="Fri 13 Nov 2026 by the hour")
        await dashboard.press("v", shows="by the hour · verifications")
        await dashboard.press("shift+tab", "shift+tab", "shift+tab", shows="verifications ·")


async def test_what_was_counted_in_a_gap_is_said_as_a_sum_over_it() -> None:
    async with running(memory=rhythm()) as dashboard:  # eight hours of 15
        await in_hours(dashboard, "left", shows="no readings in between: 120 from 02 to 10 h")
        assert "░ 120 ░" in dashboard.text


async def test_up_and_down_choose_the_hour_beginning_with_the_highest() -> None:
    memory = rhythm()
    async with running(memory=memory) as dashboard:
        await in_hours(dashboard, "left", "left", "left", shows="a usual Thursday")
        await dashboard.press("down", shows="11–12 h UTC: 1,080")
        await dashboard.press("down", shows="12–13 h UTC: 0, usual 15 (15–15)")
        await dashboard.press("k", "k", shows="10–11 h UTC: 0")
        await dashboard.press("right", shows="10–11 h UTC: 15, usual 15")
        await dashboard.press("escape", shows="Sun 22 Nov 2026 by the hour")
        assert dashboard.screen.selection.hour is None


async def test_a_click_chooses_the_hour_in_whose_column_it_is() -> None:
    async with running(memory=rhythm()) as dashboard:
        await in_hours(dashboard, "left", "left", "left", shows="a usual Thursday")
        axis = next(line for line in dashboard.text.splitlines() if "UTC" in line and "09" in line)
        await dashboard.pilot.click("#hours", offset=(axis.index("09"), 8))
        await dashboard.shows("09–10 h UTC: 0")
        assert dashboard.screen.selection.hour == 9
        await dashboard.pilot.click("#hours", offset=(1, 8))
        assert dashboard.screen.selection.hour == 9


async def test_the_hours_of_a_spike_are_said_in_the_day_s_line_and_in_what_is_copied_of_it() -> None:
    async with running(memory=rhythm()) as dashboard:
        await in_hours(dashboard, "n", shows="! 3.0× a usual Thu")
        await dashboard.shows("1,065 above a usual Thu, 100 % of it from 11 to 12 h", "▲ Thu 19 Nov")
        await dashboard.pilot.press("y")
        assert "100 % of it from 11 to 12 h" in dashboard.app.clipboard


async def test_moving_through_a_week_recalls_no_day_twice() -> None:
    memory = rhythm()
    async with running(memory=memory) as dashboard:
        await in_hours(dashboard, shows="UTC")
        for weekday in ("Saturday", "Friday", "Thursday"):
            await dashboard.press("left", shows=f"a usual {weekday}")
        await dashboard.pilot.pause()
        finished = [date for date in memory.asked if date < ago(1)]
        assert len(finished) == len(set(finished))


async def test_a_live_reading_moves_the_running_hour_at_once_and_a_new_hour_recalls_the_day_again() -> None:
    memory = rhythm()
    async with running(memory=memory) as dashboard:
        await in_hours(dashboard, "down", shows="14–15 h UTC: 140 so far, usual 15")  # 196 less 56 until 14:00
        await dashboard.press("down", shows="15–16 h UTC: still to come")
        await dashboard.press("up", shows="140 so far")
        before = memory.asked.count(TODAY)
        await dashboard.refresh()
        await dashboard.answers(metrics(226, parts=(60, 10, 156)), history(ROWS))
        await dashboard.shows("14–15 h UTC: 170 so far")
        assert memory.asked.count(TODAY) == before
        dashboard.service.clock.seconds += 1800
        await dashboard.refresh()
        await dashboard.answers(metrics(236, parts=(60, 10, 166)), history(ROWS))
        await dashboard.shows("236", "14–15 h UTC: 180, usual 15")  # 15:04 is near enough
        await dashboard.pilot.pause()
        assert memory.asked.count(TODAY) == before + 1


async def test_without_an_archive_today_s_hours_are_those_since_the_start() -> None:
    async with running() as dashboard:
        await in_hours(dashboard, shows="no readings before 14:32: 196 from 00:00 to 14:32", first="by the hour")
        await dashboard.shows("No readings are kept (--no-archive).")
        await dashboard.press("left", shows="Sat 21 Nov 2026 by the hour")
        assert "No readings are kept (--no-archive)." in dashboard.text
        assert "▔" not in dashboard.text


@pytest.mark.parametrize("size", [(200, 50), (100, 30), (80, 24), (60, 20), (40, 12), (20, 5)])
async def test_hours_are_shown_at_every_size(size: tuple[int, int]) -> None:
    async with running(*size, memory=rhythm()) as dashboard:
        await dashboard.answers(metrics(196, parts=(60, 10, 126)), history(ROWS))
        await dashboard.shows("196")
        await dashboard.drawn()
        await dashboard.press("shift+tab", shows="UTC" if size[0] >= 40 else "196")
        assert all(len(line) <= size[0] for line in dashboard.text.splitlines())


# The reader


def reader(memory: Memory | None) -> tuple[HourReader, list[Callable[[], object]]]:
    """A reader, and what it wants to be run."""
    started: list[Callable[[], object]] = []
    return HourReader(memory, started.append, lambda: None), started


async def run(started: list[Callable[[], object]]) -> None:
    while started:
        work = started.pop(0)()
        assert asyncio.iscoroutine(work)
        await work


async def test_a_finished_day_s_figure_closes_its_last_gap() -> None:
    known = state(metrics(196), {1: 400, 2: 500, 3: 400})
    memory = Remembered({ago(3): day_of(ago(3), 360, without=(20, 24))})
    memory.gate.set()
    hours, started = reader(memory)

    assert hours.hourly(known, ago(3)).readings is Readings.LOADING
    await run(started)

    last = hours.hourly(known, ago(3)).stretches[-1]
    assert (last.start.hour, last.counted.total_requests) == (20, 100)


async def test_another_account_s_hours_are_forgotten() -> None:
    memory = Remembered({ago(3): day_of(ago(3), 400)})
    memory.gate.set()
    hours, started = reader(memory)
    known = state(metrics(196), {3: 400})
    hours.hourly(known, ago(3))
    await run(started)
    assert hours.hourly(known, ago(3)).readings is Readings.LOADED

    other = known.with_usage(reading(metrics(5, developer="dev_other"), at=NOW + HOUR))

    assert hours.hourly(other, ago(3)).readings is Readings.LOADING


async def test_an_archive_that_fails_is_asked_again_after_the_next_reading() -> None:
    memory = Remembered()
    memory.gate.set()
    hours, started = reader(memory)
    known = state(metrics(196), ROWS)
    hours.told(NotWritten(Fault.LOCKED))
    assert hours.hourly(known, TODAY).readings is Readings.LOADING
    await run(started)

    failed = hours.hourly(known, TODAY)
    assert (failed.readings, failed.fault, started) == (Readings.FAILED, "another program holds it", [])
    assert failed.stretches[0].counted.total_requests == 196

    memory.days_kept = rhythm().days_kept
    hours.told(Written())
    later = known.with_usage(reading(metrics(200), at=NOW + dt.timedelta(seconds=60)))
    hours.hourly(later, TODAY)
    await run(started)
    assert hours.hourly(later, TODAY).readings is Readings.LOADED


async def test_what_is_usual_comes_from_the_finished_days_of_the_weekday_that_are_nearest() -> None:
    memory = rhythm()
    hours, started = reader(memory)
    known = state(metrics(196), ROWS)
    hours.hourly(known, ago(21))
    await run(started)

    found = hours.hourly(known, ago(21))

    assert [(TODAY - date).days for date, _ in found.others] == [*range(91, 21, -7), 14, 7]
    assert found.usual(Metric.TOTAL)[5] is not None


async def test_the_sample_service_s_hours_have_its_daily_rhythm_and_its_spike() -> None:
    hours, started = reader(SampleMemory(SampleRecall(lambda: NOW)))
    known = state(metrics(196), {10: (24_873, 8_370, 74_161)})  # Thursday 12 November
    hours.hourly(known, ago(10))
    await run(started)

    found = hours.hourly(known, ago(10))
    totals = [counted.total_requests for counted in by_hour(found.stretches) if counted is not None]
    peak = found.peak(Metric.TOTAL)

    assert sum(totals) == parts(24_873, 8_370, 74_161).total_requests
    assert totals[2] < totals[8] < totals[15]
    assert peak is not None
    assert (peak.start, peak.end) == (11, 14)
