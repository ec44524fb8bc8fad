"""The accounts side by side: from key press to panel, with a poller each that answers when the test says so."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from textual.screen import Screen

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.errors import GrantexNetworkError
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.settings import Service
from grantex_tui.polling.account import Account
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.poller import Poller
from grantex_tui.polling.state import State
from grantex_tui.tui.app import ONE_ACCOUNT, DashboardApp
from grantex_tui.tui.keys import Place
from grantex_tui.tui.screens.board import BoardScreen
from grantex_tui.tui.screens.help import HelpScreen
from grantex_tui.tui.widgets.cells import Cells
from tests.support.states import Counted, history, metrics
from tests.tui.test_app import PAUSES, GatedService, Running, StillClock, refreshed
from tests.tui.test_hours import rhythm
from tests.tui.test_keys import bound, said

ROWS: dict[int, Counted] = dict.fromkeys(range(1, 90), 400)
HOST = Service("api.example.com", KeyMode.LIVE)


@dataclass
class Boarding(Running):
    """A running app with several accounts: `services` by name, and how often each one's poller was opened."""

    services: dict[str, GatedService] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)

    @property
    def board(self) -> BoardScreen:
        assert isinstance(self.app.screen, BoardScreen)
        return self.app.screen

    @property
    def text(self) -> str:
        cells = self.app.screen.query(Cells).results()
        widgets = [widget for widget in cells if all(node.display for node in widget.ancestors_with_self)]
        return "\n".join(widget.render_line(y).text.rstrip() for widget in widgets for y in range(widget.size.height))

    @property
    def total(self) -> str:
        return "" if self.app.dashboard is None else super().total

    @property
    def chosen(self) -> str:
        view = self.board.board.view
        assert view is not None
        return view.accounts[view.chosen].label

    @property
    def order(self) -> list[str]:
        view = self.board.board.view
        return [account.label for account in view.accounts] if view else []

    async def reads(self, name: str, total: int, rows: dict[int, Counted] | None = None) -> None:
        """The account's service answers both that it is asked."""
        service = self.services[name]
        service.usage_answers.put_nowait(metrics(total))
        service.history_answers.put_nowait(history(ROWS if rows is None else rows))
        await self.shows(f"{total:,}")

    async def asked(self, name: str) -> None:
        """Until the account's service was asked for the current usage."""
        for pause in PAUSES:
            if "usage" in self.services[name].asked:
                return
            await asyncio.sleep(pause)
        raise AssertionError(f"{name} was not asked")


def never_opened() -> Poller:
    raise AssertionError("the dashboard's own poller, where the board reads")


@asynccontextmanager
async def boarding(
    *names: str,
    columns: int = 120,
    rows: int = 40,
    side_by_side: bool = True,
    fault: str = "",
    relabelled: Callable[[Account], Account] = lambda account: account,
    notifications: bool = False,
) -> AsyncIterator[Boarding]:
    """The app with an account a name, the first of them the dashboard's. The one called `fault` cannot be read."""
    clock = StillClock()
    services = {name: GatedService(clock) for name in names}
    opened: list[str] = []

    def open_poller(name: str) -> Poller:
        opened.append(name)
        if name == fault:
            raise SettingsError(f"{name}.key: no such file")
        return Poller(services[name].opened, clock=clock, jitter=lambda: 0.5, interval=30, explicit=False)

    accounts = [
        relabelled(Account(name, lambda name=name: open_poller(name), HOST))  # type: ignore[misc]
        for name in names
    ]
    app = DashboardApp(
        never_opened if side_by_side else lambda: open_poller(names[0]),
        HOST,
        zone=dt.UTC,
        accounts=lambda: accounts,
        account=names[0],
        side_by_side=side_by_side,
    )
    async with app.run_test(size=(columns, rows), notifications=notifications) as pilot:
        yield Boarding(app, pilot, services[names[0]], services, opened)


async def test_it_starts_with_all_accounts_and_reads_each_by_a_poller_of_its_own() -> None:
    async with boarding("alpha", "beta", "gamma") as app:
        await app.shows("alpha", "beta", "gamma", "connecting…", "0 of 3 accounts · 3 missing")
        await app.reads("alpha", 1_250)
        await app.reads("gamma", 2_500)
        await app.shows("2 of 3 accounts · 1 missing", "● 2 live")
        await app.reads("beta", 40)
        await app.shows("all 3 accounts", "● 3 live")
        assert sorted(app.opened) == ["alpha", "beta", "gamma"]


async def test_one_that_fails_says_why_and_makes_no_other_late() -> None:
    async with boarding("alpha", "beta") as app:
        app.services["beta"].usage_answers.put_nowait(GrantexNetworkError("no route to beta"))
        app.services["beta"].history_answers.put_nowait(GrantexNetworkError("no route to beta"))
        await app.reads("alpha", 1_250)
        await app.shows("No figures yet: no route to beta.", "○ no figures", "● 1 live", "1 of 2 accounts · 1 missing")


async def test_old_figures_stay_in_the_sum_and_say_why_they_are_old() -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 1_250)
        await app.reads("beta", 40)
        app.service.clock.seconds += 60
        await app.pilot.press("r")
        app.services["beta"].usage_answers.put_nowait(GrantexNetworkError("no route to beta"))
        app.services["alpha"].usage_answers.put_nowait(metrics(1_300))
        await app.shows("1,300", "◐ stale 14:32:07 UTC", "no route to beta", "all 2 accounts", "● 14:33:07 UTC")


async def test_one_that_cannot_even_be_opened_is_said_in_its_panel_and_the_others_go_on() -> None:
    async with boarding("alpha", "beta", fault="beta", notifications=True) as app:
        await app.reads("alpha", 1_250)
        await app.shows("Cannot be read: beta.key: no such file", "● 1 live")
        await app.pilot.press("right", "enter")
        await app.pilot.pause()
        assert isinstance(app.app.screen, BoardScreen)
        assert [notice.message for notice in app.app._notifications] == ["beta is not read."]


async def test_enter_opens_the_chosen_account_with_the_figures_that_were_read_and_p_goes_back() -> None:
    async with boarding("alpha", "beta", "gamma") as app:
        await app.reads("alpha", 1_250)
        await app.reads("beta", 40)
        await app.pilot.press("right", "enter")
        await app.shows("beta", "Last 30 days", "avg")
        assert app.app.screen is app.screen
        assert app.total == "40"
        assert app.opened.count("beta") == 1
        assert app.services["beta"].asked.count("usage") == 1
        await app.pilot.press("P")
        await app.shows("● 2 live")
        assert app.chosen == "beta"


async def test_while_one_is_open_the_others_are_read_and_nothing_of_them_is_shown_in_it() -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 1_250)
        await app.asked("beta")
        await app.pilot.press("enter")
        await app.shows("alpha", "Last 30 days")
        app.services["beta"].usage_answers.put_nowait(metrics(77))
        await app.pilot.pause()
        await app.pilot.pause()
        assert app.total == "1,250"
        await app.pilot.press("P")
        await app.shows("77", "● 2 live")


async def test_the_range_stays_when_another_account_is_opened_and_nothing_else_of_the_one_before() -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 1_250, {1: 999_000})
        await app.reads("beta", 40)
        await app.pilot.press("enter")
        await app.shows("999,000")
        await app.pilot.press("7")
        await app.shows("Last 7 days")
        await app.pilot.press("P", "right", "enter")
        await app.shows("beta", "Last 7 days", "2,440")  # 6 × 400 + 40
        assert "999,000" not in app.text
        assert app.total == "40"


async def test_p_in_a_dashboard_keeps_its_poller_and_begins_to_read_the_others() -> None:
    async with boarding("alpha", "beta", side_by_side=False) as app:
        await app.answers(metrics(1_250), history(ROWS))
        await app.shows("Last 30 days", "avg")
        assert app.opened == ["alpha"]
        await app.pilot.press("P")
        await app.reads("beta", 40)
        await app.shows("1,250", "all 2 accounts")
        assert app.opened == ["alpha", "beta"]
        assert app.service.asked.count("usage") == 1
        await app.pilot.press("P")
        await app.shows("Last 30 days")
        assert app.total == "1,250"


class Kept:
    """A memory that notes whose states it was given."""

    def __init__(self) -> None:
        self.totals: list[int] = []

    def keep(self, state: State) -> None:
        if (reading := reading_of(state.usage)) is not None:
            self.totals.append(reading.value.counters.total_requests)

    def recall(self, state: State) -> None:  # noqa: ARG002
        return None


async def test_each_account_is_kept_in_a_memory_of_its_own_whichever_is_shown() -> None:
    kept = {"alpha": Kept(), "beta": Kept()}

    def remembered(account: Account) -> Account:
        return Account(account.name, account.open_poller, account.service, open_memory=lambda _: kept[account.name])

    async with boarding("alpha", "beta", relabelled=remembered) as app:
        await app.reads("alpha", 1_250)
        await app.asked("beta")
        await app.pilot.press("enter")
        await app.shows("alpha", "Last 30 days")
        app.services["beta"].usage_answers.put_nowait(metrics(77))
        await app.pilot.press("P")
        await app.shows("77")
        assert (set(kept["alpha"].totals), set(kept["beta"].totals)) == ({1_250}, {77})


async def test_todays_pace_is_judged_by_the_accounts_own_hours_as_in_the_dashboard() -> None:
    memory = rhythm()

    def remembered(account: Account) -> Account:
        return Account(account.name, account.open_poller, account.service, open_memory=lambda _: memory)

    async with boarding("alpha", "beta", relabelled=remembered) as app:
        await app.reads("alpha", 1_250)
        watch = app.board.accounts.watch("alpha")
        assert watch is not None
        for pause in PAUSES:
            if watch.poller.state.rhythm:
                break
            await asyncio.sleep(pause)

    assert len(watch.poller.state.rhythm) >= 4


@pytest.mark.parametrize("key", ["P", "enter"])
async def test_a_key_that_repeats_at_once_goes_to_one_screen_and_no_further(key: str) -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 1_250)
        await app.pilot.press("enter")
        await app.shows("alpha", "Last 30 days")
        await app.pilot.press("P")
        await app.shows("2 accounts")
        app.app.simulate_key(key)
        app.app.simulate_key(key)
        await app.shows("alpha", "Last 30 days")
        assert len(app.app.screen_stack) <= 2


async def test_an_account_that_could_not_be_opened_is_opened_again_by_a_refresh() -> None:
    closed = ["beta"]

    def reopened(account: Account) -> Account:
        def open_poller() -> Poller:
            if account.name in closed:
                raise SettingsError("the password store is locked")
            return account.open_poller()

        return Account(account.name, open_poller, account.service)

    async with boarding("alpha", "beta", relabelled=reopened) as app:
        await app.shows("the password store is locked")
        closed.clear()
        await app.pilot.press("r")
        await app.reads("beta", 77)
        await app.shows("77")


async def test_with_one_account_p_says_how_there_can_be_more() -> None:
    async with boarding("alpha", side_by_side=False, notifications=True) as app:
        await app.pilot.press("P")
        await app.pilot.pause()
        assert [notice.message for notice in app.app._notifications] == [ONE_ACCOUNT]
        assert app.app.screen is app.screen


async def test_all_accounts_of_one_are_the_dashboard() -> None:
    async with boarding("alpha", side_by_side=False) as app:
        assert app.app.screen is app.screen


async def test_it_is_sorted_by_name_by_total_and_by_deviation_and_each_the_other_way_round() -> None:
    async with boarding("alpha", "beta", "gamma") as app:
        await app.reads("alpha", 300)
        await app.reads("beta", 4_000, dict.fromkeys(range(1, 90), 9_000))
        await app.reads("gamma", 500, dict.fromkeys(range(1, 90), 100))
        await app.shows("● 3 live", "above")
        assert app.order == ["alpha", "beta", "gamma"]
        await app.pilot.press("s")
        assert app.order == ["beta", "gamma", "alpha"]
        await app.pilot.press("s")
        assert app.order == ["gamma", "alpha", "beta"]  # ×8, ×1.2, ×0.7 of what is usual
        await app.pilot.press("o")
        assert app.order == ["beta", "alpha", "gamma"]
        await app.shows("by deviation, lowest first")


async def test_equals_sign_gives_each_its_own_scale_and_says_so() -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 300)
        await app.reads("beta", 40)
        await app.shows("one scale, to ")
        await app.pilot.press("equals_sign")
        await app.shows("each on its own scale")


NAMES = [f"account {number:02}" for number in range(50)]


async def test_arrows_pages_and_ends_choose_among_fifty_and_the_chosen_one_is_in_sight() -> None:
    async with boarding(*NAMES, columns=120, rows=40) as app:
        await app.shows("account 00")

        async def chosen_after(*keys: str) -> str:
            await app.pilot.press(*keys)
            assert f"▸ {app.chosen}" in app.text
            return app.chosen.removeprefix("account ")

        assert await chosen_after("right", "l") == "02"
        assert await chosen_after("down") == "05"  # three beside each other
        assert await chosen_after("j", "k", "up", "left", "h") == "00"
        assert await chosen_after("up", "left") == "00"
        grid = app.board.board.grid
        assert grid is not None
        assert await chosen_after("pagedown") == f"{grid.page:02}"
        assert await chosen_after("pageup") == "00"
        assert await chosen_after("end") == "49"
        assert await chosen_after("down", "right") == "49"
        assert await chosen_after("g") == "00"
        assert await chosen_after("G", "up", "down") == "49"


async def test_a_click_chooses_an_account_and_a_second_one_opens_it() -> None:
    async with boarding("alpha", "beta", "gamma", "delta") as app:
        await app.reads("gamma", 40)
        assert app.order == ["alpha", "beta", "delta", "gamma"]
        grid = app.board.board.grid
        assert grid is not None
        await app.pilot.click("#board", offset=grid.place(3))
        assert app.chosen == "gamma"
        await app.pilot.click("#board", offset=grid.place(3))
        await app.shows("Last 30 days")
        assert app.total == "40"


async def test_its_keys_are_those_of_the_table_and_no_others() -> None:
    async with boarding("alpha", "beta") as app:
        await app.shows("alpha")

        assert bound(app.board) == said(Place.BOARD, Place.EVERYWHERE)


async def test_help_palette_theme_and_quit_work_on_it() -> None:
    async with boarding("alpha", "beta") as app:
        await app.shows("alpha", "Enter open")
        await app.pilot.press("question_mark")
        assert isinstance(app.app.screen, HelpScreen)
        await app.pilot.press("escape", "t")
        assert app.app.theme == "grantex-light"
        screen: Screen[Any] = app.board
        titles = [command.title for command in app.app.get_system_commands(screen)]
        assert {"Sort by name, total or deviation", "One scale, or one each", "Quit"} <= set(titles)
        assert "90 days" not in titles
        assert app.app.quits("q")


async def test_what_looks_the_same_writes_nothing_and_a_reading_only_what_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 300)
        await app.reads("beta", 40)
        await app.shows("● 2 live")
        await app.pilot.pause(0.3)
        written = refreshed(monkeypatch)
        app.board._show()
        await app.pilot.pause()
        assert written == []
        app.service.clock.seconds += 60
        app.board.action_refresh()
        app.service.usage_answers.put_nowait(metrics(301))
        await app.shows("301")
        assert set(written) <= {"board", "sum"}


async def test_a_window_shows_what_it_has_room_for() -> None:
    async with boarding("alpha", "beta") as app:
        await app.reads("alpha", 1_250)
        for size, words in {
            (200, 50): "27 Oct",
            (80, 24): "1 of 2 accounts",
            (60, 20): "1,250 total today, all accounts",
            (40, 12): "alpha ─",
            (30, 8): "▸ alpha",
            (20, 2): "▸ alpha",
        }.items():
            await app.pilot.resize_terminal(*size)
            await app.pilot.pause()
            await app.shows(words if size != (200, 50) else "24 Oct")


@pytest.mark.parametrize("label", ["[bold red]x[/]", "\x1b[31mred\x1b[0m", "‮evil", "日本語" * 30, "", " ", "a\nb"])
async def test_a_hostile_label_is_text_of_one_line(label: str) -> None:
    def relabelled(account: Account) -> Account:
        return Account(account.name, account.open_poller, account.service, label, "#no colour")

    async with boarding("alpha", "beta", relabelled=relabelled) as app:
        await app.reads("alpha", 1_250)
        lines = app.text.splitlines()
        assert all(len(line) <= 120 and line.isprintable() for line in lines)
        assert "1,250" in app.text


async def test_a_label_has_its_accounts_colour_as_far_as_it_can_be_read() -> None:
    def coloured(account: Account) -> Account:
        return Account(account.name, account.open_poller, account.service, "", "#ff0000")

    async with boarding("alpha", "beta", relabelled=coloured) as app:
        await app.shows("alpha")
        strip = app.board.board.render_line(0)
        colours = {segment.text: segment.style.color for segment in strip if segment.style}
        colour = colours.get("alpha")
        assert colour is not None
        assert colour.get_truecolor().red > 200
        assert colour.get_truecolor().green < 150
