"""The user's command: arguments filled in once and without a shell, no key, no terminal, no time without end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from grantex_tui.api.api_key import ApiKey
from grantex_tui.export.alert_command import filled, run_command, without_keys
from grantex_tui.view.alerts import Message, message

SAID = message("more than 5 requests today", "There are 6 so far.")
KEY = "gx_live_SECRET0THAT0NOBODY0SEES"

LOOKS = 4000
"""After which something awaited is taken for missing."""

TELL = """
import json, os, sys
with open(sys.argv[1], "w") as file:
    stdin = sys.stdin.read() if sys.stdin else ""
    json.dump([sys.argv[2:], dict(os.environ), stdin, os.getsid(0) == os.getpid(), os.isatty(1), os.isatty(2)], file)
print("noise"); print("noise", file=sys.stderr)
"""

HANG = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
with open(f"{sys.argv[1]}-{'parent' if child else 'child'}", "w") as file:
    file.write(str(os.getpid()))
os.rename(file.name, file.name + ".pid")
time.sleep(600)
"""
"""Ignores what politely ends it, as does its child; each names itself."""


async def told(
    tmp_path: Path, *arguments: str, said: Message = SAID, environment: Mapping[str, str] = MappingProxyType({})
) -> list[object]:
    """What a command is given: arguments, environment, input, and what it can see of a terminal."""
    file = tmp_path / "told"
    failed = await run_command((sys.executable, "-c", TELL, str(file), *arguments), said, environment)
    assert failed == ""
    found: list[object] = json.loads(file.read_text())
    return found


async def test_title_and_text_are_filled_into_arguments(tmp_path: Path) -> None:
    arguments, *_ = await told(tmp_path, "{title}", "--body={text}", "{other}", "{", "{{title}}")

    assert arguments == [SAID.title, f"--body={SAID.text}", "{other}", "{", f"{{{SAID.title}}}"]


@pytest.mark.parametrize("hostile", ["{text}", "$(touch x)`touch x`", "; touch x", "-rf", "a' \"b", "\x1b]0;x\x07"])
async def test_hostile_text_is_one_argument_and_nothing_else(
    hostile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = message(hostile, f"Account {hostile}.")

    arguments, *_ = await told(tmp_path, "{title}", "{text}", said=said)

    assert arguments == [said.title, said.text]
    assert said.title.startswith("Grantex:")
    assert not (tmp_path / "x").exists()


def test_the_program_itself_is_never_filled_in() -> None:
    assert filled(("{title}", "{text}"), SAID) == ("{title}", SAID.text)


async def test_it_reads_nothing_shows_nothing_and_has_no_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, _, read, own_session, *terminals = await told(tmp_path)

    assert (read, own_session, terminals) == ("", True, [False, False])
    assert capfd.readouterr() == ("", "")


async def test_no_key_is_in_its_environment(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "GRANTEX_API_KEY": "another-key-without-a-form",
        "GRANTEX_KEY": KEY,
        "HEADER": f"Authorization: Bearer {KEY}",
        "COPY": "x another-key-without-a-form x",
        "OTHER_ACCOUNT": "gx_test_OTHER",
        "FROM_FILE": "key-from-a-file",
        "HOME": "/home/dev",
    }

    left = without_keys(environment, ApiKey("key-from-a-file"))

    assert left == {"PATH": os.environ["PATH"], "HOME": "/home/dev"}
    _, seen, *_ = await told(tmp_path, environment=left)
    assert isinstance(seen, dict)
    assert set(seen) - {"LC_CTYPE"} == {"PATH", "HOME"}


def test_an_empty_variable_hides_no_others() -> None:
    assert without_keys({"GRANTEX_API_KEY": " ", "HOME": "/home/dev"}, None) == {"HOME": "/home/dev"}


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (("/nonexistent/notify", "{title}"), "the command notify cannot be started: no such file or directory"),
        ((os.devnull,), "the command null cannot be started: permission denied"),
        ((sys.executable, "a\0b"), f"the command {Path(sys.executable).name} cannot be started: "),
        ((sys.executable, "-c", "raise SystemExit(3)"), f"the command {Path(sys.executable).name} ended with 3"),
        (("/nonexistent/\x1b[2Jx",), "the command x cannot be started: no such file or directory"),
    ],
)
async def test_a_command_that_fails_is_a_line(command: tuple[str, ...], why: str) -> None:
    failed = await run_command(command, SAID, {})

    assert failed.startswith(why)
    assert failed.isprintable()


async def test_a_command_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    command = (sys.executable, "-c", HANG, str(tmp_path / "hang"))

    running = asyncio.ensure_future(run_command(command, SAID, {}, seconds=600))
    processes = await started(tmp_path)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    await gone(processes)


async def test_a_command_has_so_many_seconds_and_no_more() -> None:
    command = (sys.executable, "-c", "import time; time.sleep(600)")

    assert await run_command(command, SAID, {}, seconds=0.01) == (
        f"the command {Path(sys.executable).name} took longer than 0.01 s and was ended"
    )


async def started(folder: Path) -> list[int]:
    """The processes, once both have named themselves."""
    for _ in range(LOOKS):
        if len(named := sorted(folder.glob("*.pid"))) == 2:  # noqa: ASYNC240
            return [int(path.read_text()) for path in named]
        await asyncio.sleep(0.005)
    raise AssertionError("they did not start")


async def gone(processes: list[int]) -> None:
    """Until none of them runs any more."""
    for _ in range(LOOKS):
        if not any(map(runs, processes)):
            return
        await asyncio.sleep(0.005)
    raise AssertionError("they still run")


def runs(process: int) -> bool:
    """Also one that nobody asks for its end any more is over."""
    try:
        os.kill(process, signal.SIG_DFL)
        return "(zombie)" not in Path(f"/proc/{process}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_what_the_locale_cannot_encode_becomes_a_question_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")

    assert filled(("notify", "{text}"), message("a", "2.1× → by 30 Nov")) == ("notify", "2.1× ? by 30 Nov")
