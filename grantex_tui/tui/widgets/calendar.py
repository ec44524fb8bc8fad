"""The range as a calendar, a column a week."""

from __future__ import annotations

from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.display import RangeDisplay


class Calendar(RangeDisplay):
    """Days shaded by their figures."""

    BINDINGS = bindings(Place.CALENDAR, namespace="screen.")
