"""Numbers as text, and the round numbers of an axis. Pure; dates are in `dates`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

SPARKS: Final = "▁▂▃▄▅▆▇█"

_UNITS: Final = ((10**15, "P"), (10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))


def full(number: int) -> str:
    """All digits, with thousands separators: `12,345`."""
    return f"{number:,}"


def to_digits(number: int, digits: int) -> int:
    """Rounded to so many digits, the rest zeros: 231,228 to four is 231,200. Whole numbers from 0."""
    return round(number, min(digits - len(str(number)), 0))


def compact(number: int) -> str:
    """Two or three digits and a unit, for axes and the smallest layouts: `999`, `1.5k`, `12k`, `2.1B`."""
    for unit, name in _UNITS:
        if number * 10_000 >= unit * 9_995:  # from here it would read as 1,000 of the unit below
            scaled = number / unit
            digits = f"{scaled:.1f}" if scaled < 9.95 else f"{scaled:.0f}"
            return digits.removesuffix(".0") + name
    return str(number)


def percent(change: float) -> str:
    """A change as a share, with its sign: `+57 %`, `−8 %`, `±0 %`; from tenfold on as a factor: `12×`."""
    if change >= 9:
        return f"{change + 1:.0f}×"
    rounded = round(100 * change)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{abs(rounded)} %"


def times(ratio: float) -> str:
    """A ratio: `1.6×`, from tenfold on `12×`."""
    return f"{ratio:.1f}×" if ratio < 9.95 else f"{ratio:.0f}×"


def mean(total: int, count: int) -> str:
    """`total` ÷ `count` as text: whole from 100 up, else with one decimal, exact for numbers of any size."""
    tenths = (20 * total + count) // (2 * count)
    whole = (2 * total + count) // (2 * count)
    return full(whole) if tenths >= 1000 else f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


class Scale(Struct, frozen=True):
    """A value axis from 0: a tick every `step`, which is `rows` rows high; `ticks` of them above 0."""

    step: int
    rows: int
    ticks: int

    def level(self, value: int) -> int:
        """`value` in half cells, to the nearest; a value that is not 0 is never invisible."""
        return max((4 * self.rows * value + self.step) // (2 * self.step), 1) if value > 0 else 0


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
    unit = next((unit for unit, _ in _UNITS if number >= unit), 1)
    return number % unit == 0 or (number < 10 * unit and number % (unit // 10) == 0)


def _round_steps(highest: int) -> list[int]:
    """Round steps from a hundredth of `highest` to the first one above it."""
    power: int = 10 ** max(len(str(highest)) - 3, 0)
    steps = [power * factor // 2 for power in (power, 10 * power, 100 * power) for factor in (2, 4, 5, 10)]
    whole = [step for step in steps if step * 2 % 5 == 0 or step in (1, 2, 5, 10)]
    return [step for step in whole if step <= highest] + [
        next((step for step in whole if step > highest), 1000 * power)
    ]


def sparkline(values: Sequence[int], cells: int) -> str:
    """The course of `values` in at most `cells` characters of eight heights, each the mean of as many values."""
    if not values or cells < 1:
        return ""
    width = min(cells, len(values))
    bounds = [index * len(values) // width for index in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(bounds)]
    highest = max(means)
    return "".join(SPARKS[round(mean / highest * (len(SPARKS) - 1))] if highest else SPARKS[0] for mean in means)
