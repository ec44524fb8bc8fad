"""What a reading makes of the state: every pair of feed and outcome, and the log that comes with it."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Subscription, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.response import RateLimit, ResponseMeta
from grantex_tui.polling.failures import Cause
from grantex_tui.polling.feed import Down, Failure, Feed, Live, Loading, Reading, Stale, after, failure_of, reading_of
from grantex_tui.polling.state import MAX_EVENTS, State
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.plans import NO_LIMITS, Origin, Plan, PlanInForce
from grantex_tui.usage.projection import month_to_date

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def usage(
    total: int = 42,
    *,
    period: str = "2026-11-22",
    at: dt.datetime = NOON,
    server_time: dt.datetime | None = NOON,
    rate_limit: RateLimit | None = None,
) -> Reading[UsageMetrics]:
    meta = ResponseMeta("/v1/usage", 200, server_time, rate_limit)
    return Reading(UsageMetrics("dev_1", period, 0, 0, total, total), meta, at, 0.1)


def history(*, at: dt.datetime = NOON, rate_limit: RateLimit | None = None) -> Reading[UsageHistory]:
    meta = ResponseMeta("/v1/usage/history", 200, at, rate_limit)
    return Reading(UsageHistory([UsageEntry("2026-11-21", 0, 0, 7, 7)], "dev_1"), meta, at, 0.1)


def failure(
    reason: str = "no answer", *, times: int = 1, at: dt.datetime = NOON, meta: ResponseMeta | None = None
) -> Failure:
    return Failure(Cause.OTHER, reason, at, 0.1, times, None, meta)


OLD, NEW = usage(1), usage(2)
FIRST, SECOND_FAILURE = failure("first"), failure("second", times=2, at=NOON + dt.timedelta(minutes=1))
SECOND_OF_TWO = replace(SECOND_FAILURE, first_at=NOON)


class TestAfter:
    @pytest.mark.parametrize(
        ("feed", "outcome", "expected"),
        [
            (Loading(), NEW, Live(NEW)),
            (Loading(), FIRST, Down(FIRST)),
            (Live(OLD), NEW, Live(NEW)),
            (Live(OLD), FIRST, Stale(OLD, FIRST)),
            (Stale(OLD, FIRST), NEW, Live(NEW)),
            (Stale(OLD, FIRST), SECOND_FAILURE, Stale(OLD, SECOND_OF_TWO)),
            (Down(FIRST), NEW, Live(NEW)),
            (Down(FIRST), SECOND_FAILURE, Down(SECOND_OF_TWO)),
        ],
    )
    def test_good_answers_replace_and_failures_keep_the_old_figures(
        self, feed: Feed[UsageMetrics], outcome: Reading[UsageMetrics] | Failure, expected: Feed[UsageMetrics]
    ) -> None:
        assert after(feed, outcome) == expected

    def test_a_failure_knows_since_when_there_were_no_good_answers(self) -> None:
        third = failure("third", times=3, at=NOON + dt.timedelta(minutes=2))

        assert FIRST.since == NOON
        assert after(after(after(Live(OLD), FIRST), SECOND_FAILURE), third) == Stale(OLD, replace(third, first_at=NOON))

    @pytest.mark.parametrize(
        ("feed", "reading", "failed"),
        [
            (Loading(), None, None),
            (Live(OLD), OLD, None),
            (Stale(OLD, FIRST), OLD, FIRST),
            (Down(FIRST), None, FIRST),
        ],
    )
    def test_a_feed_tells_its_last_figures_and_its_failure(
        self, feed: Feed[UsageMetrics], reading: Reading[UsageMetrics] | None, failed: Failure | None
    ) -> None:
        assert reading_of(feed) == reading
        assert failure_of(feed) == failed


class TestFeeds:
    def test_a_failure_of_one_leaves_the_other_and_the_figures(self) -> None:
        before = State().with_usage(usage()).with_history(history())
        state = before.with_history(failure())
        assert state.usage == before.usage
        assert state.history == Stale(history(), failure())
        assert state.ledger == before.ledger
        state = before.with_usage(failure())
        assert state.history == before.history
        assert state.ledger == before.ledger

    def test_a_failure_before_any_figures_is_no_zero(self) -> None:
        state = State().with_usage(failure()).with_history(failure())
        assert (state.usage, state.history) == (Down(failure()), Down(failure()))
        assert state.ledger.window(30) == ()

    def test_an_earlier_state_does_not_change(self) -> None:
        before = State().with_usage(usage(1))
        before.with_usage(usage(2))
        assert reading_of(before.usage) == usage(1)


class TestClocks:
    def test_the_skew_is_this_machines_clock_less_the_services(self) -> None:
        state = State().with_usage(usage(at=NOON + 300 * SECOND))
        assert state.skew == dt.timedelta(minutes=5)

    def test_an_answer_without_a_date_leaves_the_skew_as_it_was(self) -> None:
        state = State().with_usage(usage(at=NOON + 300 * SECOND)).with_usage(usage(server_time=None))
        assert state.skew == dt.timedelta(minutes=5)

    def test_without_a_date_this_machines_clock_serves(self) -> None:
        assert usage(server_time=None, at=NOON + SECOND).served == NOON + SECOND
        assert usage(at=NOON + SECOND).served == NOON


class TestRateLimit:
    def test_the_last_answers_budget_counts_whichever_feed_it_came_with(self) -> None:
        state = State().with_usage(usage(rate_limit=RateLimit(100, 90, 50)))
        state = state.with_history(history(rate_limit=RateLimit(100, 89, 50)))
        assert state.rate_limit == RateLimit(100, 89, 50)

    def test_a_failure_tells_it_too(self) -> None:
        meta = ResponseMeta("/v1/usage", 429, NOON, RateLimit(100, 0, 24))
        assert State().with_usage(failure(meta=meta)).rate_limit == RateLimit(100, 0, 24)

    def test_the_limit_by_address_is_not_taken_for_the_plans(self) -> None:
        state = State().with_usage(usage(rate_limit=RateLimit(100, 90, 50)))
        meta = ResponseMeta("/v1/usage", 503, NOON, RateLimit(5000, 4999, 50))
        assert state.with_usage(failure(meta=meta)).rate_limit == RateLimit(100, 90, 50)

    def test_no_answer_leaves_it_as_it_was(self) -> None:
        state = State().with_usage(usage(rate_limit=RateLimit(100, 90, 50)))
        assert state.with_usage(failure()).rate_limit == RateLimit(100, 90, 50)


def words(state: State) -> list[str]:
    return [event.words for event in state.events]


class TestEvents:
    def test_good_readings_are_not_worth_a_line(self) -> None:
        assert State().with_usage(usage(1)).with_history(history()).with_usage(usage(2)).events == ()

    def test_a_streak_of_failures_is_one_line_and_its_end_another(self) -> None:
        state = State().with_usage(failure("hangs"))
        state = state.with_usage(failure("hangs", times=2)).with_usage(failure("hangs", times=3))
        state = state.with_usage(usage())
        assert words(state) == ["usage failed: hangs", "usage recovered after failing 3 times"]

    def test_a_single_failure_is_recovered_from_once(self) -> None:
        state = State().with_history(failure("hangs")).with_history(history())
        assert words(state) == ["history failed: hangs", "history recovered after failing once"]

    def test_another_reason_within_a_streak_is_another_line(self) -> None:
        state = State().with_usage(failure("hangs")).with_usage(failure("refused", times=2))
        assert words(state) == ["usage failed: hangs", "usage failed: refused"]

    def test_each_line_has_the_time_of_its_reading(self) -> None:
        state = State().with_usage(failure(at=NOON)).with_usage(usage(at=NOON + SECOND))
        assert [event.at for event in state.events] == [NOON, NOON + SECOND]

    def test_a_new_day_is_noted_once_whatever_tells_it(self) -> None:
        state = State().with_usage(usage())
        by_usage = state.with_usage(usage(0, period="2026-11-23")).with_usage(usage(1, period="2026-11-23"))
        by_history = state.with_history(history(at=NOON + dt.timedelta(days=1)))
        by_clock = state.on(dt.date(2026, 11, 23), NOON).on(dt.date(2026, 11, 23), NOON)
        for turned in (by_usage, by_history, by_clock):
            assert words(turned) == ["a new UTC day at the service: 2026-11-23"]

    def test_the_first_day_seen_is_not_new(self) -> None:
        assert State().on(dt.date(2026, 11, 22), NOON).events == ()

    def test_a_restarted_counter_is_noted_once_a_day(self) -> None:
        state = State().with_usage(usage(42)).with_usage(usage(3)).with_usage(usage(4))
        assert words(state) == ["counter restarted: the service counts less than before"]

    def test_only_the_last_hundred_lines_stay(self) -> None:
        state = State()
        for number in range(150):
            state = state.with_event(NOON, str(number))
        assert words(state) == [str(number) for number in range(50, 150)]
        state = state.with_usage(failure("hangs")).on(dt.date(2026, 11, 22), NOON).on(dt.date(2026, 11, 23), NOON)
        assert len(state.events) == MAX_EVENTS
        assert words(state)[-2:] == ["usage failed: hangs", "a new UTC day at the service: 2026-11-23"]


DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
EVENING = dt.datetime(2026, 11, 22, 23, 50, tzinfo=dt.UTC)


def live(total: int, at: dt.datetime) -> Reading[UsageMetrics]:
    """A live reading of the day that `at` lies in."""
    return usage(total, period=f"{at.date()}", at=at, server_time=at)


def row(total: int, at: dt.datetime) -> Reading[UsageHistory]:
    """History, read at `at`, with one row for 22 November."""
    meta = ResponseMeta("/v1/usage/history", 200, at)
    return Reading(UsageHistory([UsageEntry("2026-11-22", 0, 0, total, total)], "dev_1"), meta, at, 0.1)


def since_mark(state: State) -> int:
    assert state.mark is not None
    return state.mark.since.total_requests


class TestMark:
    def test_it_counts_from_the_last_live_reading_on_and_is_noted(self) -> None:
        state = State().with_usage(live(40, NOON)).with_mark(NOON + SECOND)
        assert state.mark is not None
        assert (state.mark.at, since_mark(state)) == (NOON, 0)
        assert words(state) == ["mark set: counts from 12:00:00 UTC"]
        assert since_mark(state.with_usage(live(52, NOON + MINUTE))) == 12

    def test_without_a_live_reading_there_is_nothing_to_mark(self) -> None:
        assert State().with_mark(NOON) == State()
        assert State().with_usage(failure()).with_mark(NOON).mark is None

    def test_another_one_begins_anew(self) -> None:
        state = State().with_usage(live(40, NOON)).with_mark(NOON).with_usage(live(52, NOON + MINUTE))
        assert since_mark(state.with_mark(NOON + MINUTE)) == 0

    def test_a_failed_reading_takes_nothing_from_it(self) -> None:
        state = State().with_usage(live(40, NOON)).with_mark(NOON).with_usage(live(52, NOON + MINUTE))
        assert since_mark(state.with_usage(failure()).with_history(failure())) == 12

    def test_across_midnight_it_counts_both_days_and_what_only_history_saw_of_the_first(self) -> None:
        state = State().with_usage(live(40, EVENING)).with_mark(EVENING)
        state = state.with_usage(live(50, EVENING + 9 * MINUTE))
        assert since_mark(state) == 10
        state = state.with_usage(live(5, EVENING + 11 * MINUTE))
        assert since_mark(state) == 15
        # Within the hour after midnight the row may still be the last rollup's, so nothing is certain yet.
        state = state.with_history(row(45, EVENING + 12 * MINUTE))
        assert since_mark(state) == 15
        # The day closed with 60: 10 more than the last live reading had shown of it, added once.
        state = state.with_history(row(60, EVENING + 3 * 60 * MINUTE)).with_history(row(60, EVENING + DAY / 4))
        assert since_mark(state) == 25

    def test_a_counter_that_fell_counts_whole_and_never_against_it(self) -> None:
        state = State().with_usage(live(40, NOON)).with_mark(NOON).with_usage(live(50, NOON + MINUTE))
        state = state.with_usage(live(3, NOON + 2 * MINUTE))
        assert since_mark(state) == 13
        assert since_mark(state.with_usage(live(4, NOON + 3 * MINUTE))) == 14


class TestTimeThatGoesBack:
    def test_after_an_answer_dated_ahead_rate_and_mark_start_anew_and_the_log_says_so(self) -> None:
        state = State().with_usage(live(40, NOON)).with_mark(NOON)
        ahead = usage(81_000, period="2026-11-23", at=NOON + MINUTE, server_time=NOON + DAY)
        state = state.with_usage(ahead).with_usage(live(44, NOON + 2 * MINUTE))
        assert since_mark(state) == 0
        assert words(state)[-2:] == [
            "the service's UTC day went back: 2026-11-22",
            "the service's time went back: rate and mark start anew",
        ]
        state = state.with_usage(live(50, NOON + 3 * MINUTE))
        rate = state.samples.rate()
        assert rate is not None
        assert rate.total_requests == 6
        assert since_mark(state) == 6

    def test_a_date_outside_the_period_is_not_believed(self) -> None:
        for years in (-1400, 1400):
            reading = usage(40, at=NOON, server_time=NOON + years * DAY)
            assert reading.served == NOON

    def test_a_month_dated_ahead_once_starts_the_rate_anew(self) -> None:
        state = State().with_usage(usage(40, period="2027-11", server_time=NOON + 365 * DAY))
        state = state.with_usage(usage(44, period="2026-11", server_time=NOON + MINUTE))
        state = state.with_usage(usage(50, period="2026-11", server_time=NOON + 2 * MINUTE))
        rate = state.samples.rate()
        assert rate is not None
        assert rate.total_requests == 6

    def test_a_replica_that_lags_at_midnight_takes_nothing_from_the_new_day(self) -> None:
        after = EVENING + 11 * MINUTE
        state = State().with_usage(live(40, EVENING)).with_mark(EVENING).with_usage(live(3, after))
        late = state.with_usage(usage(41, period="2026-11-22", at=after + SECOND, server_time=after + SECOND))
        assert (late.samples, late.mark, late.usage) == (state.samples, state.mark, state.usage)
        assert late.events == state.events


class TestPastDate:
    def test_rows_that_were_served_are_not_called_absent(self) -> None:
        wrong = NOON - 60 * DAY
        state = State().with_usage(usage(40, server_time=wrong))
        dated = ResponseMeta("/v1/usage/history", 200, wrong)
        rows = UsageHistory([UsageEntry(f"2026-11-{day:02}", 0, 0, 7, 7) for day in range(1, 22)], "dev_1")
        state = state.with_history(Reading(rows, dated, NOON, 0.1, NOON))
        assert state.ledger.today == dt.date(2026, 11, 22)
        assert [day.state for day in state.ledger.window(22)] == [DayState.FINAL] * 21 + [DayState.SO_FAR]
        assert month_to_date(state.ledger.window(90), dt.date(2026, 11, 22)).covered

    @pytest.mark.parametrize("days", [-1400, 1400])
    def test_history_that_is_dated_far_from_its_own_rows_is_of_the_expected_day(self, days: int) -> None:
        reading = history()
        far = replace(reading, meta=replace(reading.meta, server_time=NOON + days * DAY), expected=NOON)
        assert far.served == NOON


class TestCorrections:
    def test_a_final_day_that_changes_is_an_event(self) -> None:
        morning = EVENING + DAY
        state = State().with_history(row(60, morning))
        assert words(state.with_history(row(60, morning + MINUTE))) == []
        assert words(state.with_history(row(75, morning + MINUTE))) == ["2026-11-22 was corrected: 60 → 75 requests"]

    def test_a_settling_day_that_changes_is_none(self) -> None:
        state = State().with_history(row(60, EVENING + 20 * MINUTE))
        assert words(state.with_history(row(75, EVENING + 40 * MINUTE))) == []

    def test_days_that_leave_the_history_while_nobody_looks_are_none(self) -> None:
        state = State().with_history(row(60, EVENING + DAY))
        later = EVENING + 120 * DAY
        gone = Reading(UsageHistory([], "dev_1"), ResponseMeta("/v1/usage/history", 200, later), later, 0.1)
        assert [event for event in words(state.with_history(gone)) if "corrected" in event] == []


class TestSamples:
    def test_each_live_reading_is_one_and_a_failed_one_is_none(self) -> None:
        state = State().with_usage(live(40, NOON)).with_usage(failure()).with_usage(live(46, NOON + 2 * MINUTE))
        assert state.samples.deltas(Metric.TOTAL) == (6,)
        rate = state.samples.rate()
        assert rate is not None
        assert rate.total_requests == 3  # 6 in two minutes

    def test_history_and_billing_are_none(self) -> None:
        state = State().with_usage(live(40, NOON))
        assert state.with_history(history()).samples == state.samples
        assert state.with_subscription(subscription("free")).samples == state.samples

    def test_the_services_clock_tells_the_time_between_them(self) -> None:
        wrong = NOON + 100 * DAY
        state = (
            State()
            .with_usage(usage(40, at=wrong))
            .with_usage(usage(46, at=wrong + SECOND, server_time=NOON + 2 * MINUTE))
        )
        rate = state.samples.rate()
        assert rate is not None
        assert rate.total_requests == 3

    def test_midnight_and_a_restarted_counter_give_no_negative_rate(self) -> None:
        state = State().with_usage(live(40, EVENING)).with_usage(live(3, EVENING + MINUTE))
        state = state.with_usage(live(2, EVENING + 11 * MINUTE))
        assert state.samples.deltas(Metric.TOTAL) == (3, 2)


def subscription(plan: str) -> Reading[Subscription]:
    return Reading(Subscription(plan), ResponseMeta("/v1/billing/subscription", 200, NOON), NOON, 0.1)


PRO = PlanInForce("Pro", Origin.BILLING, Plan.PRO)


class TestPlan:
    def test_billing_names_it(self) -> None:
        assert State().with_subscription(subscription("pro")).plan_in_force() == PRO

    def test_a_failed_reading_leaves_it_and_everything_else_as_it_was(self) -> None:
        state = State().with_usage(usage()).with_history(history()).with_subscription(subscription("pro"))
        after_failure = state.with_subscription(failure())
        assert after_failure.plan_in_force() == PRO
        assert replace(after_failure, subscription=state.subscription) == state

    def test_a_name_that_is_not_published_is_called_by_that_name_and_has_no_limit(self) -> None:
        state = State().with_usage(usage(rate_limit=RateLimit(100, 90, 50))).with_subscription(subscription("team"))
        assert state.plan_in_force(Plan.FREE) == PlanInForce("team", Origin.BILLING, None)
        assert PlanInForce("team", Origin.BILLING, None).allowance == NO_LIMITS

    def test_without_billing_the_rate_limit_tells_it_and_then_the_settings(self) -> None:
        state = State().with_usage(usage(rate_limit=RateLimit(100, 90, 50)))
        assert state.plan_in_force(Plan.PRO) == PlanInForce("Free", Origin.RATE_LIMIT, Plan.FREE)
        assert State().plan_in_force(Plan.PRO) == PlanInForce("Pro", Origin.SETTINGS, Plan.PRO)
        assert State().plan_in_force() is None
