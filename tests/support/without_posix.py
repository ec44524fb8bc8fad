"""Runs the program as on a system that has no POSIX modules: Windows, as far as that can be shown on another one.

    python tests/support/without_posix.py status --demo

Libraries that need them here, and other ones on Windows, are imported first.
"""

from __future__ import annotations

import asyncio  # noqa: F401
import os
import select
import selectors  # noqa: F401
import signal
import subprocess  # noqa: F401
import sys
from typing import Final

import platformdirs  # noqa: F401
import plotext  # noqa: F401

MODULES: Final = ("termios", "fcntl", "pty", "resource", "tty", "pwd", "grp", "syslog", "curses", "readline")
NAMES: Final = (
    *((select, name) for name in ("poll", "epoll")),
    *((signal, name) for name in ("SIGHUP", "SIGQUIT", "SIGTSTP", "SIGCONT", "SIGWINCH", "SIGALRM", "SIGPIPE")),
    *((os, name) for name in ("tcgetpgrp", "getpgrp", "openpty", "fork", "getuid", "geteuid", "O_CLOEXEC")),
    *((os, name) for name in ("O_NOFOLLOW", "O_NONBLOCK", "fchmod", "mkfifo")),
)

if __name__ == "__main__":
    for module in MODULES:
        sys.modules[module] = None  # type: ignore[assignment]
    for owner, name in NAMES:
        delattr(owner, name)

    from grantex_tui.cli.main import main

    main()
