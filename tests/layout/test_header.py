"""The header, the current figures, notices and keys on lines, as a reader sees them at the main sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grantex_tui.api.limits import MAX_COUNTER
from grantex_tui.api.models import UsageMetrics
from grantex_tui.layout.breakpoints import Breakpoint, breakpoint_for
from grantex_tui.layout.header import header_lines
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import Role, text_of
from grantex_tui.layout.notices import notices_lines
from grantex_tui.layout.period import one_line_period, period_lines
from grantex_tui.polling.state import State
from grantex_tui.tui.keys import Place, key_hints
from grantex_tui.view.notices import KEY_ADVICE, Level, Notice
from tests.support.dashboards import COUNTERS, STATE, dashboard, words
from tests.support.states import failure, metrics, refused, state

KEYS = key_hints(Place.CHART, paused=False, interval=30)
GROWING = replace(dashboard().period, rates=("+4.0/min", "+0/min", "+17/min", "+21/min"))


# How much a window shows


@pytest.mark.parametrize(
    ("columns", "rows", "room"),
    [
        (120, 40, Breakpoint.TALL),
        (80, 34, Breakpoint.TALL),
        (80, 33, Breakpoint.FULL),
        (80, 24, Breakpoint.FULL),
        (79, 24, Breakpoint.SMALL),
        (80, 23, Breakpoint.SMALL),
        (60, 20, Breakpoint.SMALL),
        (40, 12, Breakpoint.SMALL),
        (39, 12, Breakpoint.TINY),
        (40, 11, Breakpoint.TINY),
        (1, 1, Breakpoint.TINY),
    ],
)
def test_a_window_shows_all_from_80_by_24_and_one_line_below_40_by_12(
    columns: int, rows: int, room: Breakpoint
) -> None:
    assert breakpoint_for(columns, rows) is room


# The first line and the current figures


def test_a_wide_and_tall_window_has_a_line_for_the_rates_and_one_for_the_paces() -> None:
    assert words(header_lines(dashboard().header, 120)) == [
        " grantex usage   LIVE  api.grantex.dev                                              "
        "● as of 14:32:07 UTC, next 14:32:37",
    ]
    assert words(period_lines(GROWING, 120, 7)) == [
        " Sun 22 Nov 2026, UTC day " + "─" * 93,
        "             Token exchanges               Authorizations                Verifications"
        "               Total requests  ",
        "                       4,310                        1,204                        6,892"
        "                       12,406  ",
        "                    +4.0/min                       +0/min                      +17/min"
        "                      +21/min  ",
        "                                                                           ▲ 184 % Sun"
        "                  ▲ 412 % Sun  ",
        " developer dev_01M812TMWE6N6MD52B33HEX4TJ                                   "
        "counters restart 00:00 UTC = Sun 20:00 here",
    ]


def test_at_80_columns_everything_is_there() -> None:
    assert words(header_lines(dashboard().header, 80)) == [
        " grantex usage   LIVE  api.grantex.dev      ● as of 14:32:07 UTC, next 14:32:37",
    ]
    assert words(period_lines(dashboard().period, 80, 5)) == [
        " Sun 22 Nov 2026, UTC day ─────────────────────────────────────────────────────",
        "   Token exchanges     Authorizations      Verifications     Total requests  ",
        "             4,310              1,204              6,892             12,406  ",
        "                                             ▲ 184 % Sun        ▲ 412 % Sun  ",
        " dev_01M812TMWE6N6MD52B33HEX4TJ     counters restart 00:00 UTC = Sun 20:00 here",
    ]


def test_on_one_line_rates_and_paces_stand_together_and_the_paces_alone_where_both_do_not_fit() -> None:
    both = replace(GROWING, rates=("+4/min", "+0/min", "+1/min", "+5/min"), paces=("▲ 6 %", "", "▼ 2 %", "= 0 %"))
    long = replace(both, rates=("+100,000/min", "", "", ""), paces=("▲ 12× Sun", "", "", ""))

    assert words(period_lines(both, 80, 5))[3] == (
        "      +4/min ▲ 6 %             +0/min       +1/min ▼ 2 %       +5/min = 0 %  "
    )
    assert words(period_lines(long, 80, 5))[3].split() == ["▲", "12×", "Sun"]
    assert words(period_lines(replace(long, paces=()), 80, 5))[3].split() == ["+100,000/min"]


def test_what_was_counted_since_the_mark_stands_under_its_figure_and_the_marks_time_where_it_fits() -> None:
    marked = replace(GROWING, marked=("since 14:20:00 UTC", "mark"), since_mark=("+48", "+12", "+204", "+264"))

    assert words(period_lines(marked, 80, 6))[4] == (
        "          mark +48                +12               +204               +264  "
    )
    assert words(period_lines(marked, 120, 8))[5] == (
        "      since 14:20:00 UTC +48                          +12                         +204"
        "                         +264  "
    )


def test_a_figure_under_another_is_left_out_and_never_cut() -> None:
    long = replace(
        GROWING, marked=("since 14:20:00 UTC", "mark"), since_mark=("+1", "+9,007,199,254,740,991", "+2", "+3")
    )
    longest = replace(long, since_mark=("+9,007,199,254,740,991", "+1", "+2", "+3"))

    assert words(period_lines(long, 80, 6))[4].split() == ["mark", "+1", "+2", "+3"]
    assert words(period_lines(longest, 80, 6))[4].split() == ["+1", "+2", "+3"]


def test_in_a_low_panel_the_figures_come_before_what_stands_under_them() -> None:
    rows = [words(period_lines(dashboard().period, 80, rows)) for rows in (1, 2, 3)]

    assert [len(lines) for lines in rows] == [1, 2, 3]
    assert "4,310" in rows[2][2]


def test_the_developers_name_is_cut_before_the_words_on_the_restart_would_go() -> None:
    long_name = replace(dashboard().period, developer_id="d" * 64)

    assert words(period_lines(long_name, 80, 5))[-1] == f" {'d' * 32}…  counters restart 00:00 UTC = Sun 20:00 here"


def test_figures_too_long_for_four_columns_stand_in_two_with_every_digit() -> None:
    most = MAX_COUNTER
    period = dashboard(state(UsageMetrics("dev_1", "2026-11-22", most, 0, most, most))).period

    assert words(period_lines(period, 80, 5))[1:3] == [
        " Exchanges       9,007,199,254,740,991  Authoriz.                             0",
        " Verific.        9,007,199,254,740,991  Total             9,007,199,254,740,991",
    ]


def test_at_60_columns_labels_are_short() -> None:
    assert words(header_lines(dashboard().header, 60)) == [
        " grantex usage   LIVE                  ● as of 14:32:07 UTC",
    ]
    assert words(period_lines(dashboard().period, 60, 3)) == [
        " Sun 22 Nov 2026 ──────────────────────────────────────────",
        " Exchanges             4,310  Authoriz.               1,204",
        " Verific.              6,892  Total                  12,406",
    ]


def test_at_40_columns_the_essentials_are_left() -> None:
    assert words(header_lines(dashboard().header, 40)) == [" grantex usage   LIVE        ● 14:32:07"]
    assert words(period_lines(dashboard().period, 40, 3)) == [
        " Sun 22 Nov 2026 ──────────────────────",
        " Exchanges   4,310  Authoriz.     1,204",
        " Verific.    6,892  Total        12,406",
    ]
    assert words(key_hint_lines(KEYS, 40)) == [" 7 3 9 1 A range  ? help  q quit"]


def test_at_40_columns_a_figure_too_long_for_its_place_is_rounded() -> None:
    most = MAX_COUNTER
    period = dashboard(state(UsageMetrics("dev_1", "2026-11-22", most, 1_204, most, most))).period

    assert words(period_lines(period, 40, 3))[1:] == [
        " Exchanges      9P  Authoriz.     1,204",
        " Verific.       9P  Total            9P",
    ]


# Smaller still


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (60, "12,406 total · exch 4,310 · auth 1,204 · verif 6,892"),
        (39, "12,406 E4.3k A1.2k V6.9k"),
        (23, "12,406"),
        (5, "12k"),
        (1, "…"),
    ],
)
def test_a_tiny_window_has_one_line_of_figures_the_total_last_to_go(cells: int, line: str) -> None:
    assert words(one_line_period(dashboard().period, cells)) == [line]


def test_a_tiny_window_says_stale_and_says_why_there_are_no_figures() -> None:
    stale = dashboard(STATE.with_usage(failure()))
    down = dashboard(state(failure()))

    assert words(one_line_period(stale.period, 39)) == ["stale 12,406 E4.3k A1.2k V6.9k"]
    assert words(one_line_period(down.period, 39)) == ["No figures yet: no answer within 10 s."]
    assert words(one_line_period(down.period, 20)) == ["No figures yet: no …"]


# The first line in every condition


@pytest.mark.parametrize(
    ("of", "wide", "small"),
    [
        (State(), "○ connecting…", "○ connecting…"),
        (STATE, "● as of 14:32:07 UTC, next 14:32:37", "● 14:32:07"),
        (replace(STATE, refreshing=True), "● as of 14:32:07 UTC, reading…", "● 14:32:07"),
        (replace(STATE, paused=True), "‖ as of 14:32:07 UTC, paused", "‖ 14:32:07"),
        (STATE.with_usage(failure()), "◐ as of 14:32:07 UTC, stale, next 14:32:37", "◐ 14:32:07"),
        (replace(STATE.with_usage(refused()), next_usage=None), "■ as of 14:32:07 UTC, stopped", "■ 14:32:07"),
        (state(failure()), "○ no live figures yet, no next try", "○ no next try"),
        (state(refused()), "■ no live figures yet, stopped", "■ stopped"),
    ],
    ids=["connecting", "live", "reading", "paused", "stale", "refused later", "down", "refused"],
)
def test_every_condition_has_a_mark_and_words_beside_its_colour(of: State, wide: str, small: str) -> None:
    assert words(header_lines(dashboard(of).header, 100))[0].endswith(wide)
    assert words(header_lines(dashboard(of).header, 40))[0].endswith(small)


def test_the_host_is_the_first_to_go_and_the_time_of_the_figures_the_last() -> None:
    header = dashboard().header

    rows = [words(header_lines(header, cells))[0] for cells in (80, 70, 49, 30, 24, 20, 12)]

    assert [row.split("●")[0].split() for row in rows] == [
        ["grantex", "usage", "LIVE", "api.grantex.dev"],
        ["grantex", "usage", "LIVE"],
        ["grantex", "usage", "LIVE"],
        ["grantex", "LIVE"],
        ["grantex"],
        [],
        [],
    ]
    assert all("14:32" in row for row in rows)


def test_stale_figures_change_their_role_and_live_ones_set_off_the_total() -> None:
    def roles(of: State) -> list[Role]:
        return [span.role for span in period_lines(dashboard(of).period, 80, 5)[2][1:]]

    assert roles(STATE) == [Role.NUMBER, Role.NUMBER, Role.NUMBER, Role.TOTAL]
    assert roles(STATE.with_usage(failure())) == [Role.WARN] * 4


# Notices


def test_notices_have_a_mark_and_wrap_under_their_words() -> None:
    notes = (
        Notice(Level.BAD, f"The service refuses the API key; the figures are old. {KEY_ADVICE}"),
        Notice(Level.INFO, "No room for this."),
    )

    assert words(notices_lines(notes, 80, 3)) == [
        " ! The service refuses the API key; the figures are old. Check the key",
        "   (GRANTEX_API_KEY, --api-key-file or ~/.grantex/config.json) and start again;",
        "   r tries it once more.",
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


# Any figures


@given(
    parts=st.tuples(COUNTERS, COUNTERS, COUNTERS),
    total=COUNTERS,
    cells=st.integers(80, 300),
    rows=st.sampled_from([5, 6, 7, 8]),
)
def test_from_80_columns_on_every_figure_has_all_its_digits(
    parts: tuple[int, int, int], total: int, cells: int, rows: int
) -> None:
    lines = period_lines(dashboard(state(metrics(total, parts=parts))).period, cells, rows)

    found = " ".join(words(lines)).split()
    assert all(f"{number:,}" in found for number in (*parts, total))
