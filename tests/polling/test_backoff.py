"""How long the poller waits after failures: worked by hand, and never out of its bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.polling.intervals import MAX_BACKOFF, MAX_RETRY_AFTER, wait_after_failures

FAILURES = st.integers(1, 100_000)
INTERVALS = st.floats(5, 3600)
JITTERS = st.floats(0, 1)
RETRY_AFTERS = st.none() | st.floats(0, 1e9)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(1, 30), (2, 60), (3, 120), (4, 240), (5, 300), (6, 300), (1000, 300)],
)
def test_the_wait_doubles_from_one_interval_up_to_five_minutes(failures: int, seconds: float) -> None:
    assert wait_after_failures(failures, 30, None, 0.5) == pytest.approx(seconds)


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 48), (0.5, 60), (1.0, 72)])
def test_jitter_spreads_a_doubled_wait_by_a_fifth_to_either_side(jitter: float, seconds: float) -> None:
    assert wait_after_failures(2, 30, None, jitter) == pytest.approx(seconds)


@pytest.mark.parametrize("jitter", [0.0, 1.0])
def test_the_first_retry_comes_after_exactly_one_interval(jitter: float) -> None:
    assert wait_after_failures(1, 30, None, jitter) == 30


def test_an_interval_beyond_five_minutes_stays_as_it_is() -> None:
    assert wait_after_failures(7, 1800, None, 0.5) == 1800


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [(0, 30), (29, 30), (52, 52), (899, 899), (3600, 900)],
)
def test_the_whole_retry_after_is_waited_up_to_fifteen_minutes(retry_after: float, seconds: float) -> None:
    assert wait_after_failures(1, 30, retry_after, 0.5) == seconds


def test_a_retry_after_never_shortens_the_wait() -> None:
    assert wait_after_failures(4, 30, 1, 0.5) == pytest.approx(240)


@given(FAILURES, INTERVALS, RETRY_AFTERS, JITTERS)
def test_no_wait_is_shorter_than_the_interval(
    failures: int, interval: float, retry_after: float | None, jitter: float
) -> None:
    assert wait_after_failures(failures, interval, retry_after, jitter) >= interval


@given(FAILURES, INTERVALS, JITTERS)
def test_no_wait_of_our_own_is_longer_than_five_minutes_or_the_interval(
    failures: int, interval: float, jitter: float
) -> None:
    assert wait_after_failures(failures, interval, None, jitter) <= max(interval, MAX_BACKOFF)


@given(FAILURES, INTERVALS, st.floats(0, 1e9), JITTERS)
def test_no_retry_after_holds_longer_than_fifteen_minutes_or_the_interval(
    failures: int, interval: float, retry_after: float, jitter: float
) -> None:
    assert wait_after_failures(failures, interval, retry_after, jitter) <= max(interval, MAX_RETRY_AFTER)


@given(FAILURES, INTERVALS, st.floats(0, MAX_RETRY_AFTER), JITTERS)
def test_a_retry_after_within_its_cap_is_never_cut(
    failures: int, interval: float, retry_after: float, jitter: float
) -> None:
    assert wait_after_failures(failures, interval, retry_after, jitter) >= retry_after


@given(st.integers(1, 100), INTERVALS, JITTERS)
def test_one_more_failure_never_shortens_the_wait_at_the_same_jitter(
    failures: int, interval: float, jitter: float
) -> None:
    sooner = wait_after_failures(failures, interval, None, jitter)
    assert wait_after_failures(failures + 1, interval, None, jitter) >= sooner
