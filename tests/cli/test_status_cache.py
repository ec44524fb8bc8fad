"""The cache: what it gives back, for how long, to whom, and where it lies."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from grantex_tui.cli.status_cache import Cache, cache_folder

WORDS = {"total": "63", "period": "2026-11-22"}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path), ("key", "https://a.example", ""))


def test_words_come_back_as_long_as_they_are_young_enough(cache: Cache) -> None:
    cache.keep(WORDS, 1000.0)

    assert cache.words(940.0, 1060.0) == WORDS
    assert cache.words(1000.0, 1000.0) == WORDS
    assert cache.words(1000.1, 1060.0) is None


def test_words_from_the_future_are_none_for_a_clock_was_set_back(cache: Cache) -> None:
    cache.keep(WORDS, 1000.0)

    assert cache.words(0.0, 999.0) is None


def test_an_empty_cache_has_no_words(cache: Cache) -> None:
    assert cache.words(0.0, 1e12) is None


@pytest.mark.parametrize(
    "identity",
    [
        ("other", "https://a.example", ""),
        ("key", "https://b.example", ""),
        ("key", "https://a.example", "http"),
        ("keyhttps://a.example", "", ""),
    ],
)
def test_nobody_else_reads_them(identity: tuple[str, ...], cache: Cache, tmp_path: Path) -> None:
    cache.keep(WORDS, 1000.0)

    assert Cache(str(tmp_path), identity).words(0.0, 2000.0) is None


def test_the_name_of_the_file_has_24_bits_of_key_and_address(cache: Cache, tmp_path: Path) -> None:
    cache.keep(WORDS, 1000.0)

    (file,) = tmp_path.iterdir()
    assert len(file.stem.removeprefix("status-")) == 6


def test_turns_come_one_after_the_other(cache: Cache) -> None:
    said: list[str] = []

    def second() -> None:
        with cache.turn():
            said.append("second")

    thread = threading.Thread(target=second)
    with cache.turn():
        thread.start()
        thread.join(0.1)
        said.append("first")
    thread.join(5)

    assert said == ["first", "second"]


def test_without_locks_words_are_kept_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    cache = Cache(str(tmp_path / "cache"), ("key",))

    with cache.turn():
        cache.keep(WORDS, 1000.0)

    assert cache.words(0.0, 2000.0) == WORDS


def test_without_a_folder_there_is_a_turn_and_nothing_is_kept() -> None:
    cache = Cache("/dev/null/grantex-tui", ("key",))

    with cache.turn():
        cache.keep(WORDS, 1000.0)
    assert cache.words(0.0, 2000.0) is None


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"XDG_CACHE_HOME": "/var/c"}, "/var/c/grantex-tui"),
        ({"XDG_CACHE_HOME": "relative"}, "/home/zoe/.cache/grantex-tui"),
        ({"XDG_CACHE_HOME": ""}, "/home/zoe/.cache/grantex-tui"),
        ({}, "/home/zoe/.cache/grantex-tui"),
    ],
)
def test_it_lies_in_the_user_s_cache_folder(environment: dict[str, str], folder: str) -> None:
    assert cache_folder(environment, "/home/zoe") == folder
