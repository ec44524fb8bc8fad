"""Every failure has a short reason in plain words, decided by its status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.errors import (
    GrantexApiError,
    GrantexAuthError,
    GrantexError,
    GrantexNetworkError,
    GrantexResponseError,
    GrantexTimeoutError,
)
from grantex_tui.api.models import HealthReport
from grantex_tui.api.response import ADDRESS_LIMIT, RateLimit, ResponseMeta
from grantex_tui.polling.failures import (
    MAX_REASON,
    Cause,
    cause_of,
    health_explains,
    health_words,
    reason_of,
    with_health,
)

ERRORS = [
    (GrantexAuthError("401 Unauthorized", status=401), Cause.KEY_REFUSED, "the service refuses the API key (401)"),
    (GrantexAuthError("403 Forbidden", status=403), Cause.KEY_REFUSED, "the service refuses the API key (403)"),
    (GrantexApiError("", status=429), Cause.TOO_MANY_REQUESTS, "too many requests this minute (429)"),
    (GrantexApiError("", status=204), Cause.OTHER, "an answer without figures (204)"),
    (GrantexApiError("", status=301), Cause.OTHER, "the service redirects elsewhere, which is not followed (301)"),
    (GrantexApiError("", status=400), Cause.OTHER, "the service does not accept the request (400)"),
    (GrantexApiError("", status=402), Cause.OTHER, "the service asks for payment (402)"),
    (GrantexApiError("", status=404), Cause.OTHER, "no such address at the service; is the base URL right? (404)"),
    (GrantexApiError("", status=500), Cause.OTHER, "an error inside the service (500)"),
    (GrantexApiError("", status=502), Cause.OTHER, "the proxy gets no answer from the service (502)"),
    (GrantexApiError("", status=503), Cause.OTHER, "the service is unavailable (503)"),
    (GrantexApiError("", status=504), Cause.OTHER, "the proxy gets no answer from the service (504)"),
    (GrantexApiError("", status=599), Cause.OTHER, "the service fails (599)"),
    (GrantexTimeoutError("no whole answer within 10 s"), Cause.TIME_OUT, "no whole answer within 10 s"),
    (GrantexNetworkError("the connection is refused"), Cause.OTHER, "the connection is refused"),
    (GrantexResponseError("period is missing"), Cause.OTHER, "not a valid answer: period is missing"),
]


@pytest.mark.parametrize(("error", "cause", "reason"), ERRORS, ids=[reason for _, _, reason in ERRORS])
def test_a_failure_has_a_cause_to_act_on_and_a_reason_to_read(error: GrantexError, cause: Cause, reason: str) -> None:
    assert cause_of(error) is cause
    assert reason_of(error) == reason


def test_the_status_decides_and_not_the_code() -> None:
    address_limit = GrantexApiError("Rate limit exceeded", status=429, code="BAD_REQUEST")

    assert cause_of(address_limit) is Cause.TOO_MANY_REQUESTS


@pytest.mark.parametrize(
    ("database", "redis", "words"),
    [
        (True, True, "the service calls itself healthy"),
        (False, True, "its database is down"),
        (True, False, "its counter store is down"),
        (False, False, "database and counter store down"),
    ],
)
def test_health_says_in_words_which_part_is_down(database: bool, redis: bool, words: str) -> None:
    health = HealthReport(database, redis)

    assert health_words(health) == words
    assert health.well == (database and redis)
    for status in (500, 503):
        reason = with_health(reason_of(GrantexApiError("", status=status)), health)
        assert reason.endswith(f" ({status}); {words}")
        assert len(reason) <= MAX_REASON


@pytest.mark.parametrize(
    ("error", "explains"),
    [
        (GrantexTimeoutError("no whole answer within 10 s"), True),
        (GrantexApiError("", status=500), True),
        (GrantexApiError("", status=503), True),
        (GrantexApiError("", status=429), False),
        (GrantexNetworkError("the connection is refused"), False),
    ],
)
def test_the_health_page_can_explain_time_outs_and_failures_inside_the_service(
    error: GrantexError, explains: bool
) -> None:
    assert health_explains(error) == explains


def test_too_many_requests_of_an_address_are_not_those_of_the_plan() -> None:
    def refusal(limit: int) -> GrantexApiError:
        return GrantexApiError("", status=429, meta=ResponseMeta("/v1/usage", 429, None, RateLimit(limit, 0, 24)))

    assert reason_of(refusal(100)) == "too many requests this minute (429)"
    assert reason_of(refusal(ADDRESS_LIMIT)) == "too many requests from this network address (429)"


def test_a_long_reason_is_cut_after_the_name_of_the_field() -> None:
    error = GrantexResponseError("entries 90: tokenExchanges is a truth value instead of a number")

    assert reason_of(error) == "not a valid answer: entries 90: tokenExchanges is a truth value inst…"


@given(st.integers(100, 999))
def test_every_status_has_a_reason_that_fits_its_line(status: int) -> None:
    reason = reason_of(GrantexApiError("", status=status))

    assert reason.endswith(f" ({status})")
    assert len(reason) <= MAX_REASON
