"""How a bar's height is shared out among its parts, so that a terminal's cells can show it. Pure.

A cell has two colours, so it holds one border between parts, and none where the bar ends inside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, product

from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.lines import Ink


@lru_cache(maxsize=512)  # complete days stay as they are, and all are laid out at every key
def part_tops(values: tuple[int, ...], level: int, ink: Ink) -> tuple[int, ...]:
    """The heights in eighths at which parts of `values` end, from the bottom up; the last one is `level`.

    A part that is not 0 has at least an eighth, or with `Ink.TEXTURE` a cell. A bar without room for that leaves out
    its smallest parts: less than a cell shows one, a single cell two. Empty where nothing is to be shared out.
    """
    if not level or not any(values):
        return ()
    cells = -(-level // EIGHTHS)
    most = cells if ink is Ink.TEXTURE else 1 if level < EIGHTHS else 2 if level == EIGHTHS else len(values)
    kept = sorted(sorted(range(len(values)), key=lambda part: -values[part])[:most])
    kept = [part for part in kept if values[part]]
    counts = [values[part] for part in kept]
    if ink is Ink.TEXTURE:
        ends = [min(EIGHTHS * end, level) for end in _borders(counts, cells)]
    else:
        ends = [*_drawable(_borders(counts, level)[:-1], level), level]
    tops = dict(zip(kept, ends, strict=True))
    return tuple(accumulate((tops.get(part, 0) for part in range(len(values))), max))


def _borders(counts: Sequence[int], height: int) -> list[int]:
    """Where the parts end, to the nearest, each at least 1 high; `height` is at least their number."""
    total = sum(counts)
    ends = [(2 * height * upto + total) // (2 * total) for upto in accumulate(counts)]
    for index in range(len(ends)):
        lowest = (ends[index - 1] if index else 0) + 1
        ends[index] = min(max(ends[index], lowest), height - (len(ends) - 1 - index))
    return ends


def _drawable(borders: Sequence[int], level: int) -> tuple[int, ...]:
    """The borders of which no cell holds two, with each part as near to its wanted share as that allows."""
    if _fits(tuple(borders), level):
        return tuple(borders)
    wanted = _heights(borders, level)
    between = wanted[1:-1]
    choices = [
        sorted(
            {end, low - 1, low + EIGHTHS + 1}
            | {edge + shift for edge in (low, low + EIGHTHS) for part in (0, *between) for shift in (-part, part)}
        )
        for end in borders
        for low in (end - end % EIGHTHS,)
    ]

    def error(moved: tuple[int, ...]) -> float:
        return sum(abs(got - part) / part for got, part in zip(_heights(moved, level), wanted, strict=True))

    return min((moved for moved in product(*choices) if _fits(moved, level)), key=error)


def _heights(borders: Sequence[int], level: int) -> list[int]:
    return [above - below for below, above in pairwise((0, *borders, level))]


def _fits(borders: tuple[int, ...], level: int) -> bool:
    inside = [end // EIGHTHS for end in (*borders, level) if end % EIGHTHS]
    return min(_heights(borders, level)) > 0 and len(set(inside)) == len(inside)
