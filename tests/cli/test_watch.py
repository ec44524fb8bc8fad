"""Watching in plain lines: a sentence for each change, none without one, and a clean end."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from grantex_tui.export.narration import changes
from grantex_tui.polling.state import State
from tests.support.forked import Piped
from tests.support.service import running_service
from tests.support.shell import USAGE, Shell, figures
from tests.support.states import DEVELOPER, NOW, SERVICE, TODAY, failure, history, metrics, reading, state

FIGURES = "9,064 requests on Sun 22 Nov 2026: 2,190 token exchanges, 798 authorizations, 6,076 verifications."
FIRST = "63 requests on Sun 22 Nov 2026: 0 token exchanges, 0 authorizations, 63 verifications."

Watching = Piped | subprocess.Popen[str]


def lines(process: Watching, count: int) -> list[str]:
    """So many lines, without their times."""
    assert process.stdout is not None
    found = [process.stdout.readline() for _ in range(count)]
    for line in found:
        dt.datetime.strptime(line[:12], "%H:%M:%S UTC")
        assert line.endswith("\n")
    return [line[14:-1] for line in found]


def end(process: Watching, number: signal.Signals) -> tuple[int | None, str, str]:
    """How it ends on a signal, and what it said since."""
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    return process.returncode, out, err


@contextmanager
def ignored(number: signal.Signals) -> Iterator[None]:
    """While processes that are started inherit that they ignore the signal, as `nohup` and a script's `&` make it."""
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.usefixtures("recordings")
def test_it_says_the_figures_at_once_and_ends_without_a_trace(number: signal.Signals, code: int, shell: Shell) -> None:
    process = shell.start("watch", "--plain")

    said = lines(process, 2)

    assert said[0] == FIGURES
    assert said[1].startswith("Total ")
    assert end(process, number) == (code, "", "")


def test_a_key_that_is_refused_ends_it(shell: Shell) -> None:
    with running_service(figures((USAGE, "unknown-key-401"))) as service:
        ended = shell.at(service.url).process("watch", "--plain")

    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "grantex-tui: the key from GRANTEX_API_KEY is refused (401)\n"


def test_a_service_that_is_down_is_a_sentence_and_its_return_another(shell: Shell) -> None:
    with running_service(figures((USAGE, ["redis-down-503", "usage-200"]))) as service:
        process = shell.at(service.url).start("watch", "--plain", "--interval", "5")
        said = lines(process, 4)
        ended = end(process, signal.SIGTERM)

    assert said[0] == "Usage failed: the service is unavailable (503)."
    assert said[1].startswith("Total ")
    assert said[2:] == ["Usage recovered after failing once.", FIGURES]
    assert ended == (143, "", "")


@pytest.mark.parametrize("options", [[], ["--plain"]])
@pytest.mark.usefixtures("recordings")
def test_it_writes_plain_lines_whether_asked_to_or_not(options: list[str], shell: Shell) -> None:
    process = shell.start("watch", *options)

    assert lines(process, 1) == [FIGURES]
    assert end(process, signal.SIGTERM)[0] == 143


@pytest.mark.usefixtures("recordings")
def test_a_signal_that_whoever_started_it_ignores_does_not_end_it(shell: Shell) -> None:
    with ignored(signal.SIGINT):
        process = shell.inheriting("watch")
    lines(process, 2)

    process.send_signal(signal.SIGINT)

    assert end(process, signal.SIGTERM)[0] == 143


def test_the_first_figures_are_said_whole() -> None:
    assert changes(State(), state(metrics(63)), SERVICE) == (FIRST,)


def test_the_same_figures_read_again_are_not_said_again() -> None:
    before = state(metrics(63), {1: 10})
    later = NOW + dt.timedelta(seconds=30)

    now = before.with_usage(reading(metrics(63), at=later)).with_history(reading(history({1: 10}), at=later))

    assert changes(before, now, SERVICE) == ()
    assert changes(State(), State(paused=True), SERVICE) == ()


def test_more_requests_are_said_with_how_many_more() -> None:
    before = state(metrics(1000))

    words = changes(before, before.with_usage(reading(metrics(2500))), SERVICE)

    assert words == (
        "2,500 requests on Sun 22 Nov 2026, 1,500 more than before: 0 token exchanges, 0 authorizations, "
        "2,500 verifications.",
    )


def test_a_counter_that_restarted_is_said_before_the_figures() -> None:
    before = state(metrics(63))

    restarted, figures = changes(before, before.with_usage(reading(metrics(3))), SERVICE)

    assert restarted == "Counter restarted: the service counts less than before."
    assert figures.startswith("3 requests on Sun 22 Nov 2026, 60 less than before: ")


def test_a_new_day_is_said_with_its_figures_and_then_the_range() -> None:
    before = state(metrics(63), {1: 10, 2: 20})
    midnight = dt.datetime(2026, 11, 23, 0, 0, 5, tzinfo=dt.UTC)

    turned = before.with_usage(reading(metrics(0, period="2026-11-23"), at=midnight))
    read_again = turned.with_history(reading(history({0: 60, 1: 10, 2: 20}), at=midnight))

    assert changes(before, turned, SERVICE) == (
        "A new UTC day at the service: 2026-11-23.",
        "0 requests on Mon 23 Nov 2026: 0 token exchanges, 0 authorizations, 0 verifications.",
    )
    (range_words,) = changes(turned, read_again, SERVICE)
    assert range_words.startswith("Total ~93 in 30 days, average ")
    assert midnight.date() > TODAY


def test_a_failure_is_said_once_for_as_long_as_its_reason_stays() -> None:
    first = state(metrics(63), {1: 10})
    failed = first.with_usage(failure("no whole answer within 10 s"))
    again = failed.with_usage(failure("no whole answer within 10 s"))
    other = again.with_usage(failure("the connection is refused"))

    assert changes(first, failed, SERVICE) == ("Usage failed: no whole answer within 10 s.",)
    assert changes(failed, again, SERVICE) == ()
    assert changes(again, other, SERVICE) == ("Usage failed: the connection is refused.",)


def test_a_log_that_is_full_still_tells_what_is_new() -> None:
    full = state(metrics(63))
    for number in range(150):
        full = full.with_event(NOW, f"event {number}")

    assert changes(full, full.with_event(NOW, "the machine slept: reading again"), SERVICE) == (
        "The machine slept: reading again.",
    )


def test_a_month_is_called_one() -> None:
    month = changes(State(), state(metrics(63, period="2026-11", developer=DEVELOPER)), SERVICE)

    assert month[0].startswith("63 requests this month: ")


def test_one_of_a_kind_is_said_in_the_singular() -> None:
    now = state(metrics(3, parts=(1, 1, 1)))

    assert changes(State(), now, SERVICE) == (
        "3 requests on Sun 22 Nov 2026: 1 token exchange, 1 authorization, 1 verification.",
    )
    assert changes(State(), state(metrics(1)), SERVICE)[0].startswith("1 request on Sun 22 Nov 2026: ")


def test_a_day_that_the_service_corrects_after_it_was_final_is_said() -> None:
    before = state(metrics(63), {1: 10, 2: 20, 3: 30})
    later = NOW + dt.timedelta(minutes=5)

    now = before.with_history(reading(history({1: 10, 2: 25, 3: 30}), at=later))

    assert changes(before, now, SERVICE) == ("2026-11-20 was corrected: 20 → 25 requests.",)


def test_a_day_that_settles_is_not_corrected() -> None:
    midnight = dt.datetime(2026, 11, 23, 0, 5, tzinfo=dt.UTC)
    before = state(metrics(0, period="2026-11-23"), {0: 60, 1: 10}, at=midnight)

    now = before.with_history(reading(history({0: 63, 1: 10}), at=midnight + dt.timedelta(minutes=5)))

    assert changes(before, now, SERVICE) == ()
