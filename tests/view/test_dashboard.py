"""What the screen says in every state of the two feeds: words and numbers, worked by hand from a few readings."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.models import Counters
from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import Service
from grantex_tui.polling.state import State
from grantex_tui.usage.plans import Plan
from grantex_tui.view import dashboard as view
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.header import Badge, Freshness, HeaderContent, header_content
from grantex_tui.view.notices import Level
from grantex_tui.view.selection import RANGES, Display, Reach, Selection
from grantex_tui.view.table import TableContent
from tests.support.states import (
    DEVELOPER,
    NOW,
    SERVICE,
    TODAY,
    failure,
    kept,
    metrics,
    refused,
    state,
)

MONTH = Selection()
FREE = RateLimit(100, 88, 30)
EARLIER = NOW - dt.timedelta(hours=1)


def shown(at: State, selection: Selection = MONTH, zone: dt.tzinfo = dt.UTC) -> view.Dashboard:
    return dashboard_content(at, selection, SERVICE, zone)


def stale_usage(reason: str = "no answer within 10 s") -> State:
    return state(metrics(63), {1: 10}).with_usage(failure(reason))


# The first line


def test_the_first_line_says_host_plan_mode_and_how_fresh_the_figures_are() -> None:
    live = replace(state(metrics(63), {}), next_usage=NOW + dt.timedelta(seconds=30), rate_limit=FREE)

    assert header_content(live, SERVICE) == HeaderContent(
        host="api.grantex.dev",
        developer_id=DEVELOPER,
        plan="Free",
        badge=Badge.LIVE,
        freshness=Freshness.LIVE,
        as_of="14:32:07",
        next_try="14:32:37",
        refreshing=False,
        resets="resets in 9 h 27 m",  # 14:32:07 to midnight is 9 h 27 min 53 s
    )


def test_whose_figures_they_are_is_said_and_the_developers_id_goes_first() -> None:
    live = header_content(replace(state(metrics(63)), rate_limit=FREE), SERVICE)

    assert live.origin == (f"{DEVELOPER} · Free · api.grantex.dev", "Free · api.grantex.dev", "Free")
    assert header_content(State(), SERVICE).origin == ("api.grantex.dev",)
    assert header_content(State(), SERVICE, Plan.PRO).plan == "Pro", "as the settings say, until the service does"


def test_the_badge_is_live_or_test_from_the_key_and_absent_for_any_other_key() -> None:
    badges = [
        header_content(State(), Service("host", mode)).badge for mode in (KeyMode.LIVE, KeyMode.TEST, KeyMode.UNKNOWN)
    ]

    assert badges == [Badge.LIVE, Badge.TEST, None]


def test_the_sample_service_is_called_what_it_is() -> None:
    header = header_content(State(), Service("api.grantex.dev", KeyMode.LIVE, demo=True))

    assert (header.host, header.badge) == ("no network", Badge.DEMO)


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

    assert dashboard.range.range.message == (
        "No history yet: an error inside the service (500).",
        "It is tried again by itself; r tries at once.",
    )
    assert dashboard.range.range.message_level is Level.BAD
    assert dashboard.today.counters == Counters(0, 0, 63, 63)
    assert not dashboard.today.stale


def test_current_figures_down_leave_the_history() -> None:
    dashboard = shown(state(failure(), {1: 10, 2: 20}), Selection(days=7))

    assert dashboard.today.counters is None
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

    assert dashboard.today.counters is None
    assert not any(day.counters for day in dashboard.range.range.window if day.date == TODAY)
    assert not any(words.startswith("Total 0 in 30 days,") for words in dashboard.summary.total)


def test_a_reading_that_takes_long_is_not_live_and_promises_no_next_try() -> None:
    late = replace(state(metrics(63), {1: 10}), overdue=True, next_usage=None)

    header = header_content(late, SERVICE)

    assert header.freshness is Freshness.LATE
    assert header.freshness_words[0] == ("late 14:32:07 UTC", "reading…")


def test_ten_years_of_kept_days_are_not_looked_at_while_90_are_shown() -> None:
    at = state(metrics(63), {1: 10}).with_records(kept(dict.fromkeys(range(1, 3650), 10)))

    for display in Display:
        dashboard_content(at, Selection(days=90, display=display), SERVICE, dt.UTC)
    assert "known" not in at.ledger.__dict__  # computed once, and only when it is asked for

    dashboard_content(at, Selection(days=Reach.ALL), SERVICE, dt.UTC)
    assert "known" in at.ledger.__dict__
