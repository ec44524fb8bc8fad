"""`python -m grantex_tui`: the command."""

from __future__ import annotations

from grantex_tui.cli.main import main

if __name__ == "__main__":
    main()
