"""The cache: what it gives back, to whom, where it lies, and what it takes for none."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from grantex_tui.cli.status_cache import Cache, Failed, Figures, cache_folder

WORDS = {"total": "63", "period": "2026-11-22"}
FIGURES = Figures(WORDS, 1000.0, 1001.5)
FAILED = Failed("the service is unavailable (503)", 1, 1060.0, 1070.0)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path), ("key", "https://a.example", ""))


def test_figures_come_back_with_their_times(cache: Cache) -> None:
    cache.keep(FIGURES, None)

    figures, failed = cache.read()
    assert figures is not None
    assert (figures.words, figures.read_at, figures.served_at) == (WORDS, 1000.0, 1001.5)
    assert failed is None


def test_a_failure_comes_back_beside_the_last_figures(cache: Cache) -> None:
    cache.keep(FIGURES, FAILED)

    figures, failed = cache.read()
    assert figures is not None
    assert failed is not None
    assert (failed.reason, failed.code, failed.failed_at, failed.until) == (FAILED.reason, 1, 1060.0, 1070.0)


def test_a_failure_holds_from_its_time_until_the_next_try_may_be() -> None:
    assert [FAILED.holds(now) for now in (1059.0, 1060.0, 1069.9, 1070.0)] == [False, True, True, False]


def test_no_failure_holds_longer_than_15_minutes_whatever_the_file_says() -> None:
    assert not Failed("", 1, 1000.0, 1e12).holds(1900.0)


def test_an_empty_cache_has_nothing(cache: Cache) -> None:
    assert cache.read() == (None, None)


@pytest.mark.parametrize(
    "identity",
    [
        ("other", "https://a.example", ""),
        ("key", "https://b.example", ""),
        ("key", "https://a.example", "http"),
        ("keyhttps://a.example", "", ""),
    ],
)
def test_nobody_else_reads_it(identity: tuple[str, ...], cache: Cache, tmp_path: Path) -> None:
    cache.keep(FIGURES, FAILED)

    assert Cache(str(tmp_path), identity).read() == (None, None)


def test_the_name_of_the_file_has_24_bits_of_key_and_address(cache: Cache, tmp_path: Path) -> None:
    cache.keep(FIGURES, None)

    (file,) = tmp_path.iterdir()
    assert len(file.stem.removeprefix("status-")) == 6
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_has_the_lock_after_the_other(cache: Cache) -> None:
    said: list[str] = []

    def second() -> None:
        with cache.lock(patience=30) as ours:
            said.append(f"second: {ours}")

    thread = threading.Thread(target=second)
    with cache.lock(patience=0) as ours:
        thread.start()
        thread.join(0.1)
        said.append(f"first: {ours}")
    thread.join(10)

    assert said == ["first: True", "second: True"]


def test_who_waits_too_long_goes_on_without_the_lock(cache: Cache) -> None:
    with cache.lock(patience=0), cache.lock(patience=0.05) as ours:
        assert not ours
    with cache.lock(patience=0) as ours:
        assert ours


def test_without_locks_figures_are_kept_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    cache = Cache(str(tmp_path / "cache"), ("key",))

    with cache.lock(patience=0), cache.lock(patience=0) as ours:
        assert ours
        cache.keep(FIGURES, None)
    assert cache.read()[0] is not None


@pytest.mark.parametrize("folder", ["/dev/null/grantex-tui", None])
def test_without_a_folder_nobody_waits_and_nothing_is_kept(folder: str | None) -> None:
    cache = Cache(folder, ("key",))

    with cache.lock(patience=0), cache.lock(patience=0) as ours:
        assert ours
        cache.keep(FIGURES, None)
    assert cache.read() == (None, None)


def the_file(cache: Cache, folder: Path) -> Path:
    """The cache's file, kept once."""
    cache.keep(FIGURES, None)
    (file,) = (path for path in folder.iterdir() if path.suffix == ".json")
    return file


def test_a_link_is_not_followed(cache: Cache, tmp_path: Path) -> None:
    file = the_file(cache, tmp_path)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    Path(f"{file}.lock").symlink_to(tmp_path / "made-by-us")

    with cache.lock(patience=0), cache.lock(patience=0) as ours:
        assert ours, "no lock, so nobody waits"
    assert cache.read() == (None, None)
    assert not (tmp_path / "made-by-us").exists()


def test_a_named_pipe_is_not_waited_for(cache: Cache, tmp_path: Path) -> None:
    file = the_file(cache, tmp_path)
    file.unlink()
    os.mkfifo(file)
    os.mkfifo(f"{file}.lock")

    with cache.lock(patience=0), cache.lock(patience=0) as ours:
        assert ours
    assert cache.read() == (None, None)
    cache.keep(FIGURES, None)
    assert cache.read()[0] is not None, "replaced by a file of our own"


def test_somebody_else_s_file_is_not_read(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    the_file(cache, tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    assert cache.read() == (None, None)


@pytest.mark.parametrize(
    "failure",
    [
        {"reason": "\x1b[2J", "code": 1, "failedAt": 1.0, "until": 2.0},
        {"reason": "words", "code": 0, "failedAt": 1.0, "until": 2.0},
        {"reason": "words", "code": 1, "failedAt": "now", "until": 2.0},
        "words",
    ],
)
def test_a_failure_that_we_did_not_write_is_none(failure: object, cache: Cache, tmp_path: Path) -> None:
    file = the_file(cache, tmp_path)
    file.write_text(json.dumps({**json.loads(file.read_text()), "failure": failure}))

    figures, failed = cache.read()
    assert figures is not None
    assert failed is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/var/c"}, "/var/c/grantex-tui"),
        ({"XDG_CACHE_HOME": "relative"}, "home/.cache/grantex-tui"),
        ({"XDG_CACHE_HOME": ""}, "home/.cache/grantex-tui"),
        ({}, "home/.cache/grantex-tui"),
    ],
)
def test_it_lies_in_the_user_s_cache_folder(
    environment: dict[str, str], folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home").mkdir()

    assert cache_folder(environment, "home") == folder


def test_without_a_home_it_lies_where_the_environment_says_or_nowhere() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/var/c"}, None) == "/var/c/grantex-tui"
    assert cache_folder({}, None) is None
    assert cache_folder({}, "/dev/null/missing") is None
