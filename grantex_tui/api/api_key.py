"""The API key as a value that does not show itself. Where it is looked up: `settings`; where it goes: `client`."""

from __future__ import annotations

import enum
from typing import Final

_PRINTABLE_ASCII: Final = frozenset(map(chr, range(0x21, 0x7F)))


class KeyMode(enum.Enum):
    """What the key's prefix says it opens."""

    LIVE = "LIVE"
    TEST = "TEST"
    UNKNOWN = ""


class InvalidKeyError(ValueError):
    """The text cannot be a key; the message says why and never repeats it."""


class ApiKey:
    """A key of any form without blanks; `repr`, `str` and pickling do not give it away."""

    __slots__ = ("_secret",)

    def __init__(self, text: str) -> None:
        """Raises InvalidKeyError for a text that cannot stand in an Authorization header. Blanks around it go."""
        secret = text.strip(" \t\r\n")
        if not secret:
            raise InvalidKeyError("the API key is empty")
        if any(char in "\r\n" for char in secret):
            raise InvalidKeyError("the API key has a line break inside")
        if any(char.isspace() for char in secret):
            raise InvalidKeyError("the API key has a blank inside")
        if not _PRINTABLE_ASCII.issuperset(secret):
            raise InvalidKeyError("the API key has a character that no key has")
        self._secret = secret

    def reveal(self) -> str:
        """The key itself: for the Authorization header alone."""
        return self._secret

    def is_in(self, text: str) -> bool:
        """Whether `text` would give the key away."""
        return self._secret in text

    @property
    def mode(self) -> KeyMode:
        if self._secret.startswith("gx_live_"):
            return KeyMode.LIVE
        return KeyMode.TEST if self._secret.startswith("gx_test_") else KeyMode.UNKNOWN

    def __repr__(self) -> str:
        return "ApiKey(…)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("an API key is not written anywhere")
