"""The report's table: which figures it has at which width, and that it is by day however long the range is."""

from __future__ import annotations

import pytest

from grantex_tui.export.text_table import report_table
from grantex_tui.polling.feed import reading_of
from grantex_tui.polling.state import State
from tests.support.states import SERVICE, Counted, kept, metrics, state

HUGE: dict[int, Counted] = dict.fromkeys(range(1, 90), (1_234_567_890, 2_345_678_901, 3_456_789_012))


def report(at: State, days: int, width: int) -> list[str]:
    current = reading_of(at.usage)
    assert current is not None
    return report_table(at, current, days, SERVICE, width).splitlines()


@pytest.mark.parametrize(("width", "figure"), [(100, "1,234,567,890"), (80, "1.23B"), (60, "1.23B")])
def test_figures_of_ten_digits_are_shortened_before_one_is_left_out(width: int, figure: str) -> None:
    line = next(line for line in report(state(metrics(63), HUGE), 3, width) if line.startswith("2026-11-21"))

    assert figure in line
    assert len([word for word in line.split() if word[0].isdigit()]) == 5  # the date, and all four figures


def test_a_year_is_reported_day_by_day() -> None:
    at = state(metrics(63), {}).with_records(kept(dict.fromkeys(range(1, 365), 100)))

    lines = report(at, 365, 100)

    assert sum(line.startswith("202") for line in lines) == 365
    assert any("average 100 a day over 364 complete days" in line for line in lines)
