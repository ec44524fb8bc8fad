"""`grantex-tui report`: the current period and a range of days, once, for people and for programs.

The service has 90 days and no hours; what lies before them, and the hours, come from the archive.
"""

from __future__ import annotations

import datetime as dt
import shutil

from msgspec import Struct

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import Counters, UsageMetrics
from grantex_tui.cli.archiving import complain_of, keep, kept_days, kept_samples
from grantex_tui.cli.output import write
from grantex_tui.cli.run import figures_of, read_with, settings_of
from grantex_tui.config.arguments import MAX_DAYS as LONGEST
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.settings import Settings
from grantex_tui.export.formats import Format, export
from grantex_tui.export.rollups import Row, by_hour, by_step, export_rows, rows_table
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.feed import Reading
from grantex_tui.polling.fetch import read_once
from grantex_tui.polling.memory import account_of, observed
from grantex_tui.polling.state import State
from grantex_tui.usage.hours import stretches
from grantex_tui.usage.ledger import Day, DayState
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.totals import Step

DEFAULT_DAYS = 30


class Range(Struct, frozen=True):
    """The UTC days from `first` to `last`, both among them; the service's day is `today`."""

    first: dt.date
    last: dt.date
    today: dt.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def report(arguments: Arguments) -> int:
    """Print it. Raises SettingsError, CommandError and OSError."""
    _check(arguments)
    settings = settings_of(arguments)
    days = arguments.days or DEFAULT_DAYS
    ask = MAX_DAYS if arguments.first or arguments.last else min(days, MAX_DAYS)
    state = read_with(settings, lambda client: read_once(client, SystemClock(), ask))
    current = figures_of(state.usage, settings)
    figures_of(state.history, settings)
    seen = observed(state, settings, ask)
    today = state.ledger.today
    assert today is not None, "both were read"
    chosen = range_of(arguments, today)
    account = account_of(state, settings)
    if account is not None:
        state = state.with_records(kept_days(settings, account, chosen.first, current.served))
    _write(arguments, settings, state, current, chosen)
    complain_of(keep(settings, seen))
    return 0


def range_of(arguments: Arguments, today: dt.date) -> Range:
    """The days that `--days`, `--from` and `--to` stand for on the service's day `today`. Raises SettingsError."""
    last = dt.date.fromisoformat(arguments.last) if arguments.last else today
    before = dt.timedelta(days=(arguments.days or DEFAULT_DAYS) - 1)
    first = dt.date.fromisoformat(arguments.first) if arguments.first else last - before
    if last > today:
        raise SettingsError(f"--to lies ahead: the service's day is {today}")
    if first > last:
        raise SettingsError("--from must not be later than --to")
    if (last - first).days >= LONGEST:
        raise SettingsError(f"--from and --to are more than {LONGEST} days apart")
    return Range(first, last, today)


def _check(arguments: Arguments) -> None:
    """What can be said before anything is asked."""
    if arguments.first and arguments.days:
        raise SettingsError("--days and --from exclude each other")
    if arguments.timestamps and arguments.format != "openmetrics":
        raise SettingsError("--timestamps is for --format openmetrics")
    steps = ("day", "hour") if arguments.timestamps else ("day",)
    if arguments.format in ("prometheus", "openmetrics") and arguments.step not in steps:
        raise SettingsError(f"--format {arguments.format} has no --by, but openmetrics has --timestamps --by hour")


def _write(
    arguments: Arguments, settings: Settings, state: State, current: Reading[UsageMetrics], chosen: Range
) -> None:
    window = state.ledger.between(chosen.first, chosen.last)
    columns = shutil.get_terminal_size().columns
    match arguments.format, arguments.step:
        case "openmetrics", step if arguments.timestamps:
            from grantex_tui.export.backfill import backfill

            samples = _samples(settings, state, window, current) if step == "hour" else ()
            write(backfill(window, samples, current))
        case "prometheus", _:
            from grantex_tui.export.openmetrics import prometheus

            write(prometheus(window, current))
        case "openmetrics", _:
            from grantex_tui.export.openmetrics import openmetrics

            write(openmetrics(window, current))
        case ((None | "table"), "day") if chosen.last == chosen.today:
            from grantex_tui.export.text_table import report_table

            write(report_table(state, current, chosen.days, settings.service, columns))
        case ((None | "table"), step):
            write(rows_table(_rows(step, settings, state, window, current), columns))
        case name, "day":
            write(export(window, current, Format(name)))
        case name, step:
            write(export_rows(_rows(step, settings, state, window, current), step, Format(name)))


def _rows(
    step: str, settings: Settings, state: State, window: tuple[Day, ...], current: Reading[UsageMetrics]
) -> tuple[Row, ...]:

    if step != "hour":
        return by_step(window, Step(step))
    samples: dict[str, list[Sample]] = {}
    for sample in _samples(settings, state, window, current):
        samples.setdefault(sample.period, []).append(sample)
    return by_hour((day, stretches(day.date, samples.get(str(day.date), ()), _final(day))) for day in window)


def _samples(
    settings: Settings, state: State, window: tuple[Day, ...], current: Reading[UsageMetrics]
) -> tuple[Sample, ...]:
    """The kept readings of the `window`, and those of now."""
    account = account_of(state, settings)
    dates = [day.date for day in window]
    kept = kept_samples(settings, account, dates, current.served) if account else ()
    return (*kept, *state.samples.readings)


def _final(day: Day) -> Counters | None:
    return day.counters if day.state is DayState.FINAL else None
