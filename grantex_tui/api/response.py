"""Where a response came from: status, the service's clock and the request budget, read from its headers. No bodies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from msgspec import Struct

Headers = Mapping[str, str]
"""Names in any case: the mapping does not tell them apart."""

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def meta_of(endpoint: str, status: int, headers: Headers) -> ResponseMeta:
    """Path, status, the service's clock and the request budget."""
    match [whole_number(headers.get(f"x-ratelimit-{name}")) for name in ("limit", "remaining", "reset")]:
        case [int(limit), int(remaining), int(reset)]:
            rate_limit: RateLimit | None = RateLimit(limit, remaining, reset)
        case _:
            rate_limit = None
    return ResponseMeta(endpoint, status, _http_date(headers.get("date")), rate_limit)


def whole_number(text: str | None) -> int | None:
    """A header's decimal digits; None for anything else."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _http_date(text: str | None) -> dt.datetime | None:
    from email.utils import parsedate_to_datetime  # start-up boundary: 5 ms, and no header before the first paint

    try:
        moment = parsedate_to_datetime(text or "")
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return moment if PLAUSIBLE_YEARS[0] <= moment.year <= PLAUSIBLE_YEARS[1] else None


def retry_after_of(text: str | None, server_time: dt.datetime | None) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3: seconds or an HTTP date); None for nonsense and for the past."""
    seconds = whole_number(text)
    if seconds is not None:
        return float(seconds)
    until = _http_date(text)
    if until is None or server_time is None or until < server_time:
        return None
    return (until - server_time).total_seconds()


T = TypeVar("T")

ADDRESS_LIMIT: Final = 5000
"""Requests a minute that the service allows an address, checked before the key: it says nothing of the plan."""

PLAUSIBLE_YEARS: Final = (2000, 9000)
"""Years a date from the service may lie in; beyond them a window of days could leave the calendar."""


class RateLimit(Struct, frozen=True):
    """Requests a minute: allowed, left, and seconds until the minute is over; from the `x-ratelimit-*` headers."""

    limit: int
    remaining: int
    reset: int


class ResponseMeta(Struct, frozen=True):
    """Where an answer came from: path, HTTP status, the service's clock (UTC) and the request budget."""

    endpoint: str
    status: int
    server_time: dt.datetime | None = None
    rate_limit: RateLimit | None = None


class Response(Struct, Generic[T], frozen=True):
    """A valid answer and where it came from."""

    value: T
    meta: ResponseMeta
