"""Runs the program on a Textual that calls one of its private names something else, as a later release may.

    python tests/support/renamed_textual.py _display --demo

`PRIVATE` lists all that the program uses, each with what happens without it. As a program it imports nothing of ours
before the name is gone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType
from typing import Final

PRIVATE: Final = {
    "_compositor": "Textual's writer",
    "_xterm_parser": "Textual's writer",
    "XTermParser": "Textual's writer",
    "CompositorUpdate": "Textual's writer",
    "LayoutUpdate": "Textual's writer",
    "ChopsUpdate": "Textual's writer",
    "strips": "Textual's writer",
    "chop_ends": "Textual's writer",
    "_display": "Textual's writer",
    "_attach": "COMPONENT_CLASSES",
    "_get_terminal_size": "80 columns where standard output is a pipe",
}
"""`strips` and `chop_ends` stand for the fields of the two updates."""

SUFFIX: Final = "_elsewhere"


class _Loader(SourceFileLoader):
    """Loads a module with every `gone` in its source called something else."""

    def __init__(self, fullname: str, path: str, gone: str) -> None:
        super().__init__(fullname, path)
        self._gone = gone

    def get_code(self, fullname: str) -> CodeType | None:
        source = self.get_data(self.path)
        if self._gone.encode() not in source:
            return super().get_code(fullname)
        renamed = re.sub(rf"\b{self._gone}\b".encode(), (self._gone + SUFFIX).encode(), source)
        return super().get_code(fullname) if renamed == source else compile(renamed, self.path, "exec")


class Renaming(MetaPathFinder):
    """Finds Textual's modules; one that is called `gone` only under the other name."""

    def __init__(self, gone: str) -> None:
        self._gone = gone

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != "textual":
            return None
        if fullname.endswith(f".{self._gone}"):
            raise ModuleNotFoundError(fullname)
        found = PathFinder.find_spec(fullname.removesuffix(SUFFIX), path)
        if found is None or found.origin is None:
            return found
        folders = found.submodule_search_locations
        loader = _Loader(fullname, found.origin, self._gone)
        return spec_from_file_location(fullname, found.origin, loader=loader, submodule_search_locations=folders)


if __name__ == "__main__":
    sys.meta_path.insert(0, Renaming(sys.argv[1]))

    from grantex_tui.cli.main import main

    main(sys.argv[2:])
