"""The program that prints a key: what is taken of it, how long it may take, and what nobody gets to see."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.key_command import key_from_command

ORIGIN = "config.toml: profiles.prod.api_key_command"


def complaint(*command: str, patience: float = 5.0, folder: str = "/") -> str:
    with pytest.raises(SettingsError) as caught:
        key_from_command(command, folder, ORIGIN, patience)
    said = str(caught.value)
    assert said.isprintable()
    assert "Secret" not in said
    origin, _, rest = said.partition(f"{ORIGIN}: ")
    assert origin == ""
    return rest


def test_the_first_line_is_the_key() -> None:
    assert key_from_command(["printf", "\\nkey-1\\nuser: zoe\\n"], "/", ORIGIN) == "key-1"


def test_arguments_reach_the_program_as_they_are_for_there_is_no_shell() -> None:
    assert key_from_command(["printf", "%s", "$(id);*~ 'x'"], "/", ORIGIN) == "$(id);*~ 'x'"


def test_it_runs_in_the_config_file_s_folder_and_a_tilde_is_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "give-key"
    program.write_text("#!/bin/sh\npwd\n")
    program.chmod(0o700)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert key_from_command(["./give-key"], str(tmp_path), ORIGIN) == str(tmp_path)
    assert key_from_command(["~/give-key"], "/", ORIGIN) == "/"


def test_it_has_no_input_and_no_terminal() -> None:
    assert (
        key_from_command(["sh", "-c", "cat; tty; (: </dev/tty) 2>/dev/null || echo none"], "/", ORIGIN) == "not a tty"
    )


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo Secret; echo Secret >&2; exit 3", "sh ended with exit code 3"),
        ("echo Secret; kill -9 $$", "sh was ended by signal 9"),
        ("echo; echo Secret >&2", "sh printed no key"),
        ("printf 'Secret\\377'", "sh printed no UTF-8 text"),
        ("yes Secret", "sh printed far more than a key"),
    ],
)
def test_a_failure_is_the_program_s_name_and_how_it_ended(script: str, said: str) -> None:
    assert complaint("sh", "-c", script) == said


def test_a_program_that_is_not_there_is_not_named_for_it_could_be_a_key() -> None:
    assert complaint("Secret-program") == "there is no such program"
    assert complaint("/etc/passwd") == "cannot be run: permission denied"


def test_one_that_takes_too_long_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child; echo Secret; wait"
    began = time.monotonic()
    assert complaint("sh", "-c", script, patience=0.3) == "sh did not end within 0.3 s"
    assert time.monotonic() - began < 5
    child = int((tmp_path / "child").read_text())
    assert _ends(child)


def _ends(process: int) -> bool:
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if "\nState:\tZ" in Path(f"/proc/{process}/status").read_text():
            return True
        time.sleep(0.02)
    return False
