"""The services that the benchmark reads, in a process of their own: a command that tells their addresses.

    python -m tests.tools.benchmark_service

One line of JSON on standard output has the address of each `Scenario` by its name; the end of standard input ends it.
`/asked` answers with the number of requests for figures so far.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import enum
import itertools
import json
import sys
from contextlib import AsyncExitStack
from email.utils import format_datetime
from typing import Final

from tests.support.service import Handler, LoopbackService, Play, Request, hang, json_answer, serve

USAGE: Final = "/v1/usage"
HISTORY: Final = "/v1/usage/history"
ASKED: Final = "/asked"
DEVELOPER: Final = "dev_01M812TMWE6N6MD52B33HEX4TJ"

WEEK: Final = (38_000, 41_000, 40_000, 42_000, 33_000, 12_000, 9_000)
"""Requests on a day, Monday to Sunday."""

FIRST: Final = 12_000
"""Today's requests at the first reading."""


class Scenario(enum.Enum):
    """How much today's requests grow from one reading to the next; None: no answer at all."""

    STEADY = 0
    LITTLE = 12
    MUCH = 2_300
    HANGING = None


def handler(scenario: Scenario, service: LoopbackService) -> Handler:
    """What the service of `scenario` answers."""
    if scenario.value is None:
        return lambda request: hang() if request.path == USAGE else _asked(service)
    growing = itertools.count(FIRST, scenario.value)

    def answer(request: Request) -> Play:
        now = dt.datetime.now(dt.UTC)
        stamped = {
            "date": format_datetime(now, usegmt=True),
            "x-ratelimit-limit": "500",
            "x-ratelimit-remaining": "480",
            "x-ratelimit-reset": str(60 - now.second),
        }
        today = now.date()
        match request.path:
            case "/v1/usage":
                body: object = {"developerId": DEVELOPER, "period": f"{today}"} | _counters(next(growing))
            case "/v1/usage/history":
                dates = [today - dt.timedelta(days=ago) for ago in range(1, 91)]
                entries = [{"date": f"{date}T00:00:00.000Z"} | _counters(_requests(date)) for date in dates]
                body = {"developerId": DEVELOPER, "days": 90, "entries": entries}
            case "/v1/billing/subscription":
                month_end = (today.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
                body = {"plan": "pro", "status": "active", "currentPeriodEnd": f"{month_end}T00:00:00.000Z"}
            case _:
                return _asked(service)
        return json_answer(body, stamped)

    return answer


def _asked(service: LoopbackService) -> Play:
    return json_answer(sum(path in (USAGE, HISTORY) for path in service.paths))


def _requests(date: dt.date) -> int:
    """No two days alike."""
    return WEEK[date.weekday()] + date.toordinal() * 7_919 % 6_000


def _counters(total: int) -> dict[str, int]:
    exchanges, authorizations = total * 23 // 100, total * 8 // 100
    rest = total - exchanges - authorizations
    return {
        "tokenExchanges": exchanges,
        "authorizations": authorizations,
        "verifications": rest,
        "totalRequests": total,
    }


async def _serve() -> None:
    async with AsyncExitStack() as running:
        urls: dict[str, str] = {}
        for scenario in Scenario:
            service = await running.enter_async_context(serve(lambda _: hang()))
            service.handler = handler(scenario, service)
            urls[scenario.name] = service.url
        sys.stdout.write(f"{json.dumps(urls)}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
