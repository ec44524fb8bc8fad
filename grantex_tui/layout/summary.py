"""Below the range: the chosen day in words, then total, average and peak. Pure."""

from __future__ import annotations

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, fit, padded
from grantex_tui.view.day import DayContent
from grantex_tui.view.numbers import full
from grantex_tui.view.range import Range


def summary_panel_lines(view: Range, day: DayContent | None, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The chosen day's words first, then the range's, on at most `rows` lines."""
    chosen = day_lines(day, cells, rows - 1 if rows > 1 else 1) if day else ()
    return (*chosen, *summary_lines(view, cells, rows - len(chosen)))[:rows]


def day_lines(view: DayContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The chosen day on one or two lines; what does not fit goes from the end."""
    inner = cells - 2 * MARGIN
    whole = tuple(f"{part.metric.short} {full(part.count)} ({100 * part.share:.0f} %)" for part in view.parts)
    short = tuple(f"{part.metric.short[:4].rstrip('.')} {full(part.count)}" for part in view.parts)
    outlier: StyledLine = (Span(f"! {view.outlier}  ", Role.WARN),) if view.outlier else ()
    brief_odd = f"! {view.outlier.partition(',')[0]}" if view.outlier else ""
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
        whole_odd = f"! {view.outlier}" if view.outlier else ""
        said = ((whole_odd, *view.facts[:1], view.state), (brief_odd, view.state), (brief_odd,), (view.state,))
        lines = tuple((*brief, *(Span(f" · {words}") for words in parts if words)) for parts in said)
        return (padded(fit((*lines, brief), inner)),)
    facts = tuple(
        (Span("  "), *outlier, Span(" · ".join(view.facts[:count]))) for count in range(len(view.facts), -1, -1)
    )
    return (padded(fit(firsts, inner)), padded(fit((*facts, (Span("  "), Span(brief_odd, Role.WARN))), inner)))


def _tail(parts: tuple[str, ...]) -> StyledLine:
    return (Span(f" = {' · '.join(parts)}"),) if parts else ()


def summary_lines(view: Range, cells: int, rows: int) -> tuple[StyledLine, ...]:
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
