"""What the service allows every account, for modules that import nothing else of it. By plan: `usage.plans`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

MAX_DAYS: Final = 90
"""The longest history: the service silently cuts longer ones."""

MAX_COUNTER: Final = 2**53 - 1
"""The largest counter accepted: the service is JavaScript and cannot count exactly beyond it."""
