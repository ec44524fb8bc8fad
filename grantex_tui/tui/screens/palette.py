"""Commands by name, as Textual shows them, without its crash on a page key before there is a list."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Takes keys for the list only once the list has its size."""

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)
