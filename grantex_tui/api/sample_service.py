"""The sample service behind `--demo`: an httpx transport that answers in the service's exact wire format, ISO
timestamps, newest first, missing days and late rollups included. No network, no waiting, and no failures but those of
an account that is made up as unreachable (`sample_accounts`).

Not a copy of the service: it takes any key and refuses nobody. Its figures are a pure function of seed and moment,
so it starts anywhere, restarts without a trace and draws the same chart again; it only counts the requests it got
this minute.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from http import HTTPStatus
from typing import Final

import httpx
from msgspec.structs import astuple

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import COUNTER_FIELDS, Counters
from grantex_tui.api.response import ADDRESS_LIMIT
from grantex_tui.api.sample_accounts import SampleAccount

DEVELOPER_ID: Final = "dev_01K41Q9V6RSAMP1E0DEM0DATA0"
LAUNCH: Final = dt.date(2025, 9, 1)
DAY: Final = 86_400.0
"""Seconds in a day."""

DAILY_PER_YEAR: Final = 40_000
"""By how many requests a day an ordinary Monday grows in a year: a quarter more in 90 days, 15 months after launch."""

WEEKDAYS: Final = (1.0, 1.08, 1.05, 1.1, 0.85, 0.25, 0.2)
"""An ordinary day's use, Monday to Sunday, in Mondays."""

SPIKE_HOURS: Final = (11, 14)
"""The UTC hours from and to in which most of an outlier's excess comes."""

LULLS: Final = ((7, 25, 35, 0.25), (12, 28, 9, 0.3))
"""A year's rhythm: month and day of the quietest day, days from it until all is as ever, share lost."""

ALWAYS_SERVED: Final = 4
"""Today and the days before it, in all, that are never missing from history."""

SEED: Final = 26
"""Which figures the demo shows."""

DEFAULT_DAYS: Final = 30

_WHOLE = re.compile(r"\s*[+-]?\d{1,9}", re.ASCII)
_CYCLE, _WEEKS = 6, 5
"""Weeks in which a rare day comes once, and how many of them, from the first, it may fall in: 1 to 3 in any 90 days."""


def day_counters(seed: int, date: dt.date, seconds: float) -> Counters:
    """What the service counted on `date` from 00:00 UTC until `seconds` (0 to `DAY`) later; the total is the sum."""
    years = max(0.5, (date - LAUNCH).days / 365.25)
    requests = DAILY_PER_YEAR * years * WEEKDAYS[date.weekday()] * season(date) * _about_one(seed, "use", date, 0.06)
    done = _share_of_day(seconds / DAY)
    if is_outlier(seed, date):
        times = 2.1 * _about_one(seed, "spike", date, 0.05)
        requests *= times
        done = (done + (times - 1) * _share_of_spike(seconds / DAY)) / times
    exchanges, authorizations, verifications = (
        int(int(requests * share * _about_one(seed, kind, date, 0.06)) * done)
        for kind, share in (("exchanges", 0.23), ("authorizations", 0.08), ("verifications", 0.69))
    )
    return Counters(exchanges, authorizations, verifications, exchanges + authorizations + verifications)


def history_row(seed: int, date: dt.date, now: dt.datetime) -> Counters | None:
    """`date` as history has it at `now` (UTC); None where there is no row.

    A rollup of today and yesterday runs at every full hour but midnight: in the day's first hour, today has no row yet
    and yesterday's lacks its last hour.
    """
    match (now.date() - date).days, now.hour:
        case 0, hour:
            return day_counters(seed, date, hour * 3600.0) if hour else None
        case 1, 0:
            return day_counters(seed, date, DAY - 3600.0)
        case age, _ if age >= ALWAYS_SERVED and is_missing(seed, date):
            return None
        case _:
            return day_counters(seed, date, DAY)


def hour_counters(seed: int, date: dt.date, hour: int) -> Counters:
    """What the service counts on `date` in the UTC hour `hour` (0 to 23); the hours of a day add up to the day."""
    before, after = (astuple(day_counters(seed, date, at * 3600.0)) for at in (hour, hour + 1))
    return Counters(*(late - early for early, late in zip(before, after, strict=True)))


def is_outlier(seed: int, date: dt.date) -> bool:
    """Whether `date`, a Tuesday to Thursday, has about twice the usual use."""
    return _is_rare(seed, "spike", date, (1, 2, 3))


def is_missing(seed: int, date: dt.date) -> bool:
    """Whether `date`, a Friday to Monday and so never an outlier, gets no row once it is `ALWAYS_SERVED` days old."""
    return _is_rare(seed, "missing", date, (4, 5, 6, 0))


def season(date: dt.date) -> float:
    """What the time of the year leaves (0 to 1) of a day's use: 1 outside of `LULLS`."""
    left = 1.0
    for month, day, reach, lost in LULLS:
        quietest = (dt.date(date.year + years, month, day) for years in (-1, 0, 1))
        away = min(abs((date - other).days) for other in quietest)
        if away < reach:
            left -= lost * (1 + math.cos(math.pi * away / reach)) / 2
    return left


def days_served(text: str | None) -> int:
    """The number of days that `?days=` stands for: read as JavaScript reads numbers, 0 and garbage are the default."""
    found = _WHOLE.match(text or "")
    return min(int(found[0]) if found else 0, MAX_DAYS) or DEFAULT_DAYS


def _share_of_day(time: float) -> float:
    """The share (0 to 1) of a day's requests that came until `time` (0 to 1): the integral of the day's curve.

    Its rate, 1 on average and never under 0.35, is lowest at 02:00 and swells and ebbs a little every 140 seconds.
    """
    if time >= 1:
        return 1.0
    low, ripples, turn = 1 / 12, 617, 2 * math.pi
    daily = 0.45 / turn * (math.sin(turn * (time - low)) + math.sin(turn * low))
    return time - daily + 0.2 / (turn * ripples) * (1 - math.cos(turn * ripples * time))


def _share_of_spike(time: float) -> float:
    """The share of an outlier's excess that came until `time`: three quarters of it evenly in `SPIKE_HOURS`."""
    start, end = (hour / 24 for hour in SPIKE_HOURS)
    return 0.75 * min(max((time - start) / (end - start), 0.0), 1.0) + 0.25 * _share_of_day(time)


def _is_rare(seed: int, what: str, date: dt.date, weekdays: tuple[int, ...]) -> bool:
    """Whether `date` is the one day of its cycle of weeks that was drawn, from `weekdays` (Monday is 0)."""
    week, weekday = divmod(date.toordinal() - 1, 7)
    cycle, place = divmod(week, _CYCLE)
    drawn_day = weekdays[int(_chance(seed, f"{what} weekday", cycle) * len(weekdays))]
    return weekday == drawn_day and place == int(_chance(seed, f"{what} week", cycle) * _WEEKS)


def _about_one(seed: int, what: str, date: dt.date, spread: float) -> float:
    """A factor from 1 - `spread` to 1 + `spread`, always the same for the same arguments."""
    return 1 + spread * (2 * _chance(seed, what, date.toordinal()) - 1)


def _chance(seed: int, what: str, number: int) -> float:
    """A number from 0 to 1 (excluded) that looks random, always the same for the same arguments."""
    digest = hashlib.blake2b(f"{seed} {what} {number}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def _seconds(now: dt.datetime) -> float:
    """Seconds since 00:00."""
    return now.hour * 3600 + now.minute * 60 + now.second + now.microsecond / 1e6


def _json(counters: Counters) -> dict[str, object]:
    return dict(zip(COUNTER_FIELDS, astuple(counters), strict=True))


def _timestamp(date: dt.date) -> str:
    return f"{date.isoformat()}T00:00:00.000Z"


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class SampleService(httpx.AsyncBaseTransport):
    """The transport to give to `AsyncGrantex`. `clock`: the service's clock, aware. `account`: whose figures."""

    def __init__(
        self,
        clock: Callable[[], dt.datetime] = _utc_now,
        seed: int = SEED,
        account: SampleAccount | None = None,
    ) -> None:
        self._clock = clock
        self._account = account or SampleAccount("", "", DEVELOPER_ID, seed)
        self._began = clock().astimezone(dt.UTC).date()
        self._minute: dt.datetime | None = None
        self._spent = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._account.reachable:
            raise httpx.ConnectError("", request=request) from ConnectionRefusedError()
        now = self._clock().astimezone(dt.UTC)
        status, body = HTTPStatus.OK, self._answer(request, now)
        if body is None:
            status = HTTPStatus.NOT_FOUND
            message = f"Route {request.method}:{request.url.raw_path.decode()} not found"
            body = {"message": message, "error": status.phrase, "statusCode": status}
        limit, left = (ADDRESS_LIMIT, ADDRESS_LIMIT - 1) if request.url.path == "/health" else self._spend(now)
        headers = {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(left),
            "x-ratelimit-reset": str(60 - now.second),
            "content-type": "application/json; charset=utf-8",
            "cache-control": "no-store",
            "Date": format_datetime(now, usegmt=True),
        }
        return httpx.Response(status, headers=headers, json=body)

    def _answer(self, request: httpx.Request, now: dt.datetime) -> Mapping[str, object] | None:
        """The body of the answer to `request`; None where there is no such route."""
        today, account = now.date(), {"developerId": self._account.developer}
        match request.method, request.url.path:
            case "GET", "/v1/usage":
                return account | {"period": today.isoformat()} | _json(self._live(now))
            case "GET", "/v1/usage/history":
                days = days_served(request.url.params.get("days"))
                dates = (today - dt.timedelta(days=ago) for ago in range(days + 1))
                rows = ((date, self._row(date, now)) for date in dates)
                entries = [{"date": _timestamp(date)} | _json(row) for date, row in rows if row is not None]
                return {**account, "days": days, "entries": entries}
            case "GET", "/v1/billing/subscription":
                month_end = (today.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
                return {"plan": self._account.plan, "status": "active", "currentPeriodEnd": _timestamp(month_end)}
            case "GET", "/v1/me":
                name = {"name": "Sample Shop", "email": "demo@example.test", "mode": "sandbox", "plan": "pro"}
                return {**account, **name, "fidoRequired": False, "fidoRpName": None, "createdAt": _timestamp(LAUNCH)}
            case "GET", "/health":
                return {"status": "healthy", "database": "ok", "redis": "ok"}
        return None

    def _live(self, now: dt.datetime) -> Counters:
        return self._scaled(day_counters(self._account.seed, now.date(), _seconds(now)), now.date())

    def _row(self, date: dt.date, now: dt.datetime) -> Counters | None:
        days = self._account.days
        row = (
            None
            if days is not None and (now.date() - date).days >= days
            else history_row(self._account.seed, date, now)
        )
        return None if row is None else self._scaled(row, date)

    def _scaled(self, counters: Counters, date: dt.date) -> Counters:
        times = self._account.scale * (self._account.surge if date >= self._began else 1.0)
        exchanges, authorizations, verifications, _ = (int(count * times) for count in astuple(counters))
        return Counters(exchanges, authorizations, verifications, exchanges + authorizations + verifications)

    def _spend(self, now: dt.datetime) -> tuple[int, int]:
        """Count one request; the plan's requests a minute, and those that production and we have left of them."""
        minute = now.replace(second=0, microsecond=0)
        self._spent = self._spent + 1 if minute == self._minute else 1
        self._minute = minute
        production = self._live(now).total_requests - self._live(minute).total_requests
        limit = self._account.limit
        return limit, max(0, limit - production - self._spent)
