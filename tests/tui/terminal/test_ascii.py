"""The screen without UTF-8: one ASCII character for each, and what was told apart stays apart."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import grantex_tui
from grantex_tui.api.sanitize import plain
from grantex_tui.layout.bars import AVERAGE_LINE, BLOCKS, GHOST_FILL, LEVEL_LINE, NO_ROW_DOT, OUTLIER_MARK, STACK_FILLS
from grantex_tui.layout.heatmap import SHADE_MARKS
from grantex_tui.tui.terminal.ascii import in_ascii

PACKAGE = Path(grantex_tui.__file__).parent


def test_every_character_of_our_own_has_one_that_is_alike() -> None:
    sources = [ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py") if path.stem != "sanitize"]
    ours = {
        char
        for source in sources
        for node in ast.walk(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for char in node.value
        if not char.isascii()
    }

    assert not {char for char in ours if in_ascii(char) == "?"}
    assert all(len(in_ascii(char)) == 1 for char in ours)


def test_what_textures_tell_apart_stays_apart() -> None:
    parts = (*STACK_FILLS, GHOST_FILL, NO_ROW_DOT, OUTLIER_MARK, LEVEL_LINE)
    for marks in (SHADE_MARKS, parts, BLOCKS, (AVERAGE_LINE, LEVEL_LINE)):
        assert len({in_ascii(mark) for mark in marks}) == len(marks)


def test_the_lines_of_a_chart_are_lines() -> None:
    assert in_ascii("40k┤██ ▄▄\n   └──┬──") == "40k+## ==\n   +--+--"


def test_foreign_letters_lose_their_accents_and_others_become_question_marks() -> None:
    assert in_ascii("Café Ωmega") == "Cafe ?mega"


@given(st.text())
def test_a_line_keeps_its_width_whatever_was_read(text: str) -> None:
    shown = plain(text)

    assert in_ascii(shown).isascii()
    assert len(in_ascii(shown)) == len(shown)
