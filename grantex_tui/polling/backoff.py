"""How long to wait after a reading. Pure: jitter comes in as a number, waiting is the poller's."""

from __future__ import annotations

from typing import Final

MAX_BACKOFF: Final = 300.0
MAX_RETRY_AFTER: Final = 900.0


def wait_after_failures(failures: int, interval: float, retry_after: float | None, jitter: float) -> float:
    """Seconds until the next try after `failures` (1 or more) in a row.

    One interval, then doubling with `jitter` (0 to 1) of ±20 % up to 5 minutes; never less than the interval. The
    whole `retry_after` where the service asks for one, up to 15 minutes.
    """
    doubled = interval * 2.0 ** min(failures - 1, 16)
    spread = 1.0 if failures == 1 else 0.8 + 0.4 * jitter
    backoff = max(interval, min(doubled * spread, MAX_BACKOFF))
    return backoff if retry_after is None else max(backoff, min(retry_after, MAX_RETRY_AFTER))
