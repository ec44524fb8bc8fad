"""The sum of all accounts: how much it is, how that compares, and which accounts are in it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.numbers import compact, full, three_digits
from grantex_tui.view.pace import NO_DEVIATION, Deviation, Pace, deviation_by
from grantex_tui.view.wordings import Wordings


class SumContent(Struct, frozen=True):
    """Today's requests of the accounts that have a figure for the newest UTC day; `number` is empty where none has.

    `held`: how many accounts it holds. `missing`: how many it does not, empty where it holds all. `days`: the sums of
    the days, oldest first, empty where a day of an account is not known. `on_course`: as for one account.
    """

    date: Wordings = ()
    number: Wordings = ()
    kind: Wordings = ()
    deviation: Deviation = NO_DEVIATION
    on_course: tuple[str, str] | None = None
    held: Wordings = ()
    missing: Wordings = ()
    days: tuple[int, ...] = ()


Part = tuple[dt.date | None, int | None, Pace, tuple[Day, ...]]
"""An account's UTC day, its total, its pace, and its days."""


def sum_content(parts: Sequence[Part]) -> SumContent:
    """The sum of `parts`, an account each. What is of another day, of a month, or not known, is not in it."""
    day = max((day for day, *_ in parts if day is not None), default=None)
    held = [(total, pace, days) for its_day, total, pace, days in parts if total is not None and its_day == day]
    count, missing = len(held), len(parts) - len(held)
    words = SumContent(
        held=_held(count, len(parts)),
        missing=(f"{missing} missing",) if missing else (),
        kind=("total requests today, all accounts", "total today, all accounts", "all accounts", "all"),
    )
    if day is None or not held:
        return words
    total = sum(total for total, *_ in held)
    deviation, on_course = _pace([pace for _, pace, _ in held], day)
    return replace(
        words,
        date=(f"{dates.weekday_day_month(day)}, UTC day", dates.weekday_day_month(day)),
        number=(full(total), compact(total)),
        deviation=deviation,
        on_course=on_course,
        days=_days([days for *_, days in held]),
    )


def _held(count: int, all_of_them: int) -> Wordings:
    if count == all_of_them:
        return (f"all {full(count)} accounts", f"{full(count)} accounts", full(count))
    of = f"{full(count)} of {full(all_of_them)}"
    return (f"{of} accounts", of)


def _pace(paces: Sequence[Pace], day: dt.date) -> tuple[Deviation, tuple[str, str] | None]:
    """Those compared of which both is known: how today goes, and what is usual. A new account has no usual day."""
    compared = [(pace.on_course, pace.usual) for pace in paces if pace.on_course is not None and pace.usual is not None]
    expected, usual = (sum(figures) for figures in zip(*compared, strict=True)) if compared else (0, 0)
    if not usual:
        return NO_DEVIATION, None
    deviation = deviation_by(expected / usual, day)
    if len(compared) == len(paces):
        return deviation, ("on course for", three_digits(expected))
    part = f"in {full(len(compared))} of them"
    return replace(deviation, than=tuple(f"{than} {part}".strip() for than in deviation.than)), None


def _days(accounts: Sequence[tuple[Day, ...]]) -> tuple[int, ...]:
    sums = []
    for alike in zip(*accounts, strict=False):
        if any(day.counters is None for day in alike):
            return ()
        sums.append(sum(Metric.TOTAL.of(day.counters) for day in alike if day.counters))
    return tuple(sums)
