"""Putting pieces of text on lines of a given width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.layout.lines import (
    Role,
    Span,
    StyledLine,
    centred,
    cut,
    fit,
    overlaid,
    rule,
    spread,
    text_of,
    width,
    wrap,
)

lines = st.lists(st.builds(Span, st.text("abc ", max_size=12), st.sampled_from(Role)), max_size=5).map(tuple)
widths = st.integers(0, 60)


def words(text: str, role: Role = Role.TEXT) -> StyledLine:
    return (Span(text, role),)


def test_a_lines_width_is_that_of_its_pieces() -> None:
    line = (Span("Last ", Role.TITLE), Span("30 days"))

    assert text_of(line) == "Last 30 days"
    assert width(line) == 12


@pytest.mark.parametrize(
    ("cells", "text"), [(12, "Last 30 days"), (11, "Last 30 da…"), (5, "Last…"), (1, "…"), (0, ""), (-1, "")]
)
def test_what_does_not_fit_ends_in_an_ellipsis(cells: int, text: str) -> None:
    assert text_of(cut((Span("Last ", Role.TITLE), Span("30 days")), cells)) == text


def test_a_cut_line_keeps_its_roles() -> None:
    line = (Span("Last ", Role.TITLE), Span("30 days", Role.MUTED))

    assert cut(line, 7) == (Span("Last ", Role.TITLE), Span("3…", Role.MUTED))


def test_the_first_wording_that_fits_is_taken_else_the_last_is_cut() -> None:
    wordings = (words("12,406 requests"), words("12,406"), words("12k"))

    assert text_of(fit(wordings, 15)) == "12,406 requests"
    assert text_of(fit(wordings, 14)) == "12,406"
    assert text_of(fit(wordings, 5)) == "12k"
    assert text_of(fit(wordings, 2)) == "1…"
    assert fit((), 5) == ()


def test_cells_of_a_line_are_replaced_and_the_rest_keeps_its_roles() -> None:
    line = (Span("ab", Role.MUTED), Span("cdef"))

    assert overlaid(line, 1, (Span("XY", Role.WARN),)) == (
        Span("a", Role.MUTED),
        Span("XY", Role.WARN),
        Span("def"),
    )


def test_two_ends_are_spread_over_the_line_and_the_right_one_goes_first() -> None:
    assert text_of(spread(words("left"), words("right"), 12)) == "left   right"
    assert text_of(spread(words("left"), words("right"), 10)) == "left right"
    assert text_of(spread(words("left"), words("right"), 9)) == "left"
    assert text_of(spread(words("left"), words("right"), 3)) == "le…"


def test_a_rule_joins_its_ends_with_a_line_and_blanks() -> None:
    assert text_of(rule(words("Days"), words("[7]"), 12)) == "Days ─── [7]"
    assert text_of(rule(words("Days"), (), 12)) == "Days ───────"
    assert text_of(rule((), (), 4)) == "────"


def test_a_centred_line_has_the_odd_blank_at_its_end() -> None:
    assert text_of(centred(words("abc"), 8)) == "  abc"
    assert text_of(centred(words("abcdef"), 4)) == "abc…"


def test_long_words_wrap_and_what_is_too_much_ends_in_an_ellipsis() -> None:
    text = "The service refuses the API key."

    assert [text_of(line) for line in wrap(text, 16, Role.BAD, 3)] == ["The service", "refuses the API", "key."]
    assert [text_of(line) for line in wrap(text, 16, Role.BAD, 2)] == ["The service", "refuses the API…"]
    assert wrap(text, 16, Role.BAD, 0) == ()
    assert wrap(text, 0, Role.BAD, 3) == ()


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert [text_of(line) for line in wrap("abcdefgh", 3, Role.TEXT, 3)] == ["abc", "def", "gh"]


@given(line=lines, cells=widths)
def test_a_cut_line_is_never_too_wide_and_whole_where_it_fits(line: StyledLine, cells: int) -> None:
    result = cut(line, cells)

    assert width(result) <= cells
    assert result == line or width(line) > cells


@given(left=lines, right=lines, cells=widths)
def test_ends_spread_over_a_line_are_never_too_wide(left: StyledLine, right: StyledLine, cells: int) -> None:
    assert width(spread(left, right, cells)) <= cells
    assert width(rule(left, right, cells)) <= cells
    assert width(centred(left, cells)) <= cells


@given(text=st.text("ab \u00e9…", max_size=80), cells=widths, count=st.integers(0, 5))
def test_wrapped_lines_are_never_too_wide_and_never_too_many(text: str, cells: int, count: int) -> None:
    result = wrap(text, cells, Role.TEXT, count)

    assert len(result) <= count
    assert all(width(line) <= cells for line in result)
