"""Runs the program that prints an API key: its arguments as they are, no shell, nothing of its output shown.

It gets no terminal and no input, a process group of its own, and five seconds; whatever is left of it then is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from grantex_tui.api.sanitize import plain
from grantex_tui.config.arguments import SettingsError

PATIENCE: Final = 5.0
"""Seconds."""

MAX_OUTPUT: Final = 64 * 1024


def key_from_command(command: Sequence[str], folder: str, origin: str, patience: float = PATIENCE) -> str:
    """The first line that the program prints, run in `folder`. Raises SettingsError, which begins with `origin`."""
    program = os.path.expanduser(command[0])  # noqa: PTH111 (a program's name is no path: `./` must stay)
    try:
        process = subprocess.Popen(
            [program, *command[1:]], cwd=folder or None, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except FileNotFoundError:
        raise SettingsError(f"{origin}: there is no such program") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SettingsError(f"{origin}: cannot be run: {(reason or 'no such program').lower()}") from None
    name = plain(PurePath(program).name, 40)
    output = _output(process, patience)
    if output is None:
        raise SettingsError(f"{origin}: {name} did not end within {patience:g} s")
    if len(output) > MAX_OUTPUT:
        raise SettingsError(f"{origin}: {name} printed far more than a key")
    if process.returncode:
        raise SettingsError(f"{origin}: {name} {_end(process.returncode)}")
    return _first_line(output, f"{origin}: {name}")


def _output(process: subprocess.Popen[bytes], patience: float) -> bytes | None:
    """All that it printed, or the beginning of too much; None: it took too long. It has ended in any case."""
    printed: list[bytes] = []
    ended = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        with process.stdout:
            printed.append(process.stdout.read(MAX_OUTPUT + 1))
        if len(printed[0]) <= MAX_OUTPUT:
            process.wait()
        ended.set()

    threading.Thread(target=read, daemon=True).start()
    in_time = ended.wait(patience)
    _kill(process)
    return printed[0] if in_time else None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _end(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"


def _first_line(output: bytes, origin: str) -> str:
    try:
        line = next((line for line in output.decode("utf-8").splitlines() if line.strip()), None)
    except UnicodeDecodeError:
        raise SettingsError(f"{origin} printed no UTF-8 text") from None
    if line is None:
        raise SettingsError(f"{origin} printed no key")
    return line
