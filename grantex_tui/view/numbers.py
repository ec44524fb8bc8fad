"""Numbers as text. Pure; dates are in `dates`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

SPARKS: Final = "▁▂▃▄▅▆▇█"
UNITS: Final = ((10**15, "P"), (10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k"))


def full(number: int) -> str:
    """All digits, with thousands separators: `12,345`."""
    return f"{number:,}"


def to_digits(number: int, digits: int) -> int:
    """Rounded to so many digits, the rest zeros: 231,228 to four is 231,200. Whole numbers from 0."""
    return round(number, min(digits - len(str(number)), 0))


def compact(number: int) -> str:
    """Two or three digits and a unit, for axes and the smallest layouts: `999`, `1.5k`, `12k`, `2.1B`."""
    for unit, name in UNITS:
        if number * 10_000 >= unit * 9_995:  # from here it would read as 1,000 of the unit below
            scaled = number / unit
            digits = f"{scaled:.1f}" if scaled < 9.95 else f"{scaled:.0f}"
            return digits.removesuffix(".0") + name
    return str(number)


def two_digits(number: int) -> str:
    """As `compact`, without its decimal: `999`, `2k`, `12k`, `107k`."""
    for unit, name in UNITS:
        if number * 10_000 >= unit * 9_995:
            return f"{number / unit:.0f}{name}"
    return str(number)


def three_digits(number: int) -> str:
    """Three digits and a unit, where two figures are to be told apart: `999`, `50.5k`, `2.13M`."""
    for unit, name in UNITS:
        if number * 10_000 >= unit * 9_995:
            scaled = number / unit
            decimals = 2 if scaled < 9.995 else 1 if scaled < 99.95 else 0
            return f"{scaled:.{decimals}f}{name}"
    return str(number)


def shortened(number: int) -> str:
    """Three digits and a unit from a million up, for columns too narrow for all digits: `999,999`, `1.23B`."""
    return full(number) if number < 10**6 else three_digits(number)


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


def place(number: int, of: str) -> str:
    """A place by size among so many: `highest of 30`, `2nd highest of 30`."""
    if number == 1:
        return f"highest of {of}"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} highest of {of}"


def mean(total: int, count: int) -> str:
    """`total` ÷ `count` as text: whole from 100 up, else with one decimal, exact for numbers of any size."""
    tenths = (20 * total + count) // (2 * count)
    whole = (2 * total + count) // (2 * count)
    return full(whole) if tenths >= 1000 else f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def sparkline(values: Sequence[int], cells: int) -> str:
    """The course of `values` in at most `cells` characters of eight heights, each the mean of as many values."""
    if not values or cells < 1:
        return ""
    width = min(cells, len(values))
    bounds = [index * len(values) // width for index in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(bounds)]
    highest = max(means)
    return "".join(SPARKS[round(mean / highest * (len(SPARKS) - 1))] if highest else SPARKS[0] for mean in means)
