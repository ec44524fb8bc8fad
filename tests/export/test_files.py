"""Private files: whole or not at all, for their owner alone, and nobody else's file is ever written over."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from grantex_tui.export.files import write_private


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_file_is_written_for_its_owner_alone(overwrite: bool, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "a", "Zoë\n", overwrite=overwrite)
    finally:
        os.umask(before)

    assert (tmp_path / "a").read_bytes() == "Zoë\n".encode()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_what_is_there_stays_unless_it_may_go(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "a").chmod(0o644)

    with pytest.raises(FileExistsError):
        write_private(tmp_path / "a", "new", overwrite=False)
    assert (tmp_path / "a").read_text() == "old"

    write_private(tmp_path / "a", "new", overwrite=True)
    assert (tmp_path / "a").read_text() == "new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("old")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FileExistsError):
        write_private(tmp_path / "dangling", "new", overwrite=False)
    write_private(tmp_path / "link", "new", overwrite=True)

    assert not (tmp_path / "nowhere").exists()
    assert (tmp_path / "elsewhere").read_text() == "old"
    assert (tmp_path / "link").read_text() == "new"


def test_text_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_private(tmp_path / "a", "\ud800", overwrite=True)

    assert (tmp_path / "a").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_private(tmp_path / "no" / "a", "", overwrite=True)


def test_a_name_without_a_folder_is_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    write_private("a", "text", overwrite=False)

    assert (tmp_path / "a").read_text() == "text"
