"""The size of the screen: the user's variables first, then what the terminal says, then 80×24."""

from __future__ import annotations

import os

import pytest

from grantex_tui.tui.terminal.streams import SCREEN, screen_size


@pytest.mark.parametrize(
    ("variables", "measured", "size"),
    [
        ({}, (120, 40), (120, 40)),
        ({"COLUMNS": "100", "LINES": "30"}, (120, 40), (100, 30)),
        ({"COLUMNS": "100"}, (120, 40), (100, 40)),
        ({"COLUMNS": "0", "LINES": "many"}, (120, 40), (120, 40)),
        ({}, (0, 0), (80, 24)),
        ({"LINES": "30"}, None, (80, 30)),
    ],
)
def test_variables_come_before_the_terminal_and_that_before_the_usual_size(
    variables: dict[str, str],
    measured: tuple[int, int] | None,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def measure(descriptor: int) -> os.terminal_size:
        assert descriptor == SCREEN
        if measured is None:
            raise OSError("no terminal")
        return os.terminal_size(measured)

    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(os, "get_terminal_size", measure)

    assert screen_size() == size
