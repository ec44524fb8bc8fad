"""What was chosen is there at the next start, private and whole; what is in its place otherwise is as nothing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from grantex_tui.cli import choices_file
from grantex_tui.cli.choices_file import MAX_BYTES, Keeper, choices_path, read_choices
from grantex_tui.config.choices import NOTHING_CHOSEN, Choices
from tests.support.service import LoopbackService, Script, replay, running_service
from tests.support.terminal import Terminal

PROGRAM = [sys.executable, "-m", "grantex_tui"]
KEPT = Choices(theme="nord", days=90, metric="exchanges", view="table")
NEVER = 3600.0
"""Seconds: only the end writes."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "grantex-tui" / "state.json"


def keep(path: Path, *chosen: Choices) -> None:
    keeper = Keeper(path, NEVER)
    for choices in chosen:
        keeper.choose(choices)
    keeper.end()


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


# The file


def test_what_is_chosen_is_read_again(path: Path) -> None:
    keep(path, KEPT)

    assert read_choices(path) == (KEPT, "")


def test_of_several_choices_the_last_counts_and_others_stay(path: Path) -> None:
    keep(path, KEPT)
    keep(path, Choices(days=7), Choices(view="chart"), Choices(days="all"))

    assert read_choices(path)[0] == Choices(theme="nord", days="all", metric="exchanges", view="chart")


def test_it_is_for_its_owner_alone(path: Path) -> None:
    keep(path, KEPT)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_it_is_written_soon_without_an_end(path: Path) -> None:
    others = threading.enumerate()
    Keeper(path, 0).choose(KEPT)
    for thread in threading.enumerate():
        if thread not in others:
            thread.join(10)

    assert read_choices(path)[0] == KEPT


def test_without_a_choice_nothing_is_written_and_no_thread_runs(path: Path) -> None:
    before = threading.active_count()
    keep(path)

    assert threading.active_count() == before
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"theme": 1}',
        '{"theme": "\\u001b[31m"}',
        '{"theme": "nord\\n"}',
        '{"days": 8}',
        '{"days": true}',
        '{"view": "cellar"}',
        '{"metric": ["total"]}',
        "[" * 4000,
        f'{{"theme": "nord"}}{" " * MAX_BYTES}',
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_damaged_file_is_as_none_says_so_in_a_line_and_is_written_anew(path: Path, text: str) -> None:
    put(path, text)

    assert read_choices(path) == (NOTHING_CHOSEN, "Last choices not used: state.json: it is damaged")
    keep(path, KEPT)
    assert read_choices(path) == (KEPT, "")


def test_what_a_later_release_keeps_besides_does_not_matter(path: Path) -> None:
    put(path, '{"theme": "nord", "font": "large"}')

    assert read_choices(path) == (Choices(theme="nord"), "")


@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder", "somebody else's"])
def test_what_is_no_file_of_the_user_is_as_none_and_left_alone(
    path: Path, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(path, '{"theme": "nord"}')
    if kind == "somebody else's":
        monkeypatch.setattr(choices_file, "_is_mine", lambda found: found.st_ino != path.lstat().st_ino)
    else:
        path.unlink()
        other = tmp_path / "other"
        other.write_text('{"theme": "nord"}')
        match kind:
            case "link":
                path.symlink_to(other)
            case "dangling link":
                path.symlink_to(tmp_path / "nowhere")
            case "pipe":
                os.mkfifo(path)
            case _:
                path.mkdir()
    before = path.lstat()

    assert read_choices(path) == (
        NOTHING_CHOSEN,
        "Last choices not used: state.json: it cannot be read, or is no file of yours",
    )
    keep(path, KEPT)
    assert path.lstat() == before
    assert not (tmp_path / "nowhere").exists()


def test_where_nothing_can_be_written_nothing_is_kept_or_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "grantex-tui" / "state.json"

    keep(path, KEPT)

    assert read_choices(path) == (NOTHING_CHOSEN, "")


def test_nothing_is_made_in_another_users_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices_file, "_is_mine", lambda _: False)
    keep(path, KEPT)

    assert not path.parent.parent.exists()


def test_a_disk_that_does_not_answer_holds_no_choice_and_no_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()
    monkeypatch.setattr(choices_file, "_keep", lambda *_: answers.wait())
    monkeypatch.setattr(choices_file, "PATIENCE", 0.0)
    keeper = Keeper(path, NEVER)
    keeper.choose(KEPT)
    keeper.end()
    keeper.choose(KEPT)
    keeper.end()
    answers.set()


@pytest.mark.parametrize(
    ("environment", "home", "found"),
    [
        ({"XDG_STATE_HOME": "/srv/state"}, None, "/srv/state/grantex-tui/state.json"),
        ({"XDG_STATE_HOME": "state"}, "/", "/.local/state/grantex-tui/state.json"),
        ({}, "/", "/.local/state/grantex-tui/state.json"),
        ({}, "/nowhere/to/be/found", None),
        ({}, None, None),
    ],
)
def test_it_is_in_the_users_state_folder(environment: dict[str, str], home: str | None, found: str | None) -> None:
    assert choices_path(environment, home) == (Path(found) if found else None)


# In the dashboard

FIGURES: dict[str, Script] = {"/v1/usage": "usage-200", "/v1/usage/history": "history-90-200"}


def reading(service: LoopbackService, state: str) -> dict[str, str]:
    key = "gx_live_SECRET0THAT0NOBODY0SEES"
    return {"GRANTEX_API_KEY": key, "GRANTEX_BASE_URL": service.url, "XDG_STATE_HOME": state}


def choose_table(terminal: Terminal) -> None:
    terminal.wait_for("resets in")
    terminal.wait_for("▔")
    terminal.send("7")
    terminal.wait_for("Last 7 days")
    terminal.send("e\tt")
    terminal.wait_for("Day (UTC)")
    terminal.wait_until(lambda: terminal.background == "eceff2", "light theme")


def test_range_metric_view_and_theme_are_as_they_were_left_by_whatever_ended_it() -> None:
    with running_service(replay(FIGURES)) as service, TemporaryDirectory() as state:
        environment = reading(service, state)
        with Terminal(PROGRAM, columns=120, rows=40, environment=environment) as terminal:
            choose_table(terminal)
            terminal.signal(signal.SIGTERM)
            assert terminal.wait_for_exit() == 143
        with Terminal(PROGRAM, columns=120, rows=40, environment=environment) as terminal:
            terminal.wait_for("Day (UTC)")
            assert "Last 7 days" in terminal.text
            assert "token exchanges" in terminal.text
            assert terminal.background == "eceff2"
            assert b"\x1b]11;?" not in terminal.output
            terminal.send("9")
            terminal.wait_for("Last 90 days")
            terminal.hang_up()
            terminal.wait_for_exit()
        given = [*PROGRAM, "--days", "30", "--theme", "grantex-dark"]
        with Terminal(given, columns=120, rows=40, environment=environment) as terminal:
            terminal.wait_for("Day (UTC)")
            terminal.wait_for("Last 30 days")
            assert terminal.background == "1a1f26"
            terminal.send("q")
            assert terminal.wait_for_exit() == 0
        assert read_choices(Path(state, "grantex-tui", "state.json"))[0] == Choices(
            theme="grantex-light", days=90, metric="exchanges", view="table"
        )


@pytest.mark.parametrize("option", ["--demo", "--fresh"])
def test_the_demo_and_a_fresh_start_neither_use_nor_keep_choices(option: str) -> None:
    with running_service(replay(FIGURES)) as service, TemporaryDirectory() as state:
        path = Path(state, "grantex-tui", "state.json")
        keep(path, KEPT)
        environment = reading(service, state)
        with Terminal([*PROGRAM, option], columns=120, rows=40, environment=environment) as terminal:
            terminal.wait_for("Last 30 days")
            choose_table(terminal)
            terminal.send("q")
            assert terminal.wait_for_exit() == 0
        assert read_choices(path)[0] == KEPT


def test_a_theme_that_is_gone_is_no_reason_to_forget_the_rest() -> None:
    with running_service(replay(FIGURES)) as service, TemporaryDirectory() as state:
        put(Path(state, "grantex-tui", "state.json"), '{"theme": "no-such-theme", "view": "table"}')
        with Terminal(PROGRAM, columns=120, rows=40, environment=reading(service, state)) as terminal:
            terminal.wait_for("Day (UTC)")
            assert terminal.background == "1a1f26"


def test_a_damaged_file_is_a_line_in_the_log() -> None:
    with running_service(replay(FIGURES)) as service, TemporaryDirectory() as state:
        put(Path(state, "grantex-tui", "state.json"), '{"theme": "nord", "days": 8}')
        environment = reading(service, state)
        with Terminal(PROGRAM, columns=120, rows=60, environment=environment) as terminal:
            terminal.wait_for("resets in")
            terminal.send("i")
            terminal.wait_for("Last choices not used: state.json: it is damaged")
            terminal.send("qq")
            assert terminal.wait_for_exit() == 0
