"""What the tests of the running app share: nothing is waited for that would only be smoother for a person."""

from __future__ import annotations

import pytest

from grantex_tui.tui import preload


@pytest.fixture(autouse=True)
def _no_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key may come in the moment before a chart is drawn ahead, so none is waited for."""
    monkeypatch.setattr(preload, "MOMENT", 0.001)
