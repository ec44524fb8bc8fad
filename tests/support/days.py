"""Days for the tests of statistics: over, not over, never read."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.ledger import Day, DayState
from tests.support.gated_client import counters

THURSDAY = dt.date(2026, 9, 10)
WEEK = dt.timedelta(days=7)
ONE_DAY = dt.timedelta(days=1)


def parts(exchanges: int, authorizations: int, verifications: int) -> Counters:
    """Counters whose total is the sum of the three."""
    return Counters(exchanges, authorizations, verifications, exchanges + authorizations + verifications)


def over(date: dt.date, counted: Counters | int) -> Day:
    """A complete day; with no use it is one without a row."""
    figures = counters(counted) if isinstance(counted, int) else counted
    return Day(date, figures, DayState.NO_ROW if figures == NO_USE else DayState.FINAL, complete=True)


def so_far(date: dt.date, counted: Counters | int) -> Day:
    """Today."""
    return Day(date, counters(counted) if isinstance(counted, int) else counted, DayState.SO_FAR)


def settling(date: dt.date, total: int) -> Day:
    """A day that is over, while history was last read before its end."""
    return Day(date, counters(total), DayState.SETTLING)


def never_read(date: dt.date) -> Day:
    return Day(date, None, DayState.NEVER_READ)


def thursdays(*counted: Counters | int) -> tuple[Day, ...]:
    """As many complete Thursdays, the last of them a week before THURSDAY."""
    return tuple(over(THURSDAY - ago * WEEK, figures) for ago, figures in enumerate(reversed(counted), start=1))[::-1]


def successive(first: dt.date, *totals: int) -> tuple[Day, ...]:
    """Complete days from `first` on."""
    return tuple(over(first + index * ONE_DAY, total) for index, total in enumerate(totals))


TOTALS = st.integers(0, 2**31 - 1)
FIGURES = st.builds(Counters, TOTALS, TOTALS, TOTALS, TOTALS)


@st.composite
def ranges(draw: st.DrawFn, last: dt.date = THURSDAY) -> tuple[Day, ...]:
    """Up to 90 days in a row that end with `last`, which is not over; any of them never read, settling or over."""
    figures = draw(st.lists(FIGURES | st.just(NO_USE), min_size=1, max_size=90))
    kinds = draw(st.lists(st.sampled_from(["over", "settling", "unread"]), min_size=91, max_size=91))
    found = []
    for ago, (counted, kind) in enumerate(zip(figures, kinds, strict=False)):
        date = last - ago * ONE_DAY
        match kind:
            case "unread":
                found.append(never_read(date))
            case _ if ago == 0:
                found.append(so_far(date, counted))
            case "settling":
                found.append(settling(date, counted.total_requests))
            case _:
                found.append(over(date, counted))
    return tuple(reversed(found))
