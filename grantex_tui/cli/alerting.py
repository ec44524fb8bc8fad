"""What tells a command's alerts. Light to import: nothing of alerts is loaded where none are asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grantex_tui.cli.telling import CommandTeller
    from grantex_tui.config.settings import Settings
    from grantex_tui.polling.memory import StateRecorder


def command_teller(settings: Settings, memory: StateRecorder | None) -> CommandTeller | None:
    """What tells the alerts of a command's run; None where none are asked for. `memory`: remembers what was told."""
    if settings.alerts is None:
        return None
    from grantex_tui.cli.telling import CommandTeller  # start-up boundary: only where alerts are asked for

    return CommandTeller(settings, memory)
