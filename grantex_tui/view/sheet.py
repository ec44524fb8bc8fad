"""A sheet of sections as words, each row a label and what there is to say. Pure; `layout.sheet` breaks its lines."""

from __future__ import annotations

from msgspec import Struct


class Section(Struct, frozen=True):
    """A heading, empty where there is none, and its lines: each a label and what there is to say."""

    title: str
    rows: tuple[tuple[str, str], ...]


class SheetContent(Struct, frozen=True):
    """The sections, from the top."""

    sections: tuple[Section, ...]
