"""The whole screen's content, put together from each panel's. Pure.

No colours, no widths, no widgets: `layout` puts these values on lines, the stylesheets colour them.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings, Service
from grantex_tui.polling.state import State
from grantex_tui.usage.hours import Hourly
from grantex_tui.view.calendar import CalendarContent, calendar_content
from grantex_tui.view.counters import CountersContent, counters_content
from grantex_tui.view.day import day_content
from grantex_tui.view.header import HeaderContent, header_content
from grantex_tui.view.hours import HoursContent, hours_content
from grantex_tui.view.month import MonthContent, month_content
from grantex_tui.view.notices import Level, Notice, notices_content
from grantex_tui.view.range import ARCHIVE_AWAITED, RangeContent, RangePanelContent, range_content
from grantex_tui.view.selection import Display, Selection
from grantex_tui.view.summary import SummaryContent, summary_content
from grantex_tui.view.table import TableContent, table_content
from grantex_tui.view.today import TodayContent, today_content


class Dashboard(Struct, frozen=True):
    """Every panel's content. `month` is None until the month is known."""

    header: HeaderContent
    today: TodayContent
    counters: CountersContent
    month: MonthContent | None
    range: RangePanelContent
    summary: SummaryContent
    notices: tuple[Notice, ...]


def dashboard_content(
    state: State,
    selection: Selection,
    service: Service,
    zone: dt.tzinfo | None,
    settings: PlanSettings = NO_OVERRIDES,
    hourly: Hourly | None = None,
    label: str = "",
) -> Dashboard:
    """The screen for `state` and `selection`. `zone`: the user's time zone, None for the machine's.

    `hourly`: the hours of the day that is shown, where they are wanted. `label`: which of several accounts it is.
    """
    chosen = range_content(state, selection, service)
    return Dashboard(
        header_content(state, service, settings.plan, label),
        today_content(state, zone),
        counters_content(state, settings),
        month_content(state, settings),
        RangePanelContent(chosen, _content(state, selection, chosen, zone, hourly), selection.display),
        SummaryContent(day_content(state, selection)) if chosen.message else summary_content(state, selection, hourly),
        notices_content(state, spends_budget=not service.demo),
    )


def archive_awaited(shown: Dashboard) -> Dashboard:
    """`shown` before the days that the archive has are there."""
    waiting = replace(shown.range.range, message=(ARCHIVE_AWAITED,), message_level=Level.INFO)
    return replace(shown, range=RangePanelContent(waiting), summary=SummaryContent(None))


def _content(
    state: State, selection: Selection, chosen: RangeContent, zone: dt.tzinfo | None, hourly: Hourly | None
) -> TableContent | CalendarContent | HoursContent | None:
    if chosen.message:
        return None
    match selection.display:
        case Display.CHART:
            return None
        case Display.TABLE:
            return table_content(state, selection)
        case Display.CALENDAR:
            return calendar_content(state, selection)
        case Display.HOURS:
            return hours_content(state, selection, hourly, zone)
