"""The hours of a day in words: counts and what is usual, sums over gaps, the peak, and what no reading tells."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from grantex_tui.polling.state import State
from grantex_tui.usage.hours import HOURS, Hourly, Readings, Stretch
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.utc import midnight
from grantex_tui.view.day import day_content
from grantex_tui.view.hours import NONE_KEPT, Gap, HoursContent, hours_content
from grantex_tui.view.selection import Display, Selection
from grantex_tui.view.wordings import wording
from tests.support.gated_client import counters
from tests.support.states import TODAY, ago, metrics, state

YESTERDAY = ago(1)
"""Saturday 21 November 2026: 3,000 requests."""

STATE = state(metrics(1_400), dict.fromkeys(range(1, 90), 3000))
HOURS_VIEW = Selection(display=Display.HOURS)

USUAL = tuple(
    (YESTERDAY - dt.timedelta(weeks=weeks), tuple(counters(count) for _ in range(HOURS)))
    for weeks, count in enumerate((80, 90, 90, 100, 100, 110, 110, 120), 1)
)
"""Saturdays of 100 requests an hour; a quarter of them below 90, a quarter above 110."""


def counted(date: dt.date, *parts: tuple[float, float, int]) -> tuple[Stretch, ...]:
    """Stretches from and to so many hours after midnight."""
    start = midnight(date)
    return tuple(
        Stretch(start + dt.timedelta(hours=first), start + dt.timedelta(hours=last), counters(total))
        for first, last, total in parts
    )


def hourly(total: int = 100, date: dt.date = YESTERDAY, **others: int) -> Hourly:
    """A whole day of `total` an hour but for `h11=900`."""
    hours = tuple((at, at + 1, others.get(f"h{at}", total)) for at in range(HOURS))
    return Hourly(date, counted(date, *hours), USUAL)


def said(
    known: Hourly | None,
    chosen: Selection = HOURS_VIEW,
    of: State = STATE,
    zone: dt.tzinfo = dt.UTC,
) -> HoursContent:
    found = hours_content(of, chosen.on(known.date) if known and known.date != TODAY else chosen, known, zone)
    assert found is not None
    return found


def lines(content: HoursContent, step: int = 0) -> list[str]:
    return [wording(line, step) for line in content.lines]


# A day's hours


def test_each_hour_has_its_count_and_what_is_usual_on_its_weekday() -> None:
    content = said(hourly(h11=95))

    assert content.title[0] == "Sat 21 Nov 2026 by the hour · total requests"
    assert content.legend[0] == "a usual Saturday"
    assert [(hour.count, hour.usual) for hour in content.hours[10:13]] == [(100, 100), (95, 100), (100, 100)]
    assert lines(content) == ["highest from 00 to 01 h: 100, usual 100 (90–110)"]


def test_the_metric_is_the_chosen_one() -> None:
    content = said(hourly(), HOURS_VIEW.measuring(Metric.AUTHORIZATIONS))

    assert content.title[0] == "Sat 21 Nov 2026 by the hour · authorizations"
    assert {hour.count for hour in content.hours} == {0}


def test_the_hours_of_an_excess_are_said_with_their_share_of_it() -> None:
    content = said(hourly(h11=3_700, h12=3_700, h14=2_700))  # 9,800 above usual; 11 to 13 h hold 7,200, and it is grown

    assert [index for index, hour in enumerate(content.hours) if hour.far] == [11, 12, 14]
    assert lines(content) == ["9,800 above a usual Sat, 73 % of it from 11 to 13 h"]
    assert content.lines[0][1:] == ("9.8k above usual, 73 % of it from 11 to 13 h", "73 % of it from 11 to 13 h")


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (11, "11–12 h UTC (12–13 here): 15,024, usual 100 (90–110)"),
        (23, "23–24 h UTC (00–01 here): 100, usual 100 (90–110)"),
    ],
)
def test_a_chosen_hour_is_said_first_with_median_and_quartiles_and_the_user_s_hour(hour: int, words: str) -> None:
    content = said(hourly(h11=15_024), HOURS_VIEW.at_hour(hour), zone=ZoneInfo("Europe/Berlin"))

    assert lines(content)[0] == words
    assert content.lines[0][-1] == f"{hour:02} h: {words.partition(': ')[2].partition(', usual')[0]}"
    assert content.chosen == hour


def test_the_first_hour_to_be_chosen_is_the_highest_and_the_next_ones_adjoin_it_within_the_day() -> None:
    content = said(hourly(h11=900))

    assert content.hour_beside(1) == content.hour_beside(-1) == 11
    assert [replace(content, chosen=at).hour_beside(step) for at, step in ((11, 1), (0, -1), (23, 1))] == [12, 0, 23]


# The user's hours


@pytest.mark.parametrize(
    ("zone", "here"),
    [
        ("UTC", ()),
        ("Europe/Berlin", ("01", "02", "00")),
        ("America/New_York", ("19", "20", "18")),
        ("Asia/Kolkata", ("05:30", "06:30", "04:30")),
        ("Asia/Kathmandu", ("05:45", "06:45", "04:45")),
    ],
)
def test_the_user_s_hours_stand_beside_the_utc_hours_where_they_differ(zone: str, here: tuple[str, ...]) -> None:
    found = said(hourly(), zone=ZoneInfo(zone)).here

    assert (*found[:2], *found[-1:]) == here


def test_on_the_day_the_user_s_clock_is_changed_an_hour_comes_twice() -> None:
    sunday = dt.date(2026, 10, 25)  # 03:00 becomes 02:00 in Berlin, at 01:00 UTC
    found = said(hourly(date=sunday), replace(HOURS_VIEW, days=90), zone=ZoneInfo("Europe/Berlin"))

    assert found.here[:4] == ("02", "02", "03", "04")


# Gaps


def test_what_was_counted_in_a_gap_is_one_sum_and_its_hours_have_none() -> None:
    rest = tuple((at, at + 1, 50) for at in range(9, HOURS))
    content = said(Hourly(YESTERDAY, counted(YESTERDAY, (0, 1, 50), (1, 2, 50), (2, 9, 12_345), *rest)))

    assert content.gaps == (Gap(2, 9, ("12,345", "12k")),)
    assert [hour.count for hour in content.hours[:10]] == [50, 50, *(None,) * 7, 50]
    assert not any(hour.unread for hour in content.hours)
    assert lines(content)[1] == "no readings in between: 12,345 from 02 to 09 h"
    assert lines(content, 1)[1] == "12,345 from 02 to 09 h"


def test_before_the_first_and_after_the_last_reading_there_are_none() -> None:
    content = said(Hourly(YESTERDAY, counted(YESTERDAY, (0, 9, 800), (9, 10, 100), (10, 24, 2_100))))

    assert lines(content)[1] == (
        "no readings before 09:00: 800 from 00 to 09 h · no readings after 10:00: 2,100 from 10 to 24 h"
    )
    assert content.lines[1][-1] == "2.9k in 23 h of 2 gaps"


def test_a_chosen_hour_in_a_gap_is_not_known() -> None:
    content = said(Hourly(YESTERDAY, counted(YESTERDAY, (0, 24, 3_000)), USUAL), HOURS_VIEW.at_hour(5))

    assert lines(content)[0] == "05–06 h UTC: not known, 3,000 from 00 to 24 h, usual 100 (90–110)"


def test_a_finished_day_without_readings_is_one_gap_of_its_figure() -> None:
    content = said(Hourly(YESTERDAY))

    assert content.gaps == (Gap(0, 24, ("3,000", "3k")),)
    assert lines(content)[0] == "no readings of this day: 3,000 from 00 to 24 h"


def test_a_day_that_ended_and_has_no_last_word_yet_has_no_readings_after_the_last_one() -> None:
    content = said(Hourly(YESTERDAY, counted(YESTERDAY, *((at, at + 1, 9) for at in range(22)), (22, 22.4, 5))))

    assert content.hours[22].so_far
    assert [at for at, hour in enumerate(content.hours) if hour.unread] == [23]
    assert "no readings after 22:24" in lines(content)


def test_a_last_reading_just_before_midnight_is_as_good_as_the_day_s_end() -> None:
    content = said(Hourly(YESTERDAY, counted(YESTERDAY, *((at, at + 1, 9) for at in range(23)), (23, 23.95, 5))))

    assert not content.hours[23].so_far
    assert not any("no readings" in line for line in lines(content))


def test_the_highest_hour_is_not_said_twice() -> None:
    assert len(lines(said(hourly(h11=101), HOURS_VIEW.at_hour(11)))) == 1
    assert len(lines(said(hourly(h11=101), HOURS_VIEW.at_hour(12)))) == 2


# Today


def test_today_s_running_hour_is_so_far_and_later_ones_are_still_to_come() -> None:
    today = Hourly(TODAY, counted(TODAY, *((at, at + 1, 100) for at in range(14)), (14, 14.5, 60)))
    content = said(today, HOURS_VIEW.at_hour(14))

    assert content.today
    assert (content.hours[14].so_far, content.hours[15].count, content.hours[15].unread) == (True, None, False)
    assert lines(content)[0] == "14–15 h UTC: 60 so far"
    assert lines(said(today, HOURS_VIEW.at_hour(15)))[0] == "15–16 h UTC: still to come"
    assert "usual hours come with 4 Sundays of readings" in lines(content)


def test_a_gap_that_lasts_to_today_s_last_reading_ends_with_the_minute() -> None:
    content = said(Hourly(TODAY, counted(TODAY, (0, 14 + 32 / 60, 1_400))))

    assert lines(content)[0] == "no readings before 14:32: 1,400 from 00:00 to 14:32"


# What stands in their place


def test_while_the_archive_is_asked_it_says_so() -> None:
    loading = Hourly(TODAY, readings=Readings.LOADING)

    assert said(loading).message == said(None).message == ("Reading the archive…",)
    assert said(Hourly(ago(3)), HOURS_VIEW).message == (), "another day's"


def test_another_day_s_hours_are_never_shown() -> None:
    content = hours_content(STATE, HOURS_VIEW.on(ago(2)), hourly(), dt.UTC)

    assert content is not None
    assert content.message == ("Reading the archive…",)


def test_without_an_archive_the_hours_since_the_start_are_shown_and_no_others() -> None:
    today = Hourly(TODAY, counted(TODAY, (0, 14, 1_300), (14, 14.5, 100)), (), Readings.NONE_KEPT)

    assert said(Hourly(YESTERDAY, readings=Readings.NONE_KEPT)).message == (NONE_KEPT,)
    assert NONE_KEPT in lines(said(today))


def test_an_archive_that_fails_is_named_and_what_is_known_without_it_shown() -> None:
    known = counted(TODAY, (0, 14, 1_300), (14, 14.5, 100))
    words = "The archive fails: the file is damaged."

    assert said(Hourly(YESTERDAY, (), (), Readings.FAILED, "the file is damaged")).message == (words,)
    assert words in lines(said(Hourly(TODAY, known, (), Readings.FAILED, "the file is damaged")))


def test_a_day_without_readings_or_figure_says_so() -> None:
    assert said(Hourly(ago(5)), of=state(metrics(9))).message == ("No readings of Tue 17 Nov 2026.",)
    assert hours_content(state(), HOURS_VIEW, None, dt.UTC) is None


# The day's own words


def test_a_day_s_line_says_where_its_excess_came_and_other_days_hours_say_nothing_of_it() -> None:
    known = hourly(h11=3_700, h12=3_700, h14=2_700)

    risen = state(metrics(1_400), {**dict.fromkeys(range(1, 90), 3_000), 1: 12_800})
    day = day_content(risen, Selection(cursor=YESTERDAY), known)
    other = day_content(STATE, Selection(cursor=ago(2)), known)

    assert day is not None
    assert other is not None
    assert day.hours == "9.8k above usual, 73 % of it from 11 to 13 h"
    assert day.sentence == "It has 9,800 more requests than a usual Saturday (3,000), 73 % of them from 11 to 13 h."
    assert "73 %" in day.line
    assert other == day_content(STATE, Selection(cursor=ago(2)))
