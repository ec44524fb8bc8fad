"""The accounts side by side: a panel each, in the chosen order and on the chosen scales. Pure; their sum: `board_sum`.

An account's content is made once a state (`account_content`); choosing, sorting and scaling only put it together anew
(`board_content`).
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from grantex_tui.api.models import MAX_DAYS
from grantex_tui.api.sanitize import plain
from grantex_tui.config.settings import Service
from grantex_tui.polling.account import Account
from grantex_tui.polling.feed import failure_of, reading_of
from grantex_tui.polling.state import State
from grantex_tui.usage.baseline import outliers_of
from grantex_tui.usage.ledger import Day
from grantex_tui.usage.metric import Metric
from grantex_tui.view import dates
from grantex_tui.view.board_sum import SumContent, sum_content
from grantex_tui.view.header import Badge, Freshness, badge_of, header_content
from grantex_tui.view.month import Gauge, MonthContent, Verdict, month_content
from grantex_tui.view.numbers import compact, full
from grantex_tui.view.pace import Pace
from grantex_tui.view.today import today_content
from grantex_tui.view.wordings import Wordings, wording

MAX_LABEL: Final = 32
BARS: Final = 30

TITLE: Final = "accounts"
NO_LIMITS: Final = "no known limits"


class Order(enum.Enum):
    """What the accounts are sorted by."""

    NAME = "name"
    TOTAL = "total"
    DEVIATION = "deviation"


class BoardSelection(Struct, frozen=True):
    """What the user chose: an account by its name, None for the first; the order; whether each has its own scale."""

    chosen: str | None = None
    order: Order = Order.NAME
    reversed: bool = False
    own_scales: bool = False

    def on(self, name: str) -> BoardSelection:
        """With another chosen account."""
        return replace(self, chosen=name)

    def next_order(self) -> BoardSelection:
        """Sorted by what comes after this; the last is followed by the first."""
        orders = list(Order)
        return replace(self, order=orders[(orders.index(self.order) + 1) % len(orders)], reversed=False)

    def in_reverse(self) -> BoardSelection:
        """The other way round."""
        return replace(self, reversed=not self.reversed)

    def next_scales(self) -> BoardSelection:
        """Each on its own scale, or all on one again."""
        return replace(self, own_scales=not self.own_scales)


class AccountContent(Struct, frozen=True):
    """An account's panel. `number` is empty until today's total was read; `message` then says why.

    `total`, `day`: today's requests and the UTC day that they are of; None where they are not known, and `day` also
    where the service counts by the month. `kind`: what the figure is. `month`: how much of the plan's allowance is
    used, and `verdict` on the metric that matters most. `trouble`: why figures are old. `span`: the first and last of
    `days`; `highest`: the highest figure that its bars show. `colour`: of the label, as the user gave it.
    """

    name: str
    label: str
    colour: str = ""
    badge: Badge | None = None
    freshness: Freshness = Freshness.CONNECTING
    freshness_words: Wordings = ()
    day: dt.date | None = None
    total: int | None = None
    number: Wordings = ()
    kind: Wordings = ()
    stale: bool = False
    message: Wordings = ()
    pace: Pace = Pace()
    days: tuple[Day, ...] = ()
    outliers: frozenset[dt.date] = frozenset()
    month: Wordings = ()
    verdict: Verdict = Verdict.UNKNOWN
    trouble: Wordings = ()
    span: tuple[str, str] = ("", "")
    highest: int = 0

    @property
    def ratio(self) -> float | None:
        """Today as it goes on ÷ a usual day; None where either is not known."""
        usual, on_course = self.pace.usual, self.pace.on_course
        return on_course / usual if usual and on_course is not None else None


class BoardContent(Struct, frozen=True):
    """All panels in their order, and the `chosen` one's index. `top`: of the scale of all; None: each has its own.

    `counts`: how many accounts are how fresh. `order`, `scales`: said of the board.
    """

    accounts: tuple[AccountContent, ...]
    chosen: int
    top: int | None
    sum: SumContent
    counts: tuple[tuple[Freshness, Wordings], ...]
    order: Wordings
    scales: Wordings

    def top_of(self, account: AccountContent) -> int:
        """What the highest bar that there is room for stands for."""
        return scale_top(account.highest) if self.top is None else self.top


def unread_content(account: Account, fault: str = "") -> AccountContent:
    """The panel before anything is known. `fault`: why nothing ever will be."""
    waiting = account_content(account, State(interval=0))
    if not fault:
        return waiting
    said = (f"Cannot be read: {plain(fault)}", "Cannot be read")
    return replace(waiting, freshness=Freshness.DOWN, freshness_words=(Freshness.DOWN.value,), message=said)


def account_content(account: Account, state: State) -> AccountContent:
    """The panel for what is known of the account."""
    today, month = today_content(state, dt.UTC), month_content(state, account.plan_settings)
    header = header_content(state, account.service, account.plan_settings.plan)
    reading, days = reading_of(state.usage), state.ledger.window(BARS)
    counted = today.counters is not None
    failure = failure_of(state.usage) or failure_of(state.history)
    first = days[0].date if days else None
    return AccountContent(
        name=account.name,
        label=label_of(account),
        colour=account.colour,
        badge=_badge(account.service),
        freshness=header.freshness,
        freshness_words=_freshness_words(header.freshness, header.freshness_words, known=header.as_of is not None),
        day=_day_of(state) if counted else None,
        total=today.total if counted else None,
        number=today.number if counted else (),
        kind=(f"{wording(today.label, 1)}{'' if reading is None or reading.value.day else ' this month'}",),
        stale=today.stale,
        message=() if counted else today.messages,
        pace=today.pace,
        days=days,
        outliers=frozenset(
            outlier.date
            for outlier in outliers_of(state.ledger.window(MAX_DAYS), Metric.TOTAL)
            if first is not None and outlier.date >= first
        ),
        month=_month_words(month),
        verdict=_worst(month).verdict if month and month.gauges else Verdict.UNKNOWN,
        trouble=(plain(failure.reason),) if failure and counted else (),
        span=(dates.day_month(first), dates.TODAY) if first else ("", ""),
        highest=_highest(days, today.pace),
    )


def _highest(days: Sequence[Day], pace: Pace) -> int:
    figures = [Metric.TOTAL.of(day.counters) for day in days if day.counters]
    return max((*figures, pace.on_course or 0), default=0)


def label_of(account: Account) -> str:
    """What the screen calls the account; its words come from a file, so they are made harmless."""
    return plain(account.label, MAX_LABEL) or plain(account.name, MAX_LABEL) or "?"


def _badge(service: Service) -> Badge | None:
    """Tests and live use stand side by side; that all are the sample service's goes without saying."""
    return None if service.demo else badge_of(service)


def _day_of(state: State) -> dt.date | None:
    """The UTC day that today's figure is of."""
    reading = reading_of(state.usage)
    if reading is not None:
        return reading.value.day
    return state.recalled.at.date() if state.recalled else None


def _freshness_words(freshness: Freshness, said: tuple[tuple[str, str], ...], *, known: bool) -> Wordings:
    if freshness in (Freshness.DOWN, Freshness.STOPPED) or not known:
        return ("connecting…",) if freshness is Freshness.CONNECTING else (freshness.value,)
    return tuple(dict.fromkeys(words for words, _ in said))


def _month_words(month: MonthContent | None) -> Wordings:
    """From long to short: all metrics that the plan limits, then the one that matters most."""
    if month is None:
        return ()
    if not month.gauges:
        return (NO_LIMITS,)
    name, worst = wording(month.name, 1), _worst(month)
    alone = f"{name}  {worst.metric.brief} {worst.shares}"
    verdicts = worst.verdict.words if worst.verdict.needs_attention else ()
    every = "  ".join(f"{gauge.metric.brief} {gauge.shares}" for gauge in month.gauges)
    urgent = tuple(f"{alone}  {words}" for words in verdicts) + tuple(
        f"{worst.metric.brief} {worst.share}  {words}" for words in verdicts[1:]
    )
    calm = () if urgent else (f"{name}  {every}", alone, f"{worst.metric.brief} {worst.shares}")
    return (*urgent, *calm, f"{worst.metric.brief} {worst.share}")


def _worst(month: MonthContent) -> Gauge:
    """The one nearest to its limit, as it probably ends."""
    return max(month.gauges, key=lambda gauge: (gauge.verdict.needs_attention, gauge.projected or gauge.used))


# All of them


def sum_of(accounts: Sequence[AccountContent]) -> SumContent:
    """Their sum, whatever is chosen."""
    return sum_content([(account.day, account.total, account.pace, account.days) for account in accounts])


def board_content(
    accounts: Sequence[AccountContent], selection: BoardSelection, total: SumContent | None = None
) -> BoardContent:
    """The board with these panels, at least one; `accounts` in any order. `total`: their sum, if it is made already."""
    ordered = _ordered(accounts, selection)
    names = [account.name for account in ordered]
    highest = max(account.highest for account in ordered)
    top = scale_top(highest)
    return BoardContent(
        accounts=ordered,
        chosen=names.index(selection.chosen) if selection.chosen in names else 0,
        top=None if selection.own_scales else top,
        sum=total or sum_of(accounts),
        counts=_counts(ordered),
        order=_order_words(selection),
        scales=("each on its own scale", "own scales")
        if selection.own_scales
        else (f"one scale, to {compact(top)}" if highest else "one scale", "one scale"),
    )


def _ordered(accounts: Sequence[AccountContent], selection: BoardSelection) -> tuple[AccountContent, ...]:
    """What is not known stands last either way; equals are sorted by name."""
    by_name = sorted(accounts, key=lambda account: (account.label.casefold(), account.name))
    if selection.order is Order.NAME:
        return tuple(by_name[::-1] if selection.reversed else by_name)
    figures = {account.name: _figure(account, selection.order) for account in by_name}
    known = [account for account in by_name if figures[account.name] is not None]
    known.sort(key=lambda account: figures[account.name] or 0.0, reverse=not selection.reversed)
    return (*known, *(account for account in by_name if figures[account.name] is None))


def _figure(account: AccountContent, order: Order) -> float | None:
    return account.total if order is Order.TOTAL else account.ratio


def _order_words(selection: BoardSelection) -> Wordings:
    by = f"by {selection.order.value}"
    match selection.order, selection.reversed:
        case Order.NAME, False:
            return (by,)
        case Order.NAME, True:
            return (f"{by}, Z to A", by)
        case _, True:
            return (f"{by}, lowest first", by)
        case _:
            return (f"{by}, highest first", by)


def _counts(accounts: Sequence[AccountContent]) -> tuple[tuple[Freshness, Wordings], ...]:
    """In the order of `Freshness`; where all are alike, that alone is said."""
    found = [account.freshness for account in accounts]
    counted = [(freshness, found.count(freshness)) for freshness in Freshness if freshness in found]
    return tuple((freshness, (f"{full(count)} {freshness.value}", full(count))) for freshness, count in counted)


_STEPS: Final = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)


def scale_top(highest: int) -> int:
    """A round figure not below `highest`: where a projection moves with every reading, the bars beside it stay."""
    if highest <= 10:
        return max(highest, 1)
    power: int = 10 ** (len(str(highest)) - 2)
    return next(step * power for step in _STEPS if step * power >= highest)
