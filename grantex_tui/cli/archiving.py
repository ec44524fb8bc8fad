"""How a command uses the archive: what it writes there at its end, and what it reads from there. Never in its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Account, Event, Observation
from grantex_tui.archive.recorder import Outcome, in_time
from grantex_tui.archive.sample import sample_readings, sample_records
from grantex_tui.cli.output import complain
from grantex_tui.config.settings import Settings
from grantex_tui.polling.memory import account_of
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.rate import Sample
from grantex_tui.usage.utc import ONE_DAY, end_of_day, midnight
from grantex_tui.usage.weekdays import Weekdays, learn


def keep(settings: Settings, observation: Observation | None) -> tuple[Event, ...] | ArchiveError:
    """Write what was seen; what the user should know of it. Without an archive nothing."""
    if settings.archive is None or observation is None:
        return ()
    return in_time(settings.archive, lambda archive: archive.keep(observation))


def complain_of(answer: object) -> None:
    """One line on standard error for a fault, and for each event of a write; none without a home, as in containers."""
    match answer:
        case ArchiveError(fault=Fault.NO_HOME):
            return
        case ArchiveError():
            complain(str(answer))
        case tuple(events):
            for event in events:
                complain(event.words)
        case _:
            return


def tell(outcome: Outcome) -> None:
    """As a recorder tells it."""
    for words in outcome.words:
        complain(words)


def kept_days(settings: Settings, account: Account, first: dt.date, now: dt.datetime) -> tuple[DayRecord, ...]:
    """The days from `first` to that of `now` as earlier runs knew them; those of the sample service are made up."""
    if settings.demo:
        return sample_records(first, now)
    if settings.archive is None:
        return ()
    found = in_time(settings.archive, lambda archive: archive.days(account, first, now.date()))
    return found if isinstance(found, tuple) else _none(found)


def kept_weekdays(settings: Settings, state: State) -> Weekdays | None:
    """What all that is kept of the state's account tells of the weekdays; None where its day is not known."""
    account, today = account_of(state, settings), state.ledger.today
    if account is None or today is None:
        return None
    return learn(record.day for record in kept_days(settings, account, dt.date.min, midnight(today)))


def kept_samples(
    settings: Settings, account: Account, dates: Iterable[dt.date], now: dt.datetime
) -> tuple[Sample, ...]:
    """The readings of the UTC days `dates`, without a hole between them, and those next to their ends."""
    wanted = list(dates)
    if settings.demo:
        return tuple(sample for date in wanted for sample in sample_readings(date, now))
    if settings.archive is None:
        return ()
    start, end = midnight(wanted[0]), end_of_day(wanted[-1]) + ONE_DAY
    found = in_time(settings.archive, lambda archive: archive.samples(account, start, end))
    return found if isinstance(found, tuple) else _none(found)


def _none(error: ArchiveError) -> tuple[()]:
    complain_of(error)
    return ()
