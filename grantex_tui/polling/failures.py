"""Why a reading failed, in a few plain words, with what the service's health page adds. The errors: `api.errors`."""

from __future__ import annotations

import enum
from typing import Final

from grantex_tui.api.errors import (
    GrantexApiError,
    GrantexAuthError,
    GrantexError,
    GrantexResponseError,
    GrantexTimeoutError,
)
from grantex_tui.api.models import HealthReport
from grantex_tui.api.response import ADDRESS_LIMIT

MAX_REASON: Final = 69
"""Characters of a reason: beside "stale:" on one line of 80 columns."""


class Cause(enum.Enum):
    """What kind of failure it is, as far as anybody acts on it."""

    KEY_REFUSED = "key refused"
    TOO_MANY_REQUESTS = "too many requests"
    TIME_OUT = "time-out"
    OTHER = "other"


def cause_of(error: GrantexError) -> Cause:
    """Decided by status: the service's `code` is not reliable."""
    match error:
        case GrantexAuthError():
            return Cause.KEY_REFUSED
        case GrantexApiError(status=429):
            return Cause.TOO_MANY_REQUESTS
        case GrantexTimeoutError():
            return Cause.TIME_OUT
        case _:
            return Cause.OTHER


def reason_of(error: GrantexError) -> str:
    """As it stands after "stale:" or "no answer yet:"; `MAX_REASON` characters at most, cut with an ellipsis."""
    words = _words(error)
    return words if len(words) <= MAX_REASON else words[: MAX_REASON - 1] + "…"


def health_explains(error: GrantexError) -> bool:
    """Whether the health page may tell which part of the service fails: after a time-out, a 500, a 503."""
    match error:
        case GrantexTimeoutError() | GrantexApiError(status=500) | GrantexApiError(status=503):
            return True
        case _:
            return False


def with_health(reason: str, health: HealthReport) -> str:
    """The reason, and what the service says of its parts; `MAX_REASON` characters at most."""
    words = f"{reason}; {health_words(health)}"
    return words if len(words) <= MAX_REASON else words[: MAX_REASON - 1] + "…"


def health_words(health: HealthReport) -> str:
    """Which part of the service is down."""
    match health.database, health.redis:
        case True, True:
            return "the service calls itself healthy"
        case False, True:
            return "its database is down"
        case True, False:
            return "its counter store is down"
        case _:
            return "database and counter store down"


def _words(error: GrantexError) -> str:
    match error:
        case GrantexApiError(status=429, meta=meta) if (
            meta and meta.rate_limit and meta.rate_limit.limit == ADDRESS_LIMIT
        ):
            return "too many requests from this network address (429)"
        case GrantexAuthError(status=status):
            return f"the service refuses the API key ({status})"
        case GrantexApiError(status=status):
            return f"{_status_words(status)} ({status})"
        case GrantexResponseError():
            return f"not a valid answer: {error}"
        case _:
            return str(error)


def _status_words(status: int) -> str:
    match status:
        case 429:
            return "too many requests this minute"
        case 402:
            return "the service asks for payment"
        case 404:
            return "no such address at the service; is the base URL right?"
        case 500:
            return "an error inside the service"
        case 502 | 504:
            return "the proxy gets no answer from the service"
        case 503:
            return "the service is unavailable"
        case _ if 200 <= status < 300:
            return "an answer without figures"
        case _ if 300 <= status < 400:
            return "the service redirects elsewhere, which is not followed"
        case _ if 400 <= status < 500:
            return "the service does not accept the request"
        case _:
            return "the service fails"
