"""The month's gauges on lines: what is counted, likely and gone, and what gives way in a narrow window."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.lines import Role, text_of, width
from grantex_tui.layout.month import GONE_TICK, month_lines
from grantex_tui.usage.metric import Metric
from grantex_tui.view.month import Gauge, MonthContent, Verdict
from tests.support.dashboards import words

EXCHANGES = Gauge(
    metric=Metric.TOKEN_EXCHANGES,
    counted=26_436,
    settling=False,
    limit=50_000,
    projected=0.73,
    gone=0.7,
    forecast=("→ 36,350 (34k–39k) by 30 Sep, 73 %", "→ 36k 73 %"),
    verdict=Verdict.SAFE,
)
AUTHORIZATIONS = replace(
    EXCHANGES,
    metric=Metric.AUTHORIZATIONS,
    counted=6_250,
    projected=0.172,
    forecast=("→ 8,590 (8k–9.1k) by 30 Sep, 17 %", "→ 8.6k 17 %"),
)
NOTE = "Free plan (from the rate limit), published allowance, not enforced"
MONTH = MonthContent(
    "September 2026, UTC month", (NOTE, "Free plan, published allowance, not enforced"), (EXCHANGES, AUTHORIZATIONS)
)


def test_a_wide_window_says_all_of_it_under_a_heading() -> None:
    assert words(month_lines(MONTH, 120, 3)) == [
        f" September 2026, UTC month {'─' * 25} {NOTE}",
        f" token exchanges        26,436 of 50,000   53 % {'█' * 16 + '▒' * 5}│{'░' * 8}"
        " → 36,350 (34k–39k) by 30 Sep, 73 %, safe",
        f" authorizations          6,250 of 50,000   12 % {'█' * 4 + '▒' + '░' * 16}│{'░' * 8}"
        "  → 8,590 (8k–9.1k) by 30 Sep, 17 %, safe",
    ]


def test_at_80_columns_note_and_forecast_are_short() -> None:
    assert words(month_lines(MONTH, 80, 3)) == [
        " September 2026, UTC month ─────── Free plan, published allowance, not enforced",
        " token exchanges        26,436 of 50,000   53 % ███████▒▒│░░░  → 36k 73 %, safe",
        " authorizations          6,250 of 50,000   12 % ██░░░░░░░│░░░ → 8.6k 17 %, safe",
    ]


def test_on_two_rows_there_are_the_gauges_alone_and_on_one_the_first() -> None:
    assert words(month_lines(MONTH, 80, 2)) == words(month_lines(MONTH, 80, 3))[1:]
    assert words(month_lines(MONTH, 80, 1)) == words(month_lines(MONTH, 80, 3))[1:2]


def test_where_no_bar_fits_the_words_stay() -> None:
    line = text_of(month_lines(MONTH, 70, 2)[0])

    assert line == " token exchanges        26,436 of 50,000   53 %   → 36k 73 %, safe"


@pytest.mark.parametrize(
    ("counted", "projected", "gone", "picture"),
    [
        (0, 0.0, 0.0, "│░░░░░░░░░"),
        (50, None, 0.5, "█░░░░│░░░░"),  # what is used is never invisible
        (25_000, 0.75, 0.99, "█████▒▒▒░│"),
        (25_000, 2.0, 0.0, "│████▒▒▒▒▒"),
        (150_000, 4.0, 0.5, "█████│████"),
    ],
)
def test_the_bar_is_what_is_counted_then_what_is_likely_with_a_tick_for_the_month_gone(
    counted: int, projected: float | None, gone: float, picture: str
) -> None:
    gauge = replace(EXCHANGES, counted=counted, projected=projected, gone=gone, verdict=Verdict.UNKNOWN)

    line = text_of(month_lines(replace(MONTH, gauges=(gauge,)), 72, 1)[0])

    assert "".join(char for char in line if char in "█▒░│") == picture


@pytest.mark.parametrize(
    ("verdict", "role"),
    [
        (Verdict.SAFE, Role.GOOD),
        (Verdict.CLOSE, Role.WARN),
        (Verdict.LIKELY_OVER, Role.WARN),
        (Verdict.OVER, Role.BAD),
        (Verdict.UNKNOWN, Role.TEXT),
    ],
)
def test_a_verdict_is_a_word_beside_its_colour(verdict: Verdict, role: Role) -> None:
    last = month_lines(replace(MONTH, gauges=(replace(EXCHANGES, verdict=verdict),)), 80, 1)[0][-1]

    assert (last.text.strip(), last.role) == (verdict.value, role)


def test_gauges_begin_and_end_under_each_other() -> None:
    longer = replace(AUTHORIZATIONS, verdict=Verdict.LIKELY_OVER, forecast=("→ 136k 273 %",))
    lines = words(month_lines(replace(MONTH, gauges=(EXCHANGES, longer)), 90, 2))

    assert len({line.index(GONE_TICK) for line in lines}) == 1
    assert {width(line) for line in month_lines(replace(MONTH, gauges=(EXCHANGES, longer)), 90, 2)} == {89}
