"""What a frame is on the wire: the same picture as Textual's own, in fewer bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from grantex_tui.tui.terminal.frame_writer import Frame, Shown, frame

COLUMNS, ROWS = 12, 3
CONSOLE = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True, _environ={})

colours = st.none() | st.sampled_from(["#102030", "#ffffff", "red", "default"])
styles = st.builds(Style, color=colours, bgcolor=colours, bold=st.booleans(), underline=st.booleans())
chars = st.lists(st.tuples(st.sampled_from("ab █"), styles), min_size=COLUMNS, max_size=COLUMNS)
pictures = st.lists(chars, min_size=ROWS, max_size=ROWS)
spans = st.lists(
    st.tuples(st.integers(0, ROWS - 1), st.integers(0, COLUMNS), st.integers(0, COLUMNS)), min_size=1, max_size=4
)


def strip(cells: Sequence[tuple[str, Style]]) -> Strip:
    return Strip([Segment(char, style) for char, style in cells])


def shown(*updates: CompositorUpdate) -> object:
    """The screen after the updates, colours included."""
    screen = pyte.Screen(COLUMNS, ROWS)
    screen.set_mode(pyte.modes.LNM)
    stream = pyte.Stream(screen)
    for update in updates:
        stream.feed(update.render_segments(CONSOLE))
    return [[screen.buffer[row][column] for column in range(COLUMNS)] for row in range(ROWS)]


def whole(picture: list[list[tuple[str, Style]]]) -> LayoutUpdate:
    return LayoutUpdate([[strip(row)] for row in picture], Region(0, 0, COLUMNS, ROWS))


def part(picture: list[list[tuple[str, Style]]], changed: list[tuple[int, int, int]], cut: int) -> ChopsUpdate:
    """The spans that changed, of two widgets beside each other that meet at the column `cut`."""
    chops = [{0: strip(row[:cut]), cut: strip(row[cut:])} for row in picture]
    return ChopsUpdate(chops, changed, [[cut, COLUMNS]] * ROWS)


@given(pictures)
def test_a_whole_screen_looks_as_textual_would_draw_it(picture: list[list[tuple[str, Style]]]) -> None:
    assert shown(Frame(whole(picture), Shown())) == shown(whole(picture))


@given(pictures, pictures, spans, st.integers(1, COLUMNS - 1))
def test_of_a_changed_screen_the_cells_that_changed_are_drawn_and_no_others(
    before: list[list[tuple[str, Style]]],
    now: list[list[tuple[str, Style]]],
    found: list[tuple[int, int, int]],
    cut: int,
) -> None:
    changed = [(y, min(a, b), max(a, b)) for y, a, b in found]
    covered = {(y, x) for y, first, end in changed for x in range(first, end)}
    mixed = [[(now if (y, x) in covered else before)[y][x] for x in range(COLUMNS)] for y in range(ROWS)]

    seen = Shown()
    assert shown(Frame(whole(before), seen), Frame(part(now, changed, cut), seen)) == shown(whole(mixed))


@given(
    st.lists(st.tuples(st.text("ab █漢\u0301", max_size=4), styles), max_size=4), st.integers(0, 20), st.integers(0, 20)
)
def test_a_part_of_a_row_is_cut_as_textual_cuts_it_wide_and_combining_characters_too(
    row: list[tuple[str, Style]], a: int, b: int
) -> None:
    line = Strip([Segment(text, style) for text, style in row])
    first, end = min(a, b), max(a, b)
    shown = ChopsUpdate([{0: line}], [(0, first, end)], [[line.cell_length]])
    cut = ChopsUpdate([{0: line.crop(first, end)}], [(0, 0, end - first)], [[end - first]])

    def texts(update: ChopsUpdate) -> str:
        return re.sub(r"\x1b\[[0-9;]*[HG]", "", Frame(update, Shown()).render_segments(CONSOLE))

    assert texts(shown) == texts(cut)


def test_a_changed_cell_costs_no_more_than_its_place_its_colours_and_itself() -> None:
    style = Style(color=Color.parse("#010203"), bgcolor=Color.parse("#040506"))
    update = part([[("a", style)] * COLUMNS] * ROWS, [(1, 7, 8), (1, 10, 11)], 5)

    written = Frame(update, Shown()).render_segments(CONSOLE)

    assert written == "\x1b[2;8H\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[11Ga\x1b[0m"


def test_only_what_is_new_of_the_colours_is_named() -> None:
    ground = Style(bgcolor="#040506")
    styles = [ground + Style(color="#010203"), ground + Style(color="#070809"), ground, ground + Style(bold=True)]
    update = LayoutUpdate([[strip([("a", style) for style in styles])]], Region(0, 0, 4, 1))

    written = Frame(update, Shown()).render_segments(CONSOLE)

    assert written == ("\x1b[1;1H\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[38;2;7;8;9ma\x1b[39ma\x1b[0;1;48;2;4;5;6ma\x1b[0m")


def test_what_is_no_part_of_the_screen_is_left_as_it_is() -> None:
    assert frame("text", Shown()) == "text"
    assert frame(None, Shown()) is None


@given(st.lists(pictures, min_size=2, max_size=4), spans, st.integers(1, COLUMNS - 1))
def test_whatever_is_painted_one_after_the_other_the_terminal_shows_the_last(
    painted: list[list[list[tuple[str, Style]]]], found: list[tuple[int, int, int]], cut: int
) -> None:
    everything = [(y, 0, COLUMNS) for y in range(ROWS)]
    seen, frames = Shown(), list[CompositorUpdate]()
    for picture in painted:
        frames += [Frame(part(picture, [(y, min(a, b), max(a, b)) for y, a, b in found], cut), seen)]
        frames += [Frame(part(picture, everything, cut), seen), Frame(whole(picture), seen)]

    assert shown(*frames) == shown(whole(painted[-1]))


def test_a_row_that_stands_already_is_not_written_again_until_the_terminal_may_have_lost_it() -> None:
    picture = [[("a", Style())] * COLUMNS for _ in range(ROWS)]
    changed = [picture[0], [("b", Style())] * COLUMNS, picture[2]]
    seen = Shown()

    def written(update: CompositorUpdate) -> str:
        return update.render_segments(CONSOLE)

    first = written(Frame(whole(picture), seen))
    assert written(Frame(whole(picture), seen)) == ""
    assert written(Frame(whole(changed), seen)) == f"\x1b[2;1H{'b' * COLUMNS}"
    assert written(Frame(part(picture, [(0, 5, 6)], 5), seen)) == "\x1b[1;6Ha"
    assert written(Frame(whole(changed), seen)) == f"\x1b[1;1H{'a' * COLUMNS}", "part of the row was written since"
    seen.forget()
    assert written(Frame(whole(picture), seen)) == first
