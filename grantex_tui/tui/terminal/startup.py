"""What differs between systems is chosen here: driver, frame writer, session. Nothing else asks which system it is.

Ours serve a POSIX terminal where Textual would take its LinuxDriver, as far as Textual has the private names that they
build on. Everywhere else Textual's own do: in a browser (TEXTUAL_DRIVER, as `textual serve` sets it), on Windows, and
with a Textual that moved those names. The imports inside functions are what may fail there.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Final

from rich.console import Console

from grantex_tui.config.arguments import SettingsError
from grantex_tui.tui.terminal.ground import Ground, ground_by_variable
from grantex_tui.tui.terminal.plain_session import PlainSession
from grantex_tui.tui.terminal.streams import SCREEN_NAME, STANDARD_INPUT, adopt_terminal, is_terminal

if TYPE_CHECKING:
    from textual.driver import Driver

    from grantex_tui.tui.terminal.frame_writer import FrameWriter

DRIVER: Final = "TEXTUAL_DRIVER"
"""Textual's variable that names a driver class, as `package.module:Class`."""

NEVER_ANSWER: Final = ("linux", "eterm", "eterm-color")
"""Terminals by TERM that do not know the question for the ground; old ones show it."""

FRAMES_A_SECOND: Final = "1000"
"""As often as Textual looks for what to paint after a change, so that a key waits 1 ms and not 17; idle, never."""


def draws_on_terminal(environment: Mapping[str, str]) -> bool:
    """Whether the dashboard draws on this terminal, not in a browser or nowhere."""
    _, _, named = environment.get(DRIVER, "").rpartition(":")
    return named in ("", "LinuxDriver", "LinuxInlineDriver", "WindowsDriver")


def has_few_colours() -> bool:
    """Whether the terminal has 16 colours, as Rich tells from TERM and COLORTERM."""
    return Console(force_terminal=True).color_system == "standard"


def require_terminal(environment: Mapping[str, str], *, key_piped_in: bool) -> None:
    """Raises SettingsError where the dashboard could not be drawn or its keys not be read.

    `key_piped_in`: standard input brought the API key, so that the keyboard has to be opened.
    """
    if not draws_on_terminal(environment):
        return
    piped = key_piped_in and not os.isatty(STANDARD_INPUT)
    if (piped and not adopt_terminal()) or not is_terminal():
        raise SettingsError(f"the dashboard needs a terminal: standard input and {SCREEN_NAME} must be one")
    if environment.get("TERM") == "dumb":
        raise SettingsError("the dashboard needs a terminal that can move the cursor; this one says TERM=dumb")


def prepare(environment: MutableMapping[str, str]) -> None:
    """Set what Textual reads when it is imported."""
    environment.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    for name in ("NO_COLOR", DRIVER):  # set but empty is not set (no-color.org); Textual takes it for a value
        if environment.get(name) == "":
            del environment[name]


def ask_ground(session: PlainSession, environment: Mapping[str, str]) -> None:
    """Ask the terminal whether it is dark or light, early: the answer comes while Textual is imported.

    Until `run` takes over, signals end the process.
    """
    unasked = DRIVER in environment or "NO_COLOR" in environment or environment.get("TERM") in NEVER_ANSWER
    if not unasked:
        session.end_on_signals(session.leave)
        session.ask_ground()


def known_ground(session: PlainSession, environment: Mapping[str, str]) -> Ground:
    """What the terminal has answered by now, else what COLORFGBG says, else dark. Waits for nothing."""
    session.hear()
    return session.answers.ground or ground_by_variable(environment) or Ground.DARK


def driver_class(textuals: type[Driver], environment: Mapping[str, str]) -> type[Driver]:
    """Ours where Textual chose its LinuxDriver unasked, else `textuals`."""
    if DRIVER in environment:
        return textuals
    try:
        from grantex_tui.tui.terminal.driver import PacedDriver
    except ImportError:
        return textuals
    return PacedDriver if PacedDriver.__base__ is textuals else textuals


def frame_writer(driver: type[Driver]) -> FrameWriter | None:
    """Ours for our driver, which says when rows are lost; None where Textual's own has to write."""
    try:
        from grantex_tui.tui.terminal.frame_writer import FrameWriter, knows_updates
    except ImportError:
        return None
    return FrameWriter() if is_ours(driver) and knows_updates() else None


def is_ours(driver: type[Driver]) -> bool:
    """Whether it is the driver of this package."""
    try:
        from grantex_tui.tui.terminal.driver import PacedDriver
    except ImportError:
        return False
    return driver is PacedDriver


def open_session(environment: Mapping[str, str]) -> PlainSession:
    """The terminal's session, where there is a terminal and `termios` to restore it with."""
    if not draws_on_terminal(environment):
        return PlainSession()
    try:
        from grantex_tui.tui.terminal.session import TerminalSession
    except ImportError:
        return PlainSession()
    return TerminalSession()
