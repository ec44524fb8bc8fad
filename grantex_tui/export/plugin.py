"""What monitoring systems read of a plug-in: a status word, a sentence, performance data. Pure.

By the Monitoring Plugins Development Guidelines: `'label'=value[UOM];[warn];[crit];[min];[max]`, one line, nothing
after `|` but such data; a value above a threshold alerts.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

from msgspec import Struct


class Severity(enum.IntEnum):
    """A plug-in's verdict; its value is the exit code."""

    OK = 0
    WARNING = 1
    CRITICAL = 2
    UNKNOWN = 3


class Performance(Struct, frozen=True):
    """One figure for a graph. `value` None: it cannot be told. `unit`: a UOM such as `s`, or none for a count."""

    label: str
    value: float | None
    unit: str = ""
    warn: int | None = None
    crit: int | None = None
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        label = self.label.replace("'", "''").replace("=", "-")
        value = "U" if self.value is None else f"{self.value}{self.unit}"
        bounds = ("" if bound is None else str(bound) for bound in (self.warn, self.crit, self.low, self.high))
        return f"'{label}'={value};{';'.join(bounds)}".rstrip(";")


def severity_of(value: int, warn: int, crit: int) -> Severity:
    """Above a threshold, not on it."""
    if value > crit:
        return Severity.CRITICAL
    return Severity.WARNING if value > warn else Severity.OK


def plugin_line(severity: Severity, words: str, performance: Sequence[Performance]) -> str:
    """The whole output, without its line end."""
    data = " ".join(map(str, performance))
    said = words.replace("|", "/")
    return f"GRANTEX {severity.name}: {said} | {data}" if data else f"GRANTEX {severity.name}: {said}"
