"""The dashboard: keys in, states out to its widgets. Words are `view`'s, reading is `poller`'s.

Data's way: the poller's worker assigns `state`; that asks `view` for a `Dashboard` and hands each widget its part. The
widgets know neither poller nor client.

The first paint needs nothing but Textual. Everything else is imported by `open` or by the first key that needs it, so
that something is to be seen at once also on a slow machine: hence the imports inside functions.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import aclosing
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.settings import Service
from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.lines import Role, Span
from grantex_tui.tui.preload import release_garbage
from grantex_tui.tui.stylesheets import stylesheets
from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.widgets.cells import Cells
from grantex_tui.tui.widgets.footer import Footer
from grantex_tui.tui.widgets.header import Header
from grantex_tui.tui.widgets.month import Month
from grantex_tui.tui.widgets.notices import Notices
from grantex_tui.tui.widgets.period import Period
from grantex_tui.tui.widgets.range import RangePanel
from grantex_tui.tui.widgets.summary import Summary
from grantex_tui.view.dashboard import dashboard_content
from grantex_tui.view.day import day_content
from grantex_tui.view.range import range_content
from grantex_tui.view.table import table_content
from grantex_tui.view.wordings import wording

if TYPE_CHECKING:
    from grantex_tui.config.settings import PlanSettings
    from grantex_tui.export.formats import Format
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.state import State
    from grantex_tui.usage.ledger import Day
    from grantex_tui.view.day import DayContent
    from grantex_tui.view.provenance import Provenance
    from grantex_tui.view.range import RangeContent
    from grantex_tui.view.selection import Selection


STYLESHEETS: Final = stylesheets(
    "cells", "header", "period", "month", "range", "summary", "notices", "footer", "dashboard"
)
"""The app's to read: Textual does not look for any at its first screen."""

MOMENT: Final = 0.1
"""Seconds in which something else may come that should be painted first."""

ATTENDED: Final = dt.timedelta(minutes=5)
"""How long after the last choice charts are drawn ahead again at every reading: they cost more than the reading."""

PATIENCE: Final = 1.0
"""Seconds that plotext waits for the first figures to be shown: its import would hold them up."""


class DashboardScreen(Screen[None]):
    """Shows what the poller that `open_poller` gives reads from `service`.

    `zone`: the user's time zone, None for the machine's. `month_settings`: what the user says of the plan.
    """

    BINDINGS = [  # noqa: RUF012 (Textual's own declaration)
        Binding("7", "days(7)", "7 days", show=False),
        Binding("3", "days(30)", "30 days", show=False),
        Binding("9", "days(90)", "90 days", show=False),
        Binding("left_square_bracket", "neighbour(-1)", "Shorter range", show=False),
        Binding("right_square_bracket", "neighbour(1)", "Longer range", show=False),
        Binding("left,h", "move(-1)", "Day before", show=False),
        Binding("right,l", "move(1)", "Day after", show=False),
        Binding("pageup", "move(-7)", "Week before", show=False),
        Binding("pagedown", "move(7)", "Week after", show=False),
        Binding("home,g", "move(-90)", "First day", show=False),
        Binding("end,G", "move(90)", "Last day", show=False),
        Binding("escape", "leave_day", show=False),
        Binding("up,k", "upward(-1)", "Metric above, or row above", show=False),
        Binding("down,j", "upward(1)", "Metric below, or row below", show=False),
        Binding("e", "metric('TOKEN_EXCHANGES')", "Token exchanges", show=False),
        Binding("a", "metric('AUTHORIZATIONS')", "Authorizations", show=False),
        Binding("v", "metric('VERIFICATIONS')", "Verifications", show=False),
        Binding("0", "metric('TOTAL')", "Total requests", show=False),
        Binding("s", "stack_or_sort", "Stack the three, or sort the table by the next column", show=False),
        Binding("o", "turn_order", "Turn the table's order", show=False),
        Binding("tab", "mode(1)", "Chart, table, calendar", show=False),
        Binding("shift+tab", "mode(-1)", "Calendar, table, chart", show=False),
        Binding("enter,d", "detail", "The chosen day in detail", show=False),
        Binding("n", "outlier(1)", "Next unusual day", show=False),
        Binding("N", "outlier(-1)", "Unusual day before", show=False),
        Binding("c", "compare", "Compare with the range before", show=False),
        Binding("m", "mark", "Count from now on", show=False),
        Binding("x", "export", "Write the range to a file", show=False),
        Binding("S", "save_screen", "Write the screen to a file", show=False),
        Binding("y", "copy", "Copy the day's line", show=False),
        Binding("r", "refresh", "Refresh now", show=False),
        Binding("p", "pause", "Pause or resume", show=False),
        Binding("plus,equals_sign", "interval(1)", "Longer interval", show=False),
        Binding("minus", "interval(-1)", "Shorter interval", show=False),
        Binding("i", "info", "Where the numbers come from", show=False),
    ]

    header = query_one("#header", Header)
    period = query_one("#period", Period)
    month = query_one("#month", Month)
    range = query_one("#range", RangePanel)
    summary = query_one("#summary", Summary)
    notices = query_one("#notices", Notices)
    footer = query_one("#footer", Footer)

    def __init__(
        self,
        open_poller: Callable[[], Poller],
        service: Service,
        window: Size,
        *,
        zone: dt.tzinfo | None = None,
        month_settings: Callable[[], PlanSettings] | None = None,
        flow_control: FlowControl | None = None,
    ) -> None:
        # What the window has room for is known before the first layout, so that there is no second one.
        super().__init__(classes=f"-{breakpoint_for(*window).value}")
        self._open_poller = open_poller
        self._service = service
        self._zone = zone
        self._give_month_settings = month_settings
        self._flow_control = flow_control
        self._is_open = False
        self._ahead: list[Selection] = []
        self._afterwards: Timer | None = None
        self._loading_plotext = False
        self._settled = False

    def compose(self) -> ComposeResult:
        host = "the sample service" if self._service.demo else self._service.host
        connecting = (Span(" grantex usage  ", Role.TITLE), Span(f"Connecting to {host}…", Role.MUTED))
        yield Header(id="header", lines=(connecting,))
        tiny = self.has_class(f"-{Breakpoint.TINY.value}")  # then it is the only widget that there is
        yield Period(id="period", lines=(connecting[1:],) if tiny else ())
        yield Month(id="month")
        yield RangePanel(id="range")
        yield Summary(id="summary")
        yield Notices(id="notices", classes="-empty")
        yield Footer(id="footer")

    def on_mount(self) -> None:
        if self._flow_control is not None:
            for cells in self.query(Cells):
                cells.flow_control = self._flow_control
        self.app.app_resume_signal.subscribe(self, lambda _: self.call_later(self._come_back))

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Read, and show what is read. After the first paint: all that is imported here would hold it up."""
        await asyncio.to_thread(_import_network)
        self._poll()
        await asyncio.to_thread(_import_words)
        self._is_open = True
        if not self._answered:
            await asyncio.sleep(MOMENT)  # a near service has answered by then: a paint less, and the figures sooner
        self._show()
        self.set_timer(PATIENCE, self._load_plotext)

    @cached_property
    def _poller(self) -> Poller:
        return self._open_poller()

    @cached_property
    def _chosen_at(self) -> dt.datetime:
        """When the user last chose what to look at, at first the start."""
        return self._poller.now()

    @cached_property
    def _month_settings(self) -> PlanSettings:
        from grantex_tui.config.settings import NO_OVERRIDES

        return self._give_month_settings() if self._give_month_settings else NO_OVERRIDES

    @property
    def state(self) -> State:
        """What was read so far."""
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self._show()
            if self._poller.now() - self._chosen_at < ATTENDED:
                self._plan_ahead()

    @cached_property
    def _state(self) -> State:
        return self._poller.state

    @property
    def selection(self) -> Selection:
        """What the user chose to look at."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        if selection != self._selection:
            before, self._selection = self._selection, selection
            self._chosen_at = self._poller.now()
            self._show()
            if before.on(selection.cursor) != selection:
                self._plan_ahead()

    @cached_property
    def _selection(self) -> Selection:
        from grantex_tui.view.selection import Selection

        return Selection()

    def catch_up(self) -> None:
        """Draw what a slow line had no room for."""
        for cells in self.query(Cells):
            cells.catch_up()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, window: Size) -> None:
        """Leave out what the window has no room for."""
        room = breakpoint_for(window.width, window.height)
        for other in Breakpoint:
            self.set_class(other is room, f"-{other.value}")

    def _come_back(self) -> None:
        """After ctrl+z and fg: the terminal's screen is blank, and the figures are old."""
        self.refresh()
        self.action_refresh()

    @work(exclusive=True, group="poll")
    async def _poll(self) -> None:
        try:
            async with aclosing(self._poller.states()) as states:
                async for state in states:
                    self.state = state
        except SettingsError as error:  # found out only by the client: a proxy or certificates that cannot be used
            self.app.exit(return_code=2, message=Text(f"grantex-tui: {error}"))

    @work(exclusive=True, group="plotext")
    async def _load(self) -> None:
        from grantex_tui.layout import plot

        await asyncio.to_thread(plot.load)
        self.range.ready = True
        self.set_timer(MOMENT, self._settle)

    def _settle(self) -> None:
        """The chart stands, and with it all that the start makes."""
        release_garbage()
        self._settled = True
        self._plan_ahead()

    def _load_plotext(self) -> None:
        """Once, and after the first figures."""
        if not self._loading_plotext:
            self._loading_plotext = True
            self._load()

    @property
    def charts_ready(self) -> bool:
        """Whether plotext is loaded and nothing is left to draw ahead."""
        return self.range.ready and self._settled and not self._ahead

    def _show(self) -> None:
        """Give each widget its part; what is equal to what it shows already writes nothing."""
        if not self._is_open:
            return
        from grantex_tui.layout.key_hints import KeyHintsContent

        dashboard = dashboard_content(self.state, self.selection, self._service, self._zone, self._month_settings)
        self.header.view = dashboard.header
        self.period.view = dashboard.period
        self.month.view = dashboard.month
        self.range.view = dashboard.range
        self.summary.view = dashboard.summary
        self.notices.view = dashboard.notices
        self.footer.view = KeyHintsContent(self.state.paused, self.state.interval)
        if not self.is_current:
            self._show_info()
        if self._answered and not self._loading_plotext:
            self.call_after_refresh(self._load_plotext)

    @property
    def _answered(self) -> bool:
        """Whether the service was asked, whatever came of it."""
        from grantex_tui.polling.feed import Loading

        return not isinstance(self.state.usage, Loading)

    def _show_info(self) -> None:
        from grantex_tui.tui.screens.info import InfoScreen

        if isinstance(self.app.screen, InfoScreen):
            self.app.screen.show(self._provenance())

    def _plan_ahead(self) -> None:
        """Draw other ranges and metrics, so that switching only paints; one at a time, so that keys come between."""
        if not self.range.ready:
            return
        from grantex_tui.usage.metric import Metric
        from grantex_tui.view.selection import RANGES, Display

        if self.selection.display is not Display.CHART:
            return
        others = [self.selection.over(days) for days in RANGES if days != self.selection.days]
        others += [self.selection.measuring(metric) for metric in Metric if metric is not self.selection.metric]
        self._ahead = others
        if self._afterwards is not None:
            self._afterwards.stop()
        self._afterwards = self.set_timer(MOMENT, self._draw_ahead)

    def _draw_ahead(self) -> None:
        if self._ahead:
            self.range.draw_ahead(self._range(self._ahead.pop(0)))
            self.call_later(self._draw_ahead)

    def _range(self, selection: Selection) -> RangeContent:

        return range_content(self.state, selection, self._service)

    @property
    def _window(self) -> tuple[Day, ...]:
        return self.state.ledger.window(self.selection.days)

    def action_days(self, days: int) -> None:
        self.selection = self.selection.over(days)

    def action_neighbour(self, step: int) -> None:
        self.selection = self.selection.neighbour(step)

    def action_move(self, days: int) -> None:
        self.selection = self.selection.moved(self._window, days)

    def action_leave_day(self) -> None:
        self.selection = self.selection.on(None)

    def action_upward(self, step: int) -> None:
        """Through the metrics; in the table through its rows, in the calendar through the week."""
        from grantex_tui.view.selection import Display

        match self.selection.display:
            case Display.CHART:
                self.selection = self.selection.next_metric(step)
            case Display.TABLE:
                rows = table_content(self.state, self.selection)
                self.selection = self.selection.on(rows.day_beside(step))
            case Display.CALENDAR:
                self.selection = self.selection.moved(self._window, step)

    def action_metric(self, name: str) -> None:
        from grantex_tui.usage.metric import Metric

        self.selection = self.selection.measuring(Metric[name])

    def action_stack_or_sort(self) -> None:
        self.selection = self.selection.stacked_or_sorted()

    def action_turn_order(self) -> None:
        self.selection = self.selection.sorted_by(self.selection.column)

    def action_mode(self, step: int) -> None:
        self.selection = self.selection.next_display(step)

    def action_outlier(self, direction: int) -> None:
        days = sorted(self._range(self.selection).outliers, reverse=direction < 0)
        cursor = self.selection.inside(self._window).cursor
        later = [day for day in days if cursor is None or (day > cursor if direction > 0 else day < cursor)]
        if not days:
            self.notify("No day of this range is far from its usual.", markup=False)
        else:
            self.selection = self.selection.on((later or days)[0])

    def action_compare(self) -> None:
        self.selection = self.selection.compared()

    def action_mark(self) -> None:
        self.state = self._poller.mark()
        if self.state.mark is None:
            self.notify("Nothing was read yet to count from.", markup=False)

    def on_range_panel_resized(self) -> None:
        self._plan_ahead()

    def on_range_panel_chosen(self, event: RangePanel.Chosen) -> None:
        self.selection = self.selection.on(self._window[event.index].date)

    def action_detail(self) -> None:
        from grantex_tui.tui.screens.day import DayScreen

        if self.selection.cursor is None and self._window:
            self.selection = self.selection.on(self._window[-1].date)
        day = self._day(self.selection)
        if day is not None:
            self.app.push_screen(DayScreen(day))

    def _day(self, selection: Selection) -> DayContent | None:

        return day_content(self.state, selection)

    def action_copy(self) -> None:
        """The chosen day's line, or today's, to the clipboard of the terminal (OSC 52, works over ssh)."""
        selection = self.selection
        if selection.cursor is None and self._window:
            selection = selection.on(self._window[-1].date)
        day = self._day(selection)
        if day is not None:
            self.app.copy_to_clipboard(day.line)
            self.notify(f"Copied: {wording(day.date, 1)}", markup=False)

    def action_export(self) -> None:
        from grantex_tui.export.formats import export
        from grantex_tui.polling.feed import reading_of
        from grantex_tui.tui.screens.export import ExportScreen

        window = self._window
        if not window:
            self.notify("Nothing was read yet.", markup=False)
            return

        def write(form: Format | None) -> None:
            if form is not None:
                stem = f"grantex-usage-{window[0].date}-to-{window[-1].date}"
                self._write(stem, form.suffix, export(window, reading_of(self.state.usage), form))

        self.app.push_screen(ExportScreen(f"the last {len(window)} days"), write)

    def action_save_screen(self) -> None:
        moment = self._poller.now()
        self._write(
            f"grantex-screen-{moment:%Y-%m-%dT%H%M%SZ}", ".svg", self.app.export_screenshot(title=self.app.title)
        )

    def _write(self, stem: str, suffix: str, text: str) -> None:
        """To a file in the current folder that nobody else can read and that was not there before."""
        from grantex_tui.export.files import write_new

        try:
            name = write_new(stem, suffix, text)
        except OSError as error:
            self.notify(f"Not written: {(error.strerror or 'no reason given').lower()}", severity="error", markup=False)
        else:
            self.notify(f"Written: {name}", markup=False)

    def action_refresh(self) -> None:
        self.state = self._poller.refresh()

    def action_pause(self) -> None:
        self.state = self._poller.resume() if self.state.paused else self._poller.pause()

    def action_interval(self, direction: int) -> None:
        self.state = self._poller.longer() if direction > 0 else self._poller.shorter()

    def action_info(self) -> None:
        from grantex_tui.tui.screens.info import InfoScreen

        if not isinstance(self.app.screen, InfoScreen):
            self.app.push_screen(InfoScreen(self._provenance()))

    def _provenance(self) -> Provenance:
        from grantex_tui.view.provenance import provenance

        return provenance(self.state, self._poller.now())


def _import_network() -> None:
    """What reads the service, httpx above all."""
    from grantex_tui.polling import connect, poller  # noqa: F401


def _import_words() -> None:
    """What makes lines of a state."""
    from grantex_tui.layout import header, key_hints, month, notices, period, range, summary  # noqa: F401
