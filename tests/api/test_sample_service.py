"""The sample service behind `--demo`: the service's wire format, and figures that make a telling chart."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from statistics import median

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grantex_tui import AsyncGrantex
from grantex_tui.api.models import Counters, UsageEntry
from grantex_tui.api.sample_service import (
    ALWAYS_SERVED,
    DAY,
    SampleService,
    day_counters,
    days_served,
    history_row,
    hour_counters,
    is_missing,
    is_outlier,
    season,
)

SEED = 26
MORNING = dt.datetime(2026, 11, 25, 9, 47, 20, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)
WEEKEND = (5, 6)

seeds = st.integers(0, 10_000)
dates = st.dates(dt.date(2026, 1, 1), dt.date(2036, 12, 31))
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2036, 12, 31), timezones=st.just(dt.UTC))
seconds = st.floats(0, DAY)


class Watch:
    """A clock that stands still until it is set."""

    def __init__(self, now: dt.datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def dashboard(watch: Watch, seed: int = SEED) -> AsyncGrantex:
    """The client as `--demo` builds it."""
    return AsyncGrantex(api_key="gx_test_demo", transport=SampleService(watch, seed))


async def wire(path: str, watch: Watch | None = None) -> httpx.Response:
    """The answer as it goes over the wire, unparsed."""
    async with httpx.AsyncClient(transport=SampleService(watch or Watch()), base_url="https://api.grantex.dev") as http:
        return await http.get(path)


async def rows(client: AsyncGrantex, days: int = 90) -> dict[dt.date, Counters]:
    return {entry.day: entry.counters for entry in (await client.usage.read_history(days=days)).value.entries}


def the_90_days_to(date: dt.date) -> list[dt.date]:
    return [date - ONE_DAY * ago for ago in range(90)]


def final(date: dt.date, seed: int = SEED) -> Counters:
    return day_counters(seed, date, DAY)


# The wire format


async def test_usage_is_served_live_for_the_utc_day_in_camel_case() -> None:
    answer = await wire("/v1/usage")
    body = answer.json()
    assert list(body) == [
        "developerId",
        "period",
        "tokenExchanges",
        "authorizations",
        "verifications",
        "totalRequests",
    ]
    assert body["period"] == "2026-11-25"
    assert answer.text.startswith('{"developerId":"dev_')


async def test_history_is_served_newest_first_with_iso_timestamps_and_a_row_more_than_asked() -> None:
    body = (await wire("/v1/usage/history?days=2")).json()
    assert list(body) == ["developerId", "days", "entries"]
    assert body["days"] == 2
    assert [row["date"] for row in body["entries"]] == [
        "2026-11-25T00:00:00.000Z",
        "2026-11-24T00:00:00.000Z",
        "2026-11-23T00:00:00.000Z",
    ]
    assert list(body["entries"][0]) == ["date", "tokenExchanges", "authorizations", "verifications", "totalRequests"]


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("1", 1),
        ("90", 90),
        ("91", 90),
        ("100000", 90),
        ("0", 30),
        ("", 30),
        ("week", 30),
        (None, 30),
        ("7 days", 7),
        ("-5", -5),
    ],
)
def test_days_are_understood_as_the_service_understands_them(asked: str | None, served: int) -> None:
    assert days_served(asked) == served


async def test_history_without_days_is_of_30_and_with_a_negative_number_empty() -> None:
    assert (await wire("/v1/usage/history")).json()["days"] == 30
    assert (await wire("/v1/usage/history?days=-1")).json()["entries"] == []


async def test_the_account_is_on_the_pro_plan_until_the_month_ends() -> None:
    subscription = (await wire("/v1/billing/subscription", Watch(MORNING.replace(month=12, day=31)))).json()
    assert subscription == {"plan": "pro", "status": "active", "currentPeriodEnd": "2027-01-01T00:00:00.000Z"}
    me = (await wire("/v1/me")).json()
    assert (me["mode"], me["plan"]) == ("sandbox", "pro")
    assert me["developerId"] == (await wire("/v1/usage")).json()["developerId"]


async def test_the_sample_service_calls_itself_healthy() -> None:
    async with dashboard(Watch()) as client:
        assert (await client.read_health()).value.well


@pytest.mark.parametrize("path", ["/v1/usages", "/v1/usage/", "/", "/v1//usage?x=1"])
async def test_other_paths_are_not_found_in_the_shape_of_the_services_router(path: str) -> None:
    answer = await wire(path)
    assert answer.status_code == 404
    assert answer.json() == {"message": f"Route GET:{path} not found", "error": "Not Found", "statusCode": 404}


@pytest.mark.parametrize("path", ["/v1/usage", "/v1/usage/history?days=7", "/health", "/nowhere"])
async def test_every_answer_is_json_and_tells_the_services_time(path: str) -> None:
    headers = (await wire(path)).headers
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["date"] == "Wed, 25 Nov 2026 09:47:20 GMT"


async def test_requests_count_down_the_pro_plans_minute_which_then_starts_afresh() -> None:
    watch = Watch(MORNING.replace(second=0))
    async with dashboard(watch) as client:
        limits = [(await client.usage.read_current()).meta.rate_limit for _ in range(3)]
        assert [(limit.limit, limit.remaining, limit.reset) for limit in limits if limit] == [
            (500, 499, 60),
            (500, 498, 60),
            (500, 497, 60),
        ]
        watch.now += dt.timedelta(minutes=1)
        afresh = (await client.usage.read_current()).meta.rate_limit
        assert afresh == limits[0]


async def test_production_calls_spend_the_same_minute() -> None:
    watch = Watch(MORNING.replace(second=0))
    async with dashboard(watch) as client:
        before = await client.usage.read_current()
        watch.now += dt.timedelta(seconds=59)
        after = await client.usage.read_current()
    assert before.meta.rate_limit is not None
    assert after.meta.rate_limit is not None
    counted = after.value.total_requests - before.value.total_requests
    assert before.meta.rate_limit.remaining - after.meta.rate_limit.remaining == counted + 1
    assert after.meta.rate_limit.reset == 1


async def test_a_look_at_the_services_health_costs_nothing() -> None:
    async with dashboard(Watch(MORNING.replace(second=0))) as client:
        health = (await client.read_health()).meta.rate_limit
        usage = (await client.usage.read_current()).meta.rate_limit
    assert health is not None
    assert health.limit == 5000
    assert usage is not None
    assert usage.remaining == 499


# Live counters and the rollup behind them


async def test_the_counters_grow_with_every_poll_of_a_working_day() -> None:
    watch = Watch()
    async with dashboard(watch) as client:
        seen = []
        for _ in range(60):
            seen.append((await client.usage.current()).total_requests)
            watch.now += dt.timedelta(seconds=5)
    growth = [after - before for before, after in pairwise(seen)]
    assert min(growth) >= 1
    assert max(growth) <= 20
    assert len(set(growth)) > 1


@given(seeds, dates, st.floats(0, DAY - 120))
@example(0, dt.date(2026, 2, 1), 86_272.0)
def test_something_is_counted_in_any_two_minutes_of_any_day(seed: int, date: dt.date, start: float) -> None:
    grown = day_counters(seed, date, start + 120).total_requests - day_counters(seed, date, start).total_requests
    assert grown >= 1


@given(seeds, dates, seconds, seconds)
def test_no_counter_falls_within_a_day(seed: int, date: dt.date, one: float, other: float) -> None:
    earlier, later = sorted((one, other))
    assert not day_counters(seed, date, later).fell_from(day_counters(seed, date, earlier))


@given(seeds, moments)
def test_live_figures_are_never_behind_todays_row(seed: int, now: dt.datetime) -> None:
    row = history_row(seed, now.date(), now)
    since_midnight = (now - now.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    assert row is None or not day_counters(seed, now.date(), since_midnight).fell_from(row)


@given(seeds, moments)
def test_a_finished_days_row_is_its_final_count_once_the_new_day_was_rolled_up(seed: int, now: dt.datetime) -> None:
    rolled_up = now.replace(hour=max(1, now.hour))
    for ago in range(1, ALWAYS_SERVED):
        date = now.date() - ONE_DAY * ago
        assert history_row(seed, date, rolled_up) == final(date, seed)


@given(seeds, dates, seconds)
def test_the_total_is_the_sum_of_its_parts(seed: int, date: dt.date, until: float) -> None:
    count = day_counters(seed, date, until)
    assert count.total_requests == count.token_exchanges + count.authorizations + count.verifications


@given(seeds, dates)
def test_a_day_starts_at_nothing(seed: int, date: dt.date) -> None:
    assert day_counters(seed, date, 0) == Counters(0, 0, 0, 0)


async def test_todays_row_stands_still_between_full_hours_while_the_live_figures_run_ahead() -> None:
    watch = Watch(MORNING.replace(hour=9, minute=0, second=0))
    today = watch.now.date()
    async with dashboard(watch) as client:
        at_nine = (await client.usage.current()).counters
        watch.now = watch.now.replace(minute=59)
        assert (await rows(client))[today] == at_nine
        assert (await client.usage.current()).total_requests > at_nine.total_requests
        watch.now = watch.now.replace(hour=10, minute=0)
        assert (await rows(client))[today] == (await client.usage.current()).counters


async def test_at_midnight_the_counters_restart_and_yesterdays_row_lags_for_an_hour() -> None:
    watch = Watch(dt.datetime(2026, 11, 25, 23, 59, 59, tzinfo=dt.UTC))
    old_day, new_day = dt.date(2026, 11, 25), dt.date(2026, 11, 26)
    async with dashboard(watch) as client:
        last_seen = await client.usage.current()
        lagging = (await rows(client))[old_day]
        assert lagging.total_requests < last_seen.total_requests

        watch.now = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
        restarted = await client.usage.current()
        assert (restarted.period, restarted.total_requests) == ("2026-11-26", 0)

        watch.now = watch.now.replace(minute=59, second=59)
        before_the_rollup = await rows(client)
        assert before_the_rollup[old_day] == lagging
        assert new_day not in before_the_rollup

        watch.now = watch.now.replace(hour=1, minute=0, second=0)
        rolled_up = await rows(client)
        assert rolled_up[old_day].total_requests >= last_seen.total_requests
        assert rolled_up[new_day] == (await client.usage.current()).counters


@given(seeds, dates)
def test_the_hours_of_a_day_add_up_to_it_and_are_busiest_in_the_afternoon(seed: int, date: dt.date) -> None:
    hours = [hour_counters(seed, date, hour) for hour in range(24)]

    assert sum(hours, Counters(0, 0, 0, 0)) == final(date, seed)
    totals = [hour.total_requests for hour in hours]
    assert max(totals[12:18]) > 2 * min(totals[:6])


@given(seeds, dates)
def test_most_of_what_an_outlier_has_beyond_its_weekday_comes_around_noon(seed: int, today: dt.date) -> None:
    outlier = next(date for date in the_90_days_to(today) if is_outlier(seed, date))
    hours = [hour_counters(seed, outlier, hour).total_requests for hour in range(24)]
    usual = [hour_counters(seed, outlier - dt.timedelta(days=7), hour).total_requests for hour in range(24)]
    beyond = [count - week_before for count, week_before in zip(hours, usual, strict=True)]

    assert sum(beyond[11:14]) > 0.6 * sum(beyond)


# The chart


@given(seeds, dates)
def test_any_90_days_have_one_to_three_missing_days_and_never_among_the_latest(seed: int, today: dt.date) -> None:
    noon = dt.datetime.combine(today, dt.time(12), dt.UTC)
    ages = [ago for ago, date in enumerate(the_90_days_to(today)) if history_row(seed, date, noon) is None]
    assert 1 <= len(ages) <= 3
    assert min(ages) >= ALWAYS_SERVED


@given(seeds, dates)
def test_any_90_days_have_one_to_three_outliers_and_none_is_missing(seed: int, today: dt.date) -> None:
    outliers = [date for date in the_90_days_to(today) if is_outlier(seed, date)]
    assert 1 <= len(outliers) <= 3
    assert not any(is_missing(seed, date) for date in outliers)


@given(seeds, dates)
def test_a_outlier_has_about_twice_the_use_of_the_same_weekday_around_it(seed: int, today: dt.date) -> None:
    outlier = next(date for date in the_90_days_to(today) if is_outlier(seed, date))
    week = dt.timedelta(weeks=1)
    usual = median(final(date, seed).total_requests for date in (outlier - week, outlier + week))
    assert 1.5 < final(outlier, seed).total_requests / usual < 2.9


@given(seeds, dates)
def test_a_weekend_is_quieter_than_half_its_friday(seed: int, date: dt.date) -> None:
    friday = date + ONE_DAY * (4 - date.weekday())
    for weekend_day in (friday + ONE_DAY, friday + 2 * ONE_DAY):
        assert 2 * final(weekend_day, seed).total_requests < final(friday, seed).total_requests


@given(seeds, st.dates(dt.date(2026, 6, 1), dt.date(2028, 12, 31)))
def test_use_grows_from_one_year_to_the_next(seed: int, today: dt.date) -> None:
    year = dt.timedelta(weeks=52)
    working = [date for date in the_90_days_to(today) if date.weekday() < 4]
    now, before = (median(final(date - ago, seed).total_requests for date in working) for ago in (0 * year, year))
    assert 1.2 < now / before < 3


@pytest.mark.parametrize(
    ("date", "left"),
    [
        (dt.date(2026, 7, 25), 0.75),
        (dt.date(2026, 6, 20), 1),
        (dt.date(2026, 8, 29), 1),
        (dt.date(2026, 11, 19), 1),
        (dt.date(2026, 12, 28), 0.7),
        (dt.date(2027, 1, 3), 0.925),  # six days of nine after the 28th: 0.3 × (1 + cos 120°) ÷ 2 are lost
    ],
)
def test_summer_and_the_holidays_are_quiet(date: dt.date, left: float) -> None:
    assert season(date) == pytest.approx(left)


@given(seeds, st.dates(dt.date(2026, 6, 1), dt.date(2028, 12, 31)))
def test_a_working_day_has_tens_of_thousands_of_requests_mostly_verifications(seed: int, date: dt.date) -> None:
    count = final(date, seed)
    assert count.verifications > 2 * count.token_exchanges > 4 * count.authorizations
    if date.weekday() not in WEEKEND and not is_outlier(seed, date):
        assert 10_000 <= count.total_requests < 200_000


async def test_the_last_90_days_are_served_with_gaps_weekends_and_a_ratio_that_varies() -> None:
    async with dashboard(Watch()) as client:
        entries = (await client.usage.history(days=90)).entries
    assert 87 <= len(entries) <= 89
    weekend = [entry.total_requests for entry in entries if entry.day.weekday() in WEEKEND]
    working = [entry.total_requests for entry in entries if entry.day.weekday() not in WEEKEND]
    assert median(weekend) < median(working) / 3

    def ratio(entry: UsageEntry) -> float:
        return round(entry.verifications / entry.token_exchanges, 2)

    assert len({ratio(entry) for entry in entries}) > 20


# Nothing but seed and moment decides


async def test_a_restarted_sample_serves_the_same_figures_and_another_seed_others() -> None:
    async with dashboard(Watch()) as one, dashboard(Watch()) as restarted, dashboard(Watch(), seed=1) as another:
        history = await rows(one)
        assert await rows(restarted) == history
        assert await rows(another) != history
        assert await restarted.usage.current() == await one.usage.current()


async def test_a_clock_in_another_time_zone_changes_nothing() -> None:
    tokyo = MORNING.astimezone(dt.timezone(dt.timedelta(hours=9)))
    async with dashboard(Watch()) as utc, dashboard(Watch(tokyo)) as far_east:
        assert await far_east.usage.current() == await utc.usage.current()
        assert await rows(far_east) == await rows(utc)


async def test_without_a_clock_it_runs_on_this_machines() -> None:
    before = dt.datetime.now(dt.UTC).date()
    async with AsyncGrantex(api_key="gx_test_demo", transport=SampleService()) as client:
        period = (await client.usage.current()).day
    assert period in (before, dt.datetime.now(dt.UTC).date())
