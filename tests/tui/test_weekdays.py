"""The weekdays in the running app: recalled once a day, behind everything else, and then the month goes by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayRecord
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.rate import Sample
from tests.support.archives import day
from tests.support.states import TODAY, Counted, ago, history, metrics
from tests.tui.test_app import running

ROWS: dict[int, Counted] = dict.fromkeys(range(1, 90), 400)


@dataclass
class Years:
    """A memory of 30 weeks without readings; it notes how often its days are asked for. Its own recall."""

    asked: list[dt.date] = field(default_factory=list)

    def keep(self, state: State) -> None:
        """Nothing more than it has."""

    def recall(self, state: State) -> Years | None:
        return None if reading_of(state.usage) is None else self

    async def first_day(self) -> dt.date:
        return ago(210)

    async def days(self, first: dt.date, last: dt.date) -> tuple[DayRecord, ...]:
        self.asked.append(last)
        return tuple(day(400, first + dt.timedelta(days=after)) for after in range((last - first).days + 1))

    async def samples(self, start: dt.datetime, end: dt.datetime) -> tuple[Sample, ...]:  # noqa: ARG002
        return ()


async def test_they_are_asked_for_once_and_the_month_goes_by_them() -> None:
    memory = Years()
    async with running(memory=memory) as dashboard:
        await dashboard.ready_with(ROWS)
        while dashboard.screen.state.weekdays is None:
            await dashboard.pilot.pause()
        await dashboard.refresh()
        await dashboard.answers(metrics(250, parts=(60, 10, 180)), history(ROWS))
        await dashboard.shows("250")
        await dashboard.drawn()
        assert dashboard.screen.state.weekdays.of(Metric.TOTAL) == 7 * (1.0,)
    assert memory.asked == [TODAY - dt.timedelta(days=1)]
