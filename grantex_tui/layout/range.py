"""The range on lines: its heading, and below it bars, table or calendar. Pure, but for plotext's one figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from grantex_tui.layout.bars import STACK_FILLS, STACK_ROLES, bar_at, with_cursor
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.hours import hours_heading, hours_lines
from grantex_tui.layout.lines import MARGIN, Ink, Role, Span, StyledLine, centred, cut, padded, rule, width, wrap
from grantex_tui.layout.notices import level_role
from grantex_tui.layout.plot import draw
from grantex_tui.layout.table import table_lines
from grantex_tui.usage.metric import PARTS
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.range import RangeContent, RangePanelContent
from grantex_tui.view.selection import RANGES
from grantex_tui.view.table import TableContent
from grantex_tui.view.wordings import wording

HEADING_ROWS: Final = 1
_GAP: Final = "  "


def range_lines(
    content: RangePanelContent, cells: int, rows: int, *, plotted: bool, ink: Ink = Ink.COLOUR
) -> tuple[StyledLine, ...]:
    """The panel on `cells` × `rows` cells; bars only if they can be `plotted` already."""
    below = rows - HEADING_ROWS
    match content.content:
        case TableContent() as table:
            return (_plain_heading(content.range, cells, below - 1), *table_lines(table, cells, below))
        case CalendarContent() as calendar:
            return (
                _plain_heading(content.range, cells, content.range.bars),
                *calendar_lines(calendar, cells, below, ink),
            )
        case HoursContent() as hours:
            return (hours_heading(hours, cells, ink), *hours_lines(hours, cells, below, plotted=plotted, ink=ink))
        case None:
            return _bars(content.range, cells, below, ink, plotted=plotted)


def _bars(content: RangeContent, cells: int, rows: int, ink: Ink, *, plotted: bool) -> tuple[StyledLine, ...]:
    chart = chart_of(content, cells, rows, ink)
    if chart is None:
        heading = range_heading(content, cells, content.bars)
        return (heading, *(range_message(content, cells, rows) if content.message else ()))
    heading = range_heading(content, cells, chart.plot.place.shown)
    if not plotted:
        return (heading,)
    lines = draw(chart.plot)
    if chart.cursor is not None:
        lines = with_cursor(lines, chart.plot, chart.cursor)
    margin = Span(" " * MARGIN, Role.AXIS)
    return (heading, *((margin, *line) for line in lines))


def draw_ahead(content: RangeContent, cells: int, rows: int, ink: Ink = Ink.COLOUR) -> None:
    """Draw the bars of a range that is not shown yet, so that switching to it only paints."""
    if (chart := chart_of(content, cells, rows - HEADING_ROWS, ink)) is not None:
        draw(chart.plot)


def day_at(content: RangePanelContent, cells: int, rows: int, x: int, y: int) -> int | None:
    """The index among the range's days of the one whose bar's column holds the cell; None where there is none."""
    chart = None if content.content is not None else chart_of(content.range, cells, rows - HEADING_ROWS)
    if chart is None or not HEADING_ROWS <= y < HEADING_ROWS + chart.plot.rows:
        return None
    bar = bar_at(chart.plot, x - MARGIN)
    return None if bar is None else content.range.bars - chart.plot.place.shown + bar


def _plain_heading(content: RangeContent, cells: int, shown: int) -> StyledLine:
    """The heading of a table or calendar, which stacks nothing and shows so many days."""
    return range_heading(replace(content, stacked=False), cells, min(max(shown, 0), content.bars))


def range_heading(content: RangeContent, cells: int, shown: int) -> StyledLine:
    """The range and its ends; at the line's end the choice of ranges, the chosen one in brackets."""
    inner = cells - 2 * MARGIN
    lefts = (*_with_legend(content, shown), *_without_legend(content, shown))
    for right, candidates in ((_choice(content), lefts[: 2 if content.stacked else 1]), (_near(content), lefts)):
        for left in candidates:
            if width(left) + width(right) + 3 <= inner:
                return padded(rule(left, right, inner))
    return padded(cut(lefts[-1], inner))


def _choice(content: RangeContent) -> StyledLine:
    """The ranges to choose from, the chosen one in brackets."""
    return tuple(
        span
        for name, chosen in content.choices
        for span in (
            Span(" ", Role.MUTED),
            Span(f"[{name}]", Role.CHOSEN) if chosen else Span(name, Role.MUTED),
        )
    )[1:]


def _near(content: RangeContent) -> StyledLine:
    """Three of the choices, the chosen one among them."""
    at = next((index for index, (_, chosen) in enumerate(content.choices) if chosen), 0)
    first = max(at - len(RANGES) + 1, 0)
    return _choice(replace(content, choices=content.choices[first : first + len(RANGES)]))


def _without_legend(content: RangeContent, shown: int) -> tuple[StyledLine, ...]:
    """The heading's left end from long to short: title, metric, dates, and how many of the days are shown."""
    left_out = content.left_out(shown)
    part, brief = (Span(_after_dot(wording(left_out, step)), Role.MUTED) for step in (0, 1))
    title = Span(content.title, Role.TITLE)
    dates = wording(content.dates)
    named = " · ".join(filter(None, (content.metric_name, dates)))
    return (
        (title, Span(_after_dot(named) if dates else "", Role.MUTED), part),
        (Span(named, Role.TITLE), part),
        (Span(dates, Role.TITLE), part),
        (Span(wording(content.dates, 1), Role.TITLE), brief),
        *(((title, brief), (Span(wording(left_out, 1), Role.TITLE),)) if content.buckets else ()),
        (title,),
    )


def _after_dot(words: str) -> str:
    return f" · {words}" if words else ""


def _with_legend(content: RangeContent, shown: int) -> tuple[StyledLine, ...]:
    """The heading's left end over stacked bars: which part is which, for which the dates give way."""
    if not content.stacked or not content.dates:
        return ()
    legend, brief = _legend([metric.short for metric in PARTS]), _legend([metric.stub for metric in PARTS])
    left_out = content.left_out(shown)
    part = Span(_after_dot(wording(left_out)), Role.MUTED)
    ends = (Span(wording(content.dates, 1), Role.TITLE), part)
    few = Span(wording(left_out, 1), Role.MUTED)
    return (
        (Span(content.title, Role.TITLE), Span(_after_dot(wording(content.dates)), Role.MUTED), part, *legend),
        (*ends, *legend),
        (*ends, *brief),
        (few, *brief) if left_out else _legend([metric.stub for metric in PARTS], lead=""),
    )


def _legend(names: Sequence[str], lead: str = _GAP) -> StyledLine:
    """The parts' textures and names, the first one after `lead`."""
    leads = (lead, *(_GAP,) * (len(names) - 1))
    return tuple(
        span
        for gap, fill, role, name in zip(leads, STACK_FILLS, STACK_ROLES, names, strict=True)
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
