"""The range on lines: its upper border, and below it bars, table or calendar. Pure, but for plotext's one figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from grantex_tui.layout.bars import BLOCKS, STACK_FILLS, STACK_ROLES, bar_at, with_cursor
from grantex_tui.layout.borders import Ends, Framing, beside, edge, heading, paired
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.hours import hour_at, hours_lines, hours_titles
from grantex_tui.layout.lines import MARGIN, Ink, Role, Span, StyledLine, centred, wrap
from grantex_tui.layout.notices import level_role
from grantex_tui.layout.plot import draw
from grantex_tui.layout.table import table_lines
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.range import RangeContent, RangePanelContent
from grantex_tui.view.selection import RANGES, Display
from grantex_tui.view.table import TableContent
from grantex_tui.view.wordings import wording

HEADING_ROWS: Final = 1
_GAP: Final = "  "
_NAMED: Final = 4
"""Headings without a legend that name the metric, from the longest."""

_SHORT: Final = tuple(metric.short for metric in PARTS)
_STUBS: Final = tuple(metric.stub for metric in PARTS)


def range_lines(
    content: RangePanelContent,
    cells: int,
    rows: int,
    *,
    plotted: bool,
    ink: Ink = Ink.COLOUR,
    framing: Framing = Framing.NONE,
) -> tuple[StyledLine, ...]:
    """The panel on `cells` × `rows` cells without its lower border; bars only if they can be `plotted` already."""
    inner, below = cells - 2 * framing.cells, max(rows - HEADING_ROWS, 0)
    match content.content:
        case TableContent() as table:
            shown, body = below - 1, table_lines(table, inner, below)
        case CalendarContent() as calendar:
            shown, body = content.range.bars, calendar_lines(calendar, inner, below, ink)
        case HoursContent() as hours:
            shown, body = content.range.bars, hours_lines(hours, inner, below, plotted=plotted, ink=ink)
        case None:
            shown, body = _bars(content.range, inner, below, ink, plotted=plotted)
    heading = range_heading(content, cells, min(max(shown, 0), content.range.bars), framing, ink)
    if framing is Framing.NONE:
        return (heading, *body[:below])
    filled = (*body, *((),) * below)[:below]
    return (heading, *(beside(line, cells, framing.margin) for line in filled))


def _bars(
    content: RangeContent, cells: int, rows: int, ink: Ink, *, plotted: bool
) -> tuple[int, tuple[StyledLine, ...]]:
    """How many days there is room for, and their bars or what stands in their place."""
    chart = chart_of(content, cells, rows, ink)
    if chart is None:
        return content.bars, range_message(content, cells, rows) if content.message else ()
    if not plotted:
        return chart.plot.place.shown, ()
    lines = draw(chart.plot)
    if chart.cursor is not None:
        lines = with_cursor(lines, chart.plot, chart.cursor)
    margin = Span(" " * MARGIN, Role.AXIS)
    return chart.plot.place.shown, tuple((margin, *line) for line in lines)


def draw_ahead(
    content: RangeContent, cells: int, rows: int, ink: Ink = Ink.COLOUR, framing: Framing = Framing.NONE
) -> None:
    """Draw the bars of a range that is not shown yet, so that switching to it only paints."""
    if (chart := chart_of(content, cells - 2 * framing.cells, rows - HEADING_ROWS, ink)) is not None:
        draw(chart.plot)


def day_at(
    content: RangePanelContent, cells: int, rows: int, x: int, y: int, framing: Framing = Framing.NONE
) -> int | None:
    """The index among the range's days of the one whose bar's column holds the cell; None where there is none."""
    inner = cells - 2 * framing.cells
    chart = None if content.content is not None else chart_of(content.range, inner, rows - HEADING_ROWS)
    if chart is None or not HEADING_ROWS <= y < HEADING_ROWS + chart.plot.rows:
        return None
    bar = bar_at(chart.plot, x - MARGIN - framing.cells)
    return None if bar is None else content.range.bars - chart.plot.place.shown + bar


def hour_under(
    content: RangePanelContent, cells: int, rows: int, x: int, y: int, framing: Framing = Framing.NONE
) -> int | None:
    """The hour of the day whose column holds the cell; None where there is none."""
    match content.content:
        case HoursContent() as hours:
            inner = cells - 2 * framing.cells
            return hour_at(hours, inner, rows - HEADING_ROWS, x - framing.cells, y - HEADING_ROWS)
        case _:
            return None


def range_heading(
    panel: RangePanelContent, cells: int, shown: int, framing: Framing = Framing.NONE, ink: Ink = Ink.COLOUR
) -> StyledLine:
    """The range and its ends; at the line's end the ranges and views to choose from, the chosen ones bold."""
    match panel.content:
        case HoursContent() as hours:
            ends = paired(hours_titles(hours, ink), _choices(panel))
        case _:
            ends = _ends(panel, shown, ink)
    return heading(ends, cells) if framing is Framing.NONE else edge(ends, cells, margin=framing.margin)


def _ends(panel: RangePanelContent, shown: int, ink: Ink) -> Iterator[Ends]:
    """From long to short; the views give way to a legend, a metric, and how many days are shown."""
    content = panel.range
    legends = _with_legend(content, shown, ink) if content.stacked and panel.display is Display.CHART else ()
    lefts = (*legends, *_without_legend(content, shown))
    choice, ranges, near = _choices(panel)
    plain = content.metric is Metric.TOTAL and not content.left_out(shown)
    told = legends or (lefts if plain else lefts[:_NAMED])
    yield from ((left, choice) for left in told)
    yield from ((left, ranges) for left in told)
    yield from paired(lefts, (near,))


def _choices(panel: RangePanelContent) -> tuple[StyledLine, StyledLine, StyledLine]:
    """Ranges and views, the ranges alone, and three of them, the chosen one among them."""
    choices = panel.range.choices
    at = next((index for index, (_, chosen) in enumerate(choices) if chosen), 0)
    first = max(at - len(RANGES) + 1, 0)
    ranges = _choice(choices)
    views = _choice([(display.value, display is panel.display) for display in Display])
    return ((*ranges, Span(" │ ", Role.RULE), *views), ranges, _choice(choices[first : first + len(RANGES)]))


def _choice(names: Sequence[tuple[str, bool]]) -> StyledLine:
    spans = ((Span(" ", Role.MUTED), Span(name, Role.CHOSEN if chosen else Role.MUTED)) for name, chosen in names)
    return tuple(span for pair in spans for span in pair)[1:]


def _without_legend(content: RangeContent, shown: int) -> tuple[StyledLine, ...]:
    """The heading's left end from long to short: title, dates, metric, and how many of the days are shown."""
    left_out = content.left_out(shown)
    part, brief = (Span(_after_dot(wording(left_out, step)), Role.MUTED) for step in (0, 1))
    title = Span(content.title, Role.TITLE)
    days, metric, stub = wording(content.dates, 1), wording(content.metric_name), wording(content.metric_name, 1)
    return (
        (title, Span(f"{_after_dot(wording(content.dates))}{_after_dot(metric)}", Role.MUTED), part),
        (title, Span(f"{_after_dot(days)}{_after_dot(metric)}", Role.MUTED), part),
        (title, Span(f"{_after_dot(days)}{_after_dot(stub)}", Role.MUTED), part),
        (title, Span(_after_dot(stub), Role.MUTED), part),
        (title, Span(_after_dot(stub), Role.MUTED), brief),
        (title, brief),
        *(((Span(wording(left_out, 1), Role.TITLE),),) if content.buckets else ()),
        (title,),
    )


def _after_dot(words: str) -> str:
    return f" · {words}" if words else ""


def _with_legend(content: RangeContent, shown: int, ink: Ink) -> tuple[StyledLine, ...]:
    """The heading's left end over stacked bars: which part is which, for which the dates give way."""
    if not content.stacked or not content.dates:
        return ()
    legend, brief = (_legend(names, ink) for names in (_SHORT, _STUBS))
    left_out = content.left_out(shown)
    part = Span(_after_dot(wording(left_out)), Role.MUTED)
    ends = (Span(wording(content.dates, 1), Role.TITLE), part)
    few = Span(wording(left_out, 1), Role.MUTED)
    title = Span(content.title, Role.TITLE)
    return (
        (title, Span(_after_dot(wording(content.dates, 1)), Role.MUTED), part, *legend),
        (title, part, *legend),
        (title, part, *brief),
        (*ends, *legend),
        (*ends, *brief),
        (few, *brief) if left_out else _legend(_STUBS, ink, lead=""),
    )


def _legend(names: Sequence[str], ink: Ink, lead: str = _GAP) -> StyledLine:
    """The parts as they are drawn, and their names, the first one after `lead`."""
    fills = STACK_FILLS if ink is Ink.TEXTURE else BLOCKS[-1] * len(names)
    leads = (lead, *(_GAP,) * (len(names) - 1))
    return tuple(
        span
        for gap, fill, role, name in zip(leads, fills, STACK_ROLES, names, strict=True)
        for span in (Span(gap + fill, role), Span(f" {name}", Role.MUTED))
    )


def range_message(content: RangeContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """What stands in the chart's place, in its middle."""
    inner = cells - 2 * MARGIN
    lines: list[StyledLine] = []
    for index, words in enumerate(content.message):
        role = level_role(content.message_level, info=Role.TEXT) if index == 0 else Role.MUTED
        lines.extend(centred(line, inner + 2 * MARGIN) for line in wrap(words, min(inner, 76), role, 4))
    above = max((rows - len(lines)) // 2, 0)
    return (*(() for _ in range(above)), *lines)[: max(rows, 0)] or ((),)
