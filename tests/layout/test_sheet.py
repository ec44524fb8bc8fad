"""Sections on lines: labels in one column, words that hang under their own beginning."""

from __future__ import annotations

from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.sheet import sheet_lines
from grantex_tui.view.sheet import Section, SheetContent

CONTENT = SheetContent(
    (
        Section("Keys", (("← →", "the day before or after"), ("PgUp", "a page"))),
        Section("Marks", (("!", "far from the other days"),)),
    )
)


def lines(cells: int) -> list[str]:
    return [text_of(line).rstrip() for line in sheet_lines(CONTENT, cells, Role.KEY)]


def test_all_sections_have_one_column_of_labels() -> None:
    assert lines(40) == [
        "Keys",
        "← →   the day before or after",
        "PgUp  a page",
        "",
        "Marks",
        "!     far from the other days",
    ]


def test_what_goes_on_below_hangs_under_the_words() -> None:
    assert lines(26)[1:4] == ["← →   the day before or", "      after", "PgUp  a page"]


def test_where_labels_leave_too_little_room_the_words_stand_under_them() -> None:
    assert lines(20) == [
        *("Keys", "← →", "  the day before or", "  after", "PgUp", "  a page", ""),
        *("Marks", "!", "  far from the other", "  days"),
    ]


def test_no_line_is_wider_than_there_is_room() -> None:
    assert all(len(line) <= cells for cells in range(3, 80) for line in lines(cells) if " " in line.strip())
