"""The pictures in `screenshots/` are what the app draws. To renew them: `python -m tests.tools.screenshots`."""

from __future__ import annotations

import pytest

from tests.tools.screenshots import FOLDER, SHOTS, Shot, draw


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_the_picture_shows_what_the_app_draws(shot: Shot) -> None:
    drawn = await draw(shot)

    assert drawn == (FOLDER / f"{shot.name}.svg").read_text(encoding="utf-8")


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {shot.name for shot in SHOTS}
