"""The drawn chart: pictures compared row by row with what a reader should see, and heights read back from its cells."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout import plot
from grantex_tui.layout.bars import (
    BLOCKS,
    CURSOR_MARK,
    NO_ROW_DOT,
    STACK_ROLES,
    Bar,
    Plot,
    Tick,
    bar_at,
    rows_below,
    with_cursor,
)
from grantex_tui.layout.columns import columns
from grantex_tui.layout.lines import Ink, Role, StyledLine, text_of, width
from grantex_tui.layout.plot import draw
from grantex_tui.layout.stack import part_tops

MONDAY, FRIDAY = 0, 4
TICKS = (Tick(0, "0"), Tick(16, "5k"), Tick(32, "10k"))


def plotted(bars: tuple[Bar, ...], cells: int, rows: int, weekday: int = MONDAY, **more: Any) -> Plot:
    return Plot(
        bars, columns(len(bars), weekday, cells, after=more.pop("after", 0)), more.pop("ticks", ()), rows, **more
    )


def levels(*heights: int) -> tuple[Bar, ...]:
    return tuple(Bar(height) for height in heights)


def picture(drawn: Plot) -> list[str]:
    return [text_of(row) for row in draw(drawn)]


Cell = tuple[str, Role, Role | None]


def cells_of(line: StyledLine) -> list[Cell]:
    return [(char, span.role, span.ground) for span in line for char in span.text]


@lru_cache(maxsize=4)
def bar_rows(drawn: Plot) -> list[list[Cell]]:
    """The cells right of the axis, row by row from below."""
    return [cells_of(row)[drawn.label_width :] for row in draw(drawn)[: drawn.rows]][::-1]


def column(drawn: Plot, x: int) -> list[Cell]:
    """The cells of a column of the bars' rows, from below; `x` is counted from the axis."""
    return [row[x] for row in bar_rows(drawn)]


def heights(drawn: Plot, *roles: Role) -> list[set[int]]:
    """Eighths that the columns of each bar show in `roles`, as characters or as the ground above them."""

    def eighths(cell: Cell) -> int:
        char, role, ground = cell
        own = BLOCKS.index(char) if char in BLOCKS else 0
        return own * (role in roles) + (8 - own) * (ground in roles)

    place = drawn.place
    return [
        {sum(map(eighths, column(drawn, x))) for x in range(start, start + place.breadth)} for start in place.starts
    ]


WEEK = (
    Bar(32, "Mon 16"),  # 10k
    Bar(1),  # the smallest that is not 0
    Bar(0, base=NO_ROW_DOT),
    Bar(9, "Thu 19"),
    Bar(28),
    Bar(0, role=Role.WEEKEND),  # a row of zeros
    Bar(21, "today", role=Role.TODAY),
)
WEEKS_PLOT = plotted(WEEK, 27, 5, ticks=TICKS)


def test_a_week_reads_as_seven_bars_that_stand_on_the_baseline_with_dates() -> None:
    assert picture(WEEKS_PLOT) == [
        "                               ",
        "10k ███             ▄▄▄        ",
        "    ███             ███     ▅▅▅",
        " 5k ███         ▁▁▁ ███     ███",
        "    ███ ▁▁▁  ·  ███ ███     ███",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "    Mon 16      Thu 19    today",
    ]


def test_lines_run_behind_the_bars_at_the_ticks_and_at_the_average_but_not_in_gaps_of_a_cell() -> None:
    assert picture(replace(WEEKS_PLOT, grid=True, average=Tick(13, "avg"))) == [
        "                               ",
        "10k ███▔▔▔▔▔▔▔▔▔▔▔▔▔▄▄▄▔▔▔▔▔▔▔▔",
        "avg ███             ███     ▅▅▅",
        " 5k ███╌╌╌╌╌╌╌╌╌▁▁▁ ███╌╌╌╌╌███",
        "    ███ ▁▁▁  ·  ███ ███     ███",
        "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔",
        "    Mon 16      Thu 19    today",
    ]


def test_a_day_has_its_letter_under_the_middle_of_its_bar() -> None:
    days = tuple(Bar(8, "9 Nov" if letter == "M" else "", letter) for letter in "MTW")

    assert picture(plotted(days, 11, 1)) == [" ███ ███ ███", " ▔▔▔▔▔▔▔▔▔▔▔", "  M   T   W ", " 9 Nov      "]


def test_weeks_are_set_apart() -> None:
    friday_to_monday = levels(8, 8, 8, 8)

    assert picture(plotted(friday_to_monday, 9, 1, FRIDAY))[0] == " █ █ █   █"
    assert picture(plotted(friday_to_monday, 5, 1, FRIDAY))[0] == " ███ █"
    assert picture(plotted(friday_to_monday, 4, 1, FRIDAY))[0] == " ████"


def test_a_chart_without_any_label_keeps_its_row_for_them() -> None:
    assert picture(plotted(levels(16, 0, 1), 5, 2)) == [" █    ", " █   ▁", " ▔▔▔▔▔", "      "]


def test_fifty_one_and_fifty_three_thousand_differ() -> None:
    assert picture(plotted(levels(13, 14), 3, 2))[0] == " ▅ ▆"


def test_roles_tell_weekends_outliers_and_today_apart() -> None:
    days = (Bar(8), Bar(8, role=Role.OUTLIER), Bar(8, role=Role.WEEKEND), Bar(8, role=Role.TODAY))

    found = [cell[1] for cell in cells_of(draw(plotted(days, 7, 1))[0]) if cell[0] == "█"]

    assert found == [Role.BAR, Role.OUTLIER, Role.WEEKEND, Role.TODAY]


# Every height, width and tick


@st.composite
def plots(draw_from: st.DrawFn, *, ink: Ink = Ink.COLOUR) -> Plot:
    rows = draw_from(st.integers(1, 30))
    place = columns(draw_from(st.integers(1, 90)), draw_from(st.integers(0, 6)), draw_from(st.integers(6, 120)))
    height = st.integers(0, 8 * rows)
    bars = tuple(
        Bar(draw_from(height), draw_from(st.sampled_from(["", "", "9 Nov"]))) for _ in range(min(place.shown, 20))
    )
    shown = (bars * (place.shown // len(bars) + 1))[: place.shown]
    step = draw_from(st.integers(1, rows))
    ticks = tuple(Tick(8 * step * index, f"{index}k") for index in range(rows // step + 1))
    average = draw_from(st.none() | st.integers(1, 8 * rows).map(lambda level: Tick(level, "avg")))
    return Plot(shown, place, ticks, rows, average, grid=draw_from(st.booleans()), ink=ink)


@given(drawn=plots())
def test_every_bar_is_as_high_as_its_figure_and_as_wide_as_the_others(drawn: Plot) -> None:
    rows = draw(drawn)

    assert len(rows) == drawn.rows + rows_below(letters=False)
    assert {width(row) for row in rows} == {drawn.label_width + drawn.place.cells}
    assert "".join(map(text_of, rows)).isprintable()
    assert heights(drawn, Role.BAR) == [{bar.level} for bar in drawn.bars]
    inside = {x for start in drawn.place.starts for x in range(start, start + drawn.place.breadth)}
    for x in set(range(drawn.place.cells)) - inside:
        assert not [cell for cell in column(drawn, x) if cell[0] in BLOCKS[1:]], "beside the bars"


@given(drawn=plots())
def test_every_tick_stands_right_under_its_height_and_its_line_at_it(drawn: Plot) -> None:
    rows = picture(drawn)

    for tick in drawn.ticks:
        row = drawn.rows - tick.level // 8  # its upper edge is the tick's height
        assert rows[row][: drawn.label_width].strip() == tick.label
        behind = set(rows[row][drawn.label_width :]) - set(BLOCKS)
        assert behind <= {"▔", "╌"}
    labels = [row[: drawn.label_width].strip() for row in rows[: drawn.rows + 1]]
    assert sorted(filter(None, labels)) == sorted([tick.label for tick in drawn.ticks] + ["avg"] * ("avg" in labels))


@given(data=st.data(), drawn=plots())
def test_the_parts_of_a_bar_add_up_to_it_and_it_is_as_high_as_a_plain_one(data: st.DataObject, drawn: Plot) -> None:
    counts = data.draw(st.lists(st.integers(0, 1_000), min_size=3, max_size=3).filter(any))
    stacked = replace(
        drawn, bars=tuple(replace(bar, parts=part_tops(tuple(counts), bar.level, Ink.COLOUR)) for bar in drawn.bars)
    )

    assert heights(stacked, *STACK_ROLES) == [{bar.level} for bar in drawn.bars]
    for part, role in enumerate(STACK_ROLES):
        tops = [(0, *bar.parts) if bar.parts else (0, 0, 0, 0) for bar in stacked.bars]
        assert heights(stacked, role) == [{ends[part + 1] - ends[part]} for ends in tops]


@given(rows=st.integers(1, 20), data=st.data())
def test_today_is_solid_up_to_its_figure_and_a_ghost_from_there_on(rows: int, data: st.DataObject) -> None:
    level, ghost = (data.draw(st.integers(0, 8 * rows)) for _ in range(2))
    drawn = plotted((Bar(level, role=Role.TODAY, ghost=ghost),), 6, rows)

    assert heights(drawn, Role.TODAY) == [{level}]
    (solid_and_ghost,) = heights(drawn, Role.TODAY, Role.GHOST)
    top_is_shared = level % 8 != 0 and ghost < level + 8 - level % 8
    assert solid_and_ghost == {level if top_is_shared else max(level, ghost)}


# Parts, ghosts, marks and lines


def test_a_cell_with_a_border_has_the_lower_part_on_the_colour_of_the_upper() -> None:
    drawn = plotted((Bar(24, parts=(5, 12, 24)),), 1, 3)

    assert column(drawn, 0) == [
        ("▅", Role.STACK_1, Role.STACK_2),
        ("▄", Role.STACK_2, Role.STACK_3),
        ("█", Role.STACK_3, None),
    ]


def test_without_colour_parts_are_textures_of_whole_cells() -> None:
    higher, lower, least = (
        Bar(29, parts=(8, 16, 29)),
        Bar(27, parts=(8, 16, 27)),
        Bar(19, parts=(8, 16, 19)),
    )
    drawn = [plotted((bar,), 1, 4, ink=Ink.TEXTURE) for bar in (higher, lower, least)]

    # Five eighths of a cell are one, three are none, unless they are all there is of a part.
    assert [[row[1] for row in picture(each)[:4]] for each in drawn] == [
        ["░", "░", "▓", "█"],
        [" ", "░", "▓", "█"],
        [" ", "░", "▓", "█"],
    ]


def test_today_ends_in_a_cell_that_the_ghost_fills_up() -> None:
    drawn = plotted((Bar(3, role=Role.TODAY, ghost=13, usual=20),), 2, 3, after=1)

    assert column(drawn, 0) == [("▃", Role.TODAY, Role.GHOST), ("▅", Role.GHOST, None), (" ", Role.AXIS, None)]
    assert [row[2] for row in picture(drawn)[:3]] == ["◂", " ", " "], "the usual day, beside the bar"


def test_without_colour_the_ghost_is_a_texture_of_whole_cells() -> None:
    drawn = plotted((Bar(8, role=Role.TODAY, ghost=21),), 1, 4, ink=Ink.TEXTURE)

    assert [row[1] for row in picture(drawn)[:4]] == [" ", "┊", "┊", "█"]


def test_a_day_far_from_the_usual_has_a_mark_above_the_middle_of_its_bar() -> None:
    days = tuple(Bar(level, outlier=True) for level in (8, 12, 24, 0))

    assert picture(plotted(days, 15, 4))[:4] == [
        "          !     ",
        "      !  ███    ",
        "  !  ▄▄▄ ███    ",
        " ███ ███ ███  ! ",
    ]


def test_the_middle_of_an_even_bar_is_the_same_for_every_mark() -> None:
    drawn = plotted((Bar(8, letter="M", outlier=True, base=NO_ROW_DOT), Bar(8, letter="T")), 5, 3)
    marked = [text_of(row) for row in with_cursor(draw(drawn), drawn, 0)]

    assert [marked[y].index(mark) for y, mark in ((0, "!"), (2, NO_ROW_DOT), (3, CURSOR_MARK), (4, "M"))] == [1] * 4


def test_a_day_without_a_row_that_is_far_from_the_usual_has_its_mark_above_its_dot() -> None:
    days = (Bar(0, outlier=True, base=NO_ROW_DOT), Bar(16))

    assert picture(plotted(days, 3, 2))[:2] == [" ! █", " · █"]


def test_the_range_before_is_a_thin_line_in_the_air_or_on_the_colour_of_its_bar() -> None:
    days = (Bar(16, before=20), Bar(16, before=5), Bar(16, parts=(4, 8, 16), before=5), Bar(0, before=1), Bar(8))
    drawn = plotted(days, 9, 3)

    assert picture(drawn)[:3] == [" ─        ", " █ █ █    ", " █ ─ ─ ▁ █"]
    assert column(drawn, 2)[0] == ("─", Role.BEFORE, Role.BAR)
    assert column(drawn, 4)[0] == ("─", Role.BEFORE, Role.STACK_2)
    assert column(drawn, 6)[0] == ("▁", Role.BEFORE, None)


def test_on_the_chosen_bar_the_range_before_is_a_line_in_the_bars_own_colour() -> None:
    drawn = plotted((Bar(16, role=Role.OUTLIER, before=5), Bar(16)), 3, 2)

    lowest = cells_of(with_cursor(draw(drawn), drawn, 0)[1])[drawn.label_width]

    assert lowest == ("─", Role.OUTLIER, Role.CURSOR)


def test_a_line_in_the_cell_where_its_bar_ends_moves_to_its_own_side() -> None:
    drawn = plotted((Bar(12, before=14), Bar(12, before=10)), 3, 3)

    assert column(drawn, 0)[1:] == [("▄", Role.BAR, None), ("▁", Role.BEFORE, None)]
    assert column(drawn, 2)[:2] == [("▔", Role.BEFORE, Role.BAR), ("▄", Role.BAR, None)]


def test_without_colour_the_line_of_a_higher_bar_stands_beside_it() -> None:
    drawn = plotted((Bar(16, before=5), Bar(16)), 3, 2, ink=Ink.TEXTURE)

    assert picture(drawn)[:2] == [" █ █", " █─█"]


@given(drawn=plots(), before=st.integers(0, 400))
def test_comparing_changes_no_bar(drawn: Plot, before: int) -> None:
    compared = replace(drawn, bars=tuple(replace(bar, before=before) for bar in drawn.bars))

    for start, bar in zip(drawn.place.starts, drawn.bars, strict=True):
        for plain, lined in zip(column(drawn, start), column(compared, start), strict=True):
            if plain[0] in BLOCKS[1:] and bar.level:
                assert lined == plain or (lined[1] is Role.BEFORE and lined[2] is Role.BAR), "never a hole"


def test_a_range_before_above_the_chart_is_an_arrow_in_its_highest_row() -> None:
    days = (Bar(16, before=25), Bar(0, before=25), Bar(16, before=24))

    assert picture(plotted(days, 5, 3))[:3] == [" ↑ ↑ ▔", " █   █", " █   █"]


# The chosen day


def test_the_chosen_day_has_an_arrow_under_it_and_its_bar_another_role() -> None:
    drawn = draw(WEEKS_PLOT)
    marked = with_cursor(drawn, WEEKS_PLOT, 4)

    assert [text_of(row) for row in marked[:5]] == [text_of(row) for row in drawn[:5]]
    assert text_of(marked[5]) == "  0 ▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▲▔▔▔▔▔▔▔▔▔"
    assert text_of(marked[6]) == text_of(drawn[6])
    chosen = [span.text for row in marked[:5] for span in row if span.role is Role.CURSOR]
    assert chosen == ["▄▄▄", "███", "███", "███"]


def test_marks_parts_and_lines_keep_their_roles_on_the_chosen_day() -> None:
    drawn = plotted((Bar(16, parts=(8, 8, 16), before=24, outlier=True), Bar(8)), 3, 4)
    marked = with_cursor(draw(drawn), drawn, 0)

    assert [cells_of(row)[1][1] for row in marked[1:4]] == [Role.WARN, Role.STACK_3, Role.STACK_1]
    assert text_of(marked[4]) == " ▲▔▔"


def test_choosing_a_day_draws_nothing_and_changes_only_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(WEEKS_PLOT)
    calls: list[Any] = []
    monkeypatch.setattr(plot, "_plotext", lambda *asked: calls.append(asked))

    marked = [with_cursor(draw(WEEKS_PLOT), WEEKS_PLOT, day) for day in range(7)]

    assert calls == []
    assert len(set(marked)) == 7
    for day, lines in enumerate(marked):
        start = WEEKS_PLOT.label_width + WEEKS_PLOT.place.starts[day]
        for before, now in zip(drawn, lines, strict=True):
            changed = [
                x for x, pair in enumerate(zip(cells_of(before), cells_of(now), strict=True)) if len(set(pair)) > 1
            ]
            assert set(changed) <= set(range(start, start + 3))


@given(drawn=plots())
def test_a_click_on_a_bar_chooses_its_day_and_one_beside_it_none(drawn: Plot) -> None:
    left, place = drawn.label_width, drawn.place

    clicked = [bar_at(drawn, x) for x in range(left + place.cells + 5)]

    assert clicked[:left] == [None] * left
    for day, start in enumerate(place.starts):
        assert clicked[left + start : left + start + place.breadth] == [day] * place.breadth
    assert sum(day is not None for day in clicked) == place.shown * place.breadth


# plotext


def test_drawing_in_several_threads_mixes_no_pictures() -> None:
    charts = [plotted(levels(*(32 - 4 * level,) * 7), 20 + level, 4, ticks=TICKS) for level in range(8)]
    alone = [draw(chart) for chart in charts]
    draw.cache_clear()

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(draw, charts))

    assert together == alone


def test_plotext_comes_once_and_without_its_documentation_and_tests() -> None:
    script = "\n".join(
        (
            "import sys",
            "from grantex_tui.layout import plot",
            "assert plot.load() is plot.load()",
            "assert not any(name.startswith(('plotext._doc', 'plotext._tests', 'unittest')) for name in sys.modules)",
        )
    )

    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


TODAYS_PLOTEXT = """
from plotext._doc.doc import docs as doc
from plotext._tests.run import test as _test
figure, terminal = "figure", "terminal"
"""
LATER_PLOTEXT = {
    "uses what is left out": "from plotext._doc.doc import docs\nfigure = terminal = docs.upper()",
    "takes another name": "from plotext._doc.doc import documented\nfigure = terminal = documented",
    "draws with what is left out": "from plotext._doc.doc import docs as figure\nterminal = 1",
    "keeps them elsewhere": "from plotext._docs import docs\nfigure = terminal = docs",
}


def load_from(folder: Path, plotext: str) -> str:
    """Load a plotext of this source in a process of its own: `whole`, `left out`, or how it failed."""
    for name in ("_doc", "_tests"):
        (folder / "plotext" / name).mkdir(parents=True)
    (folder / "plotext" / "__init__.py").write_text(plotext)
    (folder / "plotext" / "_doc" / "doc.py").write_text("docs = documented = 'documentation'")
    (folder / "plotext" / "_docs.py").write_text("docs = 'documentation'")
    (folder / "plotext" / "_tests" / "run.py").write_text("test = 'test'")
    script = f"""
import sys
sys.path.insert(0, {str(folder)!r})
from grantex_tui.layout import plot
plotext = plot.load()
assert plotext is plot.load() is sys.modules["plotext"]
assert plotext.__file__.startswith({str(folder)!r})
assert plotext.figure and plotext.terminal
print("whole" if {{"plotext._doc.doc", "plotext._docs"}} & {{*sys.modules}} else "left out")
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    return run.stdout.strip() or run.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("source", LATER_PLOTEXT.values(), ids=LATER_PLOTEXT)
def test_a_plotext_that_does_not_do_without_its_documentation_is_imported_whole(tmp_path: Path, source: str) -> None:
    assert load_from(tmp_path, TODAYS_PLOTEXT) == "left out"
    assert load_from(tmp_path / "later", source) == "whole"


def test_a_plotext_that_is_broken_as_a_whole_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    assert load_from(tmp_path, "raise OSError('no fonts')") == "OSError: no fonts"


@pytest.mark.parametrize(("cells", "own", "beside"), [(8, 1, 1), (11, 2, 1), (24, 4, 2)])
def test_a_bar_beside_another_takes_the_last_third_of_its_cells_in_the_ghost_s_look(
    cells: int, own: int, beside: int
) -> None:
    drawn = plotted((Bar(12, beside=20), Bar(20, beside=3), Bar(8, beside=0)), cells, 3)
    breadth = drawn.place.breadth

    def filled(start: int, count: int, *roles: Role) -> set[int]:
        return {
            sum(BLOCKS.index(char) for char, role, _ in column(drawn, start + x) if char in BLOCKS and role in roles)
            for x in range(count)
        }

    assert breadth == own + beside
    assert [filled(start, own, Role.BAR) for start in drawn.place.starts] == [{12}, {20}, {8}]
    assert [filled(start + own, beside, Role.GHOST) for start in drawn.place.starts] == [{20}, {3}, {0}]
