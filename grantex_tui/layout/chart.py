"""The range as bars: columns, heights, ticks and marks for `plot`. Pure; what is above and below: `range_panel`."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.layout.axis import Scale
from grantex_tui.layout.bars import NEVER_READ_MARK, NO_ROW_DOT, Bar, Plot, rows_below
from grantex_tui.layout.bucket_bars import bucket_plot
from grantex_tui.layout.columns import Columns, columns
from grantex_tui.layout.frame import axis_of, frame
from grantex_tui.layout.lines import MARGIN, Ink, Role
from grantex_tui.layout.stack import part_tops
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view import dates
from grantex_tui.view.numbers import to_digits
from grantex_tui.view.range import RangeContent

BASE_MARKS: Final = {DayState.NO_ROW: NO_ROW_DOT, DayState.NEVER_READ: NEVER_READ_MARK}
"""What stands on the baseline for a day without a figure."""

SMALLEST_PLOT: Final = 6
"""Cells between the margins below which there is no room for bars."""

ROWS_FOR_LETTERS: Final = 12
"""Rows of bars from which on one more goes to the weekdays' letters."""

SATURDAY: Final = 5

DAILY_PITCH: Final = 7
"""Cells a day from which on every day is dated: `Mon 16`."""

DATE_CELLS: Final = 7
"""Cells of a date under a Monday, with a blank: `26 Oct`."""


class Chart(Struct, frozen=True):
    """What is drawn, and the index of the chosen day among the bars, if it is one of them."""

    plot: Plot
    cursor: int | None


def chart_of(view: RangeContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> Chart | None:
    """The bars on `rows` rows, dates included; None where there is no room or nothing to draw."""
    inner = cells - 2 * MARGIN
    if view.message or not view.window or rows - rows_below(letters=False) < 1 or inner < SMALLEST_PLOT:
        return None
    if view.buckets:
        bars = bucket_plot(view, inner, rows - rows_below(letters=False), ink)
        return Chart(bars, _chosen_bucket(view, bars.place.shown))
    lettered = rows - rows_below(letters=True)
    plot = _plot(view, inner, lettered, ink, letters=True) if lettered >= ROWS_FOR_LETTERS else None
    if plot is None or not plot.has_letters:
        plot = _plot(view, inner, rows - rows_below(letters=False), ink, letters=False)
    shown = [day.date for day in view.window[-plot.place.shown :]]
    return Chart(plot, shown.index(view.cursor) if view.cursor in shown else None)


def _chosen_bucket(view: RangeContent, shown: int) -> int | None:
    """The index among the `shown` bars of the week or month that the chosen day is in."""
    if view.cursor is None:
        return None
    ends = [bucket.last for bucket in view.buckets[-shown:]]
    inside = view.buckets[-shown].first <= view.cursor
    return next((index for index, last in enumerate(ends) if view.cursor <= last), None) if inside else None


def _plot(view: RangeContent, inner: int, rows: int, ink: Ink, *, letters: bool) -> Plot:
    axis = _axis(view, rows)
    empty = frame(axis, view.mean, rows, ink)
    cells = inner - empty.label_width
    place = columns(len(view.window), view.window[0].date.weekday(), cells, after=int(bool(view.usual and cells > 20)))
    days = view.window[-place.shown :]
    then = (view.before or (None,) * len(view.window))[-place.shown :]
    named = letters and 2 <= place.pitch < DAILY_PITCH
    bars = tuple(
        _bar(view, day, earlier, axis, ink, label=label, letter=dates.weekday(day.date)[0] if named else "")
        for day, label, earlier in zip(days, _date_labels(view, place), then, strict=True)
    )
    return replace(empty, bars=bars, place=place)


def _axis(view: RangeContent, rows: int) -> Scale:
    """The value axis. What is no figure of the range rules it only up to twice its highest."""
    values = [_value(day, view.metric) for day in view.window]
    highest = max(values)
    before = max((_value(day, view.metric) for day in view.before), default=0)
    # To two digits, so that a projection that moves with every reading does not rescale the others.
    beside = max(before, to_digits(view.on_course or 0, 2), view.usual or 0)
    marked = max((_value(day, view.metric) for day in view.window if _is_marked(view, day)), default=0)
    return axis_of(max(highest, min(beside, 2 * highest)), marked, rows)


def _is_marked(view: RangeContent, day: Day) -> bool:
    return day.date in view.outliers or day.state is DayState.SETTLING


def _value(day: Day | None, metric: Metric) -> int:
    return metric.of(day.counters) if day and day.counters else 0


def _bar(view: RangeContent, day: Day, earlier: Day | None, axis: Scale, ink: Ink, *, label: str, letter: str) -> Bar:
    level = axis.level(_value(day, view.metric))
    is_today = day.date == view.window[-1].date
    return Bar(
        level=level,
        label=label,
        letter=letter,
        role=_role(view, day, is_today=is_today),
        base=BASE_MARKS.get(day.state, ""),
        settling=day.state is DayState.SETTLING,
        outlier=day.date in view.outliers,
        parts=part_tops(tuple(_value(day, metric) for metric in PARTS), level, ink) if view.stacked else (),
        before=axis.level(_value(earlier, view.metric)) if earlier else None,
        ghost=axis.level(view.on_course) if is_today and view.on_course else 0,
        usual=axis.level(view.usual) if is_today and view.usual else None,
    )


def _role(view: RangeContent, day: Day, *, is_today: bool) -> Role:
    if is_today:
        return Role.TODAY
    if day.date in view.outliers:
        return Role.OUTLIER
    return Role.WEEKEND if day.date.weekday() >= SATURDAY else Role.BAR


def _date_labels(view: RangeContent, place: Columns) -> tuple[str, ...]:
    """Labels for the date axis: every day where all fit, else weeks from Monday to Monday; the last is today."""
    days = view.window[-place.shown :]
    if place.pitch >= DAILY_PITCH:
        return (*(f"{dates.weekday(day.date)} {day.date.day}" for day in days[:-1]), dates.TODAY)
    labels = [""] * len(days)
    labels[-1] = dates.TODAY if place.cells >= len(dates.TODAY) else ""
    free_until = place.label_start(len(days) - 1, labels[-1]) - 1
    mondays = [index for index, day in enumerate(days[:-1]) if day.date.weekday() == 0][::-1]
    step = next((step for step in (1, 2, 4) if _apart(place, mondays[::step]) >= DATE_CELLS), 8)
    for index in mondays[::step]:
        label = dates.day_month(days[index].date)
        if place.label_start(index, label) + len(label) <= free_until:
            labels[index] = label
    return tuple(labels)


def _apart(place: Columns, indices: list[int]) -> int:
    return min((place.starts[a] - place.starts[b] for a, b in pairwise(indices)), default=place.cells)
