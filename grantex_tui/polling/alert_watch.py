"""Tells a run's alerts from those that were told: by this run, by an earlier one, by another process. Says nothing.

The archive decides who tells what. Where it cannot, the run goes by its own memory, so that no alert is lost: then
another process may tell the same. What was claimed counts as told, also where the process ends before it says it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from grantex_tui.archive.errors import ArchiveError, Fault
from grantex_tui.archive.models import Claim, Edge
from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import PlanSettings
from grantex_tui.polling.alerts import Alert, judged
from grantex_tui.polling.state import State

AskArchive = Callable[[State, tuple[Claim, ...]], Awaitable[tuple[Claim, ...] | ArchiveError]]
"""Gives those of the claims that no process made before, of the state's account."""

CLAIM_PATIENCE: Final = 3.0
"""Seconds after which an archive that does not answer is left out."""

_Condition = tuple[str, int, str]


class RunMemory:
    """What this run told while no archive could remember it; for one account, by the archive's own rules."""

    def __init__(self) -> None:
        self._over_at: dict[_Condition, dt.datetime | None] = {}  # None: it is not over

    def claim(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Those that this run did not make before."""
        return tuple(claim for claim in claims if self._is_new(claim))

    def holds(self, claim: Claim) -> bool:
        """Whether this run told that the condition began, and not that it is over."""
        condition = _condition(claim)
        return condition in self._over_at and self._over_at[condition] is None

    def _is_new(self, claim: Claim) -> bool:
        condition = _condition(claim)
        if claim.edge is Edge.OVER:
            new = self.holds(claim)
            self._over_at |= {condition: claim.since} if new else {}
            return new
        over_at = self._over_at.get(condition, dt.datetime.min.replace(tzinfo=dt.UTC))
        new = over_at is not None and over_at < claim.since
        self._over_at |= {condition: None} if new else {}
        return new


class AlertWatch:
    """Finds what is to be told of an account's states. `ask`: the archive; None where nothing is kept.

    `plan`: what the user says of the plan.
    """

    def __init__(self, settings: AlertSettings, plan: PlanSettings, ask: AskArchive | None) -> None:
        self._settings = settings
        self._plan = plan
        self._ask = ask
        self._edges: dict[_Condition, Edge] = {}
        self._whose = ""
        self._own = RunMemory()

    def news(self, state: State, now: dt.datetime) -> tuple[Alert, ...]:
        """What begins or is over since the last state, as far as this run saw; the rest of it is `claimed`."""
        if state.developer not in ("", self._whose):
            self._own = RunMemory() if self._whose else self._own
            self._whose, self._edges = state.developer, {}
        found = {_condition(alert.claim): alert for alert in judged(state, self._settings, self._plan, now)}
        news = tuple(alert for condition, alert in found.items() if self._edges.get(condition) is not alert.edge)
        if news:
            past = {condition: edge for condition, edge in self._edges.items() if not condition[2]}
            self._edges = {**past, **self._of_today(state), **{key: alert.edge for key, alert in found.items()}}
        return news

    async def claimed(self, state: State, alerts: tuple[Alert, ...]) -> tuple[Alert, ...]:
        """Those that nobody told before. Whoever gets them tells them."""
        wanted = [alert for alert in alerts if alert.edge is Edge.OVER or not self._own.holds(alert.claim)]
        claims = tuple(alert.claim for alert in wanted)
        answer = await self._answer(state, claims) if claims else ()
        if isinstance(answer, ArchiveError):
            granted = set(self._own.claim(claims))
        else:
            granted = {*answer, *self._own.claim(claim for claim in claims if claim.edge is Edge.OVER)}
        return tuple(alert for alert in wanted if alert.claim in granted)

    async def _answer(self, state: State, claims: tuple[Claim, ...]) -> tuple[Claim, ...] | ArchiveError:
        if self._ask is None:
            return ArchiveError(Fault.NO_HOME)
        try:
            async with asyncio.timeout(CLAIM_PATIENCE):
                return await self._ask(state, claims)
        except TimeoutError:
            return ArchiveError(Fault.SLOW)

    def _of_today(self, state: State) -> dict[_Condition, Edge]:
        """What is remembered of the present day and month: no other is judged any more."""
        day = str(state.ledger.today)
        return {condition: edge for condition, edge in self._edges.items() if condition[2] in (day, day[:7])}


def _condition(claim: Claim) -> _Condition:
    return claim.kind, claim.threshold, claim.period
