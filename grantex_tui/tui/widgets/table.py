"""The range as a table, a row a day."""

from __future__ import annotations

from grantex_tui.tui.bindings import bindings
from grantex_tui.tui.keys import Place
from grantex_tui.tui.widgets.display import RangeDisplay


class Table(RangeDisplay):
    """Rows that can be sorted and gone through."""

    BINDINGS = bindings(Place.TABLE, namespace="screen.")

    @property
    def page_rows(self) -> int:
        """Days on a page: all rows but the range's heading and the columns' titles."""
        return max(self.size.height - 2, 1)
