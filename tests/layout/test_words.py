"""Layout says nothing of its own: every word on the screen is the view's, so that rewording one breaks no width."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import grantex_tui

LAYOUT = Path(grantex_tui.__file__).parent / "layout"
MODULES = sorted(path.stem for path in LAYOUT.glob("*.py"))

_SIDES: Final = ("lower", "upper", "left", "right")
_MODULES: Final = ("plotext", "doc", "docs", "tests", "test", "run", "figure", "terminal")
PLOTEXT: Final = {"plot": {*_MODULES, *_SIDES, "hd", "colorless", "edge"}}
"""What is said to plotext and not to the user."""

TAKING_APART: Final = (
    *("capitalize", "lower", "upper", "title", "swapcase", "partition", "rpartition"),
    *("removeprefix", "removesuffix", "replace", "split", "rsplit"),
)
"""Methods of text that look into a sentence."""


def words_of(source: str) -> set[str]:
    """Words of two letters or more in the literals, but for docstrings and the members of an enum."""
    return {word for text in _literals(ast.parse(source)) for word in re.findall(r"[^\W\d_]{2,}", text)}


def _literals(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Expr(value=ast.Constant()):
            pass
        case ast.ClassDef(bases=bases) if any("Enum" in ast.unparse(base) for base in bases):
            pass
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _literals(child)


def methods_called_in(source: str) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


@pytest.mark.parametrize("module", MODULES)
def test_a_layout_says_no_word_of_its_own(module: str) -> None:
    assert words_of((LAYOUT / f"{module}.py").read_text("utf-8")) - PLOTEXT.get(module, set()) == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_layout_takes_no_sentence_apart(module: str) -> None:
    assert methods_called_in((LAYOUT / f"{module}.py").read_text("utf-8")).isdisjoint(TAKING_APART)


def test_a_word_is_found_wherever_a_layout_could_say_it_and_a_role_is_none() -> None:
    source = textwrap.dedent(
        '''
        """Says hello."""
        class Role(enum.Enum):
            TEXT = "text"
        MARK: Final = ("·", "x")
        def line(count):
            """Greets."""
            return Span(f" the latest {count:>3} weeks", Role.TEXT)
        '''
    )

    assert words_of(source) == {"the", "latest", "weeks"}
    assert methods_called_in("Span(words.partition(' in ')[0])") == {"partition"}
