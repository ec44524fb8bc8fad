"""What the user is told beside the figures, in every state that calls for it, the gravest first."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Counters
from grantex_tui.api.response import RateLimit
from grantex_tui.polling.state import SKEW_NOTED, State
from grantex_tui.view.notices import KEY_ADVICE, Level, Notice, notices_content
from grantex_tui.view.selection import Selection
from grantex_tui.view.summary import summary_content
from grantex_tui.view.today import today_content
from tests.support.states import NOW, failure, history, metrics, reading, refused, state

FREE = RateLimit(100, 88, 30)


def words(at: State) -> list[str]:
    return [notice.words for notice in notices_content(at)]


def stale_usage(reason: str = "no answer within 10 s") -> State:
    return state(metrics(63), {1: 10}).with_usage(failure(reason))


def test_nothing_out_of_the_ordinary_gives_no_notice() -> None:
    assert notices_content(State()) == ()
    assert notices_content(state(metrics(63), {1: 10})) == ()


def test_stale_figures_are_noted_with_their_time_and_the_reason() -> None:
    assert notices_content(stale_usage()) == (
        Notice(Level.WARN, "Figures stale: no answer within 10 s; read 14:32:07 UTC."),
    )


def test_stale_history_is_noted_beside_live_figures() -> None:
    at = state(metrics(63), {1: 10}).with_history(failure("an error inside the service (500)"))

    assert words(at) == ["History stale: an error inside the service (500); read 14:32:07 UTC."]


def test_both_stale_for_one_reason_is_one_notice_and_for_two_reasons_two() -> None:
    at = stale_usage()

    assert words(at.with_history(failure())) == ["All figures stale: no answer within 10 s; read 14:32:07 UTC."]
    assert words(at.with_history(failure("the service is unavailable (503)"))) == [
        "Figures stale: no answer within 10 s; read 14:32:07 UTC.",
        "History stale: the service is unavailable (503); read 14:32:07 UTC.",
    ]


def test_a_reading_that_never_succeeded_is_not_called_stale() -> None:
    assert words(state(failure(), failure())) == []


def test_a_key_refused_later_says_that_polling_has_stopped_and_what_to_do() -> None:
    at = state(metrics(63), {1: 10}).with_usage(refused()).with_history(refused())

    stopped = f"The service refuses the API key, so polling has stopped. {KEY_ADVICE}"
    assert notices_content(at) == (Notice(Level.BAD, stopped),)
    only_history = state(metrics(63)).with_history(refused())
    assert notices_content(only_history) == (Notice(Level.BAD, stopped),)


def test_a_key_refused_from_the_start_is_said_once_in_the_charts_place() -> None:
    assert words(state(refused(), refused())) == []


def test_a_counter_that_fell_is_shown_as_it_is_with_the_words_counter_restarted() -> None:
    at = state(metrics(63), {1: 10}).with_usage(reading(metrics(5)))

    assert words(at) == ["Counter restarted: the service counts less than before, its store lost data."]
    assert today_content(at, dt.UTC).counters == Counters(0, 0, 5, 5)


def test_a_total_that_is_not_the_sum_of_its_parts_is_shown_as_served_with_a_note() -> None:
    at = state(metrics(63, parts=(11, 11, 40)), {1: 10})

    assert words(at) == ["The total is as served; the three parts add up to 62."]
    assert today_content(at, dt.UTC).counters == Counters(11, 11, 40, 63)


@pytest.mark.parametrize(
    ("skew", "said"),
    [
        (SKEW_NOTED, []),
        (-SKEW_NOTED, []),
        (dt.timedelta(minutes=2, seconds=1), ["This machine's clock is 2 min 1 s ahead of the service's."]),
        (dt.timedelta(minutes=-91), ["This machine's clock is 1 h 31 min behind the service's."]),
        (dt.timedelta(days=3, hours=2), ["This machine's clock is 3 d 2 h ahead of the service's."]),
    ],
    ids=str,
)
def test_a_clock_off_by_more_than_two_minutes_is_noted(skew: dt.timedelta, said: list[str]) -> None:
    at = State().with_usage(reading(metrics(63), at=NOW + skew, served=NOW))

    assert words(at) == said


def test_a_row_after_today_is_noted_and_in_no_figure() -> None:
    at = state(metrics(63), {-1: 5_000, 1: 10})

    assert words(at) == ["History has a row for Mon 23 Nov 2026, after today: left out."]
    assert summary_content(at, Selection(days=7)).total[0] == "Total 73 in 7 days"


def test_several_rows_after_today_are_one_notice() -> None:
    assert words(state(metrics(63), {-2: 1, -1: 1})) == ["History has rows for 2 days, after today: left out."]


def test_every_oddity_of_the_history_is_noted() -> None:
    odd = history({1: 10}, "2026-11-21 came twice; the first is shown", "1 day's total differs")

    assert words(state(metrics(63), odd)) == [
        "History: 2026-11-21 came twice; the first is shown.",
        "History: 1 day's total differs.",
    ]


@pytest.mark.parametrize(
    ("limit", "share", "said"),
    [
        (FREE, 2.2, []),
        (FREE, 5.0, []),
        (FREE, 12.0, ["Polling takes 12 of 100 requests a minute of the Free plan."]),
        (RateLimit(250, 200, 30), 30.0, ["Polling takes 30 of 250 requests a minute."]),
        (RateLimit(2000, 1900, 30), 12.0, []),
    ],
)
def test_polling_that_takes_more_than_a_twentieth_of_the_budget_is_noted(
    limit: RateLimit, share: float, said: list[str]
) -> None:
    assert words(replace(state(metrics(63), {1: 10}), rate_limit=limit, requests_per_minute=share)) == said


def test_a_budget_that_is_not_the_users_is_not_spoken_of() -> None:
    at = replace(state(metrics(63), {1: 10}), rate_limit=FREE, requests_per_minute=30.0, budget_low=True)

    assert notices_content(at, spends_budget=False) == ()


def test_little_left_of_the_budget_is_noted_with_what_follows_from_it() -> None:
    at = replace(
        state(metrics(63), {1: 10}), rate_limit=RateLimit(100, 12, 30), requests_per_minute=12.0, budget_low=True
    )

    assert words(at) == ["12 of 100 requests left this minute: polling half as often, history waits."]


def test_the_gravest_notice_comes_first() -> None:
    at = state(metrics(63, parts=(1, 1, 1)), history({-1: 5}, "2026-11-21 came twice; the first is shown"))
    at = replace(at.with_history(failure()), skew=dt.timedelta(hours=1), rate_limit=FREE, requests_per_minute=12.0)

    assert [said.split()[0] for said in words(at)] == [
        "History",
        "The",
        "This",
        "Polling",
        "History",
        "History:",
    ]


@pytest.mark.parametrize(
    "silent",
    [
        replace(state(metrics(63), {1: 10}), paused=True),
        state(metrics(63), {1: 10}).with_usage(refused()),
        state(metrics(63), {1: 10}).with_usage(failure()),
    ],
    ids=["paused", "stopped", "down"],
)
def test_what_polling_takes_is_not_said_while_it_takes_nothing(silent: State) -> None:
    at = replace(silent, rate_limit=FREE, requests_per_minute=12.0)

    assert [said for said in words(at) if said.startswith("Polling takes")] == []


def test_once_the_minute_is_over_no_requests_are_left_of_it() -> None:
    low = replace(state(metrics(63), {1: 10}), rate_limit=RateLimit(100, 0, 12), budget_low=True)

    assert words(low) == ["0 of 100 requests left this minute: polling half as often, history waits."]
    assert words(replace(low, minute_over=True)) == [
        "Few of 100 requests were left a minute ago: polling half as often, history waits."
    ]
