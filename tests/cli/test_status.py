"""The status line: from the cache without a request, one request for two, and no more than a cache may hold."""

from __future__ import annotations

import asyncio
import fcntl
import json
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from grantex_tui.cli.commands.status import FIELDS, filled
from grantex_tui.config.arguments import SettingsError
from tests.support.configs import written
from tests.support.service import LoopbackService, Play, Request, recorded, running_service
from tests.support.shell import KEY, USAGE, Ended, Shell, figures, modules_after, usage

LINE = "9,064 requests today\n"
WORDS = dict.fromkeys(FIELDS, "x")
SEVERAL = "".join(f'[profiles.{name}]\napi_key_file = "{name}.key"\n' for name in ("a", "b", "gone"))


def test_a_fresh_cache_answers_without_a_request(shell: Shell, recordings: LoopbackService) -> None:
    assert shell.here("status").out == LINE
    assert shell.here("status", "--max-age", "86400").out == LINE
    assert recordings.paths == [USAGE]


def test_a_cache_too_old_is_read_anew(shell: Shell, recordings: LoopbackService) -> None:
    for _ in range(2):
        assert shell.here("status", "--max-age", "0").out == LINE
    assert recordings.paths == [USAGE, USAGE]


def test_one_cache_serves_every_format(shell: Shell, recordings: LoopbackService) -> None:
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

    assert (LINE, "") in ended
    # On a busy machine the one that asks can take longer than the other waits.
    assert all(end == (LINE, "") or "another status has waited" in end[1] for end in ended)
    assert service.paths == [USAGE]


def test_another_key_or_address_does_not_read_the_cache(shell: Shell, recordings: LoopbackService) -> None:
    shell.here("status")
    shell.set(GRANTEX_API_KEY="gx_live_ANOTHER")
    shell.here("status")
    assert recordings.paths == [USAGE, USAGE]

    with running_service(figures((USAGE, usage(5)))) as other:
        assert shell.at(other.url).here("status").out == "5 requests today\n"


def test_the_cache_is_private_and_holds_no_key(shell: Shell, recordings: LoopbackService) -> None:
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
        json.dumps({"layout": 1, "readAt": 9e9, "words": {}}).encode(),
        json.dumps({"layout": 2, "figures": {"readAt": "now", "servedAt": 1.0, "words": WORDS}}).encode(),
        json.dumps({"layout": 2, "figures": {"readAt": 9e9, "servedAt": 9e9, "words": WORDS}}).encode(),
    ],
)
def test_a_broken_cache_is_ignored(broken: bytes, shell: Shell, recordings: LoopbackService) -> None:
    shell.here("status")
    shell.cached[0].write_bytes(broken)

    assert shell.here("status").out == LINE
    assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


@pytest.mark.parametrize(
    "words",
    [{**WORDS, "total": "\x1b[2J"}, {"total": "1"}, {**WORDS, "total": 1}],
)
def test_a_cache_with_other_words_than_ours_is_ignored(
    words: dict[str, object], shell: Shell, recordings: LoopbackService
) -> None:
    shell.here("status")
    document = json.loads(shell.cached[0].read_text())
    document["figures"]["words"] = words
    shell.cached[0].write_text(json.dumps(document))

    assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


def test_without_a_place_for_the_cache_it_reads_each_time(shell: Shell, recordings: LoopbackService) -> None:
    shell.set(XDG_CACHE_HOME="/dev/null")

    for _ in range(2):
        assert shell.here("status").out == LINE
    assert recordings.paths == [USAGE, USAGE]


@pytest.mark.parametrize(
    ("play", "code", "words"),
    [
        ("redis-down-503", 1, "the service is unavailable (503)"),
        ("unknown-key-401", 3, "the key from GRANTEX_API_KEY is refused (401)"),
    ],
)
def test_a_failure_is_said_to_all_who_ask_soon_after_without_a_request(
    play: str, code: int, words: str, shell: Shell
) -> None:
    with running_service(figures((USAGE, play))) as service:
        shell.at(service.url)
        ends = {shell.here("status") for _ in range(3)}

    assert ends == {Ended(code, "", f"grantex-tui: {words}\n")}
    assert service.paths == [USAGE]


def test_twenty_at_once_ask_a_service_that_refuses_once(shell: Shell) -> None:
    with running_service(figures((USAGE, "plan-limit-429"))) as service:
        shell.at(service.url)
        processes = [shell.start("status") for _ in range(20)]
        ends = [(*process.communicate(timeout=60), process.returncode) for process in processes]

    assert {(out, code) for out, _, code in ends} == {("", 1)}
    # On a busy machine the one that asks can take longer than the others wait.
    assert all("too many requests this minute (429)" in err or "another status has waited" in err for _, err, _ in ends)
    assert service.paths == [USAGE]


@pytest.mark.parametrize(("play", "seconds"), [("plan-limit-429", 58), ("redis-down-503", 10)])
def test_a_failure_is_shared_as_long_as_the_service_asks_to_wait_else_shortly(
    play: str, seconds: float, shell: Shell
) -> None:
    with running_service(figures((USAGE, play))) as service:
        shell.at(service.url).here("status")

    kept = json.loads(shell.cached[0].read_text())["failure"]
    assert kept["until"] - kept["failedAt"] == pytest.approx(seconds)


def test_while_the_service_fails_the_last_figures_are_said_with_their_age(shell: Shell) -> None:
    with running_service(figures((USAGE, ["usage-200", "redis-down-503"]))) as service:
        shell.at(service.url).here("status")
        age(shell, 3 * 60)
        ends = [shell.here("status") for _ in range(3)]

    assert ends == 3 * [Ended(0, "9,064 requests today (3 min old)\n", "")]
    assert service.paths == [USAGE, USAGE]


def test_after_the_wait_the_service_is_asked_again(shell: Shell) -> None:
    with running_service(figures((USAGE, ["redis-down-503", "usage-200"]))) as service:
        shell.at(service.url).here("status")
        document = json.loads(shell.cached[0].read_text())
        document["failure"]["failedAt"] -= 20
        document["failure"]["until"] -= 20
        shell.cached[0].write_text(json.dumps(document))

        assert shell.here("status").out == LINE


def test_who_waits_two_seconds_for_another_status_says_the_last_figures(
    shell: Shell, recordings: LoopbackService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grantex_tui.cli.commands.status.LOCK_PATIENCE", 0.05)
    shell.here("status")
    age(shell, 3600)

    with locked(shell):
        assert shell.here("status") == Ended(0, "9,064 requests today (1 h old)\n", "")
    assert recordings.paths == [USAGE]


def test_who_waits_and_has_no_figures_says_so(
    shell: Shell, recordings: LoopbackService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grantex_tui.cli.commands.status.LOCK_PATIENCE", 0.05)
    shell.here("status")
    shell.cached[0].unlink()

    with locked(shell):
        ended = shell.here("status")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "grantex-tui: no answer yet: another status has waited for the service for more than 0.05 s\n"
    assert recordings.paths == [USAGE]


@pytest.mark.parametrize(("hours", "span"), [(15, "today"), (16, "on 2026-11-22")])
@pytest.mark.usefixtures("recordings")
def test_figures_of_a_day_that_is_over_are_not_called_today_s(hours: int, span: str, shell: Shell) -> None:
    shell.here("status")
    age(shell, hours * 3600)  # served at 08:11

    assert shell.here("status", "--max-age", "86400").out == f"9,064 requests {span}\n"


def test_one_request_is_one_request(shell: Shell) -> None:
    with running_service(figures((USAGE, usage(1)))) as service:
        assert shell.at(service.url).here("status").out == "1 request today\n"


def test_a_key_file_that_can_be_read_once_is_read_once(shell: Shell, recordings: LoopbackService) -> None:
    ended = shell.script(f"grantex-tui status --api-key-file <(echo {KEY}0)")

    assert (ended.code, ended.out, ended.err) == (0, LINE, "")
    assert recordings.requests[0].headers["authorization"] == f"Bearer {KEY}0"


def age(shell: Shell, seconds: float) -> None:
    """Let the cached figures be so many seconds older."""
    document = json.loads(shell.cached[0].read_text())
    document["figures"]["readAt"] -= seconds
    shell.cached[0].write_text(json.dumps(document))


@contextmanager
def locked(shell: Shell) -> Iterator[None]:
    """While another process holds the cache's lock and does not end."""
    (lock,) = (shell.cache / "grantex-tui").glob("*.lock")
    with lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def test_the_demo_has_a_line_too(shell: Shell) -> None:
    assert shell.here("status", "--demo").out.endswith(" requests today\n")


def test_from_the_cache_it_loads_neither_client_nor_models(shell: Shell, recordings: LoopbackService) -> None:
    shell.here("status")

    code, modules = modules_after(["status"], shell.bare({}))

    assert code == 0
    assert modules.isdisjoint({"httpx", "asyncio", "dataclasses", "typing", "pathlib", "hashlib", "socket"})
    assert modules.isdisjoint({"tomllib", "msgspec"}), "there is no config file"
    assert recordings.paths == [USAGE]


def test_with_a_config_file_it_reads_toml_once_and_then_neither_that_nor_msgspec(
    shell: Shell, recordings: LoopbackService
) -> None:
    written(shell.home, '[profiles.test]\napi_key_command = ["touch", "ran"]')

    shell.here("status")
    code, modules = modules_after(["status"], shell.bare({}))

    assert code == 0
    assert modules.isdisjoint({"tomllib", "msgspec", "asyncio", "dataclasses", "typing", "pathlib", "subprocess"})
    assert recordings.paths == [USAGE]


def test_a_config_file_that_changed_is_read_anew(shell: Shell, recordings: LoopbackService) -> None:
    path = written(shell.home, "[profiles.test]\n")
    shell.here("status")
    path.write_text("[profiles.test]\nplan = 7\n")

    ended = shell.here("status")

    assert (ended.code, ended.out) == (2, "")
    assert "profiles.test.plan: must be one of" in ended.err
    assert recordings.paths == [USAGE]


@pytest.mark.parametrize("broken", [b"", b"[]", b'{"layout": 1}', b'{"layout": 1, "stamp": [], "sources": 7}', b"\xff"])
@pytest.mark.usefixtures("recordings")
def test_what_is_kept_of_it_may_be_broken(broken: bytes, shell: Shell) -> None:
    written(shell.home, "demo = true")
    shell.here("status")
    (shell.cache / "grantex-tui" / "config.json").write_bytes(broken)

    assert shell.here("status").out.endswith(" requests today\n")
    assert b"layout" in (shell.cache / "grantex-tui" / "config.json").read_bytes()


@pytest.mark.usefixtures("recordings")
def test_what_is_kept_of_it_is_private_and_holds_no_key(shell: Shell) -> None:
    written(shell.home, "profile = 'a'\n[profiles.a]\napi_key_file = 'key'").with_name("key").write_text("key-of-a")
    assert shell.here("status", "--profile", "a").code == 0

    for path in (shell.cache / "grantex-tui").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "key-of-a" not in path.name + path.read_text()
        assert KEY not in path.read_text()


def test_a_program_that_prints_the_key_is_not_run_for_a_line_from_the_cache(
    shell: Shell, recordings: LoopbackService
) -> None:
    count = shell.home / "count"
    written(shell.home, f"""[profiles.a]\napi_key_command = ["sh", "-c", "echo >> {count}; echo key-of-a"]""")

    for _ in range(3):
        assert shell.here("status", "--profile", "a").out == LINE
    assert count.read_text() == "\n"
    assert recordings.requests[0].headers["authorization"] == "Bearer key-of-a"


def test_several_accounts_have_a_line_each_and_one_that_fails_stops_no_other(
    shell: Shell, recordings: LoopbackService
) -> None:
    folder = written(shell.home, SEVERAL).parent
    for name in ("a", "b"):
        (folder / f"{name}.key").write_text(f"key-of-{name}")
        (folder / f"{name}.key").chmod(0o600)

    ended = shell.here("status", "--all")

    assert (ended.code, ended.out) == (2, f"a: {LINE}b: {LINE}")
    file = "~/.config/grantex-tui/config.toml"
    assert ended.err == f"grantex-tui: gone: {file}: profiles.gone.api_key_file: no such file or directory\n"
    keys = {request.headers["authorization"] for request in recordings.requests}
    assert keys == {"Bearer key-of-a", "Bearer key-of-b"}
    assert shell.here("status", "--profile", "b,a").out == f"b: {LINE}a: {LINE}"
    assert recordings.paths == [USAGE, USAGE]


@pytest.mark.parametrize("line", ["{tota}", "{", "}", "{}", "{total.__class__}", "{total!r}", f"{{{KEY}}}"])
def test_what_is_no_field_is_refused(line: str) -> None:
    with pytest.raises(SettingsError, match=r"--format: in braces only total, exchanges") as caught:
        filled(line, dict.fromkeys(FIELDS, ""))
    assert KEY not in str(caught.value)


def test_a_wrong_format_is_a_usage_error(shell: Shell) -> None:
    ended = shell.process("status", "--demo", "--format", "{what}")

    assert (ended.code, ended.out) == (2, "")
