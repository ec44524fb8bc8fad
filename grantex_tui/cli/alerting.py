"""Which alerts are asked for. Light to import: nothing of alerts is loaded where none are."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grantex_tui.cli.telling import CommandTeller
    from grantex_tui.config.arguments import Arguments
    from grantex_tui.config.models import AlertSettings
    from grantex_tui.config.settings import Settings
    from grantex_tui.polling.memory import StateRecorder


def alert_settings(arguments: Arguments) -> AlertSettings | None:  # noqa: ARG001
    """The configuration file's `[alerts]`; None, as `AlertSettings()`: nothing is told."""
    return None


def command_teller(arguments: Arguments, settings: Settings, memory: StateRecorder | None) -> CommandTeller | None:
    """What tells the alerts of a command's run; None where none are asked for. `memory`: remembers what was told."""
    alerts = alert_settings(arguments)
    if alerts is None:
        return None
    from grantex_tui.cli.plan import plan_settings  # start-up boundary: only where alerts are asked for
    from grantex_tui.cli.telling import CommandTeller

    return CommandTeller(alerts, plan_settings(arguments), settings, memory)
