"""The three operations on lines, as a reader sees them at the main sizes; what gives way first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.layout.breakpoints import Breakpoint
from grantex_tui.layout.counters import counters_lines
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import PARTS
from grantex_tui.view.counters import Counter, CountersContent, MonthFigure
from grantex_tui.view.pace import Deviation
from tests.support.dashboards import STATE, dashboard, words
from tests.support.states import failure, metrics, state

FIGURES = ((10_917, "+9.6/min", "19 % above", 212), (3_656, "+3.2/min", "11 % above", 73))
VERIFICATIONS = (31_807, "+27/min", "13 % above", 634)
SHARES = ("4 %", "1 %", "")


def counter(index: int) -> Counter:
    number, rate, amount, month = (*FIGURES, VERIFICATIONS)[index]
    return Counter(
        PARTS[index],
        (f"{number:,}", f"{number // 1000}k"),
        rate,
        (100, 0, 200, 800),
        Deviation(amount, ("a usual Tuesday", "a usual Tue", "usual")),
        (),
        MonthFigure("Nov", f"{month}k", SHARES[index]),
    )


THREE = CountersContent(tuple(counter(index) for index in range(3)))
MARKED = CountersContent(tuple(replace(each, since_mark=("+48 marked", "+48")) for each in THREE.counters))


def panels(content: CountersContent = THREE, cells: int = 64, rows: int = 9) -> list[str]:
    return words(counters_lines(content, cells, rows, Breakpoint.TALL if rows == 9 else Breakpoint.WIDE))


def rows_of(content: CountersContent = THREE, cells: int = 35) -> list[str]:
    return words(counters_lines(content, cells, 4, Breakpoint.FULL))


# Panels


def test_a_tall_window_has_a_panel_each_with_figure_rate_curve_deviation_and_month() -> None:
    assert panels() == [
        "╭─ Exchanges ───────╮╭─ Authorizations ──╮╭─ Verifications ───╮",
        "│                   ││                   ││                   │",
        "│ 10,917   +9.6/min ││ 3,656    +3.2/min ││ 31,807    +27/min │",
        "│ ▁ ▂█              ││ ▁ ▂█              ││ ▁ ▂█              │",
        "│ 19 % above usual  ││ 11 % above usual  ││ 13 % above usual  │",
        "│                   ││                   ││                   │",
        "│ Nov     212k  4 % ││ Nov      73k  1 % ││ Nov          634k │",
        "│                   ││                   ││                   │",
        "╰───────────────────╯╰───────────────────╯╰───────────────────╯",
    ]


def test_in_narrow_panels_the_rate_stands_beside_the_curve_and_the_words_get_shorter() -> None:
    assert panels(cells=54, rows=7) == [
        "╭ Exchanges ────╮╭ Authorizations ╮╭ Verifications ─╮",
        "│ 10,917        ││ 3,656 +3.2/min ││ 31,807 +27/min │",
        "│ ▁ ▂█ +9.6/min ││ ▁ ▂█           ││ ▁ ▂█           │",
        "│ 19 % above    ││ 11 % above     ││ 13 % above     │",
        "│               ││                ││                │",
        "│ Nov 212k  4 % ││ Nov   73k  1 % ││ Nov       634k │",
        "╰───────────────╯╰────────────────╯╰────────────────╯",
    ]


def test_what_was_counted_since_the_mark_has_a_row_that_is_kept_for_it() -> None:
    assert panels(MARKED)[5] == "│ +48 marked        ││ +48 marked        ││ +48 marked        │"
    assert panels(MARKED, 54, 7)[4] == "│ +48 marked    ││ +48 marked     ││ +48 marked     │"


def test_before_any_figures_the_panels_have_their_titles_alone() -> None:
    assert panels(CountersContent()) == [
        "╭─ Exchanges ───────╮╭─ Authorizations ──╮╭─ Verifications ───╮",
        *["│                   │" * 3] * 7,
        "╰───────────────────╯" * 3,
    ]


def test_each_title_has_the_hue_of_its_curve() -> None:
    lines = counters_lines(THREE, 64, 9, Breakpoint.TALL)

    assert [span.role for span in lines[0] if span.text.isalpha()] == [Role.COUNTER_1, Role.COUNTER_2, Role.COUNTER_3]
    assert [span.role for span in lines[3] if "█" in span.text] == [Role.STACK_1, Role.STACK_2, Role.STACK_3]


# Rows


@pytest.mark.parametrize(
    ("cells", "lines"),
    [
        (
            47,
            [
                "exchanges      10,917  +9.6/min  19 % above",
                "authorizations  3,656  +3.2/min  11 % above",
                "verifications  31,807   +27/min  13 % above",
            ],
        ),
        (
            35,
            [
                "exchanges      10,917  19 % above",
                "authorizations  3,656  11 % above",
                "verifications  31,807  13 % above",
            ],
        ),
        (
            30,
            [
                "exchanges 10,917  19 % above",
                "authoriz.  3,656  11 % above",
                "verific.  31,807  13 % above",
            ],
        ),
        (22, ["exchanges      10,917", "authorizations  3,656", "verifications  31,807"]),
        (17, ["exchanges 10,917", "authoriz.  3,656", "verific.  31,807"]),
        (12, ["exch 10,917", "auth  3,656", "veri 31,807"]),
        (9, ["E 10,917", "A  3,656", "V 31,807"]),
    ],
)
def test_a_row_each_gives_up_the_rate_then_the_deviation_then_its_name(cells: int, lines: list[str]) -> None:
    assert [line for line in rows_of(cells=cells) if line] == lines


def test_below_the_rows_stands_what_was_counted_since_the_mark() -> None:
    assert rows_of(MARKED, 47)[3] == "+48 exchanges  +48 authoriz.  +48 verific."
    assert rows_of(MARKED)[3] == "+48 exch  +48 auth  +48 veri"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (64, " exchanges 10,917  authorizations 3,656  verifications 31,807"),
        (60, " exchanges 10,917  authoriz. 3,656  verific. 31,807"),
        (40, " exch 10,917  auth 3,656  veri 31,807"),
        (30, " E 10,917  A 3,656  V 31,807"),
        (24, " E 10k  A 3k  V 31k"),
    ],
)
def test_on_one_row_names_get_shorter_before_a_figure_is_rounded(cells: int, line: str) -> None:
    assert words(counters_lines(THREE, cells, 1, Breakpoint.MEDIUM)) == [line]


# Any figures


def test_the_largest_figures_are_rounded_in_narrow_panels_and_whole_in_rows() -> None:
    most = dashboard(state(metrics(MAX_COUNTER, parts=(MAX_COUNTER, 0, MAX_COUNTER)))).counters

    assert panels(most, 54, 7)[1] == "│ 9P            ││ 0              ││ 9P             │"
    assert rows_of(most)[:3] == [
        "exchanges 9,007,199,254,740,991",
        "authoriz.                     0",
        "verific.  9,007,199,254,740,991",
    ]


@pytest.mark.parametrize("step", [Breakpoint.TALL, Breakpoint.FULL, Breakpoint.SMALL])
def test_stale_figures_change_their_role(step: Breakpoint) -> None:
    def roles(of: State) -> set[Role]:
        lines = counters_lines(dashboard(of).counters, 64, 9, step)
        return {span.role for line in lines for span in line if text_of((span,)).strip() in ("4,310", "1,204", "6,892")}

    assert roles(STATE) >= {Role.NUMBER}
    assert Role.WARN in roles(STATE.with_usage(failure()))
