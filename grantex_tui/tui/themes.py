"""The own themes, and the dashboard's colours in every theme: one a role, readable on the theme's ground.

Textual's themes know primary and warning, not a weekend's bar or a counter's hue. `role_colours` gives each theme these
variables for `tcss/`. A theme's own colour that is too close to its ground is moved away from it until text reaches
4.5:1 and a bar 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

TEXT_CONTRAST: Final = 4.5
BAR_CONTRAST: Final = 3.0

DARK: Final = Theme(
    name="grantex-dark",
    dark=True,
    primary="#4c9be8",
    secondary="#c688ff",
    accent="#7fd9ff",
    warning="#ffb454",
    error="#ff7b72",
    success="#6fcf8e",
    foreground="#e6e9ee",
    background="#0f1317",
    surface="#1a1f26",
    panel="#232a33",
    variables={
        "quiet": "#8a939f",
        "frame": "#3a424c",
        "grid": "#2b323b",
        "bar": "#4c9be8",
        "bar-today": "#7fd9ff",
        "bar-weekend": "#3d6fb0",
        "bar-ghost": "#4a687e",
        "outlier": "#ffb454",
        "good": "#6fcf8e",
        "bad": "#ff7b72",
        "exchanges": "#4c9be8",
        "authorizations": "#c688ff",
        "verifications": "#3fc4a4",
    },
)

LIGHT: Final = Theme(
    name="grantex-light",
    dark=False,
    primary="#1b68b6",
    secondary="#7b3fb8",
    accent="#0a4a7c",
    warning="#a85400",
    error="#c0261d",
    success="#137333",
    foreground="#1b1f24",
    background="#fbfcfd",
    surface="#eceff2",
    panel="#e1e6eb",
    variables={
        "quiet": "#57606a",
        "frame": "#c3cad2",
        "grid": "#dfe4e9",
        "bar": "#1b68b6",
        "bar-today": "#0a4a7c",
        "bar-weekend": "#5590cb",
        "bar-ghost": "#7391a8",
        "outlier": "#a85400",
        "good": "#137333",
        "bad": "#c0261d",
        "exchanges": "#1b68b6",
        "authorizations": "#7b3fb8",
        "verifications": "#0b7660",
    },
)

SAFE: Final = Theme(
    name="grantex-safe",
    dark=True,
    primary="#4c9be8",
    secondary="#f5a12d",
    accent="#c4e4ff",
    warning="#ffb733",
    error="#ec5f0c",
    success="#5aaef5",
    foreground="#e6e9ee",
    background="#0f1317",
    surface="#1a1f26",
    panel="#232a33",
    variables={
        "quiet": "#8a939f",
        "frame": "#3a424c",
        "grid": "#2b323b",
        "bar": "#4c9be8",
        "bar-today": "#c4e4ff",
        "bar-weekend": "#3d6fb0",
        "bar-ghost": "#67737f",
        "outlier": "#ffb733",
        "good": "#5aaef5",
        "bad": "#ec5f0c",
        "exchanges": "#4c9be8",
        "authorizations": "#f5a12d",
        "verifications": "#cdd2d9",
    },
)
"""Blue, orange and grey, which are told apart with every kind of colour blindness."""

SAFE_LIGHT: Final = Theme(
    name="grantex-safe-light",
    dark=False,
    primary="#1b68b6",
    secondary="#a35200",
    accent="#06335e",
    warning="#a35200",
    error="#6b2a00",
    success="#0b5cad",
    foreground="#1b1f24",
    background="#fbfcfd",
    surface="#eceff2",
    panel="#e1e6eb",
    variables={
        "quiet": "#57606a",
        "frame": "#c3cad2",
        "grid": "#dfe4e9",
        "bar": "#1b68b6",
        "bar-today": "#06335e",
        "bar-weekend": "#5590cb",
        "bar-ghost": "#7d8894",
        "outlier": "#a35200",
        "good": "#0b5cad",
        "bad": "#6b2a00",
        "exchanges": "#1b68b6",
        "authorizations": "#a35200",
        "verifications": "#30363d",
    },
)

OWN: Final = (DARK, LIGHT, SAFE, SAFE_LIGHT)

ANSI: Final = ("ansi-dark", "ansi-light")
"""For terminals with 16 colours, and with NO_COLOR: chosen things are told by other means than colour too."""

_PAIRS: Final = ((DARK.name, LIGHT.name), (SAFE.name, SAFE_LIGHT.name), ANSI)
COUNTERPARTS: Final = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
"""The light one of a dark theme, and the other way round."""

AUTO: Final = "auto"
"""Dark or light as the terminal's ground is."""

ANSI_DARK: Final[Mapping[str, str]] = {
    "quiet": "ansi_white",
    "frame": "ansi_bright_black",
    "grid": "ansi_bright_black",
    "bar": "ansi_bright_blue",
    "bar-today": "ansi_bright_cyan",
    "bar-weekend": "ansi_blue",
    "bar-ghost": "ansi_bright_black",
    "outlier": "ansi_bright_yellow",
    "good": "ansi_bright_green",
    "bad": "ansi_bright_red",
    "exchanges": "ansi_bright_blue",
    "authorizations": "ansi_bright_magenta",
    "verifications": "ansi_cyan",
}
"""For terminals with 16 colours, whose own palette rules."""

ANSI_LIGHT: Final[Mapping[str, str]] = {
    **ANSI_DARK,
    "quiet": "ansi_bright_black",
    "bar": "ansi_blue",
    "bar-today": "ansi_black",
    "bar-weekend": "ansi_bright_blue",
    "bar-ghost": "ansi_bright_black",
    "outlier": "ansi_magenta",
    "good": "ansi_green",
    "bad": "ansi_red",
    "exchanges": "ansi_blue",
    "authorizations": "ansi_bright_magenta",
    "verifications": "ansi_green",
}
"""On a white ground neither yellow nor cyan can be read."""


def theme_names() -> tuple[str, ...]:
    """What can be chosen by its name: `AUTO`, our own, then Textual's."""
    return (AUTO, *(theme.name for theme in OWN), *sorted(BUILTIN_THEMES))


def role_colours(theme: Theme) -> dict[str, str]:
    """The roles' colours in `theme`, by the names of their variables."""
    if theme in OWN:
        return dict(theme.variables)
    if theme.ansi:
        return dict(ANSI_DARK if theme.dark else ANSI_LIGHT)
    generated = theme.to_color_system().generate()
    ground, text = Color.parse(generated["background"]), Color.parse(generated["foreground"])

    def readable(name: str, contrast: float = TEXT_CONTRAST, blend: float = 0.0) -> str:
        return away_from(ground, Color.parse(generated[name]).blend(ground, blend), text, contrast).hex

    return {
        "quiet": away_from(ground, text.blend(ground, 0.4), text, TEXT_CONTRAST).hex,
        "frame": text.blend(ground, 0.7).hex,
        "grid": text.blend(ground, 0.85).hex,
        "bar": readable("primary", BAR_CONTRAST),
        "bar-today": readable("accent"),
        "bar-weekend": readable("primary", BAR_CONTRAST, 0.35),
        "bar-ghost": away_from(ground, text.blend(ground, 0.55), text, BAR_CONTRAST).hex,
        "outlier": readable("warning"),
        "good": readable("success"),
        "bad": readable("error"),
        "exchanges": readable("primary"),
        "authorizations": readable("secondary"),
        "verifications": away_from(ground, Color.parse("#2fa98c"), text, TEXT_CONTRAST).hex,
    }


def away_from(ground: Color, colour: Color, text: Color, contrast: float) -> Color:
    """`colour`, blended with `text` no further than it takes to stand out from `ground` by `contrast`."""
    steps = (colour.blend(text, step / 20) for step in range(21))
    return next((step for step in steps if contrast_ratio(step, ground) >= contrast), text)


def contrast_ratio(one: Color, other: Color) -> float:
    """1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def relative_luminance(colour: Color) -> float:
    """0 for black to 1 for white (WCAG 2.2, "relative luminance")."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
