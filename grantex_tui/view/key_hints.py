"""What the last line says: keys, and in a word what each does. Which keys there are: `tui/keys`."""

from __future__ import annotations

from msgspec import Struct


class KeyHint(Struct, frozen=True):
    """Keys and in a word what they do. `rank`: 0 is the last to give way where the line is too short."""

    keys: str
    does: str
    rank: int


class KeyHintsContent(Struct, frozen=True):
    """The hints in the order in which they stand on the line."""

    hints: tuple[KeyHint, ...]
