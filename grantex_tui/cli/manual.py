"""The man page, made of the command line's parser, so that it never says anything else. Pure.

The text ships as `grantex-tui.1`; a test compares it with this.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from grantex_tui import __version__
from grantex_tui.cli.help_texts import DESCRIPTIONS, EPILOGS, SUMMARIES
from grantex_tui.cli.parser import whole_parser
from grantex_tui.config.arguments import COMMANDS

MAN_PAGE: Final = Path(__file__).with_name("grantex-tui.1")

FILES: Final = (
    ("$XDG_CONFIG_HOME/grantex-tui/config.toml", "the config file, else in ~/.config: grantex-tui config --help"),
    ("~/.grantex/config.json", "the key and the address of the vendor's command line tool"),
    ("$XDG_DATA_HOME/grantex-tui/archive.db", "what was seen, else in ~/.local/share: grantex-tui archive --help"),
    ("$XDG_CACHE_HOME/grantex-tui/", "what status keeps, else in ~/.cache"),
)

ENVIRONMENT: Final = (
    ("GRANTEX_API_KEY, GRANTEX_KEY", "the API key"),
    ("GRANTEX_BASE_URL, GRANTEX_URL", "the service's address"),
    ("GRANTEX_PROFILE", "the profile of the config file to use"),
    ("GRANTEX_TUI_CONFIG", "the config file"),
    ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "the proxy"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "the certificates to trust"),
    ("NO_COLOR", "no colours"),
)


def man_page() -> str:
    """The page in roff, with the macros of man(7)."""
    parser = whole_parser()
    lines = [
        f'.TH GRANTEX\\-TUI 1 "" "grantex\\-tui {__version__}"',
        *_section("NAME", rf"grantex\-tui \- {_roff(_first_lower(parser.description or ''))}"),
        *_section("SYNOPSIS", r".B grantex\-tui", "[OPTIONS]", ".br", r".B grantex\-tui", r"\fICOMMAND\fR [OPTIONS]"),
        *_section("DESCRIPTION", *_text(parser.epilog or "")),
        *_section("OPTIONS", *_options(parser)),
        *_section("COMMANDS", *(line for name in COMMANDS for line in _command(name, _subparsers(parser)[name]))),
        *_section("FILES", *_listed(FILES)),
        *_section("ENVIRONMENT", *_listed(ENVIRONMENT)),
        *_section(
            "EXIT STATUS",
            "The dashboard: 0 quit by a key, 1 crash, 2 wrong settings or no terminal, 128 + n ended by signal n.",
            "The commands: as each says.",
        ),
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f".SS {_roff(name)}"
    yield _roff(f"{SUMMARIES[name][0].upper()}{SUMMARIES[name][1:]}.")
    yield ".PP"
    yield from _text(DESCRIPTIONS[name])
    yield from _options(parser)
    yield from _text(EPILOGS[name])


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (found,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
        takes = f" \\fI{_roff(str(value))}\\fR" if value and action.nargs != 0 else ""
        names = ", ".join(f"\\fB{_roff(name)}\\fR{takes}" for name in action.option_strings)
        yield ".TP"
        yield names or takes.strip()
        yield _roff((action.help or "").replace("%%", "%")) or r"\&"


def _section(title: str, *lines: str) -> Iterator[str]:
    yield f".SH {title}"
    yield from lines


def _listed(entries: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, words in entries:
        yield from (".TP", f"\\fI{_roff(name)}\\fR", _roff(words))


def _text(text: str) -> Iterator[str]:
    """Paragraphs; those with lines that are set in or in columns stay as they are."""
    for paragraph in text.split("\n\n"):
        fixed = re.search(r"^\s|\S {2,}\S", paragraph, re.MULTILINE)
        yield ".PP"
        if fixed:
            yield ".nf"
        yield from map(_roff, paragraph.splitlines())
        if fixed:
            yield ".fi"


def _roff(text: str) -> str:
    """A line as text: no request, no escape, and hyphens that can be copied."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _first_lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}".removesuffix(".")
