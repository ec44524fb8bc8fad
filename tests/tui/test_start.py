"""The first paint: what an earlier run kept, marked as that, until the service answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.errors import GrantexNetworkError
from grantex_tui.config.settings import Service
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.recalled import Recalled
from grantex_tui.tui.app import DashboardApp
from tests.polling.test_recalled import final, so_far
from tests.support.states import DEVELOPER, NOW, TODAY, ago, metrics
from tests.tui.test_app import ROWS, GatedService, Running, StillClock

DAYS = tuple(final(ago(days), 1000 + days) for days in range(89, 0, -1))


@asynccontextmanager
async def started(recalled: Recalled | None, opening: Callable[[], None] = lambda: None) -> AsyncIterator[Running]:
    """A dashboard that was just painted; it does not read before `open`. `opening`: called when it makes its poller."""
    clock = StillClock()
    service = GatedService(clock)
    poller = Poller(service.opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)
    where = Service("api.example.com", KeyMode.LIVE)

    def open_poller() -> Poller:
        opening()
        return poller

    app = DashboardApp(open_poller, where, zone=dt.UTC, recall=lambda: recalled)
    app.on_ready = lambda: None  # type: ignore[method-assign]
    async with app.run_test(size=(120, 40)) as pilot:
        yield Running(app, pilot, service)


async def test_the_first_paint_has_the_last_known_figures_and_says_how_old_they_are() -> None:
    async with started(Recalled(DEVELOPER, (*DAYS, so_far(TODAY, 4870)), NOW)) as dashboard:
        text = dashboard.text

        assert "as of 12:32 UTC, 2 h ago  reading…" in text
        assert "4,870" in text  # in the counter's panel
        assert "total" in text
        assert dashboard.service.asked == []


async def test_yesterdays_counters_are_not_shown_as_todays() -> None:
    yesterday = NOW - dt.timedelta(days=1)
    async with started(Recalled(DEVELOPER, (*DAYS[:-1], so_far(ago(1), 4870, yesterday)), NOW)) as dashboard:
        text = dashboard.text

        assert "as of Sat 21 Nov 14:32 UTC, 1 d ago  reading…" in text
        assert "No figures of Sun 22 Nov 2026 yet." in text
        assert "4,870" not in text


async def test_the_services_figures_take_their_place() -> None:
    async with started(Recalled(DEVELOPER, (*DAYS, so_far(TODAY, 4870)), NOW)) as dashboard:
        dashboard.screen.open()
        await dashboard.answers(metrics(5000))
        await dashboard.shows("● 14:32:07 UTC  next 14:32:37")
        await dashboard.answers(rows=ROWS)
        await dashboard.shows("34,435 total")


async def test_the_chart_of_kept_days_is_drawn_before_anything_else_is_loaded() -> None:
    charted: list[bool] = []

    def note_chart() -> None:
        charted.append(dashboard.screen.range.chart.loaded and "▔" in dashboard.text)

    async with started(Recalled(DEVELOPER, (*DAYS, so_far(TODAY, 4870)), NOW), opening=note_chart) as dashboard:
        assert "▔" not in dashboard.text
        dashboard.screen.open()
        await dashboard.answers(metrics(5000))
        await dashboard.shows("5,000")

    assert charted == [True]


async def test_figures_of_another_account_go_away_with_the_first_answer() -> None:
    async with started(Recalled("dev_other", (*DAYS, so_far(TODAY, 4870)), NOW)) as dashboard:
        dashboard.screen.open()
        await dashboard.answers(metrics(5))
        await dashboard.shows("Reading the history…")

        assert "4,870" not in dashboard.text
        assert "peak" not in dashboard.text


async def test_while_the_service_cannot_be_read_they_stay_and_the_reason_is_said() -> None:
    async with started(Recalled(DEVELOPER, (*DAYS, so_far(TODAY, 4870)), NOW)) as dashboard:
        dashboard.screen.open()
        await dashboard.answers(GrantexNetworkError("no route to api.example.com"))
        await dashboard.shows("Figures of an earlier run stale: no route to api.example.com; read 12:32 UTC.")

        assert "4,870" in dashboard.text
        assert "2 h ago  next" in dashboard.text


async def test_without_anything_kept_it_connects_as_before() -> None:
    async with started(None) as dashboard:
        assert "Connecting to api.example.com…" in dashboard.text
