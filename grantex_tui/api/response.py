"""What an HTTP answer means: its metadata, its JSON, or the error it stands for. No httpx, no sockets."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.errors import GrantexAnswerError, GrantexApiError, GrantexAuthError
from grantex_tui.api.models import PLAUSIBLE_YEARS, RateLimit, ResponseMeta
from grantex_tui.api.sanitize import plain

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


def json_of(headers: Headers, body: bytes) -> object:
    """The body's JSON. Raises GrantexAnswerError saying what came instead."""
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding != "identity":
        raise GrantexAnswerError(f"the answer is packed ({plain(encoding, 20)}), which was not asked for")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not re.fullmatch(r"application/([\w.-]+\+)?json", kind):
        what = "a web page" if kind == "text/html" else plain(kind, 40)
        raise GrantexAnswerError(f"the answer is {what} instead of JSON")
    if not body.strip():
        raise GrantexAnswerError("the answer is empty")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise GrantexAnswerError("the answer is not UTF-8 text") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise GrantexAnswerError("the answer is nested too deeply") from None
    except ValueError:
        raise GrantexAnswerError("the answer is not JSON") from None


def api_error(headers: Headers, body: bytes, meta: ResponseMeta, key: ApiKey) -> GrantexApiError:
    """The error for a status other than 200. A body that repeats the `key` does not bring it into the message."""
    status = meta.status
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    fields = fields if isinstance(fields, dict) else {}
    code, request_id, said = (_said(fields.get(name), key) for name in ("code", "requestId", "message"))
    kind = GrantexAuthError if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) else GrantexApiError
    return kind(
        f"{status} {_phrase(status)}" + (f": {said}" if said else ""),
        status=status,
        code=code,
        request_id=request_id,
        retry_after=_retry_after(headers.get("retry-after"), meta.server_time),
        meta=meta,
    )


def _said(value: object, key: ApiKey) -> str | None:
    """Words of an error body; a proxy that repeats the request's headers in them gives no key away."""
    return plain(value.replace(key.reveal(), "(key)")) or None if isinstance(value, str) else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "(unknown status)"


def whole_number(text: str | None) -> int | None:
    """A header's decimal digits; None for anything else."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _http_date(text: str | None) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text or "")
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return moment if PLAUSIBLE_YEARS[0] <= moment.year <= PLAUSIBLE_YEARS[1] else None


def _retry_after(text: str | None, server_time: dt.datetime | None) -> float | None:
    """Seconds to wait (RFC 9110, 10.2.3: seconds or an HTTP date); None for nonsense and for the past."""
    seconds = whole_number(text)
    if seconds is not None:
        return float(seconds)
    until = _http_date(text)
    if until is None or server_time is None or until < server_time:
        return None
    return (until - server_time).total_seconds()
