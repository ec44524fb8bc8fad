"""What the commands keep in the archive and read from it, and the command that looks after it."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sqlite3
from pathlib import Path

import pytest

from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.models import Account
from grantex_tui.archive.store import Archive
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from tests.support.archives import NOON, day, reading, seen, totals
from tests.support.days import parts
from tests.support.gated_client import counters
from tests.support.service import LoopbackService
from tests.support.shell import KEY, Shell

DEVELOPER = "dev_01M812TMWE6N6MD52B33HEX4TJ"
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


def archive_of(shell: Shell) -> Archive:
    return Archive(shell.home / ".local" / "share" / "grantex-tui" / "archive.db")


def account_at(service: LoopbackService) -> Account:
    return Account(service.url, DEVELOPER, KeyMode.LIVE)


def projected(line: str) -> int:
    """The month's likely figure in a check's line."""
    return int(line.partition("'exchanges_projected'=")[2].partition(";")[0])


def test_a_report_keeps_what_it_read(shell: Shell, recordings: LoopbackService) -> None:
    assert shell.here("report").code == 0

    kept = totals(archive_of(shell), account_at(recordings))
    assert len(kept) == 30
    assert (kept[TODAY], kept[TODAY - DAY]) == (9_064, 15_333)
    assert KEY.encode() not in archive_of(shell).path.read_bytes()


@pytest.mark.parametrize(("command", "days"), [("check", 90), ("status", 1)])
def test_so_do_a_check_and_a_status_that_asked(
    command: str, days: int, shell: Shell, recordings: LoopbackService
) -> None:
    shell.here(command)

    assert len(totals(archive_of(shell), account_at(recordings))) == days


def test_a_status_from_its_cache_does_not_touch_the_archive(shell: Shell, recordings: LoopbackService) -> None:
    shell.here("status")
    archive_of(shell).path.unlink()

    shell.here("status")

    assert not archive_of(shell).path.exists()
    assert len(recordings.requests) == 1


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("line", ["report --no-archive", "report --demo --days 365", "check --no-archive"])
def test_without_an_archive_and_in_the_demo_nothing_is_kept(line: str, shell: Shell) -> None:
    assert shell.here(*line.split()).out

    assert not (shell.home / ".local").exists()


def test_a_check_projects_the_month_by_the_weekdays_of_all_that_is_kept(
    shell: Shell, recordings: LoopbackService
) -> None:
    # Kept are twenty weeks with exchanges on Sundays alone. Today, a Sunday, is the month's 22nd day; one is to come.
    dates = [TODAY - (91 + back) * DAY for back in range(20 * 7)]
    days = (Day(date, parts(70 * (date.weekday() == 6), 0, 0), DayState.FINAL, complete=True) for date in dates)
    kept = (DayRecord(day, Provenance.HISTORY, NOON) for day in days)
    archive_of(shell).keep(seen(*kept, account=account_at(recordings)))

    alone, by_weekdays = (shell.here("check", "--projected", *more).out for more in (["--no-archive"], []))

    counted = int(by_weekdays.partition("'exchanges'=")[2].partition(";")[0])
    assert counted < projected(by_weekdays) < projected(alone)


@pytest.mark.usefixtures("recordings")
def test_an_archive_that_cannot_be_used_is_one_line_and_the_report_is_whole(shell: Shell) -> None:
    whole = shell.here("report").out
    archive_of(shell).path.unlink()
    archive_of(shell).path.symlink_to("/dev/null")

    ended = shell.here("report")

    assert (ended.code, ended.out) == (0, whole)
    reason = "the file or its folder belongs to another user, is a link, or holds something else"
    assert set(ended.err.splitlines()) == {f"grantex-tui: archive: {reason}"}


def test_a_report_reaches_back_as_far_as_the_archive_and_leaves_its_holes_open(
    shell: Shell, recordings: LoopbackService
) -> None:
    old = dt.date(2026, 6, 1)
    known = Day(old, counters(77), DayState.FINAL, complete=True)
    record = DayRecord(known, Provenance.HISTORY, NOON)
    archive_of(shell).keep(seen(record, account=account_at(recordings)))

    ended = shell.here("report", "--from", "2026-06-01", "--format", "csv")

    rows = ended.out.splitlines()
    assert rows[1:3] == ["2026-06-01,0,0,77,77,final", "2026-06-02,,,,,never read"]
    assert len(rows) == 1 + (TODAY - old).days + 1


@pytest.mark.usefixtures("recordings")
def test_a_report_by_month_adds_up_the_days(shell: Shell) -> None:
    days = json.loads(shell.here("report", "--from", "2026-10-01", "--format", "json").out)
    months = json.loads(shell.here("report", "--from", "2026-10-01", "--by", "month", "--format", "json").out)

    assert [(one["from"], one["to"]) for one in months["entries"]] == [
        ("2026-10-01", "2026-10-31"),
        ("2026-11-01", "2026-11-22"),
    ]
    assert sum(one["totalRequests"] for one in months["entries"]) == days["total"]["totalRequests"]


def test_a_report_by_hour_has_what_readings_tell_and_sums_over_gaps(shell: Shell, recordings: LoopbackService) -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    readings = [reading(total, at + dt.timedelta(hours=hour)) for hour, total in ((1, 10), (2, 30), (6, 400))]
    archive_of(shell).keep(seen(*readings, account=account_at(recordings)))

    ended = shell.here("report", "--days", "1", "--by", "hour", "--format", "csv")

    assert ended.out.splitlines()[1:5] == [
        "2026-11-22T00:00:00Z,2026-11-22T01:00:00Z,0,0,10,10,final",
        "2026-11-22T01:00:00Z,2026-11-22T02:00:00Z,0,0,20,20,final",
        "2026-11-22T02:00:00Z,2026-11-22T06:00:00Z,0,0,370,370,gap",
        "2026-11-22T06:00:00Z,2026-11-22T08:11:27Z,2190,798,5676,8664,gap",
    ]


@pytest.mark.usefixtures("recordings")
def test_a_day_without_readings_says_so(shell: Shell) -> None:
    ended = shell.here("report", "--from", "2026-11-20", "--to", "2026-11-20", "--by", "hour", "--format", "csv")

    assert ended.out.splitlines()[1:] == ["2026-11-20,2026-11-20,,,,,no readings"]


@pytest.mark.usefixtures("recordings")
def test_a_range_that_ends_before_today_is_a_table_too(shell: Shell) -> None:
    ended = shell.here("report", "--to", "2026-11-21", "--days", "2")

    assert [line.split() for line in ended.out.splitlines()] == [
        ["From", "To", "Exchanges", "Authoriz.", "Verific.", "Total", "State"],
        ["2026-11-20", "2026-11-20", "9,810", "3,777", "32,373", "45,960", "final"],
        ["2026-11-21", "2026-11-21", "3,490", "1,419", "10,424", "15,333", "final"],
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("--days 3 --from 2026-11-01", "--days and --from exclude each other"),
        ("--from 2026-11-21 --to 2026-11-20", "--from must not be later than --to"),
        ("--to 2027-01-01", "--to lies ahead: the service's day is 2026-11-22"),
        ("--from 2010-01-01", "--from and --to are more than 3650 days apart"),
        ("--timestamps", "--timestamps is for --format openmetrics"),
        ("--format openmetrics --by week", "--format openmetrics has no --by"),
        ("--from 2026-02-30", "must be a day as YYYY-MM-DD"),
    ],
)
@pytest.mark.usefixtures("recordings")
def test_a_range_that_is_none_is_a_wrong_setting(line: str, why: str, shell: Shell) -> None:
    ended = shell.here("report", *line.split())

    assert (ended.code, ended.out) == (2, "")
    assert why in ended.err


def test_record_once_keeps_and_is_silent(shell: Shell, recordings: LoopbackService) -> None:
    ended = shell.here("record", "--once")

    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert len(totals(archive_of(shell), account_at(recordings))) == 90


@pytest.mark.parametrize("option", ["--demo", "--no-archive"])
def test_record_without_an_archive_makes_no_sense(option: str, shell: Shell) -> None:
    ended = shell.here("record", option)

    assert (ended.code, ended.out) == (2, "")
    assert "record keeps what the service says" in ended.err


@pytest.mark.usefixtures("recordings")
def test_record_once_that_keeps_nothing_fails(shell: Shell) -> None:
    (shell.home / ".local").touch()

    ended = shell.here("record", "--once")

    assert (ended.code, ended.err) == (1, "grantex-tui: archive: there is no home folder to keep it in\n")
    assert shell.here("report").err == ""  # which works without


@pytest.mark.parametrize("command", [["record"], ["watch", "--plain"]])
def test_recording_and_watching_keep_on_until_they_are_ended(
    command: list[str], shell: Shell, recordings: LoopbackService
) -> None:
    process = shell.start(*command, "--interval", "5")
    archive, account = archive_of(shell), account_at(recordings)
    try:
        while len(totals(archive, account)) < 90:
            assert process.poll() is None
    finally:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)

    assert (process.returncode, err) == (143, "")
    assert archive.problems() == ()


def filled(shell: Shell) -> Archive:
    archive = archive_of(shell)
    archive.keep(seen(day(5, TODAY - DAY), day(6), reading(6)))
    return archive


def test_info_says_what_is_kept_since_when_and_how_large(shell: Shell) -> None:
    path = filled(shell).path

    ended = shell.here("archive", "info")

    assert ended.out == (
        f"{path}: 0.0 MB\n"
        "1  dev_1 at https://api.grantex.dev · LIVE · 2 days since 2026-11-21, last 2026-11-22 · "
        "1 reading since 2026-11-22\n"
    )


def test_without_an_archive_info_says_so_and_check_finds_nothing_wrong(shell: Shell) -> None:
    assert shell.here("archive", "info").out.startswith("Nothing is kept yet: ")
    assert shell.here("archive", "check").code == 0
    assert shell.here("archive", "export").out.count("\n") == 1


def test_check_says_whether_the_file_is_whole(shell: Shell) -> None:
    path = filled(shell).path
    assert shell.here("archive", "check").out == "The archive is whole.\n"
    path.write_bytes(path.read_bytes()[:5_000])

    ended = shell.here("archive", "check")

    assert (ended.code, ended.out) == (1, "the file is damaged\n")


def test_what_was_exported_is_imported_elsewhere(shell: Shell, tmp_path: Path) -> None:
    filled(shell)
    exported = shell.here("archive", "export").out
    (tmp_path / "usage.jsonl").write_text(exported)
    shell.set(XDG_DATA_HOME=str(tmp_path / "elsewhere"))

    ended = shell.script(f"grantex-tui archive import {tmp_path}/usage.jsonl && grantex-tui archive export")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Imported: 2 days, 1 reading.\n{exported}"


def test_an_import_from_standard_input_stops_at_what_is_no_line_of_an_export(shell: Shell) -> None:
    ended = shell.script("echo '{\"kind\": 1}' | grantex-tui archive import")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("grantex-tui: not imported from there on: line 1: ")


def test_forget_removes_an_account_by_its_number(shell: Shell) -> None:
    archive = filled(shell)

    assert shell.here("archive", "forget", "1").out == "Account 1 is forgotten.\n"

    assert archive.accounts() == ()
    assert shell.here("archive", "forget", "1").code == 1
    for line in (("forget",), ("forget", "dev_1"), ("info", "1")):
        assert shell.here("archive", *line).code == 2


def test_a_locked_archive_ends_the_command_with_the_reason(shell: Shell) -> None:
    other = sqlite3.connect(filled(shell).path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    ended = shell.here("archive", "info")

    other.close()
    assert (ended.code, ended.err) == (1, "grantex-tui: archive: another program holds it\n")
