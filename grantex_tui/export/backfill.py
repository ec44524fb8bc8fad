"""The days and the readings as OpenMetrics text with times, for `promtool tsdb create-blocks-from openmetrics`. Pure.

The same counters as `openmetrics` gives now, as they would have been scraped: 0 at midnight, the day's figure at its
last second, the readings between. `increase()` over a day then comes to the day's figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from grantex_tui.api.models import NO_USE, Counters, UsageMetrics
from grantex_tui.export.openmetrics import AccountFigures, figure_name, label_set
from grantex_tui.polling.feed import Reading
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import FIGURES
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import end_of_day, midnight

LAST_SECOND = dt.timedelta(seconds=1)


def backfill(*accounts: tuple[AccountFigures, Iterable[Sample]]) -> str:
    """The counters of each day of each account's window that has a figure; samples of other periods are left out."""
    found = [
        (label_set(figures.labels), _points(figures.window, samples, figures.current)) for figures, samples in accounts
    ]
    lines: list[str] = []
    for metric in FIGURES:
        name = f"grantex_{figure_name(metric)}"
        words = f"{metric.label.capitalize()} in the current period, which starts again at 0."
        lines += (f"# TYPE {name} counter", f"# HELP {name} {words}")
        for labels, points in found:
            lines += (f"{name}_total{labels} {metric.of(counters)} {at}" for at, counters in points)
    return "\n".join((*lines, "# EOF")) + "\n"


def _points(
    window: Sequence[Day], samples: Iterable[Sample], current: Reading[UsageMetrics]
) -> list[tuple[int, Counters]]:
    """By time in seconds since 1970, each time once."""
    points: dict[int, Counters] = {}
    days = {str(day.date) for day in window if day.counters is not None}
    for sample in samples:
        if sample.period in days:
            points[int(sample.at)] = sample.counters
    for day in window:
        if day.counters is None:
            continue
        points[int(midnight(day.date).timestamp())] = NO_USE
        so_far = day.state is DayState.SO_FAR
        last = current.served if so_far else end_of_day(day.date) - LAST_SECOND
        points[int(last.timestamp())] = day.counters
    return sorted(points.items())
