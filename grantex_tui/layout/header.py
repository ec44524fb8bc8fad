"""Where the view's words and numbers go on lines of a given width. Pure; what is left out at which size is said here.

From 80 columns and 24 rows on everything is shown. Below, things go in the reverse order of their importance: the
four figures and their time, the chart, the range, the words under it. Below 40×12 one line of figures is left.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from grantex_tui.api.models import Counters
from grantex_tui.layout.breakpoints import FULL_WIDTH
from grantex_tui.layout.lines import Line, Role, Span, cut, fit, rule, spread, width, wrap
from grantex_tui.view.dashboard import Condition, Header, Period
from grantex_tui.view.notices import Level, Notice
from grantex_tui.view.numbers import compact, full, sparkline

MARGIN: Final = 1
"""Blank cells at either side of a line."""

ROOMY_PERIOD: Final = 6
KEY_GAP: Final = 2
SPARK_CELLS: Final = 12
"""Cells of the widest value axis and one bar."""

LABELS: Final = (
    ("Token exchanges", "Exchanges", "exch"),
    ("Authorizations", "Authoriz.", "auth"),
    ("Verifications", "Verific.", "verif"),
    ("Total requests", "Total", "total"),
)


_BADGES: Final = {"LIVE": Role.BADGE_LIVE, "TEST": Role.BADGE_TEST, "DEMO": Role.BADGE_TEST}

_MARKS: Final = {
    Condition.CONNECTING: ("○", Role.MUTED),
    Condition.LIVE: ("●", Role.GOOD),
    Condition.STALE: ("◐", Role.WARN),
    Condition.DOWN: ("○", Role.BAD),
    Condition.PAUSED: ("‖", Role.WARN),
    Condition.STOPPED: ("■", Role.BAD),
}


def header(view: Header, cells: int) -> tuple[Line, ...]:
    """One line: name, badge and host; at its end how fresh the figures are."""
    badge: Line = (Span(f" {view.badge} ", _BADGES[view.badge]), Span(" ")) if view.badge else ()
    lefts: tuple[Line, ...] = (
        (Span("grantex usage  ", Role.TITLE), *badge, Span(view.host, Role.MUTED)),
        (Span("grantex usage  ", Role.TITLE), *badge),
        (Span("grantex  ", Role.TITLE), *badge),
        (Span("grantex ", Role.TITLE),),
    )
    glyph, role = _MARKS[view.condition]
    rights = tuple((Span(f"{glyph} ", role), Span(words, _freshness_role(view))) for words in _freshness(view))
    inner = cells - 2 * MARGIN
    for right in rights:
        for left in lefts if right is rights[-1] else lefts[:2]:
            if width(left) + 2 + width(right) <= inner:
                return (padded(spread(left, right, inner)),)
    return (padded(cut(rights[-1], inner)),)


def _freshness_role(view: Header) -> Role:
    return Role.TEXT if view.condition is Condition.LIVE else _MARKS[view.condition][1]


def _freshness(view: Header) -> tuple[str, ...]:
    """How fresh the figures are, from the longest wording to the shortest."""
    next_try = f"next {view.next_try}" if view.next_try else "no next try"
    if view.refreshing:
        next_try = "reading…"
    match view.condition:
        case Condition.CONNECTING:
            return ("connecting…",)
        case Condition.PAUSED:
            next_try = "reading…" if view.refreshing else "paused"
        case Condition.STOPPED:
            next_try = "reading…" if view.refreshing else "stopped"
        case Condition.STALE:
            next_try = f"stale, {next_try}"
        case Condition.LIVE | Condition.DOWN:
            pass
    if view.as_of is None:
        return (f"no live figures yet, {next_try}", next_try)
    short = {Condition.LIVE: "as of", Condition.STALE: "stale"}.get(view.condition, view.condition.value)
    return (
        f"as of {view.as_of} UTC, {next_try}",
        f"{short} {view.as_of} UTC",
        f"{short} {view.as_of}",
        view.as_of,
    )


def period(view: Period, cells: int, rows: int) -> tuple[Line, ...]:
    """The current period: a heading, the four figures; from `FULL_WIDTH` on whose they are and when they restart."""
    inner = cells - 2 * MARGIN
    wide = cells >= FULL_WIDTH
    heading = rule((Span(view.title if wide else view.short_title, Role.TITLE),), (), inner)
    if view.counters is None:
        lines: tuple[Line, ...] = (heading, *wrap(view.message, inner, Role.TEXT, rows - 1))
    elif not wide:
        lines = (heading, *_figure_pairs(view, inner))
    else:
        figures = _figure_columns(view, inner) or _figure_pairs(view, inner)
        marked = _marked(view, inner)
        roomy = rows - len(marked) >= ROOMY_PERIOD
        lines = (heading, *figures, *_growth(view, inner, roomy), *marked, _whose_and_until(view, inner))
    return tuple(padded(line) for line in lines[:rows])


def _growth(view: Period, inner: int, roomy: bool) -> tuple[Line, ...]:
    """Under the figures: how fast they grow and how that compares, on two lines where there is room."""
    column = inner // 4 - 2
    rates = view.rates or ("",) * 4
    paces = view.paces or ("",) * 4
    if roomy:
        rates = (*rates[:3], f"{sparkline(view.course, SPARK_CELLS)} {rates[3]}".strip())
        order = (rates, paces) if any(rates) else (paces, rates)
        return tuple(_under(words, column, Role.MUTED) for words in order)
    both = tuple(f"{rate} {pace}".strip() for rate, pace in zip(rates, paces, strict=True))
    if any(len(words) > column for words in both):
        both = paces if any(paces) else rates
    return (_under(both, column, Role.MUTED),)


def _marked(view: Period, inner: int) -> tuple[Line, ...]:
    """What was counted since the mark, under each figure."""
    if not view.since_mark:
        return ()
    column = inner // 4 - 2
    label = f"{view.marked} "
    words = _under(view.since_mark, column, Role.GOOD)
    room = column - len(view.since_mark[0])
    first = next((word.rjust(room) for word in (label, "mark ", "") if len(word) <= room), None)
    if first is None:
        return (words,)
    return ((Span(first, Role.MUTED), Span(f"{view.since_mark[0]}  ", Role.GOOD), *words[1:]),)


def _under(words: tuple[str, ...], column: int, role: Role) -> Line:
    """The words under their figures; those too long for their column are left out, for a cut figure is a wrong one."""
    return tuple(Span((text if len(text) <= column else "").rjust(column) + "  ", role) for text in words)


def _numbers(counters: Counters) -> tuple[int, int, int, int]:
    return (counters.token_exchanges, counters.authorizations, counters.verifications, counters.total_requests)


def _whose_and_until(view: Period, inner: int) -> Line:
    """Whose figures they are, cut before the words on when they restart would go."""
    right: Line = (Span(view.restarts, Role.MUTED),)
    lefts: tuple[Line, ...] = tuple((Span(f"{word}{view.developer_id}", Role.MUTED),) for word in ("developer ", ""))
    return spread(fit(lefts, inner - width(right) - 2), right, inner)


def _figure_columns(view: Period, inner: int) -> tuple[Line, ...]:
    """Labels above figures in four columns; none where a figure is too long for its column."""
    assert view.counters is not None
    column = inner // 4
    if any(len(full(number)) > column - 2 for number in _numbers(view.counters)):
        return ()
    labels = tuple(Span(names[0].rjust(column - 2) + "  ", Role.LABEL) for names in LABELS)
    numbers = tuple(
        Span(full(number).rjust(column - 2) + "  ", _number_role(index, view))
        for index, number in enumerate(_numbers(view.counters))
    )
    return labels, numbers


def _figure_pairs(view: Period, inner: int) -> tuple[Line, ...]:
    """Two figures a line, each behind its label."""
    assert view.counters is not None
    column = inner // 2
    pairs: list[Line] = []
    for index, number in enumerate(_numbers(view.counters)):
        room = column - 2 if index % 2 == 0 else inner - column
        short = LABELS[index][1]
        text = full(number) if len(short) + len(full(number)) + 1 <= room else compact(number)
        pairs.append(
            (
                Span(short, Role.LABEL),
                Span(text.rjust(max(room - len(short), 0)), _number_role(index, view)),
                *((Span("  "),) if index % 2 == 0 else ()),
            )
        )
    return (cut(pairs[0] + pairs[1], inner), cut(pairs[2] + pairs[3], inner))


def _number_role(index: int, view: Period) -> Role:
    if view.stale:
        return Role.WARN
    return Role.TOTAL if index == 3 else Role.NUMBER


def one_line(view: Period, cells: int) -> tuple[Line, ...]:
    """All that a tiny window shows: the figures that fit, the total first."""
    if view.counters is None:
        return (cut((Span(view.message),), cells),)
    exchanges, authorizations, verifications, total = _numbers(view.counters)
    mark = "stale " if view.stale else ""
    rest = (f"exch {exchanges:,}", f"auth {authorizations:,}", f"verif {verifications:,}")
    short = (f"E{compact(exchanges)}", f"A{compact(authorizations)}", f"V{compact(verifications)}")
    whole = Span(f"{mark}{full(total)}", _number_role(3, view))
    return (
        fit(
            (
                (whole, Span(" total · " + " · ".join(rest))),
                (whole, Span(" " + " ".join(short))),
                (whole,),
                (Span(compact(total), _number_role(3, view)),),
            ),
            cells,
        ),
    )


def notices(view: tuple[Notice, ...], cells: int, rows: int) -> tuple[Line, ...]:
    """The gravest notices on at most `rows` lines."""
    inner = cells - 2 * MARGIN - 2
    roles = {Level.INFO: Role.MUTED, Level.WARN: Role.WARN, Level.BAD: Role.BAD}
    lines: list[Line] = []
    for notice in view:
        role = roles[notice.level]
        mark = {Level.INFO: "· ", Level.WARN: "! ", Level.BAD: "! "}[notice.level]
        wrapped = wrap(notice.words, inner, role, rows - len(lines))
        lines.extend((Span(mark if index == 0 else "  ", role), *line) for index, line in enumerate(wrapped))
    return tuple(padded(line) for line in lines)


class KeyHint(Struct, frozen=True):
    """A key and what it does, for the last line."""

    key: str
    does: str

    @property
    def cells(self) -> int:
        """Its width with the gap after it."""
        return len(self.key) + 1 + len(self.does) + KEY_GAP


KEY_HINTS: Final = (
    KeyHint("7 3 9", "range"),
    KeyHint("?", "help"),
    KeyHint("q", "quit"),
    KeyHint("←→", "day"),
    KeyHint("Tab", "view"),
    KeyHint("r", "refresh"),
    KeyHint("e a v 0", "metric"),
    KeyHint("p", "pause"),
    KeyHint("+ -", "interval"),
    KeyHint("n", "unusual"),
    KeyHint("m", "mark"),
    KeyHint("i", "info"),
    KeyHint("c", "compare"),
    KeyHint("x", "export"),
    KeyHint("s", "stack"),
    KeyHint("t", "theme"),
    KeyHint("ctrl+p", "commands"),
)
"""The most needed first; what does not fit is in the help."""

_ORDER: Final = (
    *("←→", "7 3 9", "e a v 0", "s", "Tab", "n", "c", "m", "x"),
    *("r", "p", "+ -", "i", "t", "ctrl+p", "?", "q"),
)


class Keys(Struct, frozen=True):
    """What the last line says beside the keys: whether polling is paused, and its interval in seconds."""

    paused: bool
    interval: int


def footer(view: Keys, cells: int) -> tuple[Line, ...]:
    """The keys that fit."""
    inner = cells - 2 * MARGIN
    effects = {"p": "resume"} if view.paused else {}
    effects["+ -"] = f"every {view.interval} s"
    hints = tuple(KeyHint(hint.key, effects.get(hint.key, hint.does)) for hint in KEY_HINTS)
    chosen: list[KeyHint] = []
    for hint in hints:
        if sum(other.cells for other in (*chosen, hint)) - KEY_GAP <= inner:
            chosen.append(hint)
    chosen.sort(key=lambda hint: _ORDER.index(hint.key))
    line: list[Span] = []
    for hint in chosen:
        gap = " " * KEY_GAP if hint is not chosen[-1] else ""
        line += [Span(hint.key, Role.KEY), Span(f" {hint.does}{gap}", Role.MUTED)]
    return (padded(cut(tuple(line), inner)),)


def padded(line: Line) -> Line:
    """The line with its margin."""
    return (Span(" " * MARGIN), *line)
