"""An account as the dashboard can open it: what it is called, where its figures come from, and how to read them.

A value, made before anything is read and anything is imported for it. What the archive calls an account is the
service's: `archive.models`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from grantex_tui.config.settings import NO_OVERRIDES, PlanSettings, Service

if TYPE_CHECKING:
    from grantex_tui.polling.memory import OpenMemory
    from grantex_tui.polling.poller import Poller


class Account(Struct, frozen=True):
    """One account of several. `name`: unlike every other's. `label`: what the screen calls it, else its name.

    `colour`: of the label, `#rrggbb` or a name; empty: the theme's. `open_poller` is called in a thread; again only
    after it raised SettingsError because the account cannot be read. `find_service`, called after it, tells what only
    the key says of the service. `open_memory`: None where nothing is kept.
    """

    name: str
    open_poller: Callable[[], Poller]
    service: Service
    label: str = ""
    colour: str = ""
    plan_settings: PlanSettings = NO_OVERRIDES
    open_memory: OpenMemory | None = None
    find_service: Callable[[], Service] | None = None
