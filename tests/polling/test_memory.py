"""What the archive is to keep of a state."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from grantex_tui.api.api_key import ApiKey, KeyMode
from grantex_tui.api.base_url import parse_address
from grantex_tui.api.models import NO_USE
from grantex_tui.archive.models import Account
from grantex_tui.archive.recorder import Outcome
from grantex_tui.archive.sample import SampleRecall
from grantex_tui.archive.store import Archive
from grantex_tui.config.settings import Settings
from grantex_tui.polling.memory import SampleMemory, StateRecorder, observed
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.utc import end_of_day, midnight
from tests.support.clock import NOON
from tests.support.states import DEVELOPER, TODAY, ago, failure, metrics, state

ADDRESS = parse_address("https://api.grantex.dev/")
SETTINGS = Settings(ApiKey("gx_test_SECRET"), ADDRESS, 30, interval_is_explicit=False, mouse=False)
ACCOUNT = Account("https://api.grantex.dev", DEVELOPER, KeyMode.TEST)


def test_before_the_account_named_itself_there_is_nothing_to_keep() -> None:
    assert observed(State(), SETTINGS) is None
    assert observed(state(failure(), failure()), SETTINGS) is None


def test_days_and_readings_are_those_of_the_state() -> None:
    seen = observed(state(metrics(63), {1: 10}), SETTINGS)

    assert seen is not None
    assert seen.account == ACCOUNT
    assert [(record.day.date, record.total) for record in seen.days[-2:]] == [(ago(1), 10), (TODAY, 63)]
    assert [sample.counters.total_requests for sample in seen.samples] == [63]


def test_of_a_history_of_fewer_days_only_those_are_kept() -> None:
    seen = observed(state(metrics(63), {1: 10}), SETTINGS, days=7)

    assert seen is not None
    assert len(seen.days) == 7


async def test_what_was_kept_comes_back_into_a_state(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive.db")
    recorder = StateRecorder(SETTINGS, archive.path, lambda _: None)
    recorder.keep(State())
    recorder.keep(state(metrics(63), {1: 10}))
    await recorder.written()

    again = state(metrics(70)).with_records(archive.days(ACCOUNT, ago(90), TODAY))

    assert [(day.counters.total_requests, day.state) for day in again.ledger.window(2) if day.counters] == [
        (10, DayState.FINAL),
        (70, DayState.SO_FAR),
    ]


async def test_what_is_kept_of_the_account_is_recalled_once_it_is_known(tmp_path: Path) -> None:
    memory = StateRecorder(SETTINGS, tmp_path / "archive.db", lambda _: None)
    memory.keep(state(metrics(63), {1: 10}))
    await memory.written()

    assert memory.recall(State()) is None
    recall = memory.recall(state(metrics(70)))
    assert recall is not None
    assert await recall.first_day() == ago(89)
    assert [record.total for record in await recall.days(ago(1), TODAY)] == [10, 63]
    assert [sample.counters.total_requests for sample in await recall.samples(midnight(TODAY), end_of_day(TODAY))] == [
        63
    ]


async def test_an_archive_that_cannot_be_read_recalls_nothing_and_says_why_once(tmp_path: Path) -> None:
    (tmp_path / "archive.db").symlink_to("/dev/null")
    told: list[Outcome] = []
    recall = StateRecorder(SETTINGS, tmp_path / "archive.db", told.append).recall(state(metrics(70)))

    assert recall is not None
    assert (await recall.first_day(), await recall.days(ago(1), TODAY)) == (None, ())
    assert [outcome.words[0].rpartition("; ")[2] for outcome in told] == ["nothing is kept"]


async def test_the_sample_account_recalls_a_year_and_its_readings_without_a_file() -> None:
    recall = SampleMemory(SampleRecall(lambda: NOON)).recall(State())
    first = await recall.first_day()

    assert first is not None
    assert (NOON.date() - first).days >= 365
    assert len(await recall.days(ago(30), ago(2))) == 29
    assert len(await recall.samples(NOON - dt.timedelta(hours=1), NOON)) == 12


async def test_a_correction_is_told_by_the_state_that_recalls_the_day_and_not_once_more(tmp_path: Path) -> None:
    told: list[Outcome] = []
    memory = StateRecorder(SETTINGS, tmp_path / "archive.db", told.append)
    memory.keep(state(metrics(63), {2: 20}))
    await memory.written()
    memory.keep(state(metrics(63), {2: 12}))
    await memory.written()

    assert told == []


async def test_an_earlier_runs_figures_are_never_kept_again_as_if_they_were_read() -> None:
    kept = Recalled(DEVELOPER, (DayRecord(Day(TODAY, NO_USE, DayState.SO_FAR), Provenance.LIVE, NOON),), NOON)

    assert observed(State().with_recalled(kept), SETTINGS) is None
