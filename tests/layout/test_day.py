"""The chosen day's detail on lines: what it has room for, and nothing wider than that."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.day import day_lines
from grantex_tui.layout.lines import text_of
from grantex_tui.tui.digits import large_digits
from grantex_tui.usage.metric import Metric
from grantex_tui.view.day import DayContent, DayDetail, Part
from grantex_tui.view.hours import Hour, HoursContent

DAY = DayContent(
    date=("Thu 12 Nov 2026", "Thu 12 Nov", "12 Nov"),
    headline="1,080 total requests",
    figure=("1,080",),
    parts=(
        Part(Metric.TOKEN_EXCHANGES, 110, 110 / 1080, 100),
        Part(Metric.AUTHORIZATIONS, 20, 20 / 1080, 20),
        Part(Metric.VERIFICATIONS, 950, 950 / 1080, None),
    ),
    state="final",
    outlier=("2.7× a usual Thu, verifications 3.4×", "2.7× a usual Thu"),
    facts=("highest of 30",),
    sentence="Thu 12 Nov 2026 counts 1,080 total requests.",
    number="1,080",
    noun="total requests",
    brief=("1,080 total", "1,080"),
)
HOURS = HoursContent(("Thu 12 Nov 2026 by the hour",), hours=tuple(Hour(45, None) for _ in range(24)))
DETAIL = DayDetail(DAY, HOURS)


def lines(cells: int, rows: int, detail: DayDetail = DETAIL) -> list[str]:
    return [text_of(line).rstrip() for line in day_lines(detail, cells, rows, large_digits, plotted=True)]


def test_large_digits_stand_beside_what_is_unusual() -> None:
    said = lines(70, 36)

    assert said[0].endswith("    total requests")
    assert said[1].endswith("    ! 2.7× a usual Thu, verifications 3.4×")
    assert said[2].endswith("    highest of 30")


def test_each_operation_has_its_count_its_bar_and_its_usual() -> None:
    assert lines(70, 36)[4:7] == [
        "token exchanges  110  █             10 %  usual 100, +10 %",
        "authorizations    20  █              2 %  usual 20, ±0 %",
        "verifications    950  ███████████   88 %",
    ]


@pytest.mark.parametrize(("rows", "hours"), [(36, True), (20, True), (12, False), (4, False)])
def test_hours_stand_there_where_they_fit_with_the_rest(rows: int, hours: bool) -> None:
    said = lines(70, rows)

    assert ("By the hour, UTC" in said) == hours
    assert len(said) <= rows or not hours


def test_in_the_place_of_hours_that_are_not_there_stands_why() -> None:
    loading = replace(HOURS, hours=(), message=("Reading the archive…",))

    said = lines(70, 36, DayDetail(DAY, loading))

    assert said[said.index("By the hour, UTC") + 1] == "Reading the archive…"


def test_a_narrow_window_has_the_figure_in_text_and_short_names() -> None:
    assert lines(20, 8)[:7] == [
        *("1,080 total requests", "! 2.7× a usual Thu", "highest of 30", ""),
        *("exch  110  10 %", "auth   20   2 %", "veri  950  88 %"),
    ]


@pytest.mark.parametrize(
    ("cells", "first"), [(20, "1,080 total requests"), (16, "1,080 total"), (10, "1,080"), (5, "1,080")]
)
def test_the_figure_is_named_as_long_as_a_name_fits(cells: int, first: str) -> None:
    assert lines(cells, 3)[0] == first


def test_the_shortest_reason_goes_on_below_where_it_does_not_fit() -> None:
    assert lines(16, 3)[1:3] == ["! 2.7× a usual", "Thu"]


def test_no_line_is_wider_than_there_is_room() -> None:
    assert all(len(line) <= cells for cells in range(16, 90) for rows in (4, 20, 40) for line in lines(cells, rows))
