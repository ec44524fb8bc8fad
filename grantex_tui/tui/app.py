"""The program's frame: the start, theme, help, the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.app import SystemCommand
from textual.command import CommandPalette
from textual.filter import LineFilter
from textual.screen import Screen

from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.screens.palette import Palette, key_commands, theme_commands
from grantex_tui.tui.screens.whole import is_covered
from grantex_tui.tui.stylesheets import DASHBOARD, stylesheets
from grantex_tui.tui.terminal.ascii import in_ascii
from grantex_tui.tui.terminal.filters import OnlyAscii, WithoutColour
from grantex_tui.tui.terminal.ground import Ground
from grantex_tui.tui.themed_app import ThemedApp

if TYPE_CHECKING:
    from grantex_tui.config.settings import PlanSettings, Service
    from grantex_tui.export.teller import OpenTeller
    from grantex_tui.polling.account import Account
    from grantex_tui.polling.memory import OpenMemory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.recalled import Recalled
    from grantex_tui.polling.watch import Watch
    from grantex_tui.tui.screens.board import AccountAsked, BoardScreen, OneAsked
    from grantex_tui.tui.screens.dashboard import DashboardScreen
    from grantex_tui.view.selection import Selection

DASHBOARD_NAME: Final = "dashboard"
BOARD_NAME: Final = "board"
"""By which Textual keeps the two screens while the other one is shown."""

ONE_ACCOUNT: Final = "There is one account. Others come from [profiles.NAME] in config.toml."


class DashboardApp(ThemedApp, inherit_bindings=False):
    """The dashboard of what `open_poller` gives reads from `service`. `zone`: the user's, None for the machine's.

    `month`: what the user says of the plan. `ascii_only`: the terminal takes no other characters. `few_colours`: it
    has 16 of its own and no others.
    `open_memory`: gives what keeps the states and recalls earlier ones, None where nothing is kept.
    `recall`: gives what an earlier run kept, for the first paint. `selection`: what to look at first.
    `open_teller`: gives what tells alerts, None where none are asked for; `open_tellers`: those of other accounts, by
    name. `bound`: the keys. `ground`: what the terminal's own text stands on, for a theme that is `AUTO`.
    `notes`: lines for the log.
    `accounts`: gives all that can be shown side by side; the dashboard's is the one called `account`, with its `label`.
    `side_by_side`: start with all of them.
    """

    CSS_PATH = stylesheets(*DASHBOARD)
    TITLE = "grantex usage"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = bindings(Place.EVERYWHERE)

    def __init__(
        self,
        open_poller: Callable[[], Poller],
        service: Service,
        *,
        zone: dt.tzinfo | None = None,
        month: Callable[[], PlanSettings] | None = None,
        ascii_only: bool = False,
        few_colours: bool = False,
        open_memory: OpenMemory | None = None,
        recall: Callable[[], Recalled | None] | None = None,
        selection: Selection | None = None,
        open_teller: OpenTeller | None = None,
        open_tellers: Mapping[str, OpenTeller] | None = None,
        bound: Keys = UNCHANGED,
        ground: Ground = Ground.DARK,
        notes: Sequence[str] = (),
        accounts: Callable[[], Sequence[Account]] = tuple,
        account: str = "",
        label: str = "",
        side_by_side: bool = False,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self._ascii_only = ascii_only
        self._bound, self._notes = bound, notes
        if bound is not UNCHANGED:
            self._rebind(bound)
        self._zone, self._selection = zone, selection
        self._open_memory, self._recall = open_memory, recall
        self._open_tellers = dict(open_tellers or {})
        if open_teller is not None:
            self._open_tellers.setdefault(account, open_teller)
        self._open_first = partial(self._open_dashboard, open_poller, service, month, label)
        self._dashboard: DashboardScreen | None = None
        self._board: BoardScreen | None = None
        self._list_accounts = accounts
        self._account = account
        self._side_by_side = side_by_side and len(self._accounts) > 1
        if self._side_by_side:  # Textual looks for no stylesheet of its first screen
            self.css_path = [*self.css_path, *map(Path, stylesheets("board"))]
        self.begin_on(ground, few_colours=few_colours)

    def _open_dashboard(
        self,
        open_poller: Callable[[], Poller],
        service: Service,
        plan_settings: Callable[[], PlanSettings] | None,
        label: str,
        reader: Watch | None = None,
    ) -> DashboardScreen:
        from grantex_tui.tui.screens.dashboard import DashboardScreen  # start-up boundary: the board does without

        dashboard = DashboardScreen(
            open_poller,
            service,
            self.size,
            zone=self._zone,
            plan_settings=plan_settings,
            flow_control=self.flow_control,
            open_memory=self._open_memory,
            recall=self._recall if reader is None else None,
            selection=self._selection,
            label=label,
            reader=reader,
            attend=partial(self._attend, self._account),
            bound=self._bound,
            remember=lambda choices: self.remember(choices),
            notes=self._notes,
        )
        self.install_screen(dashboard, DASHBOARD_NAME)
        return dashboard

    def _attend(self, name: str, watch: Watch) -> None:
        """Tell what the user wants to be told of this account."""
        if (open_teller := self._open_tellers.get(name)) is None:
            return
        from grantex_tui.tui.alert_outlets import AlertOutlets  # only where alerts are asked for

        teller = open_teller(watch.memory, AlertOutlets(self, watch.log, self.send))
        if teller is not None:
            watch.tell = teller.follow

    def _rebind(self, bound: Keys) -> None:
        from grantex_tui.tui.key_map import keymap  # start-up boundary: only where keys were changed

        self.set_keymap(keymap(bound))

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = [WithoutColour()] if self.no_color else super().get_line_filters()
        return [*filters, OnlyAscii()] if self._ascii_only else filters

    def send(self, sequence: str) -> None:
        super().send(in_ascii(sequence) if self._ascii_only else sequence)

    def get_default_screen(self) -> Screen[None]:
        if self._side_by_side:
            self._board = self._make_board()
            return self._board
        self._dashboard = self._open_first()
        return self._dashboard

    def on_ready(self) -> None:
        for screen in self._screens:
            screen.open()

    def on_caught_up(self) -> None:
        for screen in self._screens:
            screen.catch_up()

    @property
    def _screens(self) -> list[DashboardScreen | BoardScreen]:
        """Those that stand: one account, all of them."""
        return [screen for screen in (self._dashboard, self._board) if screen is not None]

    # All accounts and one

    @cached_property
    def _accounts(self) -> tuple[Account, ...]:
        return tuple(self._list_accounts())

    def _make_board(self) -> BoardScreen:
        from grantex_tui.tui.screens.board import BoardScreen  # start-up boundary: only with several accounts

        board = BoardScreen(self._accounts, self.size, self.flow_control, attend=self._attend, bound=self._bound)
        self.install_screen(board, BOARD_NAME)
        return board

    async def on_board_asked(self) -> None:
        """Show all accounts; the one that is read already goes on being read."""
        if len(self._accounts) < 2:
            self.notify(ONE_ACCOUNT, markup=False)
            return
        if self._board is None and self._dashboard is not None:
            self._dashboard.controller  # noqa: B018 (made now, it does not take the account back from the board)
            self._board = self._make_board()
            self._board.accounts.adopt(self._account, self._dashboard.account_watch)
            self._board.selection = self._board.selection.on(self._account)
            await self.push_screen(BOARD_NAME)
            self._board.open()
        else:
            self._show_whole(BOARD_NAME)

    def on_one_asked(self, event: OneAsked) -> None:
        self._open_account(self._account if self._dashboard else event.chosen)

    def on_account_asked(self, event: AccountAsked) -> None:
        self._open_account(event.name)

    def _open_account(self, name: str) -> None:
        """Show one account by the watch that reads it."""
        assert self._board is not None, "accounts are opened from the board"
        from grantex_tui.view.board import label_of  # start-up boundary: only with several accounts

        account, watch = self._board.accounts.account(name), self._board.accounts.watch(name)
        if watch is None:
            self.notify(f"{label_of(account)} is not read.", markup=False)
            return
        self._account = name
        settings, label = account.plan_settings, label_of(account)
        if self._dashboard is None:
            self._dashboard = self._open_dashboard(account.open_poller, account.service, lambda: settings, label, watch)
        else:
            self._dashboard.change_account(watch, account.service, settings, label)
        self._show_whole(DASHBOARD_NAME)

    def _show_whole(self, name: str) -> None:
        """The screen of this name, which is one of two, instead of the other."""
        screen = self.get_screen(name)
        if screen not in self.screen_stack:
            self.push_screen(name)
        elif is_covered(screen):  # not so if a key was pressed twice
            self.pop_screen()

    def quits(self, key: str) -> bool:
        # On a sheet `q` closes it, and in a text field it is a letter.
        screens, keys = self._screens, self._bound.by_id
        no_sheet = not screens or any(screen.is_active for screen in screens)
        return super().quits(key) or key in keys["quit-typing"].names or (no_sheet and key in keys["quit"].names)

    @property
    def dashboard(self) -> DashboardScreen | None:
        """The dashboard, once it stands."""
        return self._dashboard

    def action_help(self) -> None:
        from grantex_tui.tui.screens.help import HelpScreen  # start-up boundary: text that the first paint does without

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._bound))

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """The command palette: the keys' commands by name, then the themes."""
        if self._board is not None and not is_covered(self._board):
            yield from key_commands(self, self._board, self._bound, Place.BOARD)
        elif self._dashboard is not None:
            view = Place(self._dashboard.selection.display.value)
            yield from key_commands(self, self._dashboard, self._bound, view, Place.DASHBOARD)
        yield from theme_commands(self, self.choose_theme)
