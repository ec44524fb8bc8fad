"""What is done for speed alone, as far as a test can tell: who turns the garbage collector off and on."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import grantex_tui
from grantex_tui.tui.preload import hold_garbage, release_garbage

PACKAGE = Path(grantex_tui.__file__).parent


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The garbage collector, left as it was."""
    yield
    gc.unfreeze()
    gc.enable()


def test_garbage_is_held_until_the_start_is_over_and_what_stays_is_never_looked_at_again() -> None:
    hold_garbage()
    assert not gc.isenabled()

    release_garbage()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_nobody_else_touches_the_garbage_collector() -> None:
    sources = [(path.stem, path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")]
    users = {
        name
        for name, source in sources
        if "gc" in source  # to parse all of them takes half a second
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import) and any(alias.name == "gc" for alias in node.names)
    }

    assert users == {"preload"}
