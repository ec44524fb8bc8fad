"""Where the numbers come from: the month in full, and when the counters restart."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from grantex_tui.api.response import RateLimit
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.polling.state import State
from grantex_tui.view.provenance import provenance
from tests.support.states import NOW, Counted, metrics, state

WEEKS: dict[int, Counted] = dict.fromkeys(range(1, 29), (100, 0, 0))
FREE = replace(state(metrics(60, parts=(60, 0, 0)), WEEKS), rate_limit=RateLimit(100, 88, 30))


def rows(at: State, title: str, zone: dt.tzinfo = dt.UTC) -> dict[str, str]:
    sections = provenance(at, NOW, NO_OVERRIDES, zone).sections
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


def test_the_counters_restart_is_said_in_utc_and_here() -> None:
    west = dt.timezone(dt.timedelta(hours=-4))

    assert rows(FREE, "Clocks", west)["counters"] == "restart 00:00 UTC = Sun 20:00 here"
    assert "counters" not in rows(State(), "Clocks")
