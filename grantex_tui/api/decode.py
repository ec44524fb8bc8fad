"""What a response's body says: figures as frozen values, or the error that it stands for. No httpx, no sockets.

Field names and units are those of the vendor's documents; where the service departs from them (ISO timestamps,
newest first, a day as `period`), both forms are accepted. A counter that is missing, null, negative, fractional,
boolean or text is refused with the field's name: a missing number is not 0.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from http import HTTPStatus

from grantex_tui.api.api_key import ApiKey
from grantex_tui.api.errors import GrantexApiError, GrantexAuthError, GrantexResponseError
from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import COUNTER_FIELDS, HealthReport, Subscription, UsageEntry, UsageHistory, UsageMetrics
from grantex_tui.api.response import PLAUSIBLE_YEARS, Headers, ResponseMeta, retry_after_of
from grantex_tui.api.sanitize import plain

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T[0-9:.]{5,20}(Z|[+-]\d{2}:\d{2}))?", re.ASCII)
_BEYOND = re.compile(r"[+-]?infinity|[+-]\d{6}-.{0,40}|(\d{4})-\d{2}-\d{2}.{0,40}", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


def parse_metrics(data: object) -> UsageMetrics:
    """`GET /v1/usage`. Raises GrantexResponseError naming the field that is not as documented."""
    body = _object(data, "the answer")
    return UsageMetrics(_text(body, "developerId"), _period(body), *_counters(body, ""))


def parse_history(data: object) -> UsageHistory:
    """`GET /v1/usage/history`, in any order.

    Of two entries for a day the first in the answer is kept; a row dated beyond the calendar is left out. Each with a
    note.

    Raises GrantexResponseError naming the field that is not as documented.
    """
    body = _object(data, "the answer")
    rows = body.get("entries")
    if not isinstance(rows, list):
        raise GrantexResponseError(f"entries is {_kind(body, 'entries')} instead of a list")
    entries: dict[str, UsageEntry] = {}
    notes: list[str] = []
    beyond = 0
    for index, row in enumerate(rows):
        name = f"entries {index + 1}"
        fields = _object(row, name)
        if _is_beyond_the_calendar(fields.get("date")):
            beyond += 1
            continue
        entry = UsageEntry(_day(fields, name), *_counters(fields, f"{name}: "))
        if entry.date in entries:
            notes.append(f"{entry.date} came twice; the first is shown")
        else:
            entries[entry.date] = entry
    if beyond:
        notes.append(f"{'1 row' if beyond == 1 else f'{beyond} rows'} dated beyond the calendar left out")
    ordered = [entries[date] for date in sorted(entries)]
    differing = sum(entry.counters.total_requests != entry.counters.parts for entry in ordered)
    if differing:
        days = "1 day's total differs" if differing == 1 else f"{differing} days' totals differ"
        notes.append(f"{days} from the sum of the parts; shown as served")
    return UsageHistory(ordered, _text(body, "developerId"), tuple(notes))


def parse_subscription(data: object) -> Subscription:
    """`GET /v1/billing/subscription`. Raises GrantexResponseError naming the field that is not as documented."""
    return Subscription(_text(_object(data, "the answer"), "plan"))


def parse_health(data: object) -> HealthReport:
    """`GET /health`. Raises GrantexResponseError naming the field that is not as documented."""
    body = _object(data, "the answer")
    return HealthReport(_text(body, "database") == "ok", _text(body, "redis") == "ok")


def _counters(body: Mapping[str, object], where: str) -> tuple[int, int, int, int]:
    exchanges, authorizations, verifications, total = (_counter(body, name, where) for name in COUNTER_FIELDS)
    return exchanges, authorizations, verifications, total


def _counter(body: Mapping[str, object], name: str, where: str) -> int:
    match body.get(name):
        case bool():
            raise GrantexResponseError(f"{where}{name} is a truth value instead of a number")
        case int(number) if number < 0:
            raise GrantexResponseError(f"{where}{name} is negative")
        case int(number) if number > MAX_COUNTER:
            raise GrantexResponseError(f"{where}{name} is too large to be exact")
        case int(number):
            return number
        case float():
            raise GrantexResponseError(f"{where}{name} is not a whole number")
        case _:
            raise GrantexResponseError(f"{where}{name} is {_kind(body, name)} instead of a number")


def _period(body: Mapping[str, object]) -> str:
    value = body.get("period")
    if isinstance(value, str) and _MONTH.fullmatch(value) and _is_date(f"{value}-01"):
        return value
    return _day_of(value) or _refuse(body, "period", "period", "a day or a month")


def _day(body: Mapping[str, object], where: str) -> str:
    return _day_of(body.get("date")) or _refuse(body, "date", f"{where}: date", "a day")


def _is_beyond_the_calendar(value: object) -> bool:
    """Whether a row's date is `infinity`, as PostgreSQL can store, or a year in which no service counts."""
    found = _BEYOND.fullmatch(value) if isinstance(value, str) else None
    return found is not None and (found[1] is None or not PLAUSIBLE_YEARS[0] <= int(found[1]) <= PLAUSIBLE_YEARS[1])


def _day_of(value: object) -> str | None:
    """The first ten characters: a converted time zone would move the day."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found and _is_date(found[1]) else None


def _is_date(text: str) -> bool:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return PLAUSIBLE_YEARS[0] <= date.year <= PLAUSIBLE_YEARS[1]


def _refuse(body: Mapping[str, object], name: str, where: str, wanted: str) -> str:
    value = body.get(name)
    came = f"“{plain(value, 24)}”" if isinstance(value, str) else _kind(body, name)
    raise GrantexResponseError(f"{where} is {came} instead of {wanted}")


def _text(body: Mapping[str, object], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise GrantexResponseError(f"{name} is {_kind(body, name)} instead of text")
    return plain(value, 64)


def _object(data: object, where: str) -> Mapping[str, object]:
    if not isinstance(data, dict):
        raise GrantexResponseError(f"{where} is {_kind_of(data)} instead of an object")
    return data


def _kind(body: Mapping[str, object], name: str) -> str:
    return _kind_of(body[name]) if name in body else "missing"


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "a truth value"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"


def json_of(headers: Headers, body: bytes) -> object:
    """The body's JSON. Raises GrantexResponseError saying what came instead."""
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding != "identity":
        raise GrantexResponseError(f"the answer is packed ({plain(encoding, 20)}), which was not asked for")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and not re.fullmatch(r"application/([\w.-]+\+)?json", kind):
        what = "a web page" if kind == "text/html" else plain(kind, 40)
        raise GrantexResponseError(f"the answer is {what} instead of JSON")
    if not body.strip():
        raise GrantexResponseError("the answer is empty")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise GrantexResponseError("the answer is not UTF-8 text") from None
    try:
        return json.loads(text)
    except RecursionError:
        raise GrantexResponseError("the answer is nested too deeply") from None
    except ValueError:
        raise GrantexResponseError("the answer is not JSON") from None


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
        retry_after=retry_after_of(headers.get("retry-after"), meta.server_time),
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
