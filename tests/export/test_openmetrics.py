"""Both texts for Prometheus, read back by its own parsers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as classic_families

from grantex_tui.export.openmetrics import PREFIX, AccountFigures, openmetrics, prometheus
from grantex_tui.usage.ledger import Day
from tests.support.days import over, parts, ranges, so_far
from tests.support.shell import Shell
from tests.support.states import TODAY, ago, metrics, reading

WINDOW = (over(ago(2), parts(10, 20, 1000)), over(ago(1), 7), so_far(TODAY, parts(1, 2, 3)))
CURRENT = reading(metrics(6, parts=(1, 2, 3), developer="dev_1"))


def samples(text: str) -> dict[str, tuple[str, dict[str, str], float]]:
    """By name: the family's type, the labels, the value. Each name comes once."""
    found: dict[str, tuple[str, dict[str, str], float]] = {}
    for family in text_string_to_metric_families(text):  # type: ignore[no-untyped-call]
        for sample in _samples(family):
            assert sample.name not in found
            assert sample.timestamp is None, "node_exporter's textfile collector refuses timestamps"
            found[sample.name] = (family.type, sample.labels, sample.value)
    return found


def _samples(family: Any) -> list[Any]:
    assert family.documentation
    return list(family.samples)


def test_the_current_period_is_counters_and_the_range_gauges() -> None:
    found = samples(openmetrics(AccountFigures(WINDOW, CURRENT)))

    developer, of_range = {"developer": "dev_1"}, {"developer": "dev_1", "days": "3"}
    assert found == {
        "grantex_token_exchanges_total": ("counter", developer, 1),
        "grantex_authorizations_total": ("counter", developer, 2),
        "grantex_verifications_total": ("counter", developer, 3),
        "grantex_requests_total": ("counter", developer, 6),
        "grantex_as_of_timestamp_seconds": ("gauge", developer, 1795357927),
        "grantex_range_token_exchanges": ("gauge", of_range, 11),
        "grantex_range_authorizations": ("gauge", of_range, 22),
        "grantex_range_verifications": ("gauge", of_range, 1010),
        "grantex_range_requests": ("gauge", of_range, 1043),
        "grantex_range_average_requests": ("gauge", of_range, 518.5),
        "grantex_range_peak_requests": ("gauge", of_range, 1030),
    }


def test_it_ends_with_eof_and_a_line_end() -> None:
    text = openmetrics(AccountFigures(WINDOW, CURRENT))

    assert text.endswith("\n# EOF\n")
    assert text.count("# EOF") == 1
    assert "\n\n" not in text


def test_every_family_has_its_type_and_its_help_before_its_sample() -> None:
    lines = openmetrics(AccountFigures(WINDOW, CURRENT)).splitlines()[:-1]

    for words, kind, sample in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        name = kind.split()[2]
        assert re.fullmatch(rf"# TYPE {name} (counter|gauge)", kind)
        assert words.startswith(f"# HELP {name} ")
        assert sample.startswith(f"{name}_total{{" if kind.endswith("counter") else f"{name}{{")


def test_without_complete_days_there_is_neither_average_nor_peak() -> None:
    found = samples(openmetrics(AccountFigures((so_far(TODAY, 5),), CURRENT)))

    assert {"grantex_range_average_requests", "grantex_range_peak_requests"}.isdisjoint(found)
    assert found["grantex_range_requests"][2] == 5


@given(ranges(), st.text(alphabet=st.sampled_from('\\"nab{},= é'), max_size=12))
def test_any_figures_and_any_developer_are_read_back_as_they_are(window: tuple[Day, ...], developer: str) -> None:
    found = samples(openmetrics(AccountFigures(window, reading(metrics(7, developer=developer)))))

    assert found["grantex_requests_total"] == ("counter", {"developer": developer}, 7)


def classic(text: str) -> dict[str, tuple[str, dict[str, str], float]]:
    """As `samples`, from the classic text, as node_exporter reads it."""
    families = list(classic_families(text))
    assert all(family.documentation for family in families)
    return {sample.name: (family.type, sample.labels, sample.value) for family in families for sample in family.samples}


def test_the_classic_text_gives_every_figure_its_type() -> None:
    assert classic(prometheus(AccountFigures(WINDOW, CURRENT))) == samples(openmetrics(AccountFigures(WINDOW, CURRENT)))


def test_the_classic_text_has_each_type_at_the_name_of_its_sample_and_no_end_mark() -> None:
    text = prometheus(AccountFigures(WINDOW, CURRENT))

    assert "# TYPE grantex_requests_total counter\n" in text
    assert "# EOF" not in text
    for words, kind, sample in zip(*(iter(text.splitlines()),) * 3, strict=True):
        name = sample.partition("{")[0]
        assert name.startswith(PREFIX)
        assert words.startswith(f"# HELP {name} ")
        assert kind.startswith(f"# TYPE {name} ")


@given(ranges(), st.text(alphabet=st.sampled_from('\\"nab{},= é'), max_size=12))
def test_any_figures_and_any_developer_are_read_back_from_the_classic_text_too(
    window: tuple[Day, ...], developer: str
) -> None:
    found = classic(prometheus(AccountFigures(window, reading(metrics(7, developer=developer)))))

    assert found["grantex_requests_total"] == ("counter", {"developer": developer}, 7)


@pytest.mark.usefixtures("recordings")
def test_the_report_writes_the_classic_text(shell: Shell) -> None:
    found = classic(shell.here("report", "--days", "7", "--format", "prometheus").out)

    assert found["grantex_requests_total"][::2] == ("counter", 9064)


@pytest.mark.usefixtures("recordings")
def test_the_report_writes_it(shell: Shell) -> None:
    found = samples(shell.here("report", "--days", "7", "--format", "openmetrics").out)

    assert found["grantex_requests_total"][2] == 9064
    assert found["grantex_range_requests"][1] == {"developer": "dev_01M812TMWE6N6MD52B33HEX4TJ", "days": "7"}
