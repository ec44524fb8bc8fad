"""The service's JSON becomes frozen values, or an error that names the field."""

from __future__ import annotations

import datetime as dt
import json
import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.decode import parse_health, parse_history, parse_metrics
from grantex_tui.api.errors import GrantexResponseError
from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import NO_USE, Counters, HealthReport, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.sanitize import plain
from tests.support.service import wire

COUNTERS = ["tokenExchanges", "authorizations", "verifications", "totalRequests"]
FIGURES: dict[str, Any] = {"tokenExchanges": 5, "authorizations": 2, "verifications": 9, "totalRequests": 16}
REFUSED: dict[str, tuple[object, str]] = {
    "null": (None, "is null instead of a number"),
    "negative": (-1, "is negative"),
    "fractional": (1.5, "is not a whole number"),
    "a whole float": (2.0, "is not a whole number"),
    "not a number": (float("nan"), "is not a whole number"),
    "true": (True, "is a truth value instead of a number"),
    "text": ("12", "is text instead of a number"),
    "a list": ([12], "is a list instead of a number"),
    "an object": ({}, "is an object instead of a number"),
    "too large": (2**53, "is too large to be exact"),
}

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
any_json = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=20), inner))
days = st.dates(dt.date(2026, 8, 1), dt.date(2026, 11, 30))
counts = st.integers(0, MAX_COUNTER)


def metrics_body(**fields: object) -> dict[str, object]:
    return {"developerId": "dev_1", "period": "2026-11-22", **FIGURES, **fields}


def row(date: str, **fields: object) -> dict[str, object]:
    return {"date": date, **FIGURES, **fields}


def history_body(*rows: object) -> dict[str, object]:
    return {"developerId": "dev_1", "days": 90, "entries": list(rows)}


def entry(date: str) -> UsageEntry:
    return UsageEntry(date, 5, 2, 9, 16)


def recorded_json(name: str) -> object:
    return json.loads(wire(name).partition(b"\r\n\r\n")[2])


def test_metrics_have_the_documented_fields() -> None:
    metrics = parse_metrics(recorded_json("usage-200"))

    assert metrics == UsageMetrics("dev_01M812TMWE6N6MD52B33HEX4TJ", "2026-11-22", 2190, 798, 6076, 9064)
    assert metrics.counters == Counters(2190, 798, 6076, 9064)


def test_a_period_that_is_a_day_is_that_utc_day() -> None:
    assert parse_metrics(metrics_body(period="2026-11-22")).day == dt.date(2026, 11, 22)


def test_a_period_in_the_form_of_a_timestamp_is_its_first_ten_characters() -> None:
    assert parse_metrics(metrics_body(period="2026-11-22T00:00:00.000Z")).period == "2026-11-22"


def test_a_period_that_is_a_month_belongs_to_no_day() -> None:
    metrics = parse_metrics(metrics_body(period="2026-03"))

    assert metrics.period == "2026-03"
    assert metrics.day is None


@pytest.mark.parametrize(
    "period", ["2026-13", "2026-02-30", "2026", "today", "", "1999-12-31", "9999-12-31", "٢٠٢٦-11-22"]
)
def test_a_period_that_is_neither_day_nor_month_is_refused(period: str) -> None:
    with pytest.raises(
        GrantexResponseError, match=rf"^period is “{re.escape(plain(period))}” instead of a day or a month$"
    ):
        parse_metrics(metrics_body(period=period))


def test_unknown_fields_are_fine() -> None:
    assert parse_metrics(metrics_body(region="eu", nested={"a": [1]})).total_requests == 16


def test_a_total_that_differs_from_the_sum_of_the_parts_stays_as_served() -> None:
    assert parse_metrics(metrics_body(totalRequests=999)).total_requests == 999


@pytest.mark.parametrize("field", COUNTERS)
@pytest.mark.parametrize(("value", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_counter_that_is_no_whole_number_is_refused_by_name(field: str, value: object, words: str) -> None:
    with pytest.raises(GrantexResponseError) as refused:
        parse_metrics(metrics_body(**{field: value}))
    assert str(refused.value) == f"{field} {words}"

    with pytest.raises(GrantexResponseError) as refused:
        parse_history(history_body(row("2026-11-22"), row("2026-11-21", **{field: value})))
    assert str(refused.value) == f"entries 2: {field} {words}"


@pytest.mark.parametrize("field", ["developerId", "period", *COUNTERS])
def test_a_missing_field_of_the_metrics_is_refused_by_name(field: str) -> None:
    body = metrics_body()
    del body[field]

    with pytest.raises(GrantexResponseError, match=f"^{field} is missing instead of "):
        parse_metrics(body)


@pytest.mark.parametrize("field", ["date", *COUNTERS])
def test_a_missing_field_of_an_entry_is_refused_by_name(field: str) -> None:
    broken = row("2026-11-22")
    del broken[field]

    with pytest.raises(GrantexResponseError, match=f"^entries 1: {field} is missing instead of "):
        parse_history(history_body(broken))


def test_history_runs_from_oldest_to_newest_whatever_the_service_sends() -> None:
    history = parse_history(recorded_json("history-7-200"))

    assert [(entry.date, entry.total_requests) for entry in history.entries] == [
        ("2026-11-15", 16_575),
        ("2026-11-16", 49_924),
        ("2026-11-17", 52_181),
        ("2026-11-18", 56_323),
        ("2026-11-19", 58_870),
        ("2026-11-20", 45_960),
        ("2026-11-21", 15_333),
        ("2026-11-22", 9_021),
    ]
    assert history.developer_id == "dev_01M812TMWE6N6MD52B33HEX4TJ"
    assert history.notes == ()


@pytest.mark.parametrize("date", ["2026-11-22", "2026-11-22T00:00:00.000Z", "2026-11-22T23:59:59-11:00"])
def test_a_date_is_its_first_ten_characters_in_every_form(date: str) -> None:
    (only,) = parse_history(history_body(row(date))).entries

    assert only == entry("2026-11-22")
    assert only.day == dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("date", "came"),
    [
        ("2026-02-29", "“2026-02-29”"),
        ("22.11.2026", "“22.11.2026”"),
        ("2026-11-22 and more words than fit", "“2026-11-22 and more wor…”"),
        ("\x1b[31m[b]2026", "“b2026”"),
        (20261122, "a number"),
        (None, "null"),
    ],
)
def test_a_date_that_is_none_is_refused_with_what_came_made_safe(date: object, came: str) -> None:
    with pytest.raises(GrantexResponseError) as refused:
        parse_history(history_body(row("2026-11-21"), {**row("2026-11-20"), "date": date}))

    assert str(refused.value) == f"entries 2: date is {came} instead of a day"


@pytest.mark.parametrize(
    "date", ["9999-12-31", "9999-12-31T00:00:00.000Z", "0001-01-01", "infinity", "-infinity", "+275760-09-13T00:00:00Z"]
)
def test_a_row_dated_beyond_the_calendar_is_left_out_and_noted(date: str) -> None:
    history = parse_history(history_body(row("2026-11-22"), row(date), row("2026-11-21")))

    assert [entry.date for entry in history.entries] == ["2026-11-21", "2026-11-22"]
    assert history.notes == ("1 row dated beyond the calendar left out",)


def test_of_a_day_that_came_twice_the_first_is_kept_and_it_is_noted() -> None:
    history = parse_history(history_body(row("2026-11-22", totalRequests=70), row("2026-11-22T00:00:00.000Z")))

    assert [entry.total_requests for entry in history.entries] == [70]
    assert history.notes[0] == "2026-11-22 came twice; the first is shown"


def test_totals_that_differ_from_the_sum_of_the_parts_stay_as_served_and_are_noted() -> None:
    parts = {"tokenExchanges": 1, "authorizations": 2, "verifications": 3}
    odd, even = (row(date, **parts, totalRequests=total) for date, total in (("2026-11-21", 9), ("2026-11-22", 6)))
    history = parse_history(history_body(odd, even))

    assert [entry.total_requests for entry in history.entries] == [9, 6]
    assert history.notes == ("1 day's total differs from the sum of the parts; shown as served",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "the answer is a list instead of an object"),
        (None, "the answer is null instead of an object"),
        ({"developerId": "dev_1"}, "entries is missing instead of a list"),
        ({"developerId": "dev_1", "entries": {}}, "entries is an object instead of a list"),
        ({"developerId": "dev_1", "entries": ["2026-11-22"]}, "entries 1 is text instead of an object"),
        ({"developerId": 7, "entries": []}, "developerId is a number instead of text"),
    ],
)
def test_a_history_of_another_shape_is_refused_with_what_came(body: object, words: str) -> None:
    with pytest.raises(GrantexResponseError) as refused:
        parse_history(body)

    assert str(refused.value) == words


def test_the_developer_id_is_made_safe_to_show() -> None:
    assert parse_metrics(metrics_body(developerId="dev_1\x1b[2J[bold]\n")).developer_id == "dev_1bold"


def test_a_window_ends_with_its_last_day_and_leaves_later_days_out() -> None:
    history = UsageHistory([entry(f"2026-11-{day}") for day in (15, 16, 18, 22, 23)], "dev_1", ("a note",))

    window = history.window(dt.date(2026, 11, 22), 7)

    assert window == UsageHistory([entry(f"2026-11-{day}") for day in (16, 18, 22)], "dev_1", ("a note",))


def test_billions_are_added_exactly() -> None:
    day = Counters(500_000_000, 20_000_000, 1_600_000_000, 2_120_000_000)

    assert sum([day] * 3, start=NO_USE) == Counters(1_500_000_000, 60_000_000, 4_800_000_000, 6_360_000_000)


@pytest.mark.parametrize("now", [(4, 2, 9, 16), (5, 1, 9, 16), (5, 2, 8, 16), (5, 2, 9, 15)])
def test_counters_fell_when_any_one_of_them_did(now: tuple[int, int, int, int]) -> None:
    assert Counters(*now).fell_from(Counters(5, 2, 9, 16))
    assert not Counters(5, 2, 9, 16).fell_from(Counters(*now))
    assert not Counters(*now).fell_from(Counters(*now))


def test_health_without_its_parts_is_refused() -> None:
    assert parse_health(recorded_json("health-200")) == HealthReport(database=True, redis=True)
    with pytest.raises(GrantexResponseError, match=r"^redis is missing instead of text$"):
        parse_health({"database": "ok"})


@given(st.lists(days, max_size=40))
def test_history_is_sorted_and_has_each_day_once_whatever_the_order(dates: list[dt.date]) -> None:
    history = parse_history(history_body(*(row(date.isoformat()) for date in dates)))

    assert [entry.day for entry in history.entries] == sorted(set(dates))
    assert len(history.notes) == len(dates) - len(set(dates))


@given(st.lists(days, max_size=40), days, st.integers(1, 90))
def test_a_window_has_exactly_the_served_days_in_it(dates: list[dt.date], last: dt.date, length: int) -> None:
    window = parse_history(history_body(*(row(date.isoformat()) for date in dates))).window(last, length)

    assert [entry.day for entry in window.entries] == sorted({day for day in dates if 0 <= (last - day).days < length})


@given(counts, counts, counts, counts)
def test_every_exact_counter_arrives_unchanged(exchanges: int, authorizations: int, checks: int, total: int) -> None:
    values = (exchanges, authorizations, checks, total)
    text = json.dumps(metrics_body(**dict(zip(COUNTERS, values, strict=True))))

    assert parse_metrics(json.loads(text)).counters == Counters(*values)


@given(
    any_json
    | st.fixed_dictionaries({"developerId": leaves, "period": leaves}, optional=dict.fromkeys(COUNTERS, leaves))
    | st.fixed_dictionaries({"developerId": st.text(), "entries": st.lists(any_json)})
    | st.fixed_dictionaries({"database": leaves, "redis": leaves})
)
def test_any_json_gives_a_value_or_an_answer_error(data: object) -> None:
    for parse in (parse_metrics, parse_history, parse_health):
        with suppress(GrantexResponseError):
            parse(data)
