"""Where the stylesheets lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path, PurePath


def stylesheets(*names: str) -> list[str | PurePath]:
    """The paths of `names` (stems)."""
    package = Path(__file__).parent.parent
    installed = package / "tcss"
    folder = installed if installed.is_dir() else package.parent / "tcss"
    return [folder / f"{name}.tcss" for name in names]
