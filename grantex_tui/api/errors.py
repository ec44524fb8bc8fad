"""The client's errors: what came back instead of figures. What to do about it is the caller's business.

    GrantexError
    ├── GrantexApiError          an answer whose status is not 200
    │   └── GrantexAuthError     401 or 403: the key is refused
    ├── GrantexResponseError       a 200 that is not a valid answer; names the field, or what came instead
    └── GrantexNetworkError      no answer: name lookup, connection, TLS, a broken or an overlong exchange
        └── GrantexTimeoutError  the total time-out of a request passed

No message, attribute or cause of these holds the key. All can be copied and pickled, as a process pool does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grantex_tui.api.response import ResponseMeta


class GrantexError(Exception):
    """The base of all errors the client raises; `meta` is the answer's status line and headers, if one came."""

    def __init__(self, message: str, *, meta: ResponseMeta | None = None) -> None:
        super().__init__(message)
        self.meta = meta

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), str(self), vars(self))


class GrantexApiError(GrantexError):
    """The service answered with a status other than 200.

    `status`: the HTTP status. `code`, `request_id`: from the error body, None where it has none.
    `retry_after`: seconds to wait as the service asks, None where it does not ask or asks nonsense.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        meta: ResponseMeta | None = None,
    ) -> None:
        super().__init__(message, meta=meta)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after = retry_after


class GrantexAuthError(GrantexApiError):
    """401 or 403: the service refuses the key."""


class GrantexResponseError(GrantexError):
    """A 200 that is not a valid answer: the message names the field, or says what came instead."""


class GrantexNetworkError(GrantexError):
    """No answer arrived: the message says in plain words at which step it failed."""


class GrantexTimeoutError(GrantexNetworkError):
    """No whole answer within the time-out, counted over the whole request and not from byte to byte."""


def _restored(kind: type[GrantexError], message: str, attributes: dict[str, object]) -> GrantexError:
    error = kind.__new__(kind, message)
    vars(error).update(attributes)
    return error
