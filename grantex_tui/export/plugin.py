"""The line that a monitoring system reads from a plug-in: a status word, a sentence, performance data. Pure.

The format is that of the Monitoring Plugins Development Guidelines: one line, after `|` nothing but
`'label'=value[UOM];[warn];[crit];[min];[max]`. A value above a threshold alerts.
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
    """One figure for a graph. `value` None: unknown. `unit`: a UOM such as `s`; empty for a count."""

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
    """The verdict on `value`: it must exceed a threshold to alert."""
    if value > crit:
        return Severity.CRITICAL
    return Severity.WARNING if value > warn else Severity.OK


def plugin_line(severity: Severity, words: str, performance: Sequence[Performance]) -> str:
    """The whole line, without its end."""
    data = " ".join(map(str, performance))
    said = words.replace("|", "/")
    return f"GRANTEX {severity.name}: {said} | {data}" if data else f"GRANTEX {severity.name}: {said}"
