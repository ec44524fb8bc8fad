"""The archive as JSON lines, and back: the same comes out, however often it goes in."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from grantex_tui.archive.store import Archive
from grantex_tui.archive.transfer import InvalidLineError, export_lines, observations
from grantex_tui.usage.ledger import DayState
from tests.support.archives import NOON, OTHER, TODAY, archive_in, day, reading, seen, totals

HEAD = b'{"kind":"grantex-tui archive","version":1}'
ACCOUNT_LINE = b'{"kind":"account","baseUrl":"https://api.grantex.dev","developerId":"dev_1","mode":"LIVE"}'
DAY_LINE = (
    b'{"kind":"day","date":"2026-11-22","tokenExchanges":0,"authorizations":0,"verifications":5,"totalRequests":5,'
    b'"state":"final","complete":true,"provenance":"history","readAt":"2026-11-23T02:00:00Z"}'
)


def lines(archive: Archive) -> list[bytes]:
    return [line.encode() for line in export_lines(archive)]


def put(archive: Archive, what: list[bytes]) -> None:
    for observation in observations(what):
        archive.keep(observation)


@pytest.fixture
def filled(tmp_path: Path) -> Archive:
    archive = archive_in(tmp_path)
    days = [day(number, TODAY - dt.timedelta(days=number)) for number in range(1, 40)]
    samples = [reading(number, NOON + dt.timedelta(minutes=5 * number)) for number in range(30)]
    archive.keep(seen(*days, day(9, state=DayState.SO_FAR), *samples))
    archive.keep(seen(day(3), reading(3), account=OTHER))
    return archive


def test_an_export_names_its_format_and_each_account_before_what_is_kept_of_it(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(5), reading(5)))

    found = lines(archive)

    assert found[:3] == [HEAD + b"\n", ACCOUNT_LINE + b"\n", DAY_LINE + b"\n"]
    assert json.loads(found[3]) == {
        "kind": "reading",
        "at": "2026-11-22T12:00:00Z",
        "period": "2026-11-22",
        "tokenExchanges": 0,
        "authorizations": 0,
        "verifications": 5,
        "totalRequests": 5,
    }
    assert len(found) == 4


def test_an_import_into_nothing_is_the_same_archive_and_a_second_one_changes_nothing(
    filled: Archive, tmp_path: Path
) -> None:
    other = archive_in(tmp_path / "other")
    exported = lines(filled)
    other.path.parent.parent.mkdir()

    put(other, exported)
    assert lines(other) == exported
    put(other, exported)
    assert lines(other) == exported


def test_what_is_kept_already_and_counts_stays(tmp_path: Path) -> None:
    archive = archive_in(tmp_path)
    archive.keep(seen(day(8)))

    put(archive, [HEAD, ACCOUNT_LINE, DAY_LINE])

    assert totals(archive) == {TODAY: 8}


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_every_reading_is_exported_whatever_a_page_holds(
    size: int, filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = lines(filled)
    monkeypatch.setattr("grantex_tui.archive.transfer.BATCH", size + 1)

    assert lines(filled) == whole


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (b"{", "truncated"),
        (b"[]", "object"),
        (b'{"kind":"grantex-tui archive","version":2}', "newer grantex-tui"),
        (b'{"kind":"day"}', "missing"),
        (DAY_LINE.replace(b":5,", b":-5,"), "0"),
        (DAY_LINE.replace(b"2026-11-22", b"2026-13-22"), "date"),
        (DAY_LINE.replace(b"final", b"\x1b[2J"), "malformed"),
        (DAY_LINE.replace(b"02:00:00Z", b"02:00:00"), "timezone"),
        (ACCOUNT_LINE.replace(b"https://", b"https://u:gx_live_SECRET@"), "user name or password"),
        (b'{"kind":"day","else":' + b"[" * 100_000, "recursion"),
    ],
)
def test_a_line_that_is_none_ends_the_import_with_its_number_and_a_reason(wrong: bytes, why: str) -> None:
    with pytest.raises(InvalidLineError) as caught:
        list(observations([HEAD, ACCOUNT_LINE, DAY_LINE, wrong]))

    said = str(caught.value)
    assert said.startswith("line 4: ")
    assert why in said
    assert said.isprintable()
    assert "SECRET" not in said


def test_a_day_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidLineError, match="line 2: no line before it says whose it is"):
        list(observations([HEAD, DAY_LINE]))
