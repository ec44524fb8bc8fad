"""Every key, in one table: its id, what it does, in which words, and where it applies.

Bindings (`tui/bindings`), the footer's hints, the help and the palette are made of it; a test compares the README's
table with it. Binds nothing itself and needs no Textual.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from grantex_tui.tui.key_groups import Group as Group
from grantex_tui.tui.key_groups import Key as Key
from grantex_tui.tui.key_groups import Place as Place

_EVERYWHERE: Final = (Place.EVERYWHERE,)
_DASHBOARD: Final = (Place.DASHBOARD,)
_DAYS: Final = (Place.DASHBOARD, Place.DAY)
_CHART: Final = (Place.CHART,)
_TABLE: Final = (Place.TABLE,)
_CALENDAR: Final = (Place.CALENDAR,)
_HOURS: Final = (Place.HOURS,)
_BOARD: Final = (Place.BOARD,)
_SHEET: Final = (Place.SHEET,)

GROUPS: Final = (
    Group(
        "the day before or after",
        _DAYS,
        (
            Key("day-before", "left,h", "move(-1)", "Day before", "day"),
            Key("day-after", "right,l", "move(1)", "Day after", "day"),
        ),
    ),
    Group(
        "the last 7, 30, 90 or 365 days, or all there are",
        _DASHBOARD,
        (
            Key("days-7", "7", "days(7)", "7 days", "range"),
            Key("days-30", "3", "days(30)", "30 days", "range"),
            Key("days-90", "9", "days(90)", "90 days", "range"),
            Key("days-365", "1", "days(365)", "365 days", "range"),
            Key("all-days", "A", "all_days", "All days", "range"),
        ),
    ),
    Group(
        "the shorter or longer range",
        _DASHBOARD,
        (
            Key("shorter-range", "left_square_bracket", "neighbour(-1)", "Shorter range"),
            Key("longer-range", "right_square_bracket", "neighbour(1)", "Longer range"),
        ),
    ),
    Group(
        "token exchanges, authorizations, verifications, total",
        _DASHBOARD,
        (
            Key("token-exchanges", "e", "metric('TOKEN_EXCHANGES')", "Token exchanges", "metric"),
            Key("authorizations", "a", "metric('AUTHORIZATIONS')", "Authorizations", "metric"),
            Key("verifications", "v", "metric('VERIFICATIONS')", "Verifications", "metric"),
            Key("total", "0", "metric('TOTAL')", "Total requests", "metric"),
        ),
    ),
    Group(
        "the metric above or below",
        _CHART,
        (
            Key("metric-above", "up,k", "next_metric(-1)", "Metric above"),
            Key("metric-below", "down,j", "next_metric(1)", "Metric below"),
        ),
    ),
    Group(
        "stack token exchanges, authorizations and verifications",
        _CHART,
        (Key("stack", "s", "stack", "Stack the three", "stack"),),
    ),
    Group(
        "a week before or after",
        (Place.CHART, Place.CALENDAR, Place.HOURS),
        (
            Key("week-before", "pageup", "move(-7)", "Week before"),
            Key("week-after", "pagedown", "move(7)", "Week after"),
        ),
    ),
    Group(
        "the first or last day",
        (Place.CHART, Place.CALENDAR, Place.HOURS),
        (Key("first-day", "home,g", "move(-3650)", "First day"), Key("last-day", "end,G", "move(3650)", "Last day")),
    ),
    Group(
        "the row above or below",
        _TABLE,
        (
            Key("row-above", "up,k", "row(-1)", "Row above", "row"),
            Key("row-below", "down,j", "row(1)", "Row below", "row"),
        ),
    ),
    Group(
        "a page up or down",
        _TABLE,
        (Key("page-up", "pageup", "page(-1)", "Page up"), Key("page-down", "pagedown", "page(1)", "Page down")),
    ),
    Group(
        "the first or last row",
        _TABLE,
        (Key("first-row", "home,g", "row(-3650)", "First row"), Key("last-row", "end,G", "row(3650)", "Last row")),
    ),
    Group(
        "sort by the next column; reverse the order",
        _TABLE,
        (
            Key("sort", "s", "sort", "Sort by the next column", "sort"),
            Key("reverse-order", "o", "reverse_order", "Reverse the order"),
        ),
    ),
    Group("by day, week or month", _TABLE, (Key("table-step", "w", "step", "By day, week or month", "step"),)),
    Group(
        "the day above or below",
        _CALENDAR,
        (
            Key("day-above", "up,k", "move(-1)", "Day above", "weekday"),
            Key("day-below", "down,j", "move(1)", "Day below", "weekday"),
        ),
    ),
    Group(
        "the hour before or after",
        _HOURS,
        (
            Key("hour-before", "up,k", "hour(-1)", "Hour before", "hour"),
            Key("hour-after", "down,j", "hour(1)", "Hour after", "hour"),
        ),
    ),
    Group(
        "the next view or the one before: chart, table, calendar, hours",
        _DASHBOARD,
        (
            Key("next-view", "tab", "next_display(1)", "Next view", "view"),
            Key("previous-view", "shift+tab", "next_display(-1)", "Previous view"),
            Key("view-chart", "", "display('CHART')", "Chart"),
            Key("view-table", "", "display('TABLE')", "Table"),
            Key("view-calendar", "", "display('CALENDAR')", "Calendar"),
            Key("view-hours", "", "display('HOURS')", "Hours"),
        ),
    ),
    Group(
        "the chosen day in detail", _DASHBOARD, (Key("day-detail", "enter,d", "detail", "The chosen day in detail"),)
    ),
    Group("copy the chosen day's line", _DAYS, (Key("copy-day", "y", "copy", "Copy the day's line"),)),
    Group(
        "the next unusual day, or the one before",
        _DAYS,
        (
            Key("next-outlier", "n", "outlier(1)", "Next unusual day", "unusual"),
            Key("previous-outlier", "N", "outlier(-1)", "Unusual day before"),
        ),
    ),
    Group(
        "compare with the range before (7 and 30 days)",
        _DASHBOARD,
        (Key("compare", "c", "compare", "Compare with the range before", "compare"),),
    ),
    Group(
        "count from now on, or no longer: what did my test run cost?",
        _DASHBOARD,
        (
            Key("mark", "m", "mark", "Count from now on", "mark"),
            Key("unmark", "M", "unmark", "Count no longer"),
        ),
    ),
    Group(
        "write the range (CSV, JSON, Markdown) or the screen (SVG)",
        _DASHBOARD,
        (
            Key("export", "x", "export", "Write the range to a file", "export"),
            Key("save-screen", "S", "save_screen", "Write the screen to a file"),
        ),
    ),
    Group("read now", _DASHBOARD, (Key("refresh", "r", "refresh", "Refresh now", "refresh"),)),
    Group("pause, or go on", _DASHBOARD, (Key("toggle-pause", "p", "pause", "Pause or resume", "pause"),)),
    Group(
        "read less or more often",
        _DASHBOARD,
        (
            Key("longer-interval", "plus,equals_sign", "interval(1)", "Longer interval", "interval"),
            Key("shorter-interval", "minus", "interval(-1)", "Shorter interval", "interval"),
        ),
    ),
    Group(
        "where every number comes from, the request budget, the log",
        _DASHBOARD,
        (Key("info", "i", "info", "Where the numbers come from", "info"),),
    ),
    Group(
        "the accounts side by side, or back to one",
        (Place.DASHBOARD, Place.BOARD),
        (Key("board", "P", "board", "Accounts side by side, or one", "accounts"),),
    ),
    Group(
        "the account beside",
        _BOARD,
        (
            Key("account-left", "left,h", "beside(-1)", "Account to the left", "account"),
            Key("account-right", "right,l", "beside(1)", "Account to the right", "account"),
        ),
    ),
    Group(
        "the account above or below",
        _BOARD,
        (
            Key("account-above", "up,k", "above(-1)", "Account above", "account"),
            Key("account-below", "down,j", "above(1)", "Account below", "account"),
        ),
    ),
    Group(
        "a page of accounts up or down",
        _BOARD,
        (
            Key("accounts-page-up", "pageup", "page(-1)", "Accounts before"),
            Key("accounts-page-down", "pagedown", "page(1)", "Accounts after"),
        ),
    ),
    Group(
        "the first or last account",
        _BOARD,
        (
            Key("first-account", "home,g", "end(-1)", "First account"),
            Key("last-account", "end,G", "end(1)", "Last account"),
        ),
    ),
    Group("the chosen account in the dashboard", _BOARD, (Key("open-account", "enter", "open", "Open", "open"),)),
    Group(
        "sort by name, total or deviation; reverse the order",
        _BOARD,
        (
            Key("sort-accounts", "s", "sort", "Sort by name, total or deviation", "sort"),
            Key("reverse-accounts", "o", "reverse_order", "Reverse the order"),
        ),
    ),
    Group(
        "bars on one scale, or each account's on its own",
        _BOARD,
        (Key("board-scales", "equals_sign", "scales", "One scale, or one each", "scale"),),
    ),
    Group("read all accounts now", _BOARD, (Key("refresh-accounts", "r", "refresh", "Refresh now", "refresh"),)),
    Group("choose no day", _DASHBOARD, (Key("leave-day", "escape", "leave_day", "Choose no day"),)),
    Group("dark or light", _EVERYWHERE, (Key("toggle-theme", "t", "theme", "Dark or light", "theme"),)),
    Group(
        "commands by name: views, ranges, metrics, themes",
        _EVERYWHERE,
        (Key("commands", "ctrl+p", "command_palette", hint="commands", priority=True),),
    ),
    Group("draw the screen anew", _EVERYWHERE, (Key("draw", "ctrl+l", "draw", "Draw the screen anew"),)),
    Group(
        "to the shell; fg comes back and reads again",
        _EVERYWHERE,
        (Key("suspend", "ctrl+z", "suspend_process", "Suspend"),),
    ),
    Group("this help", _EVERYWHERE, (Key("help", "question_mark", "help", "Help", "help"),)),
    Group(
        "quit",
        _EVERYWHERE,
        (Key("quit", "q", "quit", "Quit", "quit"), Key("quit-typing", "ctrl+c,ctrl+q", "quit", priority=True)),
    ),
    Group("close; the key that opened it does too", _SHEET, (Key("close", "escape,enter,q", "dismiss"),)),
    Group(
        "scroll by a line",
        _SHEET,
        (Key("scroll-up", "up,k", "scroll_lines(-1)"), Key("scroll-down", "down,j", "scroll_lines(1)")),
    ),
    Group(
        "scroll by a page",
        _SHEET,
        (Key("scroll-page-up", "pageup", "scroll_pages(-1)"), Key("scroll-page-down", "pagedown", "scroll_pages(1)")),
    ),
    Group(
        "scroll to the top or bottom",
        _SHEET,
        (Key("scroll-to-top", "home,g", "scroll_to_end(-1)"), Key("scroll-to-bottom", "end,G", "scroll_to_end(1)")),
    ),
    Group(
        "CSV, JSON, Markdown, or write nothing",
        (Place.EXPORT,),
        (
            Key("export-csv", "c", "choose('CSV')"),
            Key("export-json", "j", "choose('JSON')"),
            Key("export-markdown", "m", "choose('MARKDOWN')"),
            Key("export-nothing", "escape,q", "dismiss"),
        ),
    ),
)
"""In the order of the footer, the help and the README."""

KEYS: Final = {key.id: key for group in GROUPS for key in group.keys}
"""By id."""


class Keys(Struct, frozen=True):
    """The table as it is bound: all groups, with the keys that apply."""

    groups: tuple[Group, ...] = GROUPS

    @property
    def by_id(self) -> Mapping[str, Key]:
        return {key.id: key for group in self.groups for key in group.keys}

    def groups_in(self, *places: Place) -> Iterator[Group]:
        """The groups that apply in one of `places`."""
        return (group for group in self.groups if set(places) & set(group.places))


UNCHANGED: Final = Keys()
"""Nothing bound otherwise than this table says."""


def groups_in(*places: Place) -> Iterator[Group]:
    """The groups of this table that apply in one of `places`."""
    return UNCHANGED.groups_in(*places)
