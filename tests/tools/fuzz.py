"""Mutated answers through the real client, view and layout: a command, as hundreds of thousands take minutes.

    python -m tests.tools.fuzz [--answers 200000] [--seed N]

Each answer is a recording of `wire/` with its bytes, its JSON or its headers changed. No exception but the client's
own may come of it, and no line may hold a control character, an escape, markup or more cells than the window has.
The end is one line of counts; a failure ends the run with status 1 and the command that tries that case again.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import random
import secrets
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from grantex_tui.api.api_key import KeyMode
from grantex_tui.api.client import AsyncGrantex
from grantex_tui.api.errors import GrantexError
from grantex_tui.config.settings import Service
from grantex_tui.polling.failures import cause_of, reason_of
from grantex_tui.polling.feed import Failure, Reading
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.selection import CHOICES, Column, Selection
from grantex_tui.view.selection import Display as Shown
from tests.support.picture import SIZES, faults_of, info, picture
from tests.support.service import WIRE

ANSWERS: Final = 200_000
ALL_SIZES_EVERY: Final = 50
PLOT_EVERY: Final = 1_000
NOW: Final = dt.datetime(2026, 11, 22, 8, 11, 28, tzinfo=dt.UTC)
SERVICE: Final = Service("api.example.test", KeyMode.LIVE)
USAGE, HISTORY, HEALTH = "/v1/usage", "/v1/usage/history", "/health"

STRINGS: Final = (
    *("", " ", "\x00", "\t\n\r", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"),
    *(
        "\x9b2J",
        "\x90q\x9c",
        "\x1bP+q\x1b\\",
        "\x1b",
        "\x7f\x08\x08",
        "[bold red]x[/]",
        "[@click=app.quit]q[/]",
        "[",
        "]]",
    ),
    *(
        "\u202eevil\u202c",
        "\u200b\u200d\ufeff",
        "日本語",
        "e\u0301\u0301",
        "👩‍👩‍👧‍👦🇩🇪",
        "\ud800",
        "\U0010ffff",
        "ᄀ각",
        "x" * 5_000,
    ),
    *("2026-11-22", "2026-11", "2026-13", "2026-02-30", "0000-00-00", "0001-01-01", "9999-12-31", "8999-12-31"),
    *("2000-01-01", "2026-11-23", "2027-11-22", "2026-11-22T00:00:00.000Z", "2026-11-22T99:99:99Z", "٢٠٢٦-١١-٢٢"),
    *(
        "2026-11-22\n",
        "2026-1-2",
        "20261122",
        "2026-W47-7",
        "-2026-11-22",
        "42",
        "-1",
        "1e9",
        "NaN",
        "null",
        "ok",
        "error",
    ),
)
VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, 1, -1, -0.0, 0.5, 1.0, 1e308, float("nan"), float("inf"), float("-inf")),
    *(2**31 - 1, 2**31, 2**53 - 1, 2**53, 2**64, -(2**63), 10**100, 10**4_000, [], {}, [[]], {"": None}),
)
RAW: Final = (
    *(
        "[" * 100_000,
        '{"a":' * 50_000,
        "1" * 5_000,
        "1e400",
        "-0",
        "01",
        "+1",
        ".5",
        "1.",
        "Infinity",
        "-NaN",
        "undefined",
    ),
    *(
        "'x'",
        "/**/",
        ",",
        ":",
        "}",
        "{",
        '"',
        "\\",
        '"\\u001b[2J"',
        '"\\ud800"',
        '"\\x41"',
        "\ufeff",
        "\x00",
        "\x1b[2J",
    ),
)
HEADERS: Final = (
    *(
        "",
        " ",
        "0",
        "-1",
        "5000",
        "100",
        "2000",
        "1",
        "60",
        "3600",
        "999999999",
        "9999999999",
        "1.5",
        "1e3",
        "٣",
        "abc",
    ),
    *(
        "Sun, 22 Nov 2026 08:11:27 GMT",
        "Mon, 23 Nov 2026 00:00:00 GMT",
        "Sun, 22 Nov 2026 08:11:27 +9999",
        "Fri, 31 Dec",
    ),
    *(
        "Wed, 01 Jan 0001 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "2026-11-22T08:11:27Z",
        "Thu, 01 Jan 1970 00:00",
    ),
    *(
        "gzip",
        "br",
        "identity",
        "IDENTITY",
        "text/html",
        "application/json",
        "application/problem+json",
        "text/\x1b[31m",
    ),
    *("\x1b[2J", "[bold]x[/]", "é", "日本", "\x00", "\x7f", "x" * 10_000),
)
HEADER_NAMES: Final = (
    *("date", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after", "content-type"),
    *("content-length", "content-encoding", "transfer-encoding", "location", "set-cookie"),
)
STATUSES: Final = (
    200,
    200,
    200,
    201,
    204,
    206,
    301,
    304,
    400,
    401,
    402,
    403,
    404,
    418,
    429,
    500,
    502,
    503,
    504,
    599,
    999,
)


@dataclass
class Message:
    """An answer to mutate, and the reading that it answers."""

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Tally:
    """What came of the answers."""

    valid: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class CaseFailedError(Exception):
    """A case that broke a promise."""


class Player(httpx.AsyncBaseTransport):
    """Answers every request with the current message."""

    message: Message

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:  # noqa: ARG002
        headers = [
            (name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in self.message.headers
        ]
        return httpx.Response(self.message.status, headers=headers, stream=httpx.ByteStream(self.message.body))


def recordings() -> list[Message]:
    """All recorded answers, each for the reading it was given to."""
    found = []
    for file in sorted(WIRE.glob("*.http")):
        head, _, body = file.read_bytes().partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        path = HISTORY if "history" in file.name else HEALTH if "health" in file.name else USAGE
        found.append(Message(path, int(first.split(" ")[1]), headers, body))
    return found


def mutated(message: Message, rng: random.Random) -> Message:
    """The message with one to four changes."""
    message = Message(message.path, message.status, list(message.headers), message.body)
    for _ in range(rng.choice((1, 1, 1, 1, 2, 4))):
        rng.choice(CHANGES)(message, rng)
    if rng.random() < 0.05:
        message.status = rng.choice(STATUSES)
    return message


def _change_json(message: Message, rng: random.Random) -> None:
    """A value, a key or a row exchanged for something else."""
    try:
        body = json.loads(message.body)
    except (ValueError, RecursionError):
        return _change_bytes(message, rng)
    places = list(_places(body))
    if not places:
        return None
    where, key = rng.choice(places)
    match rng.randrange(12):
        case 0 if isinstance(where, dict):
            del where[key]
        case 1 if isinstance(where, dict):
            where[rng.choice(STRINGS)] = where.pop(key)
        case 2 if isinstance(where, list):
            where.insert(rng.randrange(len(where) + 1), where[key])
        case 3 if isinstance(where, list):
            rng.shuffle(where)
        case 4 | 5:
            where[key] = rng.choice(STRINGS)
        case 6:
            other, place = rng.choice(places)
            where[key] = other[place]
        case 7 | 8 | 9 if isinstance(where[key], int):
            where[key] = rng.choice((0, 1, where[key] + 1, where[key] * 1_000, 2**31 - 1, 2**53 - 1))
        case 10 if isinstance(where, dict):
            where[rng.choice(STRINGS)] = rng.choice(VALUES)
        case _:
            where[key] = rng.choice(VALUES)
    try:
        message.body = json.dumps(body, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):  # a row put into itself, or a number of too many digits
        message.body = message.body.replace(b":", b":" + b"9" * 5_000, 1)
    return None


def _places(body: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys or indices, down to the rows' fields."""
    found: list[tuple[Any, Any]] = []
    for _ in range(3):
        inner = [where[key] for where, key in found[-400:]] if found else [body]
        for container in inner:
            keys = (
                container
                if isinstance(container, dict)
                else range(len(container))
                if isinstance(container, list)
                else ()
            )
            found.extend((container, key) for key in keys)
    return found


def _change_text(message: Message, rng: random.Random) -> None:
    """Something that JSON has no word for put behind a colon or a comma, or a key said twice."""
    text = message.body.decode("utf-8", "surrogateescape")
    ends = [index + 1 for index, char in enumerate(text[:4_000]) if char in ":,[{"]
    at = rng.choice(ends) if ends else 0
    match rng.randrange(3):
        case 0:
            piece = rng.choice(RAW)
        case 1:
            name = rng.choice(("totalRequests", "period", "date", "entries", "developerId"))
            piece = f'"{name}":{json.dumps(rng.choice(STRINGS))},'
        case _:
            piece = f'"verifications":{rng.randrange(-5, 10**6)},'
    message.body = (text[:at] + piece + text[at:]).encode("utf-8", "replace")


def _change_words(message: Message, rng: random.Random) -> None:
    """Something odd put into a text that is shown."""
    try:
        body = json.loads(message.body)
    except (ValueError, RecursionError):
        return
    texts = [(where, key) for where, key in _places(body)[:8] if isinstance(where[key], str)]
    if texts:
        where, key = rng.choice(texts)
        at = rng.randrange(len(where[key]) + 1)
        where[key] = where[key][:at] + rng.choice(STRINGS) + where[key][at:]
        message.body = json.dumps(body).encode()


def _change_bytes(message: Message, rng: random.Random) -> None:
    """Bytes flipped, cut out, doubled or put in."""
    body = bytearray(message.body)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(body) + 1)
        to = min(at + rng.choice((1, 1, 4, 40)), len(body))
        match rng.randrange(5):
            case 0:
                del body[at:]
            case 1:
                del body[at:to]
            case 2:
                body[at:at] = body[at:to]
            case 3:
                body[at:to] = rng.randbytes(to - at)
            case _:
                body[at:at] = bytes([rng.choice((0, 7, 8, 9, 10, 13, 27, 34, 91, 92, 93, 127, 155, 0xC3, 0xFF))])
    message.body = bytes(body)


def _change_headers(message: Message, rng: random.Random) -> None:
    """A header lost, changed or said twice."""
    name, value = rng.choice(HEADER_NAMES), rng.choice(HEADERS)
    if rng.random() < 0.8:
        message.headers = [header for header in message.headers if header[0].lower() != name]
    if rng.random() < 0.85:
        message.headers.append((name, value))


CHANGES: Final = (
    *(_change_json, _change_json, _change_json, _change_words, _change_words),
    *(_change_text, _change_bytes, _change_headers),
)
"""One of these each time; the first are the likelier ones."""


def _selection(rng: random.Random) -> Selection:
    """Anything that the user can choose to look at."""
    cursor = rng.choice((None, dt.date(2026, 11, 20), dt.date(2026, 11, 22), dt.date(1999, 1, 1)))
    stacked, comparing = rng.random() < 0.2, rng.random() < 0.3
    column = rng.choice(list(Column))
    return Selection(
        rng.choice(CHOICES), rng.choice(list(Metric)), stacked, comparing, rng.choice(list(Shown)), cursor, column
    )


class Fuzz:
    """A run: `case` tries one answer. A case is made of the seed and its number alone."""

    def __init__(self, seed: int, client: AsyncGrantex, player: Player) -> None:
        self.seed = seed
        self.tally = Tally()
        self._client = client
        self._player = player
        self._recordings = recordings()
        self._figures = [each for each in self._recordings if each.status == 200 and b"verifications" in each.body]

    async def start(self) -> None:
        """The state that has figures already: a failed answer leaves those on the screen."""
        self._before = State()
        for path in (USAGE, HISTORY):
            good = next(each for each in self._figures if each.path == path)
            self._before = self._after(self._before, path, await self._read(good))

    async def case(self, number: int) -> None:
        """Read, show, look. Raises CaseFailedError."""
        rng = random.Random(f"{self.seed} {number}")
        path = rng.choice((USAGE, USAGE, HISTORY))
        figures = [message for message in self._figures if message.path == path]
        message = mutated(rng.choice(figures if rng.random() < 0.8 else self._recordings), rng)
        if message.status != 200 and rng.random() < 0.5:
            message.path = rng.choice((USAGE, HISTORY))
        try:
            outcome = await self._read(message)
            if isinstance(outcome, Failure):
                self.tally.refused[self._kind] += 1
            else:
                self.tally.valid += 1
            self._look(self._after(State() if rng.random() < 0.3 else self._before, message.path, outcome), number, rng)
        except CaseFailedError:
            raise
        except Exception:  # noqa: BLE001 (any exception but the client's own is what this looks for)
            raise CaseFailedError(traceback.format_exc()) from None

    async def _read(self, message: Message) -> Reading[Any] | Failure:
        self._player.message = message
        usage = self._client.usage
        try:
            match message.path:
                case "/v1/usage":
                    answer: Any = await usage.read_current()
                case "/v1/usage/history":
                    answer = await usage.read_history(days=90)
                case _:
                    answer = await self._client.read_health()
        except GrantexError as error:
            self._kind = type(error).__name__
            return Failure(
                cause_of(error), reason_of(error), NOW, 0.1, 1, getattr(error, "retry_after", None), error.meta
            )
        return Reading(answer.value, answer.meta, NOW, 0.1)

    def _after(self, state: State, path: str, outcome: Reading[Any] | Failure) -> State:
        match path, outcome:
            case "/v1/usage", _:
                return state.with_usage(outcome)
            case "/v1/usage/history", _:
                return state.with_history(outcome)
            case _, Reading(value=health):
                return state.with_event(NOW, health.words)
        return state

    def _look(self, state: State, number: int, rng: random.Random) -> None:
        sizes = SIZES if number % ALL_SIZES_EVERY == 0 else (rng.choice(SIZES),)
        plotted = number % PLOT_EVERY == 0
        for size in sizes:
            found = faults_of(picture(state, _selection(rng), SERVICE, size, plotted=plotted), size[0])
            if found:
                raise CaseFailedError(f"at {size[0]}×{size[1]}: {'; '.join(found)}")
        if found := faults_of(info(state, NOW)) if number % ALL_SIZES_EVERY < 5 else []:
            raise CaseFailedError(f"in the info panel: {'; '.join(found)}")


async def run(seed: int, numbers: range, say: Callable[[str], object]) -> bool:
    """Try the cases; whether all kept the promises. `say` gets the summary, or the failure."""
    began = time.perf_counter()
    player = Player()
    async with AsyncGrantex(api_key="gx_test_fuzz", base_url="http://127.0.0.1", transport=player) as client:
        fuzz = Fuzz(seed, client, player)
        await fuzz.start()
        for number in numbers:
            try:
                await fuzz.case(number)
            except CaseFailedError as failure:
                say(f"case {number} of seed {seed} failed: {failure}\n")
                say(f"body: {player.message.body[:2_000]!r}\nheaders: {str(player.message.headers)[:2_000]}\n")
                say(f"again: python -m tests.tools.fuzz --seed {seed} --case {number}\n")
                return False
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in fuzz.tally.refused.most_common())
    took = time.perf_counter() - began
    say(f"{len(numbers):,} answers, seed {seed}, {took:.0f} s: {fuzz.tally.valid:,} valid; refused: {kinds}\n")
    return True


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(
        prog="python -m tests.tools.fuzz", description="Mutated answers through client and view."
    )
    options.add_argument("--answers", type=int, default=ANSWERS, metavar="N", help=f"how many ({ANSWERS:,})")
    options.add_argument("--seed", type=int, default=secrets.randbelow(10**9), metavar="N", help="which ones (random)")
    options.add_argument("--case", type=int, metavar="N", help="only this one")
    given = options.parse_args()
    numbers = range(given.answers) if given.case is None else range(given.case, given.case + 1)
    return 0 if asyncio.run(run(given.seed, numbers, sys.stdout.write)) else 1


if __name__ == "__main__":
    sys.exit(main())
