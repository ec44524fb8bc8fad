"""Who tells what: each edge of a condition is claimed once, over restarts and among processes."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Account, Claim, Edge
from grantex_tui.archive.store import Archive
from grantex_tui.archive.transfer import export_lines
from grantex_tui.polling.alert_watch import RunMemory
from tests.archive.test_faults import old_file, placed
from tests.support.archives import ACCOUNT, NOON, OTHER, archive_in, day, seen, totals

MINUTE = dt.timedelta(minutes=1)
DAY_ABOVE = Claim("day total", 5_000, "2026-11-22", Edge.BEGINS, NOON)
STALE = Claim("stale", 10, "", Edge.BEGINS, NOON)
UNNAMED = Account(ACCOUNT.base_url, "", ACCOUNT.mode)

Make = Callable[..., tuple[Claim, ...]]


@pytest.fixture(params=["archive", "run"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes claims: in an archive that each time is opened anew, or in the memory of a run without one."""
    run = RunMemory()

    def claim(*claims: Claim) -> tuple[Claim, ...]:
        return archive_in(tmp_path).claim(ACCOUNT, claims) if request.param == "archive" else run.claim(claims)

    return claim


def over(claim: Claim, minutes: int) -> Claim:
    """It is over so many minutes later."""
    return replace(claim, edge=Edge.OVER, since=claim.since + minutes * MINUTE)


def again(claim: Claim, minutes: int) -> Claim:
    """It begins so many minutes later."""
    return replace(claim, since=claim.since + minutes * MINUTE)


def test_a_condition_begins_once(make: Make) -> None:
    assert make(DAY_ABOVE) == (DAY_ABOVE,)
    assert make(DAY_ABOVE, again(DAY_ABOVE, 5)) == ()


def test_other_days_thresholds_and_kinds_are_other_conditions(make: Make) -> None:
    others = (
        replace(DAY_ABOVE, period="2026-11-23"),
        replace(DAY_ABOVE, threshold=6_000),
        replace(DAY_ABOVE, kind="day exchanges"),
    )
    make(DAY_ABOVE)

    assert make(*others) == others


def test_its_end_is_told_once_and_only_if_its_begin_was(make: Make) -> None:
    assert make(over(STALE, 5)) == ()
    make(STALE)

    assert make(over(STALE, 5)) == (over(STALE, 5),)
    assert make(over(STALE, 6)) == ()


def test_after_its_end_it_may_begin_again(make: Make) -> None:
    make(STALE)
    make(over(STALE, 5))

    assert make(again(STALE, 9)) == (again(STALE, 9),)
    assert make(over(STALE, 12)) == (over(STALE, 12),)


def test_what_failed_before_another_process_told_the_end_does_not_begin_it_again(make: Make) -> None:
    make(STALE)
    make(over(STALE, 5))

    assert make(again(STALE, 4)) == ()


def test_an_end_that_another_process_saw_before_the_begin_is_none(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.claim(ACCOUNT, (again(STALE, 5),))

    assert archive.claim(ACCOUNT, (over(STALE, 4),)) == ()


def test_moments_that_a_wrong_clock_put_ahead_do_not_count(tmp_path: Path) -> None:
    archive, ahead = archive_in(tmp_path), 3 * 24 * 60
    archive.claim(ACCOUNT, (STALE,))
    archive.claim(ACCOUNT, (over(STALE, ahead),))

    assert archive.claim(ACCOUNT, (again(STALE, 5),)) == (again(STALE, 5),)


def test_accounts_are_told_apart(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.claim(ACCOUNT, (STALE,))

    assert archive.claim(OTHER, (over(STALE, 5),)) == ()
    assert archive.claim(OTHER, (STALE,)) == (STALE,)


def test_what_began_before_the_developer_was_known_is_over_with_the_first_answer(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.claim(UNNAMED, (STALE,))

    assert archive.claim(replace(UNNAMED, mode=KeyMode.TEST), (over(STALE, 5),)) == ()
    assert archive.claim(ACCOUNT, (over(STALE, 5),)) == (over(STALE, 5),)


def test_nothing_is_made_for_what_only_could_be_over(tmp_path: Path) -> None:
    assert archive_in(tmp_path).claim(ACCOUNT, (over(STALE, 5),)) == ()
    assert list(tmp_path.iterdir()) == []


def test_an_alert_of_a_day_long_ago_is_forgotten_and_one_that_goes_on_is_not(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.claim(ACCOUNT, (DAY_ABOVE, STALE))

    archive.claim(ACCOUNT, (replace(DAY_ABOVE, period="2027-11-22", since=NOON + dt.timedelta(days=365)),))

    assert alerts_in(archive) == [("dev_1", "day total", "2027-11-22"), ("dev_1", "stale", "")]


def test_a_file_from_before_there_were_alerts_takes_them_and_keeps_what_it_has(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    old_file(placed(tmp_path), 1)

    assert archive.claim(ACCOUNT, (STALE,)) == (STALE,)

    assert totals(archive) == {NOON.date(): 4}
    assert archive.claim(ACCOUNT, (STALE,)) == ()


def test_an_account_that_is_forgotten_leaves_no_alert(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    archive.keep(seen(day(5), account=OTHER))
    archive.claim(UNNAMED, (STALE,))
    archive.claim(ACCOUNT, (STALE, DAY_ABOVE))
    archive.claim(OTHER, (STALE,))

    assert archive.forget(1)

    assert alerts_in(archive) == [("dev_2", "stale", "")]
    assert b"day total" not in archive.path.read_bytes()


def test_an_export_has_none_for_another_machine_told_nothing(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    before = list(export_lines(archive))

    archive.claim(ACCOUNT, (STALE, DAY_ABOVE))

    assert list(export_lines(archive)) == before


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    hostile = Account(ACCOUNT.base_url, "\x1b]0;owned\x07dev'; DROP TABLE alert; --", KeyMode.LIVE)

    assert archive.claim(hostile, (STALE,)) == (STALE,)
    assert alerts_in(archive) == [("dev'; DROP TABLE alert; --", "stale", "")]


def test_an_archive_that_somebody_holds_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grantex_tui.archive.database.BUSY", 0.0)
    archive = archive_in(tmp_path)
    archive.claim(ACCOUNT, (STALE,))
    with sqlite3.connect(archive.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError) as caught:
            archive.claim(ACCOUNT, (DAY_ABOVE,))
    other.close()

    assert caught.value.fault is Fault.LOCKED


CLAIMER = """
import datetime as dt, sys
from pathlib import Path
from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.models import Account, Claim, Edge
from grantex_tui.archive.store import Archive

archive, account = Archive(Path(sys.argv[1])), Account("https://api.grantex.dev", "dev_1", KeyMode.LIVE)
now = dt.datetime.now(dt.UTC)
print("ready", flush=True)
sys.stdin.readline()
for kind in range(int(sys.argv[2])):
    for edge in Edge:
        if archive.claim(account, (Claim(f"{kind}", 0, "", edge, now),)):
            print(kind, edge.value)
"""
"""Makes each claim that the other makes too, and says which it was given."""


def test_two_processes_that_race_tell_each_edge_once(tmp_path: Path) -> None:
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else tmp_path  # no disk to wait for, where that can be
    conditions = 10
    with TemporaryDirectory(dir=memory) as folder:
        line = [sys.executable, "-c", CLAIMER, str(archive_in(Path(folder)).path), f"{conditions}"]
        racers = [subprocess.Popen(line, stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
        assert [racer.stdout.readline() for racer in racers if racer.stdout] == ["ready\n", "ready\n"]
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("\n")
            racer.stdin.flush()
        said = "".join(racer.communicate(timeout=60)[0] for racer in racers)

    assert [racer.returncode for racer in racers] == [0, 0]
    edges = [f"{kind} {edge.value}" for kind in range(conditions) for edge in Edge]
    assert Counter(said.splitlines()) == dict.fromkeys(edges, 1)


def alerts_in(archive: Archive) -> list[tuple[str, str, str]]:
    """Whose, which kind and of what period."""
    with sqlite3.connect(archive.path) as file:
        found = file.execute("SELECT developer, kind, period FROM alert ORDER BY developer, kind, period").fetchall()
    file.close()
    return found
