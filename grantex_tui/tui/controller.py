"""What the dashboard's keys do beyond the screen: ask the view, tell the poller, open sheets, write files, copy.

Knows no widget and binds no key: the screen gives it state and selection, and shows what comes back. Loaded after the
first paint.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from msgspec.structs import replace
from textual.screen import Screen

from grantex_tui.archive.recall import Recall
from grantex_tui.archive.recorder import Outcome
from grantex_tui.config.settings import PlanSettings, Service
from grantex_tui.export.files import write_new
from grantex_tui.export.formats import Format, export
from grantex_tui.export.rollups import by_step, export_rows
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.tui.hour_reader import HourReader, HoursRead
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.screens.day import Chooser, DayScreen
from grantex_tui.tui.screens.export import ExportScreen
from grantex_tui.tui.screens.info import InfoScreen
from grantex_tui.tui.weekday_reader import WeekdayReader, WeekdaysRead
from grantex_tui.tui.widgets.chart import Chart
from grantex_tui.usage.hours import Hourly, Readings
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.totals import Step
from grantex_tui.view.dashboard import Dashboard, archive_awaited, dashboard_content
from grantex_tui.view.day import DayContent, DayDetail, day_content
from grantex_tui.view.hours import HoursContent, hours_content, shown_day
from grantex_tui.view.key_hints import KeyHintsContent
from grantex_tui.view.provenance import Provenance, provenance
from grantex_tui.view.range import RangeContent, range_content
from grantex_tui.view.selection import RANGES, Display, Reach, Selection
from grantex_tui.view.summary import summary_content
from grantex_tui.view.table import table_content

NOTHING_READ: Final = "Nothing was read yet."


class Controller:
    """Serves `screen` with what `poller` reads from `service`.

    `zone`: the user's time zone, None for the machine's. `plan_settings`: what the user says of the plan.
    `memory`: None where nothing is kept. `bound`: the keys. `label`: which of several accounts it is.
    """

    def __init__(
        self,
        screen: Screen[None],
        poller: Poller,
        service: Service,
        zone: dt.tzinfo | None,
        plan_settings: PlanSettings,
        memory: Memory | None,
        bound: Keys = UNCHANGED,
        label: str = "",
    ) -> None:
        self.poller = poller
        self.memory = memory
        self._recalled = self._recalling = ""
        self._screen = screen
        self._service = service
        self._label = label
        self._zone = zone
        self._plan_settings = plan_settings
        self._bound = bound
        self._hours = HourReader(
            memory,
            partial(screen.run_worker, group="hours", exclusive=True),
            lambda: screen.post_message(HoursRead()),
        )
        self._weekdays = WeekdayReader(
            memory,
            partial(screen.run_worker, group="weekdays", exclusive=True),
            lambda: screen.post_message(WeekdaysRead()),
        )

    @property
    def recall(self) -> Recall | None:
        """What is kept of the account; None before it is known, and where nothing is kept."""
        return None if self.memory is None else self.memory.recall(self.poller.state)

    # What is shown

    def content(self, state: State, selection: Selection) -> Dashboard:
        """Every panel's content."""
        hourly = self._shown_hourly(state, selection)
        service, plan, label = self._service, self._plan_settings, self._label
        shown = dashboard_content(state, selection, service, self._zone, plan, hourly, label)
        if self._bound is not UNCHANGED:
            detail_key = next(iter(self._bound.by_id["day-detail"].displays), "")
            shown = replace(shown, summary=replace(shown.summary, detail_key=detail_key))
        return archive_awaited(shown) if self._recalling and selection.reaches_back else shown

    def hours(self, state: State, selection: Selection) -> HoursContent | None:
        """The hours of the chosen day or today; what is not known of them is read, and `HoursRead` says when it is."""
        return hours_content(state, selection, self._hourly(state, selection), self._zone)

    def told(self, outcome: Outcome) -> None:
        """What the archive had to say."""
        self._hours.told(outcome)

    def learn(self, state: State, selection: Selection) -> State:
        """With what the archive tells of today's hours and of weekdays, once it is read; hours that are shown first."""
        shown = self._shown_hourly(state, selection)
        if shown is not None and shown.readings is Readings.LOADING:
            return state
        rhythm, weekdays = self._hours.rhythm(state), self._weekdays.weekdays(state)
        if rhythm in (None, state.rhythm) and weekdays in (None, state.weekdays):
            return state
        return self.poller.learn(state.rhythm if rhythm is None else rhythm, weekdays or state.weekdays)

    def _shown_hourly(self, state: State, selection: Selection) -> Hourly | None:
        """The hours, where the view shows them."""
        return self._hourly(state, selection) if selection.display is Display.HOURS else None

    def _hourly(self, state: State, selection: Selection) -> Hourly | None:
        day = shown_day(state, selection)
        return None if day is None else self._hours.hourly(state, day.date)

    def begin_recall(self) -> Callable[[], Awaitable[State]] | None:
        """What asks the archive for all days of the account, once; None where nothing is kept, or not known of whom."""
        recall, state = self.recall, self.poller.state
        today, developer = state.ledger.today, state.developer
        if recall is None or today is None or developer in ("", self._recalled):
            return None
        self._recalled = self._recalling = developer
        return partial(self._recall, recall, today, developer)

    async def _recall(self, recall: Recall, today: dt.date, developer: str) -> State:
        first = await recall.first_day()
        records = await recall.days(first, today) if first is not None else ()
        if self._recalling == developer:
            self._recalling = ""
        if not records or self.poller.state.developer != developer:  # the key turned out to be another account's
            return self.poller.state
        return self.poller.recall(records)

    def key_hints(self, state: State, selection: Selection) -> KeyHintsContent:
        """The footer's content."""
        view = Place(selection.display.value)
        return key_hints(view, paused=state.paused, interval=state.interval, bound=self._bound)

    def range(self, state: State, selection: Selection) -> RangeContent:
        """The range alone."""
        return range_content(state, selection, self._service)

    # What is chosen

    def neighbours(self, selection: Selection) -> list[Selection]:
        """The other ranges, then the other metrics, as one key chooses them; none where no chart is shown."""
        if selection.display is not Display.CHART:
            return []
        others = [selection.over(days) for days in RANGES if days != selection.days]
        return others + [selection.measuring(metric) for metric in Metric if metric is not selection.metric]

    def moved(self, state: State, selection: Selection, days: int) -> Selection:
        """With the day so many days later, or so many weeks or months where those are the bars or rows."""
        return selection.moved_by(_window(state, selection), days)

    def in_row(self, state: State, selection: Selection, step: int) -> Selection:
        """With the day so many rows further down in the table; one row from none is the first."""
        chosen = selection.inside(_window(state, selection))
        if chosen.cursor is None and abs(step) > 1:
            chosen = chosen.on(table_content(state, chosen).day_beside(0))
        return selection.on(table_content(state, chosen).day_beside(step))

    def at_hour(self, state: State, selection: Selection, step: int) -> Selection:
        """With the hour so many hours later; the first one is the day's highest."""
        hours = self.hours(state, selection)
        return selection if hours is None or hours.message else selection.at_hour(hours.hour_beside(step))

    def at(self, state: State, selection: Selection, index: int) -> Selection:
        """With the day of this index in the range, or the first of the week or month."""
        shown = self.range(state, selection)
        return selection.on(shown.buckets[index].first if shown.buckets else shown.window[index].date)

    def on_today(self, state: State, selection: Selection) -> Selection:
        """With today, where no day is chosen."""
        window = _window(state, selection)
        return selection.on(window[-1].date) if selection.cursor is None and window else selection

    def on_outlier(self, state: State, selection: Selection, direction: int) -> Selection:
        """With the next outlier after the chosen day (1) or before it (-1), round and round."""
        days = sorted(self.range(state, selection).outliers, reverse=direction < 0)
        cursor = selection.inside(_window(state, selection)).cursor
        later = [day for day in days if cursor is None or (day > cursor if direction > 0 else day < cursor)]
        if not days:
            by_day = selection.unit(_window(state, selection)) is Step.DAY
            self._say(
                "No day of this range is far from its usual."
                if by_day
                else "Only days are marked as unusual: a range of 90 shows them."
            )
            return selection
        return selection.on((later or days)[0])

    def shown_as(self, selection: Selection, display: Display) -> Selection:
        """In another view."""
        return replace(selection, display=display)

    # What the poller is told

    def refresh(self) -> State:
        return self.poller.refresh()

    def pause_or_resume(self, state: State) -> State:
        return self.poller.resume() if state.paused else self.poller.pause()

    def change_interval(self, direction: int) -> State:
        """Longer (1) or shorter (-1)."""
        return self.poller.longer() if direction > 0 else self.poller.shorter()

    def mark(self) -> State:
        """Count from now on: from a reading that is taken for it."""
        return self.poller.mark()

    def unmark(self) -> State:
        """Count no longer."""
        return self.poller.unmark()

    # Sheets

    def open_day(self, state: State, selection: Selection, chooser: Chooser, chart: Chart) -> None:
        """The chosen day in detail; `chart` knows when bars can be drawn."""
        if selection.bucket(_window(state, selection)) is not None:
            self._say("Only a day has details: choose one in the calendar, or in 90 days.")
        elif (detail := self._day_detail(state, selection)) is not None:
            self._screen.app.push_screen(DayScreen(detail, chooser, chart, self._bound))
        else:
            self._say(NOTHING_READ)

    def _day_detail(self, state: State, selection: Selection) -> DayDetail | None:
        hourly = self._hourly(state, selection)
        day = day_content(state, selection, hourly)
        return None if day is None else DayDetail(day, hours_content(state, selection, hourly, self._zone))

    def open_info(self, state: State, selection: Selection) -> None:
        """Where every number comes from."""
        if not isinstance(self._screen.app.screen, InfoScreen):
            self._screen.app.push_screen(InfoScreen(self._provenance(state, selection), self._bound))

    def _provenance(self, state: State, selection: Selection) -> Provenance:
        return provenance(state, self.poller.now(), self._plan_settings, self._zone, selection)

    def renew_sheets(self, state: State, selection: Selection) -> None:
        """What is open goes on with the figures and with the chosen day."""
        for screen in self._screen.app.screen_stack:
            match screen:
                case InfoScreen():
                    screen.show(self._provenance(state, selection))
                case DayScreen() if detail := self._day_detail(state, selection):
                    screen.show(detail)
                case _:
                    pass

    def open_export(self, state: State, selection: Selection) -> None:
        """Ask for a format and write the range in it."""
        window = _window(state, selection)
        if not window:
            self._say(NOTHING_READ)
            return

        def write(form: Format | None) -> None:
            if form is not None:
                stem = f"grantex-usage-{window[0].date}-to-{window[-1].date}{by}"
                self._write(stem, form.suffix, _exported(state, window, selection.step, form))

        by = "" if selection.step is Step.DAY else f"-by-{selection.step.value}"
        which = "all" if selection.days is Reach.ALL else "the last"
        what = f"{which} {len(window)} days{by.replace('-', ' ')}"
        self._screen.app.push_screen(ExportScreen(what, self._bound), write)

    # Files and clipboard

    def save_screen(self) -> None:
        """As a picture."""
        app = self._screen.app
        stem = f"grantex-screen-{self.poller.now():%Y-%m-%dT%H%M%SZ}"
        self._write(stem, ".svg", app.export_screenshot(title=app.title))

    def copy_day(self, state: State, selection: Selection) -> None:
        """The chosen day's line, or today's, to the clipboard of the terminal (OSC 52, works over ssh)."""
        chosen = self.on_today(state, selection)
        day: DayContent | None = summary_content(state, chosen, self._shown_hourly(state, selection)).day
        if day is not None:
            self._screen.app.copy_to_clipboard(day.line)
            self._say(f"Copied: {day.name}")

    def _write(self, stem: str, suffix: str, text: str) -> None:
        """To a file in the current folder that nobody else can read and that was not there before."""
        try:
            name = write_new(stem, suffix, text)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            self._screen.notify(f"Not written: {reason}", severity="error", markup=False)
        else:
            self._say(f"Written: {name}")

    def _say(self, words: str) -> None:
        self._screen.notify(words, markup=False)


def _window(state: State, selection: Selection) -> tuple[Day, ...]:
    return selection.window(state.ledger)


def _exported(state: State, window: tuple[Day, ...], step: Step, form: Format) -> str:
    if step is Step.DAY:
        return export(window, reading_of(state.usage), form)
    return export_rows(by_step(window, step), step.value, form)
