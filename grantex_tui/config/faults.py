"""What is wrong with a config file, in words: where, and what is allowed there. Imported only for an error.

msgspec says neither a profile's name nor what is allowed, so this looks for the entry itself. No value is repeated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct, inspect

from grantex_tui.config.models import ConfigFile
from grantex_tui.config.wording import choices, entry, nearest

_SYNTAX: Final = frozenset(
    {
        "Invalid statement", "Expected newline or end of document after a statement", "Cannot overwrite a value",
        "Expected ']' at the end of a table declaration", "Expected ']]' at the end of an array declaration",
        "Expected '=' after a key in a key/value pair", "Invalid initial character for a key part", "Unclosed array",
        "Unclosed inline table", "Unescaped '\\' in a string", "Invalid hex value", "Unterminated string",
        "Invalid date or datetime", "Invalid value",
    }
)  # fmt: skip
"""What `tomllib` says without repeating the file."""


class Fault(Struct, frozen=True):
    """An entry that cannot be used. `words`: what is allowed there."""

    path: tuple[str | int, ...]
    words: str

    def __str__(self) -> str:
        return f"{entry(self.path)}: {self.words}" if self.path else self.words


def fault(document: Mapping[str, object]) -> str:
    """The first one in the order of the file."""
    first = next(_faults(document, inspect.type_info(ConfigFile), ()), None)
    return str(first) if first else "an entry has the wrong kind of value"


def syntax_fault(text: str, error: Exception) -> str:
    """The line that is no TOML."""
    if isinstance(error, RecursionError):
        return "not valid TOML: brackets too deep"
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "not valid TOML: a number that is too long"
    said, _, where = str(error).rpartition(" (at ")
    reason = f": {said[0].lower()}{said[1:]}" if said in _SYNTAX else ""
    line = re.match(r"line (\d+)", where)
    number = int(line[1]) if line else len(text.splitlines()) or 1
    return f"line {number}: not valid TOML{reason}"


def _faults(value: object, kind: inspect.Type, path: tuple[str | int, ...]) -> Iterator[Fault]:
    match kind:
        case inspect.UnionType(types=types):
            (inner,) = (one for one in types if not isinstance(one, inspect.NoneType))
            yield from _faults(value, inner, path)
        case inspect.StructType(fields=fields) if isinstance(value, dict):
            known = {field.encode_name: field.type for field in fields}
            for name, inside in value.items():
                if name not in known:
                    yield Fault((*path, name), f"unknown entry: {choices(name, tuple(known))}")
                else:
                    yield from _faults(inside, known[name], (*path, name))
        case inspect.DictType(value_type=value_type) if isinstance(value, dict):
            for name, inside in value.items():
                yield from _faults(inside, value_type, (*path, name))
        case inspect.VarTupleType(item_type=item_type) if isinstance(value, list):
            for index, inside in enumerate(value):
                yield from _faults(inside, item_type, (*path, index))
        case _ if not _fits(value, kind):
            yield Fault(path, allowed(value, kind))
        case _:
            return


def _fits(value: object, kind: inspect.Type) -> bool:
    match kind:
        case inspect.LiteralType(values=values):
            return any(type(value) is type(one) and value == one for one in values)
        case inspect.EnumType(cls=cls):
            return isinstance(value, str) and value in {one.value for one in cls}
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType(ge=low, le=high):
            return type(value) is int and (low is None or value >= low) and (high is None or value <= high)
        case inspect.StrType(min_length=shortest):
            return isinstance(value, str) and len(value) >= (shortest or 0)
        case _:
            return False


def allowed(value: object, kind: inspect.Type) -> str:
    """What is allowed instead of `value`."""
    match kind:
        case inspect.LiteralType(values=values):
            return _one_of(value, values)
        case inspect.EnumType(cls=cls):
            return _one_of(value, tuple(one.value for one in cls))
        case inspect.BoolType():
            return "must be true or false"
        case inspect.IntType(ge=low, le=high):
            return f"must be a whole number from {low} to {high}"
        case inspect.StrType(min_length=shortest):
            return "must be text in quotes" + (", not empty" if shortest else "")
        case inspect.VarTupleType():
            return "must be a list in brackets"
        case _:
            return "must be a table"


def _one_of(value: object, values: tuple[str | int | bool | None, ...]) -> str:
    words = [str(one) for one in values]
    near = nearest(value, words) if isinstance(value, str) and isinstance(values[0], str) else ""
    return f"must be one of {', '.join(words)}{near}"
