"""All that was counted since a mark: worked by hand over midnights and lost counters, then any service."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import NO_USE, Counters
from grantex_tui.usage.mark import Mark
from grantex_tui.usage.metric import Metric
from tests.support.days import FIGURES, ONE_DAY, parts
from tests.support.gated_client import counters

AT = dt.datetime(2026, 11, 22, 14, 20, tzinfo=dt.UTC)
SUNDAY = dt.date(2026, 11, 22)
MONDAY, TUESDAY, WEDNESDAY = (SUNDAY + index * ONE_DAY for index in (1, 2, 3))


def mark(total: int, period: dt.date | str = SUNDAY) -> Mark:
    return Mark.start(AT, str(period), counters(total))


def since(marked: Mark) -> int:
    return marked.since.total_requests


class TestWithinADay:
    def test_at_the_mark_nothing_was_counted(self) -> None:
        assert mark(4_000).since == NO_USE

    def test_it_is_what_each_counter_grew_by(self) -> None:
        marked = Mark.start(AT, str(SUNDAY), parts(900, 200, 3_000))
        marked = marked.after_usage(str(SUNDAY), parts(910, 200, 3_100))
        assert marked.after_usage(str(SUNDAY), parts(948, 212, 3_204)).since == parts(48, 12, 204)

    def test_a_counter_that_fell_counts_whole(self) -> None:
        marked = mark(100).after_usage(str(SUNDAY), counters(110)).after_usage(str(SUNDAY), counters(7))
        assert since(marked) == 17
        assert since(marked.after_usage(str(SUNDAY), counters(9))) == 19

    def test_where_one_counter_fell_the_total_grows_by_its_parts_so_that_they_add_up(self) -> None:
        marked = Mark.start(AT, str(SUNDAY), parts(900, 200, 3_000))
        marked = marked.after_usage(str(SUNDAY), parts(5, 201, 3_000))  # 3,206 in all, of which 3,200 are old
        assert marked.since == parts(5, 1, 0)
        assert marked.after_usage(str(SUNDAY), parts(9, 203, 3_010)).since == parts(9, 3, 10)

    def test_it_remembers_when_it_was_set(self) -> None:
        assert mark(100).after_usage(str(MONDAY), counters(1)).at == AT


class TestMidnight:
    def test_the_new_day_counts_whole(self) -> None:
        assert since(mark(100).after_usage(str(SUNDAY), counters(142)).after_usage(str(MONDAY), counters(3))) == 45

    def test_a_new_day_above_the_old_one_counts_whole_too(self) -> None:
        assert since(mark(100).after_usage(str(MONDAY), counters(130))) == 130

    def test_what_came_after_the_last_live_reading_is_added_once(self) -> None:
        marked = mark(100).after_usage(str(SUNDAY), counters(142)).after_usage(str(MONDAY), counters(3))
        marked = marked.closed(SUNDAY, counters(150))
        assert since(marked) == 53
        assert marked.closed(SUNDAY, counters(150)) == marked
        assert since(marked.closed(SUNDAY, counters(151))) == 54

    def test_a_row_behind_the_live_figures_takes_nothing(self) -> None:
        marked = mark(100).after_usage(str(SUNDAY), counters(142)).after_usage(str(MONDAY), counters(3))
        assert marked.closed(SUNDAY, counters(24)) == marked
        assert since(marked.closed(SUNDAY, counters(24)).closed(SUNDAY, counters(150))) == 53

    def test_days_without_any_live_reading_count_whole(self) -> None:
        marked = mark(100).after_usage(str(WEDNESDAY), counters(3))
        assert [day.date for day in marked.past] == [SUNDAY, MONDAY, TUESDAY]
        marked = marked.closed(SUNDAY, counters(110)).closed(MONDAY, counters(2_000)).closed(TUESDAY, NO_USE)
        assert since(marked) == 10 + 2_000 + 0 + 3

    def test_the_day_under_way_and_days_before_the_mark_cannot_be_closed(self) -> None:
        marked = mark(100).after_usage(str(MONDAY), counters(3))
        assert marked.closed(MONDAY, counters(900)) == marked
        assert marked.closed(SUNDAY - ONE_DAY, counters(900)) == marked
        assert mark(100).closed(SUNDAY, counters(900)) == mark(100)

    def test_a_row_from_before_lost_counters_adds_nothing_twice(self) -> None:
        marked = mark(100).after_usage(str(SUNDAY), counters(142)).after_usage(str(SUNDAY), counters(7))
        marked = marked.after_usage(str(MONDAY), NO_USE).closed(SUNDAY, counters(142))
        assert since(marked) == 49

    def test_a_late_answer_of_the_old_day_is_left_out(self) -> None:
        marked = mark(100).after_usage(str(MONDAY), counters(3))
        assert marked.after_usage(str(SUNDAY), counters(142)) == marked

    def test_a_long_absence_keeps_the_days_that_history_has(self) -> None:
        marked = mark(100).after_usage(str(SUNDAY + 400 * ONE_DAY), counters(3))
        assert len(marked.past) == MAX_DAYS
        assert marked.past[-1].date == SUNDAY + 399 * ONE_DAY


class TestMonths:
    def test_within_a_month_it_is_what_the_counters_grew_by(self) -> None:
        assert since(mark(90_000, "2026-11").after_usage("2026-11", counters(90_264))) == 264

    def test_a_new_month_counts_whole(self) -> None:
        marked = mark(90_000, "2026-11").after_usage("2026-11", counters(90_010)).after_usage("2026-12", counters(5))
        assert since(marked) == 15
        assert marked.past == ()

    def test_a_service_that_changes_from_days_to_months_or_back_adds_nothing_by_that(self) -> None:
        marked = mark(100).after_usage("2026-11", counters(90_000)).after_usage("2026-11", counters(90_004))
        marked = marked.after_usage(str(SUNDAY), counters(120)).after_usage(str(SUNDAY), counters(121))
        assert since(marked) == 5


READINGS = st.lists(
    st.tuples(st.sampled_from([str(SUNDAY), str(MONDAY), str(TUESDAY), "2026-11", "2026-12"]), FIGURES), max_size=12
)


def follow(marked: Mark, readings: list[tuple[str, Counters]]) -> Mark:
    for period, figures in readings:
        marked = marked.after_usage(period, figures)
    return marked


@given(READINGS, st.lists(st.tuples(st.sampled_from([SUNDAY, MONDAY, TUESDAY]), FIGURES)), st.sampled_from(Metric))
def test_it_never_shrinks(
    readings: list[tuple[str, Counters]], finals: list[tuple[dt.date, Counters]], metric: Metric
) -> None:
    marked = mark(100)
    for period, figures in readings:
        following = marked.after_usage(period, figures)
        assert metric.of(following.since) >= metric.of(marked.since) >= 0
        marked = following
    for day, final in finals:
        following = marked.closed(day, final)
        assert metric.of(following.since) >= metric.of(marked.since)
        assert following.closed(day, final) == following
        marked = following


@given(READINGS, READINGS)
def test_two_marks_one_after_the_other_count_what_one_counts(
    before: list[tuple[str, Counters]], after: list[tuple[str, Counters]]
) -> None:
    first = follow(mark(100), before)
    second = Mark.start(AT, first.period, first.last)
    assert follow(first, after).since == first.since + follow(second, after).since


REQUEST, READ, MIDNIGHT = "request", "read", "midnight"


@given(st.lists(st.sampled_from([REQUEST, REQUEST, READ, MIDNIGHT]), max_size=80))
def test_once_every_day_is_closed_it_is_exactly_what_the_service_counted(events: list[str]) -> None:
    today, counted = SUNDAY, {SUNDAY: 100}
    marked = mark(100)
    for event in [*events, READ]:
        match event:
            case "request":
                counted[today] = counted.get(today, 0) + 1
            case "read":
                marked = marked.after_usage(str(today), counters(counted.get(today, 0)))
            case _:
                today += ONE_DAY
    assert since(marked) <= sum(counted.values()) - 100
    for day in range((today - SUNDAY).days):
        date = SUNDAY + day * ONE_DAY
        marked = marked.closed(date, counters(counted.get(date, 0)))
    assert since(marked) == sum(counted.values()) - 100
