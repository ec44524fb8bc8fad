"""The program in a real pseudo-terminal: what it shows, how it obeys, how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from grantex_tui import __version__
from tests.support import forked
from tests.support.forked import LOCALE, Forked
from tests.support.service import LoopbackService, Script, answer, hang, replay, running_service
from tests.support.terminal import CTRL_C, CTRL_P, CTRL_Z, ESCAPE, Terminal

PROGRAM = [sys.executable, "-m", "grantex_tui"]
IN_A_SHELL = " ".join(PROGRAM)

DEMO = Forked("--demo")
KEY = "gx_live_SECRET0THAT0NOBODY0SEES"
ENDS_WITHIN = 10.0
"""Seconds after which an end is taken for missing, on a busy machine too. How soon it comes, the benchmark measures."""

BAUD_9600 = 960
"""Bytes a second."""

MOUSE_MODES = {1000, 1002, 1003, 1006, 1015, 1016}

USAGE, HISTORY = "/v1/usage", "/v1/usage/history"
FIGURES: dict[str, Script] = {USAGE: "usage-200", HISTORY: "history-90-200"}


@pytest.fixture
def service() -> Iterator[LoopbackService]:
    """A service that answers with recorded figures."""
    with running_service(replay(FIGURES)) as running:
        yield running


def reading(url: str, *arguments: str, columns: int = 80, rows: int = 24, ignore_hang_up: bool = False) -> Terminal:
    """The program, reading the service at `url`."""
    environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": url}
    return Terminal(
        Forked(*arguments), columns=columns, rows=rows, ignore_hang_up=ignore_hang_up, environment=environment
    )


def ready(terminal: Terminal) -> None:
    """Until figures and chart are on the screen."""
    terminal.wait_for("resets in")
    terminal.wait_for("▔")


def asked(service: LoopbackService) -> list[str]:
    """The requests for figures, in order."""
    return [path for path in service.paths if path in (USAGE, HISTORY)]


def seconds_to_exit(terminal: Terminal, *, reading: bool = True) -> float:
    began = time.monotonic()
    terminal.wait_for_exit(reading=reading)
    return time.monotonic() - began


def run(
    *arguments: str, environment: dict[str, str] | None = None, standard_input: str = ""
) -> subprocess.CompletedProcess[str]:
    """The program without a terminal, and without a controlling one."""
    bare = {"HOME": "/nonexistent", "LANG": LOCALE, **(environment or {})}
    return forked.run(Forked(*arguments), bare, standard_input=standard_input)


def test_the_demo_shows_figures_range_and_chart_and_the_range_keys_switch_it() -> None:
    with Terminal([*PROGRAM, "--demo"]) as terminal:
        ready(terminal)
        for words in (
            "DEMO",
            "total requests today",
            "exchanges",
            "Last 30 days",
            "7 30 90",
            "a day",
            "today",
            "q quit",
        ):
            assert words in terminal.text
        assert re.search(r"[▄█]", terminal.text), "no bars"
        assert not terminal.modes & MOUSE_MODES, "the terminal's own text selection would not work"
        for key, chosen in (("7", 7), ("]", 30), ("]", 90), ("[", 30), ("[", 7), ("[", 7), ("9", 90), ("3", 30)):
            terminal.send(key)
            terminal.wait_for(f"Last {chosen} days")
            terminal.wait_for(f"Last {chosen} days")
        for key, shown in (("1", "53 weeks"), ("]", "All "), ("[", "Last 365"), ("A", "months"), ("3", "Last 30 days")):
            terminal.send(key)
            terminal.wait_for(shown)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_pause_interval_theme_and_help_answer_to_their_keys_and_esc_never_quits() -> None:
    with Terminal(DEMO, columns=160, rows=40) as terminal:
        ready(terminal)
        terminal.send("p")
        terminal.wait_for("p resume")
        assert "paused" in terminal.text
        terminal.send("p")
        terminal.wait_for("p pause")
        terminal.send("+")
        terminal.wait_for("every 5 s")
        terminal.send("-")
        terminal.wait_for("every 2 s")
        dark = terminal.background
        terminal.send("t")
        terminal.wait_until(lambda: terminal.background != dark, "light theme")
        terminal.send("t")
        terminal.wait_until(lambda: terminal.background == dark, "dark theme")
        for close in (ESCAPE, "?"):
            terminal.send("?")
            terminal.wait_for("Keys")
            terminal.send(close)
            terminal.wait_for("resets in")
        terminal.send(CTRL_P)
        terminal.wait_for("Search for commands")
        terminal.send(ESCAPE)
        terminal.wait_for("resets in")
        for _ in range(2):
            terminal.send(ESCAPE)
        terminal.wait_until(lambda: terminal.quiet(0.3), "rest after Esc")
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send(CTRL_C)
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_r_reads_both_again_and_switching_the_range_reads_nothing(service: LoopbackService) -> None:
    with reading(service.url) as terminal:
        ready(terminal)
        terminal.wait_for("LIVE")
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send("9")
        terminal.wait_for("Last 90 days")
        assert asked(service) == [USAGE, HISTORY]
        terminal.send("r")
        terminal.wait_until(lambda: len(asked(service)) == 4, "second reading")
        assert asked(service)[2:] == [USAGE, HISTORY]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)])
def test_a_signal_ends_it_at_once_with_the_terminal_restored(number: signal.Signals, code: int) -> None:
    with Terminal(Forked("--demo", "--mouse")) as terminal:
        ready(terminal)
        assert terminal.modes >= {1000, 1003, 1006, 1016}
        assert terminal.left_behind > {"mode 1049", "mode 25 off", "terminal attributes"}
        terminal.signal(number)
        assert seconds_to_exit(terminal) < ENDS_WITHIN
        assert terminal.wait_for_exit() == code
        assert not terminal.left_behind


def test_sigterm_ends_it_and_restores_the_terminal_even_while_the_terminal_does_not_read() -> None:
    with Terminal(DEMO, columns=200, rows=50) as terminal:
        ready(terminal)
        for _ in range(20):
            terminal.send("t")
        terminal.wait_until_stalled()
        terminal.signal(signal.SIGTERM)
        assert seconds_to_exit(terminal, reading=False) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 143
        terminal.drain()
        assert not terminal.left_behind


@pytest.mark.parametrize("key", ["q", CTRL_C], ids=["q", "ctrl+c"])
def test_the_quit_keys_end_it_and_restore_the_terminal_even_while_the_terminal_does_not_read(key: str) -> None:
    with Terminal(DEMO, columns=200, rows=50) as terminal:
        ready(terminal)
        for _ in range(40):
            terminal.send("t")
        terminal.wait_until_stalled()
        terminal.send(key)
        assert seconds_to_exit(terminal, reading=False) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 0
        terminal.drain()
        assert not terminal.left_behind


@pytest.mark.parametrize("keys", [CTRL_C, "qq"], ids=["ctrl+c", "q closes it and ends"])
def test_with_a_sheet_open_it_ends_in_time_too_while_the_terminal_does_not_read(keys: str) -> None:
    with Terminal(DEMO, columns=200, rows=50) as terminal:
        ready(terminal)
        terminal.send("d")
        terminal.wait_for("UTC day · so far")
        for _ in range(40):
            terminal.send("t")
        terminal.wait_until_stalled()
        for key in keys:
            terminal.send(key)
        assert seconds_to_exit(terminal, reading=False) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 0
        terminal.drain()
        assert not terminal.left_behind


@pytest.mark.parametrize("ignored", [False, True], ids=["SIGHUP", "SIGHUP ignored"])
def test_a_lost_line_ends_it_at_once_also_where_sighup_is_ignored(ignored: bool) -> None:
    with Terminal(DEMO, ignore_hang_up=ignored) as terminal:
        ready(terminal)
        terminal.hang_up()
        assert seconds_to_exit(terminal) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 129


def test_ctrl_z_gives_the_terminal_back_and_fg_paints_and_reads_again(service: LoopbackService) -> None:
    with reading(service.url) as terminal:
        ready(terminal)
        terminal.send(CTRL_Z)
        terminal.wait_for_stop()
        terminal.drain()
        assert not terminal.left_behind
        assert "resets in" not in terminal.text
        terminal.signal(signal.SIGCONT)
        ready(terminal)
        assert "Last 30 days" in terminal.text
        terminal.wait_until(lambda: len(asked(service)) == 4, "reading after fg")
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send(CTRL_Z)
        terminal.wait_for_stop()
        terminal.signal(signal.SIGTERM)
        terminal.signal(signal.SIGCONT)
        assert seconds_to_exit(terminal) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 143
        assert not terminal.left_behind


@pytest.mark.parametrize("stop", [[], [signal.SIGSTOP]], ids=["not stopped", "stopped"])
def test_going_on_without_a_stop_that_it_saw_keeps_screen_and_terminal_in_order(stop: list[signal.Signals]) -> None:
    with Terminal(DEMO) as terminal:
        ready(terminal)
        for number in stop:
            terminal.signal(number)
            terminal.wait_for_stop()
        terminal.signal(signal.SIGCONT)
        terminal.wait_until(lambda: terminal.output.count(b"\x1b[?1049h") == 2, "screen opened anew")
        ready(terminal)
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_the_shells_kill_ends_it_while_it_is_suspended() -> None:
    with Terminal(["sh", "-i"]) as terminal:
        terminal.send(f"{IN_A_SHELL} --demo\n")
        ready(terminal)
        terminal.send(CTRL_Z)
        terminal.wait_for("Stopped")
        terminal.send("kill %1\n")

        def told_at_the_next_prompt() -> bool:
            # Once more where it was stopped again for touching the terminal before it could end.
            terminal.send("kill %1 2>/dev/null; kill -CONT %1 2>/dev/null\n")
            return re.search(rb"(Done\(|Exit )143", terminal.output) is not None

        terminal.wait_until(told_at_the_next_prompt, "exit code 143")


@pytest.mark.parametrize("answers", [True, False], ids=["sizes reported", "sizes by signal"])
def test_a_window_that_was_smaller_for_a_moment_shows_all_again(answers: bool) -> None:
    with Terminal(Forked("--demo", "--interval", "3600"), columns=120, rows=40, answers=answers) as terminal:
        ready(terminal)
        terminal.wait_until(lambda: terminal.quiet(1.0), "rest after the start")
        header, *before = terminal.text.splitlines()
        for _ in range(5):
            terminal.resize(60, 20)
            terminal.resize(120, 40)
            terminal.wait_until(lambda: terminal.text.splitlines()[1:] == before, "the picture as it was")
            assert terminal.text.splitlines()[0].split()[:3] == header.split()[:3]  # its times go on


def test_q_with_a_request_under_way_ends_it_at_once() -> None:
    with running_service(replay({USAGE: hang()})) as service, reading(service.url) as terminal:
        terminal.wait_for("Connecting to 127.0.0.1")
        terminal.wait_until(lambda: asked(service) == [USAGE], "request")
        terminal.send("q")
        assert seconds_to_exit(terminal) < ENDS_WITHIN
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


@pytest.mark.parametrize("answers", [True, False], ids=["sizes reported", "sizes by signal"])
def test_every_size_and_a_storm_of_sizes_are_lived_through(answers: bool) -> None:
    sizes = random.Random(7)
    with Terminal(DEMO, columns=1, rows=1, answers=answers) as terminal:
        terminal.wait_until(lambda: terminal.text.strip() != "", "first character")
        terminal.resize(80, 24)
        ready(terminal)
        for columns, rows in ((2, 2), (39, 11), (40, 12), (300, 100), (1, 100), (300, 1)):
            terminal.resize(columns, rows)
            terminal.wait_until(lambda: terminal.text.strip() != "", f"anything in {columns}×{rows}")
        for _ in range(60):
            terminal.resize(sizes.randint(1, 300), sizes.randint(1, 100))
        terminal.drain()
        for (columns, rows), shown, hidden in (
            ((40, 12), ("total", "auth ", "7 30 90", "today"), "Exchanges"),
            ((39, 11), ("total", "auth "), "7 30 90"),
            ((120, 40), ("Exchanges", "Last 30 days", "a day over", "q quit"), "auth "),
        ):
            terminal.resize(columns, rows)
            for words in shown:
                terminal.wait_for(words)
            terminal.wait_until(lambda hidden=hidden: hidden not in terminal.text, f"end of {hidden!r}")  # type: ignore[misc]
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_after_a_storm_of_sizes_it_has_the_last_one() -> None:
    sizes = random.Random(7)
    with Terminal(DEMO, answers=False) as terminal:
        ready(terminal)
        for columns, rows in ((120, 40), (100, 30), (140, 50)):
            for _ in range(100):
                terminal.resize(sizes.randint(1, 300), sizes.randint(1, 100))
            terminal.resize(columns, rows)
            keys = f"{'q quit':>{columns - 1}}"

            def fits(keys: str = keys, rows: int = rows) -> bool:
                lines = terminal.text.split("\n")
                return len(lines[-1]) <= len(keys) and "q quit" in lines[-1] and len(lines) == rows

            terminal.wait_until(fits, f"the keys in the last line of {columns}×{rows}")


@pytest.mark.parametrize("kind", ["xterm", "linux", "screen-256color"])
def test_a_terminal_that_answers_no_question_is_served_all_the_same(kind: str) -> None:
    with Terminal(DEMO, answers=False, environment={"TERM": kind, "COLORTERM": ""}) as terminal:
        ready(terminal)
        terminal.send("9")
        terminal.wait_for("Last 90 days")
        terminal.send("?")
        terminal.wait_for("Keys")
        terminal.send(ESCAPE)
        terminal.wait_for("Last 90 days")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


@pytest.mark.parametrize("kind", ["xterm", "xterm-16color"])
def test_sixteen_colours_are_enough_to_read_it(kind: str) -> None:
    with Terminal(DEMO, environment={"TERM": kind, "COLORTERM": ""}) as terminal:
        ready(terminal)
        for key, words in (("9", "Last 90 days"), ("h", "▲"), ("?", "Keys")):
            terminal.send(key)
            terminal.wait_for(words)
            assert terminal.unreadable == ""
        assert colours(terminal.output) - {38, 39, 48, 49}
        assert not colours(terminal.output) & {38, 48}, "more than sixteen"


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": ""}], ids=str)
def test_without_a_utf_8_locale_it_is_drawn_in_ascii_and_still_right(locale: dict[str, str]) -> None:
    with Terminal(
        ["env", "--unset=LC_CTYPE", *PROGRAM, "--demo"], environment=locale
    ) as terminal:  # Python has set it meanwhile
        terminal.wait_for("resets in")
        terminal.wait_for(" 0 -----")
        chart = dropwhile(lambda line: "Last 30 days" not in line, terminal.text.splitlines())
        *_, lowest, axis = takewhile(lambda line: " M T W " not in line, chart)
        assert re.fullmatch(r"\| +0 -+ \|", axis), terminal.text
        assert re.fullmatch(r"\| +[-#_,.=+*%!: ]+\|", lowest), terminal.text
        assert lowest.index("#") > axis.index("-"), "the axis is not below the bars"
        for key, words in (("9", "Last 90 days"), ("\t", "Day (UTC)"), ("\t", "Mon"), ("?", "Keys"), (ESCAPE, "Mon")):
            terminal.send(key)
            terminal.wait_for(words)
        terminal.send(CTRL_P)
        terminal.wait_for("Search for commands")
        terminal.send(CTRL_C)
        assert terminal.wait_for_exit() == 0
        assert terminal.output.isascii()
        assert not terminal.left_behind


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux_it_shows_and_obeys_and_leaves_the_pane_as_it_was(tmp_path: Path) -> None:
    environment = {"TMUX_TMPDIR": str(tmp_path), "SHELL": "/bin/sh"}
    command = f"{IN_A_SHELL} --demo; echo left with $?; exec cat"
    with Terminal(["tmux", "-f", "/dev/null", "new-session", command], environment=environment) as terminal:
        try:
            ready(terminal)
            assert "Last 30 days" in terminal.text
            terminal.send("9")
            terminal.wait_for("Last 90 days")
            terminal.send("?")
            terminal.wait_for("Keys")
            terminal.send(ESCAPE)
            terminal.wait_for("Last 90 days")
            terminal.send("q")
            terminal.wait_for("left with 0")
            terminal.wait_until(lambda: "resets in" not in terminal.text, "the pane as it was")
        finally:
            subprocess.run(["tmux", "kill-server"], env={"PATH": os.environ["PATH"], **environment}, check=False)


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (40, 12), (30, 5)])
def test_where_it_connects_to_is_the_first_thing_to_be_seen(columns: int, rows: int) -> None:
    with (
        running_service(replay({USAGE: hang()})) as service,
        reading(service.url, columns=columns, rows=rows) as terminal,
    ):
        terminal.wait_until(lambda: terminal.text.strip() != "", "first word")
        assert "Connecting to 127.0.0.1" in terminal.text


def test_at_9600_baud_a_key_is_answered_before_the_frame_is_out_and_old_frames_are_not_written() -> None:
    with Terminal(Forked("--demo", "--interval", "3600"), columns=60, rows=20) as terminal:
        terminal.wait_for("▔")
        terminal.wait_until(lambda: terminal.quiet(0.5), "rest after the start")
        terminal.bytes_a_second = BAUD_9600
        sizes: list[int] = []
        for key, chosen in (("9", "Last 90 days"), ("3", "Last 30 days")):
            before = len(terminal.output)
            terminal.send(key)
            terminal.wait_for(chosen)
            answer = len(terminal.output) - before
            terminal.wait_until(lambda: terminal.quiet(0.5), "rest of the frame")
            sizes.append(len(terminal.output) - before)
        assert answer < sizes[-1] / 2
        before = len(terminal.output)
        for key in "939393937":
            terminal.send(key)
            time.sleep(0.1)
        terminal.wait_for("Last 7 days")
        terminal.wait_until(lambda: terminal.quiet(0.5), "rest of the last frame")
        assert len(terminal.output) - before < 2.5 * max(sizes)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        terminal.drain()
        assert not terminal.left_behind


def test_no_color_means_no_colour_at_all() -> None:
    with Terminal(DEMO, environment={"NO_COLOR": "1"}) as terminal:
        ready(terminal)
        terminal.send("t")
        terminal.send("?")
        terminal.wait_for("Keys")
        terminal.send(ESCAPE)
        terminal.wait_for("resets in")
        terminal.send(CTRL_P)
        terminal.wait_for("Search for commands")
        assert not colours(terminal.output)
        terminal.signal(signal.SIGTERM)
        terminal.wait_for_exit()


def test_an_empty_no_color_means_nothing() -> None:
    with Terminal(DEMO, environment={"NO_COLOR": ""}) as terminal:
        ready(terminal)
        assert colours(terminal.output)


def test_the_key_can_be_piped_in_and_the_keyboard_is_the_terminal_all_the_same(service: LoopbackService) -> None:
    command = f"printf %s {KEY} | {IN_A_SHELL} --api-key-file - --base-url {service.url}"
    with Terminal(["sh", "-c", command]) as terminal:
        ready(terminal)
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind
        assert service.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert KEY.encode() not in terminal.output


def test_the_key_is_on_no_screen_whatever_the_service_answers() -> None:
    echo = answer(401, f'{{"message":"bad key {KEY}","code":"{KEY}","requestId":"{KEY}"}}')
    steps: list[tuple[Script, str]] = [
        (answer(200, f'{{"developerId":"{KEY}"}}'), "not a valid answer"),
        (echo, "The service refuses the API key."),
        (answer(302, KEY, {"location": f"https://example.com/{KEY}"}), "(302)"),
    ]
    with running_service(replay({})) as service, reading(service.url) as terminal:
        terminal.wait_for("no such address")
        for step, words in steps:
            service.handler = replay({USAGE: step, HISTORY: step})
            before = service.paths.count(USAGE)
            terminal.send("r")
            terminal.wait_until(lambda before=before: service.paths.count(USAGE) > before, "request")  # type: ignore[misc]
            terminal.wait_for(words)
        terminal.send("?")
        terminal.wait_for("Keys")
        terminal.signal(signal.SIGTERM)
        terminal.wait_for_exit()
        assert {request.headers["authorization"] for request in service.requests} == {f"Bearer {KEY}"}
        assert KEY.encode() not in terminal.output


@pytest.mark.parametrize(
    "broken",
    [
        "httpx.AsyncClient.send",
        "grantex_tui.usage.ledger.Ledger.after_usage",
        "grantex_tui.tui.terminal.driver.PacedDriver.process_message",
    ],
)
def test_a_crash_restores_the_terminal_and_its_traceback_has_no_key(broken: str, service: LoopbackService) -> None:
    breaking = f"""
import httpx, grantex_tui.usage.ledger, grantex_tui.tui.terminal.driver
def broken(*_, **__):
    raise RuntimeError("broken on purpose")
{broken} = broken
"""
    environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": service.url}
    with Terminal(Forked(first=breaking), columns=200, rows=50, environment=environment) as terminal:
        assert terminal.wait_for_exit() == 1
        terminal.drain()
        assert b"broken on purpose" in terminal.output
        assert not terminal.left_behind
        assert KEY.encode() not in terminal.output


@pytest.mark.parametrize("redirection", ["</dev/null", "2>/dev/null", "<&-"])
def test_without_a_terminal_at_either_end_it_says_so_in_a_line(redirection: str, tmp_path: Path) -> None:
    said = tmp_path / "said"
    streams = redirection.replace("2>/dev/null", f"2>{said}")
    with Terminal(["sh", "-c", f"{IN_A_SHELL} --demo {streams}"], columns=200) as terminal:
        assert terminal.wait_for_exit() == 2
        terminal.drain()
        words = said.read_text() if said.exists() else terminal.text.rstrip("\n") + "\n"
        line = "grantex-tui: the dashboard needs a terminal: standard input and standard error must be one\n"
        assert words == line


def test_a_closed_standard_output_is_no_reason_to_fail() -> None:
    with Terminal(["sh", "-c", f"{IN_A_SHELL} --demo >&-; echo ended with $?"]) as terminal:
        ready(terminal)
        terminal.send("q")
        terminal.wait_for("ended with 0")
        assert b"Traceback" not in terminal.output


@pytest.mark.parametrize("answers", [True, False], ids=["sizes reported", "sizes by signal"])
def test_with_standard_output_in_a_pipe_it_has_the_size_of_the_terminal(answers: bool) -> None:
    with Terminal(["sh", "-c", f"{IN_A_SHELL} --demo | cat"], columns=120, rows=40, answers=answers) as terminal:
        ready(terminal)
        lines = terminal.text.split("\n")
        assert "q quit" in lines[39]
        assert max(map(len, lines)) > 100
        terminal.resize(100, 30)
        terminal.wait_until(lambda: "q quit" in terminal.text.split("\n")[29], "keys in the last line")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_a_system_that_cannot_poll_terminals_is_not_taken_for_a_hang_up() -> None:
    program = """
import select
class Poll:
    def register(self, *_): pass
    def poll(self): return [(0, select.POLLNVAL)]
select.poll = Poll
from grantex_tui.cli.main import main
main(["--demo"])
"""
    with Terminal([sys.executable, "-c", program]) as terminal:
        ready(terminal)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0


def test_a_dumb_terminal_is_refused_in_words() -> None:
    with Terminal(DEMO, columns=200, environment={"TERM": "dumb"}) as terminal:
        assert terminal.wait_for_exit() == 2
        terminal.drain()
        assert "TERM=dumb" in terminal.text
        assert b"\x1b" not in terminal.output


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        ([], {}, ["GRANTEX_API_KEY", "--api-key-file", "~/.grantex/config.json", "--demo"]),
        (["--colour"], {}, ["unknown option --colour", "--help"]),
        (["--demo", "--interval", "4"], {}, ["--interval", "5 to 3600"]),
        (["--base-url", "ftp://x"], {"GRANTEX_API_KEY": KEY}, ["https://"]),
        (["--base-url", "http://example.com"], {"GRANTEX_API_KEY": KEY}, ["--allow-http"]),
        (["--api-key-file", "-"], {}, ["--api-key-file", "no key"]),
        ([f"--api-key={KEY}"], {}, ["--api-key: did you mean --api-key-file?"]),
        (["--demo"], {}, ["needs a terminal"]),
        ([], {"GRANTEX_API_KEY": f"{KEY} {KEY}"}, ["blank inside"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_start_is_one_line_on_standard_error_and_exit_code_2(
    arguments: list[str], environment: dict[str, str], words: list[str]
) -> None:
    ended = run(*arguments, environment=environment)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert re.fullmatch(r"grantex-tui: [^\n]+\n", ended.stderr)
    assert all(word in ended.stderr for word in words), ended.stderr
    assert KEY not in ended.stderr


def test_a_key_from_a_closed_standard_input_is_one_line() -> None:
    with Terminal(["sh", "-c", f"{IN_A_SHELL} --api-key-file - <&-"]) as terminal:
        assert terminal.wait_for_exit() == 2
        terminal.drain()
        assert terminal.text.strip() == "grantex-tui: --api-key-file: standard input: no key in it"


def test_a_key_piped_in_where_there_is_no_terminal_at_all_is_one_line() -> None:
    ended = run("--api-key-file", "-", standard_input=KEY)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert re.fullmatch(r"grantex-tui: the dashboard needs a terminal[^\n]+\n", ended.stderr)


def test_version_and_help_need_neither_key_nor_terminal() -> None:
    version = run("--version")
    assert (version.returncode, version.stdout, version.stderr) == (0, f"grantex-tui {__version__}\n", "")
    usage = run("--help")
    assert (usage.returncode, usage.stderr) == (0, "")
    for option in ("--demo", "--api-key-file", "--base-url", "--allow-http", "--interval", "--mouse", "--version"):
        assert option in usage.stdout


def colours(output: bytes | bytearray) -> set[int]:
    """The parameters of all that was written which set a colour of letters or ground."""
    found: set[int] = set()
    for parameters in re.findall(rb"\x1b\[([0-9;:]*)m", output):
        found |= {int(number) for number in re.split(rb"[;:]", parameters) if number}
    return found & ({*range(30, 50)} | {*range(90, 108)})


def test_it_starts_with_the_range_view_and_metric_that_are_asked_for() -> None:
    with Terminal(
        Forked("--demo", "--days", "7", "--view", "table", "--metric", "exchanges"), columns=120, rows=40
    ) as terminal:
        terminal.wait_for("Day (UTC)")
        assert "Last 7 days · " in terminal.text
        assert "token exchanges" in terminal.text


def test_it_starts_as_the_config_file_says_but_for_what_is_typed(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('demo = true\ndays = 90\nview = "table"\nmetric = "exchanges"\ntheme = "grantex-light"\n')
    with Terminal(Forked("--config", str(file), "--days", "7"), columns=120, rows=40) as terminal:
        terminal.wait_for("Day (UTC)")
        assert "Last 7 days · " in terminal.text
        assert "token exchanges" in terminal.text


@pytest.mark.parametrize("origin", ["--theme", "theme"])
def test_an_unknown_theme_is_refused_with_the_nearest_name_before_the_screen_is_taken(
    origin: str, tmp_path: Path
) -> None:
    file = tmp_path / "c"
    file.write_text('theme = "grantex-lihgt"')
    typed = ["--theme", "grantex-lihgt"] if origin == "--theme" else ["--config", str(file)]
    with Terminal(Forked("--demo", *typed), columns=200) as terminal:
        assert terminal.wait_for_exit() == 2
        terminal.drain()
        said = "there is no such theme; did you mean grantex-light?"
        assert f"{origin if origin == '--theme' else f'{file}: theme'}: {said}" in terminal.text.replace("\n", "")
        assert not terminal.in_alternate_screen
