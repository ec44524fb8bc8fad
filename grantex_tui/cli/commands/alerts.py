"""`grantex-tui alerts test`: a message by each way that is asked for, and what came of it. Needs no key."""

from __future__ import annotations

import os
from collections.abc import Mapping

from msgspec import Struct

from grantex_tui.cli.exit_codes import UNAVAILABLE
from grantex_tui.cli.output import complain, write, write_to_terminal
from grantex_tui.cli.run import run_to_end
from grantex_tui.config.arguments import Arguments
from grantex_tui.config.configuration import read_configuration
from grantex_tui.config.lookup import home_folder
from grantex_tui.config.models import AlertSettings, Way
from grantex_tui.export.alert_command import run_command, without_keys
from grantex_tui.tui.terminal.notification import route, sequence
from grantex_tui.view.alerts import TEST, Message, message


class Sent(Struct, frozen=True):
    """What came of one way, in words; `took`: it was sent."""

    words: str
    took: bool = True


def alerts(arguments: Arguments) -> int:
    """Send the message and say what was done. Raises SettingsError and OSError."""
    settings = read_configuration(arguments, os.environ, home_folder(os.environ)).alerts or AlertSettings()
    said = message(*TEST)
    complain(said.line)
    write("notice and log: always; a line on standard error\n")
    if not settings.tell:
        write("no other way is asked for: `tell` of [alerts] names them\n")
    ends = [(way, _sent(way, said, settings, os.environ)) for way in dict.fromkeys(settings.tell)]
    write("".join(f"{way.value}: {end.words}\n" for way, end in ends))
    return 0 if all(end.took for _, end in ends) else UNAVAILABLE


def _sent(way: Way, said: Message, settings: AlertSettings, environment: Mapping[str, str]) -> Sent:
    to = route(environment)
    match way:
        case Way.COMMAND:
            failed = run_to_end(run_command(settings.command, said, without_keys(environment, None)))
            return Sent(failed or "sent, the command ended with 0", took=not failed)
        case Way.DESKTOP if to.notice is None:
            return Sent("not sent: this terminal takes none", took=False)
        case Way.BELL if not to.bell:
            return Sent("not sent: this terminal has none", took=False)
        case _ if not write_to_terminal(sequence(said, (way,), to)):
            return Sent("not sent: standard error is no terminal", took=False)
        case Way.BELL:
            return Sent("sent")
        case Way.DESKTOP:
            assert to.notice is not None
            through = " through tmux, which needs `set -g allow-passthrough on`" if to.tmux else ""
            return Sent(f"sent as OSC {to.notice.value}{through}; a terminal that does not know it shows nothing")
