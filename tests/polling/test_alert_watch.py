"""What a run tells: each crossing once, whatever states come, and also where the archive does not help."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Claim, Edge
from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.polling.alert_watch import AlertWatch, AskArchive
from grantex_tui.polling.memory import StateRecorder
from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from tests.polling.test_memory import SETTINGS
from tests.polling.test_recalled import so_far
from tests.support.clock import NOON
from tests.support.states import DEVELOPER, TODAY, failure, metrics, reading, refused, state

MINUTE = dt.timedelta(minutes=1)
ASKED = AlertSettings(day_total=5_000, stale_minutes=10, key_refused=True)

CALM = state(metrics(4_000), at=NOON)
BUSY = CALM.with_usage(reading(metrics(6_000), at=NOON + MINUTE))
FAILING = CALM.with_usage(failure(at=NOON + MINUTE))
GOOD_AGAIN = FAILING.with_usage(reading(metrics(4_100), at=NOON + 30 * MINUTE))
LATER = NOON + 20 * MINUTE


def run(path: Path | None, settings: AlertSettings = ASKED) -> AlertWatch:
    """A run of the program, which remembers at `path`."""
    memory = StateRecorder(SETTINGS, path, lambda _: None) if path else None
    return AlertWatch(settings, NO_OVERRIDES, memory.claim if memory else None)


async def told(watch: AlertWatch, of: State, now: dt.datetime = LATER) -> list[tuple[str, Edge]]:
    """What is to be told of the state."""
    claims = [alert.claim for alert in await watch.claimed(of, watch.news(of, now))]
    return [(claim.kind, claim.edge) for claim in claims]


@pytest.fixture(params=["archive", "nothing kept"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    return tmp_path / "archive.db" if request.param == "archive" else None


async def test_a_crossing_is_told_when_it_happens_and_not_again(path: Path | None) -> None:
    watch = run(path)

    assert await told(watch, CALM) == []
    assert await told(watch, BUSY) == [("day total", Edge.BEGINS)]
    assert await told(watch, BUSY) == []
    assert await told(watch, BUSY.with_usage(reading(metrics(7_000), at=NOON + 2 * MINUTE))) == []


async def test_stale_figures_and_their_recovery_are_told_once_each_and_the_next_time_again(path: Path | None) -> None:
    watch = run(path)
    await told(watch, CALM)

    assert await told(watch, FAILING, NOON + 5 * MINUTE) == []
    assert await told(watch, FAILING) == [("stale", Edge.BEGINS)]
    assert await told(watch, FAILING, NOON + 25 * MINUTE) == []
    assert await told(watch, GOOD_AGAIN) == [("stale", Edge.OVER)]
    assert await told(watch, GOOD_AGAIN) == []
    again = GOOD_AGAIN.with_usage(failure(at=NOON + 31 * MINUTE))
    assert await told(watch, again, NOON + 41 * MINUTE) == [("stale", Edge.BEGINS)]


async def test_nothing_is_asked_of_the_archive_while_nothing_changes() -> None:
    asked: list[tuple[Claim, ...]] = []

    async def ask(_: State, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        asked.append(claims)
        return claims

    watch = AlertWatch(ASKED, NO_OVERRIDES, ask)
    for of in (CALM, CALM, BUSY, BUSY, BUSY):
        await told(watch, of)

    assert [[claim.kind for claim in claims] for claims in asked] == [["refused", "stale"], ["day total"]]


async def test_after_a_restart_nothing_is_told_twice_and_what_is_over_is_told(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first = run(path)
    assert await told(first, BUSY) == [("day total", Edge.BEGINS)]
    assert await told(first, FAILING) == [("stale", Edge.BEGINS)]

    second = run(path)
    assert await told(second, FAILING) == []
    assert await told(second, GOOD_AGAIN) == [("stale", Edge.OVER)]
    third = run(path)
    assert await told(third, BUSY) == []


async def test_of_two_processes_one_tells(tmp_path: Path) -> None:
    one, other = run(tmp_path / "archive.db"), run(tmp_path / "archive.db")

    assert await told(one, FAILING) == [("stale", Edge.BEGINS)]
    assert await told(other, FAILING) == []
    assert await told(other, GOOD_AGAIN) == [("stale", Edge.OVER)]
    assert await told(one, FAILING, NOON + 31 * MINUTE) == []  # it only has not read again yet
    assert await told(one, GOOD_AGAIN) == []


async def test_a_refused_key_is_told_of_the_account_that_had_it_last(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    memory = StateRecorder(SETTINGS, path, lambda _: None)
    memory.keep(CALM)
    await memory.written()
    unnamed = State().with_usage(refused())
    named = State().with_recalled(Recalled(DEVELOPER, (so_far(TODAY, 4_000),), NOON)).with_usage(refused())

    assert await told(run(path), unnamed) == [("refused", Edge.BEGINS)]
    assert await told(run(path), named) == []
    assert await told(run(path), GOOD_AGAIN.with_usage(reading(metrics(1), at=NOON + 300 * MINUTE))) == [
        ("refused", Edge.OVER)
    ]


@pytest.mark.parametrize("fault", [Fault.LOCKED, Fault.READ_ONLY, Fault.NEWER, Fault.CORRUPT])
async def test_where_the_archive_fails_the_run_itself_remembers(fault: Fault) -> None:
    async def ask(_: State, __: tuple[Claim, ...]) -> ArchiveError:
        return ArchiveError(fault)

    await tells_each_edge_once(ask)


async def test_an_archive_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grantex_tui.polling.alert_watch.CLAIM_PATIENCE", 0.001)

    async def ask(_: State, __: tuple[Claim, ...]) -> tuple[Claim, ...]:
        await asyncio.Event().wait()
        raise AssertionError

    await tells_each_edge_once(ask)


async def tells_each_edge_once(ask: AskArchive) -> None:
    watch = AlertWatch(ASKED, NO_OVERRIDES, ask)
    assert await told(watch, BUSY) == [("day total", Edge.BEGINS)]
    assert await told(watch, FAILING) == [("stale", Edge.BEGINS)]
    assert await told(watch, GOOD_AGAIN) == [("stale", Edge.OVER)]
    assert await told(watch, BUSY) == []


async def test_what_began_while_the_archive_failed_is_over_when_it_works_again() -> None:
    answers: list[Callable[[tuple[Claim, ...]], tuple[Claim, ...] | ArchiveError]] = [
        lambda _: ArchiveError(Fault.LOCKED),
        lambda _: (),  # it knows of no begin
    ]

    async def ask(_: State, claims: tuple[Claim, ...]) -> tuple[Claim, ...] | ArchiveError:
        return answers.pop(0)(claims)

    watch = AlertWatch(AlertSettings(stale_minutes=10), NO_OVERRIDES, ask)
    assert await told(watch, FAILING) == [("stale", Edge.BEGINS)]
    assert await told(watch, GOOD_AGAIN) == [("stale", Edge.OVER)]


async def test_another_account_s_figures_are_other_crossings(path: Path | None) -> None:
    watch = run(path)
    await told(watch, BUSY)

    assert await told(watch, state(metrics(6_000, developer="dev_2"), at=NOON)) == [("day total", Edge.BEGINS)]
