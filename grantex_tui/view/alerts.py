"""An alert in words: a title, a sentence or two, and both in one line for a log. Pure, and harmless in any terminal."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.api.sanitize import plain
from grantex_tui.archive.models import Edge
from grantex_tui.polling.alerts import (
    Alert,
    DayAbove,
    KeyRefused,
    MonthProjected,
    MonthUsed,
    StaleFigures,
    UnusualDay,
)
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.utc import ONE_DAY, next_month
from grantex_tui.view import dates
from grantex_tui.view.day import why_unusual
from grantex_tui.view.month import forecast_words, share_words
from grantex_tui.view.numbers import full
from grantex_tui.view.wordings import capitalized, wording

NAME: Final = "Grantex"
MAX_TITLE: Final = 100

TEST: Final = ("this is a test", "So it looks when a condition of your alerts begins or is over.")


class Message(Struct, frozen=True):
    """What is told. Made by `message` or `words_of`, which take out whatever a terminal, a shell or markup would obey.

    `grave`: it begins, and is not over.
    """

    title: str
    text: str
    grave: bool = True

    @property
    def line(self) -> str:
        """For a log: `alert: more than 10,000 requests today. There are 11,234 so far on Sun 22 Nov 2026.`"""
        return f"alert: {self.title.removeprefix(f'{NAME}: ')}. {self.text}"


def message(what: str, text: str, *, grave: bool = True) -> Message:
    """`what` happened in a few words, and `text`, which begins with a letter of ours; safe wherever it is written."""
    return Message(plain(f"{NAME}: {what}", MAX_TITLE), plain(text), grave)


def words_of(alert: Alert, whose: str) -> Message:
    """The alert of the account that the user knows as `whose`; empty: there is only one, or it has no name yet."""
    what, text = _begins(alert) if alert.edge is Edge.BEGINS else _over(alert)
    return message(what, f"{text}." + (f" Account {whose}." if whose else ""), grave=alert.edge is Edge.BEGINS)


def _begins(alert: Alert) -> tuple[str, str]:
    match alert.condition:
        case DayAbove(metric=metric, above=above, date=date, counted=counted):
            return f"more than {_count(above, metric)} today", f"There are {full(counted)} so far on {dates.day(date)}"
        case UnusualDay(outlier=outlier, counted=counted):
            day = dates.day(outlier.date)
            why = wording(why_unusual(outlier))
            return "an unusual day", f"There are {_count(counted, Metric.TOTAL)} so far on {day}: {why}"
        case MonthUsed(metric=metric, percent=percent) as used:
            return f"{percent} % of the month's {metric.label} used", _used(used)
        case MonthProjected(metric=metric, percent=percent) as projected:
            return f"the month is on course for {percent} % of its {metric.label}", _projected(projected)
        case StaleFigures(minutes=minutes, read_at=None, reason=reason):
            return f"no figures for {minutes} min", f"No answer yet: {reason}"
        case StaleFigures(minutes=minutes, read_at=read_at, reason=reason):
            assert read_at is not None
            read = f"{dates.weekday_day_month(read_at.date())} {dates.clock(read_at)} UTC"
            return f"figures stale for {minutes} min", f"Figures stale: {reason}; read {read}"
        case KeyRefused(reason=reason):
            return "the API key is refused", f"{capitalized(reason)}, so polling has stopped"


def _over(alert: Alert) -> tuple[str, str]:
    match alert.condition:
        case MonthUsed(metric=metric, percent=percent) as used:
            return f"below {percent} % of the month's {metric.label} again", _used(used)
        case MonthProjected(metric=metric, percent=percent) as projected:
            return f"the month is no longer on course for {percent} % of its {metric.label}", _projected(projected)
        case StaleFigures():
            return "figures are read again", f"They are of {dates.clock(alert.since)} UTC"
        case KeyRefused():
            return "the API key is accepted again", f"Figures were read at {dates.clock(alert.since)} UTC"
        case DayAbove() | UnusualDay():
            raise AssertionError("a day is not told to be over")


def _count(count: int, metric: Metric) -> str:
    """`1,000 requests`, `1,000 token exchanges`."""
    return f"{full(count)} {metric.noun(count).removeprefix('total ')}"


def _used(used: MonthUsed) -> str:
    counted = f"{full(used.counted)} of {_count(used.limit, used.metric)} in {dates.month(used.date)}"
    return f"That is {counted}, {share_words(used.counted / used.limit)}"


def _projected(projected: MonthProjected) -> str:
    last = next_month(projected.date) - ONE_DAY
    likely = wording(forecast_words(projected.projection, projected.limit, last))
    return f"{capitalized(projected.metric.label)} {likely} of {full(projected.limit)}"
