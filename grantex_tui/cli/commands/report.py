"""`grantex-tui report`: the current period and a range of days, once, for people and for programs.

The service has 90 days and no hours; what lies before them, and the hours, come from the archive.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence

from msgspec import Struct

from grantex_tui.api.limits import MAX_DAYS
from grantex_tui.api.models import Counters, UsageMetrics
from grantex_tui.archive.models import Observation
from grantex_tui.cli.archiving import complain_of, keep, kept_days, kept_samples
from grantex_tui.cli.exit_codes import CommandError
from grantex_tui.cli.output import write
from grantex_tui.cli.run import accounts_of, complain_of_each, figures_of, read_each
from grantex_tui.config.arguments import MAX_DAYS as LONGEST
from grantex_tui.config.arguments import Arguments, SettingsError
from grantex_tui.config.settings import Settings, Unusable
from grantex_tui.export.formats import Format, export
from grantex_tui.export.openmetrics import AccountFigures, openmetrics, prometheus
from grantex_tui.export.rollups import Row, by_hour, by_step, export_rows, rows_table
from grantex_tui.export.several import Part, together
from grantex_tui.export.text_table import report_table
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


class Report(Struct, frozen=True):
    """An account's figures, and the days that they are wanted of. `seen`: what its archive is to keep."""

    settings: Settings
    state: State
    current: Reading[UsageMetrics]
    chosen: Range
    seen: Observation | None

    @property
    def window(self) -> tuple[Day, ...]:
        return self.state.ledger.between(self.chosen.first, self.chosen.last)


def report(arguments: Arguments) -> int:
    """Print it. Raises SettingsError, CommandError and OSError."""
    _check(arguments)
    accounts = accounts_of(arguments)
    ask = MAX_DAYS if arguments.first or arguments.last else min(arguments.days or DEFAULT_DAYS, MAX_DAYS)
    states = read_each(accounts.usable, lambda client, _: read_once(client, SystemClock(), ask))
    reports: list[Report] = []
    failures: dict[str, SettingsError | CommandError] = {
        account.profile: SettingsError(account.reason) for account in accounts.all if isinstance(account, Unusable)
    }
    for settings, state in zip(accounts.usable, states, strict=True):
        try:
            reports.append(_report(arguments, settings, state, ask))
        except CommandError as error:
            if not accounts.labelled:
                raise
            failures[settings.profile] = error
    if reports:
        write(_text(arguments, reports, labelled=accounts.labelled))
    for made in reports:
        complain_of(keep(made.settings, made.seen))
    return complain_of_each(failures)


def _report(arguments: Arguments, settings: Settings, state: State, ask: int) -> Report:
    """Raises CommandError where either reading failed, and SettingsError for days that there are none of."""
    current = figures_of(state.usage, settings)
    figures_of(state.history, settings)
    seen = observed(state, settings, ask)
    today = state.ledger.today
    assert today is not None, "both were read"
    chosen = range_of(arguments, today)
    account = account_of(state, settings)
    if account is not None:
        state = state.with_records(kept_days(settings, account, chosen.first, current.served))
    return Report(settings, state, current, chosen, seen)


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


def _text(arguments: Arguments, reports: Sequence[Report], *, labelled: bool) -> str:
    """All of them as one text. `labelled`: each under its profile's name."""
    accounts = [
        AccountFigures(made.window, made.current, made.settings.profile if labelled else "") for made in reports
    ]
    match arguments.format:
        case "openmetrics" if arguments.timestamps:
            from grantex_tui.export.backfill import backfill

            samples = [_samples(made) if arguments.step == "hour" else () for made in reports]
            return backfill(*zip(accounts, samples, strict=True))
        case "prometheus":
            return prometheus(*accounts)
        case "openmetrics":
            return openmetrics(*accounts)
        case name:
            format = None if name in (None, "table") else Format(name)
            texts = [_text_of_one(made, arguments.step, format) for made in reports]
    if not labelled:
        return texts[0]
    named = ((made.settings.profile, made.settings.label) for made in reports)
    return together(tuple(Part(*name, text) for name, text in zip(named, texts, strict=True)), format)


def _text_of_one(made: Report, step: str, format: Format | None) -> str:
    """`format` None: a table for people."""
    columns = shutil.get_terminal_size().columns
    match format, step:
        case None, "day" if made.chosen.last == made.chosen.today:
            return report_table(made.state, made.current, made.chosen.days, made.settings.service, columns)
        case None, step:
            return rows_table(_rows(made, step), columns)
        case format, "day":
            return export(made.window, made.current, format)
        case format, step:
            return export_rows(_rows(made, step), step, format)


def _rows(made: Report, step: str) -> tuple[Row, ...]:
    if step != "hour":
        return by_step(made.window, Step(step))
    samples: dict[str, list[Sample]] = {}
    for sample in _samples(made):
        samples.setdefault(sample.period, []).append(sample)
    return by_hour((day, stretches(day.date, samples.get(str(day.date), ()), _final(day))) for day in made.window)


def _samples(made: Report) -> tuple[Sample, ...]:
    """The kept readings of its days, and those of now."""
    account = account_of(made.state, made.settings)
    dates = [day.date for day in made.window]
    kept = kept_samples(made.settings, account, dates, made.current.served) if account else ()
    return (*kept, *made.state.samples.readings)


def _final(day: Day) -> Counters | None:
    return day.counters if day.state is DayState.FINAL else None
