"""The four figures of a day, the total and three operations, and all their names. No sentences."""

from __future__ import annotations

import enum
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import Counters


class Metric(enum.Enum):
    """One of the four figures of a day; its value is its name on the command line."""

    TOTAL = "total"
    TOKEN_EXCHANGES = "exchanges"
    AUTHORIZATIONS = "authorizations"
    VERIFICATIONS = "verifications"

    @property
    def label(self) -> str:
        """The full name: `token exchanges`."""
        return _NAMES[self].label

    def noun(self, count: int) -> str:
        """The label as it stands after `count`: `token exchange` after 1, else `token exchanges`."""
        return self.label.removesuffix("s") if count == 1 else self.label

    @property
    def short(self) -> str:
        """One word of at most nine cells: `exchanges`, `verific.`."""
        return _NAMES[self].short

    @property
    def brief(self) -> str:
        """At most five cells: `exch`, `verif`."""
        return _NAMES[self].brief

    @property
    def stub(self) -> str:
        """At most four cells: `exch`, `veri`."""
        return _NAMES[self].stub

    @property
    def letter(self) -> str:
        """One letter: `E`."""
        return _NAMES[self].letter

    def of(self, counters: Counters) -> int:
        """The figure, in requests."""
        match self:
            case Metric.TOTAL:
                return counters.total_requests
            case Metric.TOKEN_EXCHANGES:
                return counters.token_exchanges
            case Metric.AUTHORIZATIONS:
                return counters.authorizations
            case Metric.VERIFICATIONS:
                return counters.verifications


class _Names(Struct, frozen=True):
    """A metric's names, from long to short."""

    label: str
    short: str
    brief: str
    stub: str
    letter: str


_NAMES: Final = {
    Metric.TOTAL: _Names("total requests", "total", "total", "all", "T"),
    Metric.TOKEN_EXCHANGES: _Names("token exchanges", "exchanges", "exch", "exch", "E"),
    Metric.AUTHORIZATIONS: _Names("authorizations", "authoriz.", "auth", "auth", "A"),
    Metric.VERIFICATIONS: _Names("verifications", "verific.", "verif", "veri", "V"),
}

PARTS: Final = (Metric.TOKEN_EXCHANGES, Metric.AUTHORIZATIONS, Metric.VERIFICATIONS)
"""The three operations, in the order in which they are shown."""

FIGURES: Final = (*PARTS, Metric.TOTAL)
"""The four figures, in the order in which they are shown and written."""
