"""Where bars stand: equally wide, weeks set apart, what is left over shared out. Pure; knows no heights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from grantex_tui.usage.hours import HOURS

HOURS_TOGETHER: Final = 3
"""Hours that stand together, as the days of a week do."""

MOST_MARGIN: Final = 0.08
"""Share of the width that may stay blank beside the bars."""


class Columns(Struct, frozen=True):
    """Where the days stand: `starts` in cells from the axis, one a day, each bar `breadth` cells wide.

    `cells` is the whole width, margins included. The latest days are placed where not all fit.
    """

    starts: tuple[int, ...]
    breadth: int
    cells: int

    @property
    def pitch(self) -> int:
        """Cells from one day's start to the next's, at least."""
        return min((b - a for a, b in pairwise(self.starts)), default=self.cells)

    @property
    def shown(self) -> int:
        return len(self.starts)

    def middle(self, day: int) -> int:
        """The cell in the middle of a day's bar, of two the left one."""
        return self.starts[day] + (self.breadth - 1) // 2

    def label_start(self, day: int, label: str) -> int:
        """Where a label under a day begins: in the middle of a wide bar, else flush with it, and inside the width."""
        return max(min(self.starts[day] + max((self.breadth - len(label)) // 2, 0), self.cells - len(label)), 0)


def columns(days: int, first_weekday: int, cells: int, *, after: int = 0) -> Columns:
    """Place up to `days` days, of which the first is `first_weekday` (0: Monday), on `cells` cells.

    All are equally wide, at least one cell; the latest are kept where not all fit. Spare cells go between Sunday and
    Monday, evenly, and the rest to the two margins. At least `after` cells stay blank after the last.
    """
    return spaced(days, [index for index in range(days) if (first_weekday + index) % 7 == 0], cells, after=after)


def spaced(count: int, opening: Sequence[int], cells: int, *, after: int = 0) -> Columns:
    """Place up to `count` bars as `columns` does; spare cells go before those of index `opening`."""
    room = max(cells - after, 1)
    shown = max(min(count, room), 1)
    pitch = max((p for p in range(1, room + 2) if shown * p - _gap(p) <= room), default=1)
    groups = [index - (count - shown) for index in opening if index > count - shown]
    return _placed(shown, groups, pitch, _gap(pitch), cells, after)


def hour_columns(cells: int) -> Columns | None:
    """Place the 24 hours of a day, every three set apart as weeks are; None where not all fit.

    Two cells an hour are both taken: an hour has two bars.
    """
    if cells < HOURS:
        return None
    apart = list(range(HOURS_TOGETHER, HOURS, HOURS_TOGETHER))
    pitch = max(p for p in range(1, cells + 2) if p == 1 or HOURS * p - _hour_gap(p) <= cells)
    return _placed(HOURS, apart, pitch, _hour_gap(pitch), cells)


def _hour_gap(pitch: int) -> int:
    return 0 if pitch == 2 else _gap(pitch)


def _placed(shown: int, apart: list[int], pitch: int, gap: int, cells: int, after: int = 0) -> Columns:
    """`shown` bars `pitch` apart, `gap` of that blank; spare cells go before those of index `apart`."""
    room = max(cells - after, 1)
    spare = room - shown * pitch + gap
    between, spare = divmod(spare, len(apart)) if apart else (0, spare)
    extra = dict.fromkeys(apart, between)
    breaks = apart or list(range(1, shown))
    wider = min(spare, len(breaks)) if spare + after > MOST_MARGIN * cells else 0
    for index in range(wider):  # one cell more here and there, as evenly as they go
        at = breaks[(2 * index + 1) * len(breaks) // (2 * wider)]
        extra[at] = extra.get(at, 0) + 1
    starts: list[int] = []
    x = min((spare - wider + after) // 2, spare - wider)  # the left margin
    for index in range(shown):
        x += extra.get(index, 0)
        starts.append(x)
        x += pitch
    return Columns(tuple(starts), pitch - gap, max(cells, 1))


def _gap(pitch: int) -> int:
    """Cells between two bars that stand `pitch` apart."""
    return 0 if pitch == 1 else max(1, pitch // 4)
