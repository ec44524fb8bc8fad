"""The accounts side by side: which widgets there are, which account is chosen, and the way of their states.

Each account's panel is made anew when it has a new state, and never for a key.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.timer import Timer

from grantex_tui.layout.lines import Role, Span
from grantex_tui.polling.account import Account
from grantex_tui.polling.state import State
from grantex_tui.tui.accounts import Accounts
from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.key_hints import board_hints
from grantex_tui.tui.keys import UNCHANGED, Keys, Place
from grantex_tui.tui.preload import FIGURES_PATIENCE, MOMENT, release_garbage
from grantex_tui.tui.screens.whole import WholeScreen, is_covered
from grantex_tui.tui.stylesheets import stylesheets
from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.widgets.board import Board, BoardHeading, BoardSum
from grantex_tui.tui.widgets.footer import Footer
from grantex_tui.view.board import (
    AccountContent,
    BoardSelection,
    account_content,
    board_content,
    sum_of,
    unread_content,
)
from grantex_tui.view.board_sum import SumContent

if TYPE_CHECKING:
    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.polling.watch import Watch


class AccountAsked(Message):
    """The account of this name is to be opened in the dashboard."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class OneAsked(Message):
    """The account that was looked at last, or else the one of this name, is to be shown again."""

    def __init__(self, chosen: str) -> None:
        super().__init__()
        self.chosen = chosen


class BoardScreen(WholeScreen, inherit_bindings=False):
    """Shows `accounts`, at least two, and reads those that are not read yet once it is opened.

    `attend` is given each account's name and watch. `bound`: the keys.
    """

    CSS_PATH = stylesheets("board")
    BINDINGS = bindings(Place.BOARD)
    AUTO_FOCUS = None

    heading = query_one("#heading", BoardHeading)
    sum = query_one("#sum", BoardSum)
    board = query_one("#board", Board)
    footer = query_one("#footer", Footer)

    selection: var[BoardSelection] = var(BoardSelection(), init=False)
    """What the user chose."""

    def __init__(
        self,
        accounts: Sequence[Account],
        window: Size,
        flow_control: FlowControl | None = None,
        *,
        attend: Callable[[str, Watch], object] = lambda *_: None,
        bound: Keys = UNCHANGED,
    ) -> None:
        super().__init__(window, flow_control)
        self.accounts = Accounts(accounts, self._take, self._take_fault, self._note, attend)
        self._bound = bound
        self._contents = {account.name: unread_content(account) for account in accounts}
        self._sum: SumContent | None = None
        self._due: Timer | None = None
        self._is_open = False
        self._noted: set[str] = set()

    def compose(self) -> ComposeResult:
        said = f"Connecting to {len(self._contents)} accounts…"
        yield BoardHeading(id="heading", lines=((Span(" grantex  ", Role.TITLE), Span(said, Role.MUTED)),))
        yield BoardSum(id="sum")
        yield Board(id="board")
        yield Footer(id="footer")

    @work(exclusive=True, group="open")
    async def open(self) -> None:
        """Begin to read. After the first paint."""
        self._is_open = True
        self.footer.view = board_hints(self._bound)
        self.accounts.look()
        self._show()
        await asyncio.to_thread(_load_client)
        self.accounts.read(lambda reading: self.run_worker(reading, group="poll"))
        self.set_timer(FIGURES_PATIENCE, release_garbage)

    # The way of the data

    def _take(self, account: Account, state: State) -> None:
        if is_covered(self):
            return
        content = account_content(account, state)
        if content != self._contents[account.name]:
            self._change(content)

    def _take_fault(self, account: Account, fault: str) -> None:
        self._change(unread_content(account, fault))

    def _change(self, content: AccountContent) -> None:
        self._contents[content.name], self._sum = content, None
        self._show_soon()

    def _note(self, outcome: Outcome) -> None:
        """What the archive has to say, once where several accounts have the same."""
        for words in outcome.words:
            if words not in self._noted:
                self._noted.add(words)
                self.notify(words, severity="warning", markup=False)

    def _show_soon(self) -> None:
        """What comes within a moment is shown together."""
        if self._due is None and self._is_open:
            self._due = self.set_timer(MOMENT, self._show)

    def _show(self) -> None:
        """Give each widget its part; what is equal to what it shows already writes nothing."""
        self._due = None
        if not self._is_open or is_covered(self) or not self.app.is_running:
            return
        accounts = tuple(self._contents.values())
        if self._sum is None:
            self._sum = sum_of(accounts)
        content = board_content(accounts, self.selection, self._sum)
        self.heading.view = content
        self.sum.view = content.sum
        self.board.view = content

    def watch_selection(self) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        """Look at all of them again."""
        self.fit(self.app.size)
        if self._is_open:
            self.accounts.look()
            self._show()

    # What keys do

    @property
    def chosen(self) -> int:
        """The chosen account's index in the order that is shown."""
        return self.board.view.chosen if self.board.view else 0

    @property
    def _columns(self) -> int:
        return self.board.grid.columns if self.board.grid else 1

    def _shown(self) -> tuple[AccountContent, ...]:
        return self.board.view.accounts if self.board.view else ()

    def _choose(self, index: int) -> None:
        shown = self._shown()
        if shown:
            self.selection = self.selection.on(shown[min(max(index, 0), len(shown) - 1)].name)

    def action_beside(self, step: int) -> None:
        self._choose(self.chosen + step)

    def action_above(self, step: int) -> None:
        columns, last = self._columns, len(self._shown()) - 1
        index = self.chosen + step * columns
        if 0 <= index <= last:
            self._choose(index)
        elif step > 0 and last // columns > self.chosen // columns:
            self._choose(last)

    def action_page(self, direction: int) -> None:
        self._choose(self.chosen + direction * (self.board.grid.page if self.board.grid else 1))

    def action_end(self, direction: int) -> None:
        self._choose(len(self._shown()) - 1 if direction > 0 else 0)

    def action_sort(self) -> None:
        self.selection = self.selection.next_order()

    def action_reverse_order(self) -> None:
        self.selection = self.selection.in_reverse()

    def action_scales(self) -> None:
        self.selection = self.selection.next_scales()

    def action_refresh(self) -> None:
        self.accounts.refresh()

    def action_open(self) -> None:
        if self._shown():
            self.post_message(AccountAsked(self._shown()[self.chosen].name))

    def action_board(self) -> None:
        if self._shown():
            self.post_message(OneAsked(self._shown()[self.chosen].name))

    def on_board_chosen(self, event: Board.Chosen) -> None:
        """A second click on the chosen one opens it."""
        if event.index == self.chosen and self.selection.chosen is not None:
            self.action_open()
        else:
            self._choose(event.index)

    def on_board_scrolled(self, event: Board.Scrolled) -> None:
        self.action_above(event.rows)


def _load_client() -> None:
    """The start-up boundary: httpx, the client and the poller, which the first paint does without."""
    from grantex_tui.polling import connect, poller  # noqa: F401
