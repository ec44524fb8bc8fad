"""Every layout at every size, with whatever may be chosen and whatever the service may have answered."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.models import Subscription
from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import PlanSettings
from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.bars import rows_below, with_cursor
from grantex_tui.layout.borders import Framing, chart_framing
from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.counters import counters_lines
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.hours import hours_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import MARGIN, Ink, StyledLine, text_of, width
from grantex_tui.layout.month import month_lines, month_rows
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.plot import draw
from grantex_tui.layout.range import range_heading, range_lines, range_message
from grantex_tui.layout.summary import summary_lines
from grantex_tui.layout.table import table_lines
from grantex_tui.layout.today import today_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.digits import large_digits
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.keys import Place
from grantex_tui.usage.hours import Hourly
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.dashboard import Dashboard, dashboard_content
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.key_hints import KeyHintsContent
from grantex_tui.view.selection import Display, Selection
from grantex_tui.view.table import TableContent
from tests.support.dashboards import FOREIGN, HEIGHTS, MONTHS, SELECTIONS, STATE, WIDTHS, dashboard, hourlies, states
from tests.support.states import NOW, SERVICE, ago, metrics, reading, state

ZONES = st.integers(-47, 56).map(lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters)))


def panels(shown: Dashboard, keys: KeyHintsContent, cells: int, rows: int) -> dict[str, tuple[StyledLine, ...]]:
    """What every widget would show on `cells` × `rows` cells."""
    chosen = shown.range.range
    found = {
        "message": range_message(chosen, cells, rows),
        "notices": notices_lines(shown.notices, cells, rows),
        "footer": key_hint_lines(keys, cells),
    }
    for step in Breakpoint:
        found |= {
            f"header, {step}": header_lines(shown.header, cells, step),
            f"today, {step}": today_lines(shown.today, cells, rows, step, large_digits),
            f"today as written, {step}": today_lines(shown.today, cells, rows, step),
            f"counters, {step}": counters_lines(shown.counters, cells, rows, step),
        }
    for framing in Framing:
        found |= {
            f"upper border, {framing}": (range_heading(shown.range, cells, chosen.days, framing),),
            f"range, {framing}": range_lines(shown.range, cells, rows, plotted=False, framing=framing),
            f"lower border, {framing}": summary_lines(shown.summary, cells, framing),
        }
    if shown.month is not None:
        found["month"] = month_lines(shown.month, cells, rows)
    match shown.range.content:
        case TableContent() as content:
            found["table"] = table_lines(content, cells, rows)
        case CalendarContent() as content:
            found["calendar"] = calendar_lines(content, cells, rows)
            found["textures"] = calendar_lines(content, cells, rows, Ink.TEXTURE)
        case HoursContent() as content:
            found["hours"] = hours_lines(content, cells, rows, plotted=False)
            for ink in Ink:
                found[f"bars in {ink.value}"] = hours_lines(content, cells, rows, plotted=True, ink=ink)
        case None:
            pass
    return found


@settings(max_examples=3 * settings().max_examples)
@given(
    of=states(),
    chosen=SELECTIONS,
    month=MONTHS,
    host=FOREIGN,
    zone=ZONES,
    hourly=hourlies(),
    cells=WIDTHS,
    rows=HEIGHTS,
)
def test_nothing_is_ever_wider_or_higher_than_its_place(
    of: State,
    chosen: Selection,
    month: PlanSettings,
    host: str,
    zone: dt.tzinfo,
    hourly: Hourly,
    cells: int,
    rows: int,
) -> None:
    shown = dashboard_content(of, chosen, replace(SERVICE, host=host), zone, month, hourly)

    found = panels(shown, key_hints(Place(chosen.display.value), paused=of.paused, interval=of.interval), cells, rows)

    wide = {name: [text_of(line) for line in lines if width(line) > cells] for name, lines in found.items()}
    assert wide == {name: [] for name in found}
    assert {name: len(lines) for name, lines in found.items() if len(lines) > rows} == {}
    assert all(text_of(line).isprintable() for lines in found.values() for line in lines)


PLACES: Final = {  # cells and rows of today and of the counters, and cells of what is as wide as the window
    (200, 50): ((92, 9), (108, 9)),
    (120, 40): ((56, 9), (64, 9)),
    (100, 30): ((46, 7), (54, 7)),
    (80, 24): ((45, 3), (35, 3)),
    (60, 20): ((60, 1), (60, 1)),
    (40, 12): ((40, 1), (40, 1)),
    (20, 5): ((20, 4), (20, 0)),
}


def figures_state(scale: int) -> State:
    """A quarter of 400 requests a day and 196 today, so many times."""
    parts = tuple(scale * count for count in (100, 20, 280))
    rows = dict.fromkeys(range(1, 90), (parts[0], parts[1], parts[2]))
    now = metrics(196 * scale, parts=(60 * scale, 10 * scale, 126 * scale))
    at = state(now, rows).with_subscription(reading(Subscription("pro"), rate_limit=RateLimit(500, 88, 30)))
    return at.with_mark(NOW)


@pytest.mark.parametrize("scale", [0, 1, 40, 100_000, 10**9])
@pytest.mark.parametrize("size", PLACES)
def test_at_the_main_sizes_no_word_and_no_number_is_cut(size: tuple[int, int], scale: int) -> None:
    step = breakpoint_for(*size)
    (today, counters), cells = PLACES[size], size[0]
    for chosen in (Selection(), Selection(days=90, cursor=ago(3)), Selection(stacked=True), Selection(comparing=True)):
        shown = dashboard(figures_state(scale), chosen)
        framing = chart_framing(step)
        lines = (
            *header_lines(shown.header, cells, step),
            *today_lines(shown.today, *today, step, large_digits),
            *counters_lines(shown.counters, *counters, step),
            *(month_lines(shown.month, cells, month_rows(shown.month, step)) if shown.month else ()),
            *((range_heading(shown.range, cells, shown.range.range.bars, framing),) if cells >= 40 else ()),
            *(summary_lines(shown.summary, cells, framing) if cells >= 40 else ()),
        )
        assert [text_of(line) for line in lines if "…" in text_of(line)] == []


@given(of=states(), chosen=SELECTIONS, cells=WIDTHS, rows=HEIGHTS)
def test_a_chart_fills_its_rows_and_no_bar_leaves_it(of: State, chosen: Selection, cells: int, rows: int) -> None:
    view_of_range = dashboard(of, chosen).range.range

    chart = chart_of(view_of_range, cells, rows)

    if chart is None:
        assert view_of_range.message or not view_of_range.window or rows < 3 or cells < 8
    else:
        drawn = chart.plot
        assert 2 * MARGIN + drawn.label_width + drawn.place.cells == cells
        assert drawn.rows + rows_below(letters=drawn.has_letters) == rows
        assert len(drawn.bars) == drawn.place.shown
        assert all(0 <= bar.level <= EIGHTHS * drawn.rows for bar in drawn.bars)
        assert chart.cursor is None or 0 <= chart.cursor < drawn.place.shown


@given(
    chosen=SELECTIONS.map(lambda chosen: replace(chosen, display=Display.CHART)),
    cells=st.integers(8, 140),
    rows=st.integers(3, 30),
    day=st.integers(0, 89),
    ink=st.sampled_from(Ink),
)
def test_a_drawn_chart_with_a_chosen_day_is_as_wide_as_without(
    chosen: Selection, cells: int, rows: int, day: int, ink: Ink
) -> None:
    chart = chart_of(dashboard(STATE, chosen.on(ago(day))).range.range, cells, rows, ink)
    assert chart is not None

    drawn = draw(chart.plot)
    marked = drawn if chart.cursor is None else with_cursor(drawn, chart.plot, chart.cursor)

    assert [width(line) for line in marked] == [width(line) for line in drawn]
    assert {width(line) for line in marked} == {chart.plot.label_width + chart.plot.place.cells}
    assert len(marked) == rows
    assert all(text_of(line).isprintable() for line in marked)
