"""Weeks or months as bars: heights, marks, and the names under them. Pure; days as bars: `chart`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from grantex_tui.layout.bars import NEVER_READ_MARK, NO_ROW_DOT, Bar, Plot
from grantex_tui.layout.columns import Columns, spaced
from grantex_tui.layout.frame import axis_of, frame
from grantex_tui.layout.lines import Ink, Role
from grantex_tui.layout.stack import part_tops
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.totals import Bucket, Step, whole
from grantex_tui.view import dates
from grantex_tui.view.range import RangeContent
from grantex_tui.view.rollups import CURRENT, lacking

STEPS: Final = (1, 3, 6, 12)
"""Every so many months one is named, by the room there is."""

NAME_CELLS: Final = 5
"""Cells of a month's or a year's name, with a blank."""


def bucket_plot(view: RangeContent, inner: int, rows: int, ink: Ink) -> Plot:
    """The latest weeks or months that fit, the weeks of two months a little apart."""
    buckets = view.buckets
    values = [_value(bucket, view.metric) for bucket in buckets]
    marked = max((_value(bucket, view.metric) for bucket in buckets if lacking(bucket)), default=0)
    axis = axis_of(max(values), marked, rows)
    empty = frame(axis, view.mean, rows, ink)
    weekly = view.step is Step.WEEK  # years are too far apart: what is left over would be a gap like missing months
    breaks = [at for at in range(1, len(buckets)) if weekly and _opens(buckets, at, view.step)]
    place = spaced(len(buckets), breaks, inner - empty.label_width)
    shown = buckets[-place.shown :]
    levels = [axis.level(value) for value in values[-place.shown :]]
    bars = tuple(
        Bar(
            level=level,
            label=label,
            role=_role(bucket, view.step),
            base=_base(bucket),
            settling=lacking(bucket) and bucket.counters is not None,
            parts=_parts(bucket, level, ink) if view.stacked else (),
        )
        for bucket, level, label in zip(shown, levels, _labels(shown, place, view.step), strict=True)
    )
    return replace(empty, bars=bars, place=place)


def _value(bucket: Bucket, metric: Metric) -> int:
    return metric.of(bucket.counters) if bucket.counters else 0


def _parts(bucket: Bucket, level: int, ink: Ink) -> tuple[int, ...]:
    return part_tops(tuple(_value(bucket, metric) for metric in PARTS), level, ink)


def _base(bucket: Bucket) -> str:
    if bucket.counters is None:
        return NEVER_READ_MARK
    return NO_ROW_DOT if bucket.state is DayState.NO_ROW else ""


def _role(bucket: Bucket, step: Step) -> Role:
    """Bright while it goes on, dim where the range cuts days off."""
    if bucket.state is DayState.SO_FAR:
        return Role.TODAY
    return Role.BAR if whole(bucket, step) else Role.WEEKEND


def _opens(buckets: Sequence[Bucket], at: int, step: Step) -> bool:
    """Whether a week is the first to begin in its month, or a month the first of its year."""
    before, now = buckets[at - 1].first, buckets[at].first
    return before.year != now.year if step is Step.MONTH else before.month != now.month


def _labels(shown: Sequence[Bucket], place: Columns, step: Step) -> tuple[str, ...]:
    """Months, and in their stead the year each January; the last is the week or month that goes on."""
    labels = [""] * len(shown)
    last = CURRENT[step]
    labels[-1] = last if place.cells >= 2 * len(last) else ""
    free_until = place.label_start(len(shown) - 1, labels[-1]) - 1 if labels[-1] else place.cells
    opening = [at for at in range(len(shown) - 1) if step is Step.MONTH or (at and _opens(shown, at, step))]
    for every in STEPS:
        named = [at for at in opening if (shown[at].first.month - 1) % every == 0]
        if min((place.starts[b] - place.starts[a] for a, b in pairwise(named)), default=NAME_CELLS) >= NAME_CELLS:
            break
    for at in named:
        first = shown[at].first
        label = str(first.year) if first.month == 1 else dates.month_name(first)
        if place.label_start(at, label) + len(label) <= free_until:
            labels[at] = label
    return tuple(labels)
