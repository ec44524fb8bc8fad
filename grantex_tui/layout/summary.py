"""The range's heading, its message where there is no chart, and its words below. Pure; the bars: `chart_layout`."""

from __future__ import annotations

from grantex_tui.layout.header import MARGIN, padded
from grantex_tui.layout.lines import Line, Role, Span, centred, cut, fit, rule, width, wrap
from grantex_tui.layout.plot import STACK_FILLS, STACK_ROLES
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view.day import DayView
from grantex_tui.view.notices import Level
from grantex_tui.view.numbers import full
from grantex_tui.view.range import Range
from grantex_tui.view.selection import RANGES


def heading(view: Range, cells: int, shown: int) -> Line:
    """The range and its ends; at the line's end the choice of ranges, the chosen one in brackets."""
    choice = tuple(
        span
        for days in RANGES
        for span in (
            Span(" ", Role.MUTED),
            Span(f"[{days}]", Role.CHOSEN) if days == view.days else Span(f"{days}", Role.MUTED),
        )
    )[1:]
    part = f" · {shown} of {view.days} days" if shown < view.days and view.window else ""
    inner = cells - 2 * MARGIN
    metric = "" if view.metric is Metric.TOTAL or view.stacked else f"{view.metric.label} · "
    title = Span(view.title, Role.TITLE)
    lefts: tuple[Line, ...] = (
        *_with_legend(view, part),
        (title, Span(f" · {metric}{view.dates}{part}" if view.dates else "", Role.MUTED)),
        (Span(f"{metric}{view.dates}", Role.TITLE), Span(part, Role.MUTED)),
        (Span(view.dates, Role.TITLE), Span(part, Role.MUTED)),
        (Span(view.short_dates, Role.TITLE), Span(part.removesuffix(" days"), Role.MUTED)),
        (Span(view.title, Role.TITLE),),
    )
    for days_word in ((Span(" days", Role.MUTED),), ()):
        right = (*choice, *days_word)
        for left in lefts[: 2 if view.stacked else 1] if days_word else lefts:
            if width(left) + width(right) + 3 <= inner:
                return padded(rule(left, right, inner))
    return padded(cut(lefts[-1], inner))


def message(view: Range, cells: int, rows: int) -> tuple[Line, ...]:
    """What stands in the chart's place, in its middle."""
    inner = cells - 2 * MARGIN
    roles = {Level.INFO: Role.TEXT, Level.WARN: Role.WARN, Level.BAD: Role.BAD}
    lines: list[Line] = []
    for index, words in enumerate(view.message):
        role = roles[view.message_level] if index == 0 else Role.MUTED
        lines.extend(centred(line, inner + 2 * MARGIN) for line in wrap(words, min(inner, 76), role, 4))
    above = max((rows - len(lines)) // 2, 0)
    return (*(() for _ in range(above)), *lines)[: max(rows, 0)] or ((),)


def _with_legend(view: Range, part: str) -> tuple[Line, ...]:
    """The heading of stacked bars: which part is which, for which the dates give way."""
    if not view.stacked or not view.dates:
        return ()
    legend, brief = (
        tuple(
            span
            for fill, role, name in zip(STACK_FILLS, STACK_ROLES, names, strict=True)
            for span in (Span(f"  {fill}", role), Span(f" {name}", Role.MUTED))
        )
        for names in ([metric.short for metric in PARTS], [metric.short[:4] for metric in PARTS])
    )
    short = (Span(view.short_dates, Role.TITLE), Span(part, Role.MUTED))
    few = (Span(part.removeprefix(" · ").removesuffix(" days"), Role.MUTED), *brief)
    return (
        (Span(view.title, Role.TITLE), Span(f" · {view.dates}{part}", Role.MUTED), *legend),
        (*short, *legend),
        (*short, *brief),
        few if part else (Span(brief[0].text.lstrip(), brief[0].role), *brief[1:]),
    )


def below(view: Range, day: DayView | None, cells: int, rows: int) -> tuple[Line, ...]:
    """The chosen day's words first, then the range's, on at most `rows` lines."""
    chosen = day_lines(day, cells, rows - 1 if rows > 1 else 1) if day else ()
    return (*chosen, *summary(view, cells, rows - len(chosen)))[:rows]


def day_lines(view: DayView, cells: int, rows: int) -> tuple[Line, ...]:
    """The chosen day on one or two lines; what does not fit goes from the end."""
    inner = cells - 2 * MARGIN
    whole = tuple(f"{part.metric.short} {full(part.count)} ({100 * part.share:.0f} %)" for part in view.parts)
    short = tuple(f"{part.metric.short[:4].rstrip('.')} {full(part.count)}" for part in view.parts)
    odd: Line = (Span(f"! {view.odd}  ", Role.WARN),) if view.odd else ()
    brief_odd = f"! {view.odd.partition(',')[0]}" if view.odd else ""
    mark = Span("▲ ", Role.CURSOR)
    firsts = tuple(
        (mark, Span(f"{date}  ", Role.MUTED), Span(view.headline, Role.NUMBER), *_tail(parts), Span(f"  {view.state}"))
        for date, parts in (
            (view.date, whole),
            (view.short_date, whole),
            (view.short_date, short),
            (view.short_date, ()),
        )
    )
    if rows == 1:
        brief = (mark, Span(f"{view.short_date} ", Role.MUTED), Span(view.headline, Role.NUMBER))
        whole_odd = f"! {view.odd}" if view.odd else ""
        said = ((whole_odd, *view.facts[:1], view.state), (brief_odd, view.state), (brief_odd,), (view.state,))
        lines = tuple((*brief, *(Span(f" · {words}") for words in parts if words)) for parts in said)
        return (padded(fit((*lines, brief), inner)),)
    facts = tuple((Span("  "), *odd, Span(" · ".join(view.facts[:count]))) for count in range(len(view.facts), -1, -1))
    return (padded(fit(firsts, inner)), padded(fit((*facts, (Span("  "), Span(brief_odd, Role.WARN))), inner)))


def _tail(parts: tuple[str, ...]) -> Line:
    return (Span(f" = {' · '.join(parts)}"),) if parts else ()


def summary(view: Range, cells: int, rows: int) -> tuple[Line, ...]:
    """Total, average and peak of the range in words, on as many lines as there are."""
    if view.message or rows < 1:
        return ()
    inner = cells - 2 * MARGIN
    packed = (_packed(parts, inner) for parts in _summary_parts(view))
    lines = next((lines for lines in packed if len(lines) <= rows and all(len(line) <= inner for line in lines)), [])
    return tuple(padded((Span(_capital(line)),)) for line in lines)


def _packed(parts: tuple[str, ...], cells: int) -> list[str]:
    """The parts joined on as few lines as hold them."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and part and len(joined) > cells:
            lines.append(part)
        elif part:
            lines[-1:] = [joined]
    return lines


def _summary_parts(view: Range) -> tuple[tuple[str, ...], ...]:
    """The words under the chart, from the longest wording to the shortest."""
    total, average, peak = view.total.partition(" in ")[0], view.average.partition(" over ")[0], view.peak
    figure = average.partition(" a day")[0].replace("average", "avg")
    highest = peak.partition(" on ")[0]
    compared = view.comparison.partition(" (")[0]
    variants = (
        (view.total, view.average, peak, view.comparison),
        (total, average, peak, compared),
        (total, figure, highest, compared),
        (total.removeprefix("Total "), figure, highest, compared),
        *(
            ((total.removeprefix("Total "), words) for words in (compared, compared.partition(" on ")[0]))
            if compared
            else ()
        ),
        (total, figure),
        (total,),
    )
    return tuple(tuple(part for part in parts if part) for parts in variants)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
