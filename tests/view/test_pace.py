"""Today against a usual day: by the account's own hours where they are known."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from grantex_tui.usage.metric import Metric
from grantex_tui.view.pace import pace_of
from grantex_tui.view.provenance import Provenance, provenance
from tests.support.gated_client import counters
from tests.support.states import NOW, TODAY, metrics, reading, state

STEADY = state(metrics(300), dict.fromkeys(range(1, 90), 400))
"""At 14:32 of a Sunday 300 requests; a usual Sunday has 400."""

EARLY = (*(counters(50),) * 6, *(counters(0),) * 12, counters(100), *(counters(0),) * 5)
"""Three quarters of a day's 400 requests before 06:00, the others from 18 to 19 h."""

BY_HOUR = replace(STEADY, rhythm=tuple((TODAY - weeks * dt.timedelta(days=7), EARLY) for weeks in range(1, 5)))


def test_without_own_hours_a_day_is_taken_as_even() -> None:
    pace = pace_of(STEADY, reading(metrics(300)), Metric.TOTAL)

    assert pace.on_course == 495  # 300 ÷ 0.606, the share of the day that is gone at 14:32:07
    assert pace.deviation.amount == "24 % above"


def test_with_own_hours_it_is_the_share_that_a_usual_day_has_by_now() -> None:
    pace = pace_of(BY_HOUR, reading(metrics(300)), Metric.TOTAL)

    assert pace.on_course == 400  # 300 ÷ 0.75
    assert pace.deviation.amount == "as usual"


def test_the_info_sheet_says_which_it_is() -> None:
    def words(of: Provenance) -> str:
        return next(words for section in of.sections for label, words in section.rows if label == "today's pace")

    assert words(provenance(BY_HOUR, NOW)) == "by the hours of 4 earlier Sundays"
    assert words(provenance(STEADY, NOW)).startswith("as if use were even over the UTC day")
