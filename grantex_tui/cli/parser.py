"""The command line's options and their help: what was typed becomes `Arguments`. Reads no file and no setting.

Light to import: no typing and no shutil, because `status` must take little longer than Python itself. For the same
reason a command that comes first is parsed by its own parser alone.
"""

from __future__ import annotations

import argparse
import os
import re

from grantex_tui.cli.help_texts import DASHBOARD_EPILOG, DESCRIPTIONS, EPILOGS, SUMMARIES
from grantex_tui.cli.output import write
from grantex_tui.config.arguments import (
    ARCHIVE_ACTIONS,
    CHECK_MAX_AGE,
    COMMANDS,
    DEFAULT_INTERVAL,
    MAX_DAYS,
    MAX_INTERVAL,
    MAX_LIMIT,
    METRICS,
    MIN_INTERVAL,
    PLANS,
    RANGES,
    REPORT_FORMATS,
    SHELLS,
    STATUS_MAX_AGE,
    STEPS,
    VIEWS,
    Arguments,
    SettingsError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import NoReturn

    Files = Mapping[str, object]


def parse_arguments(arguments: Sequence[str]) -> Arguments:
    """Raises SettingsError; `--help` and `--version` print and raise SystemExit."""
    if arguments and arguments[0] in COMMANDS:
        parser, rest, known = _command_parser(arguments[0]), arguments[1:], Arguments(arguments[0])
    else:
        parser, rest, known = whole_parser(), arguments, Arguments()
    if any(re.match("-h.", argument, re.DOTALL) for argument in rest):  # from Python 3.13 on argparse takes it for -h
        raise SettingsError(f"unexpected argument (see {parser.prog} --help)")
    try:
        known, unknown = parser.parse_known_args(rest, known)
    except _UnknownCommandError as error:
        unknown = _dashboard_parser(None).parse_known_args(rest)[1]
        if not unknown[0].startswith("-"):
            there_are = f"unknown command: there are {', '.join(COMMANDS)}"
            raise SettingsError(f"{_suggestion(error.word, COMMANDS) or there_are} (see grantex-tui --help)") from None
    if unknown:
        raise SettingsError(f"{_complaint(unknown[0], parser.options())} (see {parser.prog} --help)")
    return known


def whole_parser(files: Files | None = None) -> _Parser:
    """The parser with all commands. `files`: by shell, what completes a file's name there."""
    parser = _dashboard_parser(files)
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for command in COMMANDS:
        description, epilog = DESCRIPTIONS[command], EPILOGS[command]
        _add_options(
            commands.add_parser(command, help=SUMMARIES[command], description=description, epilog=epilog),
            command,
            files,
        )
    return parser


def _command_parser(command: str) -> _Parser:
    parser = _Parser(prog=f"grantex-tui {command}", description=DESCRIPTIONS[command], epilog=EPILOGS[command])
    _add_options(parser, command, None)
    return parser


def _dashboard_parser(files: Files | None) -> _Parser:
    """What can be given without a command."""
    parser = _Parser(
        prog="grantex-tui",
        description="A terminal dashboard for your Grantex API usage, and its figures for scripts.",
        epilog=DASHBOARD_EPILOG,
    )
    _add_source_options(parser, files)
    _add_interval(parser)
    parser.add_argument("--all", action="store_true", help="start with all accounts side by side")
    parser.add_argument("--days", type=_whole(RANGES[0], RANGES[-1]), choices=RANGES, help="the range to start with")
    parser.add_argument("--view", choices=VIEWS, help="the view to start with")
    parser.add_argument("--metric", choices=METRICS, help="the metric to start with")
    parser.add_argument("--theme", metavar="NAME", help="grantex-dark, grantex-light, or any that ctrl+p names")
    parser.add_argument("--mouse", action="store_true", help="use the mouse (then the terminal cannot select text)")
    parser.add_argument("--plan", choices=PLANS, help="your plan, where the service does not name it")
    limit = _whole(1, MAX_LIMIT)
    parser.add_argument(
        "--exchanges-limit", metavar="N", type=limit, help="token exchanges a month, instead of the plan's"
    )
    parser.add_argument("--authorizations-limit", metavar="N", type=limit, help="authorizations a month, likewise")
    _add_version(parser)
    return parser


class _UnknownCommandError(SettingsError):
    """The `word` in the command's place is none; an unknown option before it may be the reason."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word


class _Parser(argparse.ArgumentParser):
    def __init__(self, *, prog: str, description: str, epilog: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_Formatter,
            argument_default=argparse.SUPPRESS,  # the defaults are those of Arguments, before and after a command
            allow_abbrev=False,
        )

    def options(self) -> list[str]:
        """The names of the options, such as `--days`."""
        return re.findall(r"^ .*?(--[a-z][a-z-]*)", self.format_help(), re.MULTILINE)

    def error(self, message: str) -> NoReturn:
        from grantex_tui.api.sanitize import plain  # only for an error

        # argparse repeats values that it refuses: they could be a key.
        said = re.sub(r"ignored explicit argument .*", "takes no value", message, flags=re.DOTALL)
        refused = re.fullmatch(r"argument (.*?): invalid choice: (.*) \(choose from (.*)\)", said, re.DOTALL)
        if refused is not None:
            name, quoted, choices = refused.groups()
            word = quoted.strip("'\"")
            if name == "COMMAND":
                raise _UnknownCommandError(word)
            near = _suggestion(word, re.findall(r"[\w-]+", choices))
            said = f"argument {name}: {near or f'must be one of {choices}'}"
        raise SettingsError(f"{plain(said)} (see {self.prog} --help)")

    def print_help(self, file: object = None) -> None:
        assert file is None, "help is asked for, never printed after an error"
        write(self.format_help())


class _Version(argparse.Action):
    def __call__(self, *_: object) -> NoReturn:
        from grantex_tui import __version__  # only here

        write(f"grantex-tui {__version__}\n")
        raise SystemExit(0)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """As wide as the terminal. Without a width argparse imports shutil for every option."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", "")) or os.get_terminal_size().columns
        except (ValueError, OSError):
            columns = 80
        super().__init__(prog, width=max(min(columns, 110) - 2, 40))


def _complaint(unknown: str, options: Sequence[str]) -> str:
    """What is wrong with an argument. Only an option's name is repeated: the rest could be a misplaced key."""
    from grantex_tui.api.sanitize import plain  # only for an error

    option = re.match(r"--[a-z][a-z-]*(?==|$)", unknown, re.ASCII)
    if option is None:
        return "unexpected argument"
    return _suggestion(option[0], options) or f"unknown option {plain(option[0], 40)}"


def _suggestion(word: str, known: Sequence[str]) -> str:
    """`reprot: did you mean report?`; empty where no known word is near, and then `word` could be a misplaced key."""
    from difflib import get_close_matches  # only for an error

    near = get_close_matches(word, known, 1)
    return f"{word}: did you mean {near[0]}?" if near and re.fullmatch(r"[\w-]{1,20}", word, re.ASCII) else ""


def _add_options(parser: argparse.ArgumentParser, command: str, files: Files | None) -> None:
    match command:
        case "report":
            days = f"UTC days, 1 to {MAX_DAYS} (default: 30)"
            parser.add_argument("--days", metavar="N", type=_whole(1, MAX_DAYS), help=days)
            parser.add_argument("--from", dest="first", metavar="DATE", type=_date, help="the first day, YYYY-MM-DD")
            parser.add_argument("--to", dest="last", metavar="DATE", type=_date, help="the last day (default: today)")
            by = "a row a day, week (Monday to Sunday), month or hour (default: day)"
            parser.add_argument("--by", dest="step", choices=STEPS, help=by)
            parser.add_argument(
                "--format",
                choices=REPORT_FORMATS,
                help="default: table; prometheus is for node_exporter, openmetrics for scrapers",
            )
            backfill = "openmetrics: the days, or --by hour the readings, with their times, for Prometheus' backfill"
            parser.add_argument("--timestamps", action="store_true", help=backfill)
        case "check":
            chosen = "what to check (default: exchanges and authorizations, which plans limit)"
            parser.add_argument("--metric", choices=METRICS, help=chosen)
            limit = "instead of the plan's allowance a month; needs --metric"
            parser.add_argument("--limit", metavar="N", type=_whole(1, MAX_LIMIT), help=limit)
            projected = "also check what the whole month probably comes to"
            parser.add_argument("--projected", action="store_true", help=projected)
            for name, default in (("warn", Arguments.warn), ("crit", Arguments.crit)):
                above = f"{name} above this share of the limit, 1 to 1000 (default: {default})"
                parser.add_argument(f"--{name}", metavar="PERCENT", type=_whole(1, 1000), help=above)
            age = f"UNKNOWN if the answers are older than this by the service's clock (default: {CHECK_MAX_AGE})"
            parser.add_argument("--max-age", metavar="SECONDS", type=_whole(1, 86400), help=age)
            within = f"UNKNOWN if the figures take longer than this, all together (default: {Arguments.timeout})"
            parser.add_argument("--timeout", metavar="SECONDS", type=_whole(1, 600), help=within)
        case "status":
            parser.add_argument("--format", metavar="STRING", help="default: '{total} requests {span}'")
            age = f"use figures up to this old, 0 to 86400 (default: {STATUS_MAX_AGE})"
            parser.add_argument("--max-age", metavar="SECONDS", type=_whole(0, 86400), help=age)
        case "watch":
            parser.add_argument("--plain", action="store_true", help="print lines, which it always does")
            _add_interval(parser)
        case "record":
            parser.add_argument("--once", action="store_true", help="read once and end")
            _add_interval(parser)
        case "archive":
            parser.add_argument("action", choices=ARCHIVE_ACTIONS, metavar="ACTION", help=", ".join(ARCHIVE_ACTIONS))
            parser.add_argument("target", nargs="?", metavar="FILE|ACCOUNT", help="of import, or of forget")
        case _:
            parser.add_argument("shell", choices=SHELLS)
    if command not in ("archive", "completion"):
        _add_source_options(parser, files)


def _add_source_options(parser: argparse.ArgumentParser, files: Files | None) -> None:
    parser.add_argument("--demo", action="store_true", help="show a built-in sample service: no key, no network")
    file = parser.add_argument(
        "--api-key-file", metavar="PATH", help="read the API key from this file (-: from standard input)"
    )
    if files is not None:
        file.complete = files  # type: ignore[attr-defined]
    parser.add_argument("--base-url", metavar="URL", help="the service's address (default: https://api.grantex.dev)")
    parser.add_argument("--allow-http", action="store_true", help="send the key unencrypted to another machine")
    parser.add_argument("--no-archive", action="store_true", help="keep nothing of what is seen, and read nothing kept")


def _add_interval(parser: argparse.ArgumentParser) -> None:
    between = f"time between polls, {MIN_INTERVAL} to {MAX_INTERVAL} (default: {DEFAULT_INTERVAL})"
    parser.add_argument("--interval", metavar="SECONDS", type=_whole(MIN_INTERVAL, MAX_INTERVAL), help=between)


def _add_version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")


def _date(text: str) -> str:
    """A day that exists, as it was typed."""
    from datetime import date  # only for a range

    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            date.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("must be a day as YYYY-MM-DD")


def _whole(low: int, high: int) -> Callable[[str], int]:
    """A parser of whole numbers from `low` to `high`, in decimal digits."""

    def parse(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) <= 16 and low <= int(text) <= high:
            return int(text)
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}")

    return parse
