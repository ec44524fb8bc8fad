"""The help: every key and what it does, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from textual.widget import Widget

from grantex_tui.layout.lines import Role
from grantex_tui.layout.sheet import NO_OTHERS
from grantex_tui.tui.bindings import rebound
from grantex_tui.tui.key_hints import SheetHints
from grantex_tui.tui.keys import UNCHANGED, Keys
from grantex_tui.tui.screens.sheet import Sheet
from grantex_tui.tui.terminal.filters import keeps_hues
from grantex_tui.tui.widgets.body import SheetText
from grantex_tui.view.sheet import Section, SheetContent
from grantex_tui.view.wordings import Wordings

CHART: Final = (
    ("▲", "the chosen day; its words stand below"),
    ("!", "unusual: at least 40 % off the other days of its weekday, and beyond their spread"),
    ("~", "not final yet: the day is over, its figure can still change"),
    ("·  ?", "no use recorded; never read"),
    ("┊", "on course: the dim bar above today ends where its pace so far leads"),
    ("╌ avg", "the average of the range's days"),
    ("◂", "the usual day of this weekday"),
    ("─  ↑", "the same day of the range before; higher than the chart"),
)

HUES: Final = (
    ("█", "a day that is over; paler at weekends, and where a week or month lacks days"),
    ("█ so far", "today, in cyan or navy; dim above it: where it is on course to"),
    ("█ !", "amber: an unusual day; nothing else is amber"),
    ("█ exch", "token exchanges, the lowest part of a stack"),
    ("█ auth", "authorizations, its middle"),
    ("█ veri", "verifications, its top"),
)

HUE_ROLES: Final = {
    "█": Role.BAR,
    "█ so far": Role.TODAY,
    "█ !": Role.OUTLIER,
    "█ exch": Role.STACK_1,
    "█ auth": Role.STACK_2,
    "█ veri": Role.STACK_3,
}

TEXTURES: Final = (
    ("█", "a day, and the part of today that has come"),
    ("┊", "where today is on course to; beside an hour: the usual one"),
    ("█ ▓ ░", "a stack from below: token exchanges, authorizations, verifications"),
)

MARKS: Final = (
    ("E A V", "token exchanges, authorizations, verifications, where names have no room"),
    ("┃  ▸", "today: a usual day of its weekday; where it is on course to"),
    ("[ ]  ( )", "calendar: the chosen day; today"),
    ("·░▒▓█", "calendar with few colours: no use, then four steps from the least to the most"),
    ("░ 9k ░", "hours: no readings in between, only their sum is known"),
    ("▰▱", "month: counted so far, of the plan's allowance"),
    ("●  ◐  ○", "live; stale: reading failed, older figures stay; no figures yet"),
    ("‖  ■", "paused; stopped because the key is refused"),
)


class HelpScreen(Sheet):
    """Keys and marks."""

    BINDINGS = [rebound("help", "dismiss")]  # noqa: RUF012 (Textual's own declaration)
    said = SheetHints.SCROLL

    @property
    def title_words(self) -> Wordings:
        return ("Help",)

    def body(self) -> Widget:
        hues = keeps_hues(self.app.get_line_filters())
        sections = (
            Section("Keys", tuple(key_rows(self.bound))),
            Section("Chart", CHART),
            Section("Bars in colour", HUES) if hues else Section("Bars without colour", TEXTURES),
            Section("Other marks", MARKS),
        )
        return SheetText(SheetContent(sections), Role.KEY, HUE_ROLES if hues else NO_OTHERS)


def key_rows(bound: Keys = UNCHANGED) -> Iterator[tuple[str, str]]:
    """A row for each group that has keys: what it does, after the view or sheet to which it is limited."""
    for group in bound.groups:
        if not group.displays:
            continue
        yield " ".join(group.displays), f"{group.where}: {group.help}" if group.where else group.help
