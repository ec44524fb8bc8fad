"""A model of the service: live counters, an hourly rollup, midnight, lost counters, lag, restarts, half failures.

`ModelService` is a transport for the real client and answers in the service's exact wire format. It keeps what is
true (`counted`, `stored`) and what it has told so far (`told_live`, `histories`), so that a test can say what a
dashboard must show. What happens to it, an `Incident`, comes from a list; its traffic, its rollups and its midnights
come by themselves as time passes. Time is the test's clock, which machines that sleep do not follow.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Final

import httpx

from grantex_tui.api.models import NO_USE, Counters
from tests.support.clock import FakeClock

DEVELOPER: Final = "dev_01M0DE1SERV1CE00000000000A"
ONE_DAY: Final = dt.timedelta(days=1)
ONE_HOUR: Final = dt.timedelta(hours=1)
TRAFFIC_EVERY: Final = dt.timedelta(minutes=10)
TAKES: Final = 0.2
"""Seconds that an answer takes."""

TIME_OUT: Final = 10.0
POISON: Final = 7_070_707_070
"""A number that stands in failing answers alone: it must never be shown."""


def end_of(day: dt.date) -> dt.datetime:
    """The UTC midnight that ends `day`."""
    return dt.datetime.combine(day + ONE_DAY, dt.time(), dt.UTC)


def split(total: int, uncounted: int = 0) -> Counters:
    """`total` requests as the three kinds, `uncounted` of them in the total alone."""
    parts = total - min(uncounted, total)
    return Counters(parts // 5, parts // 7, parts - parts // 5 - parts // 7, total)


class Half(enum.Enum):
    """What fails: one of the two readings, or both."""

    USAGE = "/v1/usage"
    HISTORY = "/v1/usage/history"
    BOTH = "both"


class Fault(enum.Enum):
    """How it fails."""

    REFUSED = "connection refused"
    HANG = "no answer in time"
    DATABASE = "500"
    COUNTERS = "503"
    LIMIT = "429"
    KEY = "401"
    NULL = "a counter is null"
    NEGATIVE = "a counter is negative"
    TRUNCATED = "half an answer"
    WEB_PAGE = "a web page"


@dataclass(frozen=True)
class Burst:
    """So many requests at once."""

    requests: Counters


@dataclass(frozen=True)
class Traffic:
    """So many requests every ten minutes from now on."""

    requests: Counters


@dataclass(frozen=True)
class LostCounters:
    """The counter store lost data: so many percent of today's and yesterday's counters are left."""

    percent: int


@dataclass(frozen=True)
class Lag:
    """The next rollups do not run."""

    rollups: int


@dataclass(frozen=True)
class Restart:
    """The service is away for so many seconds; from then on its rollups run at another minute of the hour."""

    seconds: int


@dataclass(frozen=True)
class Failing:
    """Answers of one half, or of both, fail for so many seconds."""

    half: Half
    fault: Fault
    seconds: int


@dataclass(frozen=True)
class Odd:
    """Harmless oddities of history from now on: its order, the form of its dates, a day twice, a row of tomorrow."""

    oldest_first: bool = False
    plain_dates: bool = False
    twice: bool = False
    tomorrow: bool = False


@dataclass(frozen=True)
class Budget:
    """What production leaves of the minute's 2,000 requests from now on."""

    remaining: int


@dataclass(frozen=True)
class Misdated:
    """The `Date` of answers is wrong by so many days for so many seconds; their rows and periods are right.

    Not where the period is a month: then nothing but the `Date` tells the day.
    """

    days: int
    seconds: int


Incident = Burst | Traffic | LostCounters | Lag | Restart | Failing | Odd | Budget | Misdated


@dataclass(frozen=True)
class ToldHistory:
    """A history answer as the service gave it: its `Date` and its rows."""

    at: dt.datetime
    rows: Mapping[dt.date, Counters]


@dataclass
class ModelService(httpx.AsyncBaseTransport):
    """The service from `start` on; `incidents` are sorted by the time they happen.

    `monthly`: its period is a month. `dated`: its answers have a `Date`. `requests`: how many it got.

    `counted`: what its counters hold. `stored`: the rows of its history. `covered`: when the first rollup ran after a
    day's end. `lowered`: the days it lost counters of. Of its good answers: `told_live`, the last of each day;
    `last_live`, the last one with its `Date`; `told_rows`, the last history; `rewritten`, the days whose row changed
    between two histories after the day's end; `last_told`, the `Date` and the monotonic clock of the last of all.
    `failed`: the paths whose last answer was none.
    """

    clock: FakeClock
    start: dt.datetime
    past: Mapping[dt.date, Counters] = field(default_factory=dict)
    incidents: Iterable[tuple[dt.datetime, Incident]] = ()
    rollup_minute: int = 0
    monthly: bool = False
    dated: bool = True
    counted: dict[dt.date, Counters] = field(init=False)
    stored: dict[dt.date, Counters] = field(init=False)
    covered: dict[dt.date, dt.datetime] = field(default_factory=dict)
    lowered: set[dt.date] = field(default_factory=set)
    told_live: dict[dt.date, Counters] = field(default_factory=dict)
    last_live: tuple[dt.datetime, Counters] | None = None
    told_rows: ToldHistory | None = None
    rewritten: set[dt.date] = field(default_factory=set)
    last_told: tuple[dt.datetime, float] | None = None
    failed: set[str] = field(default_factory=set)
    slept: dt.timedelta = dt.timedelta()
    requests: int = 0

    def __post_init__(self) -> None:
        self.counted, self.stored = dict(self.past), dict(self.past)
        self._incidents = list(self.incidents)
        self._traffic = NO_USE
        self._next_traffic = self.start + TRAFFIC_EVERY
        self._next_rollup = self.start.replace(minute=self.rollup_minute)
        self._next_rollup += ONE_HOUR if self._next_rollup <= self.start else dt.timedelta()
        self._skipped_rollups = 0
        self._down_until = self.start
        self._failing: dict[Half, tuple[Fault, dt.datetime]] = {}
        self._odd = Odd()
        self._remaining = 1999
        self._misdated = (0, self.start)

    @property
    def now(self) -> dt.datetime:
        """The service's own clock."""
        return self.start + dt.timedelta(seconds=self.clock.monotonic()) + self.slept

    def machine_sleeps(self, time: dt.timedelta) -> None:
        """The dashboard's machine sleeps: its monotonic clock stands, the service goes on."""
        self.slept += time
        self.clock.machine_sleeps(time)

    def heal(self) -> None:
        """No incident is left, and none goes on."""
        self.catch_up()
        self._incidents, self._failing, self._misdated = [], {}, (0, self.start)
        self._odd, self._remaining, self._skipped_rollups = Odd(), 1999, 0
        self._down_until = self.now

    def catch_up(self) -> None:
        """All that happens until now, in order."""
        while True:
            incident = self._incidents[0][0] if self._incidents else dt.datetime.max.replace(tzinfo=dt.UTC)
            moment = min(incident, self._next_traffic, self._next_rollup)
            if moment > self.now:
                return
            if moment == incident:
                self._happen(self._incidents.pop(0)[1], moment)
            elif moment == self._next_traffic:
                self._next_traffic += TRAFFIC_EVERY
                if moment >= self._down_until:
                    self._count(self._traffic, moment)
            else:
                self._next_rollup += ONE_HOUR
                if self._skipped_rollups:
                    self._skipped_rollups -= 1
                else:
                    self._roll_up(moment)

    def _count(self, requests: Counters, moment: dt.datetime) -> None:
        self.counted[moment.date()] = self.counted.get(moment.date(), NO_USE) + requests

    def _roll_up(self, moment: dt.datetime) -> None:
        """Write the rows of today and yesterday; days without use get none."""
        today = moment.date()
        self.covered.setdefault(today - ONE_DAY, moment)
        for day in (today, today - ONE_DAY):
            if self.counted.get(day, NO_USE).total_requests:
                self.stored[day] = self.counted[day]

    def _happen(self, incident: Incident, moment: dt.datetime) -> None:
        match incident:
            case Burst(requests):
                self._count(requests, moment)
            case Traffic(requests):
                self._traffic = requests
            case LostCounters(percent):
                for day in (moment.date(), moment.date() - ONE_DAY):
                    if day in self.counted:
                        self.counted[day] = _share(self.counted[day], percent)
                        self.lowered.add(day)
            case Lag(rollups):
                self._skipped_rollups = rollups
            case Restart(seconds):
                self._down_until = moment + dt.timedelta(seconds=seconds)
                self._next_rollup = self._down_until + ONE_HOUR
            case Failing(half, fault, seconds):
                self._failing[half] = (fault, moment + dt.timedelta(seconds=seconds))
            case Odd():
                self._odd = incident
            case Budget(remaining):
                self._remaining = remaining
            case Misdated(days, seconds):
                self._misdated = (days, moment + dt.timedelta(seconds=seconds))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        self.clock.advance(TAKES)
        self.catch_up()
        path = request.url.path
        self.failed.add(path)
        if self.now < self._down_until:
            raise httpx.ConnectError("connection refused")
        if path == "/health":
            return httpx.Response(503, json={"status": "degraded", "database": "error", "redis": "ok"})
        for half in (Half.BOTH, *(half for half in Half if half.value == path)):
            fault, until = self._failing.get(half, (None, self.start))
            if fault and self.now < until:
                return self._fail(fault, path)
        match path:
            case "/v1/usage":
                body = self._usage()
            case "/v1/usage/history":
                body = self._history()
            case _:
                body = {"plan": "enterprise", "status": "active", "currentPeriodEnd": None}
        self.failed.discard(path)
        if path in (Half.USAGE.value, Half.HISTORY.value):
            self.last_told = (self.now.replace(microsecond=0), self.clock.since_boot())
        return self._answer(200, body)

    def _usage(self) -> dict[str, object]:
        today = self.now.date()
        seen = self.counted.get(today, NO_USE)
        if self.monthly:
            days = [day for day in self.counted if (day.year, day.month) == (today.year, today.month)]
            seen = sum((self.counted[day] for day in days), NO_USE)
        else:
            self.told_live[today] = seen
        self.last_live = (self.now.replace(microsecond=0), seen)
        period = f"{today:%Y-%m}" if self.monthly else f"{today}"
        return {"developerId": DEVELOPER, "period": period, **_fields(seen)}

    def _history(self) -> dict[str, object]:
        today = self.now.date()
        rows = {day: self.stored[day] for ago in range(91) if (day := today - ago * ONE_DAY) in self.stored}
        if self._odd.tomorrow:
            rows = {today + ONE_DAY: split(3), **rows}
        before, self.told_rows = self.told_rows, ToldHistory(self.now.replace(microsecond=0), rows)
        if before:
            changed = {day for day in {*before.rows, *rows} if before.rows.get(day) != rows.get(day)}
            self.rewritten |= {day for day in changed if before.at >= end_of(day)}
        days = sorted(rows, reverse=not self._odd.oldest_first)
        time = "" if self._odd.plain_dates else "T00:00:00.000Z"
        entries: list[dict[str, object]] = [{"date": f"{day}{time}", **_fields(rows[day])} for day in days]
        if self._odd.twice and days:
            entries.append({"date": f"{days[-1]}{time}", **_fields(split(POISON))})
        return {"developerId": DEVELOPER, "days": 90, "entries": entries}

    def _fail(self, fault: Fault, path: str) -> httpx.Response:
        poisoned: dict[str, object] = {"date": f"{self.now:%Y-%m-%d}", **_fields(split(POISON))}
        body: dict[str, object] = {"developerId": DEVELOPER, "period": f"{self.now:%Y-%m-%d}", **poisoned}
        match fault:
            case Fault.REFUSED:
                raise httpx.ConnectError("connection refused")
            case Fault.HANG:
                self.clock.advance(TIME_OUT)
                raise httpx.ReadTimeout("no answer")
            case Fault.DATABASE | Fault.COUNTERS:
                return self._answer(int(fault.value), {"message": "Internal error", **body})
            case Fault.LIMIT:
                return self._answer(429, {"message": "Rate limit exceeded", **body}, {"retry-after": "57"})
            case Fault.KEY:
                return self._answer(401, {"message": "Invalid API key", "code": "UNAUTHORIZED", **body})
            case Fault.NULL | Fault.NEGATIVE:
                poisoned["verifications"] = body["verifications"] = None if fault is Fault.NULL else -POISON
            case Fault.TRUNCATED:
                return self._answer(200, json.dumps(body)[:-9])
            case Fault.WEB_PAGE:
                return self._answer(200, f"<html>{POISON}</html>", {"content-type": "text/html"})
        if path == Half.HISTORY.value:
            good: dict[str, object] = {"date": f"{self.now - ONE_DAY:%Y-%m-%d}", **_fields(split(POISON))}
            body = {"developerId": DEVELOPER, "days": 90, "entries": [good, poisoned]}
        return self._answer(200, body)

    @property
    def _date(self) -> str:
        """The `Date` header, which is wrong while answers are misdated."""
        days, until = (0, self.start) if self.monthly else self._misdated
        return format_datetime(self.now + (days * ONE_DAY if self.now < until else 0 * ONE_DAY), usegmt=True)

    def _answer(
        self, status: int, body: Mapping[str, object] | str, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        fields = {
            "x-ratelimit-limit": "2000",
            "x-ratelimit-remaining": str(self._remaining),
            "x-ratelimit-reset": str(60 - self.now.second),
            "content-type": "application/json; charset=utf-8",
            **({"Date": self._date} if self.dated else {}),
            **(headers or {}),
        }
        text = body if isinstance(body, str) else json.dumps(body, separators=(",", ":"))
        return httpx.Response(status, headers=fields, content=text.encode())


def _share(counters: Counters, percent: int) -> Counters:
    return Counters(
        counters.token_exchanges * percent // 100,
        counters.authorizations * percent // 100,
        counters.verifications * percent // 100,
        counters.total_requests * percent // 100,
    )


def _fields(counters: Counters) -> dict[str, object]:
    return {
        "tokenExchanges": counters.token_exchanges,
        "authorizations": counters.authorizations,
        "verifications": counters.verifications,
        "totalRequests": counters.total_requests,
    }
