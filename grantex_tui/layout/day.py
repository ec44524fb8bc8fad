"""The chosen day's detail: large digits beside what is unusual, the three operations, the hours, one sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from grantex_tui.layout.bars import BLOCKS, GHOST_FILL
from grantex_tui.layout.hours import hours_lines
from grantex_tui.layout.lines import MARGIN, Ink, Role, Span, StyledLine, fit, spread, wrapped
from grantex_tui.layout.today import DIGIT_ROWS, Enlarge
from grantex_tui.view.day import DayContent, DayDetail, Part
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.numbers import full, shortened

GAP: Final = 2
LEAST_BESIDE: Final = 26
"""Cells beside large digits below which they give way to a line of text."""

BAR: Final = 12
LEAST_HOURS: Final = 7
MOST_HOURS: Final = 13
"""Rows that bars of hours and their axes take, at least and at most."""

OUTLIER: Final = "! "
PART_ROLES: Final = (
    (Role.COUNTER_1, Role.STACK_1),
    (Role.COUNTER_2, Role.STACK_2),
    (Role.COUNTER_3, Role.STACK_3),
)
"""The name's and the bar's role, by operation."""


def day_lines(
    detail: DayDetail, cells: int, rows: int, enlarge: Enlarge | None, *, plotted: bool, ink: Ink = Ink.COLOUR
) -> tuple[StyledLine, ...]:
    """All lines on `cells` cells; the hours where they fit into `rows` rows with the rest.

    `enlarge`: None where large digits cannot be drawn. `plotted`: bars can be drawn.
    """
    day = detail.day
    head = _head(day, cells, enlarge if rows > 2 * DIGIT_ROWS else None)
    parts = tuple(_parts(day, cells))
    sentence = tuple((Span(row),) for row in wrapped(day.sentence, cells))
    above = (*head, *(((), *parts) if parts else ()))
    room = rows - len(above) - len(sentence) - 3
    hours: tuple[StyledLine, ...] = ()
    if detail.hours is not None and room >= LEAST_HOURS:
        hours = ((), _hours_title(detail, cells, ink), *_hours(detail.hours, cells, room, ink, plotted=plotted))
    return (*above, *hours, (), *sentence)


def _head(day: DayContent, cells: int, enlarge: Enlarge | None) -> tuple[StyledLine, ...]:
    digits = enlarge(day.number) if enlarge and day.number else ()
    beside = cells - max((len(row) for row in digits), default=0) - 2 * GAP
    if not digits or beside < LEAST_BESIDE:
        headline = ((Span(words, Role.TITLE),) for words in (day.headline, *day.brief))
        return (fit(headline, cells), *_said(day, cells))
    role = Role.OUTLIER if day.outlier else Role.TOTAL
    said = ((Span(day.noun, Role.MUTED),), *_said(day, beside))
    rows = max(len(said), len(digits))
    blank = " " * len(digits[0])
    left = (*digits, *(blank,) * (rows - len(digits)))
    right = (*said, *((),) * (rows - len(said)))
    return tuple(
        (Span(row, role), Span(" " * 2 * GAP), *words) if words else (Span(row, role),)
        for row, words in zip(left, right, strict=True)
    )


def _said(day: DayContent, cells: int) -> Iterator[StyledLine]:
    """Why it is an outlier, and the facts; what is too long goes on below."""
    for reason in [words for words in day.outlier if len(OUTLIER + words) <= cells][:1] or day.outlier[-1:]:
        yield from ((Span(row, Role.WARN),) for row in wrapped(OUTLIER + reason, cells))
    for fact in day.facts:
        yield from ((Span(row, Role.MUTED),) for row in wrapped(fact, cells))


def _parts(day: DayContent, cells: int) -> Iterator[StyledLine]:
    """A line for each operation: its name, count, bar, share and its usual, as far as there is room."""
    names = max((len(part.metric.label) for part in day.parts), default=0)
    counts = max((len(full(part.count)) for part in day.parts), default=0)
    for part, (role, bar_role) in zip(day.parts, PART_ROLES, strict=False):
        yield fit(_part(part, names, counts, role, bar_role), cells)


def _part(part: Part, names: int, counts: int, role: Role, bar_role: Role) -> Iterator[StyledLine]:
    stub = max(len(part.metric.stub), 4)
    count = Span(f"{full(part.count):>{counts}}", Role.NUMBER)
    share = Span(f" {100 * part.share:>3.0f} %", Role.MUTED)
    usual = Span(f"  {part.comparison}", Role.MUTED)
    filled = min(max(round(part.share * BAR), int(part.count > 0)), BAR)
    bar = (Span("  " + BLOCKS[-1] * filled, bar_role), Span(" " * (BAR - filled), bar_role))
    long = Span(f"{part.metric.label:<{names}}{' ' * GAP}", role)
    short = Span(f"{part.metric.stub:<{stub}}{' ' * GAP}", role)
    yield (long, count, *bar, share, usual)
    yield (long, count, share, usual)
    yield (short, count, *bar, share)
    yield (short, count, share)
    yield (short, count)
    yield (short, Span(shortened(part.count), Role.NUMBER))


def _hours_title(detail: DayDetail, cells: int, ink: Ink) -> StyledLine:
    title, legend = detail.hours_title
    swatch = BLOCKS[-1] if ink is Ink.COLOUR else GHOST_FILL
    right = (Span(f"{swatch} ", Role.GHOST), Span(legend, Role.MUTED)) if legend else ()
    return spread((Span(title, Role.TITLE),), right, cells)


def _hours(content: HoursContent, cells: int, room: int, ink: Ink, *, plotted: bool) -> tuple[StyledLine, ...]:
    """The bars alone, for the day's words stand around them; or why there are none."""
    if content.message:
        return tuple((Span(row, Role.MUTED),) for words in content.message for row in wrapped(words, cells))
    rows = min(room, MOST_HOURS)
    bars = hours_lines(replace(content, lines=(), chosen=None), cells + 2 * MARGIN, rows, plotted=plotted, ink=ink)
    drawn = tuple(_without_margin(line) for line in bars)
    return (*drawn, *((),) * (rows - len(drawn)))


def _without_margin(line: StyledLine) -> StyledLine:
    first, *others = line or (Span(" " * MARGIN),)
    return (replace(first, text=first.text[MARGIN:]), *others)
