"""Where the stylesheets lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

DASHBOARD: Final = (
    *("cells", "header", "today", "counters", "month", "range", "chart", "table", "calendar", "hours", "summary"),
    *("notices", "footer", "dashboard"),
)
"""The app's to read: Textual does not look for any at its first screen."""


def stylesheets(*names: str) -> list[str | PurePath]:
    """The paths of `names` (stems)."""
    package = Path(__file__).parent.parent
    installed = package / "tcss"
    folder = installed if installed.is_dir() else package.parent / "tcss"
    return [folder / f"{name}.tcss" for name in names]
