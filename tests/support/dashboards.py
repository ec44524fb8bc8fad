"""Dashboards for the tests of layouts: one week worked by hand, and whatever a service may ever have answered."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import Counters, Subscription, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit
from grantex_tui.api.sanitize import plain
from grantex_tui.config.settings import PlanSettings
from grantex_tui.layout.lines import StyledLine, text_of
from grantex_tui.polling.state import State
from grantex_tui.usage.hours import HOURS, Hourly, Readings, stretches
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import Allowance, Plan
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.totals import Step
from grantex_tui.usage.utc import midnight
from grantex_tui.view.dashboard import Dashboard, dashboard_content
from grantex_tui.view.selection import CHOICES, Column, Display, Selection
from tests.support.states import (
    NOW,
    SERVICE,
    TODAY,
    Counted,
    ago,
    failure,
    history,
    kept,
    metrics,
    reading,
    refused,
    state,
)

NEW_YORK: Final = dt.timezone(dt.timedelta(hours=-4))

MONDAY_TO_SATURDAY: Final = {6: 500, 4: 10_000, 3: 0, 2: 6_000, 1: 8_000}
"""The week's rows by days ago: Tuesday has none, Thursday's counts nothing."""

ROWS: Final[dict[int, Counted]] = {**MONDAY_TO_SATURDAY, **dict.fromkeys(range(8, 90), 4_000)}
STATE: Final = replace(
    state(metrics(12_406, parts=(4_310, 1_204, 6_892)), ROWS), next_usage=NOW + dt.timedelta(seconds=30)
)
WEEK: Final = Selection(days=7)


def dashboard(of: State = STATE, chosen: Selection = WEEK) -> Dashboard:
    """What the screen says, in New York."""
    return dashboard_content(of, chosen, SERVICE, NEW_YORK)


def dashboard_of(of: State, chosen: Selection, hourly: Hourly) -> Dashboard:
    """As `dashboard`, with a day's hours."""
    return dashboard_content(of, chosen, SERVICE, NEW_YORK, hourly=hourly)


def words(lines: tuple[StyledLine, ...]) -> list[str]:
    """The lines as a reader sees them."""
    return [text_of(line) for line in lines]


# Whatever may come

COUNTERS: Final = st.integers(0, MAX_COUNTER) | st.just(MAX_COUNTER) | st.integers(0, 10**6)


FOREIGN: Final = st.text(max_size=300).map(plain)
WIDTHS: Final = st.integers(1, 300)
HEIGHTS: Final = st.integers(1, 100)
SELECTIONS: Final = st.builds(
    Selection,
    days=st.sampled_from(CHOICES),
    metric=st.sampled_from(Metric),
    stacked=st.booleans(),
    comparing=st.booleans(),
    display=st.sampled_from(Display),
    cursor=st.none() | st.integers(-2, 900).map(ago),
    column=st.sampled_from(Column),
    descending=st.booleans(),
    step=st.sampled_from(Step),
    most_bars=st.sampled_from([1, 33, 53, 73, 113, 400]),
    hour=st.none() | st.integers(0, 23),
)

MONTHS: Final = st.builds(
    PlanSettings,
    plan=st.none() | st.sampled_from(Plan),
    limits=st.builds(Allowance, st.none() | COUNTERS, st.none() | COUNTERS),
)


@st.composite
def hourlies(draw: st.DrawFn, date: dt.date = TODAY) -> Hourly:
    """What readings at any moments tell of a day, with what is usual for some of its hours or none."""
    grown = draw(st.dictionaries(st.integers(0, 86_399), COUNTERS, max_size=40))
    start = midnight(date).timestamp()
    samples = [Sample(start + at, str(date), Counters(0, 0, total, total)) for at, total in sorted(grown.items())]
    hours = tuple(Counters(0, 0, total, total) for total in draw(st.tuples(*[COUNTERS] * HOURS)))
    known = draw(st.sampled_from([HOURS, 9, 0]))
    others = tuple(
        (date - ago * dt.timedelta(weeks=1), hours[:known] + (None,) * (HOURS - known)) for ago in range(1, 8)
    )
    readings = draw(st.sampled_from(Readings))
    return Hourly(date, stretches(date, samples, draw(st.none() | st.just(Counters(0, 0, 9, 9)))), others, readings)


def _usage(draw: st.DrawFn) -> UsageMetrics:
    period = draw(st.sampled_from([TODAY.isoformat(), "2026-11"]))
    numbers = (draw(COUNTERS), draw(COUNTERS), draw(COUNTERS), draw(COUNTERS))
    return UsageMetrics(draw(FOREIGN)[:64], period, *numbers)


def _history(draw: st.DrawFn) -> UsageHistory:
    """Rows of a rhythm, here and there of any size: drawn as few choices, so that most examples have 90 days."""
    parts = draw(st.tuples(COUNTERS, COUNTERS, COUNTERS))
    rows: dict[int, Counted] = dict.fromkeys(range(draw(st.integers(0, 95))), parts)
    rows |= draw(st.dictionaries(st.integers(-3, 95), st.tuples(COUNTERS, COUNTERS, COUNTERS), max_size=8))
    return history(rows, draw(FOREIGN))


def _older(draw: st.DrawFn) -> dict[int, Counted]:
    """What an archive may have: a rhythm of up to three years, with holes."""
    parts = draw(st.tuples(COUNTERS, COUNTERS, COUNTERS))
    every, first = draw(st.integers(1, 12)), draw(st.integers(1, 1000))
    return dict.fromkeys(range(1, first, every), parts)


@st.composite
def states(draw: st.DrawFn) -> State:
    """A state with figures and words of any size: live, stale, refused or never read, in a day or a month."""
    failures = st.sampled_from([failure(), refused(), failure("x" * 69)])
    result = State(
        paused=draw(st.booleans()),
        refreshing=draw(st.booleans()),
        budget_low=draw(st.booleans()),
        interval=draw(st.integers(5, 3600)),
        next_usage=draw(st.none() | st.just(NOW)),
    )
    skew = draw(st.sampled_from([dt.timedelta(), dt.timedelta(days=3_000), dt.timedelta(minutes=-3)]))
    if draw(st.booleans()):
        result = result.with_usage(reading(_usage(draw), at=NOW + skew, served=NOW))
        result = result.with_mark(NOW) if draw(st.booleans()) else result
    if draw(st.booleans()):
        result = result.with_history(reading(_history(draw), rate_limit=RateLimit(100, 88, 30)))
    if draw(st.booleans()):
        later = NOW + dt.timedelta(minutes=2)
        result = result.with_usage(reading(_usage(draw), at=later + skew, served=later))
    if draw(st.booleans()):
        result = result.with_records(kept(_older(draw)))
    if draw(st.booleans()):
        result = result.with_subscription(reading(Subscription(draw(st.sampled_from(["free", "pro", "none"])))))
    if draw(st.booleans()):
        result = result.with_usage(draw(failures))
    if draw(st.booleans()):
        result = result.with_history(draw(failures))
    return result
