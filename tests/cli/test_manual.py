"""The man page: made of the parser, shipped as a file, and right in the eyes of groff."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import grantex_tui
from grantex_tui.cli.manual import MAN_PAGE, man_page
from grantex_tui.cli.parser import whole_parser
from grantex_tui.config.arguments import COMMANDS
from grantex_tui.config.lookup import KEY_VARIABLES, URL_VARIABLES

ROOT = Path(grantex_tui.__file__).parent.parent


def test_the_page_that_ships_is_that_of_the_parser() -> None:
    assert MAN_PAGE.read_text("utf-8") == man_page(), "python -m tests.tools.generated writes it anew"


def test_the_wheel_puts_it_where_man_looks() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["shared-data"] == {str(MAN_PAGE.relative_to(ROOT)): "share/man/man1/grantex-tui.1"}


def test_it_has_every_command_option_and_variable() -> None:
    page = man_page().replace("\\-", "-")
    for name in (*COMMANDS, *whole_parser().options(), *KEY_VARIABLES, *URL_VARIABLES, "GRANTEX_PROFILE"):
        assert name in page


def test_it_is_the_same_at_every_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert man_page() == MAN_PAGE.read_text("utf-8")


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff on this machine")
def test_groff_has_nothing_to_say_against_it() -> None:
    line = ["groff", "-man", "-Tutf8", "-ww", "-K", "utf8", str(MAN_PAGE)]
    ended = subprocess.run(line, capture_output=True, text=True, timeout=20, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "grantex-tui report --days 7" in ended.stdout
