"""`grantex-tui report`: the current period and the last days, once, for people and for programs."""

from __future__ import annotations

import shutil

from grantex_tui.cli.output import write
from grantex_tui.cli.run import figures_of, read_with, settings_of
from grantex_tui.config.arguments import Arguments
from grantex_tui.export.formats import Format, export
from grantex_tui.polling.clock import SystemClock
from grantex_tui.polling.fetch import read_once


def report(arguments: Arguments) -> int:
    """Print it. Raises SettingsError, CommandError and OSError."""
    settings = settings_of(arguments)
    state = read_with(settings, lambda client: read_once(client, SystemClock(), arguments.days))
    current = figures_of(state.usage, settings)
    figures_of(state.history, settings)
    window = state.ledger.window(arguments.days)
    match arguments.format:
        case None | "table":
            from grantex_tui.export.text_table import report_table

            columns = shutil.get_terminal_size().columns
            write(report_table(state, current, arguments.days, settings.service, columns))
        case "prometheus":
            from grantex_tui.export.openmetrics import prometheus

            write(prometheus(window, current))
        case "openmetrics":
            from grantex_tui.export.openmetrics import openmetrics

            write(openmetrics(window, current))
        case name:
            write(export(window, current, Format(name)))
    return 0
