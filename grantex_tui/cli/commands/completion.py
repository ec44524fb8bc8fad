"""`grantex-tui completion`: the script that completes the command line in bash, zsh or fish, made by shtab.

The script is static: the tab key starts no Python. Themes are those of this version; profiles are what the config file
names when the key is pressed, read by sed, which lets no other characters through than a profile's name has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from grantex_tui.cli.output import write
from grantex_tui.cli.parser import whole_parser
from grantex_tui.config.arguments import Arguments

PROFILES: Final = r"""sed -nE 's/^[[:space:]]*\[profiles\."?([A-Za-z0-9][A-Za-z0-9_.-]*)"?\].*/\1/p' """
"""The names, one a line, of the file that is named next."""

FILE: Final = '"${GRANTEX_TUI_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/grantex-tui/config.toml}" 2>/dev/null'


def completion(arguments: Arguments) -> int:
    """Print the script. Raises OSError."""
    import shtab  # no other command needs it

    from grantex_tui.tui.themes import theme_names  # nor Textual

    completers = {"PATH": shtab.FILE, "PROFILE": _profiles(), "THEME": _words("theme", theme_names())}
    write(shtab.complete(whole_parser(completers), arguments.shell) + "\n")
    return 0


def _words(kind: str, words: Sequence[str]) -> dict[str, object]:
    """How each shell completes one of the `words`."""
    name, listed = f"_grantex_tui_{kind}", " ".join(words)
    return {
        "bash": name,
        "zsh": f"({listed})",
        "fish": listed,
        "preamble": {"bash": f"{name}() {{\n  compgen -W '{listed}' -- \"$1\"\n}}"},
    }


def _profiles() -> dict[str, object]:
    """How each shell completes a profile's name."""
    name = "_grantex_tui_profile"
    fish = (
        f"function {name}\n"
        "  set -l file $GRANTEX_TUI_CONFIG\n"
        '  if test -z "$file"\n'
        "    set -l folder $XDG_CONFIG_HOME\n"
        '    test -n "$folder"; or set folder $HOME/.config\n'
        "    set file $folder/grantex-tui/config.toml\n"
        "  end\n"
        f'  {PROFILES}"$file" 2>/dev/null\n'
        "end"
    )
    return {
        "bash": name,
        "zsh": name,
        "fish": f"({name})",
        "preamble": {
            "bash": f'{name}() {{\n  compgen -W "$({PROFILES}{FILE})" -- "$1"\n}}',
            "zsh": f'{name}() {{\n  compadd -- ${{(f)"$({PROFILES}{FILE})"}}\n}}',
            "fish": fish,
        },
    }
