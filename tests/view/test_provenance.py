"""Where the numbers come from: the month in full, and when the counters restart."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.polling.state import State
from grantex_tui.usage.metric import Metric
from grantex_tui.view.provenance import NOTHING_CHOSEN, provenance
from grantex_tui.view.selection import Selection
from tests.support.states import NOW, Counted, ago, metrics, state

WEEKS: dict[int, Counted] = dict.fromkeys(range(1, 29), (100, 0, 0))
FREE = replace(state(metrics(60, parts=(60, 0, 0)), WEEKS), rate_limit=RateLimit(100, 88, 30))


def rows(at: State, title: str, zone: dt.tzinfo = dt.UTC, selection: Selection = NOTHING_CHOSEN) -> dict[str, str]:
    sections = provenance(at, NOW, NO_OVERRIDES, zone, selection).sections
    return dict(next((section.rows for section in sections if section.title == title), ()))


def test_the_month_is_there_in_full_with_its_plan() -> None:
    month = rows(FREE, "November against the plan")

    assert month["limits"] == "Free plan (from the rate limit), published allowance, not enforced"
    assert month["days"] == "22 of 30 days gone"
    # 21 days of 100 and 60 today; 8 days and what is left of today to come
    assert month["token exchanges"].startswith("2,160 of 50,000, 4 %, → 2,999 ")
    assert month["token exchanges"].endswith("by 30 Nov, 6 %, safe")
    assert month["authorizations"].startswith("0 of 50,000, 0 %")


def test_without_limits_there_is_no_month() -> None:
    assert rows(replace(FREE, rate_limit=None), "November against the plan") == {}


RULE: dict[int, Counted] = {**dict.fromkeys(range(1, 90), 1000), 3: 5_000, 10: 900, 17: 1_100}
"""A quarter of 1,000 a day; of the Thursdays one has 5,000, one 900 and one 1,100."""


def test_the_rule_for_unusual_days_says_what_it_comes_to_for_the_chosen_day() -> None:
    at = state(metrics(60), RULE)
    thursday = Selection(cursor=ago(3), metric=Metric.VERIFICATIONS)

    # The median of the other twelve Thursdays is 1,000 and their MAD 0, so that 40 % rule.
    assert rows(at, "Unusual days, marked !", selection=thursday)["Thu 19 Nov"] == (
        "usual Thursdays 600–1.40k verifications; this one has 5,000"
    )
    assert rows(at, "Unusual days, marked !")["Sun 22 Nov"] == (
        "usual Sundays 600–1.40k total requests; this one has 60 so far"
    )


def test_with_five_other_days_of_the_weekday_it_says_that_they_are_too_few() -> None:
    at = state(metrics(60), dict.fromkeys(range(1, 38), 1000))

    assert rows(at, "Unusual days, marked !")["Sun 22 Nov"] == "too few Sundays to tell: it takes 6 others"
    assert list(rows(State(), "Unusual days, marked !")) == ["rule"]


def test_the_counters_restart_is_said_in_utc_and_here() -> None:
    west = dt.timezone(dt.timedelta(hours=-4))

    assert rows(FREE, "Clocks", west)["counters"] == "restart 00:00 UTC = Sun 20:00 here"
    assert "counters" not in rows(State(), "Clocks")
