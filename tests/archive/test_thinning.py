"""Which readings are left: a property of any readings at any time."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from grantex_tui.archive.thinning import COARSE, FINE, FINE_FOR, coarse_before, plausible, slot, thinned
from grantex_tui.usage.rate import Sample
from tests.support.archives import NOON
from tests.support.gated_client import counters

START = int(NOON.timestamp()) // COARSE * COARSE
readings = st.lists(
    st.builds(
        lambda at, period: Sample(float(START + at), period, counters(at)),
        st.integers(0, 4 * COARSE),
        st.sampled_from(["2026-11-22", "2026-11-23"]),
    ),
    max_size=25,
)
moments = st.sampled_from([START, START + FINE_FOR, START + FINE_FOR + 2 * COARSE, START + 2 * FINE_FOR])


@settings(max_examples=50)
@given(readings, moments)
def test_of_every_slot_and_period_the_newest_is_left(samples: list[Sample], now: float) -> None:
    kept = thinned(samples, now)

    for sample in samples:
        alike = [one for one in kept if (one.period, slot(one.at, now)) == (sample.period, slot(sample.at, now))]
        assert len(alike) == 1
        assert alike[0].at >= sample.at


@settings(max_examples=50)
@given(readings, moments)
def test_to_thin_again_changes_nothing(samples: list[Sample], now: float) -> None:
    assert thinned(thinned(samples, now), now) == thinned(samples, now)


def test_a_slot_is_five_minutes_for_400_days_and_then_an_hour() -> None:
    now = START + FINE_FOR

    assert slot(START + 3_599, now) == (START + 3_300, START + 3_300 + FINE)
    assert slot(START + 3_599, now + COARSE) == (START, START + COARSE)
    assert coarse_before(now + COARSE) == START + COARSE


def test_a_reading_is_plausible_where_clock_and_period_agree_within_a_day() -> None:
    def read(at: dt.datetime, period: str) -> bool:
        return plausible(Sample(at.timestamp(), period, counters(1)))

    assert read(NOON, "2026-11-22")
    assert read(NOON, "2026-11-21")
    assert read(NOON, "2026-11")
    assert not read(NOON, "2026-11-19")
    assert not read(NOON, "2026-09")
    assert not read(NOON, "9999-12-31")
    assert not read(NOON, "0001-01-01")
