"""Two hundred damaged config files: each is one clear line and exit code 2, or is read as what it says."""

from __future__ import annotations

import enum
import random
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct

from grantex_tui.cli.dispatch import ended
from grantex_tui.config.configuration import Configuration
from tests.support.configs import LIVE, WHOLE, configuration, written

FILE = "~/.config/grantex-tui/config.toml"
VALUES = (
    "true", "-1", "0", "7", "30", "1e3", "nan", "99999999999999999999", '""', '"pro"', '"\\u001b[2J"', "[]", "[1]",
    "{}", "{a = 1}", "[[[]]]", "2026-01-01", "[\"\"]", f'"{LIVE}"', f'["x", "{LIVE}"]', "'",
)  # fmt: skip
CHARACTERS = "\0\x1b\x07\x9b\u202e\"'[]{}=,.\n#\\ üaz09"

Mutation = Callable[[random.Random, list[str]], None]


def drop(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.randrange(len(lines))]


def double(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def replace_value(chance: random.Random, lines: list[str]) -> None:
    at = chance.choice([index for index, line in enumerate(lines) if "=" in line])
    lines[at] = f"{lines[at].partition('=')[0]}= {chance.choice(VALUES)}"


def change_letter(chance: random.Random, lines: list[str]) -> None:
    line = chance.choice([index for index, line in enumerate(lines) if line])
    at = chance.randrange(len(lines[line]))
    lines[line] = lines[line][:at] + chance.choice(CHARACTERS) + lines[line][at + chance.randrange(2) :]


def move(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), lines.pop(chance.randrange(len(lines))))


def cut(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.randrange(1, len(lines)) :]


def name_key(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), f'api_key = "{LIVE}"')


MUTATIONS: tuple[Mutation, ...] = (drop, double, replace_value, change_letter, move, cut, name_key)


def mutated(seed: int) -> str:
    chance = random.Random(seed)
    lines = WHOLE.splitlines()
    for _ in range(chance.randint(1, 3)):
        chance.choice(MUTATIONS)(chance, lines)
    return "\n".join(lines)


def test_each_is_a_clear_line_or_the_right_settings(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ends = [end_of(mutated(seed), tmp_path, capfd) for seed in range(200)]

    assert set(ends) == {0, 2}
    assert ends.count(0) > 20, "some are harmless"
    assert ends.count(2) > 100


def end_of(text: str, home: Path, capfd: pytest.CaptureFixture[str]) -> int:
    """The exit code, once all that is promised of it was looked at."""
    written(home, text)
    found: list[Configuration] = []

    def work() -> int:
        found.append(configuration(home))
        found[0].completed(found[0].sources.profile or "")
        return 0

    code = ended((), work)
    said = capfd.readouterr()
    assert said.out == ""
    if code == 0:
        assert said.err == ""
        assert holds(found[0].file, tomllib.loads(text)), text
        assert LIVE not in text
        return code
    assert said.err.startswith(f"grantex-tui: {FILE}: "), said.err
    assert said.err.removesuffix("\n").isprintable(), said.err
    assert "Secret0123" not in said.err
    return code


def holds(value: object, document: object) -> bool:
    """Whether the settings are what the document says, entry by entry."""
    match document:
        case dict() if isinstance(value, Struct):
            return all(holds(getattr(value, name), inside) for name, inside in document.items())
        case dict():
            return isinstance(value, Mapping) and all(holds(value[name], inside) for name, inside in document.items())
        case list():
            return isinstance(value, tuple) and all(map(holds, value, document)) and len(value) == len(document)
        case _:
            return value == document or (isinstance(value, enum.Enum) and value.value == document)
