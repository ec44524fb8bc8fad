"""The three operations in words: figure, rate, how each compares, its month; worked by hand from a few readings."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import PARTS
from grantex_tui.usage.plans import Allowance
from grantex_tui.view.counters import CountersContent, MonthFigure, counters_content, names_of
from grantex_tui.view.pace import NO_DEVIATION
from tests.support.states import NOW, TODAY, Counted, failure, history, metrics, reading, state

NOON = NOW.replace(hour=12, minute=0, second=0)
SUNDAYS: dict[int, Counted] = {7: (100, 20, 280), 14: (100, 20, 280), 21: (100, 20, 280)}


def live(exchanges: int, authorizations: int, verifications: int, minutes: int = 0) -> State:
    """At noon 60, 10 and 126; so many minutes later these."""
    at = State().with_history(reading(history(SUNDAYS), at=NOON))
    at = at.with_usage(reading(metrics(196, parts=(60, 10, 126)), at=NOON))
    parts = (exchanges, authorizations, verifications)
    later = NOON + dt.timedelta(minutes=minutes)
    return at.with_usage(reading(metrics(sum(parts), parts=parts), at=later)) if minutes else at


def shown(at: State, settings: PlanSettings = NO_OVERRIDES) -> CountersContent:
    return counters_content(at, settings)


def test_before_any_figures_there_are_no_counters_and_stale_ones_stay() -> None:
    assert shown(State()) == CountersContent()
    assert shown(state(metrics(63)).with_usage(failure())).stale
    turned = state(metrics(63), {1: 10}).on(TODAY + dt.timedelta(days=1), NOW)
    assert shown(turned) == CountersContent(), "yesterday's are not today's"


def test_each_has_its_figure_exact_and_rounded_and_its_rate() -> None:
    counters = shown(live(100, 12, 1_260, minutes=4)).counters

    assert [counter.metric for counter in counters] == list(PARTS)
    assert [counter.number for counter in counters] == [("100", "100"), ("12", "12"), ("1,260", "1.3k")]
    assert [counter.rate for counter in counters] == ["+10/min", "+0.5/min", "+280/min"]  # 40, 2 and 1,134 in 4 minutes


def test_at_noon_twice_each_figure_is_compared_with_its_own_median_of_the_weekday() -> None:
    # 120 ÷ 100, 20 ÷ 20 and 252 ÷ 280
    assert [counter.deviation.words for counter in shown(live(60, 10, 126)).counters] == [
        ("20 % above usual", "20 % above"),
        ("as usual", "as usual"),
        ("10 % below usual", "10 % below"),
    ]


@pytest.mark.parametrize("rows", [{7: (100, 0, 300), 14: (100, 0, 300), 21: (100, 0, 300)}, {7: 400}], ids=["0", "few"])
def test_one_without_a_usual_says_nothing_of_it(rows: dict[int, Counted]) -> None:
    at = State().with_history(reading(history(rows), at=NOON)).with_usage(reading(metrics(5, parts=(0, 5, 0)), at=NOON))

    assert shown(at).counters[1].deviation == NO_DEVIATION


def test_the_days_before_are_complete_ones_and_end_yesterday() -> None:
    days = shown(state(metrics(63), {1: (7, 8, 9), 2: (1, 2, 3)})).counters[0].days

    assert days[-3:] == (0, 1, 7)


def test_the_month_is_said_and_its_share_where_the_plan_limits_it() -> None:
    limited = shown(live(60, 10, 126), PlanSettings(limits=Allowance(token_exchanges=3_600)))

    # 1, 8 and 15 November at 100, and 60 today: 360
    assert [counter.month for counter in limited.counters] == [
        MonthFigure("Nov", "360", "10 %"),
        MonthFigure("Nov", "70", ""),
        MonthFigure("Nov", "966", ""),
    ]
    assert shown(state(metrics(63))).counters[0].month is None, "before there is a history"


def test_what_was_counted_since_the_mark_is_said_for_each() -> None:
    marked = (
        live(60, 10, 126)
        .with_mark(NOON)
        .with_usage(reading(metrics(1_460, parts=(108, 22, 1_330)), at=NOON + dt.timedelta(minutes=3)))
    )

    assert [counter.since_mark for counter in shown(marked).counters] == [
        ("+48 marked", "+48"),
        ("+12 marked", "+12"),
        ("+1,204 marked", "+1,204"),
    ]
    waiting = shown(replace(state(metrics(63)), marking=True)).counters[0]
    assert waiting.since_mark == ("marking…", "…")


def test_names_get_shorter_in_the_same_steps() -> None:
    assert [names_of(metric) for metric in PARTS] == [
        ("exchanges", "exchanges", "exch", "E"),
        ("authorizations", "authoriz.", "auth", "A"),
        ("verifications", "verific.", "veri", "V"),
    ]
