"""The dashboard in a browser, as `textual serve "grantex-tui --demo"` runs it: pipes, packets, and no terminal."""

from __future__ import annotations

import sys

import pytest

from tests.support.browser import WEB_DRIVER, Browser, served
from tests.support.terminal import DEADLINE

PROGRAM = [sys.executable, "-m", "grantex_tui"]
DEMO = [*PROGRAM, "--demo"]


@pytest.mark.parametrize("environment", [{}, {"TERM": "dumb"}, {"LC_ALL": "C"}], ids=str)
def test_a_browser_shows_the_figures_and_its_keys_work(environment: dict[str, str]) -> None:
    with served(DEMO, environment=environment) as process:
        browser = Browser(process)
        browser.wait_for_handshake()
        browser.wait_for("resets in")
        browser.wait_for("▔")
        browser.press("7")
        browser.wait_for("Last 7 days")
        browser.tell(type="resize", width=60, height=20)
        browser.wait_for("Nov  exch")
        browser.press("q")
        assert browser.wait_for_exit() == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_it_ends_when_the_server_says_that_the_browser_is_gone() -> None:
    with served(DEMO) as process:
        browser = Browser(process)
        browser.wait_for_handshake()
        browser.wait_for("resets in")
        browser.tell(type="quit")
        assert browser.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("driver", "arguments", "words"),
    [
        ("nowhere.driver:Driver", ["--demo"], "TEXTUAL_DRIVER names no driver: nowhere.driver:Driver"),
        ("textual.driver:Nothing", ["--demo"], "TEXTUAL_DRIVER names no driver: textual.driver:Nothing"),
        ("textual.drivers.linux_driver:LinuxDriver", ["--demo"], "the dashboard needs a terminal: "),
        (WEB_DRIVER, ["--api-key-file", "-"], "--api-key-file -: standard input brings the keys of the browser"),
    ],
)
def test_a_driver_that_cannot_serve_is_one_line_and_exit_code_2(driver: str, arguments: list[str], words: str) -> None:
    with served([*PROGRAM, *arguments], environment={"TEXTUAL_DRIVER": driver}) as process:
        output, said = process.communicate(timeout=DEADLINE)
    assert (process.returncode, output) == (2, b"")
    assert said.decode().startswith(f"grantex-tui: {words}")
    assert said.count(b"\n") == 1
