"""`grantex-tui status`: one short line, for a bar that asks often. From the cache, else from one request.

While the cache will do, nothing is imported that the way to it does not need: no client, no models. Nor are key and
base URL checked, as a cache of that name exists only where they passed.
"""

from __future__ import annotations

import os
import re
import time

from grantex_tui.cli.exit_codes import KEY_REFUSED, UNAVAILABLE, CommandError
from grantex_tui.cli.output import complain, write
from grantex_tui.cli.status_cache import Cache, Failed, Figures, cache_folder
from grantex_tui.config.arguments import METRICS, STATUS_MAX_AGE, SettingsError
from grantex_tui.config.lookup import find_key_and_url, home_folder, key_from_standard_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.api.models import UsageMetrics
    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.lookup import Found
    from grantex_tui.polling.feed import Reading

DEFAULT_LINE: Final = "{total} requests {span}"
DEFAULT_LINE_OF_ONE: Final = "{total} request {span}"
FIELDS: Final = (*METRICS, *(f"{name}_short" for name in METRICS), "span", "period", "as_of", "developer")

LOCK_PATIENCE: Final = 2.0
"""Seconds to wait for another `status` that is asking the service."""

FAILURE_BACKOFF: Final = 10.0
"""Seconds for which a failure is shared where the service asks for no other wait."""


def status(arguments: Arguments) -> int:
    """Print the line. Raises SettingsError, CommandError and OSError."""
    if arguments.format is not None:
        filled(arguments.format, dict.fromkeys(FIELDS, ""))  # refuse a wrong format before asking anything
    found = None if arguments.demo else _found(arguments)
    cache = Cache(cache_folder(os.environ, home_folder(os.environ)), _identity(arguments, found))
    began = time.time()
    oldest = began - (STATUS_MAX_AGE if arguments.max_age is None else arguments.max_age)
    figures = _cached(cache, oldest, began) or _asked(cache, arguments, found, oldest)
    default = DEFAULT_LINE_OF_ONE if figures.words["total"] == "1" else DEFAULT_LINE
    write(said(default if arguments.format is None else arguments.format, figures, oldest, time.time()) + "\n")
    return 0


def said(line: str, figures: Figures, oldest: float, now: float) -> str:
    """`line` with the figures as they are to be read at `now`. Times in seconds since 1970.

    Figures of a day that is over by the service's clock are not today's. Figures read before `oldest` get their age.
    """
    words = dict(figures.words)
    service_now = figures.served_at + now - figures.read_at
    if words["span"] == "today" and words["period"] < time.strftime("%Y-%m-%d", time.gmtime(service_now)):
        words["span"] = f"on {words['period']}"
    age = f" ({age_of(now - figures.read_at)} old)" if figures.read_at < oldest else ""
    return filled(line, words) + age


def age_of(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h`, `2 d`: in the largest unit that it fills."""
    whole = max(int(seconds), 0)
    for unit, name in ((86400, "d"), (3600, "h"), (60, "min")):
        if whole >= unit:
            return f"{whole // unit} {name}"
    return f"{whole} s"


def filled(line: str, words: Mapping[str, str]) -> str:
    """`line` with its fields replaced; doubled braces are braces. Raises SettingsError for anything else in braces."""

    def replaced(found: re.Match[str]) -> str:
        match found[0]:
            case "{{" | "}}":
                return found[0][0]
            case _ if found[1] in FIELDS:
                return words[found[1]]
            case _:
                raise SettingsError(f"--format: in braces only {', '.join(FIELDS)} (see grantex-tui status --help)")

    return re.sub(r"\{\{|\}\}|\{(\w*)\}|[{}]", replaced, line)


def words_of(reading: Reading[UsageMetrics]) -> dict[str, str]:
    """Every field's words."""
    from grantex_tui.usage.metric import Metric
    from grantex_tui.view.numbers import compact, full

    metrics = reading.value
    figures = {metric.value: metric.of(metrics.counters) for metric in Metric}
    return {
        **{name: full(figure) for name, figure in figures.items()},
        **{f"{name}_short": compact(figure) for name, figure in figures.items()},
        "span": "this month" if metrics.day is None else "today",
        "period": metrics.period,
        "as_of": f"{reading.served:%H:%M} UTC",
        "developer": metrics.developer_id,
    }


def _found(arguments: Arguments) -> Found:
    found = find_key_and_url(arguments, os.environ, home_folder(os.environ), key_from_standard_input)
    if found.warning:
        complain(found.warning)
    return found


def _identity(arguments: Arguments, found: Found | None) -> tuple[str, ...]:
    """What tells the cache from others; `found` None is the demo."""
    if found is None:
        return ("demo",)
    return (found.key, found.url or "", "http" if arguments.allow_http else "")


def _cached(cache: Cache, oldest: float, now: float) -> Figures | None:
    """Figures read between `oldest` and `now`; any older ones while a failure is shared.

    Raises CommandError where a failure is shared and there are no figures.
    """
    figures, failed = cache.read()
    if figures is not None and _is_whole(figures) and oldest <= figures.read_at <= now:
        return figures
    return _last(figures, failed) if failed is not None and failed.holds(now) else None


def _asked(cache: Cache, arguments: Arguments, found: Found | None, oldest: float) -> Figures:
    """What the service says now. The last figures where it fails, or another `status` still waits for it.

    Raises CommandError where there are none.
    """
    with cache.lock(LOCK_PATIENCE) as ours:
        now = time.time()
        shared = _cached(cache, oldest, now)  # read by whoever held the lock
        if shared is not None:
            return shared
        last, _ = cache.read()
        if not ours:
            waited = f"no answer yet: another status has waited for the service for more than {LOCK_PATIENCE:g} s"
            return _last(last, Failed(waited, UNAVAILABLE, now, now))
        outcome = _read(arguments, found)
        if isinstance(outcome, Figures):
            cache.keep(outcome, None)
            return outcome
        cache.keep(last, outcome)
        return _last(last, outcome)


def _is_whole(figures: Figures) -> bool:
    """Whether they have every field: those of another version may not."""
    return figures.words.keys() >= set(FIELDS)


def _last(figures: Figures | None, failed: Failed) -> Figures:
    """The last figures. Raises CommandError where there are none, or where the key is refused."""
    if figures is None or not _is_whole(figures) or failed.code == KEY_REFUSED:
        raise CommandError(failed.reason, failed.code)
    return figures


def _read(arguments: Arguments, found: Found | None) -> Figures | Failed:
    """One request."""
    # Imported here because an answer from the cache must not wait for the client.
    from grantex_tui.cli.archiving import keep
    from grantex_tui.cli.run import error_for, read_with
    from grantex_tui.config.settings import archive_file, checked
    from grantex_tui.polling.clock import SystemClock
    from grantex_tui.polling.feed import Failure
    from grantex_tui.polling.fetch import read_usage
    from grantex_tui.polling.intervals import MAX_RETRY_AFTER
    from grantex_tui.polling.memory import observed
    from grantex_tui.polling.state import State

    settings = checked(arguments, found, archive_file(arguments, os.environ, home_folder(os.environ)))
    outcome = read_with(settings, lambda client: read_usage(client, SystemClock()))
    now = time.time()
    if isinstance(outcome, Failure):
        error = error_for(outcome, settings)
        wait = FAILURE_BACKOFF if outcome.retry_after is None else min(outcome.retry_after, MAX_RETRY_AFTER)
        return Failed(str(error), error.code, now, now + wait)
    keep(settings, observed(State().with_usage(outcome), settings, days=1))  # what fails there is no matter of a bar's
    return Figures(words_of(outcome), now, outcome.served.timestamp())
