"""What all commands promise: lean imports, errors in a line, a silent end of a closed pipe, ASCII, a demo, help."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from grantex_tui.api.base_url import DEFAULT_BASE_URL
from grantex_tui.cli.output import speaks_utf8
from grantex_tui.config.arguments import COMMANDS, METRICS, REPORT_FORMATS, STEPS
from grantex_tui.export.formats import Format
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Step
from tests.support.service import LoopbackService, running_service
from tests.support.shell import KEY, USAGE, Shell, figures, modules_after

ONCE = ("report", "check", "status")


@pytest.mark.parametrize("command", ONCE)
def test_no_command_imports_the_screen_or_the_plotting_library(command: str, shell: Shell) -> None:
    code, modules = modules_after([command, "--demo"], shell.bare({}))

    assert code == 0
    assert "httpx" in modules
    assert {name.partition(".")[0] for name in modules}.isdisjoint({"textual", "rich", "plotext"})


def test_watching_imports_neither_of_them_too(shell: Shell) -> None:
    with running_service(figures((USAGE, "unknown-key-401"))) as service:
        code, modules = modules_after(["watch"], shell.at(service.url).bare({}))

    assert code == 3
    assert "grantex_tui.polling.poller" in modules
    assert {name.partition(".")[0] for name in modules}.isdisjoint({"textual", "rich", "plotext"})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(command: str, shell: Shell) -> None:
    for text in (shell.process(command, "--help").out, shell.process("--help").out):
        assert "examples:" in text
        assert f"grantex-tui {command}" in text or "COMMAND --help" in text


def test_help_names_the_default_address(shell: Shell) -> None:
    assert DEFAULT_BASE_URL in shell.process("--help").out


def test_the_command_line_s_own_lists_are_those_of_the_figures() -> None:
    assert set(METRICS) == {metric.value for metric in Metric}
    assert {format.value for format in Format} <= set(REPORT_FORMATS)
    assert {step.value for step in Step} | {"hour"} == set(STEPS)


@pytest.mark.parametrize("command", ONCE)
@pytest.mark.parametrize(
    "wrong", [["--colour"], [KEY], ["--max-age", KEY, "--days", KEY], ["--format"]], ids=lambda words: words[0]
)
def test_wrong_arguments_are_one_line_without_the_key(command: str, wrong: list[str], shell: Shell) -> None:
    ended = shell.process(command, *wrong)

    said = ended.out if command == "check" else ended.err
    assert ended.code == (3 if command == "check" else 2)
    assert re.fullmatch(r"(grantex-tui|GRANTEX UNKNOWN): [^\n]+\n", said)
    assert ended.out + ended.err == said
    assert KEY not in said


@pytest.mark.parametrize("command", [*ONCE, "watch"])
def test_without_a_key_it_says_how_to_give_one(command: str, shell: Shell) -> None:
    ended = shell.process(command, GRANTEX_API_KEY="")

    said = ended.out if command == "check" else ended.err
    assert ended.code == (3 if command == "check" else 2)
    assert said.partition(": ")[2].startswith("no API key: set GRANTEX_API_KEY")
    assert ended.out + ended.err == said


@pytest.mark.parametrize("days", ["0", "3651", "-1", "x", ""])
def test_a_report_takes_1_to_3650_days(days: str, shell: Shell) -> None:
    ended = shell.process("report", f"--days={days}")

    assert ended.code == 2
    assert ended.err == (
        "grantex-tui: argument --days: must be a whole number from 1 to 3650 (see grantex-tui report --help)\n"
    )


def test_options_work_before_and_after_the_command(shell: Shell) -> None:
    for line in (("--demo", "report", "--days", "1"), ("report", "--demo", "--days", "1")):
        assert "DEMO" in shell.here(*line).out


def test_a_key_from_standard_input_serves_commands_too(shell: Shell, recordings: LoopbackService) -> None:
    ended = shell.script(f"echo {KEY}0 | grantex-tui status --api-key-file -")

    assert (ended.code, ended.out) == (0, "9,064 requests today\n")
    assert recordings.requests[0].headers["authorization"] == f"Bearer {KEY}0"


@pytest.mark.parametrize("line", ["report --demo --days 90", "watch --demo", "completion bash", "--help"])
def test_a_closed_pipe_is_silent(line: str, shell: Shell) -> None:
    ended = shell.script(f"{{ grantex-tui {line}; echo $? >&3; }} 3>{shell.home}/code | true")

    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert Path(shell.home, "code").read_text() in ("141\n", "0\n")


def test_a_full_disk_is_said(shell: Shell) -> None:
    ended = shell.script("grantex-tui report --demo > /dev/full")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "grantex-tui: the output cannot be written: no space left on device\n"


def test_an_ascii_locale_gets_ascii(shell: Shell) -> None:
    ended = shell.script("LC_ALL=C grantex-tui report --demo")

    assert ended.code == 0
    assert ended.out.isascii()
    assert "Last 30 days . " in ended.out
    assert re.search(r"  #{2,}[|+*%]?$", ended.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("encoding", "environment", "assumed", "speaks"),
    [
        ("utf-8", {"LANG": "de_DE.UTF-8"}, False, True),
        ("utf-8", {"LC_ALL": "C"}, True, False),
        ("utf-8", {"LC_CTYPE": "C.UTF-8"}, True, False),
        ("utf-8", {}, True, False),
        ("utf-8", {"LC_ALL": "xx_XX.UTF-8"}, True, True),
        ("utf-8", {"LC_ALL": "C", "PYTHONUTF8": "1"}, True, True),
        ("iso8859-1", {"LANG": "de_DE"}, False, False),
        ("ascii", {"LC_ALL": "C"}, False, False),
    ],
)
def test_utf8_is_written_where_the_locale_names_it(
    encoding: str, environment: dict[str, str], assumed: bool, speaks: bool
) -> None:
    assert speaks_utf8(encoding, environment, assumed=assumed) is speaks


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "line", ["report --demo", "check --demo", "status --demo", "completion bash", "--help", "--version"]
)
def test_a_closed_stream_is_no_crash(line: str, closed: str, shell: Shell) -> None:
    ended = shell.script(f"grantex-tui {line} {closed}")

    assert "Traceback" not in ended.err
    assert ended.code == (0 if ">&-" not in closed.replace("2>&-", "") else 3 if "check" in line else 1)
    assert ended.out if ended.code == 0 else not ended.out


def test_what_is_opened_next_is_not_taken_for_a_closed_output(shell: Shell, recordings: LoopbackService) -> None:
    ended = shell.script("grantex-tui status >&-")

    assert (ended.code, ended.err) == (1, "grantex-tui: the output cannot be written: bad file descriptor\n")
    assert shell.script("grantex-tui status").out == "9,064 requests today\n"
    assert recordings.paths == [USAGE]


@pytest.mark.parametrize("command", ["report", "status"])
def test_without_a_home_a_key_in_the_environment_is_enough(
    command: str, shell: Shell, recordings: LoopbackService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 9)  # a user without a name, as in a container
    monkeypatch.delenv("GRANTEX_BASE_URL")
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())

    ended = shell.here(command, "--base-url", recordings.url)

    assert (ended.code, ended.err) == (0, "")
    assert set(tmp_path.iterdir()) == before, "no folder named ~"


@pytest.mark.usefixtures("recordings")
def test_a_home_that_cannot_be_used_does_not_matter_and_is_never_made(shell: Shell, tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    for command in ONCE:
        for home in ("/dev/null", missing):
            assert shell.process(command, HOME=str(home), XDG_CACHE_HOME="").err == ""
    assert not missing.exists()


def test_a_key_that_others_can_read_is_said_in_a_line(shell: Shell, recordings: LoopbackService) -> None:
    file = shell.home / "key"
    file.write_text(KEY)
    file.chmod(0o644)

    ends = [shell.here(command, "--api-key-file", str(file)) for command in ("report", "check", "status")]

    words = f"grantex-tui: warning: other users can read the API key in {file} (mode 0644); use chmod 600\n"
    assert [ended.err for ended in ends] == 3 * [words]
    assert recordings.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_word_near_a_command_s_value_is_asked_back(shell: Shell) -> None:
    ended = shell.here("report", "--format", "cvs")

    assert ended.err == "grantex-tui: argument --format: cvs: did you mean csv? (see grantex-tui report --help)\n"
