"""The command: arguments, the client's life, and exit codes.

Exit codes: 0 after `q`, 1 after a crash, 2 for wrong settings or no terminal, 128 + n after signal n.
"""

from __future__ import annotations

import os
import sys

from grantex_tui.cli.dispatch import ended, run
from grantex_tui.cli.output import hold_closed_streams
from grantex_tui.config.arguments import Arguments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with `arguments`, by default the process's own. Ends the process."""
    hold_closed_streams()
    given = sys.argv[1:] if arguments is None else arguments
    code = ended(given, lambda: _run(given))
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(code)  # everything is written, and a thread may hang in a name lookup


def _run(given: Sequence[str]) -> int:
    parsed = _parsed(given)
    if parsed.command is None:
        _dashboard(parsed)
    return run(parsed)


def _parsed(arguments: Sequence[str]) -> Arguments:
    if not arguments:  # nothing to parse, and nothing to import for it
        return Arguments()
    from grantex_tui.cli.parser import parse_arguments

    return parse_arguments(arguments)


def _dashboard(arguments: Arguments) -> NoReturn:
    from grantex_tui.tui.preload import hold_garbage

    hold_garbage()

    from grantex_tui.cli.dashboard import dashboard

    dashboard(arguments)


if __name__ == "__main__":
    main()
