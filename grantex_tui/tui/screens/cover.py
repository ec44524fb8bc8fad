"""Which of the whole screens is seen: one account, or all of them. Sheets lie on either."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen


def is_covered(screen: Screen[Any]) -> bool:
    """Whether a whole screen, and no sheet, is shown in its place."""
    stack = screen.app.screen_stack
    return screen not in stack or any(not above.is_modal for above in stack[stack.index(screen) + 1 :])
