"""Weeks and months in words, as bars and rows say them. Pure; which days they add up: `usage.totals`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from grantex_tui.usage.baseline import change
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.usage.totals import Bucket, Step, shares, whole
from grantex_tui.usage.utc import ONE_DAY
from grantex_tui.view import dates
from grantex_tui.view.day import DayContent, Part
from grantex_tui.view.numbers import full, percent, place
from grantex_tui.view.wordings import Wordings, wording

CURRENT: Final = {Step.DAY: dates.TODAY, Step.WEEK: "this week", Step.MONTH: "this month"}
"""The last bar's label."""

SETTLING: Final = "~"


def counted(count: int, step: Step) -> str:
    """`53 weeks`."""
    return f"{count} {step.value}" + ("" if count == 1 else "s")


def name(bucket: Bucket, step: Step) -> Wordings:
    """`week of Mon 2 Nov 2026`, `week of Mon 2 Nov`; `November 2026`, `Nov 2026`."""
    if step is Step.MONTH:
        return (dates.month(bucket.first), dates.month_year(bucket.first))
    monday = bucket.first - dt.timedelta(days=bucket.first.weekday())
    return (f"week of {dates.day(monday)}", f"week of {dates.weekday_day_month(monday)}")


def span(bucket: Bucket, step: Step, *, with_year: bool) -> Wordings:
    """A row's first cell: `Mon  2 Nov – Sun  8 Nov 2026`, `2 Nov – 8 Nov 2026`; `November 2026`.

    `with_year`: the long one of a week has it too, as the range has more than one. With the days known, or a `~`, where
    some are missing; a month that the range cuts has its days.
    """
    first, last = bucket.first, bucket.last
    if step is Step.MONTH:
        long, *short = name(bucket, step)
        if not whole(bucket, step) and bucket.state is not DayState.SO_FAR:
            long = f"{first.day} – {last.day} {long}"
    else:
        ends = " – ".join(f"{dates.weekday(date)} {date.day:>2} {dates.month_name(date)}" for date in (first, last))
        long = f"{ends} {last.year}" if with_year else ends
        short = [dates.date_range(first, last), f"{dates.day_month(first)} {first.year}"]
    if bucket.days_known < bucket.days:
        return (f"{long} · {bucket.days_known} of {bucket.days} days", *(f"{each} {SETTLING}" for each in short))
    return (long, *short)


def days_known(bucket: Bucket, step: Step) -> str:
    """`7 days`, `so far, 3 days`, `4 of 7 days known`, `3 days of it in the range`."""
    if bucket.days_known < bucket.days:
        known = f"{bucket.days_known} of {dates.days(bucket.days)} known"
    else:
        known = dates.days(bucket.days)
    if bucket.state is DayState.SO_FAR:
        return f"so far, {known}"
    return known if whole(bucket, step) else f"{known} of it in the range"


def lacking(bucket: Bucket) -> bool:
    """Whether the figure lacks some of the bucket's days, or can still change."""
    return bucket.days_known < bucket.days or bucket.state is DayState.SETTLING


def bucket_content(buckets: Sequence[Bucket], bucket: Bucket, step: Step, metric: Metric) -> DayContent:
    """The chosen week or month of `buckets`, in the words of a chosen day."""
    names, known = name(bucket, step), days_known(bucket, step)
    if bucket.counters is None:
        return DayContent(names, "not read", ("not read",), (), known, (), (), f"Nothing of {wording(names)} was read.")
    value = metric.of(bucket.counters)
    figure = f"{SETTLING if lacking(bucket) else ''}{full(value)}"
    headline = f"{figure} {metric.noun(value)}"
    short = (figure,) if metric is Metric.TOTAL else (headline, f"{figure} {metric.stub}")
    parts = tuple(
        Part(part, part.of(bucket.counters), share, None)
        for part, share in zip(PARTS, shares(bucket.counters), strict=True)
    )
    facts = _facts(finished(buckets, step), bucket, step, metric)
    return DayContent(names, headline, short, parts, known, (), facts, f"{wording(names)}: {headline}, {known}.")


def _facts(complete: Sequence[Bucket], bucket: Bucket, step: Step, metric: Metric) -> tuple[str, ...]:
    """Against the one before, and its place by size; nothing of one that lacks days."""
    if bucket not in complete:
        return ()
    values = [metric.of(each.counters) for each in complete if each.counters]
    at = complete.index(bucket)
    follows = at > 0 and complete[at - 1].last + ONE_DAY == bucket.first
    changed = change(values[at], values[at - 1]) if follows else None
    by_size = place(1 + sum(other > values[at] for other in values), counted(len(values), step))
    return (*([] if changed is None else [f"{percent(changed)} vs the {step.value} before"]), by_size)


def finished(buckets: Iterable[Bucket], step: Step) -> tuple[Bucket, ...]:
    """Those that lack no day of their week or month and will not change: averages and peaks use no others."""
    return tuple(bucket for bucket in buckets if bucket.complete and bucket.counters and whole(bucket, step))


def mean_of(buckets: Sequence[Bucket], step: Step, metric: Metric) -> float | None:
    """Of the complete ones."""
    values = [metric.of(bucket.counters) for bucket in finished(buckets, step) if bucket.counters]
    return sum(values) / len(values) if values else None
