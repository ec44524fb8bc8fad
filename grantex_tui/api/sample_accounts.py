"""The accounts that the sample service makes figures up for: what each is like, and what is the matter with it.

Values alone, for a screen that names the accounts before it reads any; the figures: `sample_service`.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class SampleAccount(Struct, frozen=True):
    """A made-up account. `developer`, `seed`: as the service names it, and which figures.

    `scale`: its use, the first one's being 1. `surge`: how much more comes from the day on which it is first asked.
    `days`: how many days old it is; None: as old as the service. `plan`: as billing names it; `limit`: its requests a
    minute. `reachable`: it answers.
    """

    name: str
    label: str
    developer: str
    seed: int
    scale: float = 1.0
    surge: float = 1.0
    days: int | None = None
    plan: str = "pro"
    limit: int = 500
    reachable: bool = True


SAMPLE_ACCOUNTS: Final = (
    SampleAccount("shop", "Sample Shop", "dev_01K41Q9V6RSAMP1E0DEM0DATA0", 26),
    SampleAccount("market", "Marketplace", "dev_01K41Q9V6RSAMP1E0DEM0DATA1", 7, scale=2.6),
    SampleAccount(
        "mobile", "Mobile app", "dev_01K41Q9V6RSAMP1E0DEM0DATA2", 41, 0.11, surge=1.9, plan="free", limit=100
    ),
    SampleAccount("partners", "Partners", "dev_01K41Q9V6RSAMP1E0DEM0DATA3", 12, 0.6, plan="custom", limit=1000),
    SampleAccount("billing", "Billing", "dev_01K41Q9V6RSAMP1E0DEM0DATA4", 3, reachable=False),
    SampleAccount("sandbox", "Sandbox", "dev_01K41Q9V6RSAMP1E0DEM0DATA5", 58, 0.05, days=9, plan="free", limit=100),
)
"""The first one is what the demo starts with."""
