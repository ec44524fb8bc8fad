"""The app as the terminal sees it: which driver serves it, who writes its frames, how it ends. Knows no figures."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NoReturn

from rich.console import RenderableType
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from grantex_tui.config.arguments import SettingsError
from grantex_tui.tui.terminal import startup
from grantex_tui.tui.terminal.flow_control import FlowControl
from grantex_tui.tui.terminal.plain_session import PlainSession

CRASHED: Final = 1
"""The exit code."""

BELL: Final = "\x07"


class PacedApp(App[None]):
    """An app that keeps to what the terminal carries, where our driver serves it; else a common Textual app.

    Raises SettingsError where TEXTUAL_DRIVER names no driver.
    """

    def __init__(self) -> None:
        self.flow_control = FlowControl(time.monotonic)
        self.session = PlainSession()
        self._write: Callable[[str], object] | None = None
        super().__init__()
        self._frame_writer = startup.frame_writer(self.driver_class)

    def get_driver_class(self) -> type[Driver]:
        try:
            textuals = super().get_driver_class()
        except (ImportError, AttributeError, ValueError, RuntimeError) as error:
            if startup.DRIVER not in os.environ:
                raise
            raise SettingsError(f"{startup.DRIVER} names no driver: {os.environ[startup.DRIVER]}") from error
        return startup.driver_class(textuals, os.environ)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # A release that calls it something else never comes here, and writes its own frames.
        if self._frame_writer is not None:
            renderable = self._frame_writer.frame(renderable)
        super()._display(screen, renderable)

    def forget_rows(self) -> None:
        """The terminal may show anything: it was resized, or somebody else wrote to it."""
        if self._frame_writer is not None:
            self._frame_writer.rows.forget()

    def quits(self, key: str) -> bool:
        """Whether `key` ends the program. Asked in the input thread, while the app may be stuck."""
        return key == "ctrl+c"

    def serve_through(self, write: Callable[[str], object]) -> None:
        """The terminal takes bytes through `write` from now on: our driver's, which has started or is to end."""
        self._write = write

    def send(self, sequence: str) -> None:
        """Write what is no frame and moves no cursor. Frames are written whole on this thread: it falls between two.

        Where another driver serves there is only the bell.
        """
        if self._write is not None:
            self._write(sequence)
        elif BELL in sequence:
            self.bell()

    def on_lost(self) -> None:
        # A window that shrinks and grows back between two looks is no change to Textual, and half of it is gone.
        self.action_draw()

    def action_draw(self) -> None:
        """All of the screen, for the terminal may show anything."""
        self.forget_rows()
        self.screen.refresh()


def run(app: PacedApp, session: PlainSession, *, mouse: bool) -> NoReturn:
    """Run `app` to its end, and end the process with its exit code."""
    app.session = session
    if not startup.is_ours(app.driver_class):  # Textual's own driver would take the answer for keys
        session.withdraw_question()
    loop = asyncio.new_event_loop()
    # Thread-safe, though on the same thread: nothing else wakes a loop that sleeps.
    session.end_on_signals(lambda code: loop.call_soon_threadsafe(partial(app.exit, return_code=code)))
    session.end_on_hang_up()
    try:
        loop.run_until_complete(app.run_async(mouse=mouse))
    except BaseException:  # noqa: BLE001 (said here, for leaving ends the process)
        sys.excepthook(*sys.exc_info())
        session.leave(CRASHED)
    session.leave(app.return_code or 0)
