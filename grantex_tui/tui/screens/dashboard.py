"""The dashboard: which widgets there are, and the way of the data.

The poller's worker assigns `state`; its watcher asks the view, and each widget gets its part as one frozen value.
What keys do is in `key_actions` and `tui/controller`, what is only for speed in `tui/preload`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Container
from textual.geometry import Size
from textual.getters import query_one

from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.choices import NOTHING_CHOSEN, Choices
from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings, Service
from grantex_tui.layout.breakpoints import Breakpoint, bars_across
from grantex_tui.layout.lines import Role, Span, padded
from grantex_tui.polling.feed import Loading
from grantex_tui.polling.state import State
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.choices import chosen
from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.preload import MOMENT, Preload, load_plotext_for
from grantex_tui.tui.screens.key_actions import NOTHING_READ, KeyActions
from grantex_tui.tui.screens.whole import is_covered
from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.tui.widgets.counters import Counters
from grantex_tui.tui.widgets.footer import Footer
from grantex_tui.tui.widgets.header import Header
from grantex_tui.tui.widgets.hours import Hours
from grantex_tui.tui.widgets.month import Month
from grantex_tui.tui.widgets.notices import Notices
from grantex_tui.tui.widgets.range import RangePanel
from grantex_tui.tui.widgets.summary import Summary
from grantex_tui.tui.widgets.today import Today
from grantex_tui.view.range import RangeContent
from grantex_tui.view.selection import Selection

if TYPE_CHECKING:
    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.polling.memory import OpenMemory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.polling.watch import Watch
    from grantex_tui.tui.controller import Controller
    from grantex_tui.view.dashboard import Dashboard


class DashboardScreen(KeyActions, inherit_bindings=False):
    """Shows what the poller that `open_poller` gives reads from `service`.

    `zone`: the user's time zone, None for the machine's. `plan_settings`: what the user says of the plan.
    `open_memory`: gives what keeps the states and recalls earlier ones, None where nothing is kept.
    `recall`: gives what an earlier run kept, for the first paint. `selection`: what to look at first.
    `label`: which of several accounts it is. `reader`: who reads it already; else one is made, and `attend` given it.
    `bound`: the keys. `remember`: gets what is chosen. `notes`: lines for the log.
    """

    BINDINGS = bindings(Place.DASHBOARD)
    AUTO_FOCUS = "#chart"

    header = query_one("#header", Header)
    today = query_one("#today", Today)
    counters = query_one("#counters", Counters)
    month = query_one("#month", Month)
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
        plan_settings: Callable[[], PlanSettings] | None = None,
        flow_control: FlowControl | None = None,
        open_memory: OpenMemory | None = None,
        recall: Callable[[], Recalled | None] | None = None,
        selection: Selection | None = None,
        label: str = "",
        reader: Watch | None = None,
        attend: Callable[[Watch], object] = lambda _: None,
        bound: Keys = UNCHANGED,
        remember: Callable[[Choices], object] = lambda _: None,
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(window, flow_control)
        self._open_poller = open_poller
        self._service = service
        self._zone = zone
        self._plan_settings = plan_settings
        self._open_memory = open_memory
        self._recall = recall
        self._label = label
        self._reader = reader
        self._reads = reader is None
        self._attend = attend
        self._bound = bound
        self._remember = remember
        self._notes = notes
        if selection is not None:
            self.set_reactive(DashboardScreen.selection, selection)
        self._controller: Controller | None = None
        self._preload: Preload | None = None
        self._is_open = False

    def compose(self) -> ComposeResult:
        host = "the sample service" if self._service.demo else self._service.host
        connecting = (Span(" grantex  ", Role.TITLE), Span(f"Connecting to {host}…", Role.MUTED))
        tiny, alone = (self.has_class(f"-{step.value}") for step in (Breakpoint.TINY, Breakpoint.LINE))
        yield Header(id="header", lines=(padded(connecting[1:]) if tiny else connecting,))
        with Container(id="figures"):
            yield Today(id="today", lines=(connecting[1:],) if alone else ())  # then it is the only widget there is
            yield Counters(id="counters")
        yield Month(id="month", classes="-calm")
        yield RangePanel(id="range")
        yield Summary(id="summary")
        yield Notices(id="notices", classes="-empty")
        yield Footer(id="footer")

    def on_mount(self) -> None:
        if self._recall is not None and (recalled := self._recall()) is not None:
            self._show_recalled(recalled)
        if not self._reads:
            self.open()

    # The start

    def _show_recalled(self, recalled: Recalled) -> None:
        """An earlier run's figures, in the first paint."""
        from grantex_tui.view.dashboard import dashboard_content  # start-up boundary: only with an archive

        state = NOTHING_READ.with_recalled(recalled)
        self.set_reactive(DashboardScreen.state, state)
        self._give(dashboard_content(state, self.selection, self._service, self._zone))

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Read, and show what is read. After the first paint; what an earlier run kept gets its chart before."""
        if self.state.recalled is not None:
            await load_plotext_for(self.range.chart)
            await self._painted()
        await asyncio.to_thread(_load_controller)
        if self._reads:
            self._poll()
        self._is_open = True
        if not self._answered:
            await asyncio.sleep(MOMENT)  # a near service has answered by then: a paint less, and the figures sooner
        if self.app.is_running:  # it may have been left meanwhile
            self._show()
            self.preload.load_plotext_later()

    async def _painted(self) -> None:
        """Until what was changed is on the screen."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    @property
    def controller(self) -> Controller:
        """Made by `open`, or by a key that comes sooner."""
        if self._controller is None:
            watch = self.account_watch
            for words in self._notes:
                watch.poller.note(words)
            if self.state.recalled is not None:
                watch.poller.start_from(self.state.recalled)
            settings = self._plan_settings() if self._plan_settings else NO_OVERRIDES
            self._look_at(watch, self._service, settings, self._label)
        assert self._controller is not None
        return self._controller

    @property
    def account_watch(self) -> Watch:
        """Who reads the account: made here, unless it is read already."""
        if self._reader is None:
            watch_account = _load_controller()[1]
            self._reader = watch_account(self._open_poller(), self._open_memory)
            self._attend(self._reader)
        return self._reader

    def _look_at(self, watch: Watch, service: Service, settings: PlanSettings, label: str) -> None:
        make = _load_controller()[0]
        self._controller = make(self, watch.poller, service, self._zone, settings, watch.memory, self._bound, label)
        watch.on_state, watch.on_outcome = self._take, self._note
        self.set_reactive(DashboardScreen.state, watch.poller.state)

    def change_account(self, watch: Watch, service: Service, settings: PlanSettings, label: str) -> None:
        """Show another account from now on; nothing of the one before stays, and nothing more of it comes."""
        for group in ("hours", "weekdays", "recall"):
            self.workers.cancel_group(self, group)
        self._reader = watch
        self._look_at(watch, service, settings, label)

    @property
    def preload(self) -> Preload:
        """Made with the controller."""
        if self._preload is None:
            now = self.controller.poller.now
            self._preload = Preload(self, self.range.chart, self._ranges_ahead, now, after=self._show)
        return self._preload

    @property
    def charts_ready(self) -> bool:
        """Whether plotext is loaded and nothing is left to draw ahead."""
        return self._preload is not None and self._preload.done

    # The way of the data

    @work(exclusive=True, group="poll")
    async def _poll(self) -> None:
        self.controller  # noqa: B018 (looks at what is read)
        try:
            await self.account_watch.run()
        except SettingsError as error:  # found out only by the client: a proxy or certificates that cannot be used
            self.app.exit(return_code=2, message=Text(f"grantex-tui: {error}"))

    def _take(self, state: State) -> None:
        self.state = state

    def _note(self, outcome: Outcome) -> None:
        """What the archive has to say: a line in the log, and a notice."""
        self.controller.told(outcome)
        for words in outcome.words:
            self._log(words)
            self.notify(words, severity="warning", markup=False)

    def _log(self, words: str) -> None:
        self.state = self.controller.poller.note(words)

    def watch_state(self) -> None:
        self._reach_back()
        self._show()
        if self._is_open:
            self.preload.after_reading()

    def watch_selection(self, before: Selection, selection: Selection) -> None:
        if (choices := chosen(before, selection)) != NOTHING_CHOSEN:
            self._remember(choices)
        self._reach_back()
        self._show()
        if self._is_open and before.on(selection.cursor) != selection:
            self.preload.after_choice()

    def _reach_back(self) -> None:
        """Read the archive where the range asks for its days, once."""
        if self._is_open and self.selection.reaches_back and (ask := self.controller.begin_recall()):
            self._recall_all(ask)

    @work(group="recall")
    async def _recall_all(self, ask: Callable[[], Awaitable[State]]) -> None:
        self.state = await ask()
        self._show()

    def _show(self) -> None:
        """Give each widget its part; what is equal to what it shows already writes nothing."""
        if not self._is_open or not self.app.is_running or is_covered(self):  # taken down, widgets go one by one
            return
        self._give(self.controller.content(self.state, self.selection))
        self.footer.view = self.controller.key_hints(self.state, self.selection)
        if not self.is_active:
            self.controller.renew_sheets(self.state, self.selection)
        if self._answered and not self.preload.started:
            self.call_after_refresh(self.preload.load_plotext)
        if self.preload.settled:
            self.state = self.controller.learn(self.state, self.selection)

    def _give(self, content: Dashboard) -> None:
        self.header.view = content.header
        self.today.view = content.today
        self.counters.view = content.counters
        self.query_one("#figures").set_class(bool(content.today.since_mark), "-marked")
        self.month.view = content.month
        self.range.show(self.selection.display, content.range)
        self.summary.view = content.summary
        self.notices.view = content.notices

    @property
    def _answered(self) -> bool:
        """Whether the service was asked, whatever came of it."""
        return not isinstance(self.state.usage, Loading)

    def _ranges_ahead(self) -> list[Callable[[], RangeContent]]:
        """What one key may choose next, made when it is drawn."""
        return [partial(self._range, other) for other in self.controller.neighbours(self.selection)]

    def _range(self, selection: Selection) -> RangeContent:
        return self.controller.range(self.state, selection)

    # The window and the terminal

    def on_screen_resume(self) -> None:
        """The window may be another one, and the account too."""
        if self._is_open:
            self.fit(self.app.size)
            self._reach_back()
            self._show()

    def fit(self, window: Size) -> None:
        self.selection = self.selection.with_most_bars(bars_across(window.width))
        super().fit(window)

    def on_chart_resized(self) -> None:
        if self._is_open:
            self.preload.draw_ahead()

    def on_hours_read(self) -> None:
        self._show()

    def on_weekdays_read(self) -> None:
        self._show()

    def on_chart_chosen(self, event: Chart.Chosen) -> None:
        self.selection = self.controller.at(self.state, self.selection, event.index)

    def on_hours_chosen(self, event: Hours.Chosen) -> None:
        self.selection = self.selection.at_hour(event.hour)


def _load_controller() -> tuple[type[Controller], type[Watch]]:
    """The start-up boundary: httpx, the poller, files and sheets take 60 ms, and the first paint needs none of them."""
    from grantex_tui.polling import connect  # noqa: F401 (for whoever opens the poller)
    from grantex_tui.polling.watch import Watch
    from grantex_tui.tui.controller import Controller

    return Controller, Watch
