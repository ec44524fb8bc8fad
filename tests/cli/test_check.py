"""The check: the month against its limits, the line that monitoring systems read, and UNKNOWN for all that fails."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
from collections.abc import Mapping
from email.utils import format_datetime
from typing import NoReturn

import pytest

from grantex_tui.api.models import UsageHistory
from grantex_tui.cli.commands.check import Thresholds, freshness, judged, share
from grantex_tui.config.arguments import Arguments
from grantex_tui.export.plugin import Performance, Severity, plugin_line, severity_of
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from tests.support.service import Play, Script, answer, hang, running_service
from tests.support.shell import HISTORY, PLAN, PROGRAM, USAGE, Ended, Shell, figures, history, usage
from tests.support.states import NOW, ago, entry, metrics, reading, state
from tests.support.states import history as history_of
from tests.support.states import history as rows

PERFORMANCE = re.compile(r"'[^'=|]+'=(U|-?\d+(\.\d+)?)(s|%|B|c)?(;-?\d*){0,4}")
EXCHANGES, AUTHORIZATIONS, TOTAL = Metric.TOKEN_EXCHANGES, Metric.AUTHORIZATIONS, Metric.TOTAL


def now() -> str:
    """This moment as a `Date` header."""
    return format_datetime(dt.datetime.now(dt.UTC), usegmt=True)


def month(
    exchanges: int, rows: Mapping[str, tuple[int, int]], *, date: str | None = None
) -> tuple[tuple[str, Script], ...]:
    """What the service answers: today so many token exchanges, and these days before."""
    moment = now() if date is None else date
    return (
        (USAGE, usage(exchanges, exchanges=exchanges, date=moment)),
        (HISTORY, history(rows, date=moment)),
        (PLAN, "billing-subscription-free-200"),
    )


NOVEMBER = {"2026-11-21": (20_000, 20_000), "2026-11-01": (19_000, 19_000), "2026-10-31": (90_000, 90_000)}


@pytest.mark.parametrize(
    ("today", "code", "word"), [(1000, 0, "OK"), (1001, 1, "WARNING"), (8500, 1, "WARNING"), (8501, 2, "CRITICAL")]
)
def test_the_month_so_far_is_judged_by_shares_of_the_plan_s_allowance(
    today: int, code: int, word: str, shell: Shell
) -> None:
    with running_service(figures(*month(today, NOVEMBER))) as service:
        ended = shell.at(service.url).here("check")

    assert (ended.code, ended.err) == (code, "")
    said, _, data = ended.out.partition(" | ")
    assert said.startswith(f"GRANTEX {word}: {39_000 + today:,} of 50,000 token exchanges this month, ")
    assert said.endswith("0 of 50,000 authorizations this month, 0.0 %")
    assert f"'exchanges'={39_000 + today};40000;47500;0;50000" in data


def test_the_line_is_one_that_plug_ins_print(shell: Shell) -> None:
    with running_service(figures(*month(1000, NOVEMBER))) as service:
        ended = shell.at(service.url).here("check", "--projected")

    assert ended.out.count("\n") == 1
    assert ended.out.count("|") == 1
    data = ended.out.partition(" | ")[2].split()
    assert all(PERFORMANCE.fullmatch(item) for item in data), data
    labels = [item.partition("=")[0] for item in data]
    assert labels == [
        "'time'", "'age'", "'exchanges'", "'exchanges_projected'", "'authorizations'", "'authorizations_projected'",
    ]  # fmt: skip


def test_a_limit_of_one_s_own_needs_no_plan(shell: Shell) -> None:
    with running_service(figures(*month(1000, NOVEMBER))) as service:
        line = ("check", "--metric", "total", "--limit", "50000", "--warn", "50", "--crit", "79")
        ended = shell.at(service.url).here(*line)

    assert ended.code == 2
    assert ended.out.startswith("GRANTEX CRITICAL: 40,000 of 50,000 total requests this month, 80.0 % | ")
    assert service.paths == [USAGE, HISTORY]


def test_where_billing_does_not_answer_the_plan_is_told_by_the_rate_limit(shell: Shell) -> None:
    limit = {"x-ratelimit-limit": "500", "x-ratelimit-remaining": "400", "x-ratelimit-reset": "9", "date": now()}
    plays = ((USAGE, usage(7, exchanges=7, **limit)), (HISTORY, history({}, date=now())), (PLAN, "postgres-down-500"))
    with running_service(figures(*plays)) as service:
        ended = shell.at(service.url).here("check", "--metric", "exchanges")

    assert (ended.code, "of 5,000,000 token exchanges" in ended.out) == (0, True)


def test_a_metric_without_a_limit_is_unknown_and_says_what_to_do(shell: Shell) -> None:
    with running_service(figures(*month(1000, NOVEMBER))) as service:
        ended = shell.at(service.url).here("check", "--metric", "total")

    words = "40,000 total requests this month; the Free plan has no limit of it: give --limit"
    assert ended.code == 3
    assert ended.out.startswith(f"GRANTEX UNKNOWN: {words} | ")


def test_answers_of_long_ago_are_unknown_whatever_they_say(shell: Shell) -> None:
    with running_service(figures(*month(49_000, NOVEMBER, date="Sun, 01 Nov 2020 00:00:00 GMT"))) as service:
        ended = shell.at(service.url).here("check")

    assert ended.code == 3
    assert ended.out.startswith("GRANTEX UNKNOWN: the answer is ")


@pytest.mark.parametrize(
    ("play", "words"),
    [
        ("unknown-key-401", "the key from GRANTEX_API_KEY is refused (401)"),
        ("redis-down-503", "the service is unavailable (503)"),
        (answer(200, "a | b"), "not a valid answer: the answer is not JSON"),
    ],
    ids=["refused", "unavailable", "odd"],
)
def test_whatever_keeps_it_from_judging_is_unknown_where_monitoring_systems_read(
    play: str | Play, words: str, shell: Shell
) -> None:
    with running_service(figures((USAGE, play))) as service:
        ended = shell.at(service.url).here("check")

    assert ended == Ended(3, f"GRANTEX UNKNOWN: {words}\n", "")


def test_at_a_terminal_the_words_are_on_standard_error_too(shell: Shell) -> None:
    terminal, its_end = os.openpty()
    out = subprocess.run(
        [*PROGRAM, "check"], env=shell.bare({"GRANTEX_API_KEY": ""}), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=its_end, text=True, check=False, timeout=30,
    ).stdout  # fmt: skip
    os.close(its_end)
    said = os.read(terminal, 1000).decode()
    os.close(terminal)

    assert out.startswith("GRANTEX UNKNOWN: no API key: set GRANTEX_API_KEY")
    assert said.startswith("grantex-tui: no API key: set GRANTEX_API_KEY")


def test_a_bug_is_unknown_too_with_its_traceback_on_standard_error(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> NoReturn:
        raise LookupError("bug")

    monkeypatch.setattr("grantex_tui.cli.commands.check.accounts_of", broken)
    ended = shell.here("check")

    assert (ended.code, ended.out) == (3, "GRANTEX UNKNOWN: a bug in grantex-tui (LookupError)\n")
    assert ended.err.startswith("Traceback ")
    assert ended.err.endswith("LookupError: bug\n")


@pytest.mark.parametrize("path", [USAGE, HISTORY])
def test_figures_that_do_not_come_in_time_are_unknown_before_monitoring_gives_up(path: str, shell: Shell) -> None:
    with running_service(figures((path, hang()))) as service:
        ended = shell.at(service.url).here("check", "--timeout", "1")

    assert ended == Ended(3, "GRANTEX UNKNOWN: 127.0.0.1 has not given all figures within 1 s\n", "")
    assert service.paths == [USAGE, HISTORY][: 1 + (path == HISTORY)]


def test_it_takes_8_seconds_at_most_where_nothing_is_said(shell: Shell) -> None:
    assert Arguments.timeout == 8
    assert "all together (default: 8)" in " ".join(shell.process("check", "--help").out.split())


def test_billing_that_hangs_leaves_the_plan_to_the_rate_limit(shell: Shell) -> None:
    limit = {"x-ratelimit-limit": "500", "x-ratelimit-remaining": "400", "x-ratelimit-reset": "9", "date": now()}
    plays = ((USAGE, usage(7, exchanges=7, **limit)), (HISTORY, history({}, date=now())), (PLAN, hang()))
    with running_service(figures(*plays)) as service:
        ended = shell.at(service.url).here("check", "--metric", "exchanges", "--timeout", "1")

    assert (ended.code, "of 5,000,000 token exchanges" in ended.out) == (0, True)


@pytest.mark.parametrize("path", [USAGE, HISTORY])
def test_billing_is_not_asked_where_the_figures_fail(path: str, shell: Shell) -> None:
    with running_service(figures((path, "redis-down-503"))) as service:
        shell.at(service.url).here("check")

    assert PLAN not in service.paths


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (["--limit", "5"], "--limit needs --metric, for it is a limit of that"),
        (["--warn", "96"], "--warn must not be above --crit"),
        (["--warn", "0"], "argument --warn: must be a whole number from 1 to 1000"),
        (["--metric", "requests"], "argument --metric: must be one of "),
    ],
)
def test_settings_that_cannot_be_used_are_3_too(wrong: list[str], words: str, shell: Shell) -> None:
    ended = shell.process("check", *wrong)

    assert (ended.code, ended.err) == (3, "")
    assert ended.out.startswith(f"GRANTEX UNKNOWN: {words}")


def test_the_whole_month_s_likely_figure_is_judged_as_well() -> None:
    steady = UsageHistory([entry(ago(days), 100) for days in range(60, 0, -1)], "dev_1")
    known = state(metrics(0), steady, at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))

    # 21 days of 100 are over; today and the 8 days to come bring 900 more.
    (found,) = judged(known, [TOTAL], 3000, Thresholds(80, 95, projected=True))

    assert found.severity is Severity.CRITICAL
    assert found.words == "2,100 of 3,000 total requests this month, 70.0 %, projected 3,000, 100.0 %"
    assert [str(data) for data in found.performance] == [
        "'total'=2100;2400;2850;0;3000",
        "'total_projected'=3000;2400;2850;0;3000",
    ]


def test_an_account_too_young_for_a_projection_is_judged_by_what_is_known() -> None:
    (found,) = judged(state(metrics(63), {1: 10}), [TOTAL], 1000, Thresholds(80, 95, projected=True))

    assert found.severity is Severity.OK
    assert found.words.endswith("too few days for a projection")
    assert str(found.performance[1]) == "'total_projected'=U;800;950;0;1000"


def test_nothing_is_fresh_that_is_older_than_asked_for() -> None:
    old = NOW - dt.timedelta(seconds=61)
    usage, history = reading(metrics(1), served=old), reading(rows({1: 1}))

    assert freshness(usage, history, 61).severity is Severity.OK
    assert freshness(usage, history, 60).severity is Severity.UNKNOWN


@pytest.mark.parametrize(
    ("value", "severity"), [(80, Severity.OK), (81, Severity.WARNING), (95, Severity.WARNING), (96, Severity.CRITICAL)]
)
def test_a_threshold_itself_does_not_alert(value: int, severity: Severity) -> None:
    assert severity_of(value, 80, 95) is severity


def test_performance_data_is_quoted_and_leaves_out_what_is_not_known() -> None:
    assert str(Performance("time", 0.25, "s", low=0)) == "'time'=0.25s;;;0"
    assert str(Performance("it's=", None)) == "'it''s-'=U"
    assert plugin_line(Severity.OK, "a|b", []) == "GRANTEX OK: a/b"


@pytest.mark.parametrize(
    ("value", "limit", "words"), [(0, 3, "0.0 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (10**15, 10**15, "100.0 %")]
)
def test_shares_have_one_decimal(value: int, limit: int, words: str) -> None:
    assert share(value, limit) == words


@pytest.mark.parametrize(
    ("limit", "severity"), [(100_000, Severity.UNKNOWN), (100, Severity.WARNING), (50, Severity.CRITICAL)]
)
def test_a_month_that_is_known_in_part_is_unknown_unless_that_part_is_over_a_limit_already(
    limit: int, severity: Severity
) -> None:
    ten_days_ago = NOW - dt.timedelta(days=10)
    at = State().with_history(reading(history_of({11: 20}), at=ten_days_ago)).with_usage(reading(metrics(70)))

    (finding,) = judged(at, [TOTAL], limit, Thresholds(80, 95, projected=False))

    assert finding.severity is severity
    assert "12 of 22 days known" in finding.words  # the 1st to the 11th, and today
