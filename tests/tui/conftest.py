"""What the tests of the running app share: nobody is there for whom a moment would have to be waited."""

from __future__ import annotations

import pytest

from grantex_tui.tui import preload


@pytest.fixture(autouse=True)
def _no_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key may come in the moment before a chart is drawn ahead, so none is waited for."""
    monkeypatch.setattr(preload, "MOMENT", 0.001)
