"""How far the program writes ahead of the terminal: a slow line gets pieces, every other one all."""

from __future__ import annotations

import pytest

from grantex_tui.tui.terminal.flow_control import LOST, PIECE, FlowControl

BAUD = 960
"""Bytes a second at 9,600 baud."""


class Clock:
    """Seconds that pass as a test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class StyledLine:
    """A flow over a line that brings so many bytes a second after `delay` seconds."""

    def __init__(self, bytes_a_second: float, delay: float = 0.01) -> None:
        self.clock = Clock()
        self.flow = FlowControl(self.clock)
        self._bytes_a_second = bytes_a_second
        self._delay = delay
        self.flow.asked()
        self.answer(0)

    def answer(self, size: int) -> bool:
        """Time passes until so many bytes are through and the answer is back."""
        self.clock.now += self._delay + size / self._bytes_a_second
        return self.flow.answered()

    def frame(self, size: int) -> bool:
        """Write a frame and ask where that is due; whether it was."""
        due = self.flow.written(size)
        if due:
            self.flow.asked()
        return due


def test_a_terminal_that_never_answers_gets_everything_at_once_and_is_not_asked() -> None:
    flow = FlowControl(Clock())

    assert not flow.written(50_000)
    assert all(flow.take(5_000) for _ in range(20))


@pytest.mark.parametrize("delay", [0.001, 0.1, 0.6])
def test_a_quick_line_gets_everything_at_once_however_long_its_answers_are_under_way(delay: float) -> None:
    line = StyledLine(1_000_000, delay)

    for _ in range(5):
        assert line.flow.take(10_000)
        assert line.frame(20_000)
        line.answer(20_000)

    assert not line.flow.slow


def test_while_the_answer_is_late_nothing_is_drawn_and_it_says_so_when_there_is_room_again() -> None:
    line = StyledLine(BAUD)
    assert line.flow.take(1_000)
    assert line.frame(4_000)

    line.clock.now += 1

    assert not line.flow.take(1_000)
    assert line.answer(4_000)
    assert line.flow.take(10)


def test_a_slow_line_gets_as_much_as_it_carries_in_a_moment() -> None:
    line = StyledLine(BAUD)
    line.frame(4_000)
    line.answer(4_000)
    assert line.flow.slow

    granted = 0
    while line.flow.take(20):
        granted += 20

    assert 0 < granted < BAUD * PIECE


def test_a_line_that_became_quick_is_taken_for_a_quick_one() -> None:
    line = StyledLine(BAUD)
    line.frame(4_000)
    line.answer(4_000)
    line.frame(4_000)

    line.answer(0)

    assert not line.flow.slow


def test_a_small_change_on_a_quick_line_asks_nothing() -> None:
    assert not StyledLine(1_000_000).frame(100)


def test_an_answer_that_never_comes_does_not_stop_it_for_ever() -> None:
    line = StyledLine(BAUD)
    line.frame(4_000)
    line.clock.now += LOST + 1

    assert line.flow.take(1_000)
    assert line.flow.take(1_000)
