"""Every layout at every size, with whatever may be chosen and whatever the service may have answered."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.config.settings import PlanSettings
from grantex_tui.layout.axis import EIGHTHS
from grantex_tui.layout.bars import rows_below, with_cursor
from grantex_tui.layout.calendar import calendar_lines
from grantex_tui.layout.chart import chart_of
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.hours import hours_heading, hours_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import MARGIN, Ink, StyledLine, text_of, width
from grantex_tui.layout.month import month_lines
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.period import one_line_period, period_lines
from grantex_tui.layout.plot import draw
from grantex_tui.layout.range import range_heading, range_message
from grantex_tui.layout.summary import summary_lines
from grantex_tui.layout.table import table_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.keys import Place, key_hints
from grantex_tui.usage.hours import Hourly
from grantex_tui.view.calendar import CalendarContent
from grantex_tui.view.dashboard import Dashboard, dashboard_content
from grantex_tui.view.hours import HoursContent
from grantex_tui.view.key_hints import KeyHintsContent
from grantex_tui.view.selection import Display, Selection
from grantex_tui.view.table import TableContent
from tests.support.dashboards import FOREIGN, HEIGHTS, MONTHS, SELECTIONS, STATE, WIDTHS, dashboard, hourlies, states
from tests.support.states import SERVICE, ago

ZONES = st.integers(-47, 56).map(lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters)))


def panels(shown: Dashboard, keys: KeyHintsContent, cells: int, rows: int) -> dict[str, tuple[StyledLine, ...]]:
    """What every widget would show on `cells` × `rows` cells."""
    chosen = shown.range.range
    found = {
        "header": header_lines(shown.header, cells),
        "period": period_lines(shown.period, cells, rows),
        "one line": one_line_period(shown.period, cells),
        "heading": (range_heading(chosen, cells, chosen.bars),),
        "message": range_message(chosen, cells, rows),
        "below": summary_lines(shown.summary, cells, rows),
        "notices": notices_lines(shown.notices, cells, rows),
        "footer": key_hint_lines(keys, cells),
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
            found["hours"] = (hours_heading(content, cells), *hours_lines(content, cells, rows - 1, plotted=False))
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
