"""Every entry of `config.toml` in words: for the file that `config init` writes, and for the schema. Pure."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

from msgspec import Struct

from grantex_tui.config.arguments import MAX_INTERVAL, MIN_INTERVAL

SCHEMA_FILE: Final = Path(__file__).with_name("config.schema.json")


class Entry(Struct, frozen=True):
    """`value`: as TOML has it; the default, or an example where there is none."""

    name: str
    value: str
    words: str


class Section(Struct, frozen=True):
    """A table of the file. `name`: empty for what stands before all tables. `struct`: the schema's name of it."""

    name: str
    struct: str
    words: str
    entries: tuple[Entry, ...]


_PLAN: Final = (
    Entry("plan", '"free"', "free, pro or enterprise, where the service does not name it"),
    Entry("exchanges_limit", "50000", "token exchanges a month, instead of the plan's"),
    Entry("authorizations_limit", "50000", "authorizations a month, likewise"),
)

SECTIONS: Final = (
    Section(
        "",
        "ConfigFile",
        "What the command line says wins over this file, and so do GRANTEX_API_KEY and GRANTEX_BASE_URL. An API key "
        "does not belong in it.",
        (
            Entry("theme", '"auto"', "dark or light as the terminal is, or any theme that ctrl+p names"),
            Entry("days", "30", "the range to start with: 7, 30 or 90"),
            Entry("view", '"chart"', "chart, table, calendar or hours"),
            Entry("metric", '"total"', "total, exchanges, authorizations or verifications"),
            Entry("interval", "30", f"seconds between polls, {MIN_INTERVAL} to {MAX_INTERVAL}"),
            Entry("mouse", "false", "use the mouse; then the terminal cannot select text"),
            Entry("archive", "true", "keep what is seen, and read what was kept"),
            Entry("demo", "false", "show the built-in sample service"),
            Entry("profile", '"prod"', "the profile to start with; --profile and GRANTEX_PROFILE name another"),
            Entry("base_url", '"https://api.grantex.dev"', "the service's address"),
            Entry("allow_http", "false", "send the key unencrypted to another machine"),
            Entry("api_key_file", '"~/.grantex-key"', "the file that holds the key, where no profile says another"),
            *_PLAN,
        ),
    ),
    Section(
        "profiles.prod",
        "Profile",
        "An account each: --profile prod is for one, --profile prod,test and --all for several. Paths are relative to "
        "this file.",
        (
            Entry("label", '"production"', "what the screen calls it"),
            Entry("colour", '"orange"', "#rrggbb or a name"),
            Entry(
                "api_key_command", '["pass", "show", "grantex/prod"]', "a program, without a shell, that prints the key"
            ),
            Entry("base_url", '"https://api.grantex.dev"', "the service's address"),
            Entry("allow_http", "false", "send the key unencrypted to another machine"),
            *_PLAN,
        ),
    ),
    Section("profiles.test", "Profile", "", (Entry("api_key_file", '"test.key"', "the file that holds the key"),)),
    Section(
        "keys",
        "",
        "Keys of your own by the action's name.",
        (Entry("days-90", '"9,f9"', "several keys are separated by commas"),),
    ),
    Section(
        "alerts",
        "AlertSettings",
        "What is told once when it begins and once when it is over. Nothing, unless it is said here.",
        (
            Entry("day_total", "100000", "more requests than this in a UTC day"),
            Entry("day_exchanges", "50000", "more token exchanges"),
            Entry("day_authorizations", "20000", "more authorizations"),
            Entry("day_verifications", "50000", "more verifications"),
            Entry("month_share", "[50, 80, 95]", "percent of the plan's allowance that the month has used"),
            Entry("month_projected", "[100]", "percent of it that the month's projection comes to"),
            Entry("outlier", "false", "a day that is unusual"),
            Entry("stale_minutes", "10", "no figures for so many minutes"),
            Entry("key_refused", "false", "the service refuses the key"),
            Entry("tell", '["bell", "desktop"]', "ways beside the notice and the log: bell, desktop, command"),
            Entry("command", '["notify-send", "{title}", "{text}"]', "what the way command runs, without a shell"),
        ),
    ),
)


def template() -> str:
    """A file that says nothing. All that it could say is there behind a `#`, words of ours behind `# `."""
    lines = [f"#:schema {SCHEMA_FILE.as_uri()}", "# grantex-tui. Take the # before an entry and its [table] away."]
    for section in SECTIONS:
        lines += ["", *_wrapped(section.words)]
        if section.name:
            lines.append(f"#[{section.name}]")
        width = max(len(entry.name) + len(entry.value) for entry in section.entries if len(entry.value) < 30)
        for entry in section.entries:
            said = f"#{entry.name} = {entry.value}"
            lines.append(f"{said:<{width + 4}}  # {entry.words}")
    return "\n".join(lines) + "\n"


def _wrapped(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, 98)]
