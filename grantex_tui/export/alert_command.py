"""The user's command that an alert runs, such as `notify-send {title} {text}`: no shell, no key, no time without end.

It reads nothing, what it writes is thrown away, and it has a session of its own, so that it can neither draw on the
program's terminal nor be typed at. It ends with the task that runs it.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.sanitize import plain
from grantex_tui.config.lookup import KEY_VARIABLES
from grantex_tui.view.alerts import Message

TIME_LIMIT: Final = 10.0
"""Seconds that a command may take."""

KEY_PREFIXES: Final = ("gx_live_", "gx_test_")

_PLACE = re.compile(r"\{(title|text)\}")


async def run_command(
    command: Sequence[str], said: Message, environment: Mapping[str, str], seconds: float = TIME_LIMIT
) -> str:
    """Why the command failed, in words for a line; empty where it did not."""
    name = plain(os.path.basename(command[0]), 40)  # noqa: PTH119 (a name as the user wrote it, not a path)
    try:
        process = await asyncio.create_subprocess_exec(
            *filled(command, said), stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, env=dict(environment),
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return f"the command {name} cannot be started: {(error.strerror or 'no reason given').lower()}"
    except ValueError:
        return f"the command {name} cannot be started: an argument cannot be passed"
    try:
        async with asyncio.timeout(seconds):
            code = await process.wait()
    except TimeoutError:
        return f"the command {name} took longer than {seconds:g} s and was ended"
    finally:
        if process.returncode is None:
            _kill(process)
            await process.wait()
    return f"the command {name} ended with {code}" if code else ""


def filled(command: Sequence[str], said: Message) -> tuple[str, ...]:
    """The command with the message in its arguments, in one go: what stands in the message is not filled in again.

    The program's own name is taken as it stands.
    """
    encoding = sys.getfilesystemencoding()
    texts = {
        name: text.encode(encoding, "replace").decode(encoding)  # what a locale without UTF-8 lacks becomes `?`
        for name, text in (("title", said.title), ("text", said.text))
    }
    program, *arguments = command
    return (program, *(_PLACE.sub(lambda place: texts[place[1]], argument) for argument in arguments))


def without_keys(environment: Mapping[str, str], key: ApiKey | None) -> dict[str, str]:
    """The environment but for the variables that name a key, and all that hold one, this `key` or another."""
    named = [value for name in KEY_VARIABLES if (value := environment.get(name, "").strip())]

    def gives_away(value: str) -> bool:
        known = key is not None and key.is_in(value)
        return known or any(part in value for part in (*named, *KEY_PREFIXES))

    return {name: value for name, value in environment.items() if name not in KEY_VARIABLES and not gives_away(value)}


def _kill(process: Process) -> None:
    """With all that it started, unless that left its session."""
    with suppress(ProcessLookupError):
        group = getattr(os, "killpg", None)  # Windows has none
        if group is None:
            process.kill()
        else:
            group(process.pid, signal.SIGKILL)
