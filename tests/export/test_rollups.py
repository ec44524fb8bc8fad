"""Weeks, months and hours as text: every form, and what is not known."""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest

from grantex_tui.export.formats import Format
from grantex_tui.export.rollups import Row, by_hour, by_step, export_rows, rows_table
from grantex_tui.usage.hours import stretches
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.totals import Step
from tests.support.days import never_read, over, parts, so_far
from tests.support.gated_client import counters
from tests.support.states import NOW, TODAY, ago

ROWS = by_step((over(ago(8), 5), never_read(ago(7)), over(ago(6), 1_030), so_far(TODAY, 4)), Step.WEEK)


def test_a_week_that_lacks_days_says_how_many_it_knows() -> None:
    assert (
        Row("2026-11-14", "2026-11-15", counters(5), "final, 1 of 2 days"),
        Row("2026-11-16", "2026-11-22", counters(1_034), "so far"),
    ) == ROWS


def test_hours_gaps_and_days_without_readings_are_told_apart() -> None:
    midnight = dt.datetime.combine(TODAY, dt.time(), dt.UTC).timestamp()
    samples = [Sample(midnight + 60 * at, str(TODAY), counters(at // 6)) for at in (60, 180, 210)]
    today = so_far(TODAY, 35)

    rows = by_hour([(over(ago(1), 5), ()), (today, stretches(TODAY, samples))])

    assert [(row.start[-9:], row.end[-9:], row.state) for row in rows] == [
        ("026-11-21", "026-11-21", "no readings"),
        ("00:00:00Z", "01:00:00Z", "final"),
        ("01:00:00Z", "03:00:00Z", "gap"),
        ("03:00:00Z", "03:30:00Z", "so far"),
    ]


def test_csv_and_json_have_the_same_rows_and_what_is_not_known_is_no_0() -> None:
    rows = (*ROWS, Row("2026-11-23", "2026-11-29", None, "never read"))

    table = list(csv.DictReader(export_rows(rows, "week", Format.CSV).splitlines()))
    document = json.loads(export_rows(rows, "week", Format.JSON))

    assert document["by"] == "week"
    assert [row["state"] for row in table] == [entry["state"] for entry in document["entries"]]
    assert [int(row["totalRequests"]) if row["totalRequests"] else None for row in table] == [5, 1_034, None]
    assert [entry["totalRequests"] for entry in document["entries"]] == [5, 1_034, None]


def test_markdown_is_a_table() -> None:
    lines = export_rows(ROWS, "week", Format.MARKDOWN).splitlines()

    assert lines[0] == "| From | To | Token exchanges | Authorizations | Verifications | Total requests | State |"
    assert lines[3] == "| 2026-11-16 | 2026-11-22 | 0 | 0 | 1,034 | 1,034 | so far |"


@pytest.mark.parametrize("width", [200, 80, 60, 40, 20])
def test_a_table_is_no_wider_than_its_terminal_where_that_can_be(width: int) -> None:
    lines = rows_table(ROWS, width).splitlines()

    assert all(len(line) <= max(width, len("2026-11-14  1,034")) for line in lines)
    assert all("1,034" in line for line in lines[-1:])
    assert NOW.date() == TODAY


def test_figures_of_ten_digits_are_shortened_before_one_is_left_out() -> None:
    huge = by_step((over(ago(8), parts(1_234_567_890, 2_345_678_901, 3_456_789_012)),), Step.WEEK)

    assert rows_table(huge, 100).splitlines()[1].split()[2:6] == [
        *("1,234,567,890", "2,345,678,901", "3,456,789,012", "7,037,035,803"),
    ]
    assert rows_table(huge, 80).splitlines()[1].split()[2:6] == ["1.23B", "2.35B", "3.46B", "7.04B"]
