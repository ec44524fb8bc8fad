"""grantex-tui: a terminal dashboard and a small client for the Grantex usage API.

    from grantex_tui import AsyncGrantex, Grantex

The names below load on first use, so that the dashboard paints before httpx is imported, and `status` never does.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grantex_tui.api.client import AsyncGrantex, Grantex
    from grantex_tui.api.errors import (
        GrantexApiError,
        GrantexAuthError,
        GrantexError,
        GrantexNetworkError,
        GrantexResponseError,
        GrantexTimeoutError,
    )
    from grantex_tui.api.models import UsageEntry, UsageHistory, UsageMetrics

__version__ = "0.1.0"

__all__ = [
    "AsyncGrantex",
    "Grantex",
    "GrantexApiError",
    "GrantexAuthError",
    "GrantexError",
    "GrantexNetworkError",
    "GrantexResponseError",
    "GrantexTimeoutError",
    "UsageEntry",
    "UsageHistory",
    "UsageMetrics",
]

_HOME = {
    "AsyncGrantex": "api.client",
    "Grantex": "api.client",
    "UsageEntry": "api.models",
    "UsageHistory": "api.models",
    "UsageMetrics": "api.models",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'api.errors')}"), name)
