"""The demo's accounts, as the dashboard opens them. What each is like: `api.sample_accounts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grantex_tui.api.sample_accounts import SAMPLE_ACCOUNTS, SampleAccount
from grantex_tui.config.settings import Settings
from grantex_tui.polling.account import Account

if TYPE_CHECKING:
    from grantex_tui.polling.memory import OpenMemory
    from grantex_tui.polling.poller import Poller


def sample_accounts(settings: Settings, open_memory: OpenMemory | None) -> tuple[Account, ...]:
    """All of them. `open_memory`: of the first one, whose whole past can be made up."""

    def account(sample: SampleAccount) -> Account:
        kept = open_memory if sample is SAMPLE_ACCOUNTS[0] else None
        return Account(sample.name, lambda: _poller(settings, sample), settings.service, sample.label, open_memory=kept)

    return tuple(account(sample) for sample in SAMPLE_ACCOUNTS)


def _poller(settings: Settings, sample: SampleAccount) -> Poller:
    from grantex_tui.polling.connect import build_poller  # start-up boundary: httpx, after the first paint

    return build_poller(settings, sample=sample)
