"""Several accounts at once: each one's output says whose it is, in every format, and one that fails stops no other."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as classic_families

from tests.support.configs import written
from tests.support.service import LoopbackService, Play, Request, answer, json_answer, running_service
from tests.support.shell import HISTORY, PLAN, USAGE, Ended, Shell

FILE = "~/.config/grantex-tui/config.toml"
CONFIG = """
[profiles.prod]
label = "production"
api_key_file = "prod.key"
[profiles.test]
api_key_file = "test.key"
exchanges_limit = 10
"""
MORE = """
[profiles.gone]
api_key_file = "gone/key"
[profiles.dead]
api_key_file = "dead.key"
"""
FIGURES = {"Bearer key-of-prod": 1000, "Bearer key-of-test": 7}


def told_by_key(request: Request) -> Play:
    """The figures of the key's account; a key that there is none of is refused."""
    figure = FIGURES.get(request.headers.get("authorization", ""))
    if figure is None:
        return answer(401, '{"message": "no"}')
    developer, now = {"developerId": f"dev_{figure}"}, format_datetime(dt.datetime.now(dt.UTC), usegmt=True)
    match request.path:
        case "/v1/usage":
            return json_answer({**developer, "period": "2026-11-22", **counted(figure)}, {"date": now})
        case "/v1/usage/history":
            entries = [{"date": "2026-11-21", **counted(figure + 1)}]
            return json_answer({**developer, "days": 90, "entries": entries}, {"date": now})
        case _:
            return answer(404, "{}")


def counted(figure: int) -> dict[str, int]:
    return {"tokenExchanges": figure, "authorizations": 0, "verifications": 0, "totalRequests": figure}


@pytest.fixture
def accounts(shell: Shell) -> Iterator[LoopbackService]:
    """A config file with two accounts, and the service that has their figures."""
    folder = written(shell.home, CONFIG).parent
    for name in ("prod", "test", "dead"):
        (folder / f"{name}.key").write_text(f"key-of-{name}\n")
        (folder / f"{name}.key").chmod(0o600)
    with running_service(told_by_key) as service:
        shell.at(service.url)
        yield service


def report(shell: Shell, format: str) -> str:
    ended = shell.here("report", "--all", "--days", "2", "--format", format)
    assert (ended.code, ended.err) == (0, "")
    return ended.out


@pytest.mark.usefixtures("accounts")
class TestReport:
    def test_a_table_stands_under_its_account_s_name(self, shell: Shell) -> None:
        text = report(shell, "table")
        first, second = text.index("prod · production\n\n"), text.index("\ntest\n\n")
        assert text.index("total requests 1,000") in range(first, second)
        assert text.index("total requests 7") > second

    def test_markdown_has_a_heading_an_account(self, shell: Shell) -> None:
        assert re.findall("^#.*$", report(shell, "markdown"), re.MULTILINE) == ["## prod · production", "## test"]

    def test_json_is_one_object_by_profile(self, shell: Shell) -> None:
        document = json.loads(report(shell, "json"))
        assert {name: one["current"]["totalRequests"] for name, one in document.items()} == {"prod": 1000, "test": 7}

    def test_csv_is_one_table_with_a_column_for_the_profile(self, shell: Shell) -> None:
        rows = list(csv.DictReader(report(shell, "csv").splitlines()))
        assert [(row["profile"], row["date"], row["totalRequests"]) for row in rows] == [
            ("prod", "2026-11-21", "1001"),
            ("prod", "2026-11-22", "1000"),
            ("test", "2026-11-21", "8"),
            ("test", "2026-11-22", "7"),
        ]

    @pytest.mark.parametrize("format", ["openmetrics", "prometheus"])
    def test_for_prometheus_it_is_one_text_with_a_label(self, format: str, shell: Shell) -> None:
        text = report(shell, format)
        parse = text_string_to_metric_families if format == "openmetrics" else classic_families
        families = list(parse(text))
        assert len({family.name for family in families}) == len(families), "each family in one place"
        found = {
            sample.labels["profile"]: sample.value
            for family in families
            for sample in family.samples
            if sample.name == "grantex_requests_total"
        }
        assert found == {"prod": 1000, "test": 7}
        assert text.count("# EOF") == (format == "openmetrics")

    def test_so_is_the_text_for_its_backfill(self, shell: Shell) -> None:
        text = shell.here("report", "--all", "--format", "openmetrics", "--timestamps").out
        families = list(text_string_to_metric_families(text))  # type: ignore[no-untyped-call]
        assert {sample.labels["profile"] for family in families for sample in family.samples} == {"prod", "test"}
        assert text.count("# EOF") == 1

    def test_hours_and_weeks_are_labelled_too(self, shell: Shell) -> None:
        text = shell.here("report", "--all", "--by", "week", "--format", "csv").out
        assert text.startswith("profile,from,to,")
        assert {line.split(",")[0] for line in text.splitlines()[1:]} == {"prod", "test"}

    def test_one_profile_alone_is_as_without_profiles(self, shell: Shell) -> None:
        document = json.loads(shell.here("report", "--profile", "test", "--format", "json").out)
        assert document["current"]["totalRequests"] == 7

    def test_one_that_fails_has_a_line_of_its_own_and_the_exit_code(self, shell: Shell) -> None:
        written(shell.home, CONFIG + MORE)
        ended = shell.here("report", "--all", "--format", "json")
        assert ended.code == 3
        assert list(json.loads(ended.out)) == ["prod", "test"]
        assert ended.err.splitlines() == [
            f"grantex-tui: gone: {FILE}: profiles.gone.api_key_file: no such file or directory",
            "grantex-tui: dead: the key from dead.key is refused (401)",
        ]

    def test_where_all_fail_nothing_is_printed(self, shell: Shell) -> None:
        written(shell.home, CONFIG + MORE)
        ended = shell.here("report", "--profile", "gone,dead", "--format", "json")
        assert (ended.code, ended.out, len(ended.err.splitlines())) == (3, "", 2)


def test_they_are_read_at_the_same_time(shell: Shell, accounts: LoopbackService) -> None:
    assert shell.here("report", "--profile", "test,prod").code == 0
    assert accounts.paths[:2] == [USAGE, USAGE]
    assert accounts.paths[2:] == [HISTORY, HISTORY]


@pytest.mark.usefixtures("accounts")
class TestCheck:
    def test_the_first_line_is_for_all_and_each_account_has_one(self, shell: Shell) -> None:
        ended = shell.here("check", "--profile", "prod,test", "--metric", "exchanges")
        first, *rest = ended.out.splitlines()
        assert (ended.code, ended.err) == (3, "")
        assert first.startswith("GRANTEX UNKNOWN: 2 accounts: 1 UNKNOWN, 1 CRITICAL | 'prod_time'=")
        assert " 'test_exchanges'=15;8;9;0;10" in first
        assert rest == [
            "prod UNKNOWN: 2,001 token exchanges this month; the plan is not known: give --limit",
            "test CRITICAL: 15 of 10 token exchanges this month, 150.0 %",
        ]

    def test_a_profile_s_plan_and_limits_count_where_nothing_is_typed(self, shell: Shell) -> None:
        written(shell.home, CONFIG.replace('label = "production"', 'plan = "pro"'))
        out = shell.here("check", "--profile", "prod", "--metric", "exchanges").out
        assert "of 5,000,000 token exchanges" in out

    def test_one_that_fails_is_unknown_in_its_line(self, shell: Shell) -> None:
        written(shell.home, CONFIG + MORE)
        ended = shell.here("check", "--profile", "dead,gone")
        assert ended == Ended(
            3,
            "GRANTEX UNKNOWN: 2 accounts: 2 UNKNOWN\n"
            "dead UNKNOWN: the key from dead.key is refused (401)\n"
            f"gone UNKNOWN: {FILE}: profiles.gone.api_key_file: no such file or directory\n",
            "",
        )


def test_no_account_sends_another_s_key(shell: Shell, accounts: LoopbackService) -> None:
    for command in ("report", "check", "status"):
        shell.here(command, "--all")
    sent = {request.headers["authorization"] for request in accounts.requests}
    assert sent == {"Bearer key-of-prod", "Bearer key-of-test"}
    assert PLAN in accounts.paths
    assert not any("key-of" in path.read_text() for path in Path(shell.cache).rglob("*") if path.is_file())
