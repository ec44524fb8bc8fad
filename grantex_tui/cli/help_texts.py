"""What the command line's help says of each command, in words. The options and their own help: `parser`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

KEY_HELP: Final = """The key comes from --api-key-file, from --profile's entry in the config file, from GRANTEX_API_KEY,
or from ~/.grantex/config.json."""

EXIT_CODES: Final = "exit codes: 0, 1 service not reached or no valid answer, 2 wrong settings, 3 key refused"

DASHBOARD_EPILOG: Final = f"""{KEY_HELP}

examples:
  grantex-tui --demo                      look at the dashboard with sample figures
  grantex-tui                             the dashboard with your figures
  grantex-tui report --days 7             the last week as a table
  grantex-tui check --warn 80 --crit 95   this month against the plan, for monitoring
  grantex-tui status                      one line for tmux or a prompt
  grantex-tui watch                       changes as sentences, one a line
  grantex-tui config init                 a config file, for several accounts and your own defaults

`grantex-tui COMMAND --help` shows a command's options and examples."""

SUMMARIES: Final = {
    "report": "the current period and the last days: table, JSON, CSV, Markdown, Prometheus",
    "check": "this month against the plan's allowance, as a monitoring plug-in",
    "status": "one short line, from a cache",
    "watch": "the dashboard as sentences, one a line",
    "record": "keep the figures in the archive, without a screen: for systemd and cron",
    "archive": "what is kept on this machine: info, check, export, import, forget",
    "config": "the config file: path, show, init, check",
    "alerts": "try how you are told when a condition begins or is over: test",
    "completion": "the script that completes this program's arguments in your shell",
}
"""Beside the command's name in the list of commands."""

DESCRIPTIONS: Final = {
    "report": """The current period's counters and the last N UTC days, once. The service has 90 days; the archive
has those that this program saw.""",
    "check": """The calendar month (UTC) so far against the plan's allowance, as a line with performance data
that monitoring systems read. Sends at most three requests.""",
    "status": """One short line from a cache; asks the service only when that is too old. If the service fails,
prints the last figures with their age, and leaves it alone for a while.""",
    "watch": "A sentence on a line of its own whenever something changes, for screen readers and logs.",
    "record": """Reads the service as the dashboard does and keeps what it sees in the archive. Says only what goes
wrong, on standard error.""",
    "archive": "What this program saw of the service and keeps on this machine. Needs no key and asks nobody.",
    "config": """The config file, `grantex-tui/config.toml` in $XDG_CONFIG_HOME or ~/.config: how the dashboard starts,
and accounts as profiles. --config PATH or GRANTEX_TUI_CONFIG name another. Sends nothing.""",
    "alerts": "Sends a test message by each way that your alerts are told, and says what it did. Asks nobody.",
    "completion": "Prints the script that completes commands, options, and the names of profiles and themes.",
}
"""What a command's help says above its options."""

EPILOGS: Final = {
    "report": f"""{KEY_HELP}

examples:
  grantex-tui report
  grantex-tui report --days 7 --format markdown
  grantex-tui report --days 90 --format csv > usage.csv
  grantex-tui report --format prometheus > grantex.prom
  grantex-tui report --days 365 --by week
  grantex-tui report --from 2026-11-22 --to 2026-11-22 --by hour
  grantex-tui report --format json | jq .total.totalRequests
  grantex-tui report --all --format csv > accounts.csv

{EXIT_CODES}""",
    "check": f"""{KEY_HELP}

examples:
  grantex-tui check
  grantex-tui check --metric exchanges --projected
  grantex-tui check --metric total --limit 1000000 --warn 70 --crit 90

exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (also: not reached, wrong settings, key refused, a crash)""",
    "status": f"""{KEY_HELP}

in --format: {{total}} {{exchanges}} {{authorizations}} {{verifications}}, each also {{…_short}} as in 12k;
{{span}} (today, this month), {{period}}, {{as_of}}, {{developer}}; {{{{ and }}}} are braces

examples:
  grantex-tui status
  grantex-tui status --max-age 300 --format 'grantex {{total_short}}'

{EXIT_CODES}""",
    "watch": f"""{KEY_HELP}

examples:
  grantex-tui watch
  grantex-tui watch --interval 300 >> usage.log

exit codes: 2 wrong settings, 3 key refused, 130 and 143 ended by ctrl+c or SIGTERM""",
    "record": f"""{KEY_HELP}

examples:
  grantex-tui record --interval 300
  grantex-tui record --once

exit codes: 0, 1 not reached or not kept, 2 wrong settings, 3 key refused, 130 and 143 ended by ctrl+c or SIGTERM""",
    "archive": """info    what is kept since when, and how large it is
check   whether the file is whole
export  everything as JSON lines, to standard output
import  JSON lines from FILE or standard input; twice is as good as once
forget  everything of ACCOUNT, a number as info shows it, for good

examples:
  grantex-tui archive info
  grantex-tui archive export > usage.jsonl
  grantex-tui archive import usage.jsonl
  grantex-tui archive forget 2

exit codes: 0, 1 damaged, not readable or not written, 2 wrong settings""",
    "config": """path   where it is, or would be
show   every value with who says it, and never a key
init   write one in which all is said in comments; never overwrites
check  read it with every profile's key, a program's too, and say what cannot be used

examples:
  grantex-tui config init
  grantex-tui config show --profile test
  grantex-tui config check

exit codes: 0, 1 not written, 2 wrong settings""",
    "alerts": """test    a message by each way that `tell` of [alerts] names: bell, desktop, command

examples:
  grantex-tui alerts test

exit codes: 0, 1 a way did not take it, 2 wrong settings""",
    "completion": """examples:
  bash:  mkdir -p ~/.local/share/bash-completion/completions &&
         grantex-tui completion bash > ~/.local/share/bash-completion/completions/grantex-tui
  zsh:   grantex-tui completion zsh > "${fpath[1]}/_grantex-tui"
  fish:  grantex-tui completion fish > ~/.config/fish/completions/grantex-tui.fish""",
}
"""What it says below them."""
