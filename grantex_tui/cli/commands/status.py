"""`grantex-tui status`: one short line, for a bar that asks often. From the cache, else from one request.

While the cache will do, nothing is imported that the way to it does not need: no client, no models. Nor are key and
base URL checked, as a cache of that name exists only where they passed.
"""

from __future__ import annotations

import os
import re
import time

from grantex_tui.cli.exit_codes import KEY_REFUSED, UNAVAILABLE, WRONG_SETTINGS, CommandError
from grantex_tui.cli.output import complain, write
from grantex_tui.cli.status_cache import Cache, Failed, Figures, cache_folder
from grantex_tui.cli.status_sources import read_sources
from grantex_tui.config.arguments import METRICS, STATUS_MAX_AGE, SettingsError
from grantex_tui.config.lookup import find_key_and_url, home_folder, key_from_standard_input, wants_demo
from grantex_tui.config.profiles import chosen_profiles
from grantex_tui.config.sources import are_several

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final

    from grantex_tui.api.models import UsageMetrics
    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.lookup import Found
    from grantex_tui.config.sources import Chosen, Sources
    from grantex_tui.polling.feed import Reading

DEFAULT_LINE: Final = "{total} requests {span}"
DEFAULT_LINE_OF_ONE: Final = "{total} request {span}"
FIELDS: Final = (*METRICS, *(f"{name}_short" for name in METRICS), "span", "period", "as_of", "developer")

LOCK_PATIENCE: Final = 2.0
"""Seconds to wait for another `status` that is asking the service."""

MAX_AT_ONCE: Final = 8
"""Accounts that are asked at the same time."""

FAILURE_BACKOFF: Final = 10.0
"""Seconds for which a failure is shared where the service asks for no other wait."""


class Account:
    """Where an account's figures come from: `found` is None for the demo."""

    __slots__ = ("arguments", "cache", "found")

    def __init__(self, arguments: Arguments, found: Found | None, folder: str | None) -> None:
        self.arguments = arguments
        self.found = found
        self.cache = Cache(folder, _identity(found))


def status(arguments: Arguments) -> int:
    """Print the line, or one an account. Raises SettingsError, CommandError and OSError."""
    if arguments.format is not None:
        filled(arguments.format, dict.fromkeys(FIELDS, ""))  # refuse a wrong format before asking anything
    home = home_folder(os.environ)
    folder = cache_folder(os.environ, home)
    sources = read_sources(arguments, os.environ, home, folder)
    if arguments.archive is None:
        arguments.archive = sources.archive
    chosen = chosen_profiles(arguments, os.environ, sources)
    if not are_several(chosen):
        write(_line(_account(arguments, sources, chosen[0], folder), arguments) + "\n")
        return 0
    return _print_several(arguments, sources, chosen, folder)


def _print_several(arguments: Arguments, sources: Sources, chosen: Sequence[Chosen], folder: str | None) -> int:
    """A line an account, after its name; a failure is one on standard error, and its exit code that of the command."""

    def line(one: Chosen) -> str | CommandError | SettingsError:
        try:
            return _line(_account(arguments, sources, one, folder), arguments)
        except (CommandError, SettingsError) as error:
            return error

    from concurrent.futures import ThreadPoolExecutor  # the common case is one account

    with ThreadPoolExecutor(MAX_AT_ONCE) as pool:
        lines = list(zip(chosen, pool.map(line, chosen), strict=True))
    write("".join(f"{one.name}: {said}\n" for one, said in lines if isinstance(said, str)))
    codes = [0]
    for one, error in lines:
        if not isinstance(error, str):
            complain(f"{one.name}: {error}")
            codes.append(error.code if isinstance(error, CommandError) else WRONG_SETTINGS)
    return max(codes)


def _line(account: Account, arguments: Arguments) -> str:
    """Raises SettingsError and CommandError."""
    began = time.time()
    oldest = began - (STATUS_MAX_AGE if arguments.max_age is None else arguments.max_age)
    figures = _cached(account.cache, oldest, began) or _asked(account, oldest)
    default = DEFAULT_LINE_OF_ONE if figures.words["total"] == "1" else DEFAULT_LINE
    return said(default if arguments.format is None else arguments.format, figures, oldest, time.time())


def _account(arguments: Arguments, sources: Sources, chosen: Chosen, folder: str | None) -> Account:
    if wants_demo(arguments, sources):
        return Account(arguments, None, folder)
    home = home_folder(os.environ)
    found = find_key_and_url(arguments, os.environ, home, key_from_standard_input, sources, chosen)
    if found.warning:
        complain(found.warning)
    return Account(arguments, found, folder)


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


def _identity(found: Found | None) -> tuple[str, ...]:
    """What tells the cache from others; `found` None is the demo.

    A program that prints the key stands for it: it takes too long to be run for every line.
    """
    if found is None:
        return ("demo",)
    key = (
        (found.key,) if found.key is not None else (found.key_source, *(found.command.command if found.command else ()))
    )
    return (*key, found.url or "", "http" if found.allow_http else "")


def _cached(cache: Cache, oldest: float, now: float) -> Figures | None:
    """Figures read between `oldest` and `now`; any older ones while a failure is shared.

    Raises CommandError where a failure is shared and there are no figures.
    """
    figures, failed = cache.read()
    if figures is not None and _is_whole(figures) and oldest <= figures.read_at <= now:
        return figures
    return _last(figures, failed) if failed is not None and failed.holds(now) else None


def _asked(account: Account, oldest: float) -> Figures:
    """What the service says now. The last figures where it fails, or another `status` still waits for it.

    Raises CommandError where there are none.
    """
    cache = account.cache
    with cache.lock(LOCK_PATIENCE) as ours:
        now = time.time()
        shared = _cached(cache, oldest, now)  # read by whoever held the lock
        if shared is not None:
            return shared
        last, _ = cache.read()
        if not ours:
            waited = f"no answer yet: another status has waited for the service for more than {LOCK_PATIENCE:g} s"
            return _last(last, Failed(waited, UNAVAILABLE, now, now))
        outcome = _read(account)
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


def _read(account: Account) -> Figures | Failed:
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

    archive = None if account.found is None else archive_file(account.arguments, os.environ, home_folder(os.environ))
    settings = checked(account.arguments, account.found, archive)
    outcome = read_with(settings, lambda client: read_usage(client, SystemClock()))
    now = time.time()
    if isinstance(outcome, Failure):
        error = error_for(outcome, settings)
        wait = FAILURE_BACKOFF if outcome.retry_after is None else min(outcome.retry_after, MAX_RETRY_AFTER)
        return Failed(str(error), error.code, now, now + wait)
    keep(settings, observed(State().with_usage(outcome), settings, days=1))  # what fails there is no matter of a bar's
    return Figures(words_of(outcome), now, outcome.served.timestamp())
