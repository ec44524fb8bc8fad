"""The hours of a day as bars: rows as a reader sees them from a sheet's corner to a whole screen; heights and gaps."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.bars import BLOCKS, CURSOR_MARK
from grantex_tui.layout.hours import BAND, hours_lines, hours_titles
from grantex_tui.layout.lines import Ink, Role, StyledLine, text_of, width
from grantex_tui.usage.hours import HOURS, Hourly
from grantex_tui.view.hours import Gap, Hour, HoursContent, hours_content
from grantex_tui.view.selection import Display, Selection
from tests.support.dashboards import STATE, hourlies

COUNTS = (
    *(400, 400, 400, 600, 800, 800, 1_200, 1_600, 2_000, 2_400, 2_800, 8_000),
    *(7_600, 3_000, 2_800, 2_400, 2_400, 2_000, 1_600, 1_200, 1_200, 800, 400, 0),
)
USUAL = tuple(max(count, 400) if count < 3_500 else 2_800 for count in COUNTS)
TITLE = ("Thu 12 Nov 2026 by the hour · total requests", "Thu 12 Nov · total requests", "12 Nov")
CONTENT = HoursContent(
    TITLE,
    ("a usual Thursday", "a usual Thu", "usual"),
    tuple(Hour(count, usual, far=count > 7_000) for count, usual in zip(COUNTS, USUAL, strict=True)),
    here=tuple(f"{(hour + 1) % HOURS:02}" for hour in range(HOURS)),
    lines=(
        ("9,600 above a usual Thu, 100 % of it from 11 to 13 h", "100 % of it from 11 to 13 h"),
        ("no readings in between: 1 from 02 to 03 h",),
    ),
)
GAP = replace(
    CONTENT,
    hours=tuple(Hour(None, hour.usual) if 2 <= at < 9 else hour for at, hour in enumerate(CONTENT.hours)),
    gaps=(Gap(2, 9, ("12,345", "12k")),),
)


def drawn(content: HoursContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> tuple[StyledLine, ...]:
    return hours_lines(content, cells, rows, plotted=True, ink=ink)


def picture(content: HoursContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> list[str]:
    return [text_of(line).rstrip() for line in drawn(content, cells, rows, ink)]


# As a reader sees them


def test_at_80_columns_each_hour_has_the_usual_one_beside_it_and_both_axes_below() -> None:
    assert picture(CONTENT, 80, 14) == [
        "                                        !  !",
        "                                        █  ▅",
        "                                        █  █",
        "                                        █  █",
        "   5k ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔█▔▔█▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "                                        █  █",
        "                                  ▃▃ ▆▆ █▆ █▆ ██ ▆▆ ▃▃ ▃▃",
        "                         ▂▂ ▅▅ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▅▅ ▂▂ ▂▂",
        "       ▃▃ ▃▃ ▃▃ ▅▅ ▆▆ ▆▆ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▆▆ ▃▃ ·▃",
        "    0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "  UTC  00       03       06       09       12       15       18       21",
        " here  01       04       07       10       13       16       19       22",
        " 9,600 above a usual Thu, 100 % of it from 11 to 13 h",
        " no readings in between: 1 from 02 to 03 h",
    ]


def test_at_60_columns_the_two_stand_side_by_side_and_three_hours_together() -> None:
    assert picture(CONTENT, 60, 9) == [
        "  10k                         !  !",
        "   8k                         █  ▆",
        "   6k                         █  █",
        "   4k                     ▂▂▃▃█▃ █▃▄▄▃▃ ▂▂▂▂",
        "   2k ▂▂▂▂▂▂ ▂▂▃▃▃▃▅▅▆▆██ ██████ ██████ ██████▆▆▅▅▅▅ ▃▃▂▂·▂",
        "    0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "  UTC 00     03    06     09     12     15    18     21",
        " here 01     04    07     10     13     16    19     22",
        " 9,600 above a usual Thu, 100 % of it from 11 to 13 h",
    ]


def test_at_40_columns_the_usual_hour_is_a_line_on_the_bar_or_a_ghost_above_it() -> None:
    assert picture(CONTENT, 40, 6) == [
        "  10k                ! !",
        "                     █ █",
        "       ▁▁▁ ▁▂▂ ▃▄▅ ▆▇▔ ▔▇▇ ▆▆▅ ▄▃▃ ▂▁·",
        "    0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "  UTC  00  03  06  09  12  15  18  21",
        " 100 % of it from 11 to 13 h",
    ]
    low = replace(CONTENT, hours=tuple(Hour(100, 200) for _ in range(HOURS)))
    assert Role.GHOST in {span.role for span in drawn(low, 40, 6)[0]}


def test_in_the_corner_of_a_sheet_the_value_axis_goes_first() -> None:
    assert picture(CONTENT, 30, 5) == [
        "              ! !",
        "  ▁▁▁▁▁▁ ▂▃▃▄▄─ ─▅▄▄▄▃ ▃▂▂▁▁·",
        "  ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "  00 03  06 09  12 15  18 21",
        " 100 % of it from 11 to 13 h",
    ]


@pytest.mark.parametrize(("cells", "rows"), [(25, 9), (80, 2)])
def test_without_room_for_24_bars_there_are_words_alone(cells: int, rows: int) -> None:
    shown = picture(CONTENT, cells, rows)

    assert len(shown) == 2
    assert shown[0].startswith(" 100 % of it" if cells < 80 else " 9,600 above")


def test_without_colour_the_usual_hour_has_a_texture() -> None:
    assert picture(CONTENT, 80, 8, Ink.TEXTURE)[3] == (
        "       ▁  ▁  ▁  ▁  ▂  ▂  ▃  ▄┊ ▅┊ ▆┊ ▇┊ █┊ █┊ ▇┊ ▇┊ ▆┊ ▆┊ ▅┊ ▄┊ ▃  ▃  ▂  ▁  ·"
    )


def test_the_titles_keep_the_day_and_drop_what_stands_for_a_usual_one() -> None:
    titles = [text_of(title) for title in hours_titles(CONTENT)]

    assert titles[0] == "Thu 12 Nov 2026 by the hour · total requests  █ a usual Thursday"
    assert titles[1] == "Thu 12 Nov 2026 by the hour · total requests  █ a usual Thu"
    assert titles[-1] == "12 Nov"


# Bars


def heights(content: HoursContent, cells: int, rows: int, role: Role) -> list[int]:
    """Eighths of each hour's bar in a role, taken from the cells."""
    columns: dict[int, int] = {}
    for line in drawn(content, cells, rows)[:-3]:
        x = 0
        for span in line:
            for char in span.text:
                if span.role is role and char in BLOCKS[1:]:
                    columns[x] = columns.get(x, 0) + BLOCKS.index(char)
                x += 1
    return [columns[x] for x in sorted(columns)]


def test_heights_are_eighths_of_a_cell_from_the_baseline() -> None:
    counts = (*range(1, 17), *(0,) * 8)
    content = HoursContent(TITLE, hours=tuple(Hour(count, None) for count in counts), lines=(("words",),))

    shown = heights(content, 31, 11, Role.BAR)  # ten rows less baseline, hours and words: 16 is eight rows high

    assert shown == [4 * count for count in range(1, 17)]


@pytest.mark.parametrize(("cells", "breadth"), [(31, 1), (56, 1), (80, 1), (120, 2), (196, 4)])
def test_bars_are_equally_wide_and_fill_the_width(cells: int, breadth: int) -> None:
    even = replace(CONTENT, hours=tuple(Hour(100, 50) for _ in range(HOURS)), here=())

    baseline = next(line for line in drawn(even, cells, 9) if "▔▔▔▔" in text_of(line))
    assert width(baseline) == cells - 1, "a margin is left at the end"
    assert len(heights(even, cells, 9, Role.BAR)) == HOURS * breadth


def test_a_far_hour_is_in_the_outliers_colour_with_its_mark_and_the_running_one_in_today_s() -> None:
    hours = (Hour(400, 100, far=True), Hour(90, 100, so_far=True), *(Hour(None, 100) for _ in range(HOURS - 2)))

    roles = [span.role for line in drawn(replace(CONTENT, hours=hours), 80, 10) for span in line]

    assert (Role.OUTLIER in roles, Role.WARN in roles, Role.TODAY in roles, Role.BAR in roles) == (*(True,) * 3, False)


def test_the_chosen_hour_is_marked_on_the_baseline() -> None:
    plain, chosen = picture(CONTENT, 60, 7), picture(replace(CONTENT, chosen=11), 60, 7)

    at = next(line for line in chosen if CURSOR_MARK in line).index(CURSOR_MARK)
    assert at == next(line for line in plain if "!" in line).index("!")
    assert len(chosen) == len(plain)


# Gaps


def test_a_gap_is_a_flat_band_with_its_sum_whatever_the_sum() -> None:
    assert picture(GAP, 80, 9)[3:6] == [
        "   4k                             ▂▂ ▃▃ █▃ █▃ ▄▄ ▃▃ ▂▂ ▂▂",
        "   2k  ▂▂ ▂▂ ░░░░░░ 12,345 ░░░░░░ ██ ██ ██ ██ ██ ██ ██ ██ ██ ▆▆ ▅▅ ▅▅ ▃▃ ▂▂ ·▂",
        "    0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
    ]
    assert picture(GAP, 40, 6)[2] == "       ▁▁░░ 12k ░░ ▆▇▔ ▔▇▇ ▆▆▅ ▄▃▃ ▂▁·"


def test_a_gap_too_narrow_for_its_sum_is_a_band_alone() -> None:
    short = replace(GAP, gaps=(Gap(2, 4, ("12,345", "12k")),))

    bottom = picture(short, 40, 6)[2]

    assert BAND in bottom
    assert "12" not in bottom


def test_an_hour_that_is_over_and_was_never_read_has_a_mark() -> None:
    hours = (*CONTENT.hours[:20], *(Hour(None, None, unread=True) for _ in range(4)))

    assert picture(replace(CONTENT, hours=hours), 80, 9)[4].rstrip().endswith("?  ?  ?  ?")


# Axes


def half_past(cells: int) -> list[str]:
    here = tuple(f"{(hour + 5) % HOURS:02}:30" for hour in range(HOURS))
    return picture(replace(CONTENT, here=here), cells, 10)[-3:-1]


def test_hours_that_begin_at_half_past_are_written_out_and_stand_apart() -> None:
    assert half_past(60) == [
        "  UTC 00     03    06     09     12     15    18     21",
        " here 05:30  08:30 11:30  14:30  17:30  20:30 23:30  02:30",
    ]
    assert half_past(40) == ["  UTC  00      06      12      18", " here  05:30   11:30   17:30   23:30"]


def test_where_there_is_room_every_hour_is_named() -> None:
    axis = next(line for line in picture(CONTENT, 196, 12) if "UTC" in line)

    assert axis.split() == ["UTC", *CONTENT.utc]


def test_where_both_zones_agree_there_is_one_axis() -> None:
    assert not any("here" in line for line in picture(replace(CONTENT, here=()), 120, 30))


# Its place


def test_before_plotext_is_loaded_there_are_no_bars_and_a_message_needs_none() -> None:
    assert hours_lines(CONTENT, 80, 10, plotted=False) == ()
    message = HoursContent(TITLE, message=("Reading the archive…",))
    assert [text_of(line) for line in hours_lines(message, 40, 3, plotted=False)] == [
        "",
        "          Reading the archive…",
    ]


@given(
    hourly=hourlies(),
    hour=st.none() | st.integers(0, 23),
    minutes=st.integers(-47, 56).map(lambda quarters: 15 * quarters),
    cells=st.integers(1, 240),
    rows=st.integers(1, 50),
    ink=st.sampled_from(Ink),
)
def test_hours_fit_any_place(hourly: Hourly, hour: int | None, minutes: int, cells: int, rows: int, ink: Ink) -> None:
    zone = dt.timezone(dt.timedelta(minutes=minutes))
    content = hours_content(STATE, Selection(display=Display.HOURS, hour=hour), hourly, zone)
    assert content is not None

    lines = hours_lines(content, cells, rows, plotted=True, ink=ink)

    assert len(lines) <= rows
    assert [text_of(line) for line in lines if width(line) > cells] == []
    assert all(text_of(line).isprintable() for line in lines)
