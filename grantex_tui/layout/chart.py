"""The range as bars: columns, heights, ticks and marks for `plot`. Pure; what is above and below: `range_layout`."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import Final

from msgspec import Struct

from grantex_tui.layout import plot
from grantex_tui.layout.axis import Scale, scale
from grantex_tui.layout.lines import MARGIN
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact
from grantex_tui.view.range import RangeContent

BASE_MARKS: Final = {DayState.NO_ROW: plot.NO_ROW_DOT, DayState.NEVER_READ: plot.NEVER_READ_MARK}
"""What stands on the base line for a day without a figure."""

SMALLEST_PLOT: Final = 6
"""Cells between the margins below which there is no room for bars."""


class Chart(Struct, frozen=True):
    """What `plot.draw` needs, and the index of the chosen day among the bars, if it is one of them."""

    bars: tuple[plot.Bar, ...]
    place: plot.Columns
    ticks: tuple[plot.Tick, ...]
    rows: int
    cursor: int | None


def chart_of(view: RangeContent, cells: int, rows: int) -> Chart | None:
    """The bars on `rows` rows, dates included; None where there is no room or nothing to draw."""
    inner = cells - 2 * MARGIN
    plot_rows = rows - plot.AXIS_ROWS
    if view.message or not view.window or plot_rows < 1 or inner < SMALLEST_PLOT:
        return None
    values = [_value(day, view.metric) for day in view.window]
    before = [_value(day, view.metric) for day in view.before]
    # What was before does not rule the scale: beyond twice what is, it is only said to be higher.
    axis = scale(max(*values, min(max(before, default=0), 2 * max(values)), 1), plot_rows)
    ticks = tuple(plot.Tick(2 * axis.rows * index, compact(axis.step * index)) for index in range(axis.ticks + 1))
    place = plot.columns(len(values), view.window[0].date.weekday(), inner - plot.label_width(ticks))
    shown = place.shown
    then = (view.before or (None,) * len(values))[-shown:]
    bars = tuple(
        _bar(view, day, label, earlier, axis, 2 * plot_rows)
        for day, label, earlier in zip(view.window[-shown:], _date_labels(view, place), then, strict=True)
    )
    dates_shown = [day.date for day in view.window[-shown:]]
    cursor = dates_shown.index(view.cursor) if view.cursor in dates_shown else None
    return Chart(bars, place, ticks, plot_rows, cursor)


def _value(day: Day | None, metric: Metric) -> int:
    return metric.of(day.counters) if day and day.counters else 0


def _bar(view: RangeContent, day: Day, label: str, earlier: Day | None, axis: Scale, highest: int) -> plot.Bar:
    level = min(axis.level(_value(day, view.metric)), highest)
    return plot.Bar(
        level=level,
        label=label,
        today=day.date == view.window[-1].date,
        base=BASE_MARKS.get(day.state, ""),
        settling=day.state is DayState.SETTLING,
        parts=_parts(day, level) if view.stacked else (),
        before=min(axis.level(_value(earlier, view.metric)), highest + 1) if earlier else None,
        outlier=day.date in view.outliers,
    )


def _parts(day: Day, level: int) -> tuple[int, ...]:
    """The levels at which the three operations end: the bar's whole cells shared out by largest remainders."""
    values = [_value(day, metric) for metric in PARTS]
    cells, total = (level + 1) // 2, sum(values)
    if not total:
        return ()
    shares = [divmod(value * cells, total) for value in values]
    left = cells - sum(share for share, _ in shares)
    order = sorted(range(len(PARTS)), key=lambda part: (shares[part][1], values[part]), reverse=True)
    counts = [share + (part in order[:left]) for part, (share, _) in enumerate(shares)]
    return tuple(2 * top for top in accumulate(counts))


def _date_labels(view: RangeContent, place: plot.Columns) -> tuple[str, ...]:
    """Labels for the date axis: every day where all fit, else weeks from Monday to Monday; the last is today."""
    days = view.window[-place.shown :]
    daily = [f"{dates.weekday(day.date)} {day.date.day}" for day in days]
    if place.pitch >= 7:
        return (*daily[:-1], dates.TODAY)
    labels = [""] * len(days)
    labels[-1] = dates.TODAY if place.cells >= len(dates.TODAY) else ""
    free_until = place.cells - len(labels[-1]) - 1
    mondays = [index for index, day in enumerate(days[:-1]) if day.date.weekday() == 0]
    step = next((step for step in (1, 2, 4) if _apart(place, mondays[::-1][::step]) >= 9), 8)
    for index in mondays[::-1][::step]:
        label = dates.day_month(days[index].date)
        middle = place.starts[index] + place.breadth // 2
        if middle + (len(label) + 1) // 2 < free_until and middle >= len(label) // 2:
            labels[index] = label
    return tuple(labels)


def _apart(place: plot.Columns, indices: list[int]) -> int:
    return min((place.starts[a] - place.starts[b] for a, b in pairwise(indices)), default=place.cells)
