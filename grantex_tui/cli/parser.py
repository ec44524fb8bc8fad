"""The command line's options and their help: what was typed becomes `Arguments`. Reads no file and no setting.

Light to import: no typing and no shutil, because `status` must take little longer than Python itself. For the same
reason a command that comes first is parsed by its own parser alone.
"""

from __future__ import annotations

import argparse
import os
import re

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
    REPORT_FORMATS,
    SHELLS,
    STATUS_MAX_AGE,
    STEPS,
    Arguments,
    SettingsError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final, NoReturn

    Files = Mapping[str, object]

KEY_HELP: Final = "The key comes from GRANTEX_API_KEY, from --api-key-file or from ~/.grantex/config.json."
EXIT_CODES: Final = "exit codes: 0, 1 service not reached or no valid answer, 2 wrong settings, 3 key refused"


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
        description, epilog = _description(command), _epilog(command)
        _add_options(
            commands.add_parser(command, help=_summary(command), description=description, epilog=epilog), command, files
        )
    return parser


def _command_parser(command: str) -> _Parser:
    parser = _Parser(prog=f"grantex-tui {command}", description=_description(command), epilog=_epilog(command))
    _add_options(parser, command, None)
    return parser


def _dashboard_parser(files: Files | None) -> _Parser:
    """What can be given without a command."""
    parser = _Parser(
        prog="grantex-tui",
        description="A terminal dashboard for your Grantex API usage, and its figures for scripts.",
        epilog=f"""{KEY_HELP}

examples:
  grantex-tui --demo                      look at the dashboard with sample figures
  grantex-tui                             the dashboard with your figures
  grantex-tui report --days 7             the last week as a table
  grantex-tui check --warn 80 --crit 95   this month against the plan, for monitoring
  grantex-tui status                      one line for tmux or a prompt
  grantex-tui watch                       changes as sentences, one a line

`grantex-tui COMMAND --help` shows a command's options and examples.""",
    )
    _add_source_options(parser, files)
    _add_interval(parser)
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


def _summary(command: str) -> str:
    """Beside the command's name in the list of commands."""
    match command:
        case "report":
            return "the current period and the last days: table, JSON, CSV, Markdown, Prometheus"
        case "check":
            return "this month against the plan's allowance, as a monitoring plug-in"
        case "status":
            return "one short line, from a cache"
        case "watch":
            return "the dashboard as sentences, one a line"
        case "record":
            return "keep the figures in the archive, without a screen: for systemd and cron"
        case "archive":
            return "what is kept on this machine: info, check, export, import, forget"
        case _:
            return "the script that completes this program's arguments in your shell"


def _description(command: str) -> str:
    """What a command's help says above its options."""
    match command:
        case "report":
            return """The current period's counters and the last N UTC days, once. The service has 90 days; the archive
has those that this program saw."""
        case "check":
            return """The calendar month (UTC) so far against the plan's allowance, as a line with performance data
that monitoring systems read. Sends at most three requests."""
        case "status":
            return """One short line from a cache; asks the service only when that is too old. If the service fails,
prints the last figures with their age, and leaves it alone for a while."""
        case "watch":
            return "A sentence on a line of its own whenever something changes, for screen readers and logs."
        case "record":
            return """Reads the service as the dashboard does and keeps what it sees in the archive. Says only what goes
wrong, on standard error."""
        case "archive":
            return "What this program saw of the service and keeps on this machine. Needs no key and asks nobody."
        case _:
            return "Prints the script that completes commands and options."


def _epilog(command: str) -> str:
    """What it says below them."""
    match command:
        case "report":
            return f"""{KEY_HELP}

examples:
  grantex-tui report
  grantex-tui report --days 7 --format markdown
  grantex-tui report --days 90 --format csv > usage.csv
  grantex-tui report --format prometheus > grantex.prom
  grantex-tui report --days 365 --by week
  grantex-tui report --from 2026-11-22 --to 2026-11-22 --by hour
  grantex-tui report --format json | jq .total.totalRequests

{EXIT_CODES}"""
        case "check":
            return f"""{KEY_HELP}

examples:
  grantex-tui check
  grantex-tui check --metric exchanges --projected
  grantex-tui check --metric total --limit 1000000 --warn 70 --crit 90

exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (also: not reached, wrong settings, key refused, a crash)"""
        case "status":
            return f"""{KEY_HELP}

in --format: {{total}} {{exchanges}} {{authorizations}} {{verifications}}, each also {{…_short}} as in 12k;
{{span}} (today, this month), {{period}}, {{as_of}}, {{developer}}; {{{{ and }}}} are braces

examples:
  grantex-tui status
  grantex-tui status --max-age 300 --format 'grantex {{total_short}}'

{EXIT_CODES}"""
        case "watch":
            return f"""{KEY_HELP}

examples:
  grantex-tui watch
  grantex-tui watch --interval 300 >> usage.log

exit codes: 2 wrong settings, 3 key refused, 130 and 143 ended by ctrl+c or SIGTERM"""
        case "record":
            return f"""{KEY_HELP}

examples:
  grantex-tui record --interval 300
  grantex-tui record --once

exit codes: 0, 1 not reached or not kept, 2 wrong settings, 3 key refused, 130 and 143 ended by ctrl+c or SIGTERM"""
        case "archive":
            return """info    what is kept since when, and how large it is
check   whether the file is whole
export  everything as JSON lines, to standard output
import  JSON lines from FILE or standard input; twice is as good as once
forget  everything of ACCOUNT, a number as info shows it, for good

examples:
  grantex-tui archive info
  grantex-tui archive export > usage.jsonl
  grantex-tui archive import usage.jsonl
  grantex-tui archive forget 2

exit codes: 0, 1 damaged, not readable or not written, 2 wrong settings"""
        case _:
            return """examples:
  bash:  mkdir -p ~/.local/share/bash-completion/completions &&
         grantex-tui completion bash > ~/.local/share/bash-completion/completions/grantex-tui
  zsh:   grantex-tui completion zsh > "${fpath[1]}/_grantex-tui"
  fish:  grantex-tui completion fish > ~/.config/fish/completions/grantex-tui.fish"""


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
