"""What a frame is on the wire: the cells that changed and no others, and of the colours what is new.

Textual writes a changed cell with all that stands left of it in its widget, once for each of them in a row, and names
ground, colour and weight anew for each piece of text: three to six times the bytes. At a start it paints everything
three times over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from inspect import signature
from itertools import accumulate
from typing import Final, NamedTuple

from rich.cells import get_character_cell_size
from rich.color import Color, ColorSystem
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

RESET = "\x1b[0m"

_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}


_WEIGHTS: Final = (
    ("1", "bold"),
    ("2", "dim"),
    ("3", "italic"),
    ("4", "underline"),
    ("5", "blink"),
    ("6", "blink2"),
    ("7", "reverse"),
    ("8", "conceal"),
    ("9", "strike"),
    ("21", "underline2"),
    ("51", "frame"),
    ("52", "encircle"),
    ("53", "overline"),
)
"""All that a style can set beside colours and a link, in Textual's order: a terminal may take 21 for the end of 1."""

_UPDATES: Final = ((LayoutUpdate, ("strips", "region")), (ChopsUpdate, ("chops", "spans", "chop_ends")))


class Pen(NamedTuple):
    """How characters come out: parameters of the sequence that sets it, empty where the terminal's own."""

    weight: str = ""
    colour: str = ""
    ground: str = ""


PLAIN = Pen()


class RowCache:
    """What the terminal shows, cell by cell and as far as it is known: that need not be written again."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[str, Style | None] | None]] = {}

    def forget(self) -> None:
        """The terminal may show anything: it was resized, or somebody else wrote to it."""
        self._rows.clear()

    def is_new(self, x: int, y: int, segments: tuple[Segment, ...]) -> bool:
        """Whether `segments`, about to stand from column `x` of row `y`, do not stand there already."""
        row = self._rows.setdefault(y, [])
        cells = [(char, style) for text, style, control in segments if not control for char in text]
        if any(get_character_cell_size(char) != 1 for char in {char for char, _ in cells}):
            del row[x:]  # where its characters stand is not known
            return True
        end = x + len(cells)
        if row[x:end] == cells:
            return False
        row.extend([None] * (end - len(row)))
        row[x:end] = cells
        return True


class Frame(CompositorUpdate):
    """Another way to write Textual's update to a terminal that shows `rows`."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, rows: RowCache) -> None:
        self._update = update
        self._rows = rows

    def render_segments(self, console: Console) -> str:
        system = _SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
        return "".join(_written((piece for piece in _pieces(self._update) if self._rows.is_new(*piece)), system))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._update


class FrameWriter:
    """Writes frames to one terminal, whose `rows` it remembers."""

    def __init__(self) -> None:
        self.rows = RowCache()

    def frame(self, update: RenderableType | None) -> RenderableType | None:
        """`update` as a `Frame`, if it is a part of the screen or all of it."""
        return Frame(update, self.rows) if isinstance(update, LayoutUpdate | ChopsUpdate) else update


def knows_updates() -> bool:
    """Whether Textual's updates are made of what is read here."""
    return all(tuple(signature(update).parameters) == fields for update, fields in _UPDATES)


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, tuple[Segment, ...]]]:
    """Column, row and segments of what is to be written."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield update.region.x, y, tuple(segment for strip in strips for segment in strip)
        return
    for y, first, end in update.spans:
        for (x, strip), x_end in zip(update.chops[y].items(), update.chop_ends[y], strict=False):
            start, stop = max(x, first), min(x_end, end)
            if strip is not None and start < stop:
                yield start, y, tuple(_cropped(strip, start - x, stop - x))


def _cropped(strip: Strip, start: int, stop: int) -> Iterable[Segment]:
    """As `strip.crop`, which keeps each text that it cut and its width: a megabyte of old figures in a few hours."""
    texts = [text for text, _, _ in strip]
    if any(get_character_cell_size(char) != 1 for char in set("".join(texts))):
        return strip.crop(start, stop)
    starts = accumulate(map(len, texts), initial=0)
    cuts = (slice(max(start - at, 0), max(stop - at, 0)) for at in starts)
    return [Segment(text[cut], style) for (text, style, _), cut in zip(strip, cuts, strict=False) if text[cut]]


def _written(pieces: Iterable[tuple[int, int, Iterable[Segment]]], system: ColorSystem) -> Iterator[str]:
    pen, link, row = PLAIN, "", -1
    for x, y, segments in pieces:
        yield f"\x1b[{x + 1}G" if y == row else f"\x1b[{y + 1};{x + 1}H"
        row = y
        for text, style, control in segments:
            if control or not text:
                continue
            wanted = PLAIN if style is None else _pen(style, system)
            if wanted != pen:
                yield _change(pen, wanted)
                pen = wanted
            target = f"id={style.link_id};{style.link}" if style is not None and style.link else ""
            if target != link:
                yield _link(target)
                link = target
            yield text
    if pen != PLAIN:
        yield RESET
    if link:
        yield _link("")


def _link(target: str) -> str:
    """The sequence after which characters lead to `target`, nowhere if it is empty."""
    return f"\x1b]8;{target or ';'}\x1b\\"


@lru_cache(maxsize=1024)
def _change(pen: Pen, wanted: Pen) -> str:
    """The sequence that makes `wanted` of `pen`."""
    if wanted == PLAIN:
        return RESET
    if pen.weight != wanted.weight:
        parameters = ["" if pen == PLAIN else "0", *wanted]
    else:
        parameters = [
            "" if pen.colour == wanted.colour else wanted.colour or "39",
            "" if pen.ground == wanted.ground else wanted.ground or "49",
        ]
    return f"\x1b[{';'.join(filter(None, parameters))}m"


@lru_cache(maxsize=1024)
def _pen(style: Style, system: ColorSystem) -> Pen:
    return Pen(
        ";".join(code for code, name in _WEIGHTS if getattr(style, name)),
        _codes(style.color, system, foreground=True),
        _codes(style.bgcolor, system, foreground=False),
    )


def _codes(colour: Color | None, system: ColorSystem, *, foreground: bool) -> str:
    return "" if colour is None else ";".join(colour.downgrade(system).get_ansi_codes(foreground))
