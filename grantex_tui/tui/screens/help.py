"""The help: every key and what it does, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from grantex_tui.tui.bindings import rebound
from grantex_tui.tui.keys import GROUPS
from grantex_tui.tui.screens.sheet import Sheet, heading, rows

KEY_WIDTH: Final = 17

MARKS: Final = (
    ("▒", "today so far: the day is not over (days are UTC days)"),
    ("·  ?", "no use recorded; never read"),
    ("!  ~", "far from the usual of its weekday; settling: can still change"),
    ("─  ↑", "the same day of the range before; higher than the chart"),
    ("[ ]  ( )", "calendar: the chosen day; today"),
    ("░ 9k ░", "hours: no readings in between, only their sum is known"),
    ("▲ 4 % Sun", "today's pace against the usual Sunday; ▼ below it"),
    ("█ ▒ │", "month: counted, likely to come, how much of the month is gone"),
    ("●  ◐  ○", "live; stale: reading failed, older figures stay; no figures yet"),
    ("‖  ■", "paused; stopped because the key is refused"),
)


class HelpScreen(Sheet):
    """Keys and marks."""

    BINDINGS = [rebound("help", "dismiss")]  # noqa: RUF012 (Textual's own declaration)

    def text(self) -> Text:
        return Text("", end="").join([heading("Keys"), rows(key_rows(), KEY_WIDTH), heading("Marks"), rows(MARKS)])


def key_rows() -> Iterator[tuple[str, str]]:
    """A row for each group of keys: what it does, after the view or sheet to which it is limited."""
    for group in GROUPS:
        yield " ".join(group.displays), f"{group.where}: {group.help}" if group.where else group.help
