"""What was chosen while the dashboard last ran, as a value: theme, range, metric and view. Reads no file."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, structs

from grantex_tui.config.arguments import METRICS, VIEWS

DAYS: Final = (7, 30, 90, 365, "all")
MOST_LETTERS: Final = 40
"""Of a theme's name."""


class Choices(Struct, frozen=True, omit_defaults=True):
    """None: not chosen. `theme`: by its name, or `auto`, and there may be none of that name any more.

    Raises ValueError for what cannot have been chosen.
    """

    theme: str | None = None
    days: int | str | None = None
    metric: str | None = None
    view: str | None = None

    def __post_init__(self) -> None:
        if self.theme is not None and not _is_name(self.theme):
            raise ValueError("theme")
        for name, value, known in (
            ("days", self.days, DAYS),
            ("metric", self.metric, METRICS),
            ("view", self.view, VIEWS),
        ):
            if value is not None and value not in known:
                raise ValueError(name)

    def changed_by(self, newer: Choices) -> Choices:
        """With what is chosen in `newer`."""
        return structs.replace(self, **{name: value for name, value in structs.asdict(newer).items() if value})


NOTHING_CHOSEN: Final = Choices()


def _is_name(text: str) -> bool:
    letters = text.replace("-", "")
    return letters.isascii() and letters.isalnum() and len(text) <= MOST_LETTERS
