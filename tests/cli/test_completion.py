"""The completion scripts: one for each shell, tried in the shells that this machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from grantex_tui.config.arguments import COMMANDS, REPORT_FORMATS, SHELLS
from tests.support.configs import written
from tests.support.shell import Shell

COMPLETE = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
spec=$(complete -p grantex-tui); function=${spec#*-F }; "${function%% *}" 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completed(script: Path, *words: str) -> set[str]:
    """What bash offers for the last word."""
    run = subprocess.run(
        ["bash", "--norc", "-c", COMPLETE, "bash", str(script), "grantex-tui", *words],
        capture_output=True, text=True, timeout=20, check=False, cwd=script.parent,
    )  # fmt: skip
    return {line.strip() for line in run.stdout.splitlines()} - {""}


@pytest.fixture
def script(shell: Shell, tmp_path: Path) -> Path:
    path = tmp_path / "grantex-tui.bash"
    path.write_text(shell.here("completion", "bash").out)
    return path


def test_bash_offers_the_commands(script: Path) -> None:
    assert set(COMMANDS) <= completed(script, "")
    assert completed(script, "rep") == {"report"}


def test_bash_offers_a_command_s_options_and_their_values(script: Path) -> None:
    assert {"--days", "--format", "--demo"} <= completed(script, "report", "--")
    assert completed(script, "report", "--format", "") == set(REPORT_FORMATS)
    assert completed(script, "check", "--metric", "auth") == {"authorizations"}


def test_bash_offers_files_for_a_key_file(script: Path) -> None:
    (script.parent / "my-key").touch()

    assert "my-key" in completed(script, "report", "--api-key-file", "my")


def test_bash_offers_the_profiles_that_the_config_file_names_when_the_key_is_pressed(
    script: Path, shell: Shell
) -> None:
    assert completed(script, "report", "--profile", "") == set()
    text = '[profiles.prod]\n [profiles."a.b"] # x\n#[profiles.none]\n[profiles.$(id)]\n[keys]\n[profiles."x y"]\n'
    written(shell.home, text)

    assert completed(script, "report", "--profile", "") == {"prod", "a.b"}
    assert completed(script, "--profile", "pr") == {"prod"}


def test_bash_offers_the_themes(script: Path) -> None:
    assert completed(script, "--theme", "grantex-") == {
        "grantex-dark",
        "grantex-light",
        "grantex-safe",
        "grantex-safe-light",
    }
    assert {"nord", "gruvbox"} <= completed(script, "--theme", "")


def test_after_a_switch_bash_goes_on_with_options(script: Path) -> None:
    assert {"--days", "--no-archive"} <= completed(script, "report", "--demo", "--")


@pytest.mark.parametrize("name", SHELLS)
def test_every_shell_has_a_script_that_knows_every_command(name: str, shell: Shell) -> None:
    ended = shell.here("completion", name)

    assert ended.code == 0
    for command in COMMANDS:
        assert command in ended.out


@pytest.mark.parametrize("name", SHELLS)
def test_every_script_is_one_in_its_shell_s_eyes(name: str, shell: Shell, tmp_path: Path) -> None:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"no {name} on this machine")
    path = tmp_path / "script"
    path.write_text(shell.here("completion", name).out)

    checked = subprocess.run([program, "-n", str(path)], capture_output=True, text=True, timeout=20, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


def test_another_shell_is_a_usage_error(shell: Shell) -> None:
    ended = shell.process("completion", "tcsh")

    assert (ended.code, ended.out) == (2, "")
    assert "must be one of" in ended.err
