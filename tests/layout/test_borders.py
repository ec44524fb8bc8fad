"""Round borders: their ends in a width of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.layout.borders import LOWER_CORNERS, Framing, beside, chart_framing, edge, paired
from grantex_tui.layout.breakpoints import Breakpoint
from grantex_tui.layout.lines import Span, StyledLine, text_of, width

LONG: StyledLine = (Span("Last 30 days · total"),)
SHORT: StyledLine = (Span("Last 30 days"),)
CHOICE: StyledLine = (Span("7 30 90"),)


def test_a_border_has_round_corners_and_its_ends_in_it() -> None:
    assert text_of(edge(paired((SHORT,), (CHOICE,)), 30)) == "╭─ Last 30 days ─── 7 30 90 ─╮"
    assert text_of(edge(paired((SHORT,)), 20, LOWER_CORNERS)) == "╰─ Last 30 days ───╯"
    assert text_of(edge((), 6)) == "╭────╮"
    assert text_of(edge(paired((SHORT,)), 18, lead="")) == "╭ Last 30 days ──╮"
    assert text_of(edge(paired((SHORT,), (CHOICE,)), 26)) == "╭─ Last 30 days ─────────╮"


def test_a_line_stands_between_two_sides_and_is_filled_up() -> None:
    assert text_of(beside(SHORT, 20)) == "│Last 30 days      │"
    assert text_of(beside(SHORT, 20, margin=1)) == " │Last 30 days    │ "


@given(cells=st.integers(0, 60), margin=st.integers(0, 1))
def test_a_border_is_never_wider_than_its_place(cells: int, margin: int) -> None:
    assert width(edge(paired((LONG, SHORT), (CHOICE,)), cells, margin=margin)) <= cells
    assert width(beside(LONG, cells, margin)) <= cells


@pytest.mark.parametrize(
    ("step", "framing"),
    [
        (Breakpoint.TALL, Framing.INSET),
        (Breakpoint.WIDE, Framing.INSET),
        (Breakpoint.FULL, Framing.FLUSH),
        (Breakpoint.MEDIUM, Framing.FLUSH),
        (Breakpoint.SMALL, Framing.NONE),
    ],
)
def test_below_60_by_16_the_chart_has_no_border(step: Breakpoint, framing: Framing) -> None:
    assert chart_framing(step) is framing
