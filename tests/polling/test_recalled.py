"""What an earlier run kept, in the state that starts from it: until the service is read, and only for its account."""

from __future__ import annotations

import dataclasses
import datetime as dt

from msgspec.structs import replace

from grantex_tui.polling.recalled import Recalled
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Provenance
from grantex_tui.usage.utc import midnight
from tests.support.gated_client import counters
from tests.support.states import DEVELOPER, NOW, TODAY, ago, failure, history, metrics, reading

TWO_HOURS_AGO = NOW - dt.timedelta(hours=2)
YESTERDAY = ago(1)


def final(date: dt.date, total: int) -> DayRecord:
    """A finished day, as an earlier run kept it the day after."""
    day = Day(date, counters(total), DayState.FINAL, complete=True)
    return DayRecord(day, Provenance.HISTORY, midnight(date) + dt.timedelta(hours=26))


def so_far(date: dt.date, total: int, read_at: dt.datetime = TWO_HOURS_AGO) -> DayRecord:
    """A day that was not over when an earlier run read it."""
    return DayRecord(Day(date, counters(total), DayState.SO_FAR), Provenance.LIVE, read_at)


KEPT = Recalled(DEVELOPER, (final(ago(2), 20), final(YESTERDAY, 10), so_far(TODAY, 40)), NOW)


def totals(state: State, days: int = 3) -> list[int | None]:
    """Of the last days, the oldest first; None where there is no figure."""
    return [day.counters.total_requests if day.counters else None for day in state.ledger.window(days)]


def test_at_the_start_the_days_are_those_that_were_kept_and_nothing_counts_as_read() -> None:
    state = State().with_recalled(KEPT)

    assert totals(state) == [20, 10, 40]
    assert KEPT.age == dt.timedelta(hours=2)
    assert KEPT.today == counters(40)
    assert (state.usage, state.history) == (State().usage, State().history)


def test_a_counter_of_yesterday_is_never_todays() -> None:
    kept = Recalled(DEVELOPER, (so_far(YESTERDAY, 40, NOW - dt.timedelta(days=1)),), NOW)

    assert kept.today is None
    assert totals(State().with_recalled(kept)) == [None, 40, None]


def test_a_reading_of_the_same_account_takes_its_place_and_keeps_the_days() -> None:
    state = State().with_recalled(KEPT).with_usage(reading(metrics(63)))

    assert state.recalled is None
    assert totals(state) == [20, 10, 63]
    assert state.events == ()


def test_a_reading_of_another_account_takes_the_kept_figures_away_at_once() -> None:
    for outcome in (
        State().with_recalled(KEPT).with_usage(reading(metrics(63, developer="dev_other"))),
        State()
        .with_recalled(KEPT)
        .with_history(reading(dataclasses.replace(history({1: 5}), developer_id="dev_other"))),
    ):
        assert outcome.recalled is None
        assert totals(outcome)[0] in (0, None)
        assert 10 not in totals(outcome)
        assert [event.words for event in outcome.events] == [
            "the key is another account's: what was kept of the last one is no longer shown"
        ]


def test_a_failure_leaves_what_was_kept() -> None:
    state = State().with_recalled(KEPT).with_usage(failure()).with_history(failure())

    assert state.recalled == KEPT
    assert totals(state) == [20, 10, 40]


def test_the_day_is_the_services_from_its_first_answer_on_however_this_machines_clock_stands() -> None:
    fast = NOW.replace(hour=0, minute=2) + dt.timedelta(days=1)
    before_midnight = NOW.replace(hour=23, minute=58)
    state = State().with_recalled(replace(KEPT, at=fast)).with_usage(reading(metrics(63), served=before_midnight))

    assert state.ledger.today == TODAY
    assert totals(state) == [20, 10, 63]


def test_a_kept_day_that_the_service_corrects_is_an_event_of_the_first_history() -> None:
    state = State().with_recalled(KEPT).with_usage(reading(metrics(63))).with_history(reading(history({1: 12, 2: 20})))

    assert [event.words for event in state.events] == ["2026-11-21 was corrected: 10 → 12 requests"]
