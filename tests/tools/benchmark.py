"""How light and quick the dashboard is, beside an empty Textual app: a command, no part of the test run.

    python -m tests.tools.benchmark [--runs N] [--json FILE] [--only GROUP …]

Programs run in real pseudo-terminals against a loopback service, and take turns. Times of other machines, and of busy
ones, differ: ratios count. Every figure is printed with its spread and, where there is one, the bound it must keep;
the exit status is 1 where one does not. Takes about eight minutes.
The groups: start, recall, config, board, keys, polls, idle, memory, ends, commands, libraries, archive.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.request import urlopen

from grantex_tui.archive.store import Archive
from tests.tools import archive_benchmark
from tests.tools.benchmark_service import ASKED, FIRST, USAGE, Scenario
from tests.tools.stopwatch import Stopwatch

ARCHIVES: Final = {
    "90 days": (1, 90, 90),
    "ten years": (archive_benchmark.ACCOUNTS, 3_652, archive_benchmark.FINE_DAYS),
}
"""Accounts, days, and days with a reading every five minutes."""

AS_OF: Final = "as of "
"""What stands beside figures of an earlier run."""

EMPTY: Final = [sys.executable, "-m", "tests.tools.empty_app"]
KEY: Final = "gx_live_BENCHMARK0KEY0OF0NOBODY"
TODAY: Final = f"{FIRST * 23 // 100:,}"
"""Today's exchanges at the first reading; the total is written in large digits."""

PRESSES: Final = 40
POLLS: Final = 6
POLLING: Final = 5
"""Seconds between two polls while their bytes are counted, the shortest that there is."""

BOARD_POLLING: Final = 10
"""Seconds between two polls of the board, whose accounts are read one soon after the other."""

RARELY: Final = ("--interval", "3600")
"""No poll while something else is measured."""

AN_HOUR_OF_POLLS: Final = 120
AFTER_REFRESH: Final = 1.1
"""Seconds from one `r` to the next: the poller reads at most once a second."""

IDLE, WARM_UP = 60, 3
SILENCE: Final = 1.0
"""Seconds without a byte that tell two polls apart."""


TWENTY_PROFILES: Final = "".join(
    f'[profiles.p{number}]\nlabel = "account {number}"\nbase_url = "https://a{number}.example"\n'
    f'api_key_command = ["pass", "show", "grantex/p{number}"]\nplan = "free"\n'
    for number in range(20)
)

ADDED: Final = """
import resource, time
import {base}
def held():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 2**20
began, before = time.process_time(), held()
{code}
print(time.process_time() - began, held() - before)
"""
"""Seconds of processor time and megabytes that some code takes on top of a module."""


@dataclass(frozen=True)
class Figure:
    """What was measured: `value` of `samples`, and what it may be `at_most`, if anything."""

    group: str
    name: str
    value: float
    unit: str
    at_most: float | None
    samples: tuple[float, ...]

    @property
    def holds(self) -> bool:
        return self.at_most is None or self.value <= self.at_most

    @property
    def verdict(self) -> str:
        return "" if self.at_most is None else "holds" if self.holds else "MISSED"


def median(group: str, name: str, samples: Sequence[float], unit: str, at_most: float | None = None) -> Figure:
    return Figure(group, name, statistics.median(samples), unit, at_most, tuple(samples))


def worst(group: str, name: str, samples: Sequence[float], unit: str, at_most: float | None = None) -> Figure:
    return Figure(group, name, max(samples), unit, at_most, tuple(samples))


def p95(group: str, name: str, samples: Sequence[float], unit: str, at_most: float | None = None) -> Figure:
    return Figure(group, name, statistics.quantiles(samples, n=20)[-1], unit, at_most, tuple(samples))


def ratio(group: str, name: str, ours: Sequence[float], theirs: Sequence[float], at_most: float) -> Figure:
    """The median of the ratios of each round: what slows a round down slows both."""
    return median(group, name, [a / b for a, b in zip(ours, theirs, strict=True)], "×", at_most)


@contextmanager
def services() -> Iterator[dict[Scenario, str]]:
    """The addresses of running services, by what they do."""
    command = [sys.executable, "-m", "tests.tools.benchmark_service"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            urls = json.loads(process.stdout.readline())
            yield {Scenario[name]: url for name, url in urls.items()}
        finally:
            process.stdin.close()
            process.terminate()


class Benchmark:
    """The measurements, by the names that `--only` knows; each gives its figures."""

    def __init__(self, urls: dict[Scenario, str], runs: int) -> None:
        self._urls = urls
        self._runs = runs

    @property
    def groups(self) -> dict[str, Callable[[], list[Figure]]]:
        return {
            "start": self.start,
            "recall": self.recall,
            "config": self.config,
            "board": self.board,
            "keys": self.keys,
            "polls": self.polls,
            "idle": self.idle,
            "memory": self.memory,
            "ends": self.ends,
            "commands": self.commands,
            "libraries": self.libraries,
            "archive": self.archive,
        }

    def start(self) -> list[Figure]:
        """From the command to the first paint, the figures, and the end of all painting."""
        empty: list[float] = []
        paint: list[float] = []
        figures: list[float] = []
        settled: list[float] = []
        first: list[float] = []
        paints: list[float] = []
        sizes: dict[tuple[int, int], list[float]] = {(80, 24): [], (120, 40): []}
        for _ in range(self._runs + 1):
            with Stopwatch(EMPTY) as watch:
                empty.append(watch.when(lambda: watch.painted, "paint") - watch.began)
            for (columns, rows), written in sizes.items():
                with self._program(Scenario.STEADY, columns=columns, rows=rows) as watch:
                    painted = watch.when(lambda: watch.painted, "paint")
                    drawn = watch.cells_drawn
                    moments = (
                        painted,
                        watch.when(lambda: TODAY in watch.text, "figures"),
                        max(watch.when(lambda: _complete(watch), "chart"), watch.settle(SILENCE)),
                    )
                    written.append(len(watch.output))
            paint, figures, settled = (
                [*series, moment - watch.began]
                for series, moment in zip((paint, figures, settled), moments, strict=True)
            )
            first.append(drawn / (watch.columns * watch.rows))
            paints.append(watch.cells_drawn / (watch.columns * watch.rows))
        for series in (empty, paint, figures, settled, first, paints, *sizes.values()):
            del series[0]  # the first round compiled, and filled the page cache
        return [
            median("start", "first paint of the empty app", _ms(empty), "ms"),
            median("start", "first paint", _ms(paint), "ms"),
            ratio("start", "first paint ÷ empty app", paint, empty, 1.10),
            worst("start", "screens drawn by the first paint", first, "×", 1),
            worst("start", "screens drawn until settled (1 paint and what changed)", paints, "×", 1.99),
            ratio("start", "today's figures on screen ÷ empty app's first paint", figures, empty, 1.60),
            ratio("start", "everything settled ÷ empty app's first paint", settled, empty, 2.10),
            median("start", "bytes until settled, 80×24", sizes[80, 24], "bytes", 15_000),
            median("start", "bytes until settled, 120×40", sizes[120, 40], "bytes", 40_000),
        ]

    def recall(self) -> list[Figure]:
        """A start and polls with an archive of ten years of five accounts, and with one of 90 days, in turn."""
        empty: list[float] = []
        kept: dict[str, list[float]] = {name: [] for name in ARCHIVES}
        chart: dict[str, list[float]] = {name: [] for name in ARCHIVES}
        settled: dict[str, list[float]] = {name: [] for name in ARCHIVES}
        used: dict[str, list[float]] = {name: [] for name in ARCHIVES}
        written: dict[str, list[float]] = {name: [] for name in ARCHIVES}
        drawn: list[float] = []
        with TemporaryDirectory() as folder:
            homes = {name: Path(folder, name) for name in ARCHIVES}
            now = dt.datetime.now(dt.UTC)
            for name, (accounts, days, fine_days) in ARCHIVES.items():
                archive = Archive(homes[name] / "grantex-tui" / "archive.db")
                url = self._urls[Scenario.LITTLE]
                archive_benchmark.fill(archive, accounts, days, fine_days, base_url=url, now=now)
            for _ in range(self._runs + 1):
                with Stopwatch(EMPTY) as watch:
                    empty.append(watch.when(lambda: watch.painted, "paint") - watch.began)
                for name in ARCHIVES:
                    with self._program(Scenario.LITTLE, "--interval", f"{POLLING}", data=homes[name]) as watch:
                        shown = watch.when(lambda: AS_OF in watch.text, "kept figures")
                        cells = watch.cells_drawn / (watch.columns * watch.rows)
                        chart[name].append(watch.when(lambda: _complete(watch), "chart") - watch.began)
                        settled[name].append(watch.settle(SILENCE) - watch.began)
                        kept[name].append(shown - watch.began)
                        drawn.append(cells)
            with ExitStack() as running:
                watches = {
                    name: running.enter_context(self._program(Scenario.LITTLE, "--interval", f"{POLLING}", data=home))
                    for name, home in homes.items()
                }
                for watch in watches.values():
                    _ready(watch)
                before = {name: watch.cpu_seconds for name, watch in watches.items()}
                time.sleep(POLLS * POLLING)
                for name, watch in watches.items():
                    used[name].append(watch.cpu_seconds - before[name])
                    written[name] = _bursts(watch)
                    watch.settle()
        for series in (empty, *kept.values(), *chart.values(), *settled.values()):
            del series[0]
        young, old = ARCHIVES
        return [
            ratio("recall", "kept figures on screen ÷ empty app's first paint", kept[young], empty, 1.20),
            worst("recall", "screens drawn until then", drawn, "×", 1),
            ratio("recall", "chart ÷ empty app's first paint", chart[young], empty, 1.50),
            ratio("recall", "kept figures: ten years × 5 accounts ÷ 90 days", kept[old], kept[young], 1.05),
            ratio("recall", "everything settled: ten years × 5 accounts ÷ 90 days", settled[old], settled[young], 1.05),
            ratio("recall", "CPU of polls: ten years × 5 accounts ÷ 90 days", used[old], used[young], 1.10),
            ratio(
                "recall",
                "bytes of a poll: ten years × 5 accounts ÷ 90 days",
                [statistics.median(written[old])],
                [statistics.median(written[young])],
                1.10,
            ),
        ]

    def config(self) -> list[Figure]:
        """The first paint, and `status` from its cache, with a config file of twenty profiles beside none."""
        paints: dict[str, list[float]] = {"": [], TWENTY_PROFILES: []}
        took: dict[str, list[float]] = {"nothing": [], "status": []}
        with TemporaryDirectory() as folder:
            file = Path(folder, "config.toml")
            file.write_text(TWENTY_PROFILES, encoding="utf-8")
            environment = {
                "GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": self._urls[Scenario.STEADY], "HOME": folder,
                "GRANTEX_TUI_CONFIG": str(file), "PATH": os.environ["PATH"],
            }  # fmt: skip
            lines = {"nothing": ["-c", "pass"], "status": ["-m", "grantex_tui", "status", "--max-age", "3600"]}
            for turn in range(self._runs + 1):
                for text, series in paints.items():
                    with self._program(Scenario.STEADY, config=file if text else None) as watch:
                        series.append(watch.when(lambda: watch.painted, "paint") - watch.began)
                for name, line in lines.items():
                    began = time.perf_counter()
                    subprocess.run(
                        [sys.executable, *line], env=environment, capture_output=True, check=True, timeout=60
                    )
                    if turn:
                        took[name].append(time.perf_counter() - began)
        without, twenty = (series[1:] for series in paints.values())
        return [
            ratio("config", "first paint with twenty profiles ÷ without a file", twenty, without, 1.05),
            ratio("config", "status with twenty profiles ÷ python -c pass", took["status"], took["nothing"], 2.5),
        ]

    def board(self) -> list[Figure]:
        """The accounts side by side: ten that each poll grows, and what fifty take more than two."""
        empty: list[float] = []
        paint: list[float] = []
        with TemporaryDirectory() as folder:
            key = Path(folder, "key")
            key.write_text(KEY)
            key.chmod(0o600)
            files = {count: Path(folder, f"{count}.toml") for count in (2, 10, 50)}
            for count, file in files.items():
                url = self._urls[Scenario.LITTLE if count == 10 else Scenario.STEADY]
                profile = f'base_url = "{url}"\napi_key_file = "key"\n'
                file.write_text("".join(f"[profiles.p{number:02}]\n{profile}" for number in range(count)))
            for _ in range(self._runs + 1):
                with Stopwatch(EMPTY) as watch:
                    empty.append(watch.when(lambda: watch.painted, "paint") - watch.began)
                with self._program(Scenario.STEADY, "--all", *RARELY, config=files[10]) as watch:
                    paint.append(watch.when(lambda: watch.painted, "paint") - watch.began)
            with self._program(Scenario.STEADY, "--all", "--interval", f"{BOARD_POLLING}", config=files[10]) as watch:
                watch.when(lambda: "● 10 live" in watch.text, "all accounts")
                watch.settle(2 * SILENCE)
                before = len(watch.output)
                time.sleep(POLLS * BOARD_POLLING)
                watch.settle()
                grown = (len(watch.output) - before) / POLLS / 10
            held: dict[int, float] = {}
            idle = 0
            for count in (2, 50):
                with self._program(Scenario.STEADY, "--all", *RARELY, config=files[count]) as watch:
                    watch.when(lambda count=count: f"● {count} live" in watch.text, "all accounts")  # type: ignore[misc]
                    watch.settle(5 * SILENCE)
                    before = len(watch.output)
                    time.sleep(10)
                    watch.settle()
                    idle += len(watch.output) - before
                    held[count] = watch.megabytes
        return [
            ratio("board", "first paint of ten accounts ÷ empty app", paint[1:], empty[1:], 1.25),
            worst("board", "bytes of a poll, an account that changed", [grown], "bytes", 600),
            worst("board", "bytes between polls, in 2 × 10 s", [idle], "bytes", 0),
            worst("board", "memory an account, of fifty", [(held[50] - held[2]) / 48], "MB", 0.5),
        ]

    def keys(self) -> list[Figure]:
        """From a key to the last byte of what it changes, with 90 days."""
        found: list[Figure] = []
        for columns, rows in ((120, 40), (200, 50)):
            size = f"{columns}×{rows}"
            with self._program(Scenario.STEADY, *RARELY, columns=columns, rows=rows) as watch:
                _ready(watch)
                asked = self._asked(Scenario.STEADY)
                to_90: list[float] = []
                for _ in range(PRESSES):
                    to_90.append(watch.press("9")[0])
                    watch.press("3")
                requests = self._asked(Scenario.STEADY) - asked
                watch.press("9")
                cursor = [watch.press("h")[0] for _ in range(PRESSES)]
                metric = [watch.press("eav0"[index % 4])[0] for index in range(PRESSES)]
            name = f"key to finished switch to 90 days, {size}"
            found += [
                median("keys", f"{name}, p50", _ms(to_90), "ms", 20),
                p95("keys", f"{name}, p95", _ms(to_90), "ms", 40),
                worst("keys", f"requests of {2 * PRESSES} switches, {size}", [requests], "", 0),
                p95("keys", f"moving the day cursor, {size}, p95", _ms(cursor), "ms", 25),
                p95("keys", f"changing the metric, {size}, p95", _ms(metric), "ms", 40),
            ]
        return found

    def polls(self) -> list[Figure]:
        """Bytes for a poll, by what it changes."""
        kinds = (Scenario.LITTLE, Scenario.MUCH, Scenario.STEADY)
        bytes_of: dict[Scenario, list[float]] = {}
        with ExitStack() as running:
            watches = {kind: running.enter_context(self._program(kind, "--interval", f"{POLLING}")) for kind in kinds}
            for watch in watches.values():
                _ready(watch)
            time.sleep(POLLS * POLLING)
            for kind, watch in watches.items():
                bytes_of[kind] = _bursts(watch)
                watch.settle()
        grown = [f"poll: figures and today's bar by {how} a cell" for how in ("less than", "")]
        return [
            median("polls", grown[0], bytes_of[Scenario.LITTLE], "bytes", 600),
            median("polls", grown[1], bytes_of[Scenario.MUCH], "bytes", 1_000),
            median("polls", "poll: nothing but the time of reading", bytes_of[Scenario.STEADY], "bytes", 150),
        ]

    def idle(self) -> list[Figure]:
        """What it costs to be left open, between two polls."""
        with Stopwatch(EMPTY) as empty, self._program(Scenario.STEADY, *RARELY) as watch:
            _ready(watch)
            empty.settle()
            time.sleep(WARM_UP)
            watch.settle()
            before = watch.cpu_seconds, empty.cpu_seconds
            time.sleep(IDLE)
            ours, theirs = watch.cpu_seconds - before[0], empty.cpu_seconds - before[1]
            written = sum(size for _, size in watch.bytes_by_moment)
        share = 100 / IDLE
        return [
            worst("idle", "bytes a second between polls", [written / IDLE], "bytes", 0),
            median("idle", "CPU of the empty app", [theirs * share], "%"),
            median("idle", "CPU between polls", [ours * share], "%"),
            ratio("idle", "CPU between polls ÷ empty app", [ours], [theirs], 1.2),
        ]

    def memory(self) -> list[Figure]:
        """Memory after as many polls as an hour has, with 90 days shown."""
        with Stopwatch(EMPTY) as empty, self._program(Scenario.LITTLE, *RARELY) as watch:
            _ready(watch)
            watch.press("9")
            asked = self._asked(Scenario.LITTLE)
            held: list[float] = []
            for _ in range(AN_HOUR_OF_POLLS):
                watch.send("r")
                time.sleep(AFTER_REFRESH)
                held.append(watch.megabytes)
                watch.settle(0)
            polls = self._asked(Scenario.LITTLE) - asked
            assert polls >= AN_HOUR_OF_POLLS - 1, f"only {polls} polls"
            empty.settle()
            theirs = empty.megabytes
        quarter = AN_HOUR_OF_POLLS // 4
        return [
            median("memory", "memory of the empty app", [theirs], "MB"),
            median("memory", f"memory after {polls} polls", [held[-1]], "MB"),
            ratio("memory", "memory ÷ empty app", [held[-1]], [theirs], 1.60),
            ratio("memory", "memory at the end ÷ after a quarter (flat)", [held[-1]], [held[quarter]], 1.02),
        ]

    def ends(self) -> list[Figure]:
        """From a signal, a lost line or `q` to the end of the process, with the terminal as it was."""
        lost: dict[bool, list[float]] = {False: [], True: []}
        signals = (signal.SIGTERM, signal.SIGHUP)
        told: dict[signal.Signals, list[float]] = {number: [] for number in signals}
        stalled: dict[signal.Signals, list[float]] = {number: [] for number in signals}
        quits: list[float] = []
        for _ in range(max(self._runs // 2, 1)):
            for ignored, seconds in lost.items():
                with self._program(Scenario.STEADY, ignore_hang_up=ignored) as watch:
                    _ready(watch)
                    began = time.monotonic()
                    watch.hang_up()
                    seconds.append(watch.exited() - began)
            for number in signals:
                with self._program(Scenario.STEADY) as watch:
                    _ready(watch)
                    began = time.monotonic()
                    watch.signal(number)
                    told[number].append(_restored(watch) - began)
                with self._program(Scenario.STEADY, columns=200, rows=50) as watch:
                    _ready(watch)
                    watch.stop_reading()
                    watch.send("t" * 20)
                    watch.wait_until_stalled()
                    began = time.monotonic()
                    watch.signal(number)
                    ended = watch.exited()
                    watch.start_reading()
                    _restored(watch)
                    stalled[number].append(ended - began)
            with self._program(Scenario.HANGING) as watch:
                watch.when(lambda: "Connecting" in watch.text, "start")
                watch.settle()
                began = time.monotonic()
                watch.send("q")
                quits.append(_restored(watch) - began)
        return [
            median("ends", "hang-up to process gone", _ms(lost[False]), "ms", 50),
            median("ends", "hang-up to process gone, SIGHUP ignored", _ms(lost[True]), "ms", 50),
            *(
                median("ends", f"{number.name} to a restored terminal", _ms(told[number]), "ms", 400)
                for number in signals
            ),
            *(
                median("ends", f"{number.name} while the terminal does not read", _ms(stalled[number]), "ms", 1_200)
                for number in signals
            ),
            median("ends", "q with a request hanging, to the shell", _ms(quits), "ms", 500),
        ]

    def commands(self) -> list[Figure]:
        """The commands without a screen, beside Python itself and beside httpx with one request, as whole processes."""
        service = self._urls[Scenario.STEADY]
        request = f"import httpx; httpx.get({service + USAGE!r})"
        program = ["-m", "grantex_tui"]
        lines = {
            "nothing": ["-c", "pass"],
            "status": [*program, "status", "--max-age", "3600"],
            "request": ["-c", request],
            "report": [*program, "report"],
        }
        took: dict[str, list[float]] = {name: [] for name in lines}
        with TemporaryDirectory() as folder:
            environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": service, "HOME": folder, "LANG": "C.UTF-8"}
            environment["PATH"] = os.environ["PATH"]
            for turn in range(self._runs + 1):
                for name, line in lines.items():
                    began = time.perf_counter()
                    subprocess.run(
                        [sys.executable, *line], env=environment, capture_output=True, check=True, timeout=60
                    )
                    if turn:  # the first of each fills caches, the program's and the system's
                        took[name].append(time.perf_counter() - began)
        return [
            ratio("commands", "status from its cache ÷ python -c pass", took["status"], took["nothing"], 2.5),
            ratio("commands", "report ÷ importing httpx and one request", took["report"], took["request"], 1.5),
            median("commands", "status from its cache", _ms(took["status"]), "ms"),
            median("commands", "report", _ms(took["report"]), "ms"),
        ]

    def libraries(self) -> list[Figure]:
        """What the libraries take of a start and of the memory, on top of what is there before them."""
        url = self._urls[Scenario.STEADY]
        get = f"asyncio.run(httpx.AsyncClient(verify=False, trust_env=False).get({url!r}))"
        chart = "plot.draw(bars.Plot((bars.Bar(9),) * 90, columns.columns(90, 0, 110), (bars.Tick(80, '20'),), 24))"
        drawing = "textual.app, httpx, " + ", ".join(
            f"grantex_tui.layout.{name} as {name}" for name in ("plot", "bars", "columns")
        )
        added = {
            "Textual": ("sys", "import textual.app"),
            "msgspec": ("textual.app", "import msgspec"),
            "httpx and a first request": ("textual.app", f"import asyncio, httpx; {get}"),
            "plotext as it comes": ("textual.app, httpx", "import plotext"),
            "plotext as it is loaded here": ("textual.app, httpx, grantex_tui.layout.plot as plot", "plot.load()"),
            "plotext and a first chart": (drawing, chart),
        }
        seconds: dict[str, list[float]] = {name: [] for name in added}
        megabytes: dict[str, list[float]] = {name: [] for name in added}
        for turn in range(self._runs + 1):
            for name, (base, code) in added.items():
                line = [sys.executable, "-c", ADDED.format(base=base, code=code)]
                took, held = subprocess.run(line, capture_output=True, check=True, text=True, timeout=60).stdout.split()
                if turn:
                    seconds[name].append(float(took))
                    megabytes[name].append(float(held))
        return [
            *(median("libraries", f"{name}: processor time", _ms(seconds[name]), "ms") for name in added),
            *(median("libraries", f"{name}: memory", megabytes[name], "MB") for name in added),
        ]

    def archive(self) -> list[Figure]:
        """What the archive takes: in memory, where no disk is waited for, and on this machine's disk."""
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with TemporaryDirectory(dir=memory) as quick, TemporaryDirectory() as disk:
            year, young, old = (Archive(Path(quick, f"{name}.db")) for name in ("year", "young", "old"))
            archive_benchmark.fill(year, 1, 365, 365)
            archive_benchmark.fill(young, 1, 90, 90)
            archive_benchmark.fill(old, *ARCHIVES["ten years"])
            of_young, of_old = archive_benchmark.processor_writes(young, old)
            (in_memory,) = archive_benchmark.writes(old)
            (on_disk,) = archive_benchmark.writes(Archive(Path(disk, "archive.db")))
            bare = archive_benchmark.bare_writes(Path(disk))
            reads = archive_benchmark.reads(old, max(self._runs, 5))
            sizes = [path.stat().st_size / 1e6 for path in (year.path, old.path)]
        return [
            median("archive", "a year of an account", sizes[:1], "MB", 5),
            median("archive", "ten years of five accounts", sizes[1:], "MB"),
            median("archive", "a write, in memory", _ms(in_memory), "ms", 5),
            ratio("archive", "CPU of a write to ten years × 5 accounts ÷ to 90 days", of_old, of_young, 1.1),
            median("archive", "a write, on this disk", _ms(on_disk), "ms"),
            ratio("archive", "a write ÷ SQLite's smallest transaction, on this disk", on_disk, bare, 2),
            *(median("archive", f"reading {what}, of ten years × 5", _ms(took), "ms") for what, took in reads.items()),
        ]

    def _program(
        self,
        scenario: Scenario,
        *arguments: str,
        columns: int = 120,
        rows: int = 40,
        ignore_hang_up: bool = False,
        data: Path | None = None,
        config: Path | None = None,
    ) -> Stopwatch:
        environment = {"GRANTEX_API_KEY": KEY, "GRANTEX_BASE_URL": self._urls[scenario]}
        named = {"XDG_DATA_HOME": data, "GRANTEX_TUI_CONFIG": config}
        return Stopwatch(
            [sys.executable, "-m", "grantex_tui", *arguments],
            columns=columns,
            rows=rows,
            ignore_hang_up=ignore_hang_up,
            environment=environment | {name: str(path) for name, path in named.items() if path is not None},
        )

    def _asked(self, scenario: Scenario) -> int:
        """Requests for figures so far."""
        with urlopen(self._urls[scenario] + ASKED, timeout=5) as answer:
            return int(answer.read())


def _ms(seconds: Sequence[float]) -> list[float]:
    return [1000 * value for value in seconds]


def _complete(watch: Stopwatch) -> bool:
    """Whether bars are drawn."""
    return "▔" in watch.text and re.search("[▁-█]", watch.text) is not None


def _ready(watch: Stopwatch) -> None:
    """All is on the screen, and what goes on behind it after a start is over."""
    watch.when(lambda: _complete(watch), "chart")
    watch.settle(2 * SILENCE)


def _restored(watch: Stopwatch) -> float:
    """When it had ended; its terminal must be as it was."""
    ended = watch.exited()
    watch.settle()
    assert not watch.left_behind, watch.left_behind
    return ended


def _bursts(watch: Stopwatch) -> list[float]:
    """Bytes of what came without a silence in between."""
    bursts: list[float] = []
    last = 0.0
    for moment, size in watch.bytes_by_moment:
        if moment - last > SILENCE:
            bursts.append(0)
        bursts[-1] += size
        last = moment
    return bursts


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """A line for each figure."""
    width = max(len(figure.name) for figure in figures)
    yield f"{'':{width}}  {'figure':>12}  {'at most':>10}  {'':6}  lowest, median, highest of all"
    for figure in figures:
        bound = "" if figure.at_most is None else f"{figure.at_most:,g}"
        value = f"{_number(figure.value)} {figure.unit}".rstrip()
        spread = ", ".join(map(_number, (min(figure.samples), statistics.median(figure.samples), max(figure.samples))))
        spread = f"{spread} of {len(figure.samples)}" if len(figure.samples) > 1 else ""
        yield f"{figure.name:{width}}  {value:>12}  {bound:>10}  {figure.verdict:6}  {spread}".rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def report(figures: Sequence[Figure]) -> dict[str, object]:
    """All that was measured, for programs."""
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "figures": [
            {
                "group": figure.group,
                "name": figure.name,
                "value": round(figure.value, 3),
                "unit": figure.unit,
                "at_most": figure.at_most,
                "holds": figure.holds,
                "samples": [round(sample, 3) for sample in figure.samples],
            }
            for figure in figures
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.benchmark", description=__doc__)
    groups = Benchmark({}, 0).groups
    parser.add_argument("--runs", type=int, default=10, help="starts of each program (10)")
    parser.add_argument("--json", type=Path, help="a file to write the figures to")
    parser.add_argument("--only", nargs="+", choices=groups, default=list(groups), help="these measurements")
    chosen = parser.parse_args(arguments)
    figures: list[Figure] = []
    with services() as urls:
        benchmark = Benchmark(urls, chosen.runs)
        for name in chosen.only:
            sys.stderr.write(f"{name} …\n")
            found = benchmark.groups[name]()
            sys.stdout.write("".join(f"{line}\n" for line in (f"\n{name}", *table(found))))
            sys.stdout.flush()
            figures += found
    if chosen.json:
        chosen.json.write_text(json.dumps(report(figures), indent=1, ensure_ascii=False), "utf-8")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
