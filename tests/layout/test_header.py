"""The header, notices and keys on lines, as a reader sees them at the main sizes; and which sizes there are."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from grantex_tui.api.models import Subscription
from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.notices import notices_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.keys import Place
from grantex_tui.view.notices import KEY_ADVICE, Level, Notice
from tests.support.dashboards import STATE, dashboard, words
from tests.support.states import failure, reading, refused, state

KEYS = key_hints(Place.CHART, paused=False, interval=30)


# How much a window shows


@pytest.mark.parametrize(
    ("columns", "rows", "room"),
    [
        (200, 50, Breakpoint.TALL),
        (120, 40, Breakpoint.TALL),
        (100, 36, Breakpoint.TALL),
        (100, 35, Breakpoint.WIDE),
        (100, 30, Breakpoint.WIDE),
        (99, 40, Breakpoint.FULL),
        (120, 29, Breakpoint.FULL),
        (80, 24, Breakpoint.FULL),
        (79, 24, Breakpoint.MEDIUM),
        (80, 23, Breakpoint.MEDIUM),
        (60, 16, Breakpoint.MEDIUM),
        (59, 20, Breakpoint.SMALL),
        (60, 15, Breakpoint.SMALL),
        (40, 12, Breakpoint.SMALL),
        (39, 12, Breakpoint.TINY),
        (40, 11, Breakpoint.TINY),
        (20, 5, Breakpoint.TINY),
        (80, 2, Breakpoint.LINE),
        (1, 1, Breakpoint.LINE),
    ],
)
def test_panels_have_borders_from_100_by_30_the_chart_from_60_by_16_and_below_40_by_12_there_is_no_chart(
    columns: int, rows: int, room: Breakpoint
) -> None:
    assert breakpoint_for(columns, rows) is room


# The first line


@pytest.mark.parametrize(
    ("cells", "step", "line"),
    [
        (
            120,
            Breakpoint.TALL,
            " grantex   LIVE   dev_01M812TMWE6N6MD52B33HEX4TJ · Pro · api.grantex.dev"
            "                  ● 14:32:07 UTC  next 14:32:37",
        ),
        (
            120,
            Breakpoint.FULL,
            " grantex   LIVE   Pro · api.grantex.dev"
            "                               ● 14:32:07 UTC  next 14:32:37  resets in 9 h 27 m",
        ),
        (80, Breakpoint.FULL, " grantex   LIVE   Pro         ● 14:32:07 UTC  next 14:32:37  resets in 9 h 27 m"),
        (60, Breakpoint.MEDIUM, " grantex   LIVE   Pro         ● 14:32:07 UTC  next 14:32:37"),
        (40, Breakpoint.SMALL, " grantex   LIVE   Pro    ● 14:32:07 UTC"),
        (30, Breakpoint.TINY, " grantex   LIVE    ● 14:32:07"),
        (23, Breakpoint.TINY, " grantex    ● 14:32:07"),
        (12, Breakpoint.TINY, " ● 14:32:07"),
    ],
)
def test_the_developers_id_goes_first_and_the_freshness_last(cells: int, step: Breakpoint, line: str) -> None:
    named = STATE.with_subscription(reading(Subscription("pro")))

    assert words(header_lines(dashboard(named).header, cells, step)) == [line]


# The first line in every condition


@pytest.mark.parametrize(
    ("of", "wide", "small"),
    [
        (State(), "○ connecting…", "○ connecting…"),
        (STATE, "● 14:32:07 UTC  next 14:32:37", "● 14:32:07 UTC"),
        (replace(STATE, refreshing=True), "● 14:32:07 UTC  reading…", "● 14:32:07 UTC"),
        (replace(STATE, paused=True), "‖ paused 14:32:07 UTC", "‖ paused 14:32:07"),
        (STATE.with_usage(failure()), "◐ stale 14:32:07 UTC  next 14:32:37", "◐ stale 14:32:07 UTC"),
        (replace(STATE.with_usage(refused()), next_usage=None), "■ stopped 14:32:07 UTC", "■ stopped 14:32:07"),
        (state(failure()), "○ no live figures yet  no next try", "○ no next try"),
        (state(refused()), "■ no live figures yet  stopped", "■ stopped"),
    ],
    ids=["connecting", "live", "reading", "paused", "stale", "refused later", "down", "refused"],
)
def test_every_condition_has_a_mark_and_words_beside_its_colour(of: State, wide: str, small: str) -> None:
    assert words(header_lines(dashboard(of).header, 120, Breakpoint.WIDE))[0].endswith(wide)
    assert words(header_lines(dashboard(of).header, 40, Breakpoint.SMALL))[0].endswith(small)


# Notices


def test_notices_have_a_mark_and_wrap_under_their_words() -> None:
    notes = (
        Notice(Level.BAD, f"The service refuses the API key; the figures are old. {KEY_ADVICE}"),
        Notice(Level.INFO, "No room for this."),
    )

    assert words(notices_lines(notes, 80, 3)) == [
        " ! The service refuses the API key; the figures are old. Check the key",
        "   (`grantex-tui config show` says where it comes from) and start again; r",
        "   tries it once more.",
    ]


def test_where_room_is_short_the_gravest_notice_stays() -> None:
    notes = (Notice(Level.WARN, "Figures are stale."), Notice(Level.INFO, "History: a day came twice."))

    assert words(notices_lines(notes, 80, 2)) == [" ! Figures are stale.", " · History: a day came twice."]
    assert words(notices_lines(notes, 80, 1)) == [" ! Figures are stale."]
    assert notices_lines((), 80, 3) == ()


# The keys


def test_a_very_wide_window_names_every_key() -> None:
    line = text_of(key_hint_lines(KEYS, 200)[0])

    assert all(f" {hint.keys} {hint.does}" in line for hint in KEYS.hints)
    assert "+ - every 30 s" in line


def test_every_key_has_its_place_in_the_line_whatever_fits() -> None:
    def keys(cells: int) -> list[str]:
        return [span.text for span in key_hint_lines(KEYS, cells)[0] if span.role is Role.KEY]

    assert sorted(keys(200)) == sorted(hint.keys for hint in KEYS.hints)
    assert all(keys(cells) == [key for key in keys(200) if key in keys(cells)] for cells in range(24, 200))


def test_at_80_columns_the_keys_that_fit_are_the_most_needed() -> None:
    assert words(key_hint_lines(KEYS, 80)) == [
        " ←→ day  7 3 9 1 A range  e a v 0 metric  Tab view  r refresh  ? help  q quit",
    ]


def test_help_and_quit_are_the_last_keys_to_go_beside_the_range() -> None:
    assert words(key_hint_lines(KEYS, 36)) == [" 7 3 9 1 A range  ? help  q quit"]
    assert words(key_hint_lines(KEYS, 28)) == [" 7 3 9 1 A range  ? help"]


def test_a_paused_poller_offers_to_resume() -> None:
    assert "p resume" in text_of(key_hint_lines(key_hints(Place.CHART, paused=True, interval=30), 120)[0])
