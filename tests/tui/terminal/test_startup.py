"""What each system gets: our driver and session in a POSIX terminal, Textual's own elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver

from grantex_tui.tui.terminal import startup
from grantex_tui.tui.terminal.driver import PacedDriver
from grantex_tui.tui.terminal.plain_session import PlainSession
from tests.support import without_posix
from tests.support.browser import WEB_DRIVER, Browser, served

NAMED = {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver"}
WITHOUT_POSIX = [sys.executable, without_posix.__file__]


@pytest.mark.parametrize(
    ("textuals", "environment", "taken"),
    [
        (LinuxDriver, {}, PacedDriver),
        (LinuxDriver, NAMED, LinuxDriver),
        (WebDriver, {"TEXTUAL_DRIVER": WEB_DRIVER}, WebDriver),
        (HeadlessDriver, {}, HeadlessDriver),
    ],
)
def test_our_driver_is_taken_where_textual_would_take_its_linux_driver_unasked(
    textuals: type[Driver], environment: dict[str, str], taken: type[Driver]
) -> None:
    assert startup.driver_class(textuals, environment) is taken
    assert (startup.frame_writer(taken) is not None) == (taken is PacedDriver)


@pytest.mark.parametrize(
    ("driver", "draws"),
    [
        (None, True),
        ("", True),
        ("textual.drivers.linux_driver:LinuxDriver", True),
        ("textual.drivers.windows_driver:WindowsDriver", True),
        (WEB_DRIVER, False),
        ("textual.drivers.headless_driver:HeadlessDriver", False),
    ],
)
def test_a_browser_needs_no_terminal(driver: str | None, draws: bool) -> None:
    assert startup.draws_on_terminal({} if driver is None else {"TEXTUAL_DRIVER": driver}) == draws


def test_without_termios_textuals_driver_has_the_terminal_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("driver", "session"):
        monkeypatch.delitem(sys.modules, f"grantex_tui.tui.terminal.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.delitem(sys.modules, "textual.drivers.linux_driver")

    assert startup.driver_class(HeadlessDriver, {}) is HeadlessDriver
    assert startup.frame_writer(HeadlessDriver) is None
    assert type(startup.open_session({})) is PlainSession


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--help"], 0, "grantex-tui status"),
        (["--version"], 0, "grantex-tui "),
        (["report", "--demo"], 0, "Total"),
        (["check", "--demo"], 0, "GRANTEX OK"),
        (["status", "--demo"], 0, "requests today"),
        (["completion", "bash"], 0, "complete -o"),
        (["--demo"], 2, "the dashboard needs a terminal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_without_posix_modules_every_command_works(arguments: list[str], code: int, words: str, tmp_path: Path) -> None:
    ended = subprocess.run(
        [*WITHOUT_POSIX, *arguments],
        env={"HOME": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == code, ended.stderr
    assert words in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_posix_modules_watch_says_the_figures() -> None:
    command = [*WITHOUT_POSIX, "watch", "--plain", "--demo"]
    with subprocess.Popen(command, env={"HOME": "/nonexistent"}, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        assert "requests on" in watching.stdout.readline()
        watching.terminate()
        assert watching.wait(30) == 143


def test_without_posix_modules_the_dashboard_runs_on_textuals_driver() -> None:
    """On the web driver: Textual's driver for Windows runs on Windows alone."""
    with served([*WITHOUT_POSIX, "--demo"]) as process:
        browser = Browser(process)
        browser.wait_for_handshake()
        browser.wait_for("resets in")
        browser.wait_for("▔")
        browser.press("7")
        browser.wait_for("Last 7 days")
        browser.press("q")
        assert browser.wait_for_exit() == 0
