"""What the screen says in every state of the two feeds: words and numbers, worked by hand from a few readings."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from msgspec.structs import replace

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.models import Counters, UsageMetrics
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Reading
from grantex_tui.polling.state import State
from grantex_tui.view import dashboard as view
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.header import Badge, Freshness, HeaderContent, header_content
from grantex_tui.view.period import PeriodContent, period_content
from grantex_tui.view.selection import RANGES, Display, Reach, Selection
from grantex_tui.view.table import TableContent
from grantex_tui.view.wordings import wording
from tests.support.states import (
    DEVELOPER,
    NOW,
    SERVICE,
    TODAY,
    Counted,
    failure,
    history,
    kept,
    metrics,
    reading,
    refused,
    state,
)

MONTH = Selection()
MINUTE = dt.timedelta(minutes=1)
NOON = NOW.replace(hour=12, minute=0, second=0)
EARLIER = NOW - dt.timedelta(hours=1)


needs_zones = pytest.mark.skipif(not zoneinfo.available_timezones(), reason="this machine has no time zones")


def offset(hours: float) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=hours))


def shown(at: State, selection: Selection = MONTH, zone: dt.tzinfo = dt.UTC) -> view.Dashboard:
    return dashboard_content(at, selection, SERVICE, zone)


def stale_usage(reason: str = "no answer within 10 s") -> State:
    return state(metrics(63), {1: 10}).with_usage(failure(reason))


# The first line


def test_the_first_line_says_host_mode_and_how_fresh_the_figures_are() -> None:
    live = replace(state(metrics(63), {}), next_usage=NOW + dt.timedelta(seconds=30))

    assert header_content(live, SERVICE) == HeaderContent(
        host="api.grantex.dev",
        badge=Badge.LIVE,
        freshness=Freshness.LIVE,
        as_of="14:32:07",
        next_try="14:32:37",
        refreshing=False,
    )


def test_the_badge_is_live_or_test_from_the_key_and_absent_for_any_other_key() -> None:
    badges = [
        header_content(State(), Service("host", mode)).badge for mode in (KeyMode.LIVE, KeyMode.TEST, KeyMode.UNKNOWN)
    ]

    assert badges == [Badge.LIVE, Badge.TEST, None]


def test_the_sample_service_is_called_what_it_is() -> None:
    header = header_content(State(), Service("api.grantex.dev", KeyMode.LIVE, demo=True))

    assert (header.host, header.badge) == ("demo, no network", Badge.DEMO)


@pytest.mark.parametrize(
    ("at", "freshness"),
    [
        (State(), Freshness.CONNECTING),
        (state(metrics(63), {1: 10}), Freshness.LIVE),
        (stale_usage(), Freshness.STALE),
        (state(failure(), {1: 10}), Freshness.DOWN),
        (state(refused(), refused()), Freshness.STOPPED),
        (state(metrics(63)).with_usage(refused()), Freshness.STOPPED),
        (replace(state(metrics(63)), paused=True), Freshness.PAUSED),
        (state(metrics(63), failure()), Freshness.LIVE),
    ],
    ids=["loading", "live", "stale", "down", "refused", "refused later", "paused", "only history down"],
)
def test_the_condition_is_that_of_the_current_figures(at: State, freshness: Freshness) -> None:
    assert header_content(at, SERVICE).freshness is freshness


def test_figures_that_went_stale_keep_the_time_they_were_read_at() -> None:
    later = state(metrics(63), at=EARLIER).with_usage(failure(at=NOW))

    assert header_content(later, SERVICE).as_of == "13:32:07"


# The current period


def test_before_the_first_answer_there_are_no_figures_but_words() -> None:
    period = shown(State()).period

    assert period.counters is None
    assert period.message == "Waiting for the first answer…"


def test_without_any_answer_the_reason_stands_where_figures_would() -> None:
    period = shown(state(failure("the service is unavailable (503)"))).period

    assert period.counters is None
    assert period.message == "No figures yet: the service is unavailable (503)."


def test_the_period_is_a_utc_day_with_its_weekday() -> None:
    period = shown(state(metrics(63, parts=(11, 11, 41)))).period

    assert period == PeriodContent(
        title=("Sun 22 Nov 2026, UTC day", "Sun 22 Nov 2026"),
        developer_id=DEVELOPER,
        restarts="counters restart 00:00 UTC, here too",
        counters=Counters(11, 11, 41, 63),
        stale=False,
        message="",
    )


def test_a_month_as_period_is_called_one_and_stays_out_of_the_days() -> None:
    at = state(metrics(90_000, period="2026-11"), {1: 10})

    assert shown(at).period.title == ("November 2026, UTC month", "November 2026")
    assert shown(at).summary.total[0] == "Total 10 in 30 days (1 not read)"  # today's row is not written yet


def test_stale_figures_stay_and_are_marked() -> None:
    period = shown(stale_usage()).period

    assert period.counters == Counters(0, 0, 63, 63)
    assert period.stale


@pytest.mark.parametrize(
    ("zone", "here"),
    [
        (offset(0), "counters restart 00:00 UTC, here too"),
        (offset(-4), "counters restart 00:00 UTC = Sun 20:00 here"),
        (offset(2), "counters restart 00:00 UTC = 02:00 here"),
        (offset(5.5), "counters restart 00:00 UTC = 05:30 here"),
        (offset(5.75), "counters restart 00:00 UTC = 05:45 here"),
        (offset(-3.5), "counters restart 00:00 UTC = Sun 20:30 here"),
        (offset(14), "counters restart 00:00 UTC = 14:00 here"),
    ],
    ids=str,
)
def test_the_restart_is_said_in_utc_and_in_the_users_zone(zone: dt.tzinfo, here: str) -> None:
    assert shown(state(metrics(63)), zone=zone).period.restarts == here


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
    restarts = shown(state(metrics(63, period=period)), zone=zoneinfo.ZoneInfo(zone)).period.restarts

    assert restarts == f"counters restart 00:00 UTC{f' = {here} here' if here else ', here too'}"


@pytest.mark.parametrize(
    ("period", "zone", "restarts"),
    [
        ("2026-11", offset(0), "counters restart 1 Dec 00:00 UTC, here too"),
        ("2026-11", offset(1), "counters restart 1 Dec 00:00 UTC = 01:00 here"),
        ("2026-11", offset(-5), "counters restart 1 Dec 00:00 UTC = Mon 19:00 here"),
        ("2026-12", offset(0), "counters restart 1 Jan 00:00 UTC, here too"),
        ("2028-02", offset(0), "counters restart 1 Mar 00:00 UTC, here too"),
    ],
)
def test_a_months_counters_restart_on_the_first_of_the_next(period: str, zone: dt.tzinfo, restarts: str) -> None:
    assert shown(state(metrics(63, period=period)), zone=zone).period.restarts == restarts


# Under the figures: how fast, against the usual, since the mark

SUNDAYS = {7: (100, 20, 280), 14: (100, 20, 280), 21: (100, 20, 280)}


def live(*parts: int, at: dt.datetime = NOON) -> Reading[UsageMetrics]:
    exchanges, authorizations, verifications = parts
    return reading(metrics(sum(parts), parts=(exchanges, authorizations, verifications)), at=at)


def test_two_readings_give_requests_a_minute_with_a_decimal_below_ten() -> None:
    at = State().with_usage(live(60, 10, 126)).with_usage(live(100, 12, 126, at=NOON + 4 * MINUTE))

    assert shown(at).period.rates == ("+10/min", "+0.5/min", "+0/min", "+10/min")  # 40, 2, 0 and 42 in 4 minutes


def test_one_reading_or_a_failed_one_gives_no_rate() -> None:
    once = State().with_usage(live(60, 10, 126))
    failed = once.with_usage(live(100, 12, 126, at=NOON + 4 * MINUTE)).with_usage(failure())

    assert shown(once).period.rates == ()
    assert shown(failed).period.rates == ()


def test_a_counter_that_fell_gives_no_negative_rate() -> None:
    at = State().with_usage(live(60, 10, 126)).with_usage(live(4, 0, 0, at=NOON + 2 * MINUTE))

    assert shown(at).period.rates == ("+2.0/min", "+0/min", "+0/min", "+2.0/min")  # 4 in 2 minutes, counted anew


def test_at_noon_twice_the_figure_is_compared_with_the_median_of_the_weekday() -> None:
    at = State().with_history(reading(history(SUNDAYS), at=NOON)).with_usage(live(60, 10, 126))

    # 120 ÷ 100, 20 ÷ 20, 252 ÷ 280 and 392 ÷ 400
    assert shown(at).period.paces == ("▲ 20 % Sun", "= 0 % Sun", "▼ 10 % Sun", "▼ 2 % Sun")


def test_a_metric_without_a_usual_has_no_pace_and_the_others_keep_their_places() -> None:
    rows = dict.fromkeys(SUNDAYS, (100, 0, 300))
    at = State().with_history(reading(history(rows), at=NOON)).with_usage(live(50, 5, 150))

    assert shown(at).period.paces == ("= 0 % Sun", "", "= 0 % Sun", "▲ 2 % Sun")  # 2 × 205 ÷ 400 is 1.025


@pytest.mark.parametrize(
    ("hour", "rows"),
    [(2, SUNDAYS), (12, {7: (100, 20, 280), 14: (100, 20, 280)}), (12, {8: 100, 15: 100, 22: 100})],
    ids=["before a tenth of the day is gone", "two such weekdays", "other weekdays"],
)
def test_too_early_in_the_day_or_with_too_few_such_weekdays_there_is_no_pace(
    hour: int, rows: dict[int, Counted]
) -> None:
    moment = NOON.replace(hour=hour)
    at = State().with_history(reading(history(rows), at=moment)).with_usage(live(60, 10, 126, at=moment))

    assert shown(at).period.paces == ()


def test_a_month_as_period_has_no_pace() -> None:
    assert shown(state(metrics(90_000, period="2026-11"), SUNDAYS)).period.paces == ()


def test_all_four_figures_since_the_mark_are_said_with_its_time() -> None:
    marked = State().with_usage(live(60, 10, 126)).with_mark(NOON)
    later = marked.with_usage(live(108, 22, 1_330, at=NOON + 3 * MINUTE))

    assert shown(marked).period.since_mark == ("+0", "+0", "+0", "+0")
    assert shown(later).period.since_mark == ("+48", "+12", "+1,204", "+1,264")
    assert shown(later).period.marked == ("since 12:00:00 UTC", "mark")
    assert (shown(state(metrics(63))).period.since_mark, shown(state(metrics(63))).period.marked) == ((), ())


# The panels


def test_the_range_is_shown_as_bars_a_table_or_a_calendar_and_always_with_its_words() -> None:
    at = state(metrics(63), {1: 10})
    panels = {display: shown(at, Selection(display=display)) for display in Display}

    assert panels[Display.CHART].range.content is None
    assert isinstance(panels[Display.TABLE].range.content, TableContent)
    assert isinstance(panels[Display.CALENDAR].range.content, CalendarContent)
    assert {panel.summary.total[0] for panel in panels.values()} == {"Total 73 in 30 days"}


@pytest.mark.parametrize("display", Display)
def test_what_stands_in_the_charts_place_stands_in_every_views_place(display: Display) -> None:
    dashboard = shown(state(metrics(0), {}), Selection(display=display))

    assert dashboard.range.content is None
    assert dashboard.range.range.message[0] == "No use recorded in the last 30 days."


@pytest.mark.parametrize("display", Display)
@pytest.mark.parametrize("days", RANGES)
def test_the_chosen_day_is_the_same_in_every_view_and_range_that_has_it(display: Display, days: int) -> None:
    at = state(metrics(63), dict.fromkeys(range(1, 90), 10))
    dashboard = shown(at, Selection(days=days, display=display, cursor=TODAY - dt.timedelta(days=3)))

    assert dashboard.summary.day is not None
    assert dashboard.summary.day.date[1] == "Thu 19 Nov"
    assert dashboard.range.range.cursor == dt.date(2026, 11, 19)
    match dashboard.range.content:
        case TableContent() as table:
            assert [row.date for row in table.rows if row.chosen] == [dt.date(2026, 11, 19)]
        case CalendarContent() as calendar:
            assert [square.figure for week in calendar.weeks for square in week if square and square.chosen] == ["10"]
        case None:
            assert display is Display.CHART


def test_until_a_day_is_chosen_there_is_no_line_for_it() -> None:
    assert shown(state(metrics(63), {1: 10})).summary.day is None


# One feed without the other


def test_history_down_leaves_the_current_figures() -> None:
    dashboard = shown(state(metrics(63), failure("an error inside the service (500)")))

    assert dashboard.range.range.message == ("No history yet: an error inside the service (500).",)
    assert dashboard.period.counters == Counters(0, 0, 63, 63)
    assert not dashboard.period.stale


def test_current_figures_down_leave_the_history() -> None:
    dashboard = shown(state(failure(), {1: 10, 2: 20}), Selection(days=7))

    assert dashboard.period.counters is None
    assert dashboard.range.range.message == ()
    assert dashboard.summary.total[0] == "Total 30 in 7 days (1 not read)"  # today


@pytest.mark.parametrize(
    "at",
    [
        State(),
        state(failure()),
        state(failure(), failure()),
        state(refused(), refused()),
        state(failure(), {1: 10}),
        state(failure(), {}),
    ],
    ids=["loading", "usage down", "both down", "refused", "history alone", "empty history alone"],
)
def test_a_failed_reading_is_never_shown_as_0(at: State) -> None:
    dashboard = shown(at)

    assert dashboard.period.counters is None
    assert not any(day.counters for day in dashboard.range.range.window if day.date == TODAY)
    assert not any(words.startswith("Total 0 in 30 days,") for words in dashboard.summary.total)


def test_a_reading_that_takes_long_is_not_live_and_promises_no_next_try() -> None:
    late = replace(state(metrics(63), {1: 10}), overdue=True, next_usage=None)

    header = header_content(late, SERVICE)

    assert header.freshness is Freshness.LATE
    assert header.freshness_words[0] == "as of 14:32:07 UTC, reading…"


def test_after_midnight_yesterdays_counters_are_not_shown_as_todays() -> None:
    turned = state(metrics(63), {1: 10}).with_usage(failure()).on(TODAY + dt.timedelta(days=1), NOW)

    period = period_content(turned, dt.UTC)

    assert period.counters is None
    assert wording(period.title) == "Mon 23 Nov 2026, UTC day"
    assert period.message == "No figures of Mon 23 Nov 2026 yet: no answer within 10 s."


def test_while_a_mark_waits_for_its_reading_it_is_said() -> None:
    period = period_content(replace(state(metrics(63)), marking=True), dt.UTC)

    assert (wording(period.marked), set(period.since_mark)) == ("marking…", {"…"})


def test_ten_years_of_kept_days_are_not_looked_at_while_90_are_shown() -> None:
    at = state(metrics(63), {1: 10}).with_records(kept(dict.fromkeys(range(1, 3650), 10)))

    for display in Display:
        dashboard_content(at, Selection(days=90, display=display), SERVICE, dt.UTC)
    assert "known" not in at.ledger.__dict__  # computed once, and only when it is asked for

    dashboard_content(at, Selection(days=Reach.ALL), SERVICE, dt.UTC)
    assert "known" in at.ledger.__dict__
