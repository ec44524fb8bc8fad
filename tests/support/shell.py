"""A shell for the tests of commands: runs them in this process, where that is all one, or as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grantex_tui.cli.dispatch import ended, run
from grantex_tui.cli.parser import parse_arguments
from tests.support import forked
from tests.support.forked import Forked, Piped
from tests.support.service import Handler, Play, Script, json_answer, replay

KEY = "gx_live_SECRET0THAT0NOBODY0SEES"
PROGRAM = (sys.executable, "-m", "grantex_tui")
USAGE, HISTORY, PLAN = "/v1/usage", "/v1/usage/history", "/v1/billing/subscription"
FIGURES: dict[str, Script] = {USAGE: "usage-200", HISTORY: "history-90-200", PLAN: "billing-subscription-free-200"}


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Where commands run: a home of their own, a key, a cache, and the service at `url`."""

    home: Path
    capfd: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (
            "GRANTEX_KEY", "GRANTEX_URL", "GRANTEX_PROFILE", "GRANTEX_TUI_CONFIG", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
            "PYTHONIOENCODING", "LANG", "LC_CTYPE", "COLUMNS",
        ):  # fmt: skip
            self.monkeypatch.delenv(name, raising=False)
        self.set(
            HOME=str(self.home), XDG_CACHE_HOME=str(self.cache), GRANTEX_API_KEY=KEY, LC_ALL="C.UTF-8", COLUMNS="80"
        )

    @property
    def cache(self) -> Path:
        return self.home / "cache"

    @property
    def cached(self) -> list[Path]:
        """The files in the program's cache folder, without locks."""
        return sorted(path for path in (self.cache / "grantex-tui").glob("*") if path.suffix != ".lock")

    def set(self, **variables: str) -> None:
        """Environment variables for all that runs from now on."""
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)
            self.environment[name] = value

    def at(self, url: str) -> Shell:
        """With the service there."""
        self.set(GRANTEX_BASE_URL=url)
        return self

    def here(self, *arguments: str) -> Ended:
        """In this process, which is faster."""
        code = ended(arguments, lambda: run(parse_arguments(arguments)))
        said = self.capfd.readouterr()
        return Ended(code, said.out, said.err)

    def process(self, *arguments: str, **variables: str) -> Ended:
        """As a process of its own."""
        process = forked.run(Forked(*arguments), self.bare(variables))
        return Ended(process.returncode, process.stdout, process.stderr)

    def start(self, *arguments: str) -> Piped:
        """As a process that the test goes on without."""
        return Piped(Forked(*arguments), self.bare({}))

    def inheriting(self, *arguments: str) -> subprocess.Popen[str]:
        """As a process that the test goes on without, and that has which signals to ignore from this one."""
        return subprocess.Popen(
            [*PROGRAM, *arguments], env=self.bare({}), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def script(self, line: str) -> Ended:
        """A line of bash, in which `grantex-tui` is the program."""
        program = " ".join(PROGRAM)
        process = subprocess.run(
            ["bash", "-c", f"grantex-tui() {{ {program} \"$@\"; }}\n{line}"], env=self.bare({}),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False,
        )  # fmt: skip
        return Ended(process.returncode, process.stdout.decode(), process.stderr.decode())

    def bare(self, variables: Mapping[str, str]) -> dict[str, str]:
        """The environment: nothing but ours."""
        return {"PATH": os.environ["PATH"], **self.environment, **variables}


def usage(total: int, *, exchanges: int = 0, period: str = "2026-11-22", **headers: str) -> Play:
    """Current usage with so many token exchanges, the rest of the total being verifications."""
    return json_answer({"developerId": "dev_1", "period": period, **_figures(total, exchanges)}, headers)


def history(rows: Mapping[str, tuple[int, int]], **headers: str) -> Play:
    """A history with each date's total and token exchanges."""
    entries = [{"date": date, **_figures(*figures)} for date, figures in rows.items()]
    return json_answer({"developerId": "dev_1", "days": 90, "entries": entries}, headers)


def figures(*plays: tuple[str, Script]) -> Handler:
    """The recorded answers, but for these paths."""
    return replay({**FIGURES, **dict(plays)})


def _figures(total: int, exchanges: int = 0) -> dict[str, int]:
    return {
        "tokenExchanges": exchanges,
        "authorizations": 0,
        "verifications": total - exchanges,
        "totalRequests": total,
    }


def modules_after(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[int, set[str]]:
    """The exit code, and the packages that the program had imported by its end."""
    script = """
import os, sys
leave = os._exit
def tell(code):
    os.write(2, "\\n".join(sys.modules).encode())
    leave(code)
os._exit = tell
from grantex_tui.cli.main import main
main(sys.argv[1:])
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=dict(environment), capture_output=True, text=True, timeout=30,
        check=False,
    )  # fmt: skip
    return ended.returncode, set(ended.stderr.split())
