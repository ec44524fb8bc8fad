"""The days put together from live readings and history: every rule worked by hand, then random weeks of a service."""

from __future__ import annotations

import datetime as dt
import json
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from grantex_tui.api.decode import parse_history, parse_metrics
from grantex_tui.api.models import NO_USE, Counters, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.usage.ledger import FARTHEST, ROLLUP_DELAY, Day, DayRecord, DayState, Ledger, Provenance
from tests.support.gated_client import counters

WIRE = Path(__file__).parent.parent / "support" / "wire"

TODAY = dt.date(2026, 11, 22)
YESTERDAY = dt.date(2026, 11, 21)
TOMORROW = dt.date(2026, 11, 23)
ONE_DAY = dt.timedelta(days=1)


def at(time: str, day: dt.date = TODAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), dt.UTC)


def live(total: int, period: dt.date | str = TODAY) -> UsageMetrics:
    return UsageMetrics("dev_1", str(period), 0, 0, total, total)


def rows(**totals: int) -> UsageHistory:
    """History with a row per day of November: `rows(d21=7)` is 7 on the 21st."""
    entries = [UsageEntry(f"2026-11-{name[1:]}", 0, 0, total, total) for name, total in sorted(totals.items())]
    return UsageHistory(entries, "dev_1")


def total_of(day: Day) -> int:
    assert day.counters is not None
    return day.counters.total_requests


def told(ledger: Ledger, date: dt.date) -> tuple[int, DayState]:
    """A day's total and state."""
    day = ledger.day(date)
    return total_of(day), day.state


def recorded(ledger: Ledger, name: str) -> Ledger:
    """`ledger` after the recorded answer `name` of the service."""
    head, _, body = (WIRE / f"{name}-200.http").read_text(encoding="utf-8").partition("\n\n")
    served = parsedate_to_datetime(head.partition("\nDate: ")[2].partition("\n")[0]).astimezone(dt.UTC)
    if name.endswith("usage"):
        return ledger.after_usage(parse_metrics(json.loads(body)), served)
    return ledger.after_history(parse_history(json.loads(body)), served)


class TestToday:
    def test_live_figures_replace_the_row_and_are_never_added_to_it(self) -> None:
        ledger = Ledger().after_history(rows(d22=24), at("12:00")).after_usage(live(42), at("12:00"))
        assert told(ledger, TODAY) == (42, DayState.SO_FAR)

    def test_a_row_read_later_does_not_replace_the_live_figures(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_history(rows(d22=24), at("12:01"))
        assert told(ledger, TODAY) == (42, DayState.SO_FAR)

    def test_live_figures_below_the_row_are_shown_as_they_are(self) -> None:
        ledger = Ledger().after_history(rows(d22=24), at("12:00")).after_usage(live(3), at("12:00"))
        assert told(ledger, TODAY) == (3, DayState.SO_FAR)

    def test_the_row_stands_in_where_no_live_figures_came(self) -> None:
        ledger = Ledger().after_history(rows(d22=24), at("12:00"))
        assert told(ledger, TODAY) == (24, DayState.SO_FAR)

    def test_without_row_and_live_figures_it_is_never_read_rather_than_zero(self) -> None:
        ledger = Ledger().after_history(rows(d21=7), at("12:00"))
        assert ledger.day(TODAY) == Day(TODAY, None, DayState.NEVER_READ)

    def test_it_is_not_complete(self) -> None:
        assert not Ledger().after_usage(live(42), at("12:00")).day(TODAY).complete

    def test_a_row_rolled_up_after_live_readings_failed_for_over_an_hour_is_newer(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00"))
        assert told(ledger.after_history(rows(d22=50), at("13:00")), TODAY) == (42, DayState.SO_FAR)
        assert told(ledger.after_history(rows(d22=50), at("13:01")), TODAY) == (50, DayState.SO_FAR)

    def test_a_row_that_lags_more_than_an_hour_does_not_lower_it(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_history(rows(d22=24), at("13:01"))
        assert told(ledger, TODAY) == (42, DayState.SO_FAR)


class TestMidnight:
    def test_the_recorded_turn_of_a_day_shows_42_for_the_old_day_from_the_first_reading_on(self) -> None:
        ledger = Ledger()
        seen = []
        for name in (
            "midnight-1-before-usage",
            "midnight-2-before-history",
            "midnight-3-after-usage",
            "midnight-4-after-history",
            "midnight-5-traffic-usage",
            "midnight-6-traffic-history",
            "midnight-7-rolled-up-history",
        ):
            ledger = recorded(ledger, name)
            seen.append(told(ledger, TODAY))
        assert seen == [(42, DayState.SO_FAR)] * 2 + [(42, DayState.SETTLING)] * 4 + [(42, DayState.FINAL)]
        assert ledger.today == TOMORROW
        assert told(ledger, TOMORROW) == (5, DayState.SO_FAR)

    def test_until_history_catches_up_the_old_day_keeps_its_last_live_figures(self) -> None:
        ledger = (
            Ledger()
            .after_usage(live(42), at("23:59"))
            .after_usage(live(0, TOMORROW), at("00:00", TOMORROW))
            .after_history(rows(d22=24), at("00:01", TOMORROW))
        )
        assert told(ledger, TODAY) == (42, DayState.SETTLING)
        assert told(ledger, TOMORROW) == (0, DayState.SO_FAR)

    def test_a_higher_row_wins_over_the_last_live_figures(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:50")).after_history(rows(d22=45), at("00:10", TOMORROW))
        assert told(ledger, TODAY) == (45, DayState.SETTLING)

    def test_a_row_that_reached_the_live_figures_two_hours_after_midnight_is_final(self) -> None:
        before = Ledger().after_usage(live(42), at("23:59"))
        assert told(before.after_history(rows(d22=44), at("01:59:59", TOMORROW)), TODAY) == (44, DayState.SETTLING)
        assert told(before.after_history(rows(d22=44), at("02:00", TOMORROW)), TODAY) == (44, DayState.FINAL)

    def test_a_row_that_changed_after_midnight_is_the_services_word_even_if_lower(self) -> None:
        ledger = (
            Ledger()
            .after_usage(live(42), at("23:59"))
            .after_history(rows(d22=24), at("00:05", TOMORROW))
            .after_history(rows(d22=40), at("00:35", TOMORROW))
        )
        assert told(ledger, TODAY) == (40, DayState.FINAL)

    def test_a_row_that_changed_before_midnight_is_not_the_last_word(self) -> None:
        ledger = (
            Ledger()
            .after_usage(live(42), at("23:59"))
            .after_history(rows(d22=24), at("23:59"))
            .after_history(rows(d22=40), at("00:01", TOMORROW))
        )
        assert told(ledger, TODAY) == (42, DayState.SETTLING)

    def test_a_late_rollup_leaves_the_day_settling_for_as_long_as_it_takes(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:59"))
        for time in ("00:05", "01:05", "09:00", "23:55"):
            ledger = ledger.after_history(rows(d22=24), at(time, TOMORROW))
            assert told(ledger, TODAY) == (42, DayState.SETTLING)

    def test_a_day_that_was_never_rolled_up_keeps_what_was_seen_live(self) -> None:
        two_days_on = at("00:00", TOMORROW + ONE_DAY)
        ledger = Ledger().after_usage(live(42), at("23:59")).after_history(rows(d22=24), two_days_on)
        assert told(ledger, TODAY) == (42, DayState.FINAL)

    def test_a_row_that_was_written_anew_is_the_last_word_even_if_lower(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:59")).after_history(rows(d22=24), at("00:05", TOMORROW))
        assert told(ledger.after_history(rows(d22=30), at("02:05", TOMORROW)), TODAY) == (30, DayState.FINAL)

    def test_yesterdays_row_that_was_not_seen_to_change_is_settling_until_two_hours_after_its_end(self) -> None:
        assert told(Ledger().after_history(rows(d21=7), at("01:59:59")), YESTERDAY) == (7, DayState.SETTLING)
        assert told(Ledger().after_history(rows(d21=7), at("02:00")), YESTERDAY) == (7, DayState.FINAL)

    def test_yesterdays_row_is_final_as_soon_as_it_was_seen_to_be_rewritten(self) -> None:
        ledger = Ledger().after_history(rows(d21=7), at("00:05"))
        assert told(ledger.after_history(rows(d21=9), at("00:10")), YESTERDAY) == (9, DayState.FINAL)
        still = ledger.after_history(rows(d21=9), at("00:10")).after_history(rows(d21=9), at("00:15"))
        assert told(still, YESTERDAY) == (9, DayState.FINAL)

    def test_a_settling_day_is_not_complete_however_often_history_was_read(self) -> None:
        ledger = Ledger().after_history(rows(d21=7), at("00:05")).after_history(rows(d21=7), at("01:30"))
        assert ledger.day(YESTERDAY) == Day(YESTERDAY, counters(7), DayState.SETTLING, complete=False)

    def test_yesterday_without_a_row_is_settling_until_two_hours_after_its_end(self) -> None:
        assert Ledger().after_history(rows(), at("01:30")).day(YESTERDAY) == Day(
            YESTERDAY, NO_USE, DayState.SETTLING, complete=False
        )
        assert Ledger().after_history(rows(), at("02:00")).day(YESTERDAY) == Day(
            YESTERDAY, NO_USE, DayState.NO_ROW, complete=True
        )

    def test_a_day_whose_live_figures_stayed_zero_ends_without_a_row(self) -> None:
        ledger = Ledger().after_usage(live(0), at("23:59"))
        assert told(ledger.after_history(rows(), at("01:30", TOMORROW)), TODAY) == (0, DayState.SETTLING)
        assert told(ledger.after_history(rows(), at("02:00", TOMORROW)), TODAY) == (0, DayState.NO_ROW)

    def test_a_day_that_was_never_read_does_not_turn_into_zero_at_midnight(self) -> None:
        ledger = Ledger().after_history(rows(d21=7), at("00:10"))
        assert ledger.on(TOMORROW).day(TODAY) == Day(TODAY, None, DayState.NEVER_READ)

    def test_a_row_read_while_the_day_ran_stays_as_settling_while_the_service_is_down(self) -> None:
        ledger = Ledger().after_history(rows(d22=24), at("15:00")).on(TOMORROW)
        assert told(ledger, TODAY) == (24, DayState.SETTLING)

    def test_live_figures_stay_as_settling_while_the_history_is_down(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:59")).after_usage(live(1, TOMORROW), at("08:00", TOMORROW))
        assert told(ledger, TODAY) == (42, DayState.SETTLING)


class TestStates:
    def test_a_settled_day_with_a_row_is_final_and_without_one_had_no_use(self) -> None:
        ledger = Ledger().after_history(rows(d19=5), at("12:00"))
        assert told(ledger, dt.date(2026, 11, 19)) == (5, DayState.FINAL)
        assert told(ledger, dt.date(2026, 11, 20)) == (0, DayState.NO_ROW)

    def test_before_history_was_read_the_past_is_never_read(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00"))
        assert ledger.day(YESTERDAY) == Day(YESTERDAY, None, DayState.NEVER_READ)

    def test_days_that_passed_since_history_was_read_are_never_read(self) -> None:
        ledger = Ledger().after_history(rows(d20=5), at("12:00", dt.date(2026, 11, 20)))
        ledger = ledger.after_usage(live(42), at("12:00"))
        assert ledger.day(YESTERDAY) == Day(YESTERDAY, None, DayState.NEVER_READ)

    def test_a_day_is_complete_once_it_settled(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_history(rows(d21=7, d22=24), at("12:00"))
        assert [day.complete for day in ledger.window(3)] == [True, True, False]
        over = ledger.on(TOMORROW)
        assert over.day(TODAY) == Day(TODAY, live(42).counters, DayState.SETTLING, complete=False)
        assert not over.after_history(rows(d22=24), at("00:05", TOMORROW)).day(TODAY).complete
        assert over.after_history(rows(d22=42), at("02:00", TOMORROW)).day(TODAY).complete


class TestMonthAsPeriod:
    def test_its_figures_are_no_days(self) -> None:
        ledger = Ledger().after_history(rows(d22=24), at("12:00")).after_usage(live(9000, "2026-11"), at("12:01"))
        assert told(ledger, TODAY) == (24, DayState.SO_FAR)

    def test_without_history_today_is_never_read(self) -> None:
        ledger = Ledger().after_usage(live(9000, "2026-11"), at("12:00"))
        assert ledger.today == TODAY
        assert ledger.day(TODAY).state is DayState.NEVER_READ

    def test_today_then_is_the_day_of_the_services_clock(self) -> None:
        ledger = Ledger().after_usage(live(9000, "2026-11"), at("23:59"))
        assert ledger.after_usage(live(9000, "2026-11"), at("00:00", TOMORROW)).today == TOMORROW


class TestTheServicesDay:
    def test_it_is_the_period_even_where_the_date_header_says_otherwise(self) -> None:
        assert Ledger().after_usage(live(1, TOMORROW), at("23:59:59")).today == TOMORROW

    def test_without_a_live_reading_it_is_the_date_header_of_the_history(self) -> None:
        assert Ledger().after_history(rows(), at("12:00")).today == TODAY

    def test_a_history_answer_from_just_before_midnight_does_not_turn_it_back(self) -> None:
        ledger = Ledger().after_usage(live(0, TOMORROW), at("00:00", TOMORROW))
        assert ledger.after_history(rows(d22=24), at("23:59:59")).today == TOMORROW

    def test_history_turns_it_while_live_readings_fail(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:00"))
        assert ledger.after_history(rows(d22=24), at("00:10", TOMORROW)).today == TOMORROW

    @pytest.mark.parametrize("off", [-3, -1, 1, 3])
    def test_a_date_header_wrong_by_days_does_not_move_it_away_from_the_period(self, off: int) -> None:
        wrong = at("12:00") + off * ONE_DAY
        ledger = Ledger().after_usage(live(42), wrong).after_history(rows(d22=24), wrong)
        assert ledger.today == TODAY
        assert told(ledger, TODAY) == (42, DayState.SO_FAR)


class TestReplicas:
    def test_one_whose_day_has_not_turned_yet_turns_nothing_back_around_midnight(self) -> None:
        turned = Ledger().after_usage(live(42), at("23:59")).after_usage(live(0, TOMORROW), at("00:00:02", TOMORROW))
        late = turned.after_usage(live(44), at("00:00:30", TOMORROW))
        assert late.today == TOMORROW
        assert told(late, TOMORROW) == (0, DayState.SO_FAR)
        assert told(late, TODAY) == (44, DayState.SETTLING)
        assert late.after_usage(live(43), at("00:01", TOMORROW)) == late

    def test_a_day_ahead_told_once_is_taken_back_with_all_that_was_told_of_it(self) -> None:
        before = Ledger().after_usage(live(42), at("12:00")).after_history(rows(d21=7), at("12:00"))
        back = before.after_usage(live(40_000, TOMORROW), at("12:01")).after_usage(live(43), at("12:02"))
        assert back.today == TODAY
        assert TOMORROW not in back.live
        assert told(back, TODAY) == (43, DayState.SO_FAR)

    def test_history_dated_ahead_once_makes_nothing_final_after_the_next_live_reading(self) -> None:
        ahead = at("12:00") + 1000 * ONE_DAY
        ledger = Ledger().after_history(rows(d21=7), ahead).after_usage(live(3), at("00:10"))
        assert told(ledger, YESTERDAY) == (7, DayState.SETTLING)


class TestRowsOfOtherDays:
    @pytest.mark.parametrize("days", [-400, 400])
    def test_where_none_is_of_the_range_days_without_a_row_are_not_known(self, days: int) -> None:
        far = at("12:00") + days * ONE_DAY
        ledger = Ledger().after_history(rows(d20=5, d21=7), far)
        assert {day.state for day in ledger.window(90)} == {DayState.NEVER_READ}

    def test_an_account_without_any_row_had_no_use(self) -> None:
        assert {day.state for day in Ledger().after_history(rows(), at("12:00")).window(90)[:-1]} == {DayState.NO_ROW}


class TestCounterRestarted:
    def test_a_counter_that_falls_is_shown_as_it_is_and_noted(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_usage(live(3), at("12:01"))
        assert told(ledger, TODAY) == (3, DayState.SO_FAR)
        assert ledger.restarted

    def test_one_falling_counter_is_enough(self) -> None:
        before = UsageMetrics("dev_1", str(TODAY), 5, 5, 5, 15)
        after = UsageMetrics("dev_1", str(TODAY), 4, 9, 9, 22)
        assert Ledger().after_usage(before, at("12:00")).after_usage(after, at("12:01")).restarted

    def test_it_stays_noted_for_the_rest_of_the_day(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_usage(live(3), at("12:01"))
        ledger = ledger.after_usage(live(50), at("13:00")).after_history(rows(d22=50), at("13:01"))
        assert ledger.restarted
        assert not ledger.after_usage(live(0, TOMORROW), at("00:00", TOMORROW)).restarted

    def test_the_fall_to_zero_at_midnight_is_none(self) -> None:
        ledger = Ledger().after_usage(live(42), at("23:59")).after_usage(live(0, TOMORROW), at("00:00", TOMORROW))
        assert not ledger.restarted

    def test_equal_or_higher_counters_are_none(self) -> None:
        ledger = Ledger().after_usage(live(42), at("12:00")).after_usage(live(42), at("12:01"))
        assert not ledger.after_usage(live(43), at("12:02")).restarted


class TestWindow:
    @pytest.mark.parametrize("days", [7, 30, 90])
    def test_it_has_exactly_n_days_that_end_today(self, days: int) -> None:
        ledger = Ledger().after_history(rows(d14=1, d22=24), at("12:00"))
        dates = [day.date for day in ledger.window(days)]
        assert dates == [TODAY - dt.timedelta(days=ago) for ago in reversed(range(days))]

    def test_the_one_row_more_that_the_service_sends_stays_out(self) -> None:
        ledger = recorded(Ledger(), "history-7")
        assert dt.date(2026, 11, 15) in ledger.rows
        assert [str(day.date)[-2:] for day in ledger.window(7)] == ["16", "17", "18", "19", "20", "21", "22"]
        # 49924 + 52181 + 56323 + 58870 + 45960 + 15333 + 9021
        assert sum(total_of(day) for day in ledger.window(7)) == 287_612

    def test_a_row_after_today_stays_out_and_is_named(self) -> None:
        ledger = Ledger().after_history(rows(d22=24, d23=2, d25=1), at("23:59"))
        assert ledger.days_ahead == (TOMORROW, dt.date(2026, 11, 25))
        assert [day.date for day in ledger.window(2)] == [YESTERDAY, TODAY]

    def test_a_row_of_tomorrow_waits_for_its_day(self) -> None:
        ledger = Ledger().after_history(rows(d22=24, d23=2), at("23:59")).on(TOMORROW)
        assert ledger.days_ahead == ()
        assert told(ledger, TOMORROW) == (2, DayState.SO_FAR)

    def test_a_row_of_a_day_that_had_not_begun_says_nothing_of_that_day_once_it_is_over(self) -> None:
        ledger = Ledger().after_history(rows(d22=24, d23=2), at("23:59")).on(TOMORROW + ONE_DAY)
        assert ledger.day(TOMORROW) == Day(TOMORROW, None, DayState.NEVER_READ)

    def test_before_the_services_day_is_known_it_is_empty(self) -> None:
        assert Ledger().window(30) == ()
        assert Ledger().days_ahead == ()

    def test_sums_beyond_32_bits_are_exact(self) -> None:
        ledger = Ledger().after_history(rows(d20=2**31 - 1, d21=2**31 - 1, d22=2**31 - 1), at("12:00"))
        assert sum(total_of(day) for day in ledger.window(3)) == 6_442_450_941


class Service(RuleBasedStateMachine):
    """A service that counts, rolls up every hour, turns its days, loses counters and lags; a ledger that reads it.

    `counted` is what its counters hold for each day, `stored` its history.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = at("12:00")
        self.counted: dict[dt.date, int] = {}
        self.stored: dict[dt.date, int] = {}
        self.rolled_up = self.now
        self.lowered: set[dt.date] = set()
        self.ledger = Ledger()
        self.finished: dict[dt.date, int] = {}

    @initialize(totals=st.dictionaries(st.integers(1, 95), st.integers(1, 2**31 - 1)))
    def past(self, totals: dict[int, int]) -> None:
        self.stored = {TODAY - dt.timedelta(days=ago): total for ago, total in totals.items()}
        self.counted = dict(self.stored)

    @rule(requests=st.integers(1, 2**31 - 1))
    def count(self, requests: int) -> None:
        self.counted[self.now.date()] = self.counted.get(self.now.date(), 0) + requests

    @rule(kept=st.integers(0, 3))
    def lose_counters(self, kept: int) -> None:
        for day in (self.now.date(), self.now.date() - ONE_DAY):
            if self.counted.get(day, 0) > kept:
                self.counted[day] = kept
                self.lowered.add(day)

    @rule(seconds=st.integers(1, 3600))
    def let_time_pass(self, seconds: int) -> None:
        end = self.now + dt.timedelta(seconds=seconds)
        while self.rolled_up + ROLLUP_DELAY <= end:
            self.now = self.rolled_up + ROLLUP_DELAY
            self.roll_up()
        self.now = end

    @rule(hours=st.integers(1, 60))
    def let_hours_pass(self, hours: int) -> None:
        for _ in range(hours):
            self.let_time_pass(3600)

    @rule()
    def roll_up(self) -> None:
        self.rolled_up = self.now
        for day in (self.now.date(), self.now.date() - ONE_DAY):
            if self.counted.get(day):
                self.stored[day] = self.counted[day]

    @rule()
    def read_usage(self) -> None:
        today = self.now.date()
        self.ledger = self.ledger.after_usage(live(self.counted.get(today, 0), today), self.now)
        assert told(self.ledger, today) == (self.counted.get(today, 0), DayState.SO_FAR)

    @rule()
    def read_history(self) -> None:
        first = self.now.date() - dt.timedelta(days=90)
        served = [UsageEntry(str(day), 0, 0, n, n) for day, n in sorted(self.stored.items()) if day >= first]
        self.ledger = self.ledger.after_history(UsageHistory(served, "dev_1"), self.now)

    @precondition(lambda self: self.ledger.today is not None)
    @rule()
    def turn_the_day_by_the_monotonic_clock(self) -> None:
        self.ledger = self.ledger.on(self.now.date())

    @invariant()
    def the_window_has_exactly_n_days_in_order(self) -> None:
        today = self.ledger.today
        for days in (7, 30, 90):
            dates = [day.date for day in self.ledger.window(days)]
            assert dates == ([] if today is None else [today - dt.timedelta(days=n) for n in reversed(range(days))])

    @invariant()
    def only_today_is_unfinished(self) -> None:
        for day in self.ledger.window(90):
            assert day.date == self.ledger.today or day.state is not DayState.SO_FAR
            assert (day.counters is None) == (day.state is DayState.NEVER_READ)

    @invariant()
    def no_finished_day_shrinks_unless_the_service_lowered_it(self) -> None:
        for day in self.ledger.window(90):
            if day.complete:
                total = total_of(day)
                if day.date not in self.lowered:
                    assert total >= self.finished.get(day.date, 0)
                self.finished[day.date] = total

    @invariant()
    def no_figure_exceeds_what_the_service_counted(self) -> None:
        for day in self.ledger.window(90):
            if day.counters is not None and day.date not in self.lowered:
                assert day.counters.total_requests <= self.counted.get(day.date, 0)

    @invariant()
    def a_final_figure_is_the_truth(self) -> None:
        for day in self.ledger.window(90):
            if day.state in (DayState.FINAL, DayState.NO_ROW) and day.date not in self.lowered:
                assert total_of(day) == self.counted.get(day.date, 0)


TestRandomWeeks = Service.TestCase
TestRandomWeeks.settings = settings(stateful_step_count=50)


@given(st.integers(0, 2**53 - 1), st.integers(0, 2**53 - 1))
def test_today_is_the_live_figure_whatever_the_row_says(seen: int, row: int) -> None:
    ledger = Ledger().after_history(rows(d22=row), at("12:00")).after_usage(live(seen), at("12:00"))
    assert ledger.day(TODAY).counters == counters(seen)


@given(st.integers(0, 2**53 - 1), st.integers(0, 2**53 - 1))
def test_right_after_midnight_the_old_day_is_the_higher_of_row_and_live_figure(seen: int, row: int) -> None:
    ledger = Ledger().after_usage(live(seen), at("23:59")).after_history(rows(d22=row), at("00:01", TOMORROW))
    assert ledger.day(TODAY).counters == counters(max(seen, row))


@given(st.lists(st.dates(dt.date(2026, 7, 1), dt.date(2026, 12, 31)), unique=True), st.integers(1, 90))
def test_whatever_rows_come_the_window_has_n_consecutive_days(days: list[dt.date], length: int) -> None:
    history = UsageHistory([UsageEntry(str(day), 0, 0, 1, 1) for day in sorted(days)], "dev_1")
    window = Ledger().after_history(history, at("12:00")).window(length)
    assert [day.date for day in window] == [TODAY - dt.timedelta(days=ago) for ago in reversed(range(length))]
    used = {day.date for day in window if day.counters not in (None, Counters(0, 0, 0, 0))}
    assert used == {day for day in days if TODAY - dt.timedelta(days=length - 1) <= day <= TODAY}


# Days that the service no longer has


def final(days_ago: int, total: int) -> DayRecord:
    day = Day(TODAY - dt.timedelta(days=days_ago), counters(total), DayState.FINAL, complete=True)
    return DayRecord(day, Provenance.HISTORY, at("12:00") - dt.timedelta(days=days_ago - 2))


def test_a_longer_window_has_the_days_that_were_kept_and_holes() -> None:
    ledger = Ledger().after_history(rows(d21=5), at("12:00")).recall([final(300, 7), final(100, 9)])

    window = ledger.window(365)

    assert [day.date for day in window] == [TODAY - dt.timedelta(days=364 - index) for index in range(365)]
    assert {364 - index: total_of(day) for index, day in enumerate(window) if day.counters and total_of(day)} == {
        300: 7,
        100: 9,
        1: 5,
    }
    assert window[0].state is DayState.NEVER_READ
    assert window[-90:] == ledger.window(90)


def test_all_days_begin_with_the_first_of_which_anything_is_known() -> None:
    assert Ledger().known == ()
    ledger = Ledger().after_history(rows(d21=5), at("12:00"))
    assert len(ledger.known) == 2
    assert len(ledger.recall([final(300, 7)]).known) == 301
    assert len(ledger.recall([final(9_000, 7)]).known) == FARTHEST


@given(st.dictionaries(st.integers(1, 400), st.integers(0, 99)), st.integers(1, 400))
def test_a_day_is_the_same_in_every_window(days: dict[int, int], length: int) -> None:
    ledger = Ledger().after_history(rows(d21=5, d01=8), at("12:00")).recall(final(day, days[day]) for day in days)

    assert ledger.window(length) == tuple(ledger.day(TODAY - dt.timedelta(days=ago)) for ago in reversed(range(length)))
