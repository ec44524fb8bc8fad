"""Below the range: the chosen day's words, then total, average, peak and comparison. Pure."""

from __future__ import annotations

from grantex_tui.layout.lines import MARGIN, Role, Span, StyledLine, fit, padded
from grantex_tui.view.day import DayContent
from grantex_tui.view.summary import SummaryContent
from grantex_tui.view.wordings import capitalized, wording


def summary_lines(content: SummaryContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The chosen day first, then the range, on at most `rows` lines."""
    chosen = day_lines(content.day, cells, rows - 1 if rows > 1 else 1) if content.day else ()
    return (*chosen, *totals_lines(content, cells, rows - len(chosen)))[:rows]


def day_lines(content: DayContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """The chosen day on one or two lines; what does not fit goes from the end."""
    inner = cells - 2 * MARGIN
    if rows == 1:
        return (padded(fit(_day_on_one_line(content), inner)),)
    outlier = wording(content.outlier)
    marked: StyledLine = (Span(f"! {outlier}  ", Role.WARN),) if outlier else ()
    brief = f"! {wording(content.outlier, 1)}" if outlier else ""
    facts = tuple(
        (Span("  "), *marked, Span(" · ".join(content.facts[:count]))) for count in range(len(content.facts), -1, -1)
    )
    return (
        padded(fit(_day_with_parts(content), inner)),
        padded(fit((*facts, (Span("  "), Span(brief, Role.WARN))), inner)),
    )


def _day_head(content: DayContent, date: str) -> StyledLine:
    return (Span("▲ ", Role.CURSOR), Span(date, Role.MUTED), Span(content.headline, Role.NUMBER))


def _day_with_parts(content: DayContent) -> tuple[StyledLine, ...]:
    """The first of two lines, from long to short: date, figure, its parts, state."""
    long, short = (" · ".join(wording(part.words, step) for part in content.parts) for step in (0, 1))
    date, brief = wording(content.date), wording(content.date, 1)
    return tuple(
        (*_day_head(content, f"{day}  "), Span(f" = {parts}" if parts else ""), Span(f"  {content.state}"))
        for day, parts in ((date, long), (brief, long), (brief, short), (brief, ""))
    )


def _day_on_one_line(content: DayContent) -> tuple[StyledLine, ...]:
    """The only line, from long to short: date, figure, why the day is an outlier, a fact, state."""
    head = _day_head(content, f"{wording(content.date, 1)} ")
    long, short = (f"! {wording(content.outlier, step)}" if content.outlier else "" for step in (0, 1))
    ladder = ((long, *content.facts[:1], content.state), (short, content.state), (short,), (content.state,), ())
    return tuple((*head, *(Span(f" · {words}") for words in parts if words)) for parts in ladder)


def totals_lines(content: SummaryContent, cells: int, rows: int) -> tuple[StyledLine, ...]:
    """Total, average, peak and comparison, on as many lines as there are."""
    if rows < 1:
        return ()
    inner = cells - 2 * MARGIN
    packed = (_packed(parts, inner) for parts in _ladder(content))
    lines = next((lines for lines in packed if len(lines) <= rows and all(len(line) <= inner for line in lines)), [])
    return tuple(padded((Span(capitalized(line)),)) for line in lines)


def _packed(parts: tuple[str, ...], cells: int) -> list[str]:
    """The parts joined on as few lines as hold them."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and len(joined) > cells:
            lines.append(part)
        else:
            lines[-1:] = [joined]
    return lines


def _ladder(content: SummaryContent) -> tuple[tuple[str, ...], ...]:
    """What is said, from long to short: words get shorter, then peak and average go, and the comparison at last."""
    total, average, peak, comparison = content.total, content.average, content.peak, content.comparison
    steps = (
        (wording(total), wording(average), wording(peak), wording(comparison)),
        (wording(total, 1), wording(average, 1), wording(peak), wording(comparison, 1)),
        (wording(total, 1), wording(average, 2), wording(peak, 1), wording(comparison, 1)),
        (wording(total, 2), wording(average, 2), wording(peak, 1), wording(comparison, 1)),
        *((wording(total, 2), wording(comparison, step)) for step in (1, 2) if comparison),
        (wording(total, 1), wording(average, 2)),
        (wording(total, 1),),
    )
    return tuple(tuple(filter(None, parts)) for parts in steps)
