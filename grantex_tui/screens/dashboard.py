"""The dashboard: keys in, states out to its widgets. Words are `view`'s, reading is `poller`'s.

Data's way: the poller's worker assigns `state`; its watcher asks `view` for a `Dashboard` and hands each widget its
part. The widgets know neither poller nor client. `state` and `selection` are `var`s, for a `reactive` of a screen
would repaint all of it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from contextlib import aclosing
from typing import Final

from msgspec.structs import replace
from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Size
from textual.getters import query_one
from textual.reactive import var
from textual.screen import Screen

from grantex_tui import layout, plot, view
from grantex_tui.arguments import SettingsError
from grantex_tui.day_view import chosen_day
from grantex_tui.days import Day
from grantex_tui.flow import Flow
from grantex_tui.metric import Metric
from grantex_tui.month_view import NO_OVERRIDES, MonthSettings
from grantex_tui.poller import Poller
from grantex_tui.provenance import Provenance, provenance
from grantex_tui.range_view import chosen_range
from grantex_tui.selection import RANGES, Mode, Selection
from grantex_tui.source import Source
from grantex_tui.state import Loading, State, reading_of
from grantex_tui.stylesheets import stylesheets
from grantex_tui.table_view import table
from grantex_tui.widgets.cells import Cells
from grantex_tui.widgets.footer import Footer
from grantex_tui.widgets.header import Header
from grantex_tui.widgets.month import Month
from grantex_tui.widgets.notices import Notices
from grantex_tui.widgets.period import Period
from grantex_tui.widgets.range import RangeView
from grantex_tui.widgets.summary import Summary

PATIENCE: Final = 1.0
"""Seconds that plotext waits for the first figures to be shown: its import would hold them up."""


class DashboardScreen(Screen[None]):
    """Shows what `poller` reads from `source`. `zone`: the user's time zone, None for the machine's."""

    CSS_PATH = stylesheets("cells", "header", "period", "month", "range", "summary", "notices", "footer", "dashboard")
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
        Binding("n", "spike(1)", "Next unusual day", show=False),
        Binding("N", "spike(-1)", "Unusual day before", show=False),
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
    range = query_one("#range", RangeView)
    summary = query_one("#summary", Summary)
    notices = query_one("#notices", Notices)
    footer = query_one("#footer", Footer)

    state: var[State] = var(State)
    selection: var[Selection] = var(Selection)

    def __init__(
        self,
        poller: Poller,
        source: Source,
        window: Size,
        *,
        zone: dt.tzinfo | None = None,
        month: MonthSettings = NO_OVERRIDES,
        flow: Flow | None = None,
    ) -> None:
        # What the window has room for is known before the first layout, so that there is no second one.
        super().__init__(classes=f"-{layout.size_of(*window).value}")
        self._poller = poller
        self._source = source
        self._zone = zone
        self._month_settings = month
        self._flow = flow
        self._ahead: list[Selection] = []
        self._loading_plotext = False

    def compose(self) -> ComposeResult:
        yield Header(id="header")
        yield Period(id="period")
        yield Month(id="month")
        yield RangeView(id="range")
        yield Summary(id="summary")
        yield Notices(id="notices", classes="-empty")
        yield Footer(id="footer")

    def on_mount(self) -> None:
        if self._flow is not None:
            for cells in self.query(Cells):
                cells.flow = self._flow
        self.app.app_resume_signal.subscribe(self, lambda _: self.call_later(self._come_back))
        self.state = self._poller.state
        self._show()
        self._poll()
        self.set_timer(PATIENCE, self._load_plotext)

    def catch_up(self) -> None:
        """Draw what a slow line had no room for."""
        for cells in self.query(Cells):
            cells.catch_up()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size)

    def _fit(self, window: Size) -> None:
        """Leave out what the window has no room for."""
        size = layout.size_of(window.width, window.height)
        for other in layout.Size:
            self.set_class(other is size, f"-{other.value}")

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
                    if not isinstance(state.usage, Loading):
                        self._load_plotext()
        except SettingsError as error:  # found out only by the client: a proxy or certificates that cannot be used
            self.app.exit(return_code=2, message=Text(f"grantex-tui: {error}"))

    @work(exclusive=True, group="plotext")
    async def _load(self) -> None:
        await asyncio.to_thread(plot.load)
        self.range.ready = True
        self._plan_ahead()
        # A full collection is what makes a key press late; what is loaded now stays for good.
        gc.collect()
        gc.freeze()

    def _load_plotext(self) -> None:
        """Once, and after the first figures."""
        if not self._loading_plotext:
            self._loading_plotext = True
            self._load()

    @property
    def charts_ready(self) -> bool:
        """Whether plotext is loaded and charts are drawn."""
        return self.range.ready

    def watch_state(self) -> None:
        self._show()
        self.call_after_refresh(self._plan_ahead)

    def watch_selection(self) -> None:
        self._show()

    def _show(self) -> None:
        """Give each widget its part; what is equal to what it shows already writes nothing."""
        if not self.children:  # not composed yet
            return
        dashboard = view.dashboard(self.state, self.selection, self._source, self._zone, self._month_settings)
        self.header.view = dashboard.header
        self.period.view = dashboard.period
        self.month.view = dashboard.month
        self.range.view = dashboard.range
        self.summary.view = dashboard.words
        self.notices.view = dashboard.notices
        self.footer.view = layout.Keys(self.state.paused, self.state.interval)
        if not self.is_current:
            self._show_info()

    def _show_info(self) -> None:
        from grantex_tui.screens.info import InfoScreen

        if isinstance(self.app.screen, InfoScreen):
            self.app.screen.show(self._provenance())

    def _plan_ahead(self) -> None:
        """Draw other ranges and metrics, so that switching only paints; one at a time, so that keys come between."""
        others = [self.selection.over(days) for days in RANGES if days != self.selection.days]
        others += [self.selection.measuring(metric) for metric in Metric if metric is not self.selection.metric]
        self._ahead = others
        self.call_later(self._draw_ahead)

    def _draw_ahead(self) -> None:
        if self._ahead:
            self.range.draw_ahead(chosen_range(self.state, self._ahead.pop(0), self._source))
            self.call_later(self._draw_ahead)

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
        match self.selection.mode:
            case Mode.CHART:
                self.selection = self.selection.next_metric(step)
            case Mode.TABLE:
                rows = table(self.state, self.selection)
                self.selection = self.selection.on(rows.day_beside(step))
            case Mode.CALENDAR:
                self.selection = self.selection.moved(self._window, step)

    def action_metric(self, name: str) -> None:
        self.selection = self.selection.measuring(Metric[name])

    def action_stack_or_sort(self) -> None:
        if self.selection.mode is Mode.TABLE:
            self.selection = self.selection.next_column()
        else:
            self.selection = replace(self.selection, stacked=not self.selection.stacked, metric=Metric.TOTAL)

    def action_turn_order(self) -> None:
        self.selection = self.selection.sorted_by(self.selection.column)

    def action_mode(self, step: int) -> None:
        self.selection = self.selection.next_mode(step)

    def action_spike(self, direction: int) -> None:
        days = sorted(chosen_range(self.state, self.selection, self._source).spikes, reverse=direction < 0)
        cursor = self.selection.inside(self._window).cursor
        later = [day for day in days if cursor is None or (day > cursor if direction > 0 else day < cursor)]
        if not days:
            self.notify("No day of this range is far from its usual.", markup=False)
        else:
            self.selection = self.selection.on((later or days)[0])

    def action_compare(self) -> None:
        self.selection = replace(self.selection, comparing=not self.selection.comparing)

    def action_mark(self) -> None:
        self.state = self._poller.mark()
        if self.state.mark is None:
            self.notify("Nothing was read yet to count from.", markup=False)

    def on_range_view_resized(self) -> None:
        self._plan_ahead()

    def on_range_view_chosen(self, event: RangeView.Chosen) -> None:
        self.selection = self.selection.on(self._window[event.index].date)

    def action_detail(self) -> None:
        from grantex_tui.screens.day import DayScreen

        if self.selection.cursor is None and self._window:
            self.selection = self.selection.on(self._window[-1].date)
        day = chosen_day(self.state, self.selection)
        if day is not None:
            self.app.push_screen(DayScreen(day))

    def action_copy(self) -> None:
        """The chosen day's line, or today's, to the clipboard of the terminal (OSC 52, works over ssh)."""
        selection = self.selection
        if selection.cursor is None and self._window:
            selection = selection.on(self._window[-1].date)
        day = chosen_day(self.state, selection)
        if day is not None:
            self.app.copy_to_clipboard(day.line)
            self.notify(f"Copied: {day.short_date}", markup=False)

    def action_export(self) -> None:
        from grantex_tui.export import Format, export
        from grantex_tui.screens.export import ExportScreen

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
        from grantex_tui.files import write_new

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
        from grantex_tui.screens.info import InfoScreen

        if not isinstance(self.app.screen, InfoScreen):
            self.app.push_screen(InfoScreen(self._provenance()))

    def _provenance(self) -> Provenance:
        return provenance(self.state, self._poller.now())
