"""What `config.toml` may say, as frozen values: profiles, keys, alerts, and how the dashboard starts. Reads no file.

Names are the file's. None, and an empty text or list: the file does not say it. Ranges and choices are the command
line's (`config.arguments`).
"""

from __future__ import annotations

import enum
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from grantex_tui.config.arguments import MAX_INTERVAL, MAX_LIMIT, MIN_INTERVAL

PlanName = Literal["free", "pro", "enterprise"]
ViewName = Literal["chart", "table", "calendar", "hours"]
MetricName = Literal["total", "exchanges", "authorizations", "verifications"]
Count = Annotated[int, Meta(ge=1, le=MAX_LIMIT)]
Percent = Annotated[int, Meta(ge=1, le=1000)]
Seconds = Annotated[int, Meta(ge=MIN_INTERVAL, le=MAX_INTERVAL)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
Argument = Annotated[str, Meta(min_length=1)]

COLOURS: Final = (
    "red", "orange", "gold", "yellow", "green", "teal", "cyan", "turquoise", "blue", "violet", "purple", "magenta",
    "pink", "brown", "grey",
)  # fmt: skip
"""The names of a profile's colour; Textual knows each."""


class Way(enum.Enum):
    """How an alert is told beside the notice and the line in the log, which are always there."""

    BELL = "bell"
    DESKTOP = "desktop"
    COMMAND = "command"


class AlertSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """`[alerts]`: what is told once when it begins and once when it is over. Nothing unless the file says so.

    `day_…`: requests in a UTC day above this. `month_share`: percent of the plan's allowance that the month has
    used; `month_projected`: that its projection comes to. `command`: its arguments, with `{title}` and `{text}`;
    no shell.
    """

    day_total: Count | None = None
    day_exchanges: Count | None = None
    day_authorizations: Count | None = None
    day_verifications: Count | None = None
    month_share: tuple[Percent, ...] = ()
    month_projected: tuple[Percent, ...] = ()
    outlier: bool = False
    stale_minutes: Minutes | None = None
    key_refused: bool = False
    tell: tuple[Way, ...] = ()
    command: tuple[Argument, ...] = ()


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """`[profiles.NAME]`: an account. `label`: what the screen calls it, else its name. `colour`: `#rrggbb` or a name.

    `api_key_command`: the arguments of a program that prints the key; no shell.
    """

    base_url: str | None = None
    allow_http: bool | None = None
    api_key_file: str | None = None
    api_key_command: tuple[Argument, ...] = ()
    plan: PlanName | None = None
    exchanges_limit: Count | None = None
    authorizations_limit: Count | None = None
    label: str = ""
    colour: str = ""


class ConfigFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `profile`: the one to start with. `keys`: the keys of an action's id, separated by commas."""

    profile: str | None = None
    demo: bool | None = None
    base_url: str | None = None
    allow_http: bool | None = None
    api_key_file: str | None = None
    archive: bool | None = None
    interval: Seconds | None = None
    days: Literal[7, 30, 90] | None = None
    view: ViewName | None = None
    metric: MetricName | None = None
    theme: str | None = None
    mouse: bool | None = None
    plan: PlanName | None = None
    exchanges_limit: Count | None = None
    authorizations_limit: Count | None = None
    profiles: dict[str, Profile] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    alerts: AlertSettings = AlertSettings()
