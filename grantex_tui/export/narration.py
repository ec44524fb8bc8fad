"""What changed from one state to the next, for `watch`: one sentence a change. Pure."""

from __future__ import annotations

from itertools import takewhile

from grantex_tui.api.models import Counters
from grantex_tui.config.settings import Service
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import Event, State
from grantex_tui.usage.metric import PARTS
from grantex_tui.view import dates
from grantex_tui.view.numbers import full
from grantex_tui.view.range import range_content
from grantex_tui.view.selection import Selection
from grantex_tui.view.summary import summary_content
from grantex_tui.view.wordings import wording

DAYS = 30


def changes(before: State, now: State, service: Service) -> tuple[str, ...]:
    """The sentences for what is new in `now`; none where nothing changed."""
    return (
        *_events(before, now),
        *_figures(before, now),
        *_range(before, now, service),
    )


def _events(before: State, now: State) -> tuple[str, ...]:
    """Failures, recoveries, new days, restarts, corrected days: the log's lines since."""
    return tuple(_sentence(event.words) for event in new_events(before, now))


def new_events(before: State, now: State) -> tuple[Event, ...]:
    """What came to the log since `before`, oldest first."""
    new = tuple(takewhile(lambda event: event not in before.events, reversed(now.events)))
    return tuple(reversed(new))


def _figures(before: State, now: State) -> tuple[str, ...]:
    """The current period's figures, if they changed."""
    reading, last = reading_of(now.usage), reading_of(before.usage)
    if reading is None:
        return ()
    metrics = reading.value
    same_period = last is not None and last.value.period == metrics.period
    if same_period and last is not None and last.value.counters == metrics.counters:
        return ()
    span = "this month" if metrics.day is None else f"on {dates.day(metrics.day)}"
    total = metrics.total_requests
    change = total - last.value.total_requests if same_period and last else 0
    more = f", {full(abs(change))} {'more' if change > 0 else 'less'} than before" if change else ""
    return (f"{full(total)} {requests(total)} {span}{more}: {_parts(metrics.counters)}.",)


def _range(before: State, now: State, service: Service) -> tuple[str, ...]:
    """What the last days come to: after the first reading of the history, and after the first of each new day."""
    reading, last = reading_of(now.history), reading_of(before.history)
    if reading is None or (last is not None and last.served.date() == reading.served.date()):
        return ()
    summary = summary_content(now, Selection(days=DAYS))
    totals = (wording(words) for words in (summary.total, summary.average, summary.peak))
    words = range_content(now, Selection(days=DAYS), service).message or (", ".join(filter(None, totals)),)
    return (_sentence(" ".join(words)),)


def requests(count: int) -> str:
    """The noun after `count`."""
    return "request" if count == 1 else "requests"


def _parts(counters: Counters) -> str:
    return ", ".join(f"{full(metric.of(counters))} {metric.noun(metric.of(counters))}" for metric in PARTS)


def _sentence(words: str) -> str:
    """`words` with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")
