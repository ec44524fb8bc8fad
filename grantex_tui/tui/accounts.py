"""The accounts of a run, each read by a watch of its own: one that is dead makes no other late. Shows nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from grantex_tui.config.arguments import SettingsError
from grantex_tui.polling.account import Account
from grantex_tui.polling.intervals import START_APART
from grantex_tui.polling.state import State

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from grantex_tui.archive.recorder import Outcome
    from grantex_tui.polling.memory import Memory
    from grantex_tui.polling.poller import Poller
    from grantex_tui.polling.watch import Watch
    from grantex_tui.tui.hour_reader import HourReader


class Accounts:
    """`accounts`, at least two. `on_state` is given each one's new states while nobody else looks at it,
    `on_fault` why one cannot be read, `on_outcome` what the archive has to say. `attend` is given each new watch.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        on_state: Callable[[Account, State], None],
        on_fault: Callable[[Account, str], None],
        on_outcome: Callable[[Outcome], None],
        attend: Callable[[str, Watch], object] = lambda *_: None,
    ) -> None:
        self._accounts = {account.name: account for account in accounts}
        self._watches: dict[str, Watch] = {}
        self._readers: dict[str, HourReader] = {}
        self._opening: set[str] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._run: Callable[[Coroutine[Any, Any, None]], object] | None = None
        self._on_state = on_state
        self._on_fault = on_fault
        self._on_outcome = on_outcome
        self._attend = attend

    def account(self, name: str) -> Account:
        return self._accounts[name]

    def watch(self, name: str) -> Watch | None:
        """None until it is read, and where it cannot be."""
        return self._watches.get(name)

    def adopt(self, name: str, watch: Watch) -> None:
        """One that is read already."""
        self._watches[name] = watch

    def read(self, run: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        """Begin to read all the others, one soon after the other. `run` runs what it is given until it ends."""
        self._run = run
        for index, account in enumerate(self._accounts.values()):
            if account.name not in self._watches:
                run(self._read(account, index * START_APART))

    def look(self) -> None:
        """Whoever looked at one of them no longer does."""
        for name, watch in self._watches.items():
            self._look_at(self._accounts[name], watch)

    def refresh(self) -> None:
        """Read all of them now, each within its own budget; what could not be opened is opened again."""
        for name, account in self._accounts.items():
            if (watch := self._watches.get(name)) is not None:
                self._on_state(account, watch.poller.refresh())
            elif self._run is not None and name not in self._opening:
                self._run(self._read(account, 0))

    async def _read(self, account: Account, wait: float) -> None:
        from grantex_tui.polling.watch import Watch  # start-up boundary: after the first paint

        self._opening.add(account.name)
        await asyncio.sleep(wait)
        try:
            poller = await self._opened(account)
            if account.find_service is not None:
                account = self._accounts[account.name] = replace(account, service=account.find_service())
            watch = self._watches[account.name] = Watch(poller, account.open_memory)
            self._attend(account.name, watch)
            self._look_at(account, watch)
            await watch.run()
        except SettingsError as error:
            self._watches.pop(account.name, None)
            self._on_fault(account, str(error))
        finally:
            self._opening.discard(account.name)

    async def _opened(self, account: Account) -> Poller:
        """In a thread for each: programs that print keys may take seconds, and hold up no other account."""
        from concurrent.futures import ThreadPoolExecutor  # start-up boundary: after the first paint

        if self._threads is None:
            self._threads = ThreadPoolExecutor(len(self._accounts), "account")
        return await asyncio.get_running_loop().run_in_executor(self._threads, account.open_poller)

    def _look_at(self, account: Account, watch: Watch) -> None:
        watch.on_state = partial(self._take, account, watch)
        watch.on_outcome = self._on_outcome
        self._take(account, watch, watch.poller.state)

    def _take(self, account: Account, watch: Watch, state: State) -> None:
        self._on_state(account, self._learned(account, watch, state))

    def _learned(self, account: Account, watch: Watch, state: State) -> State:
        """With the hours by which today's pace is judged, as the dashboard has them."""
        if watch.memory is None or self._run is None:
            return state
        rhythm = self._reader(account, watch, watch.memory, self._run).rhythm(state)
        return state if rhythm in (None, state.rhythm) else watch.poller.learn(rhythm, state.weekdays)

    def _reader(
        self, account: Account, watch: Watch, memory: Memory, run: Callable[[Coroutine[Any, Any, None]], object]
    ) -> HourReader:
        if account.name not in self._readers:
            from grantex_tui.tui.hour_reader import HourReader  # start-up boundary: after the first paint

            def read() -> None:
                watch.on_state(watch.poller.state)  # to whoever looks by then

            self._readers[account.name] = HourReader(memory, lambda recall: run(_finished(recall())), read)
        return self._readers[account.name]


async def _finished(work: Awaitable[None]) -> None:
    await work
