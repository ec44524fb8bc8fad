"""`grantex-tui completion`: the script that completes the command line in bash, zsh or fish, made by shtab.

The script is static: the tab key starts no Python.
"""

from __future__ import annotations

from grantex_tui.cli.output import write
from grantex_tui.cli.parser import whole_parser
from grantex_tui.config.arguments import Arguments


def completion(arguments: Arguments) -> int:
    """Print the script. Raises OSError."""
    import shtab  # no other command needs it

    write(shtab.complete(whole_parser(shtab.FILE), arguments.shell) + "\n")
    return 0
