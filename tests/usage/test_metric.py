"""The four figures of a day."""

from __future__ import annotations

from grantex_tui.api.models import Counters
from grantex_tui.usage.metric import PARTS, Metric


def test_each_metric_takes_its_own_counter() -> None:
    counters = Counters(token_exchanges=1, authorizations=2, verifications=3, total_requests=7)
    assert {metric: metric.of(counters) for metric in Metric} == {
        Metric.TOTAL: 7,
        Metric.TOKEN_EXCHANGES: 1,
        Metric.AUTHORIZATIONS: 2,
        Metric.VERIFICATIONS: 3,
    }


def test_each_metric_has_names_from_long_to_short_for_the_place_there_is() -> None:
    assert [metric.label for metric in Metric] == [
        "total requests",
        "token exchanges",
        "authorizations",
        "verifications",
    ]
    assert [metric.short for metric in Metric] == ["total", "exchanges", "authoriz.", "verific."]
    assert [metric.brief for metric in PARTS] == ["exch", "auth", "verif"]
    assert [metric.stub for metric in PARTS] == ["exch", "auth", "veri"]
    assert [metric.letter for metric in PARTS] == ["E", "A", "V"]


def test_the_parts_are_all_but_the_total() -> None:
    assert (Metric.TOTAL, *PARTS) == tuple(Metric)
