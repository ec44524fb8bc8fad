"""The status line: from the cache without a request, one request for two, and no more than a cache may hold."""

from __future__ import annotations

import asyncio
import json
import stat
import threading
import time

import pytest

from grantex_tui.cli.commands.status import FIELDS, filled
from grantex_tui.config.arguments import SettingsError
from tests.support.commands import KEY, USAGE, Shell, figures, modules_after, usage
from tests.support.service import FakeService, Play, Request, recorded, running_service

LINE = "9,064 requests today\n"


def test_a_fresh_cache_answers_without_a_request(shell: Shell, recordings: FakeService) -> None:
    assert shell.here("status").out == LINE
    assert shell.here("status", "--max-age", "86400").out == LINE
    assert recordings.paths == [USAGE]


def test_a_cache_too_old_is_read_anew(shell: Shell, recordings: FakeService) -> None:
    for _ in range(2):
        assert shell.here("status", "--max-age", "0").out == LINE
    assert recordings.paths == [USAGE, USAGE]


def test_one_cache_serves_every_format(shell: Shell, recordings: FakeService) -> None:
    form = "{{{total_short}}} {exchanges}+{authorizations}+{verifications} {period} {as_of} {developer}"

    shell.here("status")
    line = shell.here("status", "--format", form).out

    assert line == "{9.1k} 2,190+798+6,076 2026-11-22 08:11 UTC dev_01M812TMWE6N6MD52B33HEX4TJ\n"
    assert recordings.paths == [USAGE]


def test_a_month_s_figure_is_called_one(shell: Shell) -> None:
    with running_service(figures((USAGE, usage(70_000, period="2026-11")))) as service:
        assert shell.at(service.url).here("status").out == "70,000 requests this month\n"


def test_two_at_once_make_one_request(shell: Shell) -> None:
    both_wait = threading.Event()

    def handler(_: Request) -> Play:
        async def play(writer: asyncio.StreamWriter) -> None:
            await asyncio.to_thread(both_wait.wait, 10)
            await recorded("usage-200")(writer)

        return play

    with running_service(handler) as service:
        shell.at(service.url)
        processes = [shell.start("status") for _ in range(2)]
        while not service.requests:
            time.sleep(0.01)
        both_wait.set()
        ended = [process.communicate(timeout=10) for process in processes]

    assert ended == [(LINE, ""), (LINE, "")]
    assert service.paths == [USAGE]


def test_another_key_or_address_does_not_read_the_cache(shell: Shell, recordings: FakeService) -> None:
    shell.here("status")
    shell.set(GRANTEX_API_KEY="gx_live_ANOTHER")
    shell.here("status")
    assert recordings.paths == [USAGE, USAGE]

    with running_service(figures((USAGE, usage(5)))) as other:
        assert shell.at(other.url).here("status").out == "5 requests today\n"


def test_the_cache_is_private_and_holds_no_key(shell: Shell, recordings: FakeService) -> None:
    shell.here("status")

    (file,) = shell.cached
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    for path in file.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert KEY not in path.name + path.read_text()
    assert recordings.paths == [USAGE]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 8000,
        b"null",
        json.dumps({"layout": 0, "readAt": 9e9, "words": {}}).encode(),
        json.dumps({"layout": 1, "readAt": "now", "words": dict.fromkeys(FIELDS, "x")}).encode(),
        json.dumps({"layout": 1, "readAt": 9e9, "words": dict.fromkeys(FIELDS, "x")}).encode(),
    ],
)
def test_a_broken_cache_is_ignored(broken: bytes, shell: Shell, recordings: FakeService) -> None:
    shell.here("status")
    shell.cached[0].write_bytes(broken)

    assert shell.here("status").out == LINE
    assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


@pytest.mark.parametrize(
    "words",
    [{**dict.fromkeys(FIELDS, "x"), "total": "\x1b[2J"}, {"total": "1"}, {**dict.fromkeys(FIELDS, "x"), "total": 1}],
)
def test_a_cache_with_other_words_than_ours_is_ignored(
    words: dict[str, object], shell: Shell, recordings: FakeService
) -> None:
    shell.here("status")
    document = json.loads(shell.cached[0].read_text())
    shell.cached[0].write_text(json.dumps({**document, "words": words}))

    assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


def test_without_a_place_for_the_cache_it_reads_each_time(shell: Shell, recordings: FakeService) -> None:
    shell.set(XDG_CACHE_HOME="/dev/null")

    for _ in range(2):
        assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


def test_figures_that_cannot_be_read_are_said_and_not_kept(shell: Shell) -> None:
    with running_service(figures((USAGE, ["redis-down-503", "unknown-key-401"]))) as service:
        shell.at(service.url)
        ends = [shell.here("status") for _ in range(2)]

    assert [(ended.code, ended.out) for ended in ends] == [(1, ""), (3, "")]
    assert ends[0].err == "grantex-tui: the service is unavailable (503)\n"
    assert shell.cached == []


def test_the_demo_has_a_line_too(shell: Shell) -> None:
    assert shell.here("status", "--demo").out.endswith(" requests today\n")


def test_from_the_cache_it_loads_neither_client_nor_models(shell: Shell, recordings: FakeService) -> None:
    shell.here("status")

    code, modules = modules_after(["status"], shell.bare({}))

    assert code == 0
    assert modules.isdisjoint({"httpx", "asyncio", "dataclasses", "typing", "pathlib", "hashlib", "socket"})
    assert recordings.paths == [USAGE]


@pytest.mark.parametrize("line", ["{tota}", "{", "}", "{}", "{total.__class__}", "{total!r}", f"{{{KEY}}}"])
def test_what_is_no_field_is_refused(line: str) -> None:
    with pytest.raises(SettingsError, match=r"--format: in braces only total, exchanges") as caught:
        filled(line, dict.fromkeys(FIELDS, ""))
    assert KEY not in str(caught.value)


def test_a_wrong_format_is_a_usage_error(shell: Shell) -> None:
    ended = shell.process("status", "--demo", "--format", "{what}")

    assert (ended.code, ended.out) == (2, "")
