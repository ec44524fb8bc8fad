"""What the dashboard's keys do: each action of `tui/keys` gives the next selection or state. Binds no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.getters import query_one
from textual.message import Message
from textual.reactive import var

from grantex_tui.polling.state import State
from grantex_tui.tui.screens.whole import WholeScreen
from grantex_tui.tui.widgets.range import RangePanel
from grantex_tui.usage.metric import Metric
from grantex_tui.view.selection import Display, Reach, Selection

if TYPE_CHECKING:
    from grantex_tui.tui.controller import Controller

NOTHING_READ: Final = State(interval=0)
"""Until the poller is made; not shown."""


class BoardAsked(Message):
    """The accounts are to be shown side by side."""


class KeyActions(WholeScreen, inherit_bindings=False):
    """The actions, on a `state` and a `selection` that whoever shows them watches."""

    range = query_one("#range", RangePanel)

    state: var[State] = var(NOTHING_READ, init=False)
    """What was read so far."""

    selection: var[Selection] = var(Selection(), init=False)
    """What the user chose to look at."""

    @property
    def controller(self) -> Controller:
        """Serves the actions."""
        raise NotImplementedError

    def action_days(self, days: int) -> None:
        self.selection = self.selection.over(days)

    def action_all_days(self) -> None:
        self.selection = self.selection.over(Reach.ALL)

    def action_neighbour(self, step: int) -> None:
        self.selection = self.selection.neighbour(step)

    def action_metric(self, name: str) -> None:
        self.selection = self.selection.measuring(Metric[name])

    def action_next_metric(self, step: int) -> None:
        self.selection = self.selection.next_metric(step)

    def action_stack(self) -> None:
        self.selection = self.selection.stacked_or_sorted()

    def action_compare(self) -> None:
        self.selection = self.selection.compared()

    def action_next_display(self, step: int) -> None:
        self.selection = self.selection.next_display(step)

    def action_display(self, name: str) -> None:
        self.selection = self.controller.shown_as(self.selection, Display[name])

    def action_sort(self) -> None:
        self.selection = self.selection.next_column()

    def action_reverse_order(self) -> None:
        self.selection = self.selection.sorted_by(self.selection.column)

    def action_step(self) -> None:
        self.selection = self.selection.next_step()

    def action_row(self, step: int) -> None:
        self.selection = self.controller.in_row(self.state, self.selection, step)

    def action_hour(self, step: int) -> None:
        self.selection = self.controller.at_hour(self.state, self.selection, step)

    def action_page(self, direction: int) -> None:
        self.action_row(direction * self.range.table.page_rows)

    def action_move(self, days: int) -> None:
        self.selection = self.controller.moved(self.state, self.selection, days)

    def action_leave_day(self) -> None:
        self.selection = self.selection.on(None)

    def action_outlier(self, direction: int) -> None:
        self.selection = self.controller.on_outlier(self.state, self.selection, direction)

    def action_detail(self) -> None:
        self.selection = self.controller.on_today(self.state, self.selection)
        self.controller.open_day(self.state, self.selection, self, self.range.chart)

    def action_copy(self) -> None:
        self.controller.copy_day(self.state, self.selection)

    def action_export(self) -> None:
        self.controller.open_export(self.state, self.selection)

    def action_save_screen(self) -> None:
        self.controller.save_screen()

    def action_mark(self) -> None:
        self.state = self.controller.mark()

    def action_unmark(self) -> None:
        self.state = self.controller.unmark()

    def action_refresh(self) -> None:
        self.state = self.controller.refresh()

    def action_pause(self) -> None:
        self.state = self.controller.pause_or_resume(self.state)

    def action_interval(self, direction: int) -> None:
        self.state = self.controller.change_interval(direction)

    def action_board(self) -> None:
        self.post_message(BoardAsked())

    def action_info(self) -> None:
        self.controller.open_info(self.state, self.selection)
