"""What can be wrong with the file and its folder: each is an error with a reason, and nothing of it is made worse."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grantex_tui.archive.database import APPLICATION, MIGRATIONS
from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import SetAside
from grantex_tui.archive.recorder import in_time
from tests.support.archives import ACCOUNT, TODAY, archive_in, day, reading, seen, totals

ROOT = os.geteuid() == 0
NOBODY = 65534


def fault_of(folder: Path) -> Fault:
    """Why nothing can be kept there."""
    with pytest.raises(ArchiveError) as caught:
        archive_in(folder).keep(seen(day(9_999)))
    assert "\n" not in str(caught.value)
    return caught.value.fault


def placed(folder: Path) -> Path:
    """Where the archive's file is to be, in a folder that stands."""
    path = archive_in(folder).path
    path.parent.mkdir(mode=0o700)
    return path


def test_another_program_s_transaction_is_waited_for_a_moment_only(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    other = sqlite3.connect(archive.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    assert fault_of(tmp_path) is Fault.LOCKED
    assert totals(archive) == {TODAY: 5}  # who reads is not kept waiting

    other.close()
    archive.keep(seen(day(6)))


def test_without_a_home_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "grantex-tui").touch()

    assert fault_of(tmp_path) is Fault.NO_HOME
    assert totals(archive_in(tmp_path)) == {}
    assert fault_of(Path(os.devnull)) is Fault.NO_HOME


@pytest.mark.skipif(not ROOT, reason="only root can mount a file system that is full")
def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", tmp_path], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        archive = archive_in(tmp_path)
        archive.keep(seen(day(5)))
        subprocess.run(["dd", "if=/dev/zero", f"of={tmp_path}/filler", "bs=4k"], capture_output=True, check=False)

        assert fault_of(tmp_path) is Fault.FULL
        assert (archive.problems(), totals(archive)) == ((), {TODAY: 5})
        (tmp_path / "filler").unlink()
        archive.keep(seen(day(6), reading(6)))
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(not ROOT, reason="only root can mount a file system that is not to be written")
def test_a_read_only_home_is_read_from(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    bound = subprocess.run(["mount", "--bind", "-o", "ro", tmp_path, tmp_path], check=False)
    if bound.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        assert fault_of(tmp_path) is Fault.READ_ONLY
        assert totals(archive) == {TODAY: 5}
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.parametrize("content", [b"no database", bytes(9_000), os.urandom(9_000)], ids=["text", "zeros", "noise"])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(content: bytes, tmp_path: Path) -> None:
    path = placed(tmp_path)
    path.write_bytes(content)

    (told,) = archive_in(tmp_path).keep(seen(day(5)))

    assert isinstance(told, SetAside)
    assert told.name == "archive-damaged-2026-11-22T120000Z.db"
    assert (path.parent / told.name).read_bytes() == content
    assert totals(archive_in(tmp_path)) == {TODAY: 5}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_never_taken_for_whole(share: float, tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(*(day(number, TODAY.replace(year=2000 + number)) for number in range(26)), reading(1)))
    with archive.path.open("r+b") as file:
        file.truncate(int(archive.path.stat().st_size * share))

    assert archive.problems() != ()
    events = archive.keep(seen(day(5), reading(5)))

    assert isinstance(events[0], SetAside)
    assert (archive.problems(), totals(archive)) == ((), {TODAY: 5})


def test_reading_a_damaged_file_says_so_and_leaves_it(tmp_path: Path) -> None:
    path = placed(tmp_path)
    path.write_bytes(b"no database" * 500)

    with pytest.raises(ArchiveError) as caught:
        totals(archive_in(tmp_path))

    assert caught.value.fault is Fault.CORRUPT
    assert [found.name for found in path.parent.iterdir()] == ["archive.db"]


def test_tables_of_a_newer_version_are_read_and_never_written(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    with sqlite3.connect(archive.path) as newer:
        newer.execute("ALTER TABLE day ADD COLUMN note TEXT")
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    newer.close()
    before = archive.path.read_bytes()

    assert fault_of(tmp_path) is Fault.NEWER
    assert totals(archive) == {TODAY: 5}
    assert archive.path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = placed(tmp_path)
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE history (url TEXT)")
    other.close()
    path.chmod(0o600)
    before = path.read_bytes()

    assert fault_of(tmp_path) is Fault.NOT_OURS
    assert path.read_bytes() == before


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path, target = placed(tmp_path), tmp_path / "elsewhere.db"
    path.symlink_to(target)

    assert fault_of(tmp_path) is Fault.NOT_OURS
    assert not target.exists()


def test_a_pipe_in_its_place_is_refused_and_hangs_nobody(tmp_path: Path) -> None:
    os.mkfifo(placed(tmp_path))

    assert fault_of(tmp_path) is Fault.NOT_OURS


@pytest.mark.skipif(not ROOT, reason="only root can give files away")
@pytest.mark.parametrize("whose", ["archive.db", "."])
def test_another_user_s_file_or_folder_is_refused(whose: str, tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    os.chown(archive.path.parent / whose, NOBODY, NOBODY)

    assert fault_of(tmp_path) is Fault.NOT_OURS
    with pytest.raises(ArchiveError):
        totals(archive)


@pytest.mark.skipif(not ROOT, reason="only root writes where another user's home is")
def test_root_makes_nothing_in_another_user_s_home(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, NOBODY)

    assert fault_of(tmp_path) is Fault.NOT_OURS
    assert list(tmp_path.iterdir()) == []


def test_what_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    archive.path.chmod(0o644)
    archive.path.parent.chmod(0o777)

    archive.keep(seen(day(6)))

    assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(archive.path.parent.stat().st_mode) == 0o700


def test_rows_that_no_version_of_the_program_writes_are_left_out(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5), reading(5)))
    with sqlite3.connect(archive.path) as hostile:
        for date, figure in (("2026-11-20", "'\x1b[2J'"), ("[b]x", "1"), ("2026-11-19", "-1"), ("2026-11-18", "1e300")):
            values = f"1, '{date}', {figure}, 0, 0, 0, 'final', 1, 'history', 0"
            hostile.execute(f"INSERT INTO day VALUES ({values})")
        hostile.execute("INSERT INTO account VALUES ('javascript:x', 'dev', 'LIVE', 9, 0)")
        hostile.execute("INSERT INTO reading VALUES (1, 5, 20261399, 0, 0, 0, 0)")
    hostile.close()

    assert totals(archive) == {TODAY: 5}
    assert archive.accounts() == (ACCOUNT,)


def old_file(path: Path, version: int) -> None:
    """The tables as the program's `version` left them."""
    with sqlite3.connect(path) as old:
        for statements in MIGRATIONS[:version]:
            for statement in statements:
                old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
        if version >= 1:
            old.execute("INSERT INTO account VALUES ('https://api.grantex.dev', 'dev_1', 'LIVE', 1, 0)")
            old.execute("INSERT INTO day VALUES (1, '2026-11-22', 0, 0, 4, 4, 'so far', 0, 'live', 1795348800)")
    old.close()
    path.chmod(0o600)


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
def test_tables_of_every_version_are_brought_up_to_date_with_what_they_hold(version: int, tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    old_file(placed(tmp_path), version)

    assert totals(archive) == ({TODAY: 4} if version else {})
    archive.keep(seen(day(5)))

    assert totals(archive) == {TODAY: 5}
    with sqlite3.connect(archive.path) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert now.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert now.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    now.close()


def test_a_file_that_somebody_put_into_wal_mode_is_put_back(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5)))
    with sqlite3.connect(archive.path) as other:
        other.execute("PRAGMA journal_mode = WAL")
    other.close()

    archive.keep(seen(day(6)))

    assert [path.name for path in archive.path.parent.iterdir()] == ["archive.db"]


@pytest.fixture
def without_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("grantex_tui.archive.")]:
        if name.endswith((".store", ".database")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlite3", None)


@pytest.mark.usefixtures("without_sqlite")
def test_a_python_without_sqlite_says_so(tmp_path: Path) -> None:
    answer = in_time(tmp_path / "archive.db", lambda archive: archive.accounts())

    assert isinstance(answer, ArchiveError)
    assert answer.fault is Fault.NO_SQLITE


def test_a_copy_of_the_folder_is_an_archive(tmp_path: Path) -> None:
    archive_in(tmp_path).keep(seen(day(5)))

    shutil.copytree(tmp_path / "grantex-tui", tmp_path / "copy" / "grantex-tui")

    assert totals(archive_in(tmp_path / "copy")) == {TODAY: 5}
