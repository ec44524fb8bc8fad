"""Every role can be read in every theme: text at 4.5:1, bars at 3:1, and what must differ differs."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from grantex_tui.tui.themes import (
    ANSI_DARK,
    ANSI_LIGHT,
    BAR_CONTRAST,
    DARK,
    LIGHT,
    OWN,
    SAFE,
    SAFE_LIGHT,
    TEXT_CONTRAST,
    contrast_ratio,
    role_colours,
)
from tests.support.colour_vision import Seen, distance

COLOURED = [*OWN, *(theme for theme in BUILTIN_THEMES.values() if not theme.ansi)]
TEXT = ("quiet", "bar-today", "outlier", "good", "bad", "exchanges", "authorizations", "verifications")
BARS = ("bar", "bar-weekend", "bar-ghost")
WELL_APART = 15.0
SHADES_APART = 10.0
NOTICEABLE = 2.0
"""Hundredths of OKLab: what lies side by side and is nearer is taken for one colour."""

MUST_DIFFER = (
    ("bar", "bar-today", "outlier"),
    ("good", "outlier", "bad"),
    ("exchanges", "authorizations", "verifications"),
)
"""Roles that stand beside each other and say different things."""


def grounds(theme: Theme) -> list[Color]:
    """The screen's ground, and that of header and footer."""
    generated = theme.to_color_system().generate()
    return [Color.parse(generated["background"]), Color.parse(generated["surface"])]


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
@pytest.mark.parametrize("role", TEXT)
def test_text_stands_out_from_its_ground(theme: Theme, role: str) -> None:
    for ground in grounds(theme):
        assert contrast_ratio(Color.parse(role_colours(theme)[role]), ground) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_in_every_theme_text_and_bars_stand_out_from_the_screen(theme: Theme) -> None:
    ground, colours = grounds(theme)[0], role_colours(theme)

    for role in TEXT:
        assert contrast_ratio(Color.parse(colours[role]), ground) >= TEXT_CONTRAST, role
    for role in BARS:
        assert contrast_ratio(Color.parse(colours[role]), ground) >= BAR_CONTRAST, role


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_roles_side_by_side_differ(theme: Theme) -> None:
    colours = role_colours(theme)

    for roles in MUST_DIFFER:
        for one, other in combinations(roles, 2):
            assert colours[one] != colours[other]


@pytest.mark.parametrize(("colours", "ground"), [(ANSI_DARK, "ansi_black"), (ANSI_LIGHT, "ansi_bright_white")])
def test_with_16_colours_no_role_is_its_ground_and_roles_side_by_side_differ(
    colours: dict[str, str], ground: str
) -> None:
    assert ground not in colours.values()
    for roles in MUST_DIFFER:
        assert len({colours[role] for role in roles}) == len(roles)


def test_on_white_neither_yellow_nor_cyan_is_used() -> None:
    assert not [name for name in ANSI_LIGHT.values() if "yellow" in name or "cyan" in name]


def test_all_own_themes_name_the_same_roles() -> None:
    assert all(theme.variables.keys() == ANSI_DARK.keys() == ANSI_LIGHT.keys() for theme in OWN)


# Colour blindness


def apart(theme: Theme, one: str, other: str, seen: Seen) -> float:
    first, second = (Color.parse(role_colours(theme)[role]).normalized for role in (one, other))
    return distance(first, second, seen)


@pytest.mark.parametrize("theme", [SAFE, SAFE_LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("seen", Seen)
def test_roles_of_the_safe_themes_are_told_apart_whatever_colours_one_sees(theme: Theme, seen: Seen) -> None:
    for roles in MUST_DIFFER:
        for one, other in combinations(roles, 2):
            assert apart(theme, one, other, seen) >= WELL_APART, (one, other)
    for shade in ("bar-today", "bar-weekend", "bar-ghost"):
        assert apart(theme, "bar", shade, seen) >= SHADES_APART, shade


def test_with_the_other_own_themes_some_are_not() -> None:
    assert apart(DARK, "exchanges", "authorizations", Seen.WITHOUT_RED) < NOTICEABLE * 2
    assert apart(DARK, "good", "bad", Seen.WITHOUT_GREEN) < NOTICEABLE * 3
    assert apart(LIGHT, "exchanges", "authorizations", Seen.WITHOUT_GREEN) < NOTICEABLE
    assert apart(LIGHT, "outlier", "bad", Seen.WITHOUT_GREEN) < NOTICEABLE
    assert apart(LIGHT, "exchanges", "verifications", Seen.WITHOUT_BLUE) < NOTICEABLE * 2


def test_red_and_green_of_one_lightness_are_one_colour_to_those_who_see_no_green() -> None:
    red, green = (Color.parse(colour).normalized for colour in ("#ff7b72", "#b8a13f"))

    assert distance(red, green, Seen.ALL) > 15
    assert distance(red, green, Seen.WITHOUT_GREEN) < 10
    assert distance(red, red, Seen.WITHOUT_GREEN) == 0


def test_white_and_black_are_a_hundred_apart_for_everybody() -> None:
    for seen in Seen:
        assert distance((1, 1, 1), (0, 0, 0), seen) == pytest.approx(100, abs=0.1)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast_ratio(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
