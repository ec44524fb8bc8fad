"""The terminal's ground: what it answers is understood, never taken for keys, and never waited for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.tui.terminal.ground import LATE, MOST, Answers, Ground, ground_by_variable, ground_of
from tests.support.terminal import CTRL_Z, ESCAPE, Terminal

DEMO = [sys.executable, "-m", "grantex_tui", "--demo"]
WHITE, BLACK = "ffff/ffff/ffff", "0000/0000/0000"
ANSWER = f"\x1b]11;rgb:{WHITE}\x1b\\".encode()
DARK, LIGHT = "1a1f26", "eceff2"
"""The header's colour in the own themes."""


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def asked() -> tuple[Answers, Clock]:
    clock = Clock()
    answers = Answers(clock)
    answers.asked()
    return answers, clock


# What is said


@pytest.mark.parametrize(
    ("colour", "ground"),
    [
        (b"rgb:ffff/ffff/ffff", Ground.LIGHT),
        (b"rgb:1e1e/1e1e/2e2e", Ground.DARK),
        (b"rgb:ff/ff/ff", Ground.LIGHT),
        (b"rgb:f/f/f", Ground.LIGHT),
        (b"rgba:fdfd/f6f6/e3e3/ffff", Ground.LIGHT),  # Solarized
        (b"rgb:0000/2b2b/3636", Ground.DARK),
        (b"rgb:0000/0000/ffff", Ground.DARK),
        (b"?", None),
        (b"", None),
        (b"rgb:fffff/0/0", None),
        (b"rgb:-1/0/0", None),
        (b"#ffffff", None),
    ],
)
def test_a_colour_is_dark_or_light(colour: bytes, ground: Ground | None) -> None:
    assert ground_of(colour) is ground


@pytest.mark.parametrize(
    ("value", "ground"),
    [
        ("15;0", Ground.DARK),
        ("0;15", Ground.LIGHT),
        ("0;default;15", Ground.LIGHT),
        ("15;8", Ground.DARK),
        ("0;7", Ground.LIGHT),
        ("15;default", None),
        ("0;99", None),
        ("0;-1", None),
        ("0;²", None),
        ("9" * 9000, None),
        ("", None),
    ],
)
def test_a_variable_that_some_terminals_set_says_it_too(value: str, ground: Ground | None) -> None:
    assert ground_by_variable({"COLORFGBG": value}) is ground


# The answer among the keys


def test_the_answer_is_taken_out_of_what_was_typed() -> None:
    answers, _ = asked()

    assert answers.take(b"7" + ANSWER + b"t") == b"7t"
    assert answers.ground is Ground.LIGHT
    assert not answers.expected


def test_some_terminals_end_it_with_a_bell() -> None:
    answers, _ = asked()

    assert answers.take(b"\x1b]11;rgb:00/00/00\x07") == b""
    assert answers.ground is Ground.DARK


@given(st.lists(st.integers(0, len(ANSWER) + 2)))
def test_it_is_taken_out_however_it_is_cut(cuts: list[int]) -> None:
    answers, _ = asked()
    data, at = b"7" + ANSWER + b"t", sorted({0, *cuts, len(ANSWER) + 2})

    typed = b"".join(answers.take(data[one:other]) for one, other in pairwise(at))

    assert (typed + answers.released(), answers.ground) == (b"7t", Ground.LIGHT)


@given(st.lists(st.sampled_from([b"\x1b", b"]", b"1", b";", b"[A", b"\x07", b"q", b"\x1b[?2026;2$y", b"\xc3\xa9"])))
def test_all_else_comes_through_in_its_order(chunks: list[bytes]) -> None:
    answers, _ = asked()
    typed = b"".join(answers.take(chunk) for chunk in chunks) + answers.released()

    assert typed == b"".join(chunks) or not answers.expected


def test_what_begins_like_an_answer_is_typed_after_all_when_nothing_follows() -> None:
    answers, _ = asked()

    assert (answers.take(b"\x1b"), answers.released()) == (b"", b"\x1b")
    assert (answers.take(b"\x1b]"), answers.released()) == (b"", b"\x1b]")  # alt+]
    assert answers.take(b"\x1b]11;" + b"f" * MOST) == b"\x1b]11;" + b"f" * MOST


def test_a_late_answer_changes_nothing_and_is_no_key_either() -> None:
    answers, clock = asked()
    clock.seconds = LATE

    assert answers.take(ANSWER) == b""
    assert answers.ground is None


def test_esc_waits_for_an_answer_only_while_one_is_soon() -> None:
    answers, clock = asked()
    clock.seconds = LATE

    assert answers.take(b"\x1b") == b"\x1b"


def test_without_a_question_nothing_is_held_or_taken() -> None:
    assert Answers(Clock()).take(ANSWER + b"\x1b") == ANSWER + b"\x1b"


# In a terminal


def shown(terminal: Terminal) -> str:
    terminal.wait_for("resets in")
    terminal.wait_for("▔")
    return terminal.background


def grounds_painted(terminal: Terminal) -> set[str]:
    """Of the own themes' grounds those that were ever written."""
    painted = {"dark": b"48;2;15;19;23", "light": b"48;2;251;252;253"}
    return {name for name, code in painted.items() if code in terminal.output}


@pytest.mark.parametrize(("ground", "theme", "header"), [(WHITE, "light", LIGHT), (BLACK, "dark", DARK)])
def test_the_first_paint_is_in_the_theme_of_the_terminals_ground(ground: str, theme: str, header: str) -> None:
    with Terminal(DEMO, ground=ground) as terminal:
        assert shown(terminal) == header
        assert grounds_painted(terminal) == {theme}
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_what_was_typed_meanwhile_is_obeyed_and_a_silent_terminal_is_dark() -> None:
    with Terminal(DEMO) as terminal:
        terminal.wait_until(lambda: b"\x1b]11;?" in terminal.output, "question")
        terminal.send("7")
        assert shown(terminal) == DARK
        terminal.wait_for("Last 7 days")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind


def test_an_answer_that_comes_late_is_never_shown_or_obeyed() -> None:
    with Terminal(DEMO, columns=120, rows=40, environment={"COLORFGBG": "0;15"}) as terminal:
        assert shown(terminal) == LIGHT  # as the variable says
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send(ANSWER.decode())
        terminal.send("c")
        terminal.wait_for("before")
        assert "Last 7 days" in terminal.text  # no 1 of the answer chose a year
        assert "11;rgb" not in terminal.text
        terminal.send(ESCAPE)
        terminal.send(CTRL_Z)
        terminal.wait_for_stop()
        assert not terminal.left_behind


def test_a_theme_by_name_asks_nothing_and_ignores_the_ground() -> None:
    with Terminal([*DEMO, "--theme", "grantex-dark"], ground=WHITE) as terminal:
        assert shown(terminal) == DARK
        assert b"\x1b]11;?" not in terminal.output


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "linux"}])
def test_where_no_answer_helps_or_comes_nothing_is_asked(environment: dict[str, str]) -> None:
    with Terminal(DEMO, ground=WHITE, environment=environment) as terminal:
        shown(terminal)
        assert b"\x1b]11;?" not in terminal.output


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGQUIT, 131), (signal.SIGINT, 130)])
def test_a_signal_right_after_the_question_leaves_the_terminal_as_it_was(number: signal.Signals, code: int) -> None:
    with Terminal(DEMO) as terminal:
        terminal.wait_until(lambda: b"\x1b]11;?" in terminal.output, "question")
        terminal.signal(number)
        assert terminal.wait_for_exit() == code
        assert not terminal.left_behind


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_inside_tmux_it_is_as_the_pane_is(tmp_path: Path) -> None:
    (tmp_path / "tmux.conf").write_text("set -g window-style 'bg=#ffffff'\nset -g status off\n")
    environment = {"TMUX_TMPDIR": str(tmp_path), "SHELL": "/bin/sh"}
    command = ["tmux", "-f", str(tmp_path / "tmux.conf"), "new-session", " ".join(DEMO)]
    with Terminal(command, environment=environment) as terminal:
        try:
            terminal.wait_for("resets in")
            assert int(terminal.background[:2], 16) > 0xC0
            assert "11;rgb" not in terminal.text
        finally:
            subprocess.run(["tmux", "kill-server"], env={"PATH": os.environ["PATH"], **environment}, check=False)
