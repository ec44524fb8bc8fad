"""The commands and what can be typed after them, as values. Options and help: `cli.parser`; checks: `config.settings`.

Light to import: no typing, dataclasses or argparse. `status` must take little longer than Python itself, and the
dashboard little longer than Textual.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

MIN_INTERVAL: Final = 5
MAX_INTERVAL: Final = 3600
DEFAULT_INTERVAL: Final = 30
MAX_DAYS: Final = 3650
"""Of a report; those that the service does not have come from the archive."""

MAX_LIMIT: Final = 10**15

STATUS_MAX_AGE: Final = 60
CHECK_MAX_AGE: Final = 3600
CHECK_TIMEOUT: Final = 8
"""Seconds, each where the user gives none. Monitoring systems give up on a plug-in after 10."""

COMMANDS: Final = ("report", "check", "status", "watch", "record", "archive", "completion")
REPORT_FORMATS: Final = ("table", "json", "csv", "markdown", "prometheus", "openmetrics")
RANGES: Final = (7, 30, 90)
VIEWS: Final = ("chart", "table", "calendar", "hours")
METRICS: Final = ("total", "exchanges", "authorizations", "verifications")
STEPS: Final = ("day", "week", "month", "hour")
ARCHIVE_ACTIONS: Final = ("info", "check", "export", "import", "forget")
PLANS: Final = ("free", "pro", "enterprise")
SHELLS: Final = ("bash", "zsh", "fish")


class SettingsError(Exception):
    """A setting cannot be used. One line for the user: which setting and why, without the key."""


class Arguments:
    """What was typed, and the defaults of what was not. `command` None is the dashboard.

    None elsewhere: the default depends on the command. `warn`, `crit`: percent of the limit.
    `all`: every account side by side.
    `interval`, `max_age`, `timeout`: seconds. `view`, `theme`: what the dashboard starts with, as its `days` and
    `metric`. `days`, `first`, `last`, `step`: of a report. `action`, `target`: what to
    do with the archive, and with which file or account.
    """

    command: str | None = None
    demo: bool = False
    all: bool = False
    api_key_file: str | None = None
    base_url: str | None = None
    allow_http: bool = False
    no_archive: bool = False
    interval: int | None = None
    mouse: bool = False
    view: str = "chart"
    theme: str = ""
    plan: str | None = None
    exchanges_limit: int | None = None
    authorizations_limit: int | None = None
    days: int | None = None
    first: str | None = None
    last: str | None = None
    step: str = "day"
    timestamps: bool = False
    format: str | None = None
    metric: str | None = None
    limit: int | None = None
    projected: bool = False
    warn: int = 80
    crit: int = 95
    max_age: int | None = None
    timeout: int = CHECK_TIMEOUT
    plain: bool = False
    once: bool = False
    action: str = ""
    target: str | None = None
    shell: str = ""

    def __init__(self, command: str | None = None) -> None:
        self.command = command


def command_of(arguments: Sequence[str]) -> str | None:
    """The command that arguments seem to name, even where they cannot be parsed."""
    return next((argument for argument in arguments if argument in COMMANDS), None)
