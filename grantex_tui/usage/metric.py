"""What can be looked at of a day: the total, or one of the three operations. Labels, no sentences."""

from __future__ import annotations

import enum
from typing import Final

from grantex_tui.api.models import Counters


class Metric(enum.Enum):
    """One of the four figures of a day; its value is its name on the command line."""

    TOTAL = "total"
    TOKEN_EXCHANGES = "exchanges"
    AUTHORIZATIONS = "authorizations"
    VERIFICATIONS = "verifications"

    @property
    def label(self) -> str:
        """As words: `token exchanges`."""
        match self:
            case Metric.TOTAL:
                return "total requests"
            case Metric.TOKEN_EXCHANGES:
                return "token exchanges"
            case Metric.AUTHORIZATIONS:
                return "authorizations"
            case Metric.VERIFICATIONS:
                return "verifications"

    @property
    def short(self) -> str:
        """As one word of at most nine cells: `exchanges`."""
        match self:
            case Metric.TOTAL:
                return "total"
            case Metric.TOKEN_EXCHANGES:
                return "exchanges"
            case Metric.AUTHORIZATIONS:
                return "authoriz."
            case Metric.VERIFICATIONS:
                return "verific."

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


PARTS: Final = (Metric.TOKEN_EXCHANGES, Metric.AUTHORIZATIONS, Metric.VERIFICATIONS)
"""The three operations, in the order in which they are shown."""

FIGURES: Final = (*PARTS, Metric.TOTAL)
"""The four figures, in the order in which they are shown and written."""
