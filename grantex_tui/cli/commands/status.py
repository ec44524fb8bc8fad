"""`grantex-tui status`: one short line, for a bar that asks often. From the cache, else from one request.

While the cache will do, nothing is imported that the way to it does not need: no client, no models, no checks of key
and address either, as a cache of that name exists only where they passed them.
"""

from __future__ import annotations

import os
import re
import time

from grantex_tui.cli.output import write
from grantex_tui.cli.status_cache import Cache, cache_folder
from grantex_tui.config.arguments import SettingsError
from grantex_tui.config.lookup import find_key_and_url, key_from_standard_input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

    from grantex_tui.api.models import UsageMetrics
    from grantex_tui.config.arguments import Arguments
    from grantex_tui.polling.feed import Reading

DEFAULT_LINE: Final = "{total} requests {span}"
DEFAULT_MAX_AGE: Final = 60

METRICS: Final = ("total", "exchanges", "authorizations", "verifications")
FIELDS: Final = (*METRICS, *(f"{name}_short" for name in METRICS), "span", "period", "as_of", "developer")


def status(arguments: Arguments) -> int:
    """Print the line. Raises SettingsError, CommandError and OSError."""
    line = DEFAULT_LINE if arguments.format is None else arguments.format
    filled(line, dict.fromkeys(FIELDS, ""))  # a wrong one is said before anything is asked
    max_age = DEFAULT_MAX_AGE if arguments.max_age is None else arguments.max_age
    key, url = ("", None) if arguments.demo else _key_and_url(arguments)
    identity = ("demo",) if arguments.demo else (key, url or "", "http" if arguments.allow_http else "")
    cache = Cache(cache_folder(os.environ, os.path.expanduser("~")), identity)
    began = time.time()
    words = _cached(cache, began - max_age, began)
    if words is None:
        with cache.turn():
            now = time.time()
            words = _cached(cache, min(began, now - max_age), now)  # of somebody whose turn was before
            if words is None:
                words = words_of(_read(arguments, key))
                cache.keep(words, time.time())
    write(filled(line, words) + "\n")
    return 0


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


def _key_and_url(arguments: Arguments) -> tuple[str, str | None]:
    return find_key_and_url(arguments, os.environ, os.path.expanduser("~"), key_from_standard_input)


def _cached(cache: Cache, oldest: float, now: float) -> Mapping[str, str] | None:
    words = cache.words(oldest, now)
    return words if words is not None and words.keys() >= set(FIELDS) else None


def _read(arguments: Arguments, key: str) -> Reading[UsageMetrics]:
    """One request. Standard input, where the key came from there, is at its end by now."""

    from grantex_tui.cli.run import error_for, read_with
    from grantex_tui.config.settings import home_folder, read_settings
    from grantex_tui.polling.clock import SystemClock
    from grantex_tui.polling.feed import Failure
    from grantex_tui.polling.fetch import read_usage

    settings = read_settings(arguments, os.environ, home_folder(), lambda: key)
    outcome = read_with(settings, lambda client: read_usage(client, SystemClock()))
    if isinstance(outcome, Failure):
        raise error_for(outcome)
    return outcome
