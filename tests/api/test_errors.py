"""The client's errors travel: copied, or pickled to another process, they say the same."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import pytest

from grantex_tui.api.errors import (
    GrantexApiError,
    GrantexAuthError,
    GrantexError,
    GrantexNetworkError,
    GrantexResponseError,
    GrantexTimeoutError,
)
from grantex_tui.api.response import RateLimit, ResponseMeta

META = ResponseMeta("/v1/usage", 429, dt.datetime(2026, 11, 22, 8, 11, 27, tzinfo=dt.UTC), RateLimit(100, 0, 21))
ERRORS = (
    GrantexError("broken"),
    GrantexApiError("429 Too Many Requests", status=429, code="X", request_id="r-1", retry_after=21.0, meta=META),
    GrantexAuthError("401 Unauthorized", status=401),
    GrantexResponseError("totalRequests is null instead of a number", meta=META),
    GrantexNetworkError("the connection is refused"),
    GrantexTimeoutError("no whole answer within 10 s"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_copied_or_pickled_says_the_same(error: GrantexError) -> None:
    for twin in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)
