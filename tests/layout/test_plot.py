"""The chart: where the days stand, and pictures compared row by row with what a reader should see."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grantex_tui.layout import plot
from grantex_tui.layout.lines import Role, StyledLine, text_of, width
from grantex_tui.layout.plot import (
    AXIS_ROWS,
    CURSOR_MARK,
    NO_ROW_DOT,
    TODAY_FILL,
    Bar,
    Columns,
    Tick,
    columns,
    day_at,
    draw,
    label_width,
    with_cursor,
)

MONDAY, THURSDAY, FRIDAY = 0, 3, 4
TICKS = (Tick(0, "0"), Tick(4, "5k"), Tick(8, "10k"))
HALF_CELLS = {" ": 0, NO_ROW_DOT: 0, "▄": 1, "█": 2, TODAY_FILL: 2}


def bars(*levels: int) -> tuple[Bar, ...]:
    return tuple(Bar(level) for level in levels)


def picture(days: tuple[Bar, ...], place: Columns, ticks: tuple[Tick, ...], rows: int) -> list[str]:
    return [text_of(row) for row in draw(days, place, ticks, rows)]


def drawn_levels(days: tuple[Bar, ...], place: Columns, rows: int) -> list[set[int]]:
    """The heights in half cells that each bar's cells were drawn with."""
    chart = picture(days, place, (), rows)[:rows]
    offset = label_width(())
    return [
        {sum(HALF_CELLS[row[offset + x]] for row in chart) for x in range(start, start + place.breadth)}
        for start in place.starts
    ]


def test_a_week_reads_as_seven_bars_on_an_axis_with_dates() -> None:
    week = (
        Bar(8, "Mon 16"),  # 10k
        Bar(1),  # the smallest that is not 0
        Bar(0, base=NO_ROW_DOT),  # no row
        Bar(2, "Thu 19"),
        Bar(7),
        Bar(0),  # a row of zeros
        Bar(5, "today", today=True),
    )

    assert picture(week, columns(7, MONDAY, 30), TICKS, 5) == [
        "   │                           ",
        "10k┤███             ▄▄▄        ",
        "   │███             ███     ▒▒▒",
        " 5k┤███             ███     ▒▒▒",
        "  0┤███ ▄▄▄  ·  ███ ███     ▒▒▒",
        "   └─┬───────────┬───────────┬─",
        "    Mon 16     Thu 19     today",
    ]


def test_days_that_just_fit_stand_side_by_side_without_a_gap() -> None:
    days = (*bars(1, 2, 3, 4, 5, 6, 7), Bar(8, "today", today=True))

    assert picture(days, columns(8, THURSDAY, 8), TICKS, 4) == [
        "10k┤      ▄▒",
        "   │    ▄██▒",
        " 5k┤  ▄████▒",
        "  0┤▄██████▒",
        "   └───────┬",
        "       today",
    ]


def test_weeks_are_set_apart_where_that_costs_no_day() -> None:
    friday_to_monday = bars(2, 2, 2, 2)

    assert picture(friday_to_monday, columns(4, FRIDAY, 10), (), 1)[0] == "│█ █ █   █"
    assert picture(friday_to_monday, columns(4, FRIDAY, 5), (), 1)[0] == "│███ █"
    assert picture(friday_to_monday, columns(4, FRIDAY, 4), (), 1)[0] == "│████"


def test_a_chart_without_any_label_keeps_its_row_for_them() -> None:
    assert picture(bars(4, 0, 1), columns(3, MONDAY, 6), (), 2) == [
        "│█    ",
        "│█   ▄",
        "└─────",
        "      ",
    ]


def test_a_day_without_a_row_is_a_dot_and_one_with_zeros_is_empty() -> None:
    days = (Bar(4), Bar(0, base=NO_ROW_DOT), Bar(0))

    assert picture(days, columns(3, MONDAY, 12), (), 2)[1] == "│███  ·     "


def test_today_differs_in_texture_from_an_equal_day_and_in_role() -> None:
    rows = draw((Bar(4), Bar(4, today=True)), columns(2, MONDAY, 4), (), 2)

    assert text_of(rows[1]) == "│█ ▒"
    assert [span.role for span in rows[1]] == [Role.AXIS, Role.BAR, Role.TODAY]


def test_no_value_stays_invisible_and_no_rounding_adds_a_cell() -> None:
    days = bars(*range(25))

    assert drawn_levels(days, columns(25, MONDAY, 100), 12) == [{level} for level in range(25)]


@pytest.mark.parametrize(("ticks", "cells"), [((), 1), ((Tick(0, "0"),), 2), (TICKS, 4)])
def test_the_bars_begin_behind_the_widest_label_and_the_axis(ticks: tuple[Tick, ...], cells: int) -> None:
    assert label_width(ticks) == cells


# Parts, marks and lines


def roles_of(line: StyledLine) -> list[Role]:
    return [span.role for span in line for _ in span.text]


def test_the_parts_of_a_stacked_bar_have_a_texture_and_a_role_each_from_the_bottom_up() -> None:
    rows = draw(
        (Bar(6, parts=(2, 4, 6)), Bar(6, parts=(6, 6, 6)), Bar(2, parts=(0, 0, 2))), columns(3, MONDAY, 5), (), 4
    )

    assert [text_of(row) for row in rows[:4]] == ["│     ", "│░ █  ", "│▓ █  ", "│█ █ ░"]
    assert [roles_of(row)[1] for row in rows[1:4]] == [Role.STACK_3, Role.STACK_2, Role.STACK_1]


def test_a_day_far_from_the_usual_has_a_mark_above_its_bar_or_in_its_top() -> None:
    days = (Bar(2, outlier=True), Bar(3, outlier=True), Bar(8, outlier=True), Bar(0, outlier=True))
    rows = draw(days, columns(4, MONDAY, 7), (), 4)

    assert [text_of(row) for row in rows[:4]] == ["│    !  ", "│  ! █  ", "│! ▄ █  ", "│█ █ █ !"]
    assert Role.WARN in roles_of(rows[0])


def test_a_day_without_a_row_that_is_far_from_the_usual_has_its_mark_above_its_dot() -> None:
    rows = draw((Bar(0, outlier=True, base=NO_ROW_DOT), Bar(4)), columns(2, MONDAY, 3), (), 2)

    assert [text_of(row) for row in rows[:2]] == ["│! █", "│· █"]


def test_the_range_before_is_a_thin_line_across_bars_and_gaps_of_nothing() -> None:
    days = (Bar(4, before=6), Bar(4, before=1), Bar(2, before=0), Bar(0))
    rows = draw(days, columns(4, MONDAY, 7), (), 3)

    assert [text_of(row) for row in rows[:3]] == ["│─      ", "│█ █    ", "│█ ─ █  "]
    assert roles_of(rows[0])[1] is Role.BEFORE


def test_a_bar_of_one_cell_is_never_covered_by_its_line() -> None:
    days = (Bar(2, before=2), Bar(1, before=1), Bar(1, before=4), Bar(3, before=2), Bar(2, parts=(0, 2, 2), before=1))
    rows = draw(days, columns(5, MONDAY, 9), (), 2)

    assert [text_of(row) for row in rows[:2]] == ["│    ─ ▄  ", "│█ ▄ ▄ ─ ▓"]


def test_a_range_before_above_the_chart_is_an_arrow_in_its_highest_row() -> None:
    days = (Bar(4, before=7), Bar(0, before=7), Bar(4, before=6))
    rows = draw(days, columns(3, MONDAY, 5), (), 3)

    assert [text_of(row) for row in rows[:3]] == ["│↑ ↑ ─", "│█   █", "│█   █"]
    assert roles_of(rows[0])[1] is Role.BEFORE


# The chosen day

WEEK = (
    Bar(8, "Mon 16"),
    Bar(1),
    Bar(0, base=NO_ROW_DOT),
    Bar(2, "Thu 19"),
    Bar(7),
    Bar(0),
    Bar(5, "today", today=True),
)
PLACE = columns(7, MONDAY, 30)


def test_the_chosen_day_has_an_arrow_under_it_and_its_bar_another_role() -> None:
    drawn = draw(WEEK, PLACE, TICKS, 5)
    marked = with_cursor(drawn, PLACE, TICKS, 4)

    assert [text_of(row) for row in marked[:5]] == [text_of(row) for row in drawn[:5]]
    assert text_of(marked[5]) == "   └─┬───────────┬───▲───────┬─"
    assert text_of(marked[6]) == text_of(drawn[6])
    assert [span.text.strip() for row in marked[:5] for span in row if span.role is Role.CURSOR] == ["▄▄▄"] + [
        "███"
    ] * 3


def test_a_chosen_day_without_a_row_has_its_arrow_and_its_dot() -> None:
    marked = with_cursor(draw(WEEK, PLACE, TICKS, 5), PLACE, TICKS, 2)

    assert text_of(marked[5]).index(CURSOR_MARK) == text_of(marked[4]).index(NO_ROW_DOT)


def test_marks_lines_and_parts_keep_their_roles_on_the_chosen_day() -> None:
    days = (Bar(4, parts=(2, 2, 4), before=6, outlier=True), Bar(2))
    place = columns(2, MONDAY, 3)
    marked = with_cursor(draw(days, place, (), 4), place, (), 0)

    assert [roles_of(row)[1] for row in marked[:4]] == [Role.AXIS, Role.WARN, Role.STACK_3, Role.STACK_1]
    assert text_of(marked[4]) == "└▲──"


def test_marking_any_day_changes_no_picture_that_was_drawn_and_draws_none(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(WEEK, PLACE, TICKS, 5)
    before = tuple(drawn)
    calls: list[Any] = []
    monkeypatch.setattr(plot, "_plotext", lambda *asked: calls.append(asked))

    marked = [with_cursor(draw(WEEK, PLACE, TICKS, 5), PLACE, TICKS, day) for day in range(7)]

    assert calls == []
    assert drawn == before
    assert len(set(marked)) == 7
    assert with_cursor(drawn, PLACE, TICKS, 3) == marked[3]


@given(days=st.integers(1, 90), weekday=st.integers(0, 6), cells=st.integers(1, 300))
def test_a_click_on_a_bar_chooses_its_day_and_one_beside_it_none(days: int, weekday: int, cells: int) -> None:
    place = columns(days, weekday, cells)
    left = label_width(TICKS)

    clicked = [day_at(place, TICKS, x) for x in range(left + cells + 5)]

    assert clicked[:left] == [None] * left
    for day, start in enumerate(place.starts):
        assert clicked[left + start : left + start + place.breadth] == [day] * place.breadth
    assert sum(day is not None for day in clicked) == place.shown * place.breadth


def test_drawing_in_several_threads_mixes_no_pictures() -> None:
    charts = [(bars(*(8 - level,) * 7), columns(7, MONDAY, 20 + level), TICKS, 4) for level in range(8)]
    alone = [draw(*chart) for chart in charts]
    draw.cache_clear()

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda chart: draw(*chart), charts))

    assert together == alone


@given(days=st.integers(1, 90), weekday=st.integers(0, 6), cells=st.integers(1, 300))
def test_all_days_are_equally_wide_apart_and_inside_the_width(days: int, weekday: int, cells: int) -> None:
    place = columns(days, weekday, cells)

    assert place.shown == min(days, cells)
    assert place.breadth >= 1
    assert place.starts[0] == 0
    assert place.starts[-1] + place.breadth == place.cells <= cells
    assert all(before + place.breadth <= start for before, start in pairwise(place.starts))


@given(days=st.integers(2, 90), weekday=st.integers(0, 6), cells=st.integers(1, 300))
def test_only_a_monday_stands_further_off_than_other_days(days: int, weekday: int, cells: int) -> None:
    place = columns(days, weekday, cells)
    first = weekday + days - place.shown  # the latest days are kept

    steps = [after - before for before, after in pairwise(place.starts)]

    mondays = [step for index, step in enumerate(steps, start=first + 1) if index % 7 == MONDAY]
    others = {step for index, step in enumerate(steps, start=first + 1) if index % 7 != MONDAY}
    assert len(others) <= 1
    assert len(set(mondays)) <= 1
    assert all(monday >= other for monday in mondays for other in others)


@settings(max_examples=40)
@given(data=st.data(), rows=st.integers(1, 30), cells=st.integers(1, 120))
def test_every_bar_is_drawn_as_high_as_it_was_asked_for_in_plain_text(
    data: st.DataObject, rows: int, cells: int
) -> None:
    place = columns(data.draw(st.integers(2, 90)), data.draw(st.integers(0, 6)), cells)
    levels = data.draw(st.lists(st.integers(0, 2 * rows), min_size=place.shown, max_size=place.shown))
    labels = data.draw(st.lists(st.sampled_from(["", "", "9 Nov"]), min_size=place.shown, max_size=place.shown))
    days = tuple(
        Bar(level, label, today=index == place.shown - 1, base=NO_ROW_DOT if level == 0 else "")
        for index, (level, label) in enumerate(zip(levels, labels, strict=True))
    )

    drawn = draw(days, place, TICKS, rows)

    assert len(drawn) == rows + AXIS_ROWS
    assert {width(row) for row in drawn} == {label_width(TICKS) + place.cells}
    assert "".join(map(text_of, drawn)).isprintable()
    *complete, today = drawn_levels(days, place, rows)
    assert complete == [{level} for level in levels[:-1]]
    assert today == {levels[-1] + levels[-1] % 2}, "its texture has no half cells"


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
