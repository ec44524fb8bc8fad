"""The chosen day in words: what it counted, how that compares, what is unusual; worked from a steady quarter."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.polling.state import State
from grantex_tui.usage.ledger import DayState
from grantex_tui.usage.metric import PARTS, Metric
from grantex_tui.view.day import DayContent, Part, day_content, state_words
from grantex_tui.view.selection import Selection
from tests.support.states import NOW, Counted, ago, failure, history, metrics, reading, state

NOON = NOW.replace(hour=12, minute=0, second=0)
STEADY: dict[int, Counted] = dict.fromkeys(range(1, 90), (100, 20, 280))

OUTLIER: dict[int, Counted] = {**STEADY, 3: (110, 20, 950)}
"""A quarter of 400 requests a day, but for Thursday the 19th with 1,080."""

LIVE = metrics(196, parts=(60, 10, 126))


def day(at: State, days_ago: int, *, days: int = 30, metric: Metric = Metric.TOTAL) -> DayContent:
    found = day_content(at, Selection(days=days, metric=metric, cursor=ago(days_ago)))
    assert found is not None
    return found


def at_noon(rows: dict[int, Counted]) -> State:
    return state(LIVE, rows, at=NOON)


# A day that is over


def test_a_day_is_said_with_its_figures_its_reason_its_change_and_its_rank() -> None:
    assert day(state(LIVE, OUTLIER), 3) == DayContent(
        date=("Thu 19 Nov 2026", "Thu 19 Nov", "19 Nov"),
        headline="1,080 total requests",
        figure=("1,080",),
        parts=(
            Part(Metric.TOKEN_EXCHANGES, 110, 110 / 1080, 100),
            Part(Metric.AUTHORIZATIONS, 20, 20 / 1080, 20),
            Part(Metric.VERIFICATIONS, 950, 950 / 1080, 280),
        ),
        state="final",
        outlier=("2.7× a usual Thu, verifications 3.4×", "2.7× a usual Thu"),  # 1,080 ÷ 400 and 950 ÷ 280
        facts=("highest of 30", "2.7× Thu 12 Nov"),
        sentence="It has 680 more requests than a usual Thursday (400).",
        number="1,080",
        noun="total requests",
        brief=("1,080 total", "1,080 total", "1,080", "1,080 total", "1,080 total", "1,080"),
    )


def test_a_day_like_any_other_is_compared_with_the_usual_and_equals_share_their_place() -> None:
    found = day(state(LIVE, OUTLIER), 10)

    assert found.outlier == ()
    assert found.facts == ("like a usual Thu (400)", "2nd highest of 30", "like Thu 5 Nov")
    assert found.sentence == "It has as many requests as a usual Thursday (400)."


def test_the_usual_is_the_median_of_the_other_days_of_the_weekday() -> None:
    rows: dict[int, Counted] = {4: 300, 11: 100, 18: 200, 25: 500, 5: 9_000, 10: 9_000}

    assert day(state(LIVE, rows), 4).facts[0] == "50 % above a usual Wed (200)"  # of 100, 200 and 500


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        (2, "99 % below a usual Wed (200)"),
        (100, "50 % below a usual Wed (200)"),
        (230, "15 % above a usual Wed (200)"),
        (300, "50 % above a usual Wed (200)"),
        (398, "99 % above a usual Wed (200)"),
        (399, "2.0× a usual Wed (200)"),  # 1.995
        (440, "2.2× a usual Wed (200)"),
    ],
)
def test_up_to_twice_as_much_it_is_a_change_and_from_there_on_a_ratio(counted: int, words: str) -> None:
    rows: dict[int, Counted] = {4: counted, 11: 100, 18: 200, 25: 500}

    assert day(state(LIVE, rows), 4).facts[0] == words


def test_with_two_other_days_of_its_weekday_there_is_no_usual() -> None:
    found = day(state(LIVE, {4: 300, 11: 100, 18: 200}), 4)

    assert found.facts == ("highest of 30", "3.0× Wed 11 Nov")
    assert [part.baseline for part in found.parts] == [None, None, None]
    assert found.sentence == "It takes 3 other Wednesdays to say what is usual; fewer are known."


def test_the_rank_is_that_within_the_range() -> None:
    rows: dict[int, Counted] = {1: 100, 2: 300, 20: 900}

    assert day(state(metrics(0), rows), 1, days=7).facts[-1] == "2nd highest of 7"
    assert day(state(metrics(0), rows), 1, days=30).facts[-1] == "3rd highest of 30"


def test_the_week_before_may_lie_before_the_range() -> None:
    assert "50 % below Sat 14 Nov" in day(state(metrics(0), {1: 200, 8: 400}), 1, days=7).facts


def test_words_and_comparisons_are_those_of_the_chosen_metric() -> None:
    found = day(state(LIVE, OUTLIER), 3, metric=Metric.TOKEN_EXCHANGES)

    assert found.headline == "110 token exchanges"
    assert found.outlier == ()
    assert found.facts == ("10 % above a usual Thu (100)", "highest of 30", "10 % above Thu 12 Nov")


def test_each_part_is_said_against_its_own_usual() -> None:
    parts = day(state(LIVE, OUTLIER), 3).parts

    assert [part.comparison for part in parts] == ["usual 100, +10 %", "usual 20, ±0 %", "usual 280, +239 %"]
    assert Part(Metric.VERIFICATIONS, 5, 1.0, 0).comparison == "usual 0"
    assert Part(Metric.VERIFICATIONS, 5, 1.0, None).comparison == ""


def test_an_operation_that_never_came_before_is_called_new() -> None:
    rows: dict[int, Counted] = {**dict.fromkeys(range(1, 90), 400), 3: (500, 0, 400)}

    assert day(state(LIVE, rows), 3).outlier[0] == "2.2× a usual Thu, token exchanges new"  # 900 ÷ 400 is 2.25


def test_a_weekday_that_usually_has_no_use_is_said_to_have_none() -> None:
    rows: dict[int, Counted] = {89: 10, **dict.fromkeys(range(5, 89, 7), 10), 3: 60}  # use on Tuesdays alone, until now

    assert day(state(LIVE, rows), 3).outlier[0] == "a usual Thu has none, verifications new"


def test_a_day_without_a_row_says_that_no_use_is_recorded() -> None:
    found = day(state(LIVE, {days: counted for days, counted in STEADY.items() if days != 5}), 5)

    assert (found.headline, found.state) == ("0 total requests", "no use recorded")
    assert [part.share for part in found.parts] == [0, 0, 0]
    assert found.outlier == ("nothing, unlike a usual Tue", "nothing")
    assert found.facts == ()  # "nothing" says its place and its change
    assert found.sentence == "Nothing was counted; a usual Tuesday has 400."


def test_a_fall_is_said_as_a_share_of_the_usual() -> None:
    found = day(state(LIVE, {**STEADY, 3: (50, 10, 40)}), 3)

    assert found.outlier == ("75 % below a usual Thu, verifications −86 %", "75 % below a usual Thu")
    assert found.sentence == "It has 300 fewer requests than a usual Thursday (400)."


def test_one_of_an_operation_is_said_in_the_singular() -> None:
    found = day(state(LIVE, {**STEADY, 3: (100, 21, 280)}), 3, metric=Metric.AUTHORIZATIONS)

    assert found.sentence == "It has 1 more authorization than a usual Thursday (20)."


# Today


def test_today_is_compared_by_its_pace_and_has_no_rank() -> None:
    found = day(at_noon(STEADY), 0)

    assert (found.headline, found.state, found.outlier) == ("196 total requests", "so far", ())
    assert found.facts == ("on course for 392, 2 % below a usual Sun",)  # 196 in half a day against 400
    assert found.sentence == "At this pace the day ends with 8 fewer requests than a usual Sunday (400)."
    assert [part.comparison for part in found.parts] == [
        "→ 120, usual 100",
        "→ 20, usual 20",
        "→ 252, usual 280",
    ]


def test_before_a_tenth_of_the_day_is_gone_today_has_a_usual_and_no_pace() -> None:
    early = state(LIVE, STEADY, at=NOW.replace(hour=2, minute=23))

    assert day(early, 0).facts == ("usual Sun 400",)
    assert day(early, 0).sentence == "It is too early to say where the day leads; a usual Sunday ends with 400."


def test_a_day_without_use_so_far_is_on_course_to_nothing_and_says_only_what_is_usual() -> None:
    found = day(state(metrics(0), STEADY, at=NOON), 0)

    assert found.facts == ("usual Sun 400",)
    assert found.sentence == "Nothing was counted so far; a usual Sunday has 400."


def test_todays_row_of_a_later_history_has_no_pace_by_the_time_of_an_older_reading() -> None:
    at = state(LIVE, STEADY, at=NOON - dt.timedelta(hours=6)).with_usage(failure())
    at = at.with_history(reading(history({**STEADY, 0: 300}), at=NOON))

    found = day(at, 0)

    assert found.headline == "300 total requests"
    assert found.facts == ("usual Sun 400",)


# A day of which too little is known


def test_a_day_that_was_never_read_says_so_and_nothing_else() -> None:
    found = day(state(LIVE, failure()), 1)

    assert (found.headline, found.parts, found.facts, found.state) == ("not read", (), (), "never read")
    assert found.sentence == "No answer of the service has had this day so far."


def test_a_day_read_before_its_end_is_compared_with_nothing() -> None:
    last_night = NOW.replace(day=21, hour=23)
    at = State().with_history(reading(history({**STEADY, 1: (100, 20, 180)}), at=last_night))

    found = day(at.with_usage(reading(LIVE)), 1)

    assert (found.headline, found.state) == ("~300 total requests", "settling")
    assert (found.outlier, found.facts) == ((), ())
    assert found.sentence == "The day is over, but its figure can still change."


def test_without_a_chosen_day_or_without_days_there_is_none() -> None:
    assert day_content(state(LIVE, STEADY), Selection()) is None
    assert day_content(State(), Selection(cursor=ago(0))) is None


def test_every_state_of_a_day_has_its_word() -> None:
    assert {day: state_words(day) for day in DayState} == {
        DayState.SO_FAR: ("so far",),
        DayState.SETTLING: ("settling",),
        DayState.FINAL: ("final",),
        DayState.NO_ROW: ("no use recorded", "no use"),
        DayState.NEVER_READ: ("never read",),
    }


# To take away


def test_the_line_to_copy_says_all_of_it_in_plain_text() -> None:
    assert day(state(LIVE, OUTLIER), 3).line == (
        "Thu 19 Nov 2026 (UTC): 1,080 total requests; token exchanges 110, authorizations 20, verifications 950; final;"
        " 2.7× a usual Thu, verifications 3.4×; highest of 30; 2.7× Thu 12 Nov"
    )


def test_the_line_to_copy_of_a_metrics_day_says_that_metric_alone() -> None:
    found = day(state(LIVE, OUTLIER), 3, metric=Metric.VERIFICATIONS)

    assert found.name == "Thu 19 Nov, 950 verifications"
    assert found.line == (
        "Thu 19 Nov 2026 (UTC): 950 verifications; final; 3.4× a usual Thu; highest of 30; 3.4× Thu 12 Nov"
    )


def test_the_line_of_a_day_never_read_has_no_figures() -> None:
    assert day(state(LIVE, failure()), 1).line == "Sat 21 Nov 2026 (UTC): not read; never read"


counts = st.integers(0, MAX_COUNTER)


@pytest.mark.parametrize("metric", Metric)
@given(
    rows=st.dictionaries(st.integers(0, 89), st.tuples(counts, counts, counts), max_size=30),
    days_ago=st.integers(0, 29),
)
def test_whatever_was_counted_the_parts_are_the_days_and_their_shares_a_whole(
    rows: dict[int, tuple[int, int, int]], days_ago: int, metric: Metric
) -> None:
    found = day(state(metrics(7), rows), days_ago, metric=metric)

    assert [part.metric for part in found.parts] == list(PARTS)
    counted = rows.get(days_ago, (0, 0, 0)) if days_ago else (0, 0, 7)
    assert tuple(part.count for part in found.parts) == counted
    assert sum(part.share for part in found.parts) == (
        pytest.approx(1) if any(part.count for part in found.parts) else 0
    )
    assert found.line.isprintable()
