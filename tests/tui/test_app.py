"""The app from key press to widget, on a service that answers when the test says so and a clock that stands still."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from msgspec.structs import replace
from textual import events
from textual.command import CommandPalette
from textual.containers import VerticalScroll
from textual.content import Content
from textual.pilot import Pilot

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.errors import GrantexAuthError, GrantexError, GrantexNetworkError
from grantex_tui.api.models import HealthReport, Subscription, UsageHistory, UsageMetrics
from grantex_tui.api.response import Response, ResponseMeta
from grantex_tui.config.choices import Choices
from grantex_tui.config.settings import Service
from grantex_tui.layout import plot
from grantex_tui.polling.memory import Memory
from grantex_tui.polling.poller import Poller
from grantex_tui.tui import preload
from grantex_tui.tui.app import DashboardApp
from grantex_tui.tui.screens.dashboard import DashboardScreen
from grantex_tui.tui.screens.day import DayScreen
from grantex_tui.tui.screens.help import HelpScreen
from grantex_tui.tui.terminal.driver import GroundTold
from grantex_tui.tui.terminal.ground import Ground
from grantex_tui.tui.themes import DARK, LIGHT, SAFE, SAFE_LIGHT
from grantex_tui.tui.widgets.cells import Cells
from tests.support.states import NOW, Counted, ago, history, metrics

PAUSES = (0.002, 0.004, 0.008, 0.016, *[0.03] * 700)
"""Seconds between looks at the screen, which cost more than most of what is awaited; after them it is missing."""

ROWS = history({days: 1000 + days for days in range(1, 90)})

RHYTHM: dict[int, Counted] = {**dict.fromkeys(range(1, 90), (100, 20, 280)), 3: (110, 20, 950), 24: (110, 20, 950)}
"""A quarter of 400 requests a day, but for Thursday 19 November and Thursday 29 October with 1,080."""


class StillClock:
    """A clock that moves when the test moves it; waits end when something wakes them."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def utc(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    def since_boot(self) -> float:
        return self.seconds

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:  # noqa: ARG002
        await woken.wait()


@dataclass
class GatedService:
    """Stands in for the client: each reading waits until the test puts what it answers into `usage_answers` or
    `history_answers`. It is its own `client.usage`; `asked` notes the requests. Billing names `plan`, if it is set.
    """

    clock: StillClock
    plan: str | None = None
    asked: list[str] = field(default_factory=list)
    usage_answers: asyncio.Queue[UsageMetrics | GrantexError] = field(default_factory=asyncio.Queue)
    history_answers: asyncio.Queue[UsageHistory | GrantexError] = field(default_factory=asyncio.Queue)

    @property
    def usage(self) -> GatedService:
        return self

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[AsyncGrantex]:
        yield cast(AsyncGrantex, self)

    async def read_current(self) -> Response[UsageMetrics]:
        self.asked.append("usage")
        answer = await self.usage_answers.get()
        if isinstance(answer, GrantexError):
            raise answer
        return Response(answer, self._meta())

    async def read_history(self, *, days: int) -> Response[UsageHistory]:
        self.asked.append(f"history of {days} days")
        answer = await self.history_answers.get()
        if isinstance(answer, GrantexError):
            raise answer
        return Response(answer, self._meta())

    async def read_health(self) -> Response[HealthReport]:
        return Response(HealthReport(database=True, redis=True), self._meta())

    async def read_subscription(self) -> Response[Subscription]:
        if self.plan is None:
            raise GrantexNetworkError("the plan is not known")
        return Response(Subscription(self.plan), self._meta())

    def _meta(self) -> ResponseMeta:
        return ResponseMeta("/v1/usage", 200, self.clock.utc())


@dataclass
class Running:
    """A running app with its service, and eyes for what it shows."""

    app: DashboardApp
    pilot: Pilot[None]
    service: GatedService

    @property
    def screen(self) -> DashboardScreen:
        assert self.app.dashboard is not None
        return self.app.dashboard

    @property
    def text(self) -> str:
        """What the dashboard's displayed widgets show, line by line."""
        cells = self.screen.query(Cells).results()
        widgets = [widget for widget in cells if all(node.display for node in widget.ancestors_with_self)]
        return "\n".join(widget.render_line(y).text.rstrip() for widget in widgets for y in range(widget.size.height))

    @property
    def sheet(self) -> str:
        """What the sheet on top says, line by line, with the title and the keys of its border."""
        frame, body = self.app.screen.query_one(VerticalScroll), self.app.screen.query_one("#body")
        lines = [body.render_line(y).text.rstrip() for y in range(body.size.height)]
        title, keys = (Content.from_markup(words or "").plain for words in (frame.border_title, frame.border_subtitle))
        return "\n".join([title, *lines, keys])

    @property
    def help_is_open(self) -> bool:
        return isinstance(self.app.screen, HelpScreen)

    def has_day_open(self) -> bool:
        return isinstance(self.app.screen, DayScreen)

    @property
    def total(self) -> str:
        """What the large digits say."""
        return "" if self.screen.today.view is None else self.screen.today.view.number[0]

    async def shows(self, *words: str) -> None:
        """Until all of these are on the dashboard."""
        for pause in PAUSES:
            if all(word in self.text or word == self.total for word in words):
                return
            await asyncio.sleep(pause)
        raise AssertionError(f"no {words} on:\n{self.text}")

    async def answers(
        self, usage: UsageMetrics | GrantexError | None = None, rows: UsageHistory | GrantexError | None = None
    ) -> None:
        """The service answers what it is asked, and the screen settles."""
        if usage is not None:
            self.service.usage_answers.put_nowait(usage)
        if rows is not None:
            self.service.history_answers.put_nowait(rows)
        await self.pilot.pause()

    async def refresh(self) -> None:
        """`r`, later than the last reading."""
        self.service.clock.seconds += 60
        await self.pilot.press("r")

    async def ready(self) -> None:
        """Figures and history are there, and so is plotext, with nothing left to draw ahead."""
        await self.answers(metrics(4870), ROWS)
        await self.shows("4,870", "▔", "today")
        await self.drawn()

    async def ready_with(self, rows: dict[int, Counted]) -> None:
        """As `ready`, with a history of its own."""
        await self.answers(metrics(196, parts=(60, 10, 126)), history(rows))
        await self.shows("196", "▔", "today")
        await self.drawn()

    async def drawn(self) -> None:
        """Until nothing is left to draw ahead."""
        while not self.screen.charts_ready:
            await self.pilot.pause()

    async def press(self, *keys: str, shows: str) -> None:
        """Press the keys; then these words are on the dashboard."""
        for key in keys:
            self.app.simulate_key(key)
        await self.shows(shows)

    async def choose(self, typed: str) -> None:
        """The first of the palette's commands that fit what is typed."""
        await self.pilot.press("ctrl+p")
        await self.pilot.press(*typed)
        for pause in PAUSES:
            if self.app.screen.query("CommandList").first().display:
                break
            await asyncio.sleep(pause)
        await self.pilot.press("enter")


@asynccontextmanager
async def running(
    columns: int = 120,
    rows: int = 40,
    plan: str | None = None,
    *,
    memory: Memory | None = None,
    notifications: bool = False,
    **options: Any,
) -> AsyncIterator[Running]:
    """The app with a service that has not answered yet, with a `memory` or none, and with further `options`."""
    clock = StillClock()
    service = GatedService(clock, plan)
    poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)
    open_memory = None if memory is None else lambda _: memory
    service_shown = Service("api.example.com", KeyMode.LIVE)
    app = DashboardApp(lambda: poller, service_shown, zone=dt.UTC, open_memory=open_memory, **options)
    async with app.run_test(size=(columns, rows), notifications=notifications) as pilot:
        while app.dashboard is None or not app.dashboard.is_mounted:
            await pilot.pause()
        yield Running(app, pilot, service)


def refreshed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The ids of the widgets that are refreshed from now on."""
    written: list[str | None] = []
    plain_refresh = Cells.refresh

    def refresh(self: Cells[object], *regions: object, **options: object) -> object:
        written.append(self.id)
        return plain_refresh(self, *regions, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Cells, "refresh", refresh)
    return written


async def test_before_any_answer_it_says_that_it_connects_and_then_shows_figures_and_chart() -> None:
    async with running() as dashboard:
        await dashboard.shows("Connecting to api.example.com", "connecting…", "Waiting for the first answer", "q quit")
        assert "0" not in "".join(dashboard.text.splitlines()[1:10]), "no figure is not 0"
        await dashboard.answers(metrics(4870, parts=(962, 234, 3674)))
        await dashboard.shows("962", "234", "3,674", "4,870", "LIVE", "Reading the history")
        await dashboard.answers(rows=ROWS)
        await dashboard.shows("▔", "today", "a day over", "● 14:32:07 UTC")
        assert dashboard.service.asked == ["usage", "history of 90 days"]


async def test_keys_count_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as loading:
        loading.setattr(DashboardScreen, "open", lambda _: None)
        async with running() as dashboard:
            assert dashboard.text.splitlines()[0] == " grantex  Connecting to api.example.com…"
            await dashboard.pilot.press("7", "e", "tab", "n", "h", "m", "y", "x", "escape", "r", "plus", "i", "escape")
            loading.undo()
            dashboard.screen.open()
            await dashboard.answers(metrics(4870, parts=(962, 234, 3674)), ROWS)
            await dashboard.shows("Last 7 days", "every 60 s", "962")


async def test_switching_the_range_asks_the_service_nothing_and_plotext_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as dashboard:
        await dashboard.ready()
        await dashboard.pilot.pause()
        monkeypatch.setattr(preload, "MOMENT", 3600.0)  # nothing more is drawn ahead
        drawn = plot.draw.cache_info().misses
        for key, days in (("7", 7), ("9", 90), ("3", 30), ("left_square_bracket", 7), ("right_square_bracket", 30)):
            await dashboard.pilot.press(key)
            await dashboard.shows(f"Last {days} days")
        assert plot.draw.cache_info().misses == drawn
        assert dashboard.service.asked == ["usage", "history of 90 days"]


async def test_left_alone_it_draws_after_a_reading_what_it_shows_and_nothing_ahead() -> None:
    async with running() as dashboard:
        await dashboard.ready()
        for minutes, drawn_anew in ((0, 3), (6, 1)):  # the three ranges; the other metrics did not change
            before = plot.draw.cache_info().misses
            dashboard.service.clock.seconds += 60 * minutes
            await dashboard.refresh()
            await dashboard.answers(metrics(8_000 + 5_000 * minutes), ROWS)
            await dashboard.shows(f"{8_000 + 5_000 * minutes:,}")
            await dashboard.drawn()
            assert plot.draw.cache_info().misses - before == drawn_anew


async def test_pause_refresh_and_interval_say_what_they_do() -> None:
    async with running(160, 40) as dashboard:
        await dashboard.ready()
        await dashboard.pilot.press("p")
        await dashboard.shows("paused", "p resume")
        await dashboard.refresh()
        await dashboard.shows("reading…")
        await dashboard.answers(metrics(5000), ROWS)
        await dashboard.shows("5,000", "paused")
        await dashboard.pilot.press("p")
        await dashboard.shows("p pause", "next ")
        await dashboard.pilot.press("plus")
        await dashboard.shows("every 60 s")
        await dashboard.pilot.press("minus", "minus")
        await dashboard.shows("every 15 s")


async def test_one_reading_that_fails_leaves_the_other_on_the_screen() -> None:
    async with running() as dashboard:
        await dashboard.answers(GrantexNetworkError("the connection was reset"), ROWS)
        await dashboard.shows("No figures yet: the connection was reset", "▔", "a day over")
        await dashboard.refresh()
        await dashboard.answers(metrics(4870), GrantexNetworkError("the connection was reset"))
        await dashboard.shows("4,870", "History stale: the connection was reset; read 14:32:07 UTC.", "▔")


async def test_old_figures_stay_with_their_time_and_the_reason() -> None:
    async with running() as dashboard:
        await dashboard.ready()
        await dashboard.refresh()
        await dashboard.answers(GrantexNetworkError("no route"), GrantexNetworkError("no route"))
        await dashboard.shows("4,870", "All figures stale: no route; read 14:32:07 UTC.")
        await dashboard.refresh()
        await dashboard.answers(metrics(5000), ROWS)
        await dashboard.shows("5,000", "● 14:34:07 UTC")
        assert "stale" not in dashboard.text


async def test_a_refused_key_is_said_with_what_to_do() -> None:
    async with running() as dashboard:
        await dashboard.answers(GrantexAuthError("refused", status=401))
        await dashboard.shows("The service refuses the API key", "config show", "r tries it once more", "stopped")
        assert dashboard.service.asked == ["usage"]


async def test_a_new_account_is_told_that_nothing_is_recorded() -> None:
    async with running() as dashboard:
        await dashboard.answers(metrics(0), history({}))
        await dashboard.shows("No use recorded in the last 30 days", "self-hosted")
        await dashboard.pilot.press("9")
        await dashboard.shows("No use recorded in the last 90 days")


async def test_a_ground_that_is_told_after_the_first_paint_changes_the_theme_only_where_nobody_chose_one() -> None:
    async with running() as dashboard:
        dashboard.app.post_message(GroundTold(Ground.LIGHT))
        await dashboard.pilot.pause()
        assert dashboard.app.theme == LIGHT.name
        await dashboard.pilot.press("t", "t", "t")
        dashboard.app.post_message(GroundTold(Ground.LIGHT))
        await dashboard.pilot.pause()
        assert dashboard.app.theme == DARK.name
        await dashboard.choose("Theme auto")
        await dashboard.pilot.pause()
        assert dashboard.app.theme == LIGHT.name


@pytest.mark.parametrize(
    ("options", "theme"),
    [
        ({"ground": Ground.LIGHT}, LIGHT.name),
        ({"ground": Ground.LIGHT, "few_colours": True}, "ansi-light"),
        ({"ground": Ground.DARK, "few_colours": True}, "ansi-dark"),
    ],
)
async def test_it_begins_in_the_theme_of_the_ground(options: dict[str, Any], theme: str) -> None:
    async with running(**options) as dashboard:
        assert dashboard.app.theme == theme
        assert dashboard.app.has_class("-light-mode") == (dashboard.app.current_theme.dark is False)


async def test_what_is_chosen_by_keys_is_told_and_nothing_else() -> None:
    told: list[Choices] = []
    async with running() as dashboard:
        dashboard.app.remember = told.append
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.resize_terminal(80, 24)
        await dashboard.press("7", shows="Last 7 days")
        await dashboard.pilot.press("A", "e", "left", "tab", "t")
        await dashboard.choose("Theme auto")
        await dashboard.pilot.pause()

    assert told == [
        Choices(days=7),
        Choices(days="all"),
        Choices(metric="exchanges"),
        Choices(view="table"),
        Choices(theme=LIGHT.name),
        Choices(theme="auto"),
    ]


async def test_what_16_colours_ask_for_is_not_remembered_for_terminals_with_more() -> None:
    told: list[Choices] = []
    async with running(few_colours=True) as dashboard:
        dashboard.app.remember = told.append
        await dashboard.pilot.press("t")
        assert dashboard.app.theme == "ansi-light"

    assert told == []


async def test_a_safe_theme_changes_to_the_other_safe_one() -> None:
    async with running() as dashboard:
        dashboard.app.theme = SAFE.name
        await dashboard.pilot.press("t")
        assert dashboard.app.theme == SAFE_LIGHT.name
        await dashboard.pilot.press("t")
        assert dashboard.app.theme == SAFE.name


async def test_the_theme_changes_between_dark_and_light() -> None:
    async with running() as dashboard:
        assert dashboard.app.theme == DARK.name
        await dashboard.pilot.press("t")
        assert dashboard.app.theme == LIGHT.name
        await dashboard.pilot.press("t")
        assert dashboard.app.theme == DARK.name


async def test_the_help_opens_and_closes_and_figures_go_on_behind_it() -> None:
    async with running() as dashboard:
        await dashboard.ready()
        for key, total in (("escape", 5000), ("question_mark", 5100)):
            await dashboard.pilot.press("question_mark")
            assert "Other marks" in dashboard.sheet
            dashboard.service.clock.seconds += 60
            dashboard.screen.action_refresh()
            await dashboard.answers(metrics(total), ROWS)
            await dashboard.pilot.press(key)
            assert not dashboard.help_is_open
            await dashboard.shows(f"{total:,}")
        await dashboard.pilot.press("escape", "escape")
        assert dashboard.app.is_running


async def test_the_command_palette_runs_what_is_typed() -> None:
    async with running() as dashboard:
        await dashboard.ready()
        await dashboard.choose("90")
        await dashboard.shows("Last 90 days")


async def test_the_command_palette_survives_a_page_key_that_follows_at_once() -> None:
    async with running() as dashboard:
        await dashboard.ready()
        for key in ("pagedown", "pageup"):
            dashboard.app.simulate_key("ctrl+p")
            dashboard.app.simulate_key(key)
            for pause in PAUSES:
                if isinstance(dashboard.app.screen, CommandPalette):
                    break
                await asyncio.sleep(pause)
            dashboard.app.simulate_key(key)
            await dashboard.pilot.pause()
            assert isinstance(dashboard.app.screen, CommandPalette)
            await dashboard.pilot.press("escape", "escape")
        await dashboard.pilot.press("9")
        await dashboard.shows("Last 90 days")


async def test_what_looks_the_same_writes_nothing_and_a_new_figure_only_its_own_widgets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as dashboard:
        await dashboard.ready()
        await dashboard.pilot.pause()
        written = refreshed(monkeypatch)
        dashboard.screen.state = replace(dashboard.screen.state, next_history=None)
        await dashboard.pilot.pause()
        assert not written, "the time of the next history is not on the screen"
        await dashboard.refresh()
        await dashboard.answers(metrics(4871), ROWS)
        await dashboard.shows("4,871")
        assert set(written) <= {"header", "today", "counters", "month", "chart", "summary"}
        assert "footer" not in written


async def test_a_window_shows_what_it_has_room_for() -> None:
    async with running(120, 40) as dashboard:
        await dashboard.ready()
        await dashboard.shows("Exchanges", "dev_01M812", "Last 30 days", "a day over", "every 30 s")
        await dashboard.pilot.resize_terminal(40, 12)
        await dashboard.pilot.pause()
        await dashboard.shows("4,870 total", "exch 0", "7 30 90", "today")
        assert "dev_" not in dashboard.text
        for columns, rows, lines in ((39, 11, 11), (20, 5, 5), (20, 2, 2), (1, 1, 1)):
            await dashboard.pilot.resize_terminal(columns, rows)
            await dashboard.pilot.pause()
            assert len(dashboard.text.splitlines()) == lines
        await dashboard.pilot.resize_terminal(120, 40)
        await dashboard.pilot.pause()
        await dashboard.shows("Exchanges", "every 30 s", "▔")


async def test_a_developer_id_full_of_markup_is_shown_as_it_is() -> None:
    async with running() as dashboard:
        await dashboard.answers(metrics(4870, developer="[/b][red]dev[/red] [link=x]$1 %s"), ROWS)
        await dashboard.shows("[/b][red]dev[/red] [link=x]$1 %s · api", "4,870")
        await dashboard.pilot.press("i")
        await dashboard.pilot.press("escape")
        assert dashboard.app.is_running


# Choosing a day


async def test_keys_go_from_day_to_day_beginning_with_today() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        assert "▲ Sun" not in dashboard.text
        await dashboard.press("left", shows="▲ Sun 22 Nov 196")
        await dashboard.press("left", shows="▲ Sat 21 Nov 400")
        await dashboard.press("h", shows="▲ Fri 20 Nov")
        await dashboard.press("l", shows="▲ Sat 21 Nov")
        await dashboard.press("right", "right", shows="▲ Sun 22 Nov")


async def test_keys_go_a_week_and_to_the_ends_of_the_range() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("pageup", shows="▲ Sun 15 Nov")
        await dashboard.press("pageup", shows="▲ Sun 8 Nov")
        await dashboard.press("pagedown", shows="▲ Sun 15 Nov")
        await dashboard.press("home", shows="▲ Sat 24 Oct")
        await dashboard.press("end", shows="▲ Sun 22 Nov")
        await dashboard.press("g", shows="▲ Sat 24 Oct")
        await dashboard.press("G", shows="▲ Sun 22 Nov")


async def test_moving_the_cursor_never_calls_plotext(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        calls: list[Any] = []
        monkeypatch.setattr(plot, "_plotext", lambda *asked: calls.append(asked))
        await dashboard.press("home", shows="▲ Sat 24 Oct")
        await dashboard.press("right", "right", "pagedown", "left", shows="▲ Sun 1 Nov")
        await dashboard.press("N", "n", shows="▲ Thu 19 Nov")
        await dashboard.press("end", shows="▲ Sun 22 Nov")
        await dashboard.pilot.press("escape")
        assert "▲ Sun" not in dashboard.text
        assert calls == []
        assert dashboard.service.asked == ["usage", "history of 90 days"]


async def test_the_chosen_day_stays_in_every_range_that_has_it_and_comes_back() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("pageup", "pageup", shows="▲ Sun 8 Nov")
        await dashboard.press("9", shows="▲ Sun 8 Nov")
        await dashboard.press("7", shows="▲ Mon 16 Nov")
        await dashboard.press("3", shows="▲ Sun 8 Nov")


async def test_a_calendar_in_16_colours_has_textures_for_shades() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("tab", "tab", shows="no use")
        assert "█" not in dashboard.text.partition("Last 30 days")[2]
        dashboard.app.theme = "ansi-dark"
        await dashboard.shows("█ to ")


async def test_a_click_on_a_bar_chooses_its_day_and_one_beside_it_none() -> None:
    async with running(80, 24) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("7")
        await dashboard.shows("Last 7 days")
        line = next(line for line in dashboard.text.splitlines() if "Thu 19" in line)
        middle = line.index("Thu 19") + 3
        await dashboard.pilot.click("#range", offset=(middle, 6))
        await dashboard.shows("▲ Thu 19 Nov")
        await dashboard.pilot.click("#range", offset=(1, 6))
        await dashboard.shows("▲ Thu 19 Nov")


async def test_unusual_days_are_gone_through_in_both_directions_round_and_round() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("n", shows="▲ Thu 29 Oct")
        await dashboard.shows("! 2.7× a usual Thu, verifications 3.4×")
        await dashboard.press("n", shows="▲ Thu 19 Nov")
        await dashboard.press("n", shows="▲ Thu 29 Oct")
        await dashboard.press("N", shows="▲ Thu 19 Nov")
        await dashboard.press("N", shows="▲ Thu 29 Oct")


async def test_without_an_unusual_day_no_day_is_chosen() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(dict.fromkeys(range(1, 90), 400))
        await dashboard.pilot.press("n")
        assert dashboard.screen.selection.cursor is None


async def test_the_days_detail_opens_and_closes_and_then_the_day_is_left_and_nothing_quits() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("n", "n", shows="▲ Thu 19 Nov")
        await dashboard.pilot.press("enter")
        assert dashboard.has_day_open()
        said = dashboard.sheet
        assert "Thu 19 Nov 2026, UTC day" in said
        assert "usual 280, +239 %" in said
        assert "It has 680 more requests" in said
        await dashboard.pilot.press("tab", "escape")
        assert not dashboard.has_day_open()
        await dashboard.shows("▲ Thu 19 Nov", "▔")
        await dashboard.pilot.press("escape")
        await dashboard.pilot.pause()
        assert "▲ Thu" not in dashboard.text
        await dashboard.pilot.press("escape", "escape")
        assert dashboard.app.is_running


async def test_without_a_chosen_day_the_detail_is_todays() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("enter")
        assert "Sun 22 Nov 2026, UTC day · so far" in dashboard.sheet


async def test_the_days_line_goes_to_the_clipboard() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("y")
        assert dashboard.app.clipboard.startswith("Sun 22 Nov 2026 (UTC): 196 total requests; token exchanges 60,")
        await dashboard.press("N", shows="▲ Thu 19 Nov")
        await dashboard.pilot.press("y")
        assert dashboard.app.clipboard.startswith("Thu 19 Nov 2026 (UTC): 1,080 total requests; token exchanges 110,")


async def test_before_any_answer_no_key_does_harm() -> None:
    async with running() as dashboard:
        await dashboard.shows("Connecting to api.example.com")
        await dashboard.pilot.press(
            "left", "pageup", "home", "up", "enter", "n", "N", "c", "m", "y", "s", "tab", "down"
        )
        await dashboard.pilot.press("o", "s", "tab", "down", "tab", "down", "tab", "c", "escape", "escape")
        await dashboard.ready()


# Metric, view, comparison, mark, month


async def test_keys_choose_the_metric_of_chart_words_and_day() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("left", "left", "e", shows="· token exchanges")
        await dashboard.shows("▲ Sat 21 Nov 100 token exchanges")
        await dashboard.press("escape", shows="2,980 token exchanges")  # 60 + 27 × 100 + 2 × 110
        await dashboard.press("a", shows="590 authorizations")  # 10 + 29 × 20
        await dashboard.press("v", shows="9,586 verifications")  # 126 + 27 × 280 + 2 × 950
        await dashboard.press("0", shows="13,156 total")


async def test_up_and_down_go_through_the_metrics() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("down", shows="2,980 token exchanges")
        await dashboard.press("down", shows="590 authorizations")
        await dashboard.press("up", "up", shows="13,156 total")
        await dashboard.press("up", shows="9,586 verifications")


async def test_the_three_are_stacked_with_a_legend_until_a_metric_is_chosen() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("v", "s", shows="█ exchanges  █ authoriz.  █ verific.")
        await dashboard.shows("13,156 total")
        await dashboard.pilot.press("s")
        await dashboard.pilot.pause()
        assert "░ verific." not in dashboard.text
        await dashboard.press("s", "e", shows="2,980 token exchanges")
        assert "░ verific." not in dashboard.text


async def test_views_come_round_with_the_same_day_chosen() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("n", "n", shows="▲ Thu 19 Nov")
        await dashboard.press("tab", shows="▸!Thu 19 Nov")
        assert "▔" not in dashboard.text
        await dashboard.press("tab", shows="[1.1k]")
        await dashboard.press("tab", shows="Thu 19 Nov 2026")
        await dashboard.press("tab", shows="▔")
        await dashboard.press("shift+tab", "shift+tab", shows="[1.1k]")
        await dashboard.press("shift+tab", shows="▸!Thu 19 Nov")
        await dashboard.shows("▲ Thu 19 Nov")


async def test_in_the_table_keys_go_through_rows_and_columns() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("tab", shows="Day (UTC) ▼")
        await dashboard.press("down", shows="▸ Sun 22 Nov")
        await dashboard.press("down", "j", shows="▸ Fri 20 Nov")
        await dashboard.press("up", "k", shows="▸ Sun 22 Nov")
        await dashboard.press("o", shows="Day (UTC) ▲")
        await dashboard.press("up", shows="▸ Sat 21 Nov")
        await dashboard.press("s", "s", "s", "s", shows="Total ▼")


async def test_in_the_table_a_page_is_what_is_on_the_screen_and_goes_the_way_the_rows_go() -> None:
    async with running(80, 24) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("tab", shows="Day (UTC) ▼")
        days = [
            line for line in dashboard.text.splitlines() if re.match(r"│ ..[A-Z][a-z]{2} +\d+ [A-Z][a-z]{2} ", line)
        ]
        page = ago(len(days))
        await dashboard.press("home", shows="▸ Sun 22 Nov")
        await dashboard.press("pagedown", shows=f"▸ {page:%a} {page.day:>2} {page:%b}")
        await dashboard.press("pageup", shows="▸ Sun 22 Nov")
        await dashboard.press("end", shows="▸ Sat 24 Oct")
        await dashboard.press("o", "home", shows="▸ Sat 24 Oct")
        await dashboard.press("escape", "G", shows="▸ Sun 22 Nov")


async def test_the_focus_moves_with_the_view_and_comes_back_where_the_window_has_room_for_it_again() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        for view in ("chart", "table", "calendar", "hours", "chart", "table"):
            assert dashboard.screen.focused is dashboard.screen.query_one(f"#{view}")
            await dashboard.pilot.press("tab")
        await dashboard.pilot.press("shift+tab")
        for size in ((39, 11), (120, 40)):
            await dashboard.pilot.resize_terminal(*size)
            await dashboard.pilot.pause()
        await dashboard.press("down", shows="▸ Sun 22 Nov")


async def test_a_terminal_that_loses_the_focus_and_gets_it_back_is_written_nothing_and_all_keys_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("tab", shows="Day (UTC) ▼")
        await dashboard.pilot.pause()
        written = refreshed(monkeypatch)
        for event in (events.AppBlur(), events.AppFocus()):
            dashboard.app.post_message(event)
            await dashboard.pilot.pause()
        assert not written
        await dashboard.press("down", shows="▸ Sun 22 Nov")


async def test_a_table_cut_short_says_how_many_of_its_days_are_on_the_screen() -> None:
    async with running(80, 24) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("tab", shows="Day (UTC) ▼")
        rows = [
            line for line in dashboard.text.splitlines() if re.match(r"│ ..[A-Z][a-z]{2} +\d+ [A-Z][a-z]{2} ", line)
        ]
        assert 3 < len(rows) < 30
        await dashboard.shows(f"· {len(rows)} of 30 days")
        await dashboard.press("7", shows="Last 7 days")
        assert "of 7 days" not in dashboard.text
        await dashboard.press("3", "tab", shows="(196)")
        assert "of 30 days" not in dashboard.text, "a calendar has them all"


async def test_in_the_calendar_keys_go_through_the_days() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("n", "tab", "tab", shows="[1.1k]")
        await dashboard.press("down", shows="▲ Fri 30 Oct")
        await dashboard.press("up", "up", shows="▲ Wed 28 Oct")


async def test_the_range_before_is_compared_where_history_reaches_and_said_where_it_does_not() -> None:
    async with running() as dashboard:
        await dashboard.ready_with({**dict.fromkeys(range(1, 30), 300), **dict.fromkeys(range(30, 66), 200)})
        await dashboard.press("c", shows="─ +50 % vs the same weekdays 5 weeks before")
        await dashboard.shows("─")
        await dashboard.press("9", shows="the 90 days before are not in the history")
        await dashboard.press("3", shows="─ +50 % vs the same weekdays 5 weeks before")
        await dashboard.pilot.press("c")
        assert "before" not in dashboard.text


async def test_all_that_is_counted_since_the_mark_is_said() -> None:
    async with running() as dashboard:
        await dashboard.ready_with(RHYTHM)
        dashboard.service.clock.seconds += 60
        await dashboard.press("m", shows="marking…")
        await dashboard.answers(metrics(196, parts=(60, 10, 126)))
        await dashboard.shows("+0 since the mark at 14:33:07 UTC", "+0 marked")
        await dashboard.refresh()
        await dashboard.answers(metrics(460, parts=(108, 22, 330)), history(RHYTHM))
        await dashboard.shows("+264 since the mark at 14:33:07 UTC", "+48 marked", "+12 marked", "+204 marked")


async def test_the_month_is_measured_against_the_plan_that_billing_names() -> None:
    async with running(plan="pro") as dashboard:
        await dashboard.ready_with(RHYTHM)
        # 20 × 100 + 110 + 60 exchanges and 21 × 20 + 10 authorizations since 1 November
        await dashboard.shows("November 22 of 30 days gone", "of 5,000,000", "2.17k  0 %", "430  0 %", "✓ within Pro")


async def test_without_a_plan_or_limits_the_month_takes_no_room() -> None:
    async with running(plan="enterprise") as dashboard:
        await dashboard.ready_with(RHYTHM)
        assert "days gone" not in dashboard.text
