"""Starts an installed `grantex-tui` outside of the checkout, as a user gets it: the demo comes up and goes.

The wheel must have brought its license, the man page and the config file's schema with it.

python -m tests.tools.installed PROGRAM FOLDER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.support.terminal import Terminal


def main(program: Path, folder: Path) -> None:
    """Run the demo of `program` in `folder`. Raises AssertionError if it does not show figures or does not end well."""
    os.chdir(folder)
    licenses = list(program.parent.parent.rglob("grantex_tui-*.dist-info/licenses/grantex_tui/LICENSE"))
    assert len(licenses) == 1, licenses
    prefix = program.parent.parent
    assert (prefix / "share" / "man" / "man1" / "grantex-tui.1").is_file()
    assert len(list(prefix.rglob("grantex_tui/config/config.schema.json"))) == 1
    with Terminal([str(program), "--demo"], columns=80, rows=24) as terminal:
        terminal.wait_for("exchanges")
        terminal.wait_for("today")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind
    sys.stdout.write("the installed demo came up and went\n")


if __name__ == "__main__":
    main(*(Path(argument).absolute() for argument in sys.argv[1:3]))
