"""The bell and the desktop's notice as bytes for the terminal. Pure: which terminal it is, its environment says.

There are three sequences for a notice, and no terminal says which one it takes: OSC 99 is kitty's; OSC 777 is urxvt's,
with a title; OSC 9 is iTerm2's, which those take that know one at all. To ConEmu and Windows Terminal OSC 9 is a
progress bar. Others throw away what they do not know. tmux passes on what is wrapped, if `allow-passthrough` is on.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from typing import Final
from zlib import crc32

from msgspec import Struct

from grantex_tui.config.models import Way
from grantex_tui.view.alerts import Message

BELL: Final = "\x07"
ESCAPE: Final = "\x1b"
END: Final = "\x1b\\"


class Notice(enum.Enum):
    """The sequence that a terminal takes for a notice, by its number."""

    ITERM = 9
    URXVT = 777
    KITTY = 99


BY_PROGRAM: Final = {
    "iTerm.app": Notice.ITERM,
    "WezTerm": Notice.URXVT,
    "ghostty": Notice.URXVT,
    "WarpTerminal": Notice.URXVT,
    "kitty": Notice.KITTY,
    "Apple_Terminal": None,
}
"""By TERM_PROGRAM."""

BY_TERM: Final = (
    ("xterm-kitty", Notice.KITTY),
    ("foot", Notice.URXVT),
    ("rxvt", Notice.URXVT),
    ("xterm-ghostty", Notice.URXVT),
    ("wezterm", Notice.URXVT),
    ("linux", None),
)
"""By how TERM begins."""

BY_VARIABLE: Final = (
    ("KITTY_WINDOW_ID", Notice.KITTY),
    ("ITERM_SESSION_ID", Notice.ITERM),
    ("WEZTERM_PANE", Notice.URXVT),
    ("GHOSTTY_RESOURCES_DIR", Notice.URXVT),
    ("VTE_VERSION", Notice.URXVT),
    ("KONSOLE_VERSION", Notice.URXVT),
    ("ConEmuPID", None),
    ("WT_SESSION", None),
)
"""By a variable that only that terminal sets; inside tmux nothing else tells."""


class Route(Struct, frozen=True):
    """What the terminal takes: a bell, which `notice`, None for none, and whether tmux has to pass it on."""

    bell: bool
    notice: Notice | None
    tmux: bool = False


def route(environment: Mapping[str, str]) -> Route:
    """The way to the terminal that the environment describes. A dumb one gets nothing."""
    term = environment.get("TERM", "")
    if term in ("", "dumb"):
        return Route(bell=False, notice=None)
    tmux = bool(environment.get("TMUX")) or term.startswith("tmux")
    if not tmux and (environment.get("STY") or term.startswith("screen")):
        return Route(bell=True, notice=None)  # GNU screen keeps notices for itself
    return Route(bell=True, notice=_by_variable(environment) if tmux else _notice(environment, term), tmux=tmux)


def sequence(said: Message, ways: Collection[Way], to: Route) -> str:
    """All that is to be written for the message; empty where the terminal is to get, or takes, nothing."""
    bell = BELL if Way.BELL in ways and to.bell else ""
    if Way.DESKTOP not in ways or to.notice is None:
        return bell
    notice = _written(said, to.notice)
    if to.tmux:
        notice = f"{ESCAPE}Ptmux;{notice.replace(ESCAPE, 2 * ESCAPE)}{END}"
    return bell + notice


def _notice(environment: Mapping[str, str], term: str) -> Notice | None:
    program = environment.get("TERM_PROGRAM", "")
    if program in BY_PROGRAM:
        return BY_PROGRAM[program]
    by_term = next((notice for start, notice in BY_TERM if term.startswith(start)), Notice.ITERM)
    return by_term if by_term is not Notice.ITERM else _by_variable(environment)


def _by_variable(environment: Mapping[str, str]) -> Notice | None:
    return next((notice for name, notice in BY_VARIABLE if environment.get(name)), Notice.ITERM)


def _written(said: Message, notice: Notice) -> str:
    """A `;` parts the fields: none is left inside of one. No notice begins with a digit, which ConEmu would obey."""
    title, text = (words.replace(";", ",") for words in (said.title, said.text))
    match notice:
        case Notice.ITERM:
            return f"{ESCAPE}]9;{title}. {text}{END}"
        case Notice.URXVT:
            return f"{ESCAPE}]777;notify;{title};{text}{END}"
        case Notice.KITTY:
            name = f"i=grantex-{crc32(title.encode()):08x}"  # a notice with the same title takes the place of the last
            return f"{ESCAPE}]99;{name}:d=0;{title}{END}{ESCAPE}]99;{name}:d=1:p=body;{text}{END}"
