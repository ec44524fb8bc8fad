"""The archive beside an event loop: nobody waits, every error is a value, and what was written is not written again."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from pathlib import Path
from threading import Event

import pytest

from grantex_tui.archive import store
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Correction, KeptAgain, Observation
from grantex_tui.archive.recorder import NotWritten, Outcome, Recorder, Written, in_time
from grantex_tui.usage.ledger import DayState
from tests.support.archives import ACCOUNT, NOON, OTHER, TODAY, archive_in, day, reading, readings, seen, totals

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Observation]:
    """What reaches the archive, write by write."""
    found: list[Observation] = []
    keep = store.Archive.keep

    def noted(archive: store.Archive, observation: Observation) -> object:
        found.append(observation)
        return keep(archive, observation)

    monkeypatch.setattr(store.Archive, "keep", noted)
    return found


async def test_what_is_given_is_on_the_disk_once_it_was_waited_for(tmp_path: Path) -> None:
    recorder = Recorder(archive_in(tmp_path).path)

    recorder.keep(seen(day(5), reading(5)))

    assert await recorder.written() == Written()
    assert totals(archive_in(tmp_path)) == {TODAY: 5}
    assert await recorder.ask(lambda archive: archive.accounts()) == (ACCOUNT,)


async def test_only_what_is_new_is_written(tmp_path: Path, given: list[Observation]) -> None:
    recorder = Recorder(archive_in(tmp_path).path)
    old, now, later = day(5, TODAY - dt.timedelta(days=1)), reading(5), reading(8, NOON + MINUTE)
    for what in (seen(old, now), seen(old, now), seen(old, now, later, day(8, state=DayState.SO_FAR))):
        recorder.keep(what)
        await recorder.written()

    assert given == [seen(old, now), seen(day(8, state=DayState.SO_FAR), later)]


async def test_while_a_write_takes_long_only_the_last_one_waits(tmp_path: Path, given: list[Observation]) -> None:
    recorder = Recorder(archive_in(tmp_path).path)
    for total in range(1, 100):
        recorder.keep(seen(day(total, state=DayState.SO_FAR)))
        await asyncio.sleep(0)
    await recorder.written()

    assert len(given) < 50
    assert totals(archive_in(tmp_path)) == {TODAY: 99}


async def test_another_account_s_days_are_not_taken_for_written(tmp_path: Path) -> None:
    recorder = Recorder(archive_in(tmp_path).path)
    for account in (ACCOUNT, OTHER):
        recorder.keep(seen(day(5), reading(5), account=account))
        await recorder.written()

    assert totals(archive_in(tmp_path), OTHER) == {TODAY: 5}
    assert readings(archive_in(tmp_path), OTHER) == [("11-22 12:00:00", 5)]


async def test_a_fault_is_told_once_and_so_is_its_end_and_nothing_is_lost(tmp_path: Path) -> None:
    told: list[Outcome] = []
    archive = archive_in(tmp_path)
    archive.keep(seen(day(1)))
    recorder = Recorder(archive.path, told.append)
    other = sqlite3.connect(archive.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for minutes in range(2):
        recorder.keep(seen(day(5), reading(minutes, NOON + 5 * minutes * MINUTE)))
        assert await recorder.written() == NotWritten(Fault.LOCKED)
    other.close()

    recorder.keep(seen(day(5), reading(0), reading(1, NOON + 5 * MINUTE)))
    await recorder.written()
    recorder.keep(seen(day(5), reading(2, NOON + 10 * MINUTE)))
    await recorder.written()

    assert told == [NotWritten(Fault.LOCKED), Written((KeptAgain(),))]
    assert told[0].words == ("archive: another program holds it; nothing is kept",)
    assert [total for _, total in readings(archive)] == [0, 1, 2]


async def test_a_lower_figure_is_told(tmp_path: Path) -> None:
    told: list[Outcome] = []
    recorder = Recorder(archive_in(tmp_path).path, told.append)
    for total in (9, 2):
        recorder.keep(seen(day(total, state=DayState.SO_FAR)))
        await recorder.written()

    assert told == [Written((Correction(TODAY, 9, 2),))]


async def test_a_question_that_fails_is_an_answer_too(tmp_path: Path) -> None:
    path = archive_in(tmp_path).path
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"no database")

    answer = await Recorder(path).ask(lambda archive: archive.accounts())

    assert isinstance(answer, ArchiveError)
    assert answer.fault is Fault.CORRUPT


async def test_a_bug_is_seen(tmp_path: Path) -> None:
    def bug(archive: store.Archive) -> None:
        raise ZeroDivisionError(str(archive.path))

    with pytest.raises(ZeroDivisionError):
        await Recorder(archive_in(tmp_path).path).ask(bug)


async def test_a_question_that_nobody_waits_for_any_more_stops_no_other(tmp_path: Path) -> None:
    recorder = Recorder(archive_in(tmp_path).path)
    waiting = asyncio.ensure_future(recorder.ask(lambda archive: archive.accounts()))
    waiting.cancel()
    await asyncio.wait([waiting])

    assert await recorder.ask(lambda archive: archive.accounts()) == ()


def test_a_disk_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    never = Event()
    answer = in_time(archive_in(tmp_path).path, lambda _: never.wait(30), seconds=0.01)
    never.set()

    assert isinstance(answer, ArchiveError)
    assert answer.fault is Fault.SLOW
