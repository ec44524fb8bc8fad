"""Tests of `grantex_tui.tui.widgets`."""
