"""A range as CSV, JSON and Markdown: exactly these names, in this order, and never a 0 for what is not known."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given

from grantex_tui.api.models import COUNTER_FIELDS, NO_USE, Counters
from grantex_tui.export.formats import Format, export, state_name
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.totals import peak, total
from tests.support.days import never_read, over, parts, ranges, settling, so_far
from tests.support.gated_client import counters
from tests.support.states import NOW, TODAY, ago, metrics, reading

WINDOW = (over(ago(3), parts(10, 20, 1000)), over(ago(2), 0), settling(ago(1), 7), so_far(TODAY, parts(1, 2, 3)))
CURRENT = reading(metrics(6, parts=(1, 2, 3), developer="dev_1"))


def test_csv_is_a_head_and_a_line_a_day() -> None:
    assert export(WINDOW, CURRENT, Format.CSV).splitlines() == [
        "date,tokenExchanges,authorizations,verifications,totalRequests,state",
        "2026-11-19,10,20,1000,1030,final",
        "2026-11-20,0,0,0,0,no row",
        "2026-11-21,0,0,7,7,settling",
        "2026-11-22,1,2,3,6,so far",
    ]


def test_json_has_these_keys_in_this_order() -> None:
    document = json.loads(export(WINDOW, CURRENT, Format.JSON))

    assert list(document) == [
        "developerId", "period", "asOf", "current", "days", "from", "to", "total", "peak", "entries",
    ]  # fmt: skip
    assert list(document["entries"][0]) == ["date", *COUNTER_FIELDS, "state"]
    assert list(document["current"]) == list(document["total"]) == list(COUNTER_FIELDS)
    assert (document["asOf"], document["days"]) == ("2026-11-22T14:32:07Z", 4)
    assert document["total"]["totalRequests"] == 1043
    assert document["peak"] == {"date": "2026-11-19", "totalRequests": 1030}


def test_json_without_a_reading_of_the_current_period_says_null() -> None:
    document = json.loads(export(WINDOW, None, Format.JSON))

    assert (document["developerId"], document["period"], document["asOf"]) == (None, None, None)
    assert document["current"] == dict.fromkeys(COUNTER_FIELDS)


def test_json_is_ascii_whatever_the_service_calls_the_developer() -> None:
    text = export(WINDOW, reading(metrics(1, developer='Zoë "1" \\')), Format.JSON)

    assert text.isascii()
    assert json.loads(text)["developerId"] == 'Zoë "1" \\'


def test_markdown_is_a_table_with_a_last_row_of_sums() -> None:
    lines = export(WINDOW, CURRENT, Format.MARKDOWN).splitlines()

    assert lines[0] == "| Date | Token exchanges | Authorizations | Verifications | Total requests | State |"
    assert lines[2] == "| 2026-11-19 | 10 | 20 | 1,000 | 1,030 | final |"
    assert lines[6] == "| **Total** | **11** | **22** | **1,010** | **1,043** |  |"
    assert lines[8] == "19 Nov – 22 Nov 2026, UTC days. Peak: 1,030 on Thu 19 Nov 2026."
    assert lines[10] == (
        "Current period 2026-11-22 of dev_1, as of 2026-11-22T14:32:07Z: 1 token exchange, 2 authorizations, "
        "3 verifications, 6 total requests."
    )


def test_foreign_text_has_no_meaning_in_markdown() -> None:
    text = export(WINDOW, reading(metrics(1, developer="a|b*<i>`")), Format.MARKDOWN)

    assert r"of a\|b\*\<i\>\`, as of" in text


@pytest.mark.parametrize(
    ("format", "blank"), [(Format.CSV, "2026-11-22,,,,,never read"), (Format.MARKDOWN, "| – | – |")]
)
def test_a_figure_that_is_not_known_is_no_0(format: Format, blank: str) -> None:
    assert blank in export((over(ago(1), 5), never_read(TODAY)), None, format)


def test_the_peak_is_the_latest_highest_complete_day() -> None:
    days = (over(ago(4), 9), over(ago(3), 9), settling(ago(2), 50), so_far(TODAY, 99))

    assert peak(days) == over(ago(3), 9)
    assert peak((over(ago(1), 0), so_far(TODAY, 99))) is None


def test_a_day_s_state_is_said_as_it_is() -> None:
    assert state_name(Day(TODAY, NO_USE, DayState.NO_ROW, complete=True)) == "no row"
    assert state_name(never_read(TODAY)) == "never read"
    assert state_name(Day(TODAY, counters(1), DayState.SETTLING)) == "settling"


@given(ranges())
def test_every_form_has_every_day_and_the_right_sum(window: tuple[Day, ...]) -> None:
    rows = list(csv.DictReader(export(window, None, Format.CSV).splitlines()))
    document = json.loads(export(window, None, Format.JSON))

    assert [row["date"] for row in rows] == [entry["date"] for entry in document["entries"]]
    assert len(rows) == len(window) == document["days"]
    assert sum(int(row["totalRequests"] or 0) for row in rows) == document["total"]["totalRequests"]
    assert total(window).total_requests == document["total"]["totalRequests"]
    assert isinstance(total(window), Counters)


def test_files_of_each_form_have_the_usual_ending() -> None:
    assert [format.suffix for format in Format] == [".csv", ".json", ".md"]
    assert NOW.date() == TODAY
