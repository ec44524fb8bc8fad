"""The current period's total in words: how fast it grows, how it compares, when it restarts; worked by hand."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Counters, UsageMetrics
from grantex_tui.polling.feed import Reading
from grantex_tui.polling.state import State
from grantex_tui.view.pace import Deviation, Pace
from grantex_tui.view.today import TodayContent, restart_words, today_content
from tests.support.states import NOW, TODAY, Counted, failure, history, metrics, reading, state

MINUTE = dt.timedelta(minutes=1)
NOON = NOW.replace(hour=12, minute=0, second=0)

needs_zones = pytest.mark.skipif(not zoneinfo.available_timezones(), reason="this machine has no time zones")


def offset(hours: float) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=hours))


def shown(at: State, zone: dt.tzinfo = dt.UTC) -> TodayContent:
    return today_content(at, zone)


def live(*parts: int, at: dt.datetime = NOON) -> Reading[UsageMetrics]:
    exchanges, authorizations, verifications = parts
    return reading(metrics(sum(parts), parts=(exchanges, authorizations, verifications)), at=at)


# The figure and its name


def test_before_the_first_answer_there_are_no_figures_but_words() -> None:
    assert (shown(State()).counters, shown(State()).message) == (None, "Waiting for the first answer…")


def test_without_any_answer_the_reason_stands_where_figures_would() -> None:
    today = shown(state(failure("the service is unavailable (503)")))

    assert (today.counters, today.message) == (None, "No figures yet: the service is unavailable (503).")


def test_a_reason_that_stands_in_the_bars_place_is_not_said_beside_them_too() -> None:
    both = today_content(state(failure(), failure()), dt.UTC)
    alone = today_content(state(failure(), {1: 5}), dt.UTC)

    assert both.messages_beside_range == ("No figures yet.",)
    assert alone.messages_beside_range == alone.messages == ("No figures yet: no answer within 10 s.", "No figures yet")


def test_a_day_is_called_today_with_its_date_and_what_is_left_of_it() -> None:
    assert shown(state(metrics(63, parts=(11, 11, 41)))) == TodayContent(
        title="Today",
        date=("Sun 22 Nov, UTC day", "Sun 22 Nov"),
        label=("total requests today", "total today", "total"),
        kind=("total requests", "total"),
        resets=("resets in 9 h 27 m",),  # from 14:32:07
        counters=Counters(11, 11, 41, 63),
        stale=False,
        message="",
    )


def test_a_month_as_period_is_called_one_and_compared_with_no_day() -> None:
    today = shown(state(metrics(90_000, period="2026-11"), {7: 400, 14: 400, 21: 400}))

    assert (today.title, today.date) == ("This month", ("November 2026, UTC month", "November 2026"))
    assert today.label == ("total requests", "total")
    assert today.resets == ("resets in 8 d 9 h",)
    assert today.pace == Pace()


def test_stale_figures_stay_and_are_marked() -> None:
    today = shown(state(metrics(63), {1: 10}).with_usage(failure()))

    assert today.counters == Counters(0, 0, 63, 63)
    assert today.stale


def test_after_midnight_yesterdays_counters_are_not_shown_as_todays() -> None:
    turned = state(metrics(63), {1: 10}).with_usage(failure()).on(TODAY + dt.timedelta(days=1), NOW)

    today = shown(turned)

    assert today.counters is None
    assert today.date[0] == "Mon 23 Nov, UTC day"
    assert today.message == "No figures of Mon 23 Nov 2026 yet: no answer within 10 s."


# When the counters restart


@pytest.mark.parametrize(
    ("zone", "here"),
    [
        (offset(0), "00:00 UTC, here too"),
        (offset(-4), "00:00 UTC = Sun 20:00 here"),
        (offset(2), "00:00 UTC = 02:00 here"),
        (offset(5.5), "00:00 UTC = 05:30 here"),
        (offset(5.75), "00:00 UTC = 05:45 here"),
        (offset(-3.5), "00:00 UTC = Sun 20:30 here"),
        (offset(14), "00:00 UTC = 14:00 here"),
    ],
    ids=str,
)
def test_the_restart_is_said_in_utc_and_in_the_users_zone(zone: dt.tzinfo, here: str) -> None:
    assert restart_words(metrics(63), zone) == here


def test_beside_what_is_left_stands_the_time_here_where_it_is_another() -> None:
    assert shown(state(metrics(63)), offset(-4)).resets == (
        "resets in 9 h 27 m, Sun 20:00 here",
        "resets in 9 h 27 m",
    )


@needs_zones
@pytest.mark.parametrize(
    ("zone", "period", "here"),
    [
        ("Asia/Kolkata", "2026-11-22", "05:30"),
        ("America/St_Johns", "2026-11-22", "Sun 20:30"),
        ("Europe/London", "2026-11-22", None),
        ("Europe/London", "2026-07-01", "01:00"),
        ("America/New_York", "2026-10-31", "Sat 20:00"),  # Sunday 1 November: the clocks go back
        ("America/New_York", "2026-11-01", "Sun 19:00"),
        ("Australia/Lord_Howe", "2026-07-01", "10:30"),  # summer time there is half an hour
        ("Australia/Lord_Howe", "2026-11-22", "11:00"),
    ],
)
def test_the_restart_follows_the_zones_summer_time(zone: str, period: str, here: str | None) -> None:
    restarts = restart_words(metrics(63, period=period), zoneinfo.ZoneInfo(zone))

    assert restarts == f"00:00 UTC{f' = {here} here' if here else ', here too'}"


@pytest.mark.parametrize(
    ("period", "zone", "restarts"),
    [
        ("2026-11", offset(0), "1 Dec 00:00 UTC, here too"),
        ("2026-11", offset(1), "1 Dec 00:00 UTC = 01:00 here"),
        ("2026-11", offset(-5), "1 Dec 00:00 UTC = Mon 19:00 here"),
        ("2026-12", offset(0), "1 Jan 00:00 UTC, here too"),
        ("2028-02", offset(0), "1 Mar 00:00 UTC, here too"),
    ],
)
def test_a_months_counters_restart_on_the_first_of_the_next(period: str, zone: dt.tzinfo, restarts: str) -> None:
    assert restart_words(metrics(63, period=period), zone) == restarts


# How fast


def test_two_readings_give_requests_a_minute() -> None:
    at = State().with_usage(live(60, 10, 126)).with_usage(live(100, 12, 126, at=NOON + 4 * MINUTE))

    assert shown(at).rate == "+10/min"  # 42 in 4 minutes is 10.5
    assert shown(at).course == (42,)


def test_one_reading_or_a_failed_one_gives_no_rate() -> None:
    once = State().with_usage(live(60, 10, 126))
    failed = once.with_usage(live(100, 12, 126, at=NOON + 4 * MINUTE)).with_usage(failure())

    assert (shown(once).rate, shown(failed).rate) == ("", "")


def test_a_counter_that_fell_gives_no_negative_rate_and_below_ten_there_is_a_decimal() -> None:
    at = State().with_usage(live(60, 10, 126)).with_usage(live(4, 0, 0, at=NOON + 2 * MINUTE))

    assert shown(at).rate == "+2.0/min"  # 4 in 2 minutes, counted anew


# Against a usual day

SUNDAYS: dict[int, Counted] = {7: (100, 20, 280), 14: (100, 20, 280), 21: (100, 20, 280)}


def at_noon(total: int, rows: dict[int, Counted] | None = None) -> TodayContent:
    counted = SUNDAYS if rows is None else rows
    return shown(State().with_history(reading(history(counted), at=NOON)).with_usage(live(0, 0, total)))


@pytest.mark.parametrize(
    ("total", "deviation"),
    [
        (228, Deviation("14 % above", ("a usual Sunday", "a usual Sun", "usual"))),  # 456 ÷ 400
        (196, Deviation("2 % below", ("a usual Sunday", "a usual Sun", "usual"))),  # 392 ÷ 400
        (200, Deviation("as usual", ("for a Sunday", "for a Sun", ""))),
        (201, Deviation("as usual", ("for a Sunday", "for a Sun", ""))),  # 402 ÷ 400 rounds to nothing
        (0, Deviation("100 % below", ("a usual Sunday", "a usual Sun", "usual"))),
        (2_400, Deviation("12×", ("a usual Sunday", "a usual Sun", "usual"))),
    ],
)
def test_at_noon_twice_the_figure_is_compared_with_the_median_of_the_weekday(total: int, deviation: Deviation) -> None:
    assert at_noon(total).pace == Pace(usual=400, on_course=2 * total, deviation=deviation)


def test_usual_and_course_are_said_to_three_digits() -> None:
    today = at_noon(28_812, dict.fromkeys(SUNDAYS, (0, 0, 50_540)))

    assert today.usual == ("usual 50.5k",)
    assert today.on_course == ("on course for", "57.6k")  # 57,624


def test_too_early_in_the_day_the_usual_is_known_and_no_course() -> None:
    moment = NOON.replace(hour=2)
    at = State().with_history(reading(history(SUNDAYS), at=moment)).with_usage(live(60, 10, 126, at=moment))

    assert shown(at).pace == Pace(400, None, Deviation(than=("too early to compare", "too early")))
    assert shown(at).on_course is None


def test_with_too_few_days_of_the_weekday_there_is_no_usual_one_yet() -> None:
    assert at_noon(196, {7: 400, 14: 400}).pace == Pace(
        deviation=Deviation(than=("no usual Sunday yet", "no usual Sun yet"))
    )


def test_a_usual_day_of_nothing_is_said_in_words() -> None:
    rows: dict[int, Counted] = {**dict.fromkeys(SUNDAYS, 0), 22: 5}

    assert at_noon(196, rows).pace.deviation.than[0] == "a usual Sunday has none"


def test_before_any_history_nothing_is_compared() -> None:
    assert shown(State().with_usage(live(60, 10, 126))).pace == Pace()


# Since the mark


def test_what_was_counted_since_the_mark_is_said_with_its_time() -> None:
    marked = State().with_usage(live(60, 10, 126)).with_mark(NOON)
    later = marked.with_usage(live(108, 22, 1_330, at=NOON + 3 * MINUTE))

    assert shown(marked).since_mark[0] == "+0 since the mark at 12:00:00 UTC"
    assert shown(later).since_mark == (
        "+1,264 since the mark at 12:00:00 UTC",
        "+1,264 since 12:00:00 UTC",
        "+1,264 marked",
        "+1,264",
    )
    assert shown(state(metrics(63))).since_mark == ()


def test_while_a_mark_waits_for_its_reading_it_is_said() -> None:
    assert shown(replace(state(metrics(63)), marking=True)).since_mark == ("marking…",)
