"""Bell and notice, byte for byte, as each terminal takes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grantex_tui.config.models import Way
from grantex_tui.tui.terminal.notification import Notice, Route, route, sequence
from grantex_tui.view.alerts import Message, message

SAID = message("figures are read again", "They are of 14:32:07 UTC.")
TITLE, TEXT = "Grantex: figures are read again", "They are of 14:32:07 UTC."
XTERM = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-1000/default,1,0", "TERM_PROGRAM": "tmux"}

OSC_9 = f"\x1b]9;{TITLE}. {TEXT}\x1b\\"
OSC_777 = f"\x1b]777;notify;{TITLE};{TEXT}\x1b\\"
OSC_99 = f"\x1b]99;i=grantex-03ee886c:d=0;{TITLE}\x1b\\\x1b]99;i=grantex-03ee886c:d=1:p=body;{TEXT}\x1b\\"


def desktop(environment: dict[str, str], said: Message = SAID) -> str:
    return sequence(said, (Way.DESKTOP,), route(environment))


@pytest.mark.parametrize(
    ("environment", "written"),
    [
        ({**XTERM, "TERM_PROGRAM": "iTerm.app"}, OSC_9),
        ({**XTERM, "TERM_PROGRAM": "WezTerm"}, OSC_777),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, OSC_777),
        ({**XTERM, "TERM_PROGRAM": "WarpTerminal"}, OSC_777),
        ({"TERM": "xterm-kitty"}, OSC_99),
        ({**XTERM, "KITTY_WINDOW_ID": "1"}, OSC_99),
        ({"TERM": "foot"}, OSC_777),
        ({"TERM": "foot-direct"}, OSC_777),
        ({"TERM": "rxvt-unicode-256color"}, OSC_777),
        ({**XTERM, "VTE_VERSION": "7600"}, OSC_777),
        ({**XTERM, "KONSOLE_VERSION": "240800"}, OSC_777),
        (XTERM, OSC_9),
        ({**XTERM, "TERM_PROGRAM": "vscode"}, OSC_9),
    ],
    ids=str,
)
def test_a_notice_is_written_as_the_terminal_takes_it(environment: dict[str, str], written: str) -> None:
    assert desktop(environment) == written


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"TERM": "dumb"},
        {"TERM": "dumb", "TMUX": "x", "KITTY_WINDOW_ID": "1"},
        {"TERM": "linux"},
        {**XTERM, "TERM_PROGRAM": "Apple_Terminal"},
        {**XTERM, "ConEmuPID": "77"},
        {**XTERM, "WT_SESSION": "{guid}"},
        {"TERM": "screen.xterm-256color", "STY": "1.pts"},
    ],
    ids=str,
)
def test_a_terminal_that_takes_none_or_another_thing_for_it_gets_none(environment: dict[str, str]) -> None:
    assert desktop(environment) == ""


@pytest.mark.parametrize(
    ("outside", "written"),
    [
        ({}, f"\x1bPtmux;\x1b\x1b]9;{TITLE}. {TEXT}\x1b\x1b\\\x1b\\"),
        ({"LC_TERMINAL": "iTerm2"}, f"\x1bPtmux;\x1b\x1b]9;{TITLE}. {TEXT}\x1b\x1b\\\x1b\\"),
        ({"WEZTERM_PANE": "0"}, f"\x1bPtmux;\x1b\x1b]777;notify;{TITLE};{TEXT}\x1b\x1b\\\x1b\\"),
        (
            {"KITTY_WINDOW_ID": "1"},
            f"\x1bPtmux;\x1b\x1b]99;i=grantex-03ee886c:d=0;{TITLE}\x1b\x1b\\"
            f"\x1b\x1b]99;i=grantex-03ee886c:d=1:p=body;{TEXT}\x1b\x1b\\\x1b\\",
        ),
        ({"WT_SESSION": "{guid}"}, ""),
    ],
    ids=str,
)
def test_in_tmux_it_is_wrapped_for_the_terminal_outside(outside: dict[str, str], written: str) -> None:
    assert desktop({**TMUX, **outside}) == written
    assert desktop({**TMUX, "TERM": "screen-256color", **outside}) == written


def test_the_bell_is_one_byte_that_tmux_passes_on_itself_and_a_dumb_terminal_has_none() -> None:
    both = (Way.BELL, Way.DESKTOP)

    assert sequence(SAID, (Way.BELL,), route(XTERM)) == "\x07"
    assert sequence(SAID, both, route(TMUX)) == "\x07" + desktop(TMUX)
    assert sequence(SAID, both, route({"TERM": "screen", "STY": "1"})) == "\x07"
    assert sequence(SAID, both, route({"TERM": "dumb"})) == ""


def test_nothing_is_written_for_other_ways() -> None:
    assert sequence(SAID, (), route(XTERM)) == ""
    assert sequence(SAID, (Way.COMMAND,), route(XTERM)) == ""


HOSTILE = ["4;1;50", "a;b;c", "\x1b\\\x1b]0;owned\x07", "\x9c\x9d0;owned", "x\x1b\x1b\\", ";", "\x07"]


@pytest.mark.parametrize("notice", Notice)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_ends_no_sequence_and_parts_no_field(hostile: str, notice: Notice) -> None:
    assert_whole(message(hostile, f"Account {hostile}."), notice)


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(Notice))
def test_no_text_does(what: str, text: str, notice: Notice) -> None:
    assert_whole(message(what, f"Account {text}"), notice)


def assert_whole(said: Message, notice: Notice) -> None:
    """There are as many controls and fields as for any text, and no field begins with a digit."""
    harmless = sequence(SAID, (Way.DESKTOP,), Route(bell=True, notice=notice))
    written = sequence(said, (Way.DESKTOP,), Route(bell=True, notice=notice))
    controls = [char for char in written if not char.isprintable()]

    assert controls == [char for char in harmless if not char.isprintable()]
    assert written.count(";") == harmless.count(";")
    if notice is Notice.ITERM:
        assert written.startswith("\x1b]9;Grantex:")
