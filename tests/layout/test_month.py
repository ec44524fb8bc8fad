"""The month on lines: one row where all is well, one more for each limit that needs attention; the verdict stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.layout.breakpoints import Breakpoint
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.month import LEFT, USED, month_lines, month_rows
from grantex_tui.usage.metric import Metric
from grantex_tui.view.month import Gauge, MonthContent, Verdict
from tests.support.dashboards import words

EXCHANGES = Gauge(
    metric=Metric.TOKEN_EXCHANGES,
    counted=26_436,
    settling=False,
    limit=50_000,
    projected=0.73,
    forecast=("→ 36,350 (34k–39k) by 30 Sep, 73 %", "→ 36k 73 %"),
    verdict=Verdict.SAFE,
)
AUTHORIZATIONS = replace(EXCHANGES, metric=Metric.AUTHORIZATIONS, counted=6_250, projected=0.172)
PLAN = (
    "Free plan (from the rate limit), published allowance, not enforced",
    "Free plan, published allowance",
    "Free plan",
)
MONTH = MonthContent(("September", "Sep"), "21 of 30 days gone", (), PLAN, "within Free", (EXCHANGES, AUTHORIZATIONS))
NEAR = replace(
    EXCHANGES,
    counted=46_436,
    verdict=Verdict.LIKELY_OVER,
    forecast=("→ 65,000 (61k–68k) by 30 Sep, 130 %", "→ 65k 130 %"),
)
WARNED = replace(MONTH, within="", gauges=(NEAR, AUTHORIZATIONS))


def calm(cells: int, month: MonthContent = MONTH) -> str:
    (line,) = words(month_lines(month, cells, 1))
    return line


# One row


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            136,
            " September 21 of 30 days gone   exchanges ▰▰▰▰▱▱▱▱ 53 → 73 % of 50,000"
            "   authorizations ▰▱▱▱▱▱▱▱ 12 → 17 %                ✓ within Free",
        ),
        (
            120,
            " September 21 of 30 days gone   exchanges ▰▰▰▰▱▱▱▱ 53 → 73 %"
            "   authorizations ▰▱▱▱▱▱▱▱ 12 → 17 %          ✓ within Free",
        ),
        (100, " September 21 of 30 days gone  exchanges 53 → 73 %  authorizations 12 → 17 %          ✓ within Free"),
        (80, " Sep  exchanges 53 → 73 %  authorizations 12 → 17 %               ✓ within Free"),
        (60, " Sep  exch 53 → 73 %  auth 12 → 17 %          ✓ within Free"),
        (50, " Sep  E 53 → 73 %  A 12 → 17 %      ✓ within Free"),
        (40, " Sep                      ✓ within Free"),
        (16, " ✓ within Free"),
    ],
)
def test_where_all_is_well_one_row_says_so_and_the_verdict_is_the_last_to_go(cells: int, line: str) -> None:
    assert calm(cells) == line


def test_without_a_projection_there_is_the_share_so_far_and_no_verdict() -> None:
    young = replace(EXCHANGES, projected=None, forecast=(), verdict=Verdict.UNKNOWN)

    assert (
        calm(80, replace(MONTH, within="", gauges=(young,)))
        == " September 21 of 30 days gone   exchanges ▰▰▰▰▱▱▱▱ 53 % of 50,000"
    )


@pytest.mark.parametrize(
    ("cells", "said"), [(120, "September only 20 of 22 days read"), (80, "Sep 20 of 22 days read  exch 53")]
)
def test_days_that_were_never_read_are_said_at_any_length(cells: int, said: str) -> None:
    unread = replace(MONTH, unread=("only 20 of 22 days read", "20 of 22 days read"))

    assert said in calm(cells, unread)
    assert "within Free" in calm(cells, unread)


@pytest.mark.parametrize(
    ("counted", "picture"),
    [
        (0, LEFT * 8),
        (50, USED + LEFT * 7),  # what is used is never invisible
        (25_000, USED * 4 + LEFT * 4),
        (150_000, USED * 8),
    ],
)
def test_the_bar_is_what_is_counted_of_the_limit(counted: int, picture: str) -> None:
    line = calm(120, replace(MONTH, gauges=(replace(EXCHANGES, counted=counted),)))

    assert "".join(char for char in line if char in (USED, LEFT)) == picture


# A row more


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            120,
            " ! exchanges  46,436 of 50,000  ▰▰▰▰▰▰▰▱  93 %  → 65,000 (61k–68k) by 30 Sep, 130 %  will likely be over",
        ),
        (100, " ! exchanges  46,436 of 50,000  93 %  → 65,000 (61k–68k) by 30 Sep, 130 %  will likely be over"),
        (80, " ! exchanges  46,436 of 50,000  93 %  → 65k 130 %  will likely be over"),
        (60, " ! exchanges  46k of 50k  93 %  will likely be over"),
        (40, " ! exchanges  93 %  will likely be over"),
        (30, " ! exch  93 %  likely over"),
        (22, " ! exch  likely over"),
        (16, " ! likely over"),
    ],
)
def test_a_limit_that_needs_attention_has_its_own_row_whose_verdict_is_never_cut(cells: int, line: str) -> None:
    assert words(month_lines(WARNED, cells, 2))[1] == line


def test_the_row_above_keeps_the_other_limits_and_says_whose_limits_they_are() -> None:
    assert words(month_lines(WARNED, 120, 2))[0] == (
        " September 21 of 30 days gone   authorizations ▰▱▱▱▱▱▱▱ 12 → 17 % of 50,000"
        "              Free plan, published allowance"
    )


def test_billions_do_not_cut_the_verdict() -> None:
    huge = replace(
        NEAR,
        counted=4_294_967_295,
        limit=4_000_000_000,
        verdict=Verdict.OVER,
        forecast=("→ 6,294,000,000 (6B–6.5B) by 30 Sep, 157 %", "→ 6.3B 157 %"),
    )

    assert words(month_lines(replace(WARNED, gauges=(huge,)), 80, 2))[1] == (
        " ! exchanges  4.3B of 4B  107 %  → 6.3B 157 %  over the limit"
    )


def test_where_rows_are_short_what_needs_attention_comes_first() -> None:
    assert words(month_lines(WARNED, 40, 1)) == [" ! exchanges  93 %  will likely be over"]


@pytest.mark.parametrize(
    ("month", "step", "rows"),
    [
        (MONTH, Breakpoint.FULL, 1),
        (WARNED, Breakpoint.FULL, 2),
        (replace(WARNED, gauges=(NEAR, NEAR)), Breakpoint.TALL, 3),
        (WARNED, Breakpoint.SMALL, 1),
        (MonthContent((), "", (), (), "", ()), Breakpoint.FULL, 0),
    ],
)
def test_it_takes_as_many_rows_as_it_needs(month: MonthContent, step: Breakpoint, rows: int) -> None:
    assert month_rows(month, step) == rows


@pytest.mark.parametrize(
    ("verdict", "role"),
    [(Verdict.CLOSE, Role.WARN), (Verdict.LIKELY_OVER, Role.WARN), (Verdict.OVER, Role.BAD)],
)
def test_a_verdict_is_words_beside_its_colour(verdict: Verdict, role: Role) -> None:
    last = month_lines(replace(WARNED, gauges=(replace(NEAR, verdict=verdict),)), 120, 2)[1][-1]

    assert (last.text, last.role) == (verdict.words[0], role)


@given(cells=st.integers(15, 200), verdict=st.sampled_from([Verdict.CLOSE, Verdict.LIKELY_OVER, Verdict.OVER]))
def test_in_every_width_the_verdict_stands_in_full(cells: int, verdict: Verdict) -> None:
    line = text_of(month_lines(replace(WARNED, gauges=(replace(NEAR, verdict=verdict),)), cells, 1)[0])

    assert line.endswith(verdict.words)
