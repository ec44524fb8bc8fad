"""Which cells of a picture changed: few bytes over ssh, and never one changed cell left out."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from grantex_tui.layout.lines import WITH_GROUND, Role, Span, StyledLine
from grantex_tui.tui.widgets.cells import JOIN_WITHIN, Cell, changed_regions, changed_runs

cells = st.lists(
    st.tuples(st.sampled_from("ab "), st.sampled_from([Role.TEXT, Role.WARN]), st.sampled_from([None, Role.BAR])),
    max_size=40,
)


def row(text: str, role: Role = Role.TEXT, ground: Role | None = None) -> list[Cell]:
    return [(char, role, ground) for char in text]


def picture(*lines: str) -> tuple[StyledLine, ...]:
    return tuple((Span(line),) for line in lines)


def test_an_equal_picture_changes_nothing() -> None:
    assert changed_regions(picture("one", "two"), picture("one", "two")) == []


def test_a_changed_digit_is_one_cell() -> None:
    before = picture("Total requests", "        12,406")
    now = picture("Total requests", "        12,407")

    assert changed_regions(before, now) == [Region(13, 1, 1, 1)]


def test_the_same_words_cut_into_other_spans_are_the_same_picture() -> None:
    assert changed_regions(((Span("stale"),),), ((Span("sta"), Span("le")),)) == []


def test_a_changed_role_alone_is_a_change() -> None:
    assert changed_runs(row("ok"), row("ok", Role.WARN)) == [(0, 2)]


def test_a_changed_ground_alone_is_a_change() -> None:
    assert changed_runs(row("▃▃"), row("▃▃", ground=Role.GHOST)) == [(0, 2)]


def test_a_line_that_came_or_went_changes_its_words() -> None:
    assert changed_regions(picture("one"), picture("one", "two")) == [Region(0, 1, 3, 1)]
    assert changed_regions(picture("one", "two"), picture("one")) == [Region(0, 1, 3, 1)]


def test_a_shorter_line_clears_what_stood_behind_it() -> None:
    assert changed_runs(row("12,406"), row("12")) == [(2, 6)]


def test_runs_close_to_each_other_are_written_as_one_and_far_ones_apart() -> None:
    close = " " * (JOIN_WITHIN - 1)
    far = " " * JOIN_WITHIN

    assert changed_runs(row(f"a{close}a"), row(f"b{close}b")) == [(0, JOIN_WITHIN + 1)]
    assert changed_runs(row(f"a{far}a"), row(f"b{far}b")) == [(0, 1), (JOIN_WITHIN + 1, JOIN_WITHIN + 2)]


def test_runs_between_which_the_look_changes_more_than_once_are_written_apart() -> None:
    before, now = ([*row("a"), *row(" │ ", Role.RULE), *row(end, Role.WARN)] for end in "ab")
    before[0] = ("b", Role.TEXT, None)

    assert changed_runs(before, now) == [(0, 1), (4, 5)]


@given(old=cells, new=cells)
def test_every_changed_cell_is_in_a_run_and_the_runs_are_in_order(old: list[Cell], new: list[Cell]) -> None:
    blank: Cell = (" ", Role.TEXT, None)
    length = max(len(old), len(new))
    before, now = (cells + [blank] * (length - len(cells)) for cells in (old, new))

    runs = changed_runs(old, new)

    covered = [x for start, end in runs for x in range(start, end)]
    assert covered == sorted(set(covered))
    assert {x for x in range(length) if before[x] != now[x]} <= set(covered)
    assert all(before[x] != now[x] for start, end in runs for x in (start, end - 1))


def test_blanks_that_look_alike_are_not_written_again() -> None:
    before, now = ((Span("      ", Role.TEXT),),), ((Span("      ", Role.AXIS),),)
    badge = ((Span("      ", Role.BADGE_LIVE),),)

    assert changed_regions(before, now) == []
    assert changed_regions(before, badge) == [Region(0, 0, 6, 1)]


def test_the_roles_with_a_ground_are_those_that_the_stylesheet_gives_one() -> None:
    rules = (Path(__file__).parents[3] / "tcss" / "cells.tcss").read_text()
    grounded = re.findall(r"\.cells--([\w-]+) \{[^}]*background", rules)

    assert {role.value for role in WITH_GROUND} == set(grounded)
