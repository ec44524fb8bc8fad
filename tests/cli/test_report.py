"""The report: every form of it from real answers, at every width, and its end where there are no figures."""

from __future__ import annotations

import json
import signal
import time

import pytest

from grantex_tui.export.text_table import bar
from tests.support.service import LoopbackService, answer, hang, running_service
from tests.support.shell import HISTORY, USAGE, Shell, figures, history, usage


@pytest.mark.usefixtures("recordings")
def test_the_table_shows_period_days_and_what_they_come_to(shell: Shell) -> None:
    ended = shell.here("report", "--days", "3")

    assert ended.code == 0
    assert ended.out.splitlines() == [
        "Sun 22 Nov 2026, UTC day · dev_01M812TMWE6N6MD52B33HEX4TJ · LIVE",
        "as of 08:11:27 UTC",
        "token exchanges 2,190 · authorizations 798 · verifications 6,076",
        "total requests 9,064",
        "",
        "Last 3 days · 20 Nov – 22 Nov 2026",
        "Day             State   Exchanges  Authoriz.  Verific.   Total",
        "2026-11-20 Fri  final       9,810      3,777    32,373  45,960  ████████████████",
        "2026-11-21 Sat  final       3,490      1,419    10,424  15,333  █████▍",
        "2026-11-22 Sun  so far      2,190        798     6,076   9,064  ███▏",
        "Total                      15,490      5,994    48,873  70,357",
        "",
        "Total 70,357 in 3 days · average 30,647 a day over 2 complete days",
        "peak 45,960 on Fri 20 Nov 2026",
    ]


def test_without_an_option_it_is_a_table_of_30_days(shell: Shell, recordings: LoopbackService) -> None:
    lines = shell.here("report").out.splitlines()

    assert len([line for line in lines if line.startswith("2026-")]) == 30
    assert recordings.paths == [USAGE, HISTORY]
    assert recordings.requests[1].query == {"days": "30"}


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("columns", [14, 20, 30, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns: int, shell: Shell) -> None:
    shell.set(COLUMNS=str(columns))

    lines = shell.here("report", "--days", "90").out.splitlines()

    assert max(map(len, lines)) <= columns
    assert any("20 Nov" in line or "2026-11-20" in line for line in lines)
    assert not any("\x1b" in line for line in lines)


@pytest.mark.usefixtures("recordings")
def test_the_json_has_the_promised_keys_oldest_day_first(shell: Shell) -> None:
    document = json.loads(shell.here("report", "--days", "2", "--format", "json").out)

    assert document == {
        "developerId": "dev_01M812TMWE6N6MD52B33HEX4TJ",
        "period": "2026-11-22",
        "asOf": "2026-11-22T08:11:27Z",
        "current": {"tokenExchanges": 2190, "authorizations": 798, "verifications": 6076, "totalRequests": 9064},
        "days": 2,
        "from": "2026-11-21",
        "to": "2026-11-22",
        "total": {"tokenExchanges": 5680, "authorizations": 2217, "verifications": 16500, "totalRequests": 24397},
        "peak": {"date": "2026-11-21", "totalRequests": 15333},
        "entries": [
            {
                "date": "2026-11-21", "tokenExchanges": 3490, "authorizations": 1419, "verifications": 10424,
                "totalRequests": 15333, "state": "final",
            },
            {
                "date": "2026-11-22", "tokenExchanges": 2190, "authorizations": 798, "verifications": 6076,
                "totalRequests": 9064, "state": "so far",
            },
        ],
    }  # fmt: skip


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("days", [1, 7, 90])
def test_the_json_has_exactly_as_many_days_as_asked_for(days: int, shell: Shell) -> None:
    document = json.loads(shell.here("report", "--days", str(days), "--format", "json").out)

    assert len(document["entries"]) == document["days"] == days
    assert document["to"] == "2026-11-22"


def test_a_day_without_a_row_is_no_use_and_a_month_s_figure_is_no_day_s(shell: Shell) -> None:
    month = usage(500, period="2026-11")
    with running_service(figures((USAGE, month), (HISTORY, history({"2026-11-20": (7, 0)})))) as service:
        ended = shell.at(service.url).here("report", "--days", "3", "--format", "csv")

    assert ended.out.splitlines() == [
        "date,tokenExchanges,authorizations,verifications,totalRequests,state",
        "2026-11-20,0,0,7,7,final",
        "2026-11-21,0,0,0,0,no row",
        "2026-11-22,,,,,never read",
    ]


def test_a_new_account_gets_its_table_and_a_word(shell: Shell) -> None:
    with running_service(figures((USAGE, "usage-zero-200"), (HISTORY, "history-90-empty-200"))) as service:
        ended = shell.at(service.url).here("report", "--days", "7")

    assert ended.code == 0
    assert "No use recorded in the last 7 days." in ended.out


@pytest.mark.parametrize("path", [USAGE, HISTORY])
@pytest.mark.parametrize(
    ("play", "code", "words"),
    [
        ("unknown-key-401", 3, "the key from GRANTEX_API_KEY is refused (401)"),
        ("redis-down-503", 1, "the service is unavailable (503)"),
        ("plan-limit-429", 1, "too many requests this minute (429)"),
        (answer(200, "<html>"), 1, "not a valid answer: the answer is not JSON"),
    ],
)
def test_without_either_reading_it_says_why_and_shows_nothing(
    path: str, play: str, code: int, words: str, shell: Shell
) -> None:
    with running_service(figures((path, play))) as service:
        ended = shell.at(service.url).here("report")

    assert (ended.code, ended.out, ended.err) == (code, "", f"grantex-tui: {words}\n")


def test_a_service_that_is_not_there_is_said_in_a_line(shell: Shell) -> None:
    with running_service(figures()) as service:
        shell.at(service.url)

    ended = shell.here("report", "--format", "json")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "grantex-tui: 127.0.0.1 refuses the connection\n"


def test_a_missing_counter_is_not_0(shell: Shell) -> None:
    with running_service(figures((USAGE, "usage-null-counts-200"))) as service:
        ended = shell.at(service.url).here("report")

    assert (ended.code, ended.out) == (1, "")
    assert "is null instead of a number" in ended.err


def test_a_request_that_hangs_ends_with_ctrl_c_without_a_trace(shell: Shell) -> None:
    with running_service(figures((USAGE, hang()))) as service:
        process = shell.at(service.url).start("report")
        while not service.requests:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, "", "")


@pytest.mark.parametrize(
    ("value", "drawn"), [(0, ""), (1, "▏"), (50, "█████"), (55, "█████▌"), (100, "██████████"), (-1, "")]
)
def test_a_bar_is_as_long_as_its_share_and_never_invisible(value: int, drawn: str) -> None:
    assert bar(value, 100, 10) == drawn
