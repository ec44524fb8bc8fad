"""The range's panel on lines: its heading, and below it bars, table or calendar. Pure, but for plotext's one figure."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from grantex_tui.layout import plot
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, centred, cut, padded, rule, width, wrap
from grantex_tui.layout.plot import STACK_FILLS, STACK_ROLES
from grantex_tui.layout.table import table_lines
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.notices import Level
from grantex_tui.view.range import Range, RangePanelContent
from grantex_tui.view.selection import RANGES
from grantex_tui.view.table import TableContent

HEADING_ROWS: Final = 1


def range_panel_lines(view: RangePanelContent, cells: int, rows: int, *, plotted: bool) -> tuple[StyledLine, ...]:
    """The panel on `cells` × `rows` cells; bars only if they can be `plotted` already."""
    below = rows - HEADING_ROWS
    match view.content:
        case TableContent() as content:
            return (_plain_heading(view.range, cells, below - 1), *table_lines(content, cells, below))
        case CalendarContent() as content:
            return (_plain_heading(view.range, cells, view.range.days), *calendar_lines(content, cells, below))
        case None:
            return _bars(view.range, cells, below, plotted=plotted)


def _bars(view: Range, cells: int, rows: int, *, plotted: bool) -> tuple[StyledLine, ...]:
    chart = chart_of(view, cells, rows)
    if chart is None:
        heading = range_heading(view, cells, view.days)
        return (heading, *(range_message(view, cells, rows) if view.message else ()))
    heading = range_heading(view, cells, chart.place.shown)
    if not plotted:
        return (heading,)
    lines = plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)
    if chart.cursor is not None:
        lines = plot.with_cursor(lines, chart.place, chart.ticks, chart.cursor)
    margin = Span(" " * MARGIN, Role.AXIS)
    return (heading, *((margin, *line) for line in lines))


def draw_ahead(view: Range, cells: int, rows: int) -> None:
    """Draw the bars of a range that is not shown yet, so that switching to it only paints."""
    if (chart := chart_of(view, cells, rows - HEADING_ROWS)) is not None:
        plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)


def day_at(view: RangePanelContent, cells: int, rows: int, x: int, y: int) -> int | None:
    """The index among the range's days of the one whose bar's column holds the cell; None where there is none."""
    chart = None if view.content is not None else chart_of(view.range, cells, rows - HEADING_ROWS)
    if chart is None or not HEADING_ROWS <= y < HEADING_ROWS + chart.rows:
        return None
    bar = plot.day_at(chart.place, chart.ticks, x - MARGIN)
    return None if bar is None else len(view.range.window) - chart.place.shown + bar


def _plain_heading(view: Range, cells: int, shown: int) -> StyledLine:
    """The heading of a view that has no bars, and so nothing stacked, and shows so many days."""
    return range_heading(replace(view, stacked=False), cells, min(max(shown, 0), view.days))


def range_heading(view: Range, cells: int, shown: int) -> StyledLine:
    """The range and its ends; at the line's end the choice of ranges, the chosen one in brackets."""
    choice = tuple(
        span
        for days in RANGES
        for span in (
            Span(" ", Role.MUTED),
            Span(f"[{days}]", Role.CHOSEN) if days == view.days else Span(f"{days}", Role.MUTED),
        )
    )[1:]
    part = f" · {shown} of {view.days} days" if shown < view.days and view.window else ""
    inner = cells - 2 * MARGIN
    metric = "" if view.metric is Metric.TOTAL or view.stacked else f"{view.metric.label} · "
    title = Span(view.title, Role.TITLE)
    lefts: tuple[StyledLine, ...] = (
        *_with_legend(view, part),
        (title, Span(f" · {metric}{view.dates}{part}" if view.dates else "", Role.MUTED)),
        (Span(f"{metric}{view.dates}", Role.TITLE), Span(part, Role.MUTED)),
        (Span(view.dates, Role.TITLE), Span(part, Role.MUTED)),
        (Span(view.short_dates, Role.TITLE), Span(part.removesuffix(" days"), Role.MUTED)),
        (Span(view.title, Role.TITLE),),
    )
    for days_word in ((Span(" days", Role.MUTED),), ()):
        right = (*choice, *days_word)
        for left in lefts[: 2 if view.stacked else 1] if days_word else lefts:
            if width(left) + width(right) + 3 <= inner:
                return padded(rule(left, right, inner))
    return padded(cut(lefts[-1], inner))


def range_message(view: Range, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """What stands in the chart's place, in its middle."""
    inner = cells - 2 * MARGIN
    roles = {Level.INFO: Role.TEXT, Level.WARN: Role.WARN, Level.BAD: Role.BAD}
    lines: list[StyledLine] = []
    for index, words in enumerate(view.message):
        role = roles[view.message_level] if index == 0 else Role.MUTED
        lines.extend(centred(line, inner + 2 * MARGIN) for line in wrap(words, min(inner, 76), role, 4))
    above = max((rows - len(lines)) // 2, 0)
    return (*(() for _ in range(above)), *lines)[: max(rows, 0)] or ((),)


def _with_legend(view: Range, part: str) -> tuple[StyledLine, ...]:
    """The heading of stacked bars: which part is which, for which the dates give way."""
    if not view.stacked or not view.dates:
        return ()
    legend, brief = (
        tuple(
            span
            for fill, role, name in zip(STACK_FILLS, STACK_ROLES, names, strict=True)
            for span in (Span(f"  {fill}", role), Span(f" {name}", Role.MUTED))
        )
        for names in ([metric.short for metric in PARTS], [metric.short[:4] for metric in PARTS])
    )
    short = (Span(view.short_dates, Role.TITLE), Span(part, Role.MUTED))
    few = (Span(part.removeprefix(" · ").removesuffix(" days"), Role.MUTED), *brief)
    return (
        (Span(view.title, Role.TITLE), Span(f" · {view.dates}{part}", Role.MUTED), *legend),
        (*short, *legend),
        (*short, *brief),
        few if part else (Span(brief[0].text.lstrip(), brief[0].role), *brief[1:]),
    )
