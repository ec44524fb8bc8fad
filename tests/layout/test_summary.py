"""The range's lower border at every width; what gives way first."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.layout.borders import Framing
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.summary import summary_lines
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.selection import Selection
from grantex_tui.view.summary import SummaryContent
from tests.support.dashboards import STATE, WEEK, dashboard, words
from tests.support.states import Counted, ago, metrics, state

QUARTER: dict[int, Counted] = {**dict.fromkeys(range(1, 90), (100, 20, 280)), 3: (110, 20, 950)}


def summary(of: State = STATE, chosen: Selection = WEEK) -> SummaryContent:
    return dashboard(of, chosen).summary


def line_of(content: SummaryContent, cells: int) -> str:
    (line,) = words(summary_lines(content, cells))
    return line


# The range's figures


def test_in_a_border_its_figures_stand_at_the_left() -> None:
    content = summary()

    assert words(summary_lines(content, 120, Framing.INSET)) == [
        " ╰─ 36,906 total   4,083 a day over 6 complete days   10,000 peak, Wed 18 Nov, 2.5× a usual Wed "
        + "─" * 22
        + "╯ "
    ]
    assert words(summary_lines(content, 60, Framing.FLUSH)) == [
        "╰─ 36,906 total   4,083 a day   10,000 peak, Wed 18 Nov ───╯"
    ]


def test_a_message_leaves_a_border_without_words() -> None:
    nothing = summary(state(metrics(0), {}))

    assert words(summary_lines(nothing, 40, Framing.FLUSH)) == [f"╰{'─' * 38}╯"]
    assert words(summary_lines(nothing, 40)) == [" "]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (110, " 36,906 total   4,083 a day over 6 complete days   10,000 peak, Wed 18 Nov, 2.5× a usual Wed"),
        (80, " 36,906 total   4,083 a day   10,000 peak, Wed 18 Nov, 2.5× a usual Wed"),
        (60, " 36,906 total   4,083 a day   10,000 peak, Wed 18 Nov"),
        (44, " 36,906 total   4,083 a day   10,000 peak"),
        (40, " 36,906 total   4,083 a day"),
        (20, " 36,906 total"),
        (10, " 36,906"),
    ],
)
def test_the_words_get_shorter_and_the_total_is_the_last_to_go(cells: int, line: str) -> None:
    assert line_of(summary(), cells) == line


def test_the_figures_of_the_largest_days_are_all_there_in_full() -> None:
    highest = 2**32 - 1
    content = summary(state(metrics(highest), dict.fromkeys(range(1, 90), highest)), Selection(days=90))

    assert line_of(content, 80) == " 386,547,056,550 total   4,294,967,295 a day   4,294,967,295 peak, Sat 21 Nov"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            120,
            " 8,763 total   300 a day   300 peak, Sat 21 Nov   ─ +50 % vs the same weekdays 5 weeks before",
        ),
        (80, " 8,763 total   300 a day   ─ +50 % vs the same weekdays 5 weeks before"),
        (62, " 8,763 total   ─ +50 % vs the same weekdays 5 weeks before"),
        (50, " 8,763 total   300 a day   ─ +50 % vs before"),
        (34, " 8,763 total   ─ +50 % vs before"),
        (30, " 8,763 total   300 a day"),
    ],
)
def test_the_comparison_that_was_asked_for_stays_longer_than_average_and_peak(cells: int, line: str) -> None:
    rows: dict[int, Counted] = {**dict.fromkeys(range(1, 30), 300), **dict.fromkeys(range(30, 66), 200)}

    assert line_of(summary(state(metrics(63), rows), Selection(days=30, comparing=True)), cells) == line


def test_days_that_were_never_read_are_said_with_the_total() -> None:
    missing = replace(summary(), facts=(replace(summary().facts[0], words=("total, 2 days not read",)),))

    assert line_of(missing, 40) == " 36,906 total, 2 days not read"


# The chosen day


def chosen(days_ago: int, metric: Metric = Metric.TOTAL) -> SummaryContent:
    return summary(state(metrics(63), QUARTER), Selection(days=30, metric=metric, cursor=ago(days_ago)))


def test_in_a_border_the_key_for_more_stands_at_the_right() -> None:
    assert words(summary_lines(chosen(3), 80, Framing.FLUSH)) == [
        "╰─ ▲ Thu 19 Nov 1,080 · ! 2.7× a usual Thu, verifications 3.4× ─ Enter detail ─╯"
    ]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            110,
            " ▲ Thu 19 Nov 1,080 · ! 2.7× a usual Thu, verifications 3.4× · highest of 30 · 2.7× Thu 12 Nov · final",
        ),
        (80, " ▲ Thu 19 Nov 1,080 · ! 2.7× a usual Thu, verifications 3.4× · highest of 30"),
        (60, " ▲ 19 Nov 1,080 · ! 2.7× a usual Thu, verifications 3.4×"),
        (50, " ▲ Thu 19 Nov 1,080 · ! 2.7× a usual Thu"),
        (40, " ▲ 19 Nov 1,080 · ! 2.7× a usual Thu"),
        (30, " ▲ Thu 19 Nov 1,080"),
    ],
)
def test_facts_go_from_the_end_and_that_the_day_is_unusual_goes_last(cells: int, line: str) -> None:
    assert line_of(chosen(3), cells) == line


def test_a_metrics_day_names_the_metric() -> None:
    assert line_of(chosen(3, Metric.VERIFICATIONS), 80).startswith(" ▲ Thu 19 Nov 950 verifications · ! 3.4× a usual")
    assert line_of(chosen(3, Metric.VERIFICATIONS), 40) == " ▲ 19 Nov 950 veri · ! 3.4× a usual Thu"


def test_a_reason_has_a_mark_and_a_colour_of_its_own() -> None:
    (line,) = summary_lines(chosen(3), 80)

    assert [span.text for span in line if span.role is Role.WARN] == ["! 2.7× a usual Thu, verifications 3.4×"]
    assert all(span.role is not Role.WARN for span in summary_lines(chosen(4), 80)[0])
    assert "like a usual Wed (400)" in text_of(summary_lines(chosen(4), 80)[0])
