"""Days and readings with their times, as Prometheus backfills them."""

from __future__ import annotations

import datetime as dt

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from grantex_tui.export.backfill import backfill
from grantex_tui.export.openmetrics import AccountFigures
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.rate import Sample
from tests.support.days import never_read, over, so_far
from tests.support.gated_client import counters
from tests.support.states import NOW, TODAY, ago, metrics, reading

CURRENT = reading(metrics(4))


def points(window: tuple[Day, ...], *samples: Sample) -> list[tuple[str, float]]:
    """Each point of the total's counter."""
    parsed = text_string_to_metric_families(backfill((AccountFigures(window, CURRENT), samples)))  # type: ignore[no-untyped-call]
    families = {family.name: family for family in parsed}
    assert families["grantex_requests"].type == "counter"
    return [
        (f"{dt.datetime.fromtimestamp(float(sample.timestamp), dt.UTC):%d %H:%M:%S}", sample.value)
        for sample in families["grantex_requests"].samples
    ]


def test_each_day_begins_at_0_and_ends_with_its_figure_and_today_with_the_last_reading() -> None:
    assert points((over(ago(2), 7), never_read(ago(1)), so_far(TODAY, 4))) == [
        ("20 00:00:00", 0),
        ("20 23:59:59", 7),
        ("22 00:00:00", 0),
        (f"{NOW:%d %H:%M:%S}", 4),
    ]


def test_readings_stand_between_and_those_of_other_days_and_months_are_left_out() -> None:
    noon = dt.datetime.combine(ago(2), dt.time(12), dt.UTC).timestamp()
    samples = (
        Sample(noon, str(ago(2)), counters(3)),
        Sample(noon, "2026-11", counters(900)),
        Sample(noon + 86_400, str(ago(1)), counters(5)),
    )

    assert points((over(ago(2), 7), never_read(ago(1))), *samples) == [
        ("20 00:00:00", 0),
        ("20 12:00:00", 3),
        ("20 23:59:59", 7),
    ]


def test_a_reading_and_a_day_s_end_in_one_second_are_one_point() -> None:
    last = dt.datetime.combine(ago(2), dt.time(23, 59, 59), dt.UTC).timestamp()

    assert points((over(ago(2), 7),), Sample(last, str(ago(2)), counters(6)))[-1] == ("20 23:59:59", 7)
