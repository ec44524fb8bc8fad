"""Alerts on the command line: `watch` and `record` tell each once, together too; `alerts test` tries the ways."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grantex_tui.config.models import AlertSettings, Way
from tests.support.configs import alerts_table, written
from tests.support.service import running_service
from tests.support.shell import HISTORY, KEY, PROGRAM, USAGE, Shell, figures, modules_after, usage

ABOVE = AlertSettings(day_total=9_000)
FIGURES_ABOVE = "alert: more than 9,000 requests today. There are 9,064 so far on Sun 22 Nov 2026. Account "
ALERTS = ("alert_watch", "alerts", "alert_command", "teller", "telling", "notification", "models")
ENVIRONMENT = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))"


@pytest.fixture
def asks(shell: Shell) -> Callable[[AlertSettings], None]:
    """Writes a config file that asks for alerts."""

    def ask(alerts: AlertSettings) -> None:
        written(shell.home, alerts_table(alerts))

    return ask


# watch and record


@pytest.mark.usefixtures("recordings")
def test_what_one_that_watches_tells_no_other_process_tells_again(
    shell: Shell, asks: Callable[[AlertSettings], None]
) -> None:
    asks(ABOVE)
    watcher = subprocess.Popen(
        [*PROGRAM, "watch"], env=shell.bare({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert watcher.stderr is not None
    told = watcher.stderr.readline()

    other = shell.here("record", "--once")
    watcher.send_signal(signal.SIGTERM)

    assert told.startswith(f"grantex-tui: {FIGURES_ABOVE}")
    assert (other.code, other.err) == (0, "")
    assert watcher.communicate(timeout=10)[1] == ""


@pytest.mark.usefixtures("recordings")
def test_each_run_of_cron_s_tells_what_is_new_to_it(shell: Shell, asks: Callable[[AlertSettings], None]) -> None:
    asks(ABOVE)

    said = [shell.here("record", "--once").err for _ in range(3)]

    assert said[0].startswith(f"grantex-tui: {FIGURES_ABOVE}")
    assert said[1:] == ["", ""]


def test_a_key_that_is_refused_is_told_once_before_the_end_and_so_is_its_return(
    shell: Shell, asks: Callable[[AlertSettings], None]
) -> None:
    asks(AlertSettings(key_refused=True))
    refused = "alert: the API key is refused. The service refuses the API key (401), so polling has stopped."
    ended = "grantex-tui: the key from GRANTEX_API_KEY is refused (401)\n"

    with running_service(figures((USAGE, ["unknown-key-401", "unknown-key-401", "usage-200"]))) as service:
        shell.at(service.url)
        said = [shell.here("record", "--once") for _ in range(4)]

    assert [end.code for end in said] == [3, 3, 0, 0]
    assert said[0].err == f"grantex-tui: {refused}\n{ended}"
    assert said[1].err == ended
    assert said[2].err.startswith("grantex-tui: alert: the API key is accepted again. Figures were read at ")
    assert said[3].err == ""


def test_the_plan_is_asked_for_where_a_month_s_share_needs_it(
    shell: Shell, asks: Callable[[AlertSettings], None]
) -> None:
    asks(AlertSettings(month_share=(1,)))
    used = usage(9_064, exchanges=2_190)
    with running_service(figures((USAGE, used))) as service:
        shell.at(service.url)
        said = shell.here("record", "--once").err

    assert "alert: 1 % of the month's token exchanges used. That is " in said
    assert " of 50,000 token exchanges in November 2026, " in said


def test_a_command_sees_no_key(shell: Shell, asks: Callable[[AlertSettings], None]) -> None:
    environment = shell.home / "environment"
    shell.set(HEADER=f"Bearer {KEY}", HARMLESS="yes")
    asks(AlertSettings(day_total=1, tell=(Way.COMMAND,), command=(sys.executable, "-c", ENVIRONMENT, str(environment))))
    with running_service(figures()) as service:
        shell.at(service.url)
        assert shell.process("record", "--once").code == 0

    seen = environment.read_text()
    assert "HARMLESS" in seen
    assert KEY not in seen
    assert "GRANTEX_API_KEY" not in seen


def test_a_command_that_hangs_does_not_hold_the_end(
    shell: Shell, asks: Callable[[AlertSettings], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grantex_tui.cli.telling.PATIENCE", 0.05)
    hanging = (sys.executable, "-c", "import time; time.sleep(600)")
    asks(AlertSettings(day_total=1, tell=(Way.COMMAND,), command=hanging))

    with running_service(figures()) as service:
        assert shell.at(service.url).here("record", "--once").code == 0


def test_without_alerts_nothing_of_them_is_loaded(shell: Shell) -> None:
    with running_service(figures((USAGE, "unknown-key-401"), (HISTORY, "unknown-key-401"))) as service:
        _, modules = modules_after(["watch"], shell.at(service.url).bare({}))

    assert "grantex_tui.cli.alerting" in modules
    ours = {name for name in modules if name.startswith("grantex_tui.")}
    assert {name for name in ours if name.rpartition(".")[2] in ALERTS} == {
        "grantex_tui.api.models",
        "grantex_tui.archive.models",
    }


# alerts test


def test_a_test_says_what_each_way_did(shell: Shell, asks: Callable[[AlertSettings], None], tmp_path: Path) -> None:
    file = tmp_path / "said"
    write = (sys.executable, "-c", "import sys; open(sys.argv[1], 'w').write(sys.argv[2])", str(file), "{title}")
    asks(AlertSettings(tell=(Way.COMMAND, Way.BELL, Way.COMMAND), command=write))
    shell.set(TERM="xterm-256color")

    ended = shell.here("alerts", "test")

    assert (ended.code, ended.out) == (
        1,
        "notice and log: always; a line on standard error\n"
        "command: sent, the command ended with 0\n"
        "bell: not sent: standard error is no terminal\n",
    )
    assert ended.err.startswith("grantex-tui: alert: this is a test. So it looks when ")
    assert file.read_text() == "Grantex: this is a test"


@pytest.mark.parametrize(
    ("environment", "sequences", "said"),
    [
        ({"TERM": "xterm-kitty"}, b"\x07\x1b]99;", "desktop: sent as OSC 99; a terminal that"),
        ({"TERM": "dumb"}, b"", "desktop: not sent: this terminal takes none"),
    ],
    ids=["kitty", "dumb"],
)
def test_on_a_terminal_it_rings_and_writes_what_the_terminal_takes(
    environment: dict[str, str], sequences: bytes, said: str, shell: Shell, asks: Callable[[AlertSettings], None]
) -> None:
    asks(AlertSettings(tell=(Way.BELL, Way.DESKTOP)))
    ours, its = pty.openpty()
    run = subprocess.run(
        [*PROGRAM, "alerts", "test"], env=shell.bare(environment),
        stdout=subprocess.PIPE, stderr=its, text=True, timeout=30, check=False,
    )  # fmt: skip
    os.close(its)
    seen = os.read(ours, 10_000)
    os.close(ours)

    assert said in run.stdout
    assert run.returncode == (0 if sequences else 1)
    assert (b"\x07" in seen, b"\x1b]" in seen) == (bool(sequences), bool(sequences))
    assert sequences in seen


@pytest.mark.parametrize(
    ("alerts", "code", "said"),
    [
        (AlertSettings(), 0, "no other way is asked for: `tell` of [alerts] names them\n"),
        (
            AlertSettings(tell=(Way.COMMAND,), command=("/nonexistent/notify",)),
            1,
            "command: the command notify cannot be started: no such file or directory\n",
        ),
    ],
    ids=["none", "missing"],
)
def test_what_is_not_sent_is_said_with_the_reason(
    alerts: AlertSettings, code: int, said: str, shell: Shell, asks: Callable[[AlertSettings], None]
) -> None:
    asks(alerts)

    ended = shell.here("alerts", "test")

    assert ended.code == code
    assert ended.out.endswith(said)


def test_another_action_is_a_wrong_setting(shell: Shell) -> None:
    ended = shell.here("alerts", "tset")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "grantex-tui: argument ACTION: tset: did you mean test? (see grantex-tui alerts --help)\n"
