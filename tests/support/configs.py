"""Config files for tests, and what is read of them."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from grantex_tui.cli.parser import parse_arguments
from grantex_tui.config.configuration import Configuration, read_configuration
from grantex_tui.config.lookup import home_folder
from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import Settings, Unusable, read_profiles

LIVE = "gx_live_" + "Secret0123" * 4 + "abc"
OTHER = "gx_test_" + "Another789" * 4 + "xyz"

WHOLE = """\
theme = "grantex-light"
days = 90
view = "table"
metric = "exchanges"
interval = 60
mouse = true
archive = false
profile = "prod"

[profiles.prod]
label = "production"
colour = "#ff8800"
api_key_command = ["printf", "%s", "key-of-prod"]
plan = "pro"

[profiles.test]
base_url = "https://test.example"
api_key_file = "test.key"
plan = "free"
exchanges_limit = 1000

[keys]
days-90 = "9,f9"

[alerts]
day_total = 100000
month_share = [50, 80, 95]
outlier = true
stale_minutes = 10
tell = ["bell", "desktop", "command"]
command = ["notify-send", "{title}", "{text}"]
"""
"""Says something of everything."""


def alerts_table(alerts: AlertSettings) -> str:
    """The `[alerts]` that says these."""
    lines = (f"{name} = {json.dumps(said)}" for name, said in msgspec.to_builtins(alerts).items() if said is not None)
    return "\n".join(("[alerts]", *lines, ""))


def written(home: Path, text: str) -> Path:
    """The config file of a user who has `home`."""
    path = home / ".config" / "grantex-tui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def configuration(home: Path, *arguments: str, **environment: str) -> Configuration:
    """What a run in `home` goes by."""
    found = {"HOME": str(home), **environment}
    return read_configuration(parse_arguments(arguments), found, home_folder(found))


def accounts(home: Path, *arguments: str, **environment: str) -> tuple[Settings | Unusable, ...]:
    """The accounts of such a run."""
    return read_profiles(configuration(home, *arguments, **environment), _no_input)


def account(home: Path, *arguments: str, **environment: str) -> Settings:
    """Its only account."""
    (one,) = accounts(home, *arguments, **environment)
    assert isinstance(one, Settings)
    return one


def revealed(settings: Settings | Unusable) -> str:
    """The account's key."""
    assert isinstance(settings, Settings)
    assert settings.key is not None
    return settings.key.reveal()


def _no_input() -> str:
    raise AssertionError("standard input is not asked for")
