"""The figures as OpenMetrics text, for Prometheus by way of node_exporter's textfile collector. Pure.

Without timestamps, which that collector refuses. Counters are those of the current period and start again with it;
what a range comes to can fall from day to day, so it is a gauge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from grantex_tui.api.models import NO_USE, UsageMetrics
from grantex_tui.polling.feed import Reading
from grantex_tui.usage.baseline import finished
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import FIGURES, Metric
from grantex_tui.usage.totals import peak, total


def openmetrics(window: Sequence[Day], current: Reading[UsageMetrics]) -> str:
    """The current period's counters and the range's gauges. `window`: the range's days, complete ones among them."""
    developer = {"developer": current.value.developer_id}
    of_range = {**developer, "days": str(len(window))}
    lines: list[str] = []
    for metric in FIGURES:
        words = f"{metric.label.capitalize()} in the current period, which starts again at 0."
        lines += _family(
            f"grantex_{_name(metric)}", "counter", words, "_total", developer, metric.of(current.value.counters)
        )
    words = "When the service answered with the current period's counters."
    as_of = int(current.served.timestamp())
    lines += _family("grantex_as_of_timestamp_seconds", "gauge", words, "", developer, as_of)
    for metric in FIGURES:
        words = f"{metric.label.capitalize()} in the last days, today so far among them."
        lines += _family(f"grantex_range_{_name(metric)}", "gauge", words, "", of_range, metric.of(total(window)))
    complete = [Metric.TOTAL.of(day.counters or NO_USE) for day in finished(window)]
    if complete:
        words = "Total requests a day, averaged over the complete days of the range."
        average = sum(complete) / len(complete)
        lines += _family("grantex_range_average_requests", "gauge", words, "", of_range, average)
    if (highest := peak(window)) is not None and highest.counters:
        words = "Total requests of the busiest complete day of the range."
        lines += _family("grantex_range_peak_requests", "gauge", words, "", of_range, highest.counters.total_requests)
    return "\n".join((*lines, "# EOF")) + "\n"


def _name(metric: Metric) -> str:
    match metric:
        case Metric.TOTAL:
            return "requests"
        case _:
            return metric.label.replace(" ", "_")


def _family(name: str, kind: str, words: str, suffix: str, labels: Mapping[str, str], value: float) -> Iterable[str]:
    """A metric family of one sample."""
    said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return (f"# TYPE {name} {kind}", f"# HELP {name} {words}", f"{name}{suffix}{{{said}}} {value!r}")


def _escaped(text: str) -> str:
    """A label's value between its quotes."""
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
