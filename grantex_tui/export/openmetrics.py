"""The figures for Prometheus, in both of its text formats. Pure.

OpenMetrics is what Prometheus asks for when it scrapes. The classic text is what node_exporter's textfile collector
reads; in it a counter's type stands at the sample's whole name, `…_total`. Neither has timestamps, which that collector
refuses. Sources: the OpenMetrics 1.0 specification; "Exposition formats" in the Prometheus documentation.

The current period's figures are counters that start again with it. A range's can fall from day to day, so they are
gauges.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from grantex_tui.api.models import NO_USE, UsageMetrics
from grantex_tui.polling.feed import Reading
from grantex_tui.usage.baseline import finished
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.totals import peak, total

PREFIX: Final = "grantex_"


class Kind(enum.Enum):
    """The type of a metric family."""

    COUNTER = "counter"
    GAUGE = "gauge"


class Family(Struct, frozen=True):
    """A metric family of one sample. `name`: without the prefix and a counter's `_total`."""

    name: str
    kind: Kind
    words: str
    labels: Mapping[str, str]
    value: float

    @property
    def sample(self) -> str:
        """The sample's line."""
        return f"{self.sample_name}{label_set(self.labels)} {self.value!r}"

    @property
    def full_name(self) -> str:
        """`grantex_requests`."""
        return PREFIX + self.name

    @property
    def sample_name(self) -> str:
        """`grantex_requests_total`."""
        return f"{self.full_name}_total" if self.kind is Kind.COUNTER else self.full_name


class AccountFigures(Struct, frozen=True):
    """An account's figures. `window`: the range's days, complete ones among them.

    `profile`: the label that tells the account from others in the same text; empty for none.
    """

    window: Sequence[Day]
    current: Reading[UsageMetrics]
    profile: str = ""

    @property
    def labels(self) -> dict[str, str]:
        """What tells the account's samples from others."""
        developer = {"developer": self.current.value.developer_id}
        return {"profile": self.profile, **developer} if self.profile else developer


def openmetrics(*accounts: AccountFigures) -> str:
    """The current period's counters and the range's gauges."""
    lines = [line for group in _grouped(accounts) for line in _lines(group, group[0].full_name)]
    return "\n".join((*lines, "# EOF")) + "\n"


def prometheus(*accounts: AccountFigures) -> str:
    """The same in the classic text format."""
    lines = [line for group in _grouped(accounts) for line in _lines(group, group[0].sample_name)]
    return "\n".join(lines) + "\n"


def _grouped(accounts: Sequence[AccountFigures]) -> Iterable[Sequence[Family]]:
    """The families by name: a text has the samples of each in one place."""
    groups: dict[str, list[Family]] = {}
    for account in accounts:
        for family in families(account):
            groups.setdefault(family.name, []).append(family)
    return groups.values()


def families(account: AccountFigures) -> Iterator[Family]:
    """What both formats write, in this order."""
    window, current, developer = account.window, account.current, account.labels
    for metric in FIGURES:
        words = f"{metric.label.capitalize()} in the current period, which starts again at 0."
        yield Family(figure_name(metric), Kind.COUNTER, words, developer, metric.of(current.value.counters))
    words = "When the service answered with the current period's counters."
    yield Family("as_of_timestamp_seconds", Kind.GAUGE, words, developer, int(current.served.timestamp()))
    for name, words, value in _of_range(window):
        labels = {**developer, "days": str(len(window))}
        yield Family(f"range_{name}", Kind.GAUGE, words, labels, value)


def _of_range(window: Sequence[Day]) -> Iterator[tuple[str, str, float]]:
    """Name, words and value of what the range comes to."""
    for metric in FIGURES:
        words = f"{metric.label.capitalize()} in the last days, including today so far."
        yield figure_name(metric), words, metric.of(total(window))
    complete = [Metric.TOTAL.of(day.counters or NO_USE) for day in finished(window)]
    if complete:
        words = "Total requests a day, averaged over the complete days of the range."
        yield "average_requests", words, sum(complete) / len(complete)
    highest = peak(window)
    if highest is not None and highest.counters:
        words = "Total requests of the busiest complete day of the range."
        yield "peak_requests", words, highest.counters.total_requests


def figure_name(metric: Metric) -> str:
    """As it stands in a family's name: `token_exchanges`."""
    match metric:
        case Metric.TOTAL:
            return "requests"
        case _:
            return metric.label.replace(" ", "_")


def _lines(families: Sequence[Family], name: str) -> Iterable[str]:
    """Help, type and samples of the families that the format calls `name`."""
    first = families[0]
    head = (f"# HELP {name} {first.words}", f"# TYPE {name} {first.kind.value}")
    return (*head, *(family.sample for family in families))


def label_set(labels: Mapping[str, str]) -> str:
    """As it stands after a sample's name: `{profile="prod",developer="dev_1"}`."""
    said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{{{said}}}"


def _escaped(text: str) -> str:
    """A label's value between its quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
