"""The help: every key and what it does, and what the marks mean."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.binding import Binding

from grantex_tui.tui.screens.sheet import Sheet, heading, rows

KEYS: Final = (
    ("7  3  9", "the last 7, 30 or 90 days; [ ] the shorter or longer range"),
    ("←  →", "the day before, after (h l); PgUp PgDn a week; Home End g G"),
    ("e  a  v  0", "exchanges, authorizations, verifications, total; ↑ ↓ next"),
    ("s", "stack the three; in the table: sort by the next column"),
    ("Tab", "chart, table, calendar; o turns the table's order"),
    ("Enter", "the chosen day in detail; y copies its line"),
    ("n  N", "the next unusual day, or the one before"),
    ("c", "compare with the range before (7 and 30 days)"),
    ("m", "count from now on: what did my test run cost?"),
    ("x  S", "write the range, or the screen, to a file"),
    ("r", "read now;  p pause or go on;  + - read less or more often"),
    ("i", "where every number comes from, and the log"),
    ("t  ctrl+p", "dark or light; commands by name; ctrl+l draws the screen anew"),
    ("Esc", "close what is open, then no day is chosen"),
    ("q  ctrl+c", "quit;  ctrl+z to the shell, fg comes back"),
)

MARKS: Final = (
    ("▒", "today so far: the day is not over (days are UTC days)"),
    ("·  ?", "no use recorded; never read"),
    ("!  ~", "far from the usual of its weekday; settling: can still change"),
    ("─  ↑", "the same day of the range before; higher than the chart"),
    ("[ ]  ( )", "calendar: the chosen day; today"),
    ("▲ 4 % Sun", "today's pace against the usual Sunday; ▼ below it"),
    ("█ ▒ │", "month: counted, likely to come, how much of the month is gone"),
    ("●  ◐  ○", "live; stale: reading failed, older figures stay; no figures yet"),
    ("‖  ■", "paused; stopped because the key is refused"),
)


class HelpScreen(Sheet):
    """Keys and marks."""

    BINDINGS = [Binding("question_mark", "dismiss", "Close", show=False)]  # noqa: RUF012 (Textual's own declaration)

    def text(self) -> Text:
        return Text("", end="").join([heading("Keys"), rows(KEYS), heading("Marks"), rows(MARKS)])
