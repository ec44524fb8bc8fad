"""The accounts side by side: a panel each with figure, bars and month; in tiny windows a line each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.bars import NEVER_READ_MARK, NO_ROW_DOT, OUTLIER_MARK, Bar, Cell, as_line, bar_cell
from grantex_tui.layout.board_grid import Grid
from grantex_tui.layout.borders import LOWER_CORNERS, edge, framed, paired
from grantex_tui.layout.breakpoints import LARGE, Breakpoint
from grantex_tui.layout.header import badge_role, mark_of
from grantex_tui.layout.lines import (
    MARGIN,
    Ink,
    Role,
    Span,
    StyledLine,
    cut,
    fit,
    overlaid,
    padded,
    rule,
    spread,
    width,
    wrap,
)
from grantex_tui.layout.month import verdict_role
from grantex_tui.layout.today import deviation_lines, fit_whole
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.metric import Metric
from grantex_tui.view.board import AccountContent, BoardContent
from grantex_tui.view.header import Freshness

CHOSEN: Final = "▸"
ALARM: Final = "▲"
GAP: Final = "  "
THUMB: Final = "┃"

SATURDAY: Final = 5
ROWS_FOR_OUTLIERS: Final = 2
"""Rows of bars from which on an outlier has its mark above it."""

ROWS_FOR_MARKS: Final = 4
"""Rows of bars from which on the highest is left to the marks above them."""

ROWS_FOR_DATES: Final = 9
"""Rows of a panel from which on one of them says of which days the bars are."""


Draw = Callable[[int], tuple[StyledLine, ...]]
"""Gives the lines of the account of this index."""


def board_lines(cells: int, grid: Grid, draw: Draw) -> tuple[StyledLine, ...]:
    """The panels in sight, each as `draw` gives it."""
    lines: list[StyledLine] = []
    for start in range(grid.first, grid.last, grid.columns):
        indices = range(start, min(start + grid.columns, grid.last))
        beside = [draw(index) for index in indices]
        for parts in zip(*beside, strict=True):
            filled = (
                (*part, Span(" " * (grid.width(at) - width(part)))) for at, part in zip(indices, parts, strict=True)
            )
            line = tuple(span for part in filled for span in part)
            lines.append(cut((Span(" " * grid.margin), *line), cells))
    return tuple(_with_thumb(lines, cells, grid)) if grid.count > grid.page and cells > 1 else tuple(lines)


def _with_thumb(lines: list[StyledLine], cells: int, grid: Grid) -> Iterator[StyledLine]:
    """In the last cells, which panels leave blank: which part of all accounts is in sight."""
    rows = grid.shown * grid.rows
    start, end = (rows * index // grid.count for index in (grid.first, grid.last))
    for y, line in enumerate(lines):
        filled = (*line, Span(" " * (cells - width(line))))
        yield overlaid(filled, cells - 1, (Span(THUMB, Role.MUTED),)) if start <= y < max(end, start + 1) else line


class Panel(Struct, frozen=True):
    """What a panel's lines are made of: nothing else changes them. `cells`: of its bars; `width`: of its border.

    `top`: of its scale.
    """

    account: AccountContent
    top: int
    cells: int
    width: int
    rows: int
    step: Breakpoint
    ink: Ink
    chosen: bool


def panel_of(content: BoardContent, index: int, grid: Grid, step: Breakpoint, ink: Ink) -> Panel:
    """One panel, as large as the grid has it."""
    account = content.accounts[index]
    top, chosen = content.top_of(account), index == content.chosen
    return Panel(account, top, grid.cells, grid.width(index), grid.rows, step, ink, chosen)


def panel_lines(panel: Panel) -> tuple[StyledLine, ...]:
    """In a border, between rules, or on a line, as the window has room for it."""
    if panel.step in LARGE:
        lines = _bordered(panel)
    else:
        lines = _strip(panel) if panel.rows > 1 else (_line(panel.account, panel.cells, chosen=panel.chosen),)
    return (*lines, *((),) * panel.rows)[: panel.rows]


def label_cells(content: BoardContent, index: int, grid: Grid, step: Breakpoint) -> tuple[int, int, int]:
    """Where the label of an account in sight stands: the row, and from and to which cell."""
    x, y = grid.place(index)
    start = x + (LABEL_START if step in LARGE else MARGIN)
    lead = len(f"{CHOSEN} ") if index == content.chosen or step not in LARGE else 0
    return y, start + lead, min(start + lead + len(content.accounts[index].label), x + grid.cells)


LABEL_START: Final = 3
"""Cells of a border before the label: the corner, the edge, a blank."""


def _bordered(panel: Panel) -> tuple[StyledLine, ...]:
    """In a border, whose ends say which account, how fresh, and the month's share."""
    account, cells, rows = panel.account, panel.width, panel.rows
    inner = panel.cells - 2 - 2 * MARGIN
    body: list[StyledLine] = list(_figure(account, inner, rows - 2))
    dates = rows >= ROWS_FOR_DATES
    if account.days:
        body += _bars(account, panel.top, inner, rows - 2 - len(body) - dates, panel.ink)
        body += [_dates(account, inner)] if dates else []
    body = [*body, *((),) * rows][: max(rows - 2, 0)]
    ends = (tuple(_labels(account, chosen=panel.chosen)), tuple(_freshness(account)))
    upper = edge(paired(*ends), cells)
    lower = edge(paired(tuple(_months(account)), _badges(account)), cells, LOWER_CORNERS)
    lines = framed((padded(cut(line, inner)) for line in body), upper, lower, cells)
    return tuple(_lit(line) for line in lines) if panel.chosen else lines


def _lit(line: StyledLine) -> StyledLine:
    """The border of the chosen panel."""
    return tuple(Span(span.text, Role.CURSOR) if span.role is Role.RULE else span for span in line)


def _labels(account: AccountContent, *, chosen: bool) -> Iterator[StyledLine]:
    mark = (Span(f"{CHOSEN} ", Role.CURSOR),) if chosen else ()
    yield (*mark, Span(account.label, Role.TITLE))


def _freshness(account: AccountContent) -> Iterator[StyledLine]:
    glyph, role = mark_of(account.freshness)
    for words in account.freshness_words:
        yield (Span(f"{glyph} ", role), Span(words, Role.MUTED if account.freshness is Freshness.LIVE else role))
    yield (Span(glyph, role),)


def _badges(account: AccountContent) -> tuple[StyledLine, ...]:
    return ((Span(f" {account.badge.value} ", badge_role(account.badge)),),) if account.badge else ()


def _months(account: AccountContent) -> Iterator[StyledLine]:
    """Why the figures are old, else the month's share."""
    for words in account.trouble:
        yield (Span(words, Role.WARN),)
    needy = account.verdict.needs_attention
    role = verdict_role(account.verdict) if needy else Role.MUTED
    for words in account.month:
        yield (Span(f"{ALARM} {words}" if needy else words, role),)
    yield ()


def _figure(account: AccountContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Today's total and how it compares, or why there is none."""
    if not account.number:
        return wrap(account.message[0], cells, Role.TEXT, min(rows, 3))
    return (fit(_figures(account), cells),)


def _figures(account: AccountContent) -> Iterator[StyledLine]:
    """From long to short: the words go, then the digits."""
    role = Role.WARN if account.stale else Role.TOTAL
    compared = deviation_lines(account.pace.deviation)
    kinds = tuple((Span(words, Role.MUTED),) for words in account.kind)
    for number in account.number:
        head = Span(number, role)
        for said in compared or kinds:
            yield (head, Span(GAP), *said)
        yield (head,)


def _dates(account: AccountContent, cells: int) -> StyledLine:
    first, last = (Span(words, Role.AXIS) for words in account.span)
    starts, breadth = bar_starts(account.days, cells)
    used = starts[-1] + breadth - starts[0]
    return (Span(" " * starts[0]), *spread((first,), (last,), used, role=Role.AXIS)) if used > 0 else ()


# The bars


def bar_starts(days: tuple[Day, ...], cells: int) -> tuple[list[int], int]:
    """Where the bars of the last days begin that have room, and how wide they are; weeks apart where that fits."""
    shown = days[-max(cells, 1) :]
    apart = [index for index, day in enumerate(shown) if index and day.date.weekday() == 0]
    gaps = apart if len(shown) + len(apart) <= cells else []
    pitch = max((cells - len(gaps)) // len(shown), 1)
    starts, x = [], 0
    for index in range(len(shown)):
        x += index in gaps
        starts.append(x)
        x += pitch
    return starts, pitch - (pitch > 2)


def _bars(account: AccountContent, top: int, cells: int, rows: int, ink: Ink) -> list[StyledLine]:
    """The last days, in eighths of a row; `top` is as high as there is room."""
    if rows < 1 or not account.days or cells < 1:
        return []
    starts, breadth = bar_starts(account.days, cells)
    drawn: list[list[Cell]] = [[(" ", Role.TEXT, None)] * cells for _ in range(rows)]
    for day, x in zip(account.days[-len(starts) :], starts, strict=True):
        bar = _bar(account, day, top, EIGHTHS * (rows - 1 if rows >= ROWS_FOR_MARKS else rows))
        for row in range(min(-(-max(bar.level, bar.ghost) // EIGHTHS), rows)):
            if (cell := bar_cell(bar, EIGHTHS * row, ink)) is not None:
                drawn[rows - 1 - row][x : x + breadth] = [cell] * breadth
        above = rows - 1 - -(-bar.level // EIGHTHS)
        middle = x + (breadth - 1) // 2
        if bar.outlier and rows >= ROWS_FOR_OUTLIERS:
            drawn[max(above, 0)][middle] = (OUTLIER_MARK, Role.WARN, None)
        if bar.base:
            drawn[-1][middle] = (bar.base, Role.MUTED, None)
    return [as_line(cells_of_row) for cells_of_row in drawn]


def _bar(account: AccountContent, day: Day, top: int, eighths: int) -> Bar:
    is_today, is_outlier = day is account.days[-1], day.date in account.outliers
    weekend = day.date.weekday() >= SATURDAY
    role = Role.TODAY if is_today else Role.OUTLIER if is_outlier else Role.WEEKEND if weekend else Role.BAR
    on_course = account.pace.on_course if is_today else None
    return Bar(
        level=_level(Metric.TOTAL.of(day.counters) if day.counters else 0, top, eighths),
        role=role,
        base={DayState.NO_ROW: NO_ROW_DOT, DayState.NEVER_READ: NEVER_READ_MARK}.get(day.state, ""),
        outlier=is_outlier,
        ghost=_level(on_course or 0, top, eighths),
    )


def _level(figure: int, top: int, eighths: int) -> int:
    """To the nearest eighth; a figure that is not 0 is never invisible."""
    return min(max((2 * eighths * figure + top) // (2 * top), 1), eighths) if figure > 0 else 0


# Smaller windows


def _strip(panel: Panel) -> tuple[StyledLine, ...]:
    """Without a border: a heading, the figure with the month at the end of its row, the bars."""
    account, rows, chosen = panel.account, panel.rows, panel.chosen
    inner = panel.cells - 2 * MARGIN
    mark = Span(f"{CHOSEN} " if chosen else GAP, Role.CURSOR)
    label = Span(account.label, Role.CURSOR if chosen else Role.TITLE)
    fresh = fit_whole(tuple(_freshness(account)), max(inner - len(account.label) - 4, 0))
    heading = rule((mark, label), fresh, inner)
    indent = Span(GAP)
    bars = _bars(account, panel.top, inner - len(GAP), max(rows - 2, 0), panel.ink)
    lines = (heading, _strip_figure(account, inner - len(GAP)), *bars)
    return tuple(padded(cut(line if line is heading else (indent, *line), inner)) for line in lines)[:rows]


def _strip_figure(account: AccountContent, cells: int) -> StyledLine:
    if not account.number:
        return fit(tuple((Span(words),) for words in account.message), cells)
    figures, months = tuple(_figures(account)), tuple(_months(account))[:-1]
    for shorter in range(len(figures) + len(months)):  # both get shorter together
        for at in range(max(shorter - len(months) + 1, 0), min(shorter + 1, len(figures))):
            if width(figures[at]) + len(GAP) + width(months[shorter - at]) <= cells:
                return spread(figures[at], months[shorter - at], cells)
    return fit(figures, cells)


def _line(account: AccountContent, cells: int, *, chosen: bool) -> StyledLine:
    """All on one line: the label gets shorter before the figure does."""
    cells = max(cells - MARGIN, 1)
    mark = Span(CHOSEN if chosen else " ", Role.CURSOR)
    label = Span(f" {account.label}", Role.CURSOR if chosen else Role.TEXT)
    figures = tuple(_figures(account)) if account.number else ((Span(mark_of(account.freshness)[0], Role.MUTED),),)
    for figure in figures:
        if 1 + width((label,)) + 1 + width(figure) <= cells:
            return spread((mark, label), figure, cells)
    shortest = figures[-1]
    room = cells - width(shortest) - 1
    return spread(cut((mark, label), max(room, 0)), shortest, cells) if room > 0 else cut(shortest, cells)
