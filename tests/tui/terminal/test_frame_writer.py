"""What a frame is on the wire: the same picture as Textual's own, in fewer bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

import pyte
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from grantex_tui.tui.terminal.frame_writer import Frame, FrameWriter, RowCache

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
    assert shown(Frame(whole(picture), RowCache())) == shown(whole(picture))


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

    seen = RowCache()
    assert shown(Frame(whole(before), seen), Frame(part(now, changed, cut), seen)) == shown(whole(mixed))


@given(
    st.lists(st.tuples(st.text("ab █漢\u0301", max_size=4), styles), max_size=4), st.integers(0, 20), st.integers(0, 20)
)
@example([("\u0301", Style(bold=False))], 0, 1)
def test_a_part_of_a_row_is_cut_as_textual_cuts_it_wide_and_combining_characters_too(
    row: list[tuple[str, Style]], a: int, b: int
) -> None:
    line = Strip([Segment(text, style) for text, style in row])
    first, end = min(a, b), max(a, b)
    expected = line.crop(first, end)
    shown = ChopsUpdate([{0: line}], [(0, first, end)], [[line.cell_length]])
    # What has no width has no cell, and is not written: a combining character that follows nothing.
    cut = ChopsUpdate([{0: expected}], [(0, 0, end - first)], [[expected.cell_length]])

    def texts(update: ChopsUpdate) -> str:
        return re.sub(r"\x1b\[[0-9;]*[HG]", "", Frame(update, RowCache()).render_segments(CONSOLE))

    assert texts(shown) == texts(cut)


attributes = (
    *("bold", "dim", "italic", "underline", "blink", "blink2", "reverse", "conceal"),
    *("strike", "underline2", "frame", "encircle", "overline"),
)
links = st.none() | st.sampled_from(["https://a.example", "https://b.example/?q=;"])
every_style = st.builds(
    Style, color=colours, bgcolor=colours, link=links, **dict.fromkeys(attributes, st.none() | st.booleans())
)
styled_pictures = st.lists(
    st.lists(st.tuples(st.sampled_from("ab "), st.none() | every_style), min_size=COLUMNS, max_size=COLUMNS),
    min_size=ROWS,
    max_size=ROWS,
)


class Looks(NamedTuple):
    """All that a terminal keeps of a cell. `attributes`: the parameters that set them and no colour."""

    char: str
    attributes: frozenset[str]
    colour: str
    ground: str
    link: str


def looks(written: str) -> dict[tuple[int, int], Looks]:
    """The cells that were written, by row and column from 1, as a terminal that knows every attribute has them."""
    cells: dict[tuple[int, int], Looks] = {}
    row, column, pen = 1, 1, Looks("", frozenset(), "", "", "")
    for link, place, parameters, char in re.findall(
        r"\x1b]8;([^\x1b]*)\x1b\\|\x1b\[([0-9;]*[HG])|\x1b\[([0-9;]*m)|(.)", written, re.DOTALL
    ):
        if place:
            *above, last = place[:-1].split(";")
            row, column = int(above[0]) if above else row, int(last)
        elif parameters:
            pen = set_by(pen, parameters[:-1])
        elif char == "\n":
            row += 1
        elif char:
            cells[row, column] = pen._replace(char=char)
            column += 1
        else:
            pen = pen._replace(link=link.partition(";")[2])  # its id is by chance
    assert pen == Looks("", frozenset(), "", "", ""), "something would be left on for what is written next"
    return cells


def set_by(pen: Looks, parameters: str) -> Looks:
    numbers = re.findall(r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+", parameters)
    assert ";".join(numbers) == parameters
    for number in numbers:
        match number[:1], len(number.partition(";")[0]):
            case "0", _:
                pen = Looks("", frozenset(), "", "", pen.link)
            case ("3", 2) | ("9", 2):
                pen = pen._replace(colour="" if number == "39" else number)
            case ("4", 2) | ("1", 3):
                pen = pen._replace(ground="" if number == "49" else number)
            case _:
                pen = pen._replace(attributes=pen.attributes | {number})
    return pen


@given(styled_pictures, styled_pictures, spans, st.integers(1, COLUMNS - 1))
def test_no_style_that_textual_can_set_is_lost(
    before: list[list[tuple[str, Style]]],
    now: list[list[tuple[str, Style]]],
    found: list[tuple[int, int, int]],
    cut: int,
) -> None:
    everything = [(y, 0, COLUMNS) for y in range(ROWS)]
    rows = RowCache()

    def written(*updates: CompositorUpdate) -> dict[tuple[int, int], Looks]:
        return looks("".join(update.render_segments(CONSOLE) for update in updates))

    assert written(Frame(whole(before), rows)) == written(whole(before))
    some = part(now, [(y, min(a, b), max(a, b)) for y, a, b in found], cut)
    textuals = written(whole(now))
    assert written(Frame(some, rows)).items() <= textuals.items()
    shown_since = written(
        Frame(whole(before), RowCache()), Frame(some, RowCache()), Frame(part(now, everything, cut), rows)
    )
    assert shown_since == textuals


def test_a_link_is_named_once_for_the_characters_that_lead_there_and_ends_with_them() -> None:
    link = Style(link="https://a.example")
    update = LayoutUpdate([[strip([("a", link), ("b", link), ("c", Style())])]], Region(0, 0, 3, 1))

    written = Frame(update, RowCache()).render_segments(CONSOLE)

    assert written == f"\x1b[1;1H\x1b]8;id={link.link_id};https://a.example\x1b\\ab\x1b]8;;\x1b\\c"


def test_a_changed_cell_costs_no_more_than_its_place_its_colours_and_itself() -> None:
    style = Style(color=Color.parse("#010203"), bgcolor=Color.parse("#040506"))
    update = part([[("a", style)] * COLUMNS] * ROWS, [(1, 7, 8), (1, 10, 11)], 5)

    written = Frame(update, RowCache()).render_segments(CONSOLE)

    assert written == "\x1b[2;8H\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[11Ga\x1b[0m"


def test_only_what_is_new_of_the_colours_is_named() -> None:
    ground = Style(bgcolor="#040506")
    styles = [ground + Style(color="#010203"), ground + Style(color="#070809"), ground, ground + Style(bold=True)]
    update = LayoutUpdate([[strip([("a", style) for style in styles])]], Region(0, 0, 4, 1))

    written = Frame(update, RowCache()).render_segments(CONSOLE)

    assert written == ("\x1b[1;1H\x1b[38;2;1;2;3;48;2;4;5;6ma\x1b[38;2;7;8;9ma\x1b[39ma\x1b[0;1;48;2;4;5;6ma\x1b[0m")


def test_what_is_no_part_of_the_screen_is_left_as_it_is() -> None:
    assert FrameWriter().frame("text") == "text"
    assert FrameWriter().frame(None) is None


@given(st.lists(pictures, min_size=2, max_size=4), spans, st.integers(1, COLUMNS - 1))
def test_whatever_is_painted_one_after_the_other_the_terminal_shows_the_last(
    painted: list[list[list[tuple[str, Style]]]], found: list[tuple[int, int, int]], cut: int
) -> None:
    everything = [(y, 0, COLUMNS) for y in range(ROWS)]
    seen, frames = RowCache(), list[CompositorUpdate]()
    for picture in painted:
        frames += [Frame(part(picture, [(y, min(a, b), max(a, b)) for y, a, b in found], cut), seen)]
        frames += [Frame(part(picture, everything, cut), seen), Frame(whole(picture), seen)]

    assert shown(*frames) == shown(whole(painted[-1]))


def test_what_stands_already_is_not_written_again_until_the_terminal_may_have_lost_it() -> None:
    picture = [[("a", Style())] * COLUMNS for _ in range(ROWS)]
    changed = [picture[0], [("b", Style())] * COLUMNS, picture[2]]
    seen = RowCache()

    def written(update: CompositorUpdate) -> str:
        return update.render_segments(CONSOLE)

    first = written(Frame(whole(picture), seen))
    assert written(Frame(whole(picture), seen)) == ""
    assert written(Frame(whole(changed), seen)) == f"\x1b[2;1H{'b' * COLUMNS}"
    assert written(Frame(part(picture, [(0, 5, 6)], 5), seen)) == ""
    assert written(Frame(part(picture, [(1, 5, 6)], 5), seen)) == "\x1b[2;6Ha"
    assert written(Frame(whole(changed), seen)) == f"\x1b[2;1H{'b' * COLUMNS}", "part of the row was another since"
    seen.forget()
    assert written(Frame(whole(picture), seen)) == first
