"""The pictures of the README, drawn by the real app on the sample service at a fixed moment.

    python -m tests.tools.screenshots        writes screenshots/*.svg

`test_screenshots` compares them with what the app draws now, so they cannot go stale.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.sample_service import SampleService
from grantex_tui.archive.sample import SampleRecall
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import Live, Stale
from grantex_tui.polling.memory import SampleMemory
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.tui.app import DashboardApp
from grantex_tui.tui.screens.dashboard import DashboardScreen
from grantex_tui.tui.widgets.cells import Cells
from tests.support.clock import FakeClock

FOLDER: Final = Path(__file__).parent.parent.parent / "screenshots"
MOMENT: Final = dt.datetime(2026, 11, 19, 14, 32, 7, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Shot:
    """A picture: the window's size, the keys pressed, and whether the service fails when they are.

    `awaits`: words that are there once what the keys ask for was read.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    fails: bool = False
    awaits: str = ""


SHOTS: Final = (
    Shot("normal-120x40", (120, 40)),
    Shot("normal-80x24", (80, 24)),
    Shot("90-days-120x40", (120, 40), ("9",)),
    Shot("light-120x40", (120, 40), ("t",)),
    Shot("stacked-120x40", (120, 40), ("9", "s")),
    Shot("compare-120x40", (120, 40), ("c", "n")),
    Shot("table-80x24", (80, 24), ("tab", "n")),
    Shot("calendar-120x40", (120, 40), ("9", "tab", "tab", "n")),
    Shot("day-80x24", (80, 24), ("n", "enter")),
    Shot("info-80x24", (80, 24), ("i",)),
    Shot("stale-80x24", (80, 24), ("r",), fails=True),
    Shot("hours-120x40", (120, 40), ("n", "shift+tab"), awaits="from 11 to 14 h"),
    Shot("year-120x40", (120, 40), ("1",), awaits="53 weeks"),
    Shot("year-calendar-120x40", (120, 40), ("1", "tab", "tab"), awaits="no use"),
    Shot("small-60x20", (60, 20)),
    Shot("small-40x12", (40, 12)),
)


class StandingClock(FakeClock):
    """A clock that stands still until it is moved on; a wait ends when it is woken."""

    async def wait(self, woken: asyncio.Event, seconds: float) -> None:  # noqa: ARG002
        await woken.wait()


class FailingService(httpx.AsyncBaseTransport):
    """The sample service, until it `fails` as if its counter store were down."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._sample = SampleService(clock)
        self.fails = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(503) if self.fails else await self._sample.handle_async_request(request)


async def draw(shot: Shot) -> str:
    """The picture as SVG."""
    clock = StandingClock(MOMENT)
    service = FailingService(clock.utc)
    poller = Poller(
        lambda: AsyncGrantex(api_key="gx_live_sample", transport=service),
        clock=clock,
        jitter=lambda: 0.5,
        interval=30,
        explicit=False,
    )
    app = DashboardApp(
        lambda: poller,
        Service("api.grantex.dev", KeyMode.LIVE),
        zone=dt.timezone(dt.timedelta(hours=-5)),
        open_memory=lambda _: SampleMemory(SampleRecall(clock.utc)),
    )
    async with app.run_test(size=shot.size) as pilot:
        while app.dashboard is None or not app.dashboard.charts_ready or not _known(app.dashboard.state):
            await pilot.pause()
        if shot.fails:
            service.fails = True
            clock.advance(30)
        await pilot.press(*shot.keys)
        while shot.fails and not isinstance(app.dashboard.state.history, Stale):
            await pilot.pause()
        while shot.awaits not in _text(app.dashboard):
            await pilot.pause()
        await pilot.pause()
        svg = app.export_screenshot(title="grantex-tui")
    # No picture loads a font from elsewhere; the words stay in place without it.
    return re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.DOTALL)


def _known(state: State) -> bool:
    """Whether all that is read at the start was read."""
    read = isinstance(state.usage, Live) and isinstance(state.history, Live)
    return read and state.plan_in_force() is not None and bool(state.rhythm)


def _text(dashboard: DashboardScreen) -> str:
    """What its widgets show."""
    cells = dashboard.query(Cells).results()
    return "\n".join(widget.render_line(y).text for widget in cells for y in range(widget.size.height))


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for shot in SHOTS:
        (FOLDER / f"{shot.name}.svg").write_text(asyncio.run(draw(shot)), encoding="utf-8")


if __name__ == "__main__":
    main()
