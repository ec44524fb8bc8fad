"""What the archive keeps and gives back, on a real file."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from grantex_tui.api.api_key import KeyMode
from grantex_tui.archive.models import Account, Correction
from grantex_tui.usage.ledger import DayState
from tests.support.archives import ACCOUNT, NOON, OTHER, TODAY, archive_in, day, reading, readings, seen, totals

SECOND, MINUTE, DAY = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
KEY = "gx_live_SECRET0THAT0NOBODY0SEES"


def test_nothing_is_made_before_there_is_something_to_keep(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)

    assert (archive.summary(), archive.accounts(), totals(archive), archive.problems()) == (None, (), {}, ())
    assert not archive.forget(1)
    assert list(tmp_path.iterdir()) == []


def test_folder_and_file_are_their_owner_s_alone(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)

    archive.keep(seen(day(5)))

    assert stat.S_IMODE(archive.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(archive.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in archive.path.parent.iterdir()] == ["archive.db"]


def test_days_and_readings_come_back_as_they_went_in(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    yesterday, today = day(40, TODAY - DAY), day(7, state=DayState.SO_FAR)

    archive.keep(seen(yesterday, today, reading(7)))

    assert archive.days(ACCOUNT, TODAY - DAY, TODAY) == (yesterday, today)
    assert archive.days(ACCOUNT, TODAY, TODAY) == (today,)
    assert archive.samples(ACCOUNT, NOON, NOON + SECOND) == (reading(7),)
    assert archive.samples(ACCOUNT, NOON - DAY, NOON) == ()


def test_accounts_are_told_apart_by_developer_service_and_mode(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    elsewhere = Account("https://usage.example.test", "dev_1", KeyMode.LIVE)
    for total, account in enumerate((ACCOUNT, OTHER, elsewhere), 1):
        archive.keep(seen(day(total), account=account))

    assert archive.accounts() == (ACCOUNT, OTHER, elsewhere)
    assert [totals(archive, account)[TODAY] for account in archive.accounts()] == [1, 2, 3]


def test_a_figure_is_replaced_and_never_added_to(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for total in (5, 9, 9):
        assert archive.keep(seen(day(total, state=DayState.SO_FAR))) == ()

    assert totals(archive) == {TODAY: 9}


def test_a_lower_figure_that_counts_is_told_and_one_that_does_not_is_left_out(tmp_path: Path) -> None:
    archive, yesterday = archive_in(tmp_path), TODAY - DAY
    archive.keep(seen(day(1_000, yesterday)))
    rewritten = day(990, yesterday)
    later = type(rewritten)(rewritten.day, rewritten.provenance, rewritten.read_at + DAY)

    (told,) = archive.keep(seen(later))

    assert told == Correction(yesterday, 1_000, 990)
    assert told.words == "archive: 2026-11-21 went from 1,000 to 990 requests at the service"
    assert archive.keep(seen(day(980, yesterday))) == ()  # read before
    assert totals(archive) == {yesterday: 990}


def test_the_newest_reading_of_five_minutes_takes_the_place_of_the_others(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    for minutes, total in ((0, 1), (1, 2), (4, 3), (5, 4), (9, 5), (12, 6)):
        archive.keep(seen(reading(total, NOON + minutes * MINUTE)))

    assert readings(archive) == [("11-22 12:04:00", 3), ("11-22 12:09:00", 5), ("11-22 12:12:00", 6)]


def test_after_400_days_the_last_reading_of_an_hour_is_left(tmp_path: Path) -> None:
    for minutes in range(0, 120, 5):
        archive_in(tmp_path).keep(seen(reading(minutes, NOON + minutes * MINUTE)))
    much_later = NOON + 401 * DAY
    archive = archive_in(tmp_path, much_later)

    archive.keep(seen(reading(1, much_later)))

    assert readings(archive) == [("11-22 12:55:00", 55), ("11-22 13:55:00", 115), (f"{much_later:%m-%d} 12:00:00", 1)]


@pytest.mark.parametrize("wrong", [NOON + 800 * DAY, NOON - 20_000 * DAY], ids=["ahead", "1972"])
def test_a_clock_that_jumps_here_or_there_thins_nothing(wrong: dt.datetime, tmp_path: Path) -> None:
    for minutes in range(0, 60, 5):
        archive_in(tmp_path).keep(seen(reading(minutes, NOON + minutes * MINUTE)))
    before = readings(archive_in(tmp_path))

    archive_in(tmp_path, wrong).keep(seen(reading(60, NOON + 60 * MINUTE)))  # this machine's
    archive_in(tmp_path).keep(seen(reading(1, wrong)))  # the service's

    assert [one for one in readings(archive_in(tmp_path)) if one in before] == before


def test_a_reading_whose_time_is_not_of_its_period_is_not_kept(tmp_path: Path) -> None:
    archive, strange = archive_in(tmp_path), reading(9)
    archive.keep(seen(type(strange)(strange.at, "2030-01-01", strange.counters)))

    assert readings(archive) == []


def test_hostile_names_are_harmless_on_their_way_in_and_out(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    hostile = Account(ACCOUNT.base_url, "\x1b]0;owned\x07[b]dev'; DROP TABLE day; --", KeyMode.LIVE)

    archive.keep(seen(day(5), account=hostile))

    (account,) = archive.accounts()
    assert account.developer == "bdev'; DROP TABLE day; --"
    assert totals(archive, account) == {TODAY: 5}


def test_the_account_read_last_with_such_a_key_is_found(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    again = Account(ACCOUNT.base_url, "dev_3", KeyMode.LIVE)
    archive.keep(seen(day(1), reading(1, NOON + MINUTE)))
    archive.keep(seen(day(2), reading(2), account=again))
    archive.keep(seen(day(3), reading(3, NOON + 9 * MINUTE), account=OTHER))

    assert archive.last_seen(ACCOUNT.base_url, KeyMode.LIVE) == ACCOUNT
    assert archive.last_seen(ACCOUNT.base_url, KeyMode.UNKNOWN) is None


def test_the_summary_says_what_is_kept_since_when_and_how_large(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(1, TODAY - 400 * DAY), day(2), reading(2)))

    summary = archive.summary()

    assert summary is not None
    (kept,) = summary.accounts
    assert (kept.number, kept.account, kept.days, kept.readings) == (1, ACCOUNT, 2, 1)
    assert (kept.first_day, kept.last_day, kept.first_reading) == (TODAY - 400 * DAY, TODAY, NOON)
    assert summary.size == archive.path.stat().st_size


def test_an_account_is_forgotten_for_good_and_its_number_is_not_given_again(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    gone = Account(ACCOUNT.base_url, "dev_that_is_to_be_forgotten", KeyMode.LIVE)
    for account in (gone, ACCOUNT):
        archive.keep(seen(day(5), reading(5), account=account))

    assert archive.forget(1)

    assert archive.accounts() == (ACCOUNT,)
    assert b"forgotten" not in archive.path.read_bytes()
    assert not archive.forget(1)
    archive.keep(seen(day(5), account=OTHER))
    summary = archive.summary()
    assert summary is not None
    assert [kept.number for kept in summary.accounts] == [2, 3]


def test_there_is_no_key_in_the_file(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5), reading(5)))

    assert KEY.encode() not in archive.path.read_bytes()
    assert b"gx_" not in archive.path.read_bytes()
