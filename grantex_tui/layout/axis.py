"""The value axis: round steps, whole rows, and the height of a figure on it. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.view.numbers import UNITS

EIGHTHS: Final = 8
"""Heights that a row of bars can show."""


class Scale(Struct, frozen=True):
    """A value axis from 0: a tick every `step`, which is `rows` rows high; `ticks` of them above 0."""

    step: int
    rows: int
    ticks: int

    def level(self, value: int) -> int:
        """`value` in eighths of a row, to the nearest; a value that is not 0 is never invisible."""
        return max((2 * EIGHTHS * self.rows * value + self.step) // (2 * self.step), 1) if value > 0 else 0


def scale(highest: int, rows: int) -> Scale:
    """The axis of `rows` rows on which `highest` comes out high and the ticks stand well apart.

    Steps are 1, 2, 2.5 or 5 × 10ⁿ and a whole number of rows, so that ticks are evenly spaced, read as what they
    are, and a growing bar does not rescale the others with every reading.
    """
    highest = max(highest, 1)
    options = []
    for step in _round_steps(highest):
        step_rows = min(rows * step // highest, rows)
        ticks = rows // step_rows if step_rows else 0
        if ticks and all(_reads_exactly(step * index) for index in range(1, ticks + 1)):
            used = highest * step_rows / step / rows
            options.append((used - 0.03 * abs(step_rows - 4), Scale(step, step_rows, ticks)))
    return max(options, key=lambda option: option[0])[1]


def _reads_exactly(number: int) -> bool:
    """Whether `compact` rounds nothing off: a tick at 12,500 must not read `12k`."""
    unit = next((unit for unit, _ in UNITS if number >= unit), 1)
    return number % unit == 0 or (number < 10 * unit and number % (unit // 10) == 0)


def _round_steps(highest: int) -> list[int]:
    """Round steps from a hundredth of `highest` to the first one above it."""
    power: int = 10 ** max(len(str(highest)) - 3, 0)
    steps = [power * factor // 2 for power in (power, 10 * power, 100 * power) for factor in (2, 4, 5, 10)]
    whole = [step for step in steps if step * 2 % 5 == 0 or step in (1, 2, 5, 10)]
    return [step for step in whole if step <= highest] + [
        next((step for step in whole if step > highest), 1000 * power)
    ]
