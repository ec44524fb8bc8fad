"""A Textual that lost a private name which the program uses: Textual's own writer and driver serve it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import textual

from tests.support import renamed_textual
from tests.support.renamed_textual import PRIVATE
from tests.support.terminal import CTRL_P, ESCAPE, Terminal

SOURCES = [path.read_text("utf-8") for path in Path(textual.__file__).parent.rglob("*.py")]


@pytest.mark.parametrize("name", PRIVATE)
def test_without_a_private_name_the_dashboard_shows_obeys_and_leaves_nothing_behind(name: str) -> None:
    assert any(re.search(rf"\b{name}\b", source) for source in SOURCES), "nothing is called that any more"

    with Terminal([sys.executable, renamed_textual.__file__, name, "--demo"]) as terminal:
        terminal.wait_for("resets in")
        terminal.wait_for("▔")
        # Textual ends each row of a whole screen with a line feed, the frame writer none.
        assert (b"\n" in terminal.output) == (PRIVATE[name] == "Textual's writer")
        terminal.send("7")
        terminal.wait_for("Last 7 days")
        terminal.send(CTRL_P)
        terminal.wait_for("Search for commands")
        terminal.send(ESCAPE)
        terminal.wait_for("Last 7 days")
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
        assert not terminal.left_behind
