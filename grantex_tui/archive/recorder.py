"""The archive beside an event loop: all of its work in one thread, every error a value, nobody waits for a slow disk.

The thread is a daemon: a process that ends while it writes leaves a file as whole as a kill does.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Account, Event, KeptAgain, Observation
from grantex_tui.usage.ledger import DayRecord, DayState

if TYPE_CHECKING:
    from grantex_tui.archive.store import Archive

T = TypeVar("T")

ANSWER_PATIENCE: Final = 2.0
"""Seconds that a command waits for the archive at its end, on a disk that hangs."""


class Written(Struct, frozen=True):
    """All that was new is on the disk; `events` are for the user."""

    events: tuple[Event, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(event.words for event in self.events)


class NotWritten(Struct, frozen=True):
    """Nothing of it is on the disk, for the reason `fault`; `words` is one line."""

    fault: Fault

    @property
    def words(self) -> tuple[str, ...]:
        return (f"archive: {self.fault.value}; nothing is kept",)


Outcome = Written | NotWritten


class Recorder:
    """Keeps observations in the archive at `path` and reads from it; for one event loop.

    `told` is called on the loop with the outcome of a write that says something: events, or a fault that is not the
    one before. `thread`: that of all recorders of a process which keep in the same file, so that they never lock each
    other out.
    """

    def __init__(
        self, path: Path, told: Callable[[Outcome], None] = lambda _: None, thread: ArchiveThread | None = None
    ) -> None:
        self._thread = thread or ArchiveThread(path)
        self._told = told
        self._pending: Observation | None = None
        self._writing: asyncio.Task[None] | None = None
        self._account: Account | None = None
        self._kept: dict[dt.date, DayRecord] = {}
        self._newest = float("-inf")
        self._outcome: Outcome = Written()

    @property
    def outcome(self) -> Outcome:
        """Of the last write; at first as if it had succeeded."""
        return self._outcome

    def keep(self, observation: Observation) -> None:
        """Write what is new in it, soon; at once for the caller. While a write takes long, the last one waits."""
        self._pending = observation
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def written(self) -> Outcome:
        """Wait until all that was given is written or not."""
        if self._writing is not None:
            await self._writing
        return self._outcome

    async def ask(self, question: Callable[[Archive], T]) -> T | ArchiveError:
        """What the archive says, as `lambda archive: archive.days(account, first, last)`."""
        return await asyncio.wrap_future(self._thread.submit(question))

    async def recall(self, question: Callable[[Archive], T], nothing: T) -> T:
        """As `ask`, but a fault is told, and the answer then is `nothing`."""
        answer = await self.ask(question)
        if not isinstance(answer, ArchiveError):
            return answer
        self._tell(NotWritten(answer.fault))
        return nothing

    async def _write(self) -> None:
        while (observation := self._pending) is not None:
            self._pending = None
            news = self._news(observation)
            if news.days or news.samples:
                self._settle(news, await self.ask(lambda archive, news=news: archive.keep(news)))  # type: ignore[misc]

    def _news(self, observation: Observation) -> Observation:
        """The part of it that was not written yet."""
        if observation.account != self._account:
            self._account, self._kept, self._newest = observation.account, {}, float("-inf")
        days = tuple(day for day in observation.days if self._kept.get(day.day.date) != _stamp(day))
        samples = tuple(sample for sample in observation.samples if sample.at > self._newest)
        return Observation(observation.account, days, samples)

    def _settle(self, news: Observation, answer: tuple[Event, ...] | ArchiveError) -> None:
        match answer:
            case ArchiveError(fault=fault):
                self._tell(NotWritten(fault))
            case events:
                again = (KeptAgain(),) if isinstance(self._outcome, NotWritten) else ()
                self._kept.update({day.day.date: _stamp(day) for day in news.days})
                self._newest = max((sample.at for sample in news.samples), default=self._newest)
                self._tell(Written((*again, *events)))

    def _tell(self, outcome: Outcome) -> None:
        before, self._outcome = self._outcome, outcome
        if outcome not in (before, Written()):
            self._told(outcome)


def asked(path: Path, question: Callable[[Archive], T]) -> Future[T | ArchiveError]:
    """Ask in a thread of its own; for a caller without an event loop who does something else meanwhile."""
    return ArchiveThread(path).submit(question)


def in_time(path: Path, question: Callable[[Archive], T], seconds: float = ANSWER_PATIENCE) -> T | ArchiveError:
    """What the archive says, for a caller without an event loop, who waits `seconds` at most."""
    try:
        return asked(path, question).result(seconds)
    except FutureTimeoutError:
        return ArchiveError(Fault.SLOW)


def _stamp(record: DayRecord) -> DayRecord:
    """The record as far as it is worth a write: when a figure that stayed was read again is not."""
    return record if record.day.state is DayState.SO_FAR else replace(record, read_at=dt.datetime.min)


class ArchiveThread:
    """Asks the archive one thing after the other. Starts with the first question, and never keeps a process alive.

    Not an executor of the standard library: those are waited for when the interpreter ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._questions: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._started = False

    def submit(self, question: Callable[[Archive], T]) -> Future[T | ArchiveError]:
        future: Future[T | ArchiveError] = Future()

        def answer() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(_answered(self._path, question))
            except BaseException as bug:  # noqa: BLE001 (raised where the answer is awaited)
                future.set_exception(bug)

        if not self._started:
            self._started = True
            threading.Thread(target=self._run, name="archive", daemon=True).start()
        self._questions.put(answer)
        return future

    def _run(self) -> None:
        while True:
            self._questions.get()()


def _answered(path: Path, question: Callable[[Archive], T]) -> T | ArchiveError:
    try:
        # Imported here: sqlite3 costs 4 ms, which belong to this thread, and there are Pythons without it.
        from grantex_tui.archive.store import Archive
    except ImportError:
        return ArchiveError(Fault.NO_SQLITE)
    try:
        return question(Archive(path))
    except ArchiveError as error:
        return error
