"""A range of days as CSV, JSON or Markdown text. Pure; who writes it where is not decided here.

Names and order of the fields are a contract. A day without a row in history had no use and counts 0. A day whose figure
is unknown (today, where the service counts by the month) has none: null or empty, never 0.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Iterable, Sequence

from grantex_tui.api.models import COUNTER_FIELDS, Counters, UsageMetrics
from grantex_tui.polling.feed import Reading
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import FIGURES
from grantex_tui.usage.totals import peak, requests_of, total
from grantex_tui.view import dates
from grantex_tui.view.numbers import full


class Format(enum.Enum):
    """A format; its value is its name on the command line."""

    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"

    @property
    def suffix(self) -> str:
        """The usual end of a file's name."""
        return ".md" if self is Format.MARKDOWN else f".{self.value}"


def export(window: Sequence[Day], current: Reading[UsageMetrics] | None, format: Format) -> str:
    """The `window` (one day or more, oldest first), and the `current` period if it was read."""
    match format:
        case Format.CSV:
            return _csv(window)
        case Format.JSON:
            return _json(window, current)
        case Format.MARKDOWN:
            return _markdown(window, current)


def state_name(day: Day) -> str:
    """`so far`, `settling`, `final`, `no row`, or `never read`: neither an answer nor the archive has it."""
    return str(day.state.value)


def timestamp(moment: dt.datetime) -> str:
    """`2026-11-22T08:11:27Z`."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _values(counters: Counters) -> tuple[int, ...]:
    return tuple(metric.of(counters) for metric in FIGURES)


def _csv(window: Sequence[Day]) -> str:
    lines = [",".join(("date", *COUNTER_FIELDS, "state"))]
    for day in window:
        figures = map(str, _values(day.counters)) if day.counters else ("",) * len(COUNTER_FIELDS)
        lines.append(",".join((day.date.isoformat(), *figures, state_name(day))))
    return "\n".join(lines) + "\n"


def _json(window: Sequence[Day], current: Reading[UsageMetrics] | None) -> str:
    highest = peak(window)
    document = {
        "developerId": current.value.developer_id if current else None,
        "period": current.value.period if current else None,
        "asOf": timestamp(current.served) if current else None,
        "current": _fields(current.value.counters if current else None),
        "days": len(window),
        "from": window[0].date.isoformat(),
        "to": window[-1].date.isoformat(),
        "total": _fields(total(window)),
        "peak": {"date": highest.date.isoformat(), "totalRequests": requests_of(highest)} if highest else None,
        "entries": [
            {"date": day.date.isoformat(), **_fields(day.counters), "state": state_name(day)} for day in window
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _fields(counters: Counters | None) -> dict[str, int | None]:
    values: Sequence[int | None] = _values(counters) if counters else [None] * len(COUNTER_FIELDS)
    return dict(zip(COUNTER_FIELDS, values, strict=True))


def _markdown(window: Sequence[Day], current: Reading[UsageMetrics] | None) -> str:
    head = ["Date", *(metric.label.capitalize() for metric in FIGURES), "State"]
    rows = [_row((day.date.isoformat(), *_words(day.counters), state_name(day))) for day in window]
    lines = [_row(head), "|---|---:|---:|---:|---:|---|", *rows]
    lines.append(_row(f"**{word}**" if word else "" for word in ("Total", *_words(total(window)), "")))
    lines += ["", f"{dates.date_range(window[0].date, window[-1].date)}, UTC days."]
    if (highest := peak(window)) is not None:
        lines[-1] += f" Peak: {full(requests_of(highest))} on {dates.day(highest.date)}."
    if current:
        figures = zip(_values(current.value.counters), FIGURES, strict=True)
        said = ", ".join(f"{full(figure)} {metric.noun(figure)}" for figure, metric in figures)
        developer = _escaped(current.value.developer_id)
        lines += [
            "",
            f"Current period {current.value.period} of {developer}, as of {timestamp(current.served)}: {said}.",
        ]
    return "\n".join(lines) + "\n"


def _words(counters: Counters | None) -> tuple[str, ...]:
    return tuple(map(full, _values(counters))) if counters else ("–",) * len(COUNTER_FIELDS)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Foreign text that Markdown shows as it stands."""
    return re.sub(r"([\\`*<>#|~&])", r"\\\1", text)
