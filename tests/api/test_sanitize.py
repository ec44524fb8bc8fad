"""Text from elsewhere is safe to show: no control, no markup, one cell a character, no longer than asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from grantex_tui.api.sanitize import MAX_TEXT, plain

hostile = st.text(st.characters() | st.sampled_from("\x1b\x9b\x07\\[];?0m\n\t")) | st.text("\x1b[]P\\m7 ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Invalid API key", "Invalid API key"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;a new title\x07after", "after"),
        ("\x1b]52;c;c2VjcmV0\x1b\\after", "after"),
        ("before\x1bPan unfinished device string", "before"),
        ("\x1b(0box", "box"),
        ("a\x00b\x08c\x7fd\x85e", "abcd e"),
        ("[bold]loud[/bold]", "boldloud/bold"),
        ("two\r\n  lines\t here ", "two lines here"),
        ("\u202eright to left", "right to left"),
        ("zero\u200bwidth and soft\xadhyphen", "zerowidth and softhyphen"),
        ("שלום 42", "???? 42"),
        ("عدد ١٢", "??? ??"),
        ("日本", "??"),
        ("e\u0301", "e?"),
        ("\u1100\u1161", "??"),
        ("🇩🇪", "??"),
        ("\ud800", "?"),
        ("Zoë – 12 µs", "Zoë – 12 µs"),
        ("", ""),
    ],
)
def test_text_is_shown_without_what_a_terminal_would_act_on(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert plain("abcdef", 6) == "abcdef"
    assert plain("abcdefg", 6) == "abcde…"
    assert len(plain("x" * 1_000_000)) == MAX_TEXT


@given(hostile, st.integers(1, 300))
@example("[" + "\x1b" * 50 + "[31m]", 10)
def test_no_control_character_no_bracket_and_no_more_than_the_limit(text: str, limit: int) -> None:
    shown = plain(text, limit)

    assert len(shown) <= limit
    assert not {"[", "]"} & set(shown)
    assert not {char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@given(st.text())
def test_no_letter_reorders_the_figures_beside_it(text: str) -> None:
    assert not {char for char in plain(text) if unicodedata.bidirectional(char) in ("R", "AL", "AN")}


@given(hostile)
def test_every_character_takes_one_cell(text: str) -> None:
    shown = plain(text)

    assert cell_len(shown) == len(shown)


@given(hostile)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)
