"""Both clients on a real loopback server: recorded answers become values, all else an error that says why."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import socket
import threading
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import pytest

from grantex_tui import (
    AsyncGrantex,
    Grantex,
    GrantexApiError,
    GrantexAuthError,
    GrantexError,
    GrantexNetworkError,
    GrantexResponseError,
    GrantexTimeoutError,
    UsageEntry,
    UsageMetrics,
)
from grantex_tui.api.httpx_adapter import MAX_RESPONSE_BYTES
from grantex_tui.api.models import HealthReport
from grantex_tui.api.response import RateLimit
from tests.support.service import (
    Handler,
    LoopbackService,
    Play,
    Request,
    always,
    answer,
    drip,
    hang,
    json_answer,
    odd_answers,
    raw,
    recorded,
    replay,
    reset,
    running_service,
    self_signed,
    serve,
    truncated,
    wire,
)

KEY: Final = "gx_test_" + "k" * 43
DEVELOPER: Final = "dev_01M812TMWE6N6MD52B33HEX4TJ"

RECORDED: Final = replay({"/v1/usage": "usage-200", "/v1/usage/history": "history-30-200"})

Read = Callable[[AsyncGrantex], Awaitable[object]]
current: Read = lambda client: client.usage.current()  # noqa: E731
history: Read = lambda client: client.usage.history(days=90)  # noqa: E731
both_readings = pytest.mark.parametrize("read", [current, history], ids=["usage", "history"])


@asynccontextmanager
async def connected(handler: Handler, seconds: float = 5.0) -> AsyncIterator[tuple[AsyncGrantex, LoopbackService]]:
    """A client of a server that answers by `handler`."""
    async with serve(handler) as service, client_of(service.url, seconds) as client:
        yield client, service


def client_of(url: str, seconds: float = 5.0) -> AsyncGrantex:
    """A client of that base URL whose requests may take so many seconds."""
    return AsyncGrantex(api_key=KEY, base_url=url, timeout=seconds)


async def failure(handler: Handler, read: Read = current, seconds: float = 5.0) -> GrantexError:
    """The error that reading from a server with this handler gives."""
    async with connected(handler, seconds) as (client, _):
        with pytest.raises(GrantexError) as failed:
            await read(client)
    return failed.value


async def api_failure(play: Play) -> GrantexApiError:
    """The error of an answer with a status other than 200."""
    error = await failure(always(play))
    assert isinstance(error, GrantexApiError)
    return error


def history_of(*dates: str, date_header: str | None = "Sun, 22 Nov 2026 08:11:27 GMT") -> Play:
    """A history with one row for each date, its total being the row's place."""
    rows = [
        {"date": date, "tokenExchanges": 0, "authorizations": 0, "verifications": 0, "totalRequests": place}
        for place, date in enumerate(dates, 1)
    ]
    return json_answer({"developerId": "dev_1", "days": 90, "entries": rows}, {"date": date_header})


# The documented example


def test_the_documented_example_gives_the_figures_of_30_days() -> None:
    with running_service(RECORDED) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        current = client.usage.current()
        history = client.usage.history(days=30)

    assert current.period == "2026-11-22"
    assert (current.token_exchanges, current.authorizations, current.verifications) == (2_190, 798, 6_076)
    assert current.total_requests == 9_064
    # 28 rows were served, 981,463 requests in all; the oldest, 23 October with 36,323, is the 31st day back.
    assert len(history.entries) == 27
    assert sum(entry.total_requests for entry in history.entries) == 945_140
    peak = max(history.entries, key=lambda entry: entry.total_requests)
    assert (peak.date, peak.total_requests) == ("2026-11-19", 58_870)
    assert history.entries[0].date == "2026-10-24"
    assert history.entries[-1] == UsageEntry("2026-11-22", 2_179, 795, 6_047, 9_021)


async def test_the_asynchronous_client_gives_the_same_with_await() -> None:
    async with connected(RECORDED) as (client, _):
        current = await client.usage.current()
        history = await client.usage.history(days=30)

    assert current == UsageMetrics(DEVELOPER, "2026-11-22", 2_190, 798, 6_076, 9_064)
    assert len(history.entries) == 27
    assert sum(entry.total_requests for entry in history.entries) == 945_140


def test_thirty_days_are_the_default() -> None:
    with running_service(RECORDED) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        assert client.usage.history() == client.usage.history(days=30)

    assert [request.query for request in service.requests] == [{"days": "30"}, {"days": "30"}]


async def test_a_request_carries_the_key_the_range_and_no_wish_for_packed_answers() -> None:
    async with connected(RECORDED) as (client, service):
        await client.usage.history(days=7)

    (request,) = service.requests
    assert (request.method, request.path, request.query) == ("GET", "/v1/usage/history", {"days": "7"})
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["accept-encoding"] == "identity"


async def test_a_base_url_may_have_a_path_and_a_slash_at_its_end() -> None:
    async with (
        serve(replay({"/grantex/v1/usage": "usage-200"})) as service,
        client_of(f"{service.url}/grantex/") as client,
    ):
        assert (await client.usage.current()).total_requests == 9_064


# Recorded answers


@pytest.mark.parametrize(
    ("name", "period", "figures"),
    [
        ("usage-200", "2026-11-22", (2_190, 798, 6_076, 9_064)),
        ("midnight-1-before-usage-200", "2026-11-22", (7, 7, 28, 42)),
        ("midnight-3-after-usage-200", "2026-11-23", (0, 0, 0, 0)),
        ("midnight-5-traffic-usage-200", "2026-11-23", (1, 1, 3, 5)),
    ],
)
async def test_recorded_usage_is_read_as_it_was(name: str, period: str, figures: tuple[int, int, int, int]) -> None:
    async with connected(always(recorded(name))) as (client, _):
        assert await client.usage.current() == UsageMetrics(DEVELOPER, period, *figures)


async def test_a_new_account_has_zeros() -> None:
    async with connected(always(recorded("usage-zero-200"))) as (client, _):
        metrics = await client.usage.current()

    assert metrics == UsageMetrics("dev_01M812TMXF2906VG81XR5DSMVN", "2026-11-22", 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "days", "rows", "first", "last", "total"),
    [
        ("history-7-200", 7, 7, "2026-11-16", "2026-11-22", 304_187 - 16_575),
        ("history-30-200", 30, 27, "2026-10-24", "2026-11-22", 981_463 - 36_323),
        ("history-90-200", 90, 86, "2026-08-25", "2026-11-22", 9_961_658 - 15_094),
        ("history-90-200", 30, 27, "2026-10-24", "2026-11-22", 945_140),
        ("history-90-200", 1, 1, "2026-11-22", "2026-11-22", 9_021),
        ("history-90-billions-200", 90, 89, "2026-08-25", "2026-11-21", 89 * 2_120_000_000),
        ("history-90-young-account-200", 90, 20, "2026-11-02", "2026-11-21", 8_504_000),
        ("midnight-2-before-history-200", 1, 1, "2026-11-22", "2026-11-22", 24),
        ("midnight-4-after-history-200", 2, 1, "2026-11-22", "2026-11-22", 24),
        ("midnight-6-traffic-history-200", 2, 1, "2026-11-22", "2026-11-22", 24),
        ("midnight-7-rolled-up-history-200", 1, 1, "2026-11-23", "2026-11-23", 5),
        ("midnight-7-rolled-up-history-200", 2, 2, "2026-11-22", "2026-11-23", 5 + 42),
    ],
)
async def test_recorded_history_is_that_of_n_days(
    name: str, days: int, rows: int, first: str, last: str, total: int
) -> None:
    async with connected(always(recorded(name))) as (client, _):
        history = await client.usage.history(days=days)

    assert (len(history.entries), history.entries[0].date, history.entries[-1].date) == (rows, first, last)
    assert sum(entry.total_requests for entry in history.entries) == total
    assert history.entries == sorted(history.entries, key=lambda entry: entry.date)
    assert history.notes == ()


@pytest.mark.parametrize(("name", "days"), [("history-90-empty-200", 90), ("midnight-4-after-history-200", 1)])
async def test_a_history_without_rows_in_the_range_is_empty(name: str, days: int) -> None:
    async with connected(always(recorded(name))) as (client, _):
        assert (await client.usage.history(days=days)).entries == []


NO_KEY = "6267435b-5721-4b5d-842e-ed736550f6e0"
UNKNOWN_KEY = "0ee9e988-7ddb-4c70-a74b-d82dde2fcbee"
PLAN_LIMIT = "804e1bd1-a251-4fc7-b040-b1fb8edcc6f9"
ADDRESS_LIMIT = "97a90870-83d0-4660-9dd5-5e76d2b9c502"
DATABASE_DOWN = "828e0dcc-a331-4b00-b71b-e2d8807977be"
STORE_DOWN = "2daae22a-d9b5-41e7-bda7-08ec71d8df51"


@both_readings
@pytest.mark.parametrize(
    ("name", "kind", "status", "code", "request_id", "retry_after", "message"),
    [
        ("no-key-401", GrantexAuthError, 401, "UNAUTHORIZED", NO_KEY, None, "401 Unauthorized: Missing or invalid"),
        ("unknown-key-401", GrantexAuthError, 401, "UNAUTHORIZED", UNKNOWN_KEY, None, "401 Unauthorized: Invalid API"),
        ("wrong-path-404", GrantexApiError, 404, None, None, None, "404 Not Found: Route GET:/v1/usages not found"),
        (
            "plan-limit-429",
            GrantexApiError,
            429,
            "RATE_LIMIT_EXCEEDED",
            PLAN_LIMIT,
            58.0,
            "429 Too Many Requests: Plan",
        ),
        ("ip-limit-429", GrantexApiError, 429, "BAD_REQUEST", ADDRESS_LIMIT, 57.0, "429 Too Many Requests: Rate limit"),
        (
            "postgres-down-500",
            GrantexApiError,
            500,
            "INTERNAL_ERROR",
            DATABASE_DOWN,
            None,
            "500 Internal Server Error:",
        ),
        (
            "redis-down-503",
            GrantexApiError,
            503,
            "RATE_LIMIT_UNAVAILABLE",
            STORE_DOWN,
            None,
            "503 Service Unavailable:",
        ),
    ],
)
async def test_a_recorded_refusal_becomes_an_error_with_what_it_says(
    read: Read,
    name: str,
    kind: type[GrantexApiError],
    status: int,
    code: str | None,
    request_id: str | None,
    retry_after: float | None,
    message: str,
) -> None:
    error = await failure(always(recorded(name)), read)

    assert type(error) is kind
    assert isinstance(error, GrantexApiError)
    assert (error.status, error.code, error.request_id, error.retry_after) == (status, code, request_id, retry_after)
    assert str(error).startswith(message)


async def test_a_recorded_null_is_refused_by_name_and_is_not_0() -> None:
    error = await failure(always(recorded("usage-null-counts-200")))

    assert type(error) is GrantexResponseError
    assert str(error) == "tokenExchanges is null instead of a number"


async def test_an_answer_comes_with_its_clock_and_the_budget_left() -> None:
    async with connected(RECORDED) as (client, _):
        meta = (await client.usage.read_current()).meta

    assert (meta.endpoint, meta.status) == ("/v1/usage", 200)
    assert meta.server_time == dt.datetime(2026, 11, 22, 8, 11, 27, tzinfo=dt.UTC)
    assert meta.rate_limit == RateLimit(limit=100, remaining=99, reset=33)


async def test_an_error_comes_with_its_clock_and_the_budget_left() -> None:
    refused = await failure(always(recorded("plan-limit-429")))
    damaged = await failure(always(recorded("usage-null-counts-200")))

    assert refused.meta
    assert refused.meta.rate_limit == RateLimit(limit=100, remaining=0, reset=58)
    assert damaged.meta
    assert damaged.meta.server_time == dt.datetime(2026, 11, 22, 7, 51, 3, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "headers",
    [
        {"date": None},
        {"date": "", "x-ratelimit-limit": "100"},
        {"date": "soon", "x-ratelimit-limit": "100", "x-ratelimit-remaining": "-1", "x-ratelimit-reset": "9"},
        {"date": "Sun, 22 Nov 2026 08:11:27 +9999", "x-ratelimit-limit": "many"},
        {"date": "Sun, 22 Nov 1026 08:11:27 GMT", "x-ratelimit-reset": "9" * 400},
    ],
)
async def test_missing_and_senseless_headers_are_unknown_and_no_error(headers: dict[str, str | None]) -> None:
    async with connected(always(answer(200, wire("usage-200").partition(b"\r\n\r\n")[2], headers))) as (client, _):
        read = await client.usage.read_current()

    assert read.value.total_requests == 9_064
    assert read.meta.rate_limit is None
    assert read.meta.server_time is None or "+9999" in str(headers["date"])


# The range of a history


@pytest.mark.parametrize("days", [0, 91, -1, 10**9, True, False, 7.0, "7", None])
async def test_days_outside_1_to_90_are_refused_before_any_request(days: Any) -> None:
    async with connected(RECORDED) as (client, service):
        with pytest.raises(ValueError, match=r"^days must be a whole number from 1 to 90$"):
            await client.usage.history(days=days)

    assert service.requests == []


def test_the_synchronous_client_refuses_days_before_any_request_too() -> None:
    with (
        running_service(RECORDED) as service,
        Grantex(api_key=KEY, base_url=service.url) as client,
        pytest.raises(ValueError, match=r"^days must be a whole number from 1 to 90$"),
    ):
        client.usage.history(days=91)

    assert service.requests == []


@pytest.mark.parametrize(
    ("date_header", "dates"),
    [
        ("Sun, 22 Nov 2026 23:59:59 GMT", ["2026-11-21", "2026-11-22"]),
        ("Mon, 23 Nov 2026 00:00:00 GMT", ["2026-11-22", "2026-11-23"]),
        ("Mon, 23 Nov 2026 01:30:00 +0200", ["2026-11-21", "2026-11-22"]),
    ],
)
async def test_the_range_ends_with_the_utc_day_of_the_date_header(date_header: str, dates: list[str]) -> None:
    rows = history_of("2026-11-23", "2026-11-22", "2026-11-21", "2026-11-20", date_header=date_header)

    async with connected(always(rows)) as (client, _):
        assert [entry.date for entry in (await client.usage.history(days=2)).entries] == dates


@pytest.mark.parametrize("date_header", [None, "soon"])
async def test_without_a_date_header_the_range_ends_with_this_machines_utc_day(date_header: str | None) -> None:
    today = dt.datetime.now(dt.UTC).date()
    long_ago = today - dt.timedelta(days=9)

    rows = history_of(today.isoformat(), long_ago.isoformat(), date_header=date_header)
    async with connected(always(rows)) as (client, _):
        assert [entry.day for entry in (await client.usage.history(days=7)).entries] == [today]


async def test_rows_out_of_order_twice_and_after_today_are_put_right() -> None:
    rows = history_of("2026-11-20", "2026-11-23T00:00:00.000Z", "2026-11-22", "2026-11-20", "2026-11-21")

    async with connected(always(rows)) as (client, _):
        history = await client.usage.history(days=7)

    assert [(entry.date, entry.total_requests) for entry in history.entries] == [
        ("2026-11-20", 1),
        ("2026-11-21", 5),
        ("2026-11-22", 3),
    ]
    assert history.notes[0] == "2026-11-20 came twice; the first is shown"


async def test_a_month_as_the_period_stays_a_month() -> None:
    body = wire("usage-200").partition(b"\r\n\r\n")[2].replace(b"2026-11-22", b"2026-11")

    async with connected(always(answer(200, body))) as (client, _):
        metrics = await client.usage.current()

    assert (metrics.period, metrics.day) == ("2026-11", None)


# Answers that are none


ODD_ANSWERS = odd_answers()
ODD_WORDS = {
    "ten megabytes": "the answer is larger than 1 MiB",
    "ten megabytes in chunks": "the answer is larger than 1 MiB",
    "not JSON": "the answer is not JSON",
    "HTML of a proxy": "the answer is a web page instead of JSON",
    "another shape": " is missing instead of ",
    "100,000 nested brackets": "the answer is nested too deeply",
    "invalid UTF-8": "the answer is not UTF-8 text",
    "wrong content type": "the answer is text/plain instead of JSON",
    "empty": "the answer is empty",
}


@both_readings
@pytest.mark.parametrize("name", ODD_ANSWERS)
async def test_a_200_that_is_no_answer_says_what_came_instead(read: Read, name: str) -> None:
    error = await failure(always(ODD_ANSWERS[name]), read)

    assert type(error) is GrantexResponseError
    assert ODD_WORDS[name] in str(error)
    assert error.meta
    assert error.meta.status == 200


async def test_a_packed_answer_is_refused_for_it_was_not_asked_for() -> None:
    error = await failure(always(answer(200, b"\x1f\x8b", {"content-encoding": "gzip"})))

    assert type(error) is GrantexResponseError
    assert str(error) == "the answer is packed (gzip), which was not asked for"


async def test_an_answer_of_one_mebibyte_is_read_and_of_one_byte_more_is_not() -> None:
    body = wire("usage-200").partition(b"\r\n\r\n")[2]
    largest = body.ljust(MAX_RESPONSE_BYTES)

    async with connected(always(answer(200, largest))) as (client, _):
        assert (await client.usage.current()).total_requests == 9_064
    assert str(await failure(always(answer(200, largest + b" ")))) == "the answer is larger than 1 MiB"


# Statuses


@both_readings
@pytest.mark.parametrize("status", [204, 301, 400, 402, 404, 429, 500, 502, 503, 504, 599])
async def test_any_status_but_200_is_an_api_error(read: Read, status: int) -> None:
    error = await failure(always(answer(status)), read)

    assert type(error) is GrantexApiError
    assert (error.status, error.code, error.request_id, error.retry_after) == (status, None, None, None)
    assert str(error).startswith(f"{status} ")


@both_readings
@pytest.mark.parametrize("status", [401, 403])
async def test_401_and_403_mean_that_the_key_is_refused(read: Read, status: int) -> None:
    error = await failure(always(answer(status)), read)

    assert type(error) is GrantexAuthError
    assert error.status == status


@pytest.mark.parametrize(
    "play",
    [
        answer(502, "<html>Bad gateway</html>", {"content-type": "text/html"}),
        answer(502, "[" * 100_000),
        answer(502, b"\xff\xfe"),
        answer(502, b" " * 10_000_000),
        answer(502, '{"message": 7, "code": [], "requestId": {}}'),
        answer(502, '"a text"'),
    ],
    ids=["HTML", "nested", "invalid UTF-8", "10 MB", "other types", "text"],
)
async def test_the_status_decides_whatever_the_error_body_is(play: Play) -> None:
    error = await api_failure(play)

    assert str(error) == "502 Bad Gateway"
    assert (error.status, error.code, error.request_id) == (502, None, None)


async def test_the_words_of_an_error_are_made_safe_to_show() -> None:
    error = await api_failure(
        answer(500, '{"message": "\\u001b[2J[b]oops\\n", "code": "\\u0007E", "requestId": "\\u0000"}')
    )

    assert str(error) == "500 Internal Server Error: boops"
    assert (error.code, error.request_id) == ("E", None)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("58", 58.0),
        ("0", 0.0),
        ("3600", 3600.0),
        ("Sun, 22 Nov 2026 09:11:27 GMT", 3600.0),
        ("Sun, 22 Nov 2026 08:11:26 GMT", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 400, None),
        ("", None),
        (None, None),
    ],
)
async def test_retry_after_is_in_seconds_whatever_its_form(header: str | None, seconds: float | None) -> None:
    error = await api_failure(answer(429, headers={"retry-after": header}))

    assert error.retry_after == seconds


async def test_a_date_to_retry_after_needs_the_services_own_clock() -> None:
    headers = {"retry-after": "Sun, 22 Nov 2026 09:11:27 GMT", "date": None}

    assert (await api_failure(answer(429, headers=headers))).retry_after is None


async def test_a_cookie_that_a_proxy_sets_is_neither_kept_nor_sent() -> None:
    cookie = {"set-cookie": "session=caf\u00e9; Path=/"}
    async with connected(always(json_answer({"plan": "free"}, cookie))) as (client, service):
        await client.read_subscription()
        await client.read_subscription()
    assert len(service.requests) == 2
    assert not any("cookie" in request.headers for request in service.requests)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed_and_the_key_not_sent_on(status: int) -> None:
    async with serve(RECORDED) as elsewhere:
        error = await api_failure(answer(status, headers={"location": f"{elsewhere.url}/v1/usage"}))

    assert error.status == status
    assert elsewhere.requests == []


# The network


@both_readings
@pytest.mark.parametrize(
    ("play", "words"),
    [
        (reset(), "127.0.0.1 reset the connection"),
        (truncated(wire("usage-200")), "127.0.0.1 broke off before the answer was whole"),
        (truncated(b"HTTP/1.1 200 OK\r\ncontent-le"), "127.0.0.1 broke off before the answer was whole"),
        (truncated(b""), "127.0.0.1 broke off before the answer was whole"),
        (raw(b"SSH-2.0-OpenSSH_9.9\r\n\r\n"), "the answer of 127.0.0.1 is not HTTP"),
    ],
    ids=["reset", "truncated body", "truncated head", "closed", "not HTTP"],
)
async def test_a_broken_exchange_says_at_which_step_it_failed(read: Read, play: Play, words: str) -> None:
    error = await failure(always(play), read)

    assert type(error) is GrantexNetworkError
    assert str(error) == words
    assert error.meta is None


@both_readings
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_refused_connection_says_so(read: Read, host: str) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # bound, but not listening
        async with client_of(f"http://{host}:{deaf.getsockname()[1]}") as client:
            with pytest.raises(GrantexNetworkError, match=f"^{host} refuses the connection$"):
                await read(client)


async def test_a_name_that_does_not_exist_says_so() -> None:
    too_long_for_dns = "a." * 130 + "invalid"  # fails in the resolver, before any packet

    async with client_of(f"http://{too_long_for_dns}") as client:
        with pytest.raises(GrantexNetworkError, match=r"^the name of a\.[a.]*… is not found \(DNS\)$"):
            await client.usage.current()


async def test_tls_to_a_server_without_it_says_so() -> None:
    async with serve(RECORDED) as service, client_of(service.url.replace("http:", "https:")) as client:
        with pytest.raises(GrantexNetworkError, match=r"^no secure connection to 127.0.0.1 \(TLS failed\)$"):
            await client.usage.current()

    assert service.requests == []


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted() -> None:
    async with serve(RECORDED, tls=self_signed()) as service, client_of(service.url) as client:
        with pytest.raises(
            GrantexNetworkError, match=r"^untrusted certificate of 127.0.0.1 \(self-signed certificate\)$"
        ):
            await client.usage.current()

    assert service.requests == []


@both_readings
@pytest.mark.parametrize(
    "play",
    [hang(), drip(wire("usage-200"), 0.02), drip(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 1000, 0.02)],
    ids=["hang", "dripping head", "dripping body"],
)
async def test_the_time_out_counts_the_whole_request(read: Read, play: Play) -> None:
    async with asyncio.timeout(3):
        error = await failure(always(play), read, seconds=0.2)

    assert type(error) is GrantexTimeoutError
    assert str(error) == "no whole answer within 0.2 s"


@pytest.mark.parametrize(
    "play",
    [reset(), truncated(wire("usage-200")), hang(), answer(500), ODD_ANSWERS["not JSON"]],
    ids=["reset", "truncated", "hang", "500", "not JSON"],
)
async def test_one_good_answer_after_a_failure_puts_everything_right(play: Play) -> None:
    async with connected(replay({"/v1/usage": [play, "usage-200"]}), seconds=0.5) as (client, _):
        with pytest.raises(GrantexError):
            await client.usage.current()
        assert (await client.usage.current()).total_requests == 9_064


async def test_one_reading_failing_leaves_the_other_alone() -> None:
    async with connected(replay({"/v1/usage": "usage-200", "/v1/usage/history": hang()}), seconds=0.2) as (client, _):
        current, history = await asyncio.gather(
            client.usage.current(), client.usage.history(days=7), return_exceptions=True
        )

    assert isinstance(current, UsageMetrics)
    assert isinstance(history, GrantexTimeoutError)


# HealthReport


async def test_health_is_asked_for_without_the_key() -> None:
    async with connected(replay({"/health": "health-200"})) as (client, service):
        read = await client.read_health()

    assert read.value == HealthReport(database=True, redis=True)
    assert [request.path for request in service.requests] == ["/health"]
    assert "authorization" not in service.requests[0].headers


async def test_a_degraded_service_still_tells_its_health() -> None:
    degraded = answer(503, '{"status":"degraded","database":"ok","redis":"error"}')

    async with connected(always(degraded)) as (client, _):
        read = await client.read_health()

    assert read.value == HealthReport(database=True, redis=False)
    assert read.meta.status == 503


@pytest.mark.parametrize(
    ("play", "kind"),
    [(recorded("redis-down-503"), GrantexResponseError), (answer(404), GrantexApiError), (hang(), GrantexTimeoutError)],
    ids=["another 503", "404", "hang"],
)
async def test_health_that_cannot_be_told_is_an_error(play: Play, kind: type[GrantexError]) -> None:
    async with connected(always(play), seconds=0.2) as (client, _):
        with pytest.raises(kind):
            await client.read_health()


# The key


def everything_shown(error: BaseException) -> str:
    """What a crash report with local variables would hold of `error` and of all that led to it, but for this module."""
    shown: list[str] = []
    pending: list[BaseException | None] = [error]
    while pending:
        if one := pending.pop():
            frames = [step for step in traceback.walk_tb(one.__traceback__) if step[0].f_code.co_filename != __file__]
            stack = traceback.StackSummary.extract(iter(frames), capture_locals=True)
            shown += [str(one), repr(one), repr(vars(one)), *stack.format()]
            pending += [one.__cause__, one.__context__]
    return "\n".join(shown)


def echo(request: Request) -> Play:
    """A proxy that repeats the request's headers in its error."""
    words = request.headers["authorization"]
    return answer(400, f'{{"message": "bad header {words}", "code": "{words}", "requestId": "{words}"}}')


@pytest.mark.parametrize(
    "handler",
    [
        echo,
        always(recorded("unknown-key-401")),
        always(reset()),
        always(hang()),
        always(truncated(wire("usage-200"))),
        *map(always, ODD_ANSWERS.values()),
    ],
    ids=["echo", "401", "reset", "hang", "truncated", *ODD_ANSWERS],
)
async def test_no_error_shows_the_key(handler: Handler) -> None:
    report = everything_shown(await failure(handler, seconds=0.5))

    assert "in current" in report
    assert KEY not in report


def test_no_error_of_the_synchronous_client_shows_the_key_or_an_inner_error() -> None:
    with running_service(always(reset())) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        with pytest.raises(GrantexNetworkError) as failed:
            client.usage.current()
        shown = repr(client) + repr(client.usage) + repr(vars(client))

    assert KEY not in everything_shown(failed.value) + shown
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None


@pytest.mark.parametrize("kind", [Grantex, AsyncGrantex])
@pytest.mark.parametrize("options", [{"base_url": "ftp://host"}, {"timeout": 0}, {"timeout": float("nan")}])
def test_a_client_that_cannot_be_made_does_not_show_the_key(
    kind: Callable[..., object], options: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"^(the base URL must begin with|timeout must be)") as refused:
        kind(api_key=KEY, **options)

    assert KEY not in everything_shown(refused.value)


@pytest.mark.parametrize("kind", [Grantex, AsyncGrantex])
def test_a_key_that_cannot_be_one_is_refused_at_once(kind: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=r"^the API key has a line break inside$"):
        kind(api_key="gx_live_\nabc")


# The synchronous client


async def test_the_synchronous_client_works_inside_a_running_loop() -> None:
    with running_service(RECORDED) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        assert client.usage.current().total_requests == 9_064
        assert len(client.usage.history(days=30).entries) == 27


def test_the_synchronous_client_serves_several_threads_in_turn() -> None:
    totals: list[int] = []

    with running_service(RECORDED) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        threads = [
            threading.Thread(target=lambda: totals.append(client.usage.current().total_requests)) for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert totals == [9_064] * 5


def test_a_closed_client_stays_closed() -> None:
    client = Grantex(api_key=KEY, base_url="http://127.0.0.1:1")

    client.close()
    client.close()

    with pytest.raises(RuntimeError, match=r"^the client is closed$"):
        client.usage.current()


# Transports


def recorded_response(request: httpx.Request) -> httpx.Response:
    head, _, body = wire("usage-200" if request.url.path == "/v1/usage" else "history-30-200").partition(b"\r\n\r\n")
    headers = [tuple(line.split(b": ", 1)) for line in head.split(b"\r\n")[1:]]
    return httpx.Response(200, headers=headers, content=body)  # type: ignore[arg-type]


class Blocking(httpx.BaseTransport):
    """A synchronous transport that answers once it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.go.wait()
        return recorded_response(request)

    def close(self) -> None:
        self.closed = True


def test_a_mock_transport_can_stand_in_for_the_network() -> None:
    with Grantex(api_key=KEY, transport=httpx.MockTransport(recorded_response)) as client:
        assert client.usage.current().total_requests == 9_064
        assert len(client.usage.history(days=30).entries) == 27


def test_a_synchronous_transport_can_stand_in_for_the_network() -> None:
    transport = Blocking()
    transport.go.set()

    with Grantex(api_key=KEY, transport=transport) as client:
        assert client.usage.current().total_requests == 9_064
        assert len(client.usage.history(days=30).entries) == 27

    assert transport.closed


async def test_the_time_out_holds_for_a_synchronous_transport_too() -> None:
    transport = Blocking()

    async with AsyncGrantex(api_key=KEY, transport=transport, timeout=0.1) as client:
        with pytest.raises(GrantexTimeoutError):
            await client.usage.current()
        transport.go.set()
        assert (await client.usage.current()).total_requests == 9_064


def test_a_forked_process_is_told_to_make_a_client_of_its_own() -> None:
    with running_service(RECORDED) as service, Grantex(api_key=KEY, base_url=service.url) as client:
        client.usage.current()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                client.usage.current()
            except BaseException as error:  # noqa: BLE001 (told to the parent)
                os.write(write, str(error).encode())
            os._exit(0)
        os.waitpid(child, 0)
        os.close(write)
        said = os.read(read, 1000).decode()
        os.close(read)
        still = client.usage.current()

    assert said == "the client was made before the fork: make one in each process"
    assert still.total_requests == 9_064


def test_closing_does_not_wait_for_a_name_lookup_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    looking_up, found = threading.Event(), threading.Event()

    def hanging(*_: object, **__: object) -> list[object]:
        looking_up.set()
        found.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    client = Grantex(api_key=KEY, base_url="https://api.example.test", timeout=0.05)
    with pytest.raises(GrantexTimeoutError):
        client.usage.current()
    assert looking_up.is_set()

    client.close()

    assert not found.is_set()  # nobody found the name, and the client is closed
    found.set()
