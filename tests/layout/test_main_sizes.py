"""At the main sizes of a window, in every view and sheet and whatever the figures, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest

from grantex_tui.api.models import Subscription
from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.layout.borders import chart_framing
from grantex_tui.layout.breakpoints import bars_across, breakpoint_for
from grantex_tui.layout.day import day_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import Ink, Role, StyledLine, text_of, width
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.range import range_lines
from grantex_tui.layout.sheet import sheet_lines
from grantex_tui.layout.summary import summary_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.keys import Place
from grantex_tui.tui.screens.export import FORMS
from grantex_tui.tui.screens.help import CHART, HUES, MARKS, TEXTURES, key_rows
from grantex_tui.usage.hours import Hourly
from grantex_tui.usage.metric import Metric
from grantex_tui.view.day import DayDetail, day_content
from grantex_tui.view.hours import hours_content
from grantex_tui.view.provenance import provenance
from grantex_tui.view.selection import Display, Range, Reach, Selection
from grantex_tui.view.sheet import Section, SheetContent
from tests.support.dashboards import NEW_YORK, dashboard_of
from tests.support.states import NOW, TODAY, Counted, ago, failure, kept, metrics, reading, state

RANGE_ROWS: Final = {(200, 50): 37, (120, 40): 27, (100, 30): 19, (80, 24): 17, (60, 20): 14, (40, 12): 7}
"""Rows of the range's panel without its lower border, in a window of this size."""

SHEETS: Final = {(200, 50): 70, (120, 40): 70, (100, 30): 70, (80, 24): 70, (60, 20): 70, (40, 12): 36, (20, 5): 16}
"""Cells of a sheet's lines; a scroll bar takes one or two of them."""

RANGES: Final[tuple[Range, ...]] = (7, 90, Reach.ALL)
FIGURES: Final = ("nothing", "little", "normal", "huge", "refused")


def state_with(figures: str) -> State:
    """Two years of an account with such figures, with a gap; normal ones have outliers."""
    if figures == "refused":
        return state(failure("no answer within 10 s"), failure("no answer within 10 s"))
    scale = {"nothing": 0, "little": 1, "normal": 100, "huge": 10**12}[figures]
    parts = tuple(scale * count for count in (100, 20, 280))
    rows: dict[int, Counted] = {days: (parts[0], parts[1], parts[2]) for days in range(1, 90) if days != 5}
    if figures == "normal":
        rows |= {10: (40_000, 9_000, 101_234), 17: (7, 1, 3)}
    older = dict.fromkeys(range(90, 700), (parts[0], parts[1], parts[2]))
    now = metrics(196 * scale, parts=(60 * scale, 10 * scale, 126 * scale))
    at = state(now, rows).with_records(kept(older))
    return at.with_subscription(reading(Subscription("pro"), rate_limit=RateLimit(500, 88, 30)))


STATES: Final = {figures: state_with(figures) for figures in FIGURES}


def selections(cells: int, display: Display) -> Iterator[Selection]:
    for days in RANGES:
        yield Selection(days=days, display=display, cursor=ago(5), most_bars=bars_across(cells))
    for metric in (Metric.TOTAL, Metric.VERIFICATIONS):
        yield Selection(metric=metric, display=display, cursor=ago(10), most_bars=bars_across(cells))
    yield Selection(display=display, most_bars=bars_across(cells))
    yield Selection(stacked=True, comparing=True, display=display, most_bars=bars_across(cells))


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("display", Display, ids=lambda display: display.value)
@pytest.mark.parametrize("size", RANGE_ROWS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_in_every_view_the_range_and_what_stands_below_are_whole(
    size: tuple[int, int], display: Display, figures: str
) -> None:
    cells, rows, framing = size[0], RANGE_ROWS[size], chart_framing(breakpoint_for(*size))
    at = STATES[figures]
    for chosen in selections(cells, display):
        shown = dashboard_of(at, chosen, Hourly(chosen.cursor or TODAY))
        for ink in (Ink.COLOUR, Ink.TEXTURE) if chosen.stacked else (Ink.COLOUR,):
            lines = range_lines(shown.range, cells, rows, plotted=True, ink=ink, framing=framing)
            assert not cut_or_too_wide(lines, cells), chosen
            assert len(lines) <= rows
        below = (*summary_lines(shown.summary, cells, framing), *notices_lines(shown.notices, cells, 2))
        assert not cut_or_too_wide(below, cells), chosen
        keys = key_hints(Place(display.value), paused=at.paused, interval=3600)
        assert not cut_or_too_wide(key_hint_lines(keys, cells), cells)


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("size", SHEETS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_days_sheet_is_whole(size: tuple[int, int], figures: str) -> None:
    cells, at = SHEETS[size], STATES[figures]
    for metric, days, rows in product(Metric, (0, 1, 5, 10, 17), (size[1] - 4, 100)):
        chosen = Selection(metric=metric, cursor=ago(days))
        hourly = Hourly(ago(days))
        day = day_content(at, chosen, hourly)
        if day is not None:
            detail = DayDetail(day, hours_content(at, chosen, hourly, NEW_YORK))
            lines = day_lines(detail, cells, rows, large_digits, plotted=True)
            assert not cut_or_too_wide(lines, cells), chosen


@pytest.mark.parametrize("size", SHEETS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_help_export_and_info_are_whole_and_go_on_under_their_own_beginning(size: tuple[int, int]) -> None:
    cells = SHEETS[size]
    text = [Section("Keys", tuple(key_rows())), *(Section("Marks", rows) for rows in (CHART, HUES, TEXTURES, MARKS))]
    infos = [provenance(at, NOW, NO_OVERRIDES, NEW_YORK, Selection(cursor=ago(10))) for at in STATES.values()]
    for content in (SheetContent((*text, Section("", FORMS))), *(SheetContent(info.sections) for info in infos)):
        lines = sheet_lines(content, cells, Role.LABEL)
        said = [text_of(line) for line in lines]
        assert not cut_or_too_wide(lines, cells)
        labels = {label for section in content.sections for label, _ in section.rows}
        titles = {section.title for section in content.sections}
        begin = {words.split(" ")[0] for words in (*labels, *titles) if words}
        ours = {word for words in (*labels, *titles) for word in words.split(" ")}
        assert all(not line or line.startswith(" ") or line.split(" ")[0] in begin | ours for line in said)


def cut_or_too_wide(lines: tuple[StyledLine, ...], cells: int) -> list[str]:
    """The lines of which not all is there; `Reading the archive…` is whole."""
    said = [(text_of(line), width(line)) for line in lines]
    return [text for text, wide in said if wide > cells or "…" in text.replace("archive…", "")]
