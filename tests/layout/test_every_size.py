"""Every layout at every size, with whatever may be chosen and whatever the service may have answered."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout import chart as chart_layout
from grantex_tui.layout import header as layout
from grantex_tui.layout import month as month_layout
from grantex_tui.layout import plot
from grantex_tui.layout import summary as range_layout
from grantex_tui.layout.calendar import calendar
from grantex_tui.layout.header import Keys
from grantex_tui.layout.lines import Line, text_of, width
from grantex_tui.layout.table import table
from grantex_tui.polling.state import State
from grantex_tui.view import dashboard as view
from grantex_tui.view.calendar import Calendar
from grantex_tui.view.dashboard import Dashboard
from grantex_tui.view.month import MonthSettings
from grantex_tui.view.selection import Mode, Selection
from grantex_tui.view.table import Table
from tests.support.dashboards import FOREIGN, HEIGHTS, MONTHS, SELECTIONS, STATE, WIDTHS, dashboard, states
from tests.support.states import SOURCE, ago

ZONES = st.integers(-47, 56).map(lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters)))


def panels(shown: Dashboard, keys: Keys, cells: int, rows: int) -> dict[str, tuple[Line, ...]]:
    """What every widget would show on `cells` × `rows` cells."""
    chosen = shown.range.range
    found = {
        "header": layout.header(shown.header, cells),
        "period": layout.period(shown.period, cells, rows),
        "one line": layout.one_line(shown.period, cells),
        "heading": (range_layout.heading(chosen, cells, chosen.days),),
        "message": range_layout.message(chosen, cells, rows),
        "below": range_layout.below(shown.summary.range, shown.summary.day, cells, rows),
        "notices": layout.notices(shown.notices, cells, rows),
        "footer": layout.footer(keys, cells),
    }
    if shown.month is not None:
        found["month"] = month_layout.month(shown.month, cells, rows)
    match shown.range.content:
        case Table() as content:
            found["table"] = table(content, cells, rows)
        case Calendar() as content:
            found["calendar"] = calendar(content, cells, rows)
        case None:
            pass
    return found


@settings(max_examples=200)
@given(of=states(), chosen=SELECTIONS, month=MONTHS, host=FOREIGN, zone=ZONES, cells=WIDTHS, rows=HEIGHTS)
def test_nothing_is_ever_wider_or_higher_than_its_place(
    of: State, chosen: Selection, month: MonthSettings, host: str, zone: dt.tzinfo, cells: int, rows: int
) -> None:
    shown = view.dashboard(of, chosen, replace(SOURCE, host=host), zone, month)

    found = panels(shown, Keys(of.paused, of.interval), cells, rows)

    wide = {name: [text_of(line) for line in lines if width(line) > cells] for name, lines in found.items()}
    assert wide == {name: [] for name in found}
    assert {name: len(lines) for name, lines in found.items() if len(lines) > rows} == {}
    assert all(text_of(line).isprintable() for lines in found.values() for line in lines)


@given(of=states(), chosen=SELECTIONS, cells=WIDTHS, rows=HEIGHTS)
def test_a_chart_fills_its_rows_and_no_bar_leaves_it(of: State, chosen: Selection, cells: int, rows: int) -> None:
    view_of_range = dashboard(of, chosen).range.range

    chart = chart_layout.chart(view_of_range, cells, rows)

    if chart is None:
        assert view_of_range.message or not view_of_range.window or rows < 3 or cells < 8
    else:
        assert layout.MARGIN + plot.label_width(chart.ticks) + chart.place.cells <= cells
        assert chart.rows + plot.AXIS_ROWS == rows
        assert len(chart.bars) == chart.place.shown
        assert all(0 <= bar.level <= 2 * chart.rows for bar in chart.bars)
        assert all(0 <= (bar.before or 0) <= 2 * chart.rows + 1 for bar in chart.bars)  # one above is an arrow
        assert chart.cursor is None or 0 <= chart.cursor < chart.place.shown


@settings(max_examples=30)
@given(
    chosen=SELECTIONS.map(lambda chosen: replace(chosen, mode=Mode.CHART)),
    cells=st.integers(8, 140),
    rows=st.integers(3, 30),
    day=st.integers(0, 89),
)
def test_a_drawn_chart_with_a_chosen_day_is_as_wide_as_without(
    chosen: Selection, cells: int, rows: int, day: int
) -> None:
    chart = chart_layout.chart(dashboard(STATE, chosen.on(ago(day))).range.range, cells, rows)
    assert chart is not None

    drawn = plot.draw(chart.bars, chart.place, chart.ticks, chart.rows)
    marked = drawn if chart.cursor is None else plot.with_cursor(drawn, chart.place, chart.ticks, chart.cursor)

    assert [width(line) for line in marked] == [width(line) for line in drawn]
    assert {width(line) for line in marked} == {plot.label_width(chart.ticks) + chart.place.cells}
    assert all(text_of(line).isprintable() for line in marked)
