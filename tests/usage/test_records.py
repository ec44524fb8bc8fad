"""Which of two records of a day counts, and how a ledger goes on where an earlier process stopped: worked by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.models import NO_USE, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.usage.ledger import Day, DayRecord, DayState, Ledger, Provenance, reconciled
from tests.support.gated_client import counters

DAY = dt.date(2026, 11, 22)
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
LIVE, HISTORY, SETTLED = Provenance
SO_FAR, SETTLING, FINAL, NO_ROW, _ = DayState

records = st.builds(
    lambda total, state, provenance, hours: known(total, state, provenance, hours),
    st.integers(0, 5),
    st.sampled_from([SO_FAR, SETTLING, FINAL]),
    st.sampled_from(Provenance),
    st.integers(0, 3),
)


def known(total: int, state: DayState, provenance: Provenance, hours: int = 0) -> DayRecord:
    """The day as it was known so many hours after noon."""
    counted = NO_USE if state is NO_ROW else counters(total)
    return DayRecord(Day(DAY, counted, state, complete=state in (FINAL, NO_ROW)), provenance, NOON + hours * HOUR)


@pytest.mark.parametrize(
    ("kept", "now", "counts"),
    [
        # Today: the last live reading, though it is lower; a row is behind it.
        (known(9, SO_FAR, LIVE), known(12, SO_FAR, LIVE, 1), 12),
        (known(9, SO_FAR, LIVE), known(2, SO_FAR, LIVE, 1), 2),
        (known(9, SO_FAR, LIVE, 1), known(2, SO_FAR, LIVE), 9),
        (known(9, SO_FAR, LIVE), known(7, SO_FAR, HISTORY, 1), 9),
        (known(9, SO_FAR, LIVE), known(11, SO_FAR, HISTORY, 1), 11),
        # Over: the higher of the last live figure and the row, until the row was written anew.
        (known(9, SO_FAR, LIVE), known(7, SETTLING, HISTORY, 13), 9),
        (known(9, SO_FAR, LIVE), known(7, FINAL, HISTORY, 24), 9),
        (known(9, SO_FAR, LIVE), known(12, FINAL, HISTORY, 24), 12),
        (known(9, SETTLING, LIVE), known(7, FINAL, SETTLED, 24), 7),
        (known(9, SO_FAR, LIVE), known(0, NO_ROW, HISTORY, 24), 9),
        # Final: what the service wrote anew, higher or lower; a row that is no longer served is not taken for 0.
        (known(9, FINAL, HISTORY), known(8, FINAL, HISTORY, 24), 8),
        (known(9, FINAL, LIVE), known(8, FINAL, HISTORY, 24), 9),
        (known(9, FINAL, HISTORY, 24), known(8, FINAL, HISTORY), 9),
        (known(9, FINAL, HISTORY), known(0, NO_ROW, HISTORY, 24), 9),
        (known(0, NO_ROW, HISTORY), known(4, FINAL, HISTORY, 24), 4),
        (known(9, FINAL, HISTORY), known(7, SETTLING, HISTORY, 1), 9),
    ],
)
def test_one_of_two_records_counts(kept: DayRecord, now: DayRecord, counts: int) -> None:
    assert reconciled(kept, now).total == counts


def test_a_day_that_was_seen_live_and_has_no_row_is_final_with_what_was_seen() -> None:
    counts = reconciled(known(9, SO_FAR, LIVE), known(0, NO_ROW, HISTORY, 24))

    assert (counts.day.state, counts.day.complete, counts.total) == (FINAL, True, 9)


@given(records)
def test_the_same_again_changes_nothing(record: DayRecord) -> None:
    assert reconciled(record, record) is record


@given(records, records)
def test_what_counted_still_counts_when_either_comes_again(kept: DayRecord, now: DayRecord) -> None:
    counts = reconciled(kept, now)

    assert reconciled(counts, now).total == counts.total
    assert counts.total in (kept.total, now.total)


def usage(total: int, day: dt.date = DAY) -> UsageMetrics:
    return UsageMetrics("dev_1", str(day), 0, 0, total, total)


def rows(**totals: int) -> UsageHistory:
    return UsageHistory([UsageEntry(f"2026-11-{name[1:]}", 0, 0, total, total) for name, total in totals.items()])


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC)


def test_a_restart_after_midnight_is_as_if_the_program_had_never_stopped() -> None:
    """The last live figure was 100; the row says 90 until it is written anew, lower: the service's last word."""
    tomorrow = DAY + dt.timedelta(days=1)
    stopped = Ledger().after_usage(usage(100), at(23, 50))
    never_stopped = stopped

    restarted = Ledger().recall(stopped.records())
    for served, row in ((at(0, 5, tomorrow), 90), (at(1, 5, tomorrow), 95)):
        restarted, never_stopped = (
            ledger.after_usage(usage(1, tomorrow), served).after_history(rows(d22=row), served)
            for ledger in (restarted, never_stopped)
        )
        assert restarted.day(DAY) == never_stopped.day(DAY)

    assert restarted.record(DAY).provenance is SETTLED
    assert restarted.day(DAY).counters == counters(95)


def test_a_counter_that_restarted_while_the_program_did_not_run_is_noticed() -> None:
    stopped = Ledger().after_usage(usage(100), at(9))

    restarted = Ledger().recall(stopped.records()).after_usage(usage(3), at(10))

    assert restarted.restarted
    assert restarted.day(DAY).counters == counters(3)


def test_beyond_the_service_s_90_days_the_kept_ones_are_shown_and_holes_are_holes() -> None:
    served = Ledger().after_usage(usage(5), at(12)).after_history(rows(d21=7), at(12))
    old, hole = DAY - dt.timedelta(days=200), DAY - dt.timedelta(days=201)
    kept = DayRecord(Day(old, counters(40), FINAL, complete=True), HISTORY, NOON - 190 * 24 * HOUR)

    ledger = served.recall([kept])

    assert ledger.day(old) == kept.day
    assert ledger.day(hole) == Day(hole, None, DayState.NEVER_READ)
    assert ledger.day(DAY - dt.timedelta(days=60)).state is NO_ROW
    assert len(ledger.between(hole, DAY)) == 202


def test_before_anything_is_read_the_kept_days_are_there() -> None:
    kept = DayRecord(Day(DAY, counters(40), SO_FAR), LIVE, NOON)

    ledger = Ledger().recall([kept]).on(DAY)

    assert ledger.day(DAY) == kept.day


def test_records_say_where_a_figure_comes_from_and_leave_out_what_is_not_known() -> None:
    ledger = Ledger().after_usage(usage(5), at(12)).after_history(rows(d20=3, d21=7), at(12, 1))

    found = {record.day.date.day: record for record in ledger.records(3)}

    assert [(day, record.total, record.provenance) for day, record in found.items()] == [
        (20, 3, HISTORY),
        (21, 7, HISTORY),
        (22, 5, LIVE),
    ]
    assert found[22].read_at == at(12)
    assert Ledger().records() == ()
