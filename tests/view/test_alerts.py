"""An alert in words: what happened, the figure that shows it, and nothing that anybody would obey."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.archive.models import Edge
from grantex_tui.config.models import AlertSettings
from grantex_tui.config.settings import NO_OVERRIDES
from grantex_tui.polling.alerts import (
    Alert,
    Condition,
    DayAbove,
    KeyRefused,
    MonthProjected,
    MonthUsed,
    StaleFigures,
    judged,
)
from grantex_tui.usage.metric import Metric
from grantex_tui.usage.projection import Projection
from grantex_tui.view.alerts import Message, message, words_of
from tests.polling.test_alerts import QUARTER
from tests.support.states import NOW, TODAY, metrics, state

EXCHANGES = Metric.TOKEN_EXCHANGES


def said(condition: Condition, edge: Edge = Edge.BEGINS) -> tuple[str, str]:
    words = words_of(Alert(condition, edge, NOW), "")
    return words.title, words.text


@pytest.mark.parametrize(
    ("condition", "title", "text"),
    [
        (
            DayAbove(Metric.TOTAL, 10_000, TODAY, 11_234),
            "Grantex: more than 10,000 requests today",
            "There are 11,234 so far on Sun 22 Nov 2026.",
        ),
        (
            DayAbove(Metric.AUTHORIZATIONS, 1, TODAY, 2),
            "Grantex: more than 1 authorization today",
            "There are 2 so far on Sun 22 Nov 2026.",
        ),
        (
            MonthUsed(EXCHANGES, 80, TODAY, 40_210, 50_000),
            "Grantex: 80 % of the month's token exchanges used",
            "That is 40,210 of 50,000 token exchanges in November 2026, 80 %.",
        ),
        (
            MonthProjected(EXCHANGES, 95, TODAY, Projection(48_100, 52_345, 57_000), 50_000),
            "Grantex: the month is on course for 95 % of its token exchanges",
            "Token exchanges → 52,340 (48k–57k) by 30 Nov, 105 % of 50,000.",
        ),
        (
            StaleFigures(10, NOW, "no answer within 10 s"),
            "Grantex: figures stale for 10 min",
            "Figures stale: no answer within 10 s; read Sun 22 Nov 14:32:07 UTC.",
        ),
        (
            StaleFigures(10, None, "no answer within 10 s"),
            "Grantex: no figures for 10 min",
            "No answer yet: no answer within 10 s.",
        ),
        (
            KeyRefused("the service refuses the API key (401)"),
            "Grantex: the API key is refused",
            "The service refuses the API key (401), so polling has stopped.",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_what_begins_is_said_with_the_figure_that_shows_it(condition: Condition, title: str, text: str) -> None:
    assert said(condition) == (title, text)


@pytest.mark.parametrize(
    ("condition", "title", "text"),
    [
        (
            MonthUsed(EXCHANGES, 80, TODAY, 40_210, 5_000_000),
            "Grantex: below 80 % of the month's token exchanges again",
            "That is 40,210 of 5,000,000 token exchanges in November 2026, 1 %.",
        ),
        (
            MonthProjected(EXCHANGES, 95, TODAY, Projection(41_000, 43_000, 45_000), 50_000),
            "Grantex: the month is no longer on course for 95 % of its token exchanges",
            "Token exchanges → 43,000 (41k–45k) by 30 Nov, 86 % of 50,000.",
        ),
        (StaleFigures(10, NOW), "Grantex: figures are read again", "They are of 14:32:07 UTC."),
        (KeyRefused(), "Grantex: the API key is accepted again", "Figures were read at 14:32:07 UTC."),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_what_is_over_is_said_too(condition: Condition, title: str, text: str) -> None:
    assert said(condition, Edge.OVER) == (title, text)


def test_an_unusual_day_is_said_in_the_screen_s_words() -> None:
    (alert,) = judged(state(metrics(840), QUARTER), AlertSettings(outlier=True), NO_OVERRIDES, NOW)

    words = words_of(alert, "")

    assert words.title == "Grantex: an unusual day"
    assert words.text == "There are 840 requests so far on Sun 22 Nov 2026: 2.1× a usual Sun, verifications 2.1×."


def test_the_log_s_line_has_all_of_it_and_whose_it_is() -> None:
    words = words_of(Alert(KeyRefused(), Edge.OVER, NOW), "dev_1")

    assert words.line == ("alert: the API key is accepted again. Figures were read at 14:32:07 UTC. Account dev_1.")
    assert (words.grave, words_of(Alert(KeyRefused(), Edge.BEGINS, NOW), "").grave) == (False, True)


HOSTILE = [
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[31m",
    "\x9d9;4;1;50\x9c",
    "a\nb\r\x00c",
    "[red]markup[/]",
    "--option",
    "\u202egpj.exe",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_inert_wherever_it_comes_from(hostile: str) -> None:
    stale = words_of(Alert(StaleFigures(1, None, hostile), Edge.BEGINS, NOW), hostile)

    assert_inert(stale)
    assert_inert(message(hostile, hostile))


@given(st.text(max_size=500), st.text(max_size=500))
def test_no_text_gives_anything_to_obey(reason: str, whose: str) -> None:
    assert_inert(words_of(Alert(KeyRefused(reason), Edge.BEGINS, NOW), whose))
    assert_inert(words_of(Alert(StaleFigures(1, NOW, reason), Edge.BEGINS, NOW + dt.timedelta(1)), whose))


def assert_inert(said: Message) -> None:
    for words in (said.title, said.text, said.line):
        assert words.isprintable()
        assert not {"\x1b", "\x07", "[", "]", "\u202e"} & set(words)
    assert said.title.startswith("Grantex:")
    assert len(said.title) <= 100
    assert len(said.text) <= 200
