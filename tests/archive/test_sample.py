"""The sample service's year and hours, made up in memory: as an archive of it would have them."""

from __future__ import annotations

import datetime as dt

from grantex_tui.api.sample_service import DAY, LAUNCH, SEED, day_counters, history_row
from grantex_tui.archive.sample import sample_readings, sample_records
from grantex_tui.usage.hours import by_hour, stretches
from grantex_tui.usage.ledger import DayState

NOW = dt.datetime(2026, 11, 25, 9, 47, 20, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)


def test_a_year_of_days_without_a_hole_up_to_what_the_service_is_still_adding_up() -> None:
    records = sample_records(NOW.date() - 365 * ONE_DAY, NOW)

    dates = [record.day.date for record in records]
    assert dates == [NOW.date() - ago * ONE_DAY for ago in range(365, 1, -1)]
    assert all(record.day.complete for record in records)
    assert {record.day.state for record in records} == {DayState.FINAL, DayState.NO_ROW}


def test_before_the_account_began_there_is_nothing() -> None:
    assert sample_records(LAUNCH - 9 * ONE_DAY, NOW)[0].day.date == LAUNCH


def test_every_hour_of_a_finished_day_is_known_and_they_come_to_the_day() -> None:
    date = NOW.date() - ONE_DAY
    final = day_counters(SEED, date, DAY)

    hours = by_hour(stretches(date, sample_readings(date, NOW), final))

    assert sum(hour.total_requests for hour in hours if hour) == final.total_requests
    assert None not in hours


def test_today_s_readings_end_now() -> None:
    readings = sample_readings(NOW.date(), NOW)

    assert NOW.timestamp() - 300 <= readings[-1].at <= NOW.timestamp()
    assert by_hour(stretches(NOW.date(), readings))[10:] == (None,) * 14


def test_a_day_without_a_row_has_no_readings_either() -> None:
    monday = dt.date(2026, 11, 16)

    assert history_row(SEED, monday, NOW) is None
    assert sample_readings(monday, NOW) == ()
