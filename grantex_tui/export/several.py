"""What several accounts' reports become together, each account's part under its profile's name. Pure.

The texts for Prometheus have labels of their own: `openmetrics`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from msgspec import Struct

from grantex_tui.export.formats import Format


class Part(Struct, frozen=True):
    """An account's report as it is by itself. `label`: what the user calls the profile; empty for none."""

    profile: str
    label: str
    text: str

    @property
    def heading(self) -> str:
        """`prod · production`."""
        return f"{self.profile} · {self.label}" if self.label else self.profile


def together(parts: tuple[Part, ...], format: Format | None) -> str:
    """`format` None: text for people."""
    match format:
        case Format.JSON:
            documents: Mapping[str, object] = {part.profile: json.loads(part.text) for part in parts}
            return json.dumps(documents, indent=2) + "\n"
        case Format.CSV:
            return "".join(_table(parts))
        case Format.MARKDOWN:
            return "\n".join(f"## {part.heading}\n\n{part.text}" for part in parts)
        case None:
            return "\n".join(f"{part.heading}\n\n{part.text}" for part in parts)


def _table(parts: tuple[Part, ...]) -> list[str]:
    """One table, whose first column is the profile."""
    head = [f"profile,{part.text.splitlines()[0]}\n" for part in parts[:1]]
    return head + [f"{part.profile},{line}\n" for part in parts for line in part.text.splitlines()[1:]]
