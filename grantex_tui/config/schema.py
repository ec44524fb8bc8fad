"""The JSON Schema of `config.toml` for editors, made of its structures and of the template's words. Pure.

The package ships the text as `config.schema.json`; a test compares it with this.
"""

from __future__ import annotations

import json
from typing import Any, Final

from msgspec.json import schema

from grantex_tui.config.models import ConfigFile
from grantex_tui.config.template import SECTIONS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema_text() -> str:
    """The schema as it ships."""
    document: dict[str, Any] = {"$schema": DIALECT, "title": "grantex-tui's config.toml", **schema(ConfigFile)}
    document["$defs"] = {name: _without_null(part) for name, part in document["$defs"].items()}
    for section in SECTIONS:
        properties = document["$defs"].get(section.struct, {}).get("properties", {})
        for entry in section.entries:
            if entry.name in properties:
                properties[entry.name]["description"] = entry.words
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _without_null(part: Any) -> Any:
    """TOML has no null: what is not said is left out."""
    match part:
        case {"anyOf": [one, {"type": "null"}], **rest}:
            rest.pop("default", None)
            return {**_without_null(one), **rest}
        case {"default": dict(), **rest}:
            return _without_null(rest)
        case dict():
            return {name: _without_null(value) for name, value in part.items()}
        case list():
            return [_without_null(value) for value in part]
        case _:
            return part
