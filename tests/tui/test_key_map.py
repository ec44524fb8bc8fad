"""`[keys]` of a configuration: what is bound is what is said everywhere, and what cannot work is refused by name."""

from __future__ import annotations

import string

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key as KeyPress
from textual.keys import _character_to_key

from grantex_tui.config.arguments import SettingsError
from grantex_tui.layout.key_hints import key_hint_lines
from grantex_tui.layout.lines import text_of
from grantex_tui.tui.key_hints import key_hints
from grantex_tui.tui.key_map import bound_as, keymap
from grantex_tui.tui.key_names import NEVER_SENT, SIGNS, canonical, sendable
from grantex_tui.tui.keys import KEYS, UNCHANGED, Keys, Place
from grantex_tui.tui.screens.help import key_rows
from tests.tui.test_app import RHYTHM, running


def keys_of(bound: Keys, id: str) -> str:
    return bound.by_id[id].keys


def refusal(**wanted: str) -> str:
    with pytest.raises(SettingsError) as error:
        bound_as({id.replace("_", "-"): keys for id, keys in wanted.items()})
    return str(error.value)


# What may be written


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("9,f9", "9,f9"),
        (" 9 , F9 ", "9,f9"),
        ("9,9", "9"),
        ("Z", "Z"),
        ("comma", "comma"),
        ("/", "slash"),
        ("PgUp,↑", "pageup,up"),
        ("Ctrl+Shift+Left", "ctrl+shift+left"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("é", "é"),
    ],
)
def test_keys_are_written_as_they_stand_on_keyboards_or_in_textuals_names(written: str, names: str) -> None:
    freed = {"week-before": "", "page-up": "", "metric-above": "", "row-above": "", "day-above": "", "hour-before": ""}

    assert keys_of(bound_as({**freed, "days-90": written}), "days-90") == names


def test_nothing_changed_is_the_table_itself() -> None:
    assert bound_as({}) is UNCHANGED
    assert keymap(bound_as({"days-90": "9"})) == {}


def test_keys_change_places() -> None:
    bound = bound_as({"days-90": "3", "days-30": "9"})

    assert (keys_of(bound, "days-90"), keys_of(bound, "days-30")) == ("3", "9")


def test_a_key_may_do_another_thing_in_another_view() -> None:
    assert keys_of(bound_as({"table-step": "s", "sort": "z"}), "stack") == "s"


# What is refused


def test_an_unknown_action_is_refused_with_the_nearest() -> None:
    assert refusal(days_91="9") == "keys.days-91: there is no such action; did you mean days-90?"
    assert refusal(xyzzy="9") == "keys.xyzzy: there is no such action"


def test_a_key_that_two_actions_of_a_screen_would_have_is_refused_with_both() -> None:
    assert refusal(days_90="3") == "keys.days-90: 3 is also the key of days-30"
    assert refusal(days_90="s") == "keys.days-90: s is also the key of stack"
    assert refusal(sort="?") == "keys.sort: ? is also the key of help"
    assert refusal(days_7="z", days_90="z") == "keys.days-90: z is also the key of days-7"
    assert refusal(scroll_down="i") == "keys.scroll-down: i is also the key of info"
    assert refusal(copy_day="j,y") == "keys.copy-day: j is also the key of metric-below"
    assert refusal(export_csv="x") == "keys.export-csv: x is also the key of export"
    assert refusal(commands="ctrl+q") == "keys.commands: ctrl+q is also the key of quit-typing"


@pytest.mark.parametrize(
    "key", ["ctrl+shift+1", "ctrl+1", "cmd+x", "super+x", "ctrl+enter", "ctrl+shift+a", "shift+f3", "alt+1"]
)
def test_what_only_some_terminals_send_is_refused(key: str) -> None:
    assert refusal(days_90=key) == f"keys.days-90: not every terminal sends {key}"


def test_what_a_terminal_sends_as_another_key_is_refused_by_that_name() -> None:
    assert refusal(days_90="ctrl+i") == "keys.days-90: a terminal sends tab for ctrl+i"
    assert refusal(days_90="ctrl+[") == "keys.days-90: a terminal sends escape for ctrl+"  # brackets are markup


def test_a_misspelled_key_is_refused_with_the_nearest() -> None:
    assert refusal(days_90="pagedwn") == "keys.days-90: there is no key pagedwn; did you mean pagedown?"
    assert refusal(days_90="f99") == "keys.days-90: there is no key f99; did you mean f9?"
    assert refusal(days_90="xyzzy") == "keys.days-90: there is no key xyzzy"
    assert refusal(days_90="9,,f9") == 'keys.days-90: no key between two commas; "comma" is the key itself'
    assert refusal(days_90="<ignore>") == "keys.days-90: there is no key <ignore>"


def test_hostile_text_stays_inert() -> None:
    assert refusal(days_90="\x1b[31mred\n") == "keys.days-90: there is no key red"
    with pytest.raises(SettingsError, match=r"^keys\.red: there is no such action$"):
        bound_as({"\x1b[31mred\n": "9"})


def test_what_applies_while_one_types_may_not_be_a_letter() -> None:
    needed = "is needed for typing: take F1 to F12, or one with ctrl or alt"

    assert refusal(commands="p,ctrl+p") == f"keys.commands: p {needed}"
    assert refusal(quit_typing="escape") == f"keys.quit-typing: escape {needed}"
    assert keys_of(bound_as({"commands": "f1,alt+p"}), "commands") == "f1,alt+p"


# Nobody is locked in


def test_ctrl_c_always_quits_and_escape_always_closes() -> None:
    bound = bound_as({"quit": "", "quit-typing": "", "close": "", "export-nothing": "f10"})

    assert keys_of(bound, "quit") == ""
    assert keys_of(bound, "quit-typing") == "ctrl+c"
    assert keys_of(bound, "close") == "escape"
    assert keys_of(bound, "export-nothing") == "f10,escape"
    assert refusal(days_90="ctrl+c") == "keys.days-90: ctrl+c always quits"
    assert refusal(export_csv="escape") == "keys.export-csv: Esc always closes"
    assert refusal(scroll_down="Esc") == "keys.scroll-down: Esc always closes"


def test_on_the_dashboard_escape_is_free_for_another_action() -> None:
    assert keys_of(bound_as({"leave-day": "z", "refresh": "escape"}), "refresh") == "escape"


# What is said is what is bound


def test_footer_and_help_say_the_keys_that_are_bound() -> None:
    bound = bound_as({"days-90": "f9", "days-7": "", "stack": "", "mark": "", "unmark": ""})
    footer = text_of(key_hint_lines(key_hints(Place.CHART, paused=False, interval=30, bound=bound), 250)[0])
    rows = {does: keys for keys, does in key_rows(bound)}

    assert "3 f9 1 A range" in footer
    assert "stack" not in footer
    assert rows["the last 7, 30, 90 or 365 days, or all there are"] == "3 f9 1 A"
    assert not [does for does in rows if "what did my test run cost" in does]


async def test_a_key_does_what_is_bound_to_it_and_no_longer_what_was() -> None:
    bound = bound_as({"days-90": "f9", "days-7": "", "view-table": "f2", "days-30": "9"})
    async with running(bound=bound) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("f9", shows="Last 90 days")
        await dashboard.press("7", "9", shows="Last 30 days")
        await dashboard.press("3", "f2", shows="Day (UTC)")

        said = {command.title: command.help for command in dashboard.app.get_system_commands(dashboard.app.screen)}
        assert said["90 days"] == "key f9"
        assert said["7 days"] == "the last 7, 30, 90 or 365 days, or all there are"


async def test_below_the_range_stands_the_key_that_shows_the_day_in_detail() -> None:
    async with running(bound=bound_as({"day-detail": "ctrl+shift+left"})) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.press("left", shows="ctrl+shift+← detail")


async def test_what_shared_a_key_with_a_changed_action_keeps_its_own() -> None:
    async with running(bound=bound_as({"day-detail": "z"})) as dashboard:
        await dashboard.ready_with(RHYTHM)
        await dashboard.pilot.press("enter")
        assert not dashboard.has_day_open()
        await dashboard.pilot.press("z")
        assert dashboard.has_day_open()
        assert "Esc close" in dashboard.sheet
        await dashboard.pilot.press("enter")  # that of `close`, which was one of `day-detail` too
        assert not dashboard.has_day_open()


async def test_every_action_can_have_other_keys_at_once() -> None:
    names = [f"alt+shift+{letter}" for letter in string.ascii_lowercase]
    names += [f"{modifier}f{number}" for modifier in ("ctrl+", "shift+", "ctrl+shift+", "") for number in range(1, 13)]
    names += [f"alt+{letter}" for letter in string.ascii_lowercase]
    names = [name for name in names if sendable(name)]
    wanted = dict(zip(KEYS, names, strict=False))
    assert len(wanted) == len(KEYS)
    bound = bound_as(wanted)

    async with running(bound=bound) as dashboard:
        await dashboard.ready_with(RHYTHM)
        active = {name: a.binding.id for name, a in dashboard.screen.active_bindings.items() if name != NEVER_SENT}
        places = (Place.CHART, Place.DASHBOARD, Place.EVERYWHERE)
        said = {name: key.id for group in bound.groups_in(*places) for key in group.keys for name in key.names}
        assert active == said


# Names


def test_signs_are_called_as_textual_calls_them() -> None:
    assert {name: sign for name, sign in SIGNS.items() if sign in string.punctuation} == {
        _character_to_key(sign): sign for sign in string.punctuation
    }


@pytest.mark.parametrize("key", KEYS.values(), ids=lambda key: key.id)
def test_every_key_of_the_table_can_be_written_as_it_is_shown(key: object) -> None:
    assert isinstance(key, type(KEYS["quit"]))
    assert [canonical(shown) for shown in key.displays] == key.names
    assert all(map(sendable, key.names))


XTERM_MOVES = dict(zip(("up", "down", "right", "left", "home", "end"), "ABCDHF", strict=True))
XTERM_NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f8": 19}
XTERM_NUMBERED |= {"f9": 20, "f10": 21, "f11": 23, "f12": 24}
XTERM_MODIFIED = {"shift": 2, "ctrl": 5, "ctrl+shift": 6}


def sent() -> dict[str, str]:
    """What xterm sends, as its ctlseqs says under "PC-Style Function Keys"."""
    found = {"tab": "\t", "enter": "\r", "escape": "\x1b", "space": " ", "backspace": "\x7f", "shift+tab": "\x1b[Z"}
    found |= {name: f"\x1b[{letter}" for name, letter in XTERM_MOVES.items()}
    found |= {name: f"\x1b[{number}~" for name, number in XTERM_NUMBERED.items()}
    found |= {f"f{number}": f"\x1bO{letter}" for number, letter in enumerate("PQRS", 1)}
    for modifier, code in XTERM_MODIFIED.items():
        found |= {f"{modifier}+{name}": f"\x1b[1;{code}{letter}" for name, letter in XTERM_MOVES.items()}
        found |= {f"{modifier}+{name}": f"\x1b[{number};{code}~" for name, number in XTERM_NUMBERED.items()}
        found |= {
            f"{modifier}+f{number}": f"\x1b[1;{code}{letter}" for number, letter in ((1, "P"), (2, "Q"), (4, "S"))
        }
    found |= {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in string.ascii_lowercase if letter not in "him"}
    found |= {"ctrl+backslash": "\x1c", "ctrl+right_square_bracket": "\x1d"}
    found |= {f"alt+{letter}": f"\x1b{letter}" for letter in string.ascii_lowercase if letter not in "bf"}
    found |= {f"alt+shift+{letter}": f"\x1b{letter.upper()}" for letter in string.ascii_lowercase}
    return found | {_character_to_key(sign): sign for sign in string.punctuation}


def parsed(data: str) -> list[str]:
    parser = XTermParser()
    events = [*parser.feed(data), *parser.feed("")]
    return [event.key for event in events if isinstance(event, KeyPress)]


def test_every_key_that_may_be_bound_comes_from_a_plain_terminal_as_that_key() -> None:
    from grantex_tui.tui.key_names import _sendable_names

    assert sent().keys() == _sendable_names()
    assert {name: parsed(data) for name, data in sent().items()} == {name: [name] for name in sent()}
