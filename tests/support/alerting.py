"""Runs the program with alerts, as a configuration file would ask for them.

python tests/support/alerting.py '{"day_total": 5000, "tell": ["bell"]}' watch
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from grantex_tui.cli import alerting
from grantex_tui.config.models import AlertSettings


def command(alerts: AlertSettings, *arguments: str) -> list[str]:
    """The command line that runs the program so."""
    return [sys.executable, __file__, msgspec.json.encode(alerts).decode(), *arguments]


def main(given: Sequence[str]) -> None:
    alerts = msgspec.json.decode(given[0], type=AlertSettings)
    alerting.alert_settings = lambda arguments: alerts  # noqa: ARG005

    from grantex_tui.cli.main import main as run

    run(given[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
