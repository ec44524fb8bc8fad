"""Where the figures come from, as the screen names it. The address itself: `address`; the key: `credentials`."""

from __future__ import annotations

from msgspec import Struct

from grantex_tui.api.api_key import KeyMode


class Source(Struct, frozen=True):
    """The service's host, what the key's prefix says, and whether it is the built-in sample service."""

    host: str
    mode: KeyMode
    demo: bool = False
